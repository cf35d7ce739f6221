package command

import (
	"errors"
	"fmt"
	"time"

	"gatehouse/core"
)

// clockCommands are the commands for this computer's clock.
type clockCommands struct {
	Show    clockShow    `cmd:"" help:"Tell whether the site goes by this computer's clock."`
	Confirm clockConfirm `cmd:"" help:"Confirm the date of this computer's clock, after it has jumped."`
}

// clockState is the answer of clock show.
type clockState struct {
	// Machine is what the computer's clock shows, Site the time the site goes by.
	Machine time.Time `json:"machine"`
	Site    time.Time `json:"site"`
	// Held: the site goes on from Last until the clock is right or its date is
	// confirmed.
	Held bool       `json:"held"`
	Last *time.Time `json:"last,omitempty"`
	// Outlook is what confirming would do, for --as.
	Outlook *clockOutlook `json:"outlook,omitempty"`
}

// clockOutlook counts what is so by the end of the computer's day, and now.
type clockOutlook struct {
	Expired    int `json:"expired"`
	ExpiredNow int `json:"expired_now"`
	Unused     int `json:"unused"`
	UnusedNow  int `json:"unused_now"`
}

// clockShow tells how the clock stands. It needs no account but for what a
// confirmation would do.
type clockShow struct {
	As string `placeholder:"NAME" help:"A root account; then also what confirming the date would do."`
}

// Run is called by kong.
func (s *clockShow) Run(c *console) error {
	if s.As == "" {
		return c.onSite(func(site *core.Site) error {
			view, err := site.Clock(c.ctx)
			if err != nil {
				return err
			}
			return c.show(stateOf(view), clockLines(view, site.Zone())...)
		})
	}
	return actor{As: s.As}.act(c, func(site *core.Site, token core.Token) error {
		outlook, err := site.ClockOutlook(c.ctx, token)
		if err != nil {
			return err
		}
		state := stateOf(outlook.ClockView)
		state.Outlook = &clockOutlook{outlook.Expired, outlook.ExpiredNow, outlook.Unused, outlook.UnusedNow}
		return c.show(state, append(clockLines(outlook.ClockView, site.Zone()), outlookLines(outlook)...)...)
	})
}

// stateOf is a view of the clock for JSON.
func stateOf(v core.ClockView) clockState {
	return clockState{Machine: v.Machine, Site: v.Site, Held: v.Held, Last: at(v.Last)}
}

// clockLines says for people how the clock stands.
func clockLines(v core.ClockView, zone *time.Location) []string {
	if v.Held {
		return []string{heldClock(v, zone)}
	}
	if v.Machine.Before(v.Site) {
		return []string{standingClock(v, zone)}
	}
	return []string{fmt.Sprintf("It is %s (%s). Gatehouse goes by this computer's clock.", clock(v.Site, zone), zone)}
}

// heldClock says that the site does not believe the clock.
func heldClock(v core.ClockView, zone *time.Location) string {
	return fmt.Sprintf("This computer's clock says %s; Gatehouse last ran at %s. Until the clock is right or somebody confirms its date, "+
		"Gatehouse goes on from the time it knows: %s.", clock(v.Machine, zone), clock(v.Last, zone), clock(v.Site, zone))
}

// standingClock says that the clock went back a little.
func standingClock(v core.ClockView, zone *time.Location) string {
	return fmt.Sprintf("This computer's clock went back a little, to %s. Gatehouse waits at %s until it has caught up.",
		clock(v.Machine, zone), clock(v.Site, zone))
}

// outlookLines says what confirming would do.
func outlookLines(o core.ClockOutlook) []string {
	if !o.Held {
		return nil
	}
	lines := []string{
		fmt.Sprintf("Passwords expired by the end of that day: %d; by the end of today: %d.", o.Expired, o.ExpiredNow),
		fmt.Sprintf("Accounts to be locked for want of use: %d; today: %d.", o.Unused, o.UnusedNow),
		"Everybody has to sign in again.",
	}
	if !o.Ahead() {
		lines = append(lines, "The date goes back: what has expired or ended since is good again, or locked again, until its time comes.")
	}
	return lines
}

// clockConfirm confirms the date.
type clockConfirm struct {
	As     string `required:"" placeholder:"NAME" help:"Your account, a root account. Its password is read from standard input."`
	Reason string `required:"" placeholder:"R" help:"How you know the date; it is kept in the log."`
}

// Run is called by kong.
func (k *clockConfirm) Run(c *console) error {
	return c.onSite(func(site *core.Site) error {
		return c.signIn(site, k.As, "--as", func(flow *core.SignIn, typed string) error {
			if flow.Step() != core.StepDone {
				return mustChange(k.As)
			}
			view, err := site.Clock(c.ctx)
			if err != nil {
				return err
			}
			word := core.ClockConfirmation{Password: typed, Reason: k.Reason, Machine: view.Machine}
			if err := site.ConfirmClock(c.ctx, flow.Token(), word); err != nil {
				return err
			}
			now, err := site.Clock(c.ctx)
			return errors.Join(err, c.show(stateOf(now), "The date is confirmed: it is "+clock(now.Site, site.Zone())+". Everybody has to sign in again."))
		})
	})
}
