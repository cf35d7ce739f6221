package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"gatehouse/core"
	"gatehouse/core/passkey"

	"pgregory.net/rapid"
)

// citizen is an account as the policies know it.
type citizen struct {
	core.Account
	// password is the zero record for none.
	password core.PasswordRecord
	terms    core.Terms
	// question: a security question is set. twoStep: an app is, and was proved.
	question, twoStep bool
	keys              []core.PasskeyRecord
	// history is how many former passwords there are.
	history int
}

// town is a site with policies and groups, and the plainest form of the answers
// that a store has to give.
type town struct {
	policies []core.PolicyRecord
	groups   []core.GroupRecord
	// members of each group.
	members  map[core.GroupID][]core.AccountID
	citizens []citizen
}

// hours are few, so that bounds are met exactly.
var hours = rapid.Custom(func(t *rapid.T) time.Time {
	return noon.Add(time.Duration(rapid.IntRange(0, 4).Draw(t, "hour")) * time.Hour)
})

// maybeHours is the zero time as well.
var maybeHours = rapid.Custom(func(t *rapid.T) time.Time {
	if rapid.Bool().Draw(t, "never") {
		return time.Time{}
	}
	return hours.Draw(t, "time")
})

// revisions is how many the first policy has in a town.
const revisions = 3

// found draws a town and stores it.
func found(t *rapid.T, tx core.Tx) (town, error) {
	var w town
	for i, rank := range rapid.Permutation([]int{1, 2, 3}).Draw(t, "ranks") {
		if i == 0 {
			w.policies = append(w.policies, rule("site", 0))
		}
		w.policies = append(w.policies, rule(fmt.Sprint("policy", i), rank))
	}
	for i := range w.policies {
		if err := tx.InsertPolicy(&w.policies[i]); err != nil {
			return town{}, err
		}
	}
	for n := range revisions {
		r := revision(core.DefaultPolicy, int64(n+1))
		if err := tx.InsertRevision(&r); err != nil {
			return town{}, err
		}
	}
	err := errors.Join(w.settle(t, tx), w.gather(t, tx))
	if err != nil {
		return town{}, err
	}
	// After they were assigned, some are taken away.
	for i := range w.policies[1:] {
		if rapid.IntRange(0, 3).Draw(t, "removed") == 0 {
			w.policies[i+1].RemovedAt = noon
			err = errors.Join(err, tx.UpdatePolicy(w.policies[i+1]))
		}
	}
	return w, err
}

// assigned draws a policy for somebody; mostly none.
func (w *town) assigned(t *rapid.T) core.PolicyID {
	return core.PolicyID(max(0, rapid.IntRange(-len(w.policies), len(w.policies)).Draw(t, "policy")))
}

// settle draws and stores the people.
func (w *town) settle(t *rapid.T, tx core.Tx) error {
	w.citizens = make([]citizen, rapid.IntRange(0, 9).Draw(t, "size"))
	// Now and then nobody has a policy of his own: stores may take another way.
	alike := rapid.Bool().Draw(t, "alike")
	for i := range w.citizens {
		c := &w.citizens[i]
		// In the order of names the numbers are mixed.
		c.Account = named(fmt.Sprintf("citizen%02d", i*7%10))
		c.FullName = fmt.Sprint("Citizen ", i)
		c.State = rapid.SampledFrom([]core.AccountState{
			core.StateActive, core.StateActive, core.StateActive, core.StateDisabled, core.StateDeleted,
		}).Draw(t, "state")
		c.Role = rapid.SampledFrom([]core.Role{core.RoleMember, core.RoleAdmin}).Draw(t, "role")
		c.CreatedAt, c.LastSignInAt = hours.Draw(t, "created"), maybeHours.Draw(t, "last sign-in")
		if err := tx.InsertAccount(&c.Account); err != nil {
			return err
		}
		c.terms.AccountID = c.ID
		if rapid.IntRange(0, 4).Draw(t, "password") > 0 {
			c.password = core.PasswordRecord{AccountID: c.ID, PHC: "$", SetAt: hours.Draw(t, "set"), SetBy: c.ID}
			if err := tx.PutPassword(c.password); err != nil {
				return err
			}
		}
		if err := c.drawProofs(t, tx); err != nil {
			return err
		}
		if c.State == core.StateDeleted || rapid.Bool().Draw(t, "no terms") {
			continue
		}
		c.draw(t)
		if !alike {
			c.terms.Policy = w.assigned(t)
		}
		if err := tx.PutTerms(c.terms); err != nil {
			return err
		}
		c.history = rapid.IntRange(0, 4).Draw(t, "history")
		for n := range c.history {
			if err := tx.AddHistory(c.ID, fmt.Sprint("$", n), noon); err != nil {
				return err
			}
		}
	}
	return nil
}

// draw draws the terms of somebody.
func (c *citizen) draw(t *rapid.T) {
	c.terms.ExpiresAt = maybeHours.Draw(t, "expires")
	c.terms.UnlockedAt = maybeHours.Draw(t, "unlocked")
	c.terms.InactiveFrom = maybeHours.Draw(t, "inactive")
	c.terms.Judged = core.RevisionID(rapid.IntRange(0, revisions).Draw(t, "judged"))
	c.terms.Complied = c.terms.Judged != 0 && rapid.Bool().Draw(t, "complied")
	c.terms.LeakList = core.ListNumber(rapid.IntRange(0, 2).Draw(t, "list"))
	c.terms.Leaked = c.terms.LeakList != 0 && rapid.Bool().Draw(t, "leaked")
}

// gather draws and stores the groups.
func (w *town) gather(t *rapid.T, tx core.Tx) error {
	w.members = map[core.GroupID][]core.AccountID{}
	for i := range rapid.IntRange(0, 4).Draw(t, "groups") {
		g := core.GroupRecord{Name: fmt.Sprint("Group ", i), Key: fmt.Sprint("group ", i), Policy: w.assigned(t)}
		if err := tx.InsertGroup(&g); err != nil {
			return err
		}
		for _, c := range w.citizens {
			if c.State != core.StateDeleted && rapid.Bool().Draw(t, "member") {
				w.members[g.ID] = append(w.members[g.ID], c.ID)
			}
		}
		if err := tx.SetMembers(g.ID, w.members[g.ID]); err != nil {
			return err
		}
		w.groups = append(w.groups, g)
	}
	return nil
}

// inUse finds a policy that is not removed.
func (w *town) inUse(id core.PolicyID) (core.PolicyRecord, bool) {
	for _, p := range w.policies {
		if p.ID == id && p.RemovedAt.IsZero() {
			return p, true
		}
	}
	return core.PolicyRecord{}, false
}

// holding is what HoldingOf has to give.
func (w *town) holding(c citizen) core.Holding {
	if _, ok := w.inUse(c.terms.Policy); ok {
		return core.Holding{Policy: c.terms.Policy, Direct: true}
	}
	best, rank := core.Holding{Policy: core.DefaultPolicy}, -1
	for _, g := range w.groups {
		p, ok := w.inUse(g.Policy)
		if !ok || !slices.Contains(w.members[g.ID], c.ID) {
			continue
		}
		if rank < 0 || p.Rank < rank {
			best, rank = core.Holding{Policy: p.ID, Group: g.ID, GroupName: g.Name}, p.Rank
		}
	}
	return best
}

// held are those that a policy holds for and that pass, by number.
func (w *town) held(p core.PolicyID, passes func(citizen) bool) []citizen {
	var all []citizen
	for _, c := range w.citizens {
		if w.holding(c).Policy == p && passes(c) {
			all = append(all, c)
		}
	}
	return all
}

// counted tells whether an account is one that an ImpactQuery is about.
func (c citizen) counted() bool { return c.State == core.StateActive && c.password.PHC != "" }

// unused tells whether an account was last used before a time and is not yet
// locked for it.
func (c citizen) unused(before time.Time) bool {
	return c.terms.InactiveFrom.IsZero() && c.CreatedAt.Before(before) &&
		c.LastSignInAt.Before(before) && c.terms.UnlockedAt.Before(before)
}

// judgedAs says whether the password complies, as far as that is known; seen: it was
// looked up in the list in use, and a judgement of before may be about another one.
func (c citizen) judgedAs(q core.ImpactQuery, seen bool) core.ImpactKind {
	switch leaked := c.terms.Leaked; {
	case q.RefuseLeaked && seen && leaked:
		return core.ImpactFail
	case slices.Contains(q.Comply, c.terms.Judged) && c.terms.Complied && (!q.RefuseLeaked || seen):
		return core.ImpactComply
	case slices.Contains(q.Fail, c.terms.Judged) && !c.terms.Complied && (!q.RefuseLeaked || !leaked):
		return core.ImpactFail
	}
	return core.ImpactUnknown
}

// drawProofs gives an account what it is proved by beside its password.
func (c *citizen) drawProofs(t *rapid.T, tx core.Tx) error {
	if c.State != core.StateDeleted && rapid.Bool().Draw(t, "question") {
		c.question = true
		err := tx.PutQuestion(core.QuestionRecord{AccountID: c.ID, Text: "?", PHC: "$", SetAt: noon, SetBy: c.ID})
		if err != nil {
			return err
		}
	}
	if err := c.drawKeys(t, tx); err != nil {
		return err
	}
	return c.drawApp(t, tx)
}

// drawApp gives an account an app, or one that was not proved, or none.
func (c *citizen) drawApp(t *rapid.T, tx core.Tx) error {
	kind := rapid.IntRange(0, 2).Draw(t, "app")
	if c.State == core.StateDeleted || kind == 0 {
		return nil
	}
	app := appOf(c.ID, fmt.Sprint(int64(c.ID)%10))
	if c.twoStep = kind == 1; !c.twoStep {
		app = unproved(app, noon)
	}
	return tx.InsertApp(app)
}

// drawKeys gives an account some passkeys, of several kinds, copied ones among them.
func (c *citizen) drawKeys(t *rapid.T, tx core.Tx) error {
	if c.State == core.StateDeleted {
		return nil
	}
	for n := range rapid.IntRange(0, 3).Draw(t, "passkeys") {
		p := keyOf(c.ID, "a")
		p.ID = core.PasskeyID(fmt.Sprintf("%016x%016x", int64(c.ID), n))
		p.Credential.ID = fmt.Appendf(nil, "a credential %d of %d", n, c.ID)
		p.Kind = rapid.SampledFrom([]passkey.Kind{passkey.AnyKind, passkey.Phone, passkey.SecurityKey}).Draw(t, "kind of passkey")
		if rapid.IntRange(0, 3).Draw(t, "copied") == 0 {
			p.ClonedAt = noon
		}
		if err := tx.InsertPasskey(p); err != nil {
			return err
		}
		c.keys = append(c.keys, p)
	}
	return nil
}

// working counts the passkeys that open the account by a question's policy, or, with
// copied ones, that it allows.
func (c citizen) working(q core.ImpactQuery, copied bool) int {
	n := 0
	for _, p := range c.keys {
		if (copied || p.ClonedAt.IsZero()) && slices.Contains(q.PasskeyKinds, p.Kind) {
			n++
		}
	}
	return n
}

// is tells whether an account is of a kind.
func (c citizen) is(kind core.ImpactKind, q core.ImpactQuery) bool {
	seen := q.Leaks != 0 && c.terms.LeakList == q.Leaks
	switch kind {
	case core.ImpactComply, core.ImpactFail, core.ImpactUnknown:
		return c.judgedAs(q, seen) == kind
	case core.ImpactExpire:
		if c.terms.ExpiresAt.IsZero() {
			return c.password.SetAt.Before(q.SetBefore)
		}
		return !q.ExpiresBy.IsZero() && !c.terms.ExpiresAt.After(q.ExpiresBy)
	case core.ImpactLock:
		return c.unused(q.IdleBefore)
	case core.ImpactQuestion:
		return q.Question && !c.question
	case core.ImpactLeaked:
		return seen && c.terms.Leaked
	case core.ImpactUnseen:
		return q.Leaks != 0 && !seen
	}
	return c.signsIn(kind, q)
}

// signsIn tells whether an account is of a kind about the sign-in.
func (c citizen) signsIn(kind core.ImpactKind, q core.ImpactQuery) bool {
	working, kept, shut := c.working(q, false), c.working(q, true), slices.Contains(q.PasskeyShut, c.Role)
	switch kind {
	case core.ImpactTwoStep:
		return slices.Contains(q.TwoStepRoles, c.Role) && !c.twoStep && (!q.PasskeySecond || kept == 0)
	case core.ImpactPasskey:
		return slices.Contains(q.PasskeyRoles, c.Role) && working == 0
	case core.ImpactPasskeyLost:
		return slices.ContainsFunc(c.keys, func(p core.PasskeyRecord) bool {
			return p.ClonedAt.IsZero() && (shut || !slices.Contains(q.PasskeyKinds, p.Kind))
		})
	case core.ImpactPasswordOff:
		return q.PasskeyOnly && !shut && kept > 1
	}
	return false
}

// impact lists the accounts of a kind by key; of no kind, all.
func (w *town) impact(kind core.ImpactKind, q core.ImpactQuery) []core.AccountName {
	fitting := w.held(q.Policy, func(c citizen) bool {
		return c.counted() && c.ID > q.After && c.ID <= q.To && (kind == "" || c.is(kind, q))
	})
	slices.SortFunc(fitting, func(a, b citizen) int { return cmp.Compare(a.Key, b.Key) })
	names := make([]core.AccountName, len(fitting))
	for i, c := range fitting {
		names[i] = core.AccountName{ID: c.ID, Name: c.Name, FullName: c.FullName}
	}
	return names
}

// early lists the accounts that are not deleted by key.
func (w *town) early() []core.AccountID {
	listed := slices.DeleteFunc(slices.Clone(w.citizens), func(c citizen) bool { return c.State == core.StateDeleted })
	slices.SortFunc(listed, func(a, b citizen) int { return cmp.Compare(a.Key, b.Key) })
	return numbers(listed)
}
