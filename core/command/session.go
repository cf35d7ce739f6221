package command

import (
	"strconv"
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/core/username"
)

// sessionCommands are where an account is signed in.
type sessionCommands struct {
	List sessionList `cmd:"" help:"List the sessions of your account, or of another one."`
	End  sessionEnd  `cmd:"" help:"End sessions: one, all others, or all."`
}

// whom is an account that somebody looks at: the own one, or for administrators another.
type whom struct {
	Account string `placeholder:"NAME" help:"Another account than yours, for administrators."`
}

// owner is the account that was found.
type owner struct {
	id   core.AccountID
	name string
	// own: it is that of the actor.
	own bool
}

// find finds the account. For the own one no right is needed, also where it is named.
func (w whom) find(c *console, site *core.Site, token core.Token) (owner, error) {
	c.labels = map[string]string{core.FieldName: "--account"}
	me, err := site.Me(c.ctx, token)
	if err != nil {
		return owner{}, err
	}
	if w.Account == "" || sameName(w.Account, me.Name) {
		return owner{id: me.ID, name: me.Name, own: true}, nil
	}
	view, err := site.AccountNamed(c.ctx, token, w.Account)
	return owner{id: view.ID, name: view.Name}, err
}

// sameName tells whether two names are of the same account.
func sameName(typed, known string) bool {
	a, err := username.Parse(typed)
	if err != nil {
		return false
	}
	b, err := username.Parse(known)
	return err == nil && a.Key == b.Key
}

// sessionShown is one session in an answer.
type sessionShown struct {
	ID core.SessionID `json:"id"`
	// This: it is that of the command itself.
	This bool `json:"this"`
	// Client is "window" or "command".
	Client  core.Client `json:"client"`
	Host    string      `json:"host"`
	System  string      `json:"system"`
	Version string      `json:"version"`
	// Address is "" where none is known, Place the name that it had, "" for none. Both
	// are told by the computer itself.
	Address    string     `json:"address"`
	Place      string     `json:"place"`
	Scope      core.Scope `json:"scope"`
	StartedAt  *time.Time `json:"started_at"`
	LastActive *time.Time `json:"last_active_at"`
	ExpiresAt  *time.Time `json:"expires_at"`
	LockedAt   *time.Time `json:"locked_at"`
	// EndedAt and Why are of a session that is over.
	EndedAt *time.Time     `json:"ended_at"`
	Why     core.EndReason `json:"why"`
}

// shownSession is a session for an answer.
func shownSession(s core.SessionView) sessionShown {
	d := s.Device
	return sessionShown{
		ID: s.ID, This: s.This, Client: d.Client, Host: d.Host, System: d.System, Version: d.Version, Address: d.Address, Place: s.Place,
		Scope: s.Scope, StartedAt: at(s.StartedAt), LastActive: at(s.LastActiveAt), ExpiresAt: at(s.ExpiresAt),
		LockedAt: at(s.LockedAt), EndedAt: at(s.EndedAt), Why: s.Why,
	}
}

// from words from where a session or a sign-in came.
func from(host, address, place string) string {
	text := either(host == "", "–", host)
	if address != "" {
		text += ", " + address
	}
	if place != "" {
		text += " (" + place + ")"
	}
	return text
}

// state words what a session is in.
func (s sessionShown) state() string {
	switch {
	case s.EndedAt != nil:
		return spaced(string(s.Why))
	case s.This:
		return "this command"
	case s.LockedAt != nil:
		return "locked"
	case s.Scope != core.ScopeFull:
		return "to set up: " + spaced(string(s.Scope))
	}
	return "open"
}

// spaced is a name of a value as words.
func spaced(value string) string { return strings.ReplaceAll(value, "_", " ") }

// sessionsListed is the answer of session list.
type sessionsListed struct {
	Account string `json:"account"`
	// KeptDays is how long sessions that are over are kept.
	KeptDays int            `json:"kept_days"`
	Sessions []sessionShown `json:"sessions"`
	// More: there are older ones that are over.
	More bool `json:"more"`
}

// sessionList lists sessions.
type sessionList struct {
	whom
	Ended bool `help:"Those that are over, the newest end first, in place of those that are open."`
	actor
}

// Run is called by kong.
func (l *sessionList) Run(c *console) error {
	return l.act(c, func(site *core.Site, token core.Token) error {
		of, err := l.find(c, site, token)
		if err != nil {
			return err
		}
		seen, err := devicesOf(c, site, token, of)
		if err != nil {
			return err
		}
		listed := sessionsListed{Account: of.name, KeptDays: seen.KeptDays, Sessions: []sessionShown{}}
		if l.Ended {
			listed.More = seen.More
			for _, one := range seen.Ended {
				listed.Sessions = append(listed.Sessions, shownSession(one))
			}
		} else {
			for _, device := range seen.Open {
				for _, one := range device.Sessions {
					listed.Sessions = append(listed.Sessions, shownSession(one))
				}
			}
		}
		return l.show(c, site.Zone(), listed)
	})
}

// devicesOf is where an account is signed in.
func devicesOf(c *console, site *core.Site, token core.Token, of owner) (core.Devices, error) {
	if of.own {
		return site.OwnDevices(c.ctx, token)
	}
	return site.DevicesOf(c.ctx, token, of.id)
}

// show prints the list.
func (l *sessionList) show(c *console, zone *time.Location, listed sessionsListed) error {
	last := either(l.Ended, "ENDED", "LAST USED")
	rows := [][]string{{"ID", "PROGRAM", "FROM", "SYSTEM", "SINCE", last, "STATE"}}
	for _, s := range listed.Sessions {
		when := either(l.Ended, s.EndedAt, s.LastActive)
		rows = append(rows, []string{
			strconv.FormatInt(int64(s.ID), 10), string(s.Client), from(s.Host, s.Address, s.Place), s.System,
			clock(*s.StartedAt, zone), clock(*when, zone), s.state(),
		})
	}
	if len(listed.Sessions) == 0 {
		return c.show(listed, listed.Account+" has no such session.")
	}
	lines, err := table(rows)
	if err != nil {
		return err
	}
	if listed.More {
		lines = append(lines, "There are older ones.")
	}
	return c.show(listed, lines...)
}
