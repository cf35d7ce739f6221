package policy

// Stand-ins until the real ones are merged; see the branches h-check, h-lock,
// h-form, h-lint.

import (
	"encoding/json"
	"time"
)

type Checker struct{ p Policy }

func NewChecker(p Policy) *Checker { return &Checker{p} }

func (c *Checker) Check(s Subject, password string) Verdict { return Check(c.p, s, password) }

type Report struct {
	Problems []Problem
	Advice   []Advice
}
type Problem struct {
	Fields []string
	Text   Text
}
type Advice struct {
	Fields []string
	Text   Text
	Source string
}

func (r Report) OK() bool { return len(r.Problems) == 0 }

func Lint(p Policy) Report { return Report{} }

type Difference struct {
	Group, Field    string
	Label, Old, New Text
}

func Diff(old, new Policy) []Difference { return nil }

type Sentence struct {
	Group string
	Text  Text
}

func Describe(p Policy) []Sentence { return nil }
func Label(field string) Text      { return Text{} }
func Help(field string) Text       { return Text{} }

func Implies(old, new Complexity) bool { return false }

func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }
func (d *Duration) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDuration(string(b))
	return err
}
func (s Schedule) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
func (s *Schedule) UnmarshalText(b []byte) (err error) {
	*s, err = ParseSchedule(string(b))
	return err
}

func Parse(data []byte) (p Policy, err error) {
	err = json.Unmarshal(data, &p)
	return p, err
}
func (p Policy) JSON() ([]byte, error) { return json.MarshalIndent(p, "", "  ") }

type Preset struct {
	Name         string
	Title, About Text
	Source       string
	Policy       Policy
}

func Presets() []Preset { return []Preset{{Name: "nist", Title: Say("NIST"), Policy: Default()}} }

type Loss struct {
	Field string
	Text  Text
}
type Dialect struct {
	Name  string
	Title Text
}

func Dialects() []Dialect                                        { return nil }
func Import(dialect string, data []byte) (Policy, []Loss, error) { return Policy{}, nil, nil }
func Export(dialect string, p Policy) ([]byte, []Loss, error)    { return nil, nil, nil }

type Failures struct {
	Count                       int
	Last, LockedAt, LockedUntil time.Time
	UntilAdmin                  bool
}
type Held struct {
	Since, Until time.Time
	UntilAdmin   bool
}

const SameWindow = 30 * time.Second

func (l Lockout) Now(f Failures, now time.Time) (Failures, *Held) {
	if f.UntilAdmin || f.LockedUntil.After(now) {
		return f, &Held{f.LockedAt, f.LockedUntil, f.UntilAdmin}
	}
	return f, nil
}

func (l Lockout) Fail(f Failures, now time.Time) (Failures, Lock, bool) {
	f.Count++
	f.Last = now
	lock, locks := LockAfter(l, f.Count)
	if locks {
		f.LockedAt, f.LockedUntil, f.UntilAdmin = now, now.Add(lock.For), lock.UntilAdmin
	}
	return f, lock, locks
}
func (l Lockout) Temporary(failures int) Lock { return Lock{For: fallbackLock} }

type Moment struct {
	Failure int
	Lock    Lock
	Locked  bool
}

func Timeline(l Lockout, failures int) []Moment {
	var all []Moment
	for i := range failures {
		lock, locks := LockAfter(l, i+1)
		all = append(all, Moment{i + 1, lock, locks})
	}
	return all
}

func LockedFrom(last time.Time, days int, zone *time.Location) time.Time {
	y, m, d := last.In(zone).Date()
	return time.Date(y, m, d+days+1, 0, 0, 0, 0, zone)
}

func Expires(changed time.Time, days int, zone *time.Location) time.Time {
	y, m, d := changed.In(zone).Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, zone)
}

func WarnsFrom(expires time.Time, days int, zone *time.Location) time.Time {
	y, m, d := expires.In(zone).Date()
	return time.Date(y, m, d-days, 0, 0, 0, 0, zone)
}

func DaysLeft(expires, now time.Time, zone *time.Location) int {
	return int(expires.Sub(now) / (24 * time.Hour))
}

func StartOfDate(y int, m time.Month, d int, zone *time.Location) time.Time {
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}
func NextChange(c Change, own []time.Time, now time.Time) time.Time { return time.Time{} }
