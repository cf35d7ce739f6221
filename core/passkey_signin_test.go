package core_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
	"gatehouse/core/policy"
)

// A count that does not rise is a second copy: the passkey is refused, marked and told
// of, and signs in no more, while everything else of the account works
// (GHSA-v9hx-v6vf-g36j).
func TestPasskeyCloned(t *testing.T) {
	b, root, ben, by, key := keyed(t)
	ctx := t.Context()
	copied := by.Clone()
	b.withKey(by)
	b.withKey(by)
	if e := b.refusesKey(copied, core.CodeSignIn); !errors.Is(e, passkey.ErrCloned) {
		t.Error(e)
	}
	b.wantLine(core.EventPasskeyCloned, `"passkey":"Security key"`)
	if b.told(ben, core.NoticePasskeyCloned) != 1 || b.told(1, core.NoticePasskeyCloned) != 1 {
		t.Error("not everybody is told")
	}
	for range 3 {
		b.refusesKey(by, core.CodeSignIn)
		b.refusesKey(copied, core.CodeSignIn)
	}
	if b.count(core.EventPasskeyCloned) != 1 || b.told(ben, core.NoticePasskeyCloned) != 1 {
		t.Error("it is told again and again")
	}
	token := b.in("ben", memberPassword)
	keys := b.passkeys(token).Keys
	if len(keys) != 1 || keys[0].ClonedAt.IsZero() || keys[0].Works {
		t.Errorf("shown as %+v", keys)
	}
	view, err := b.site.Account(ctx, root, ben)
	must(t, err)
	if view.Altered || view.Passkeys.Keys[0].ClonedAt.IsZero() {
		t.Errorf("an administrator sees %+v", view.Passkeys)
	}
	removed, err := b.site.RemovePasskey(ctx, token, key.ID, memberPassword, false)
	must(t, err)
	b.addKey(removed.Token, memberPassword, by)
	b.withKey(by)
}

// Where the mark cannot be written nobody comes in either, and the next try marks it.
func TestPasskeyCloneUnmarked(t *testing.T) {
	b, _, ben, by, _ := keyed(t)
	copied := by.Clone()
	for range 3 {
		b.withKey(by) // the copy lags behind for more than one try
	}
	faulty := &faultyStore{}
	_, site := b.open(func(s core.Store) core.Store { faulty.Store = s; return faulty })
	faulty.fail, faulty.writes = 1, 0
	flow := site.StartSignIn(desk)
	_, err := flow.Passkey(t.Context(), copied, nil)
	if wantCode(t, err, core.CodeFault); !flow.Token().Zero() || !b.credentials(ben).Passkeys.Keys[0].ClonedAt.IsZero() {
		t.Error("a session, or a mark")
	}
	b.refusesKey(copied, core.CodeSignIn)
	if b.credentials(ben).Passkeys.Keys[0].ClonedAt.IsZero() {
		t.Error("it is not marked")
	}
}

// An account that is locked, switched off, deleted or altered is not opened by its
// passkey; the passkey of one that was locked works again afterwards.
func TestPasskeyOfClosedAccount(t *testing.T) {
	b, root, ben, by, _ := keyed(t)
	ctx := t.Context()
	for range lockoutFailures(b) {
		_, _, _ = b.try("ben", wrong())
	}
	if e := b.refusesKey(by, core.CodeLocked); e.Lock == nil {
		t.Error("it does not say for how long")
	}
	must(t, b.site.UnlockAccount(ctx, root, ben, "asked"))
	_, _, err := b.try("ben", wrong())
	wantCode(t, err, core.CodeSignIn)
	b.withKey(by)
	if b.failures(ben) != 0 {
		t.Errorf("%d failures after a sign-in", b.failures(ben))
	}
	must(t, b.site.DisableAccount(ctx, root, ben))
	b.refusesKey(by, core.CodeSignIn)
	must(t, b.site.EnableAccount(ctx, root, ben))
	b.withKey(by)
	must(t, b.site.DisableAccount(ctx, root, ben))
	must(t, b.site.DeleteAccount(ctx, root, ben, "ben"))
	if e := b.refusesKey(by, core.CodeSignIn); !errors.Is(e, passkey.ErrUnknown) {
		t.Error(e)
	}
}

// Whoever edits the rows of passkeys by hand gets nothing by it, ASVS 6.7.1: nobody
// signs in with the account any more, and the log tells.
func TestPasskeysEditedByHand(t *testing.T) {
	for name, edit := range map[string]string{
		"key":        "UPDATE passkeys SET public_key = (SELECT public_key FROM passkeys WHERE account_id = 3) WHERE account_id = 2",
		"credential": "UPDATE passkeys SET credential_id = zeroblob(32) WHERE account_id = 2",
		"count":      "UPDATE passkeys SET sign_count = 0 WHERE account_id = 2",
		"flags":      "UPDATE passkeys SET user_verified = 0 WHERE account_id = 2",
		"eligible":   "UPDATE passkeys SET backup_eligible = 1 WHERE account_id = 2",
		"kind":       "UPDATE passkeys SET kind = 'phone' WHERE account_id = 2",
		"moved":      "UPDATE passkeys SET account_id = 2 WHERE account_id = 3",
		"gone":       "DELETE FROM passkeys WHERE account_id = 2",
		"handle":     "UPDATE passkey_handles SET handle = randomblob(64) WHERE account_id = 2",
		"no handle":  "DELETE FROM passkey_handles WHERE account_id = 2",
		"marked":     "UPDATE passkeys SET cloned_at = 1 WHERE account_id = 2",
		"used":       "UPDATE passkeys SET used_at = 1 WHERE account_id = 2",
	} {
		t.Run(name, func(t *testing.T) {
			b, root, _, by, _ := keyed(t)
			b.add(root, "eve", core.RoleMember)
			evil := keyring()
			b.addKey(b.in("eve", memberPassword), memberPassword, evil)
			token := b.withKey(by)
			b.byHand(edit)
			_, step, err := b.tryKey(by)
			if err == nil || step != core.StepPassword {
				t.Errorf("stands at %s", step)
			}
			_, _, err = b.try("ben", memberPassword)
			wantCode(t, err, core.CodeSignIn)
			wantCode(t, b.site.Alive(t.Context(), token), core.CodeSession)
			if b.count(core.EventAccountAltered) == 0 {
				t.Error("the log does not tell")
			}
			if name != "moved" {
				b.withKey(evil)
			}
		})
	}
}

// A passkey is the second step after a password, too: of the same account, while the
// sign-in waits, and where the policy allows it.
func TestPasskeyAsSecondStep(t *testing.T) {
	b, root, ben, p := secured(t)
	ctx := t.Context()
	by := keyring()
	b.addKey(b.withCode("ben", memberPassword, p.next()), memberPassword, by)
	eve := keyring()
	b.add(root, "eve", core.RoleMember)
	b.addKey(b.in("eve", memberPassword), memberPassword, eve)
	ways := func(flow *core.SignIn) (all []core.Way) {
		for _, w := range flow.SecondWays() {
			all = append(all, w.Way)
		}
		return all
	}
	flow := b.toCode("ben", memberPassword)
	if got := ways(flow); !slices.Contains(got, core.WayPasskey) || got[0] != core.WayApp {
		t.Errorf("ways %v", got)
	}
	step, err := flow.Passkey(ctx, eve, nil)
	if wantCode(t, err, core.CodeSignIn); step != core.StepTwoStep {
		t.Errorf("stands at %s", step)
	}
	b.wantLine(core.EventPasskeyRefused, "another account's")
	b.clock.advance(time.Second)
	step, err = flow.Passkey(ctx, by, nil)
	must(t, err)
	if step != core.StepDone {
		t.Errorf("stands at %s", step)
	}
	b.wantLine(core.EventSignedIn, `"method":"password and passkey"`)
	if got := ways(b.toCode("ben", memberPassword)); got[0] != core.WayPasskey {
		t.Errorf("the one used last is not the first: %v", got)
	}
	// Alone it is both steps.
	b.withKey(by)
	// Removed meanwhile, it is none.
	flow = b.toCode("ben", memberPassword)
	by.Change(func(s *software.Settings) {
		s.Before = func(context.Context) { must(t, b.site.ResetPasskeys(ctx, root, ben, "", "lost")) }
	})
	_, err = flow.Passkey(ctx, by, nil)
	if err == nil || !flow.Token().Zero() {
		t.Errorf("came to %v", err)
	}
	b.rule(func(p *policy.Policy) { p.SignIn.TwoStepMethods = []string{policy.MethodTOTP} })
	if got := ways(b.toCode("ben", memberPassword)); len(got) != 1 {
		t.Errorf("ways %v", got)
	}
}

// A locked account is locked for the second step as well.
func TestPasskeySecondStepOfLocked(t *testing.T) {
	b, _, _, p := secured(t)
	by := keyring()
	b.addKey(b.withCode("ben", memberPassword, p.next()), memberPassword, by)
	flow := b.toCode("ben", memberPassword)
	by.Change(func(s *software.Settings) {
		s.Before = func(context.Context) {
			for range lockoutFailures(b) {
				_, _, _ = b.try("ben", wrong())
			}
		}
	})
	step, err := flow.Passkey(t.Context(), by, nil)
	if wantCode(t, err, core.CodeLocked); step != core.StepPassword || !flow.Token().Zero() {
		t.Errorf("stands at %s", step)
	}
}

// Where password and code are tried together, a passkey stands for both, of the account
// that was named; and the sign-in asks everybody alike.
func TestPasskeyInTheHiddenStep(t *testing.T) {
	b, root, _, by, _ := keyed(t)
	ctx := t.Context()
	b.add(root, "eve", core.RoleMember)
	b.demand()
	for _, name := range []string{"ben", "nobody"} {
		flow := b.toCode(name, wrong())
		if ways := flow.SecondWays(); ways[len(ways)-1].Way != core.WayNone || len(ways) != 4 {
			t.Errorf("%s has the ways %+v", name, ways)
		}
		if name == "ben" {
			continue
		}
		step, err := flow.Passkey(ctx, by, nil)
		if wantCode(t, err, core.CodeSignIn); step != core.StepTwoStep {
			t.Errorf("stands at %s", step)
		}
	}
	flow := b.toCode("BEN", wrong())
	step, err := flow.Passkey(ctx, by, nil)
	must(t, err)
	if step != core.StepDone {
		t.Errorf("stands at %s", step)
	}
	// Whoever has a passkey has a second step, and nothing to set up: the password alone
	// is not enough.
	_, err = b.toCode("ben", memberPassword).NotSetUp(ctx)
	wantCode(t, err, core.CodeSignIn)
	if own := b.twoStep(flow.Token()); !own.On() || !own.ByPasskey || len(own.Apps) != 0 {
		t.Errorf("told of %+v", own)
	}
	b.withKey(by)
	b.demand(func(p *policy.Policy) { p.SignIn.TwoStepMethods = []string{policy.MethodTOTP} })
	b.refusesKey(by, core.CodeRefused)
}

// Nothing but a passkey is asked for: not the code of an app, not the answer to the
// security question, not a password that has expired.
func TestPasskeyAsksNothingElse(t *testing.T) {
	b, root, ben := asked(t)
	by := keyring()
	token := b.answers("ben", memberPassword)
	b.addKey(token, memberPassword, by)
	b.withKey(by)
	must(t, b.site.ForceChange(t.Context(), root, ben))
	in := b.withKey(by)
	own, err := b.site.Me(t.Context(), in)
	must(t, err)
	if !own.MustChange {
		t.Error("it is not told that the password has to be changed")
	}
}

// A sign-in that went on by another way is not gone on with by a passkey.
func TestPasskeyTooLate(t *testing.T) {
	b, _, _, by, _ := keyed(t)
	flow := b.site.StartSignIn(desk)
	by.Change(func(s *software.Settings) {
		s.Before = func(ctx context.Context) {
			if _, err := flow.Password(ctx, "ben", memberPassword); err != nil {
				t.Error(err)
			}
		}
	})
	_, err := flow.Passkey(t.Context(), by, nil)
	wantCode(t, err, core.CodeUsage)
	if flow.Step() != core.StepDone {
		t.Errorf("stands at %s", flow.Step())
	}
}

// A locked window is opened by a passkey of its account, and no other one.
func TestPasskeyUnlocks(t *testing.T) {
	b, root, _, by, _ := keyed(t)
	ctx := t.Context()
	token := b.in("ben", memberPassword)
	must(t, b.site.Lock(ctx, token))
	eve := keyring()
	b.add(root, "eve", core.RoleMember)
	b.addKey(b.in("eve", memberPassword), memberPassword, eve)
	_, err := b.site.UnlockByPasskey(ctx, token, eve, nil)
	wantCode(t, err, core.CodeSignIn)
	wantCode(t, b.site.Alive(ctx, token), core.CodeWindowLocked)
	fresh, err := b.site.UnlockByPasskey(ctx, token, by, nil)
	must(t, err)
	must(t, b.site.Alive(ctx, fresh))
	wantCode(t, b.site.Alive(ctx, token), core.CodeSession)
	b.rule(func(p *policy.Policy) { p.SignIn.Passkeys = policy.PasskeysOff })
	must(t, b.site.Lock(ctx, fresh))
	_, err = b.site.UnlockByPasskey(ctx, fresh, by, nil)
	wantCode(t, err, core.CodeRefused)
	_, err = b.site.Unlock(ctx, fresh, memberPassword)
	must(t, err)
}

// What was refused is told in words that name no key, no handle and no challenge.
func TestPasskeyErrorsTellNothing(t *testing.T) {
	b, _, ben, by, _ := keyed(t)
	held := b.credentials(ben).Passkeys
	by.Change(func(s *software.Settings) { s.Tamper = true })
	_, _, err := b.tryKey(by)
	for _, line := range b.events(1) {
		if strings.Contains(line.Detail, string(held.Keys[0].Credential.ID)) {
			t.Errorf("the log has %s", line.Detail)
		}
	}
	if strings.Contains(err.Error(), "challenge") || strings.Contains(err.Error(), "signature") {
		t.Error(err)
	}
}
