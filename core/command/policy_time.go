package command

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// policySimulate shows a lockout over time.
type policySimulate struct {
	policySource
	Failures int    `placeholder:"N" help:"How many wrong passwords, each tried the moment the former lock ends."`
	Steps    string `placeholder:"FILE" help:"A JSON array of steps instead: {\"t\":SECONDS,\"do\":\"fail|success|unlock\",\"pw\":\"…\",\"times\":K}."`
}

// simulated is the answer of policy simulate --failures.
type simulated struct {
	Steps []policy.Moment `json:"steps"`
}

// answered is the answer of policy simulate --steps.
type answered struct {
	Steps []policy.Answer `json:"steps"`
}

// maxSimulated bounds --failures.
const maxSimulated = 10_000

// Run is called by kong.
func (s *policySimulate) Run(c *console) error {
	c.labels = map[string]string{fieldFile: "--file"}
	p, err := s.read()
	if err != nil {
		return err
	}
	switch {
	case s.Steps != "" && s.Failures != 0:
		return wrongUse("", "Give --failures or --steps, not both.")
	case s.Steps != "":
		return s.steps(c, p)
	case s.Failures < 1 || s.Failures > maxSimulated:
		return wrongUse("", fmt.Sprintf("Give --failures from 1 to %d, or --steps.", maxSimulated))
	}
	moments := policy.Timeline(p.Lockout, s.Failures)
	var lines []string
	for _, m := range moments {
		lines = append(lines, fmt.Sprintf("%4d  %s", m.Failure, wordLock(m.Lock, m.Locked)))
	}
	return c.answer(true, simulated{Steps: moments}, lines...)
}

// steps answers a file of steps.
func (s *policySimulate) steps(c *console, p policy.Policy) error {
	data, err := readFile(s.Steps)
	if err != nil {
		return err
	}
	steps, err := policy.ParseSteps(data)
	if err != nil {
		return stepRefusal(err)
	}
	answers, err := policy.Simulate(p.Lockout, steps)
	if err != nil {
		return stepRefusal(err)
	}
	var lines []string
	for i, a := range answers {
		lines = append(lines, fmt.Sprintf("%4d  %-8s %d wrong", i+1, a.Result, a.Failures))
	}
	return c.answer(true, answered{Steps: answers}, lines...)
}

// stepRefusal names the step, and the field of it, that cannot be made.
func stepRefusal(err error) error {
	bad, ok := errors.AsType[*policy.StepError](err)
	if !ok {
		return fmt.Errorf("simulate steps: %w", err)
	}
	text := bad.Text.String()
	if bad.Step > 0 {
		text = strings.TrimPrefix(bad.Error(), "policy: ") // with the step and its field
	}
	return &refusal{code: core.CodeInput, field: fieldSteps, text: sentence(text), cause: err}
}

// wordLock words a lock for people.
func wordLock(l policy.Lock, locked bool) string {
	switch {
	case !locked:
		return "–"
	case l.UntilAdmin:
		return "locked until an administrator"
	}
	return "locked for " + duration(l.For)
}

// policyInstants tells the instants that the days of a policy mean.
type policyInstants struct {
	Zone           string `required:"" placeholder:"Z" help:"Time zone, such as Europe/Berlin."`
	LastActivity   string `placeholder:"T" help:"When an account was last used (RFC 3339)."`
	InactivityDays int    `placeholder:"N" help:"Days without use before it is locked."`
	Changed        string `placeholder:"T" help:"When a password was set (RFC 3339)."`
	MaxAgeDays     int    `placeholder:"N" help:"Days that it lasts."`
	WarnDays       int    `placeholder:"W" help:"Days before its end on which its owner is told."`
}

// instants is the answer of policy instants; what was not asked is left out.
type instants struct {
	LockedFrom *time.Time `json:"locked_from,omitempty"`
	Expires    *time.Time `json:"expires,omitempty"`
	WarnsFrom  *time.Time `json:"warns_from,omitempty"`
}

// Run is called by kong.
func (n *policyInstants) Run(c *console) error {
	zone, err := core.LoadZone(n.Zone)
	if err != nil {
		return wrongUse(fieldZone, "This computer does not know the time zone. Give one such as Europe/Berlin.")
	}
	if n.LastActivity == "" && n.Changed == "" {
		return wrongUse("", "Give --last-activity with --inactivity-days, or --changed with --max-age-days.")
	}
	var answer instants
	var lines []string
	note := func(what string, t time.Time) *time.Time {
		lines = append(lines, what+" "+clock(t, zone))
		return at(t)
	}
	if n.LastActivity != "" {
		last, err := instant("--last-activity", n.LastActivity, "--inactivity-days", n.InactivityDays)
		if err != nil {
			return err
		}
		answer.LockedFrom = note("Locked from", policy.LockedFrom(last, n.InactivityDays, zone))
	}
	if n.Changed != "" {
		changed, err := instant("--changed", n.Changed, "--max-age-days", n.MaxAgeDays)
		if err != nil {
			return err
		}
		expires := policy.Expires(changed, n.MaxAgeDays, zone)
		answer.Expires = note("Expires", expires)
		if n.WarnDays < 0 || n.WarnDays > policy.MaxDays {
			return wrongUse("", fmt.Sprintf("Give --warn-days from 1 to %d.", policy.MaxDays))
		}
		if n.WarnDays > 0 {
			answer.WarnsFrom = note("Warns from", policy.WarnsFrom(expires, n.WarnDays, zone))
		}
	}
	return c.answer(true, answer, lines...)
}

// The years of a time that is given: what is some years before or after it can
// still be written.
const (
	firstYear = 100
	lastYear  = 9900
)

// instant reads a time and looks at the days that go with it.
func instant(flag, text, daysFlag string, days int) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		return time.Time{}, wrongUse("", flag+": this is no time. Write it as 2026-11-22T09:30:00Z.")
	}
	if days < 1 || days > policy.MaxDays {
		return time.Time{}, wrongUse("", fmt.Sprintf("Give %s from 1 to %d.", daysFlag, policy.MaxDays))
	}
	return t, nil
}
