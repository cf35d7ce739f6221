package core_test

import (
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
)

// A session lives as long as the policy says when it begins.
func TestSessionHours(t *testing.T) {
	b := newBed(t)
	before := b.root()
	b.rule(func(p *policy.Policy) { p.SignIn.SessionHours = new(2) })
	after := b.root()
	b.clock.advance(2*time.Hour - time.Millisecond)
	must(t, b.site.Alive(t.Context(), after))
	b.clock.advance(time.Millisecond)
	wantCode(t, b.site.Alive(t.Context(), after), core.CodeSession)
	must(t, b.site.Alive(t.Context(), before))
}

// A full session that was not used for so long answers as locked, and the
// password opens it. To ask whether it lives is no use; to read is.
func TestIdleSessionLocks(t *testing.T) {
	b := newBed(t)
	b.rule(func(p *policy.Policy) { p.SignIn.IdleMinutes = new(5) })
	token := b.root()
	for range 10 {
		b.clock.advance(4 * time.Minute)
		must(t, b.site.Alive(t.Context(), token))
		_, err := b.site.Me(t.Context(), token)
		must(t, err)
	}
	for range 10 {
		b.clock.advance(29 * time.Second)
		must(t, b.site.Alive(t.Context(), token))
	}
	b.clock.advance(10 * time.Second)
	wantLocked := func(err error) {
		t.Helper()
		if e := wantCode(t, err, core.CodeWindowLocked); e.Error() != "The window is locked. Type your password to go on." {
			t.Errorf("says %q", e)
		}
	}
	wantLocked(b.site.Alive(t.Context(), token))
	_, err := b.site.Me(t.Context(), token)
	wantLocked(err)
	_, err = b.site.AddAccount(t.Context(), token, core.NewAccount{Name: "ben", Role: core.RoleMember})
	wantLocked(err)
	_, err = b.change(token, rootPassword, secondPassword)
	wantLocked(err)
	_, err = b.site.Unlock(t.Context(), token, wrong())
	wantCode(t, err, core.CodeSignIn)
	fresh, err := b.site.Unlock(t.Context(), token, rootPassword)
	must(t, err)
	_, err = b.site.Me(t.Context(), fresh)
	must(t, err)
}

// Use just before the limit counts, though it is not written down each time.
func TestIdleMinuteOfOne(t *testing.T) {
	b := newBed(t)
	b.rule(func(p *policy.Policy) { p.SignIn.IdleMinutes = new(1) })
	token := b.root()
	for range 20 {
		b.clock.advance(55 * time.Second)
		_, err := b.site.Me(t.Context(), token)
		must(t, err)
	}
	b.clock.advance(time.Minute)
	_, err := b.site.Me(t.Context(), token)
	wantCode(t, err, core.CodeWindowLocked)
}

// Nothing works in a session that may only change the password, whoever it
// belongs to: not one method of a Site that takes a token.
func TestChangeOnlySessionsDoNothingElse(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	second := b.add(root, "second", core.RoleRoot)
	must(t, b.site.ForceChange(t.Context(), root, second))
	token := b.limitedIn("second", memberPassword, core.ReasonAsked).Token()
	ctx := t.Context()
	acts := map[string]func() error{
		"me":        func() error { _, err := b.site.Me(ctx, token); return err },
		"alive":     func() error { return b.site.Alive(ctx, token) },
		"present":   func() error { _, err := b.site.Present(ctx, token, b.clock.Now()); return err },
		"own judge": func() error { _, err := b.site.OwnJudge(ctx, token); return err },
		"generator": func() error { _, err := b.site.OwnGenerator(ctx, token); return err },
		"options":   func() error { return b.site.KeepGenerator(ctx, token, generate.Usual()) },
		"judge for": func() error { _, _, err := b.site.JudgeFor(ctx, token, ben); return err },
		"accounts":  func() error { _, err := b.site.Accounts(ctx, token, core.AccountQuery{Limit: 10}); return err },
		"account":   func() error { _, err := b.site.Account(ctx, token, ben); return err },
		"named":     func() error { _, err := b.site.AccountNamed(ctx, token, "ben"); return err },
		"add": func() error {
			_, err := b.site.AddAccount(ctx, token, core.NewAccount{Name: "new", Role: core.RoleMember})
			return err
		},
		"edit": func() error {
			return b.site.EditAccount(ctx, token, ben, core.AccountEdit{NewAccount: core.NewAccount{Name: "ben", Role: core.RoleMember}})
		},
		"disable":    func() error { return b.site.DisableAccount(ctx, token, ben) },
		"enable":     func() error { return b.site.EnableAccount(ctx, token, ben) },
		"unlock":     func() error { return b.site.UnlockAccount(ctx, token, ben, "") },
		"unlock all": func() error { return b.site.UnlockAccounts(ctx, token, []core.AccountID{ben}, "asked") },
		"force":      func() error { return b.site.ForceChange(ctx, token, ben) },
		"reset":      func() error { _, err := b.site.ResetPassword(ctx, token, ben); return err },
		"delete":     func() error { return b.site.DeleteAccount(ctx, token, ben, "ben") },
		"lock":       func() error { return b.site.Lock(ctx, token) },
		"open":       func() error { _, err := b.site.Unlock(ctx, token, memberPassword); return err },
	}
	before := b.snapshot()
	for name, act := range acts {
		if code := core.ErrorCode(act()); code != core.CodeForbidden {
			t.Errorf("%s: %q, want it refused", name, code)
		}
	}
	if after := b.snapshot(); after != before {
		t.Errorf("changed\n%s\nto\n%s", before, after)
	}
	must(t, b.site.SignOut(ctx, token))
}

// An administrator's demand leaves open sessions alone, is asked at the next
// sign-in, is recorded and told, and cannot be made twice, nor of oneself.
func TestForceChange(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	token := b.in("ben", memberPassword)
	must(t, b.site.ForceChange(t.Context(), root, ben))
	own, err := b.site.Me(t.Context(), token)
	must(t, err)
	if !own.MustChange || own.Notices[0].Kind != core.NoticeChangeDemanded {
		t.Errorf("told %+v", own)
	}
	b.wantNewest(core.EventChangeDemanded, `{"why":"asked"}`)
	wantCode(t, b.site.ForceChange(t.Context(), root, ben), core.CodeRefused)
	wantCode(t, b.site.ForceChange(t.Context(), root, firstID), core.CodeRefused)
	wantCode(t, b.site.ForceChange(t.Context(), token, firstID), core.CodeForbidden)
	wantCode(t, b.site.ForceChange(t.Context(), root, 99), core.CodeNotFound)
	flow := b.limitedIn("ben", memberPassword, core.ReasonAsked)
	_, err = flow.ChangePassword(t.Context(), core.OwnChange{New: secondPassword, Confirm: secondPassword})
	must(t, err)
	wantCode(t, b.site.Alive(t.Context(), token), core.CodeSession)
	b.in("ben", secondPassword)
}

// A demand that was written by hand is none, and one that was taken away by hand
// closes the account: it is vouched for.
func TestDemandIsVouchedFor(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	must(t, b.site.ForceChange(t.Context(), root, ben))
	b.byHand("UPDATE passwords SET must_change = 0 WHERE account_id = 2")
	_, _, err := b.try("ben", memberPassword)
	wantCode(t, err, core.CodeSignIn)
}

// Several locks end together, or none of them.
func TestUnlockAccounts(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben, eve := b.add(root, "ben", core.RoleMember), b.add(root, "eve", core.RoleMember)
	kim := b.add(root, "kim", core.RoleMember)
	for _, name := range []string{"ben", "eve"} {
		b.fail(name, 5)
	}
	wantCode(t, b.site.UnlockAccounts(t.Context(), root, []core.AccountID{ben, kim}, "asked"), core.CodeRefused)
	wantCode(t, b.site.UnlockAccounts(t.Context(), root, []core.AccountID{ben, 99}, "asked"), core.CodeNotFound)
	wantCode(t, b.site.UnlockAccounts(t.Context(), root, nil, "asked"), core.CodeUsage)
	_, _, err := b.try("ben", memberPassword)
	wantCode(t, err, core.CodeLocked)
	must(t, b.site.UnlockAccounts(t.Context(), root, []core.AccountID{eve, ben, eve}, "power cut"))
	if n := b.count(core.EventAccountUnlocked); n != 2 {
		t.Errorf("recorded %d times", n)
	}
	b.wantNewest(core.EventAccountUnlocked, `{"reason":"power cut"}`)
	b.in("ben", memberPassword)
	b.in("eve", memberPassword)
}
