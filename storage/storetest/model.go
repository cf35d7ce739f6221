package storetest

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gatehouse/core"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Person is an account as the list knows it.
type Person struct {
	core.Account
	// Failures in a row; a lock of any length has some.
	Failures              int
	LockedAt, LockedUntil time.Time
	UntilAdmin            bool
	InactiveFrom          time.Time
	MustChange            bool
}

// Fitting is the plainest form of what a list has to hold: all accounts that
// fit the query, in its order, whatever Offset and Limit are.
func Fitting(all []Person, q core.AccountQuery, now time.Time) []core.AccountRow {
	search := plain(q.Search)
	var fitting []Person
	for _, p := range all {
		if p.State != core.StateDeleted && p.passes(q.Filter, now) && p.contains(search) {
			fitting = append(fitting, p)
		}
	}
	slices.SortFunc(fitting, func(a, b Person) int {
		return cmp.Or(
			-cmp.Compare(begins(a, search), begins(b, search)),
			cmp.Compare(a.Key, b.Key),
		)
	})
	rows := make([]core.AccountRow, len(fitting))
	for i, p := range fitting {
		rows[i] = p.row(now)
	}
	return rows
}

// begins is 1 for a name that begins with the search.
func begins(p Person, search string) int {
	if strings.HasPrefix(p.Key, search) {
		return 1
	}
	return 0
}

// passes tells whether a filter lets the account through.
func (p Person) passes(f core.AccountFilter, now time.Time) bool {
	switch f {
	case core.FilterLocked:
		return p.UntilAdmin || p.LockedUntil.After(now) || p.inactive(now)
	case core.FilterNever:
		return p.LastSignInAt.IsZero()
	case core.FilterDisabled:
		return p.State == core.StateDisabled
	}
	return true
}

// contains looks for a text anywhere, and for one or two characters at the
// beginning of words.
func (p Person) contains(search string) bool {
	for _, field := range []string{p.Key, p.FullName, p.MailKey} {
		field = plain(field)
		if utf8.RuneCountInString(search) > 2 {
			if strings.Contains(field, search) {
				return true
			}
			continue
		}
		for word := range strings.SplitSeq(field, " ") {
			if strings.HasPrefix(word, search) {
				return true
			}
		}
	}
	return false
}

func (p Person) row(now time.Time) core.AccountRow {
	row := core.AccountRow{
		ID: p.ID, Name: p.Name, FullName: p.FullName, Mail: p.Mail, Role: p.Role, State: p.State,
		LastSignInAt: p.LastSignInAt, MustChange: p.MustChange, Failures: p.Failures,
		UntilUnlocked: p.UntilAdmin, Inactive: p.inactive(now),
	}
	if p.LockedUntil.After(now) {
		row.LockedUntil = p.LockedUntil
	}
	switch {
	case row.Inactive:
		row.LockedSince = p.InactiveFrom
	case p.UntilAdmin || p.LockedUntil.After(now):
		row.LockedSince = p.LockedAt
	}
	return row
}

// inactive tells whether the account is locked for want of use.
func (p Person) inactive(now time.Time) bool {
	return !p.InactiveFrom.IsZero() && !p.InactiveFrom.After(now)
}

// plain is folded text with one space between words.
func plain(s string) string {
	folded := norm.NFC.String(cases.Fold().String(norm.NFC.String(s)))
	return strings.Join(strings.Fields(folded), " ")
}
