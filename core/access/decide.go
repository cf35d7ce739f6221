package access

import (
	"iter"
	"net/netip"
	"slices"
	"time"
)

// Scope is for whom a list of rules is.
type Scope string

// The scopes, in the order in which their lists are asked.
const (
	ScopeAccount Scope = "account"
	ScopeRole    Scope = "role"
	ScopeSite    Scope = "site"
)

// List is the rules of one scope.
type List struct {
	Scope Scope
	Rules Rules
}

// Point is from where and when somebody comes.
type Point struct {
	// Addr is the address, the zero Addr when none is known: the desk.
	Addr netip.Addr
	// Place is the name of the place of the address, "" for none.
	Place string
	At    time.Time
	// Zone is the time zone of the site, nil for UTC.
	Zone *time.Location
}

// Decision is what the rules say.
type Decision struct {
	Allowed bool
	// Scope and Number are the list and the place in it, from 1, of the rule that
	// decided; "" and 0 when none did.
	Scope  Scope
	Number int
}

// undecided is the decision where no rule matches.
func undecided() Decision { return Decision{Allowed: true} }

// Decide asks the lists in the order in which they are given, which is that of
// the scopes: the first rule that matches decides, and where none does access is
// allowed. A mapped address is that of IPv4, and a zone is left out.
func Decide(lists []List, at Point) Decision {
	now := wallAt(at.At, at.Zone)
	for c := range candidates(lists, at) {
		if c.hours.hold(now) {
			return c.decision
		}
	}
	return undecided()
}

// candidate is a rule that decides at some hours, if none before it does.
type candidate struct {
	decision Decision
	hours    *Hours
}

// candidates yields the rules with a source that matches, in order.
func candidates(lists []List, at Point) iter.Seq[candidate] {
	somebody := originOf(at)
	return func(yield func(candidate) bool) {
		for _, list := range lists {
			for i, rule := range list.Rules {
				if len(rule.From) > 0 && !slices.ContainsFunc(rule.From, somebody.has) {
					continue
				}
				if !yield(candidate{Decision{rule.Allow, list.Scope, i + 1}, rule.Hours}) {
					return
				}
			}
		}
	}
}

// Ahead is how far NextChange looks: a week, and a day for a week in which the
// clock is changed.
const Ahead = 8 * 24 * time.Hour

// NextChange tells when Decide first decides otherwise for somebody who stays
// where they are: by another rule, or by none. It is in UTC, exact, and false when
// that is not within Ahead.
func NextChange(lists []List, at Point) (time.Time, bool) {
	reached := reachable(lists, at)
	decide := func(t time.Time) Decision {
		now := wallAt(t, at.Zone)
		for _, c := range reached {
			if c.hours.hold(now) {
				return c.decision
			}
		}
		return undecided()
	}
	marks := marksOf(reached)
	if marks == nil {
		return time.Time{}, false
	}
	before, end := decide(at.At), at.At.Add(Ahead)
	for t := nextMark(at.At, at.Zone, marks); !t.After(end); t = nextMark(t, at.Zone, marks) {
		if decide(t) != before {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// reachable lists the candidates up to the first that always decides.
func reachable(lists []List, at Point) []candidate {
	var reached []candidate
	for c := range candidates(lists, at) {
		reached = append(reached, c)
		if c.hours == nil {
			break
		}
	}
	return reached
}

// marksOf lists, in order, the minutes of the day at which hours begin or end,
// and midnight at the end of it; nil when there are no hours.
func marksOf(reached []candidate) []int {
	var marks []int
	for _, c := range reached {
		if c.hours != nil {
			marks = append(marks, c.hours.From, c.hours.To, minutesPerDay)
		}
	}
	slices.Sort(marks)
	return slices.Compact(marks)
}

// nextMark is the first instant after t at which the clock on the wall shows one
// of the minutes, or is changed.
func nextMark(t time.Time, zone *time.Location, marks []int) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	local := t.In(zone)
	midnight := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute +
		time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
	at := slices.IndexFunc(marks, func(m int) bool { return time.Duration(m)*time.Minute > midnight })
	next := t.Add(time.Duration(marks[at])*time.Minute - midnight) // the last mark is later than any time of day
	_, changed := local.ZoneBounds()
	if !changed.IsZero() && !changed.After(t) {
		// Beyond the zone's table package time ends each year after 365 days: this is
		// the last day of a leap year, without another change.
		return next
	}
	if !changed.IsZero() && changed.Before(next) {
		return changed
	}
	return next
}
