package core_test

import (
	"context"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
	"gatehouse/core/policy"
)

// Whoever moves a passkey to another account in the file gets nothing by it, also when
// that account is made whole again.
func TestResetVouchesForNoPlantedPasskey(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben, evil := b.add(root, "ben", core.RoleMember), keyring()
	b.add(root, "eve", core.RoleMember)
	b.addKey(b.in("eve", memberPassword), memberPassword, evil)
	b.byHand("UPDATE passkey_handles SET account_id = 2 WHERE account_id = 3", "UPDATE passkeys SET account_id = 2 WHERE account_id = 3")
	_, err := b.site.ResetPassword(t.Context(), root, ben)
	must(t, err)
	b.refusesKey(evil, core.CodeSignIn)
	if held := b.credentials(ben).Passkeys; held.Handle != nil || len(held.Keys) != 0 {
		t.Errorf("left %+v", held)
	}
}

// A reset of the password tells how many passkeys sign in all the same.
func TestResetTellsOfPasskeys(t *testing.T) {
	b, root, ben, by, _ := keyed(t)
	done, err := b.site.ResetPassword(t.Context(), root, ben)
	must(t, err)
	if done.Passkeys != 1 {
		t.Errorf("%d passkeys", done.Passkeys)
	}
	b.withKey(by)
}

// An app gives nobody new days to add the passkey that is asked for, and is not set up
// in its place.
func TestAppGivesNoNewDaysForAPasskey(t *testing.T) {
	b := newBed(t)
	ctx := t.Context()
	ben := b.add(b.root(), "ben", core.RoleMember)
	b.addKey(b.in("ben", memberPassword), memberPassword, keyring())
	b.rule(func(p *policy.Policy) {
		p.SignIn.Passkeys, p.SignIn.PasskeyRoles, p.SignIn.TwoStepGraceDays = policy.PasskeysByRole, []string{"member"}, new(7)
	})
	early := b.in("ben", memberPassword)
	must(t, b.site.ResetPasskeys(ctx, b.root(), ben, "", "stolen"))
	token, step, err := b.try("ben", memberPassword)
	must(t, err)
	if step != core.StepAddPasskey {
		t.Fatalf("stands at %s", step)
	}
	_, err = b.site.Enrol(ctx, token, core.NewApp{})
	wantCode(t, err, core.CodeForbidden)
	from := b.terms(ben).EnrolFrom
	b.enrol(early, memberPassword, core.NewApp{})
	if now := b.terms(ben).EnrolFrom; from.IsZero() || !now.Equal(from) {
		t.Errorf("the time begins at %v, not %v", now, from)
	}
}

// That somebody has a copy of a passkey makes the password no more than it was: not
// enough, where a second step is required or passkeys take its place.
func TestMarkGivesThePasswordNothing(t *testing.T) {
	for name, rule := range map[string]func(*policy.Policy){
		"two-step":      func(p *policy.Policy) { p.SignIn.TwoStep, p.SignIn.TwoStepGraceDays = policy.TwoStepRequired, new(7) },
		"passkeys only": onlyKeys,
	} {
		t.Run(name, func(t *testing.T) {
			b, root, ben, by, _ := keyed(t)
			ctx := t.Context()
			b.addKey(b.in("ben", memberPassword), memberPassword, keyring())
			b.rule(rule)
			copied := by.Clone()
			open := b.withKey(by)
			b.withKey(by)
			b.refusesKey(copied, core.CodeSignIn)
			wantCode(t, b.site.Alive(ctx, open), core.CodeSession)
			flow := b.site.StartSignIn(desk)
			step, err := flow.Password(ctx, "ben", memberPassword)
			if err == nil && step == core.StepTwoStep {
				_, err = flow.NotSetUp(ctx)
			}
			if wantCode(t, err, core.CodeSignIn); !flow.Token().Zero() {
				t.Error("a session by the password alone")
			}
			must(t, b.site.ResetPasskeys(ctx, root, ben, "", "copied"))
			flow = b.site.StartSignIn(desk)
			step, err = flow.Password(ctx, "ben", memberPassword)
			must(t, err)
			if step != core.StepDone {
				step, err = flow.NotSetUp(ctx)
				must(t, err)
				if step != core.StepEnrol {
					t.Errorf("stands at %s", step)
				}
			}
		})
	}
}

// Copies end what they began: whoever signed in with one is signed out when the owner's
// key finds it.
func TestMarkEndsSessions(t *testing.T) {
	b, _, _, by, _ := keyed(t)
	copied := by.Clone()
	thief := b.withKey(copied)
	b.withKey(copied)
	b.refusesKey(by, core.CodeSignIn)
	wantCode(t, b.site.Alive(t.Context(), thief), core.CodeSession)
}

// Two answers of one key that come in the wrong order are no copy.
func TestOrderIsNoCopy(t *testing.T) {
	b, _, _, by, _ := keyed(t)
	slow := by.Clone()
	slow.Change(func(s *software.Settings) {
		s.Before = func(context.Context) {
			b.clock.advance(time.Second)
			by.Change(func(s *software.Settings) { s.Before = nil })
			b.withKey(by)
			b.withKey(by)
		}
	})
	token, _, err := b.tryKey(slow)
	if wantCode(t, err, core.CodeRefused); !token.Zero() {
		t.Error("there is a session")
	}
	if b.count(core.EventPasskeyCloned) != 0 {
		t.Error("the passkey is marked")
	}
	b.withKey(by)
}

// A window that was unlocked with a password while the second passkey was made stays
// locked.
func TestUnlockAsksForPasskeysOnly(t *testing.T) {
	b, _, _, _, _ := keyed(t)
	b.rule(onlyKeys)
	token, win := b.in("ben", memberPassword), b.in("ben", memberPassword)
	must(t, b.site.Lock(t.Context(), win))
	set, store, writes := b.setKey(token, memberPassword), &between{do: func() {}}, 0
	_, site := b.open(func(s core.Store) core.Store { store.Store = s; return store })
	store.do = func() {
		if writes++; writes == 2 {
			if _, err := set.Make(t.Context(), token, keyring(), passkey.SecurityKey, nil); err != nil {
				t.Error(err)
			}
		}
	}
	_, err := site.Unlock(t.Context(), win, memberPassword)
	wantCode(t, err, core.CodeRefused)
}

// Where no password signs in, wrong ones shut nobody out.
func TestWrongPasswordsLockNoPasskeyOut(t *testing.T) {
	b, _, _, by, _ := keyed(t)
	b.addKey(b.in("ben", memberPassword), memberPassword, keyring())
	for range lockoutFailures(b) {
		_, _, _ = b.try("ben", wrong())
	}
	b.refusesKey(by, core.CodeLocked)
	b.rule(onlyKeys)
	b.withKey(by)
}

// restless gives every answer twice, and once more when nobody waits any longer.
type restless struct {
	*software.Authenticator
	late func()
}

type restlessCeremony struct {
	passkey.Ceremony
	of *restless
}

func (r *restless) Start(ctx context.Context, kind passkey.Kind) (passkey.Ceremony, error) {
	c, err := r.Authenticator.Start(ctx, kind)
	return restlessCeremony{c, r}, err
}

func (c restlessCeremony) twice(f passkey.Finish) passkey.Finish {
	return func(ctx context.Context, response []byte) error {
		c.of.late = func() { _ = f(context.WithoutCancel(ctx), response) }
		return nil
	}
}

func (c restlessCeremony) Create(ctx context.Context, options []byte, f passkey.Finish) error {
	return c.Ceremony.Create(ctx, options, func(ctx context.Context, response []byte) error {
		first := f(ctx, response)
		_ = f(ctx, response)
		return first
	})
}

func (c restlessCeremony) Get(ctx context.Context, options []byte, f passkey.Finish) error {
	return c.Ceremony.Get(ctx, options, c.twice(f))
}

// An answer counts once, and not after the call that waited for it.
func TestAnswersCountOnce(t *testing.T) {
	b := newBed(t)
	by := &restless{Authenticator: keyring()}
	token := b.root()
	done, err := b.setKey(token, rootPassword).Make(t.Context(), token, by, passkey.SecurityKey, nil)
	must(t, err)
	must(t, b.site.Alive(t.Context(), done.Token))
	before := b.count(core.EventSignedIn)
	b.refusesKey(by, core.CodeRefused) // nothing was answered
	by.late()
	if b.count(core.EventSignedIn) != before {
		t.Error("a late answer signs in")
	}
	if _, _, err := b.tryKey(nil); core.ErrorCode(err) != core.CodeRefused {
		t.Errorf("without a provider: %v", err)
	}
}

// Recovery codes belong to whoever has a second step, also by a passkey alone, and stay
// when the last app goes.
func TestRecoveryCodesBesideAPasskey(t *testing.T) {
	b, _, _, p := secured(t)
	ctx := t.Context()
	b.rule(func(r *policy.Policy) {
		r.SignIn.TwoStep, r.SignIn.TwoStepRoles = policy.TwoStepByRole, []string{"member"}
	})
	by := keyring()
	done := b.addKey(b.withCode("ben", memberPassword, p.next()), memberPassword, by)
	removed, err := b.site.RemoveApp(ctx, done.Token, p.id, memberPassword)
	must(t, err)
	flow := b.toCode("ben", memberPassword)
	_, err = flow.RecoveryCode(ctx, p.codes[0].Shown())
	must(t, err)
	made, err := b.site.RenewRecoveryCodes(ctx, removed.Token, memberPassword)
	must(t, err)
	if len(made.Codes) != 10 {
		t.Errorf("%d codes", len(made.Codes))
	}
}
