package core

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"gatehouse/core/access"
	"gatehouse/core/network"
)

// AccessTrial is what a list of rules would do if it was saved.
type AccessTrial struct {
	// Me is what it says of the caller, here and now. Refused says why saving it would
	// be refused, the zero Text when it would not.
	Me      access.Decision
	Refused Text
	// Looked is how many sign-ins of the last 30 days were looked at, and Shut how many
	// of them it would not have let in. More: there were too many to look at all.
	Looked, Shut int
	More         bool
	// Accounts are those that it would have shut out, most often first, at most a
	// hundred.
	Accounts []AccountTrial
	Problems []access.Problem
}

// AccountTrial is how often an account would have been shut out.
type AccountTrial struct {
	ID   AccountID
	Name string
	// Shut of its Signed sign-ins.
	Shut, Signed int
	// Last is the newest one that would have been.
	Last HistoryLine
}

const (
	// trialDays is how far back a trial looks, and trialLines how many sign-ins it looks
	// at, the newest.
	trialDays  = 30
	trialLines = 200_000
	// trialAccounts is how many accounts a trial names.
	trialAccounts = 100
)

// TryAccess tells what a list of rules would do in place of the one that holds; nothing
// is changed. The sign-ins of the past are tried with the place that they had then.
func (s *Site) TryAccess(ctx context.Context, token Token, of AccessOf, rules access.Rules) (AccessTrial, error) {
	if err := rules.Check(); err != nil {
		return AccessTrial{}, problem(FieldRules, accessText(err))
	}
	t := trial{site: s, of: of, rules: rules, seen: map[AccountID]*AccountTrial{}, lists: map[AccountID][]access.List{}}
	err := s.look(ctx, token, RightAccess, func(tx Tx, c caller) error {
		if err := s.mayRule(tx, c, of); err != nil {
			return err
		}
		if err := t.here(tx, c); err != nil {
			return err
		}
		return t.past(tx)
	})
	return t.result(), err
}

// trial is a trial on its way.
type trial struct {
	site  *Site
	of    AccessOf
	rules access.Rules
	out   AccessTrial
	seen  map[AccountID]*AccountTrial
	// lists are those of accounts that were met.
	lists map[AccountID][]access.List
}

// listsOf are the lists of an account with the one that is tried in its place.
func (t *trial) listsOf(tx Tx, a Account) ([]access.List, error) {
	lists, err := t.site.accessLists(tx, a)
	if err != nil {
		return nil, err
	}
	for i, of := range []AccessOf{{Account: a.ID}, {Role: a.Role}, {}} {
		if of == t.of {
			lists[i].Rules = t.rules
		}
	}
	return lists, nil
}

// here tries the rules on the caller, and on every root account at this computer.
func (t *trial) here(tx Tx, c caller) error {
	mine, err := t.listsOf(tx, c.account)
	if err != nil {
		return err
	}
	point, err := t.site.pointOf(tx, c.session.Device, tx.Now())
	if err != nil {
		return err
	}
	t.out.Me = access.Decide(mine, point)
	if t.out.Problems, err = t.site.accessProblems(tx, t.rules); err != nil {
		return err
	}
	err = t.site.keepRootWith(tx, c, t.listsOf)
	if e, ok := errors.AsType[*Error](err); ok && e.Field == FieldRules {
		t.out.Refused = e.Text
		return nil
	}
	return err
}

// past tries the rules on the sign-ins of so many days.
func (t *trial) past(tx Tx) error {
	q := HistoryQuery{
		Outcomes: []Outcome{OutcomeSignedIn, OutcomeLetIn}, From: tx.Now().AddDate(0, 0, -trialDays), Limit: maxPage,
		Account: t.of.Account,
	}
	for t.out.Looked < trialLines {
		lines, err := tx.HistoryLines(q)
		if err != nil {
			return fmt.Errorf("read the history: %w", err)
		}
		for _, line := range lines {
			if err := t.one(tx, line); err != nil {
				return err
			}
		}
		if len(lines) < q.Limit {
			return nil
		}
		last := lines[len(lines)-1]
		q.Before = HistoryPlace{At: last.At, ID: last.ID}
	}
	t.out.More = true
	return nil
}

// one tries the rules on one sign-in.
func (t *trial) one(tx Tx, line HistoryLine) error {
	t.out.Looked++
	lists, met := t.lists[line.AccountID]
	if !met {
		account, err := tx.AccountByID(line.AccountID)
		if err != nil {
			return fmt.Errorf("find an account: %w", err)
		}
		if lists, err = t.listsOf(tx, account); err != nil {
			return err
		}
		t.lists[line.AccountID] = lists
	}
	seen := t.seen[line.AccountID]
	if seen == nil {
		seen = &AccountTrial{ID: line.AccountID, Name: line.Name}
		t.seen[line.AccountID] = seen
	}
	seen.Signed++
	if access.Decide(lists, pointIn(line, t.site.zone)).Allowed {
		return nil
	}
	if t.out.Shut++; seen.Shut == 0 {
		seen.Last = line
	}
	seen.Shut++
	return nil
}

// pointIn is from where and when a line of the history came.
func pointIn(line HistoryLine, zone *time.Location) access.Point {
	addr, err := netip.ParseAddr(line.Device.Address)
	if err != nil {
		addr = netip.Addr{} // none was known
	}
	return access.Point{Addr: network.Plain(addr), Place: line.Place, At: line.At, Zone: zone}
}

// result is the trial with the accounts in order.
func (t *trial) result() AccessTrial {
	for _, one := range t.seen {
		if one.Shut > 0 {
			t.out.Accounts = append(t.out.Accounts, *one)
		}
	}
	slices.SortFunc(t.out.Accounts, func(a, b AccountTrial) int {
		if a.Shut != b.Shut {
			return b.Shut - a.Shut
		}
		return int(a.ID - b.ID)
	})
	t.out.Accounts = t.out.Accounts[:min(len(t.out.Accounts), trialAccounts)]
	return t.out
}
