package core_test

import (
	"testing"
	"time"

	"gatehouse/core"
)

// guarded are use cases with the role that they begin with. Each gives an error of
// its own when it gets past the question of rights.
func guarded(b *bed, target core.AccountID, group core.GroupID) map[string]struct {
	from core.Role
	call func(core.Token) error
} {
	ctx := b.t.Context()
	return map[string]struct {
		from core.Role
		call func(core.Token) error
	}{
		"rotate keys": {core.RoleRoot, func(token core.Token) error {
			_, err := b.site.RotateKeys(ctx, token, core.Unlock{KeyFile: b.key + ".none"})
			return err
		}},
		"renew the recovery key": {core.RoleRoot, func(token core.Token) error {
			return b.site.RenewRecovery(ctx, token, core.Unlock{KeyFile: b.key + ".none"}, recoveryKey(b.t))
		}},
		"change the passphrase": {core.RoleRoot, func(token core.Token) error {
			return b.site.ChangePassphrase(ctx, token, core.Unlock{}, memberPassword, memberPassword)
		}},
		"confirm the clock": {core.RoleRoot, func(token core.Token) error {
			return b.site.ConfirmClock(ctx, token, core.ClockConfirmation{Password: "x", Reason: "x", Machine: b.clock.Now()})
		}},
		"outlook of the clock": {core.RoleRoot, func(token core.Token) error {
			_, err := b.site.ClockOutlook(ctx, token)
			return err
		}},
		"list locked accounts": {core.RoleAdmin, func(token core.Token) error {
			_, err := b.site.LockedAccounts(ctx, token, "")
			return err
		}},
		"unlock many": {core.RoleAdmin, func(token core.Token) error {
			_, err := b.site.UnlockMany(ctx, token, []core.AccountID{target}, "x", nil)
			return err
		}},
		"change a group": {core.RoleAdmin, func(token core.Token) error {
			_, err := b.site.ChangeGroup(ctx, token, group, core.GroupChange{Add: []string{"nobody"}})
			return err
		}},
		"revisions of a policy": {core.RoleAdmin, func(token core.Token) error {
			_, err := b.site.PolicyRevisions(ctx, token, core.RevisionQuery{Policy: core.DefaultPolicy, Limit: 1})
			return err
		}},
		"move an expiry": {core.RoleRoot, func(token core.Token) error {
			return b.site.MoveExpiry(ctx, token, 999, time.Time{})
		}},
		"tell of a use": {core.RoleMember, func(token core.Token) error {
			_, err := b.site.Present(ctx, token, b.clock.Now())
			return err
		}},
	}
}

// Every use case that came with keys, clock, locks, groups and idle windows, with
// every role and in every state that a session may be in.
func TestRightsOfLaterUseCases(t *testing.T) {
	b := newBed(t)
	root := b.root()
	target := b.add(root, "carl", core.RoleMember)
	group, err := b.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: "Plant", Members: []string{"carl"}})
	must(t, err)
	names := map[core.Role]string{core.RoleMember: "ben", core.RoleAdmin: "an.admin", core.RoleRoot: "second"}
	for role, name := range names {
		b.add(root, name, role)
	}
	fresh, err := b.site.AddAccount(t.Context(), root, core.NewAccount{Name: "fresh", Role: core.RoleRoot})
	must(t, err)
	order := map[core.Role]int{core.RoleMember: 0, core.RoleAdmin: 1, core.RoleRoot: 2}
	for what, use := range guarded(b, target, group.ID) {
		t.Run(what, func(t *testing.T) {
			for role, name := range names {
				token := b.in(name, memberPassword)
				before := b.count(core.EventForbidden)
				code := core.ErrorCode(use.call(token))
				if refused := code == core.CodeForbidden; refused != (order[role] < order[use.from]) {
					t.Errorf("%s: %q", role, code)
				} else if refused != (b.count(core.EventForbidden) == before+1) {
					t.Errorf("%s: %d refusals were recorded, before %d", role, b.count(core.EventForbidden), before)
				}
				must(t, b.site.Lock(t.Context(), token))
				wantCode(t, use.call(token), core.CodeWindowLocked)
				must(t, b.site.SignOut(t.Context(), token))
				wantCode(t, use.call(token), core.CodeSession)
			}
			limited := b.limited("fresh", fresh.FirstPassword)
			wantCode(t, use.call(limited.Token()), core.CodeForbidden)
			wantCode(t, use.call(core.Token{}), core.CodeSession)
		})
	}
}

// What another role may not do to an account it may not do to many: one account
// of root among those of members stops an admin, and nothing of that batch is done.
func TestUnlockManyOfAnotherRole(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "an.admin", core.RoleAdmin)
	ben := b.add(root, "ben", core.RoleMember)
	second := b.add(root, "second", core.RoleRoot)
	b.fail("ben", *lockout().FirstLockAt)
	b.fail("second", *lockout().FirstLockAt)
	b.fail("ada", *lockout().FirstLockAt)
	token := b.in("an.admin", memberPassword)
	names, err := b.site.LockedAccounts(t.Context(), token, "")
	must(t, err)
	for _, n := range names {
		if n.ID != ben {
			t.Errorf("an admin is offered %+v", n)
		}
	}
	done, err := b.site.UnlockMany(t.Context(), token, []core.AccountID{-1, 0, ben, second, 1 << 62}, "all", nil)
	wantCode(t, err, core.CodeForbidden)
	if done != (core.Unlocked{}) || b.count(core.EventAccountUnlocked) != 0 {
		t.Errorf("%+v", done)
	}
	done, err = b.site.UnlockMany(t.Context(), root, []core.AccountID{-1, 0, ben, ben, second, firstID, 1 << 62}, "all", nil)
	must(t, err)
	if done != (core.Unlocked{Done: 3, Over: 3}) || b.count(core.EventAccountUnlocked) != 3 {
		t.Errorf("%+v", done)
	}
}
