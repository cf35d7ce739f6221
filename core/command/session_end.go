package command

import (
	"fmt"
	"strconv"

	"gatehouse/core"
)

// sessionEnd ends sessions.
type sessionEnd struct {
	ID     *int64 `arg:"" optional:"" name:"id" help:"Number of the session. See: session list"`
	Others bool   `help:"All sessions of your account but that of this command."`
	All    bool   `help:"All sessions of the account."`
	whom
	Reason string `placeholder:"TEXT" help:"Why; it is kept in the log. With --account."`
	actor
}

// endedSessions is the answer of session end.
type endedSessions struct {
	Account string `json:"account"`
	// Ended counts the sessions that it ended, without that of the command.
	Ended int `json:"ended"`
}

// Run is called by kong.
func (e *sessionEnd) Run(c *console) error {
	chosen := 0
	for _, one := range []bool{e.ID != nil, e.Others, e.All} {
		if one {
			chosen++
		}
	}
	if chosen != 1 {
		return wrongUse("", "Give the number of a session, --others or --all.")
	}
	if e.ID != nil && *e.ID < 1 {
		return wrongUse("", "ID: Give a number from 1 up. See: "+name+" session list --help")
	}
	return e.act(c, func(site *core.Site, token core.Token) error {
		of, err := e.find(c, site, token)
		if err != nil {
			return err
		}
		if !of.own && e.Others {
			return wrongUse("", "--others is about your own sessions. For another account give --all.")
		}
		if of.own && e.Reason != "" {
			return wrongUse(core.FieldReason, "A reason is kept of the sessions of others. Leave it out.")
		}
		seen, err := devicesOf(c, site, token, of)
		if err != nil {
			return err
		}
		if e.ID != nil {
			return e.one(c, site, token, of, seen)
		}
		return e.many(c, site, token, of, seen.Others())
	})
}

// one ends one session. One that is over already stays so.
func (e *sessionEnd) one(c *console, site *core.Site, token core.Token, of owner, seen core.Devices) error {
	id, number := core.SessionID(*e.ID), strconv.FormatInt(*e.ID, 10)
	isOpen, isEnded := hasSession(seen, id)
	switch {
	case isEnded:
		return c.show(endedSessions{Account: of.name}, "Session "+number+" of "+of.name+" was over already.")
	case !isOpen:
		return &refusal{code: core.CodeNotFound, text: of.name + " has no session " + number + ". See: " + name + " session list --help"}
	}
	if err := e.end(c, site, token, of, id); err != nil {
		return err
	}
	return c.show(endedSessions{Account: of.name, Ended: 1}, "Session "+number+" of "+of.name+" is ended.")
}

// end ends one session of an account, whoever acts.
func (e *sessionEnd) end(c *console, site *core.Site, token core.Token, of owner, id core.SessionID) error {
	if of.own {
		return site.EndOwnSession(c.ctx, token, id)
	}
	return site.EndSessionsOf(c.ctx, token, of.id, id, e.Reason)
}

// hasSession looks for a session among those of an account.
func hasSession(seen core.Devices, id core.SessionID) (isOpen, isEnded bool) {
	for _, device := range seen.Open {
		for _, one := range device.Sessions {
			isOpen = isOpen || one.ID == id
		}
	}
	for _, one := range seen.Ended {
		isEnded = isEnded || one.ID == id
	}
	return isOpen, isEnded
}

// many ends all sessions of an account, or all others of the own one. That of the
// command ends anyway.
func (e *sessionEnd) many(c *console, site *core.Site, token core.Token, of owner, count int) error {
	var err error
	switch {
	case !of.own:
		err = site.EndSessionsOf(c.ctx, token, of.id, 0, e.Reason)
	case e.All:
		err = site.EndAllSessions(c.ctx, token)
	default:
		count, err = site.EndOtherSessions(c.ctx, token)
	}
	if err != nil {
		return err
	}
	said := counted(count, either(of.own, "other session", "session"))
	return c.show(endedSessions{Account: of.name, Ended: count}, fmt.Sprintf("%s of %s %s.", said, of.name, isAre(count, "ended")))
}
