package core_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// newBedIn makes a site in a time zone, whose clock stands at a time.
func newBedIn(t *testing.T, zone string, now time.Time) *bed {
	t.Helper()
	top := t.TempDir()
	b := &bed{
		t: t, dir: filepath.Join(top, "data"), key: filepath.Join(top, "site.key"),
		clock: &clock{now: now}, cfg: core.Config{Hasher: cheap(t, 64)},
	}
	form := formOf(t, b.key)
	form.TimeZone = zone
	must(t, core.Create(t.Context(), storeAt(b.clock.Now), b.dir, form, b.cfg))
	b.store, b.site = b.open(nil)
	b.runOn()
	return b
}

// policyOf opens a policy.
func (b *bed) policyOf(token core.Token, id core.PolicyID) core.PolicyView {
	b.t.Helper()
	view, err := b.site.Policy(b.t.Context(), token, id)
	must(b.t, err)
	return view
}

// draftOf is a draft that changes nothing yet.
func draftOf(v core.PolicyView) core.PolicyDraft {
	return core.PolicyDraft{ID: v.ID, Base: v.Number, Name: v.Name, Rank: v.Rank, Policy: v.Policy}
}

// saved changes a policy or fails the test.
func (b *bed) saved(token core.Token, id core.PolicyID, edit func(*core.PolicyDraft)) core.PolicyView {
	b.t.Helper()
	draft := draftOf(b.policyOf(token, id))
	edit(&draft)
	view, err := b.site.SavePolicy(b.t.Context(), token, draft)
	must(b.t, err)
	return view
}

// newPolicy makes a policy that asks for passwords of so many characters.
func (b *bed) newPolicy(token core.Token, name string, rank, length int) core.PolicyView {
	b.t.Helper()
	view, err := b.site.SavePolicy(b.t.Context(), token, core.PolicyDraft{Name: name, Rank: rank, Policy: longer(length), Reason: "for the test"})
	must(b.t, err)
	return view
}

// longer is the policy of a new site with another least length.
func longer(length int) policy.Policy {
	p := policy.Default()
	p.Complexity.MinLength = &length
	return p
}

// effectiveOf is the policy of an account as an administrator sees it.
func (b *bed) effectiveOf(token core.Token, id core.AccountID) core.Effective {
	b.t.Helper()
	view, err := b.site.Account(b.t.Context(), token, id)
	must(b.t, err)
	return view.Policy
}

// newest is the last line of the log.
func (b *bed) newest() core.Event {
	b.t.Helper()
	all := b.events(1)
	return all[len(all)-1]
}

// policyState writes down everything that the policy use cases may change.
func (b *bed) policyState() string {
	b.t.Helper()
	text := b.snapshot()
	must(b.t, b.store.View(b.t.Context(), func(tx core.Tx) error {
		for id := core.PolicyID(1); ; id++ {
			record, err := tx.PolicyByID(id)
			if err != nil {
				break
			}
			rows, err := tx.Revisions(id, 0, 500)
			if err != nil {
				return err
			}
			text += fmt.Sprintf("%+v %+v\n", record, rows)
		}
		groups, err := tx.Groups()
		if err != nil {
			return err
		}
		for _, group := range groups {
			members, err := tx.Members(group.ID)
			if err != nil {
				return err
			}
			text += fmt.Sprintf("%+v %+v\n", group, members)
		}
		last, err := tx.LastAccount()
		if err != nil {
			return err
		}
		for id := core.AccountID(1); id <= last; id++ {
			terms, err := tx.Terms(id)
			if err != nil {
				return err
			}
			former, err := tx.History(id, 100)
			if err != nil {
				return err
			}
			text += fmt.Sprintf("%+v %d\n", terms, len(former))
		}
		return nil
	}))
	return text
}

// remember gives an account so many former passwords.
func (b *bed) remember(id core.AccountID, n int) {
	b.t.Helper()
	must(b.t, b.store.Update(b.t.Context(), func(tx core.Tx) error {
		for i := range n {
			if err := tx.AddHistory(id, fmt.Sprintf("$argon2id$former-%d", i), tx.Now()); err != nil {
				return err
			}
		}
		return nil
	}))
}

// remembered counts the former passwords of an account.
func (b *bed) remembered(id core.AccountID) int {
	b.t.Helper()
	n := 0
	must(b.t, b.store.View(b.t.Context(), func(tx core.Tx) error {
		former, err := tx.History(id, 100)
		n = len(former)
		return err
	}))
	return n
}
