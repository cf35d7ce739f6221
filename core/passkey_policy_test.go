package core_test

import (
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
	"gatehouse/core/policy"
)

// Where the policy allows none, none is added and none signs in.
func TestPasskeysOff(t *testing.T) {
	b, _, _, by, key := keyed(t)
	b.rule(func(p *policy.Policy) { p.SignIn.Passkeys = policy.PasskeysOff })
	b.refusesKey(by, core.CodeRefused)
	token := b.in("ben", memberPassword)
	_, err := b.site.AddPasskey(t.Context(), token, memberPassword)
	wantCode(t, err, core.CodeRefused)
	if p := b.passkeys(token); p.Allowed || p.Keys[0].Works || len(p.Offered(keyring())) != 0 {
		t.Errorf("told of %+v", p)
	}
	_, err = b.site.RemovePasskey(t.Context(), token, key.ID, memberPassword, false)
	must(t, err)
}

// Only the kinds that the policy names are made and sign in; what the authenticator
// says of itself counts, and not what was chosen.
func TestPasskeyKinds(t *testing.T) {
	b, _, _, by, _ := keyed(t)
	ctx := t.Context()
	b.rule(func(p *policy.Policy) { p.SignIn.PasskeyKinds = []string{policy.PasskeyThisDevice} })
	b.refusesKey(by, core.CodeRefused)
	token := b.in("ben", memberPassword)
	set := b.setKey(token, memberPassword)
	fresh := keyring()
	if kinds := set.Offered(fresh); len(kinds) != 1 || kinds[0] != passkey.ThisDevice {
		t.Errorf("offered %v", kinds)
	}
	for _, kind := range []passkey.Kind{passkey.SecurityKey, passkey.ThisDevice, passkey.AnyKind} {
		_, err := set.Make(ctx, token, fresh, kind, nil) // it says that it is a security key
		wantCode(t, err, core.CodeRefused)
	}
	fresh.Change(func(s *software.Settings) { s.Transports = []string{"internal"} })
	done, err := set.Make(ctx, token, fresh, passkey.ThisDevice, nil)
	must(t, err)
	if done.Passkey.Kind != passkey.ThisDevice {
		t.Errorf("made %+v", done.Passkey)
	}
	b.withKey(fresh)
}

// With two passkeys the password signs in no more, and is told to be wrong
// like any other; with fewer it does again.
func TestPasskeyOnly(t *testing.T) {
	b, _, ben, by, key := keyed(t)
	ctx := t.Context()
	b.rule(onlyKeys)
	token := b.in("ben", memberPassword)
	if p := b.passkeys(token); !p.Only || p.PasswordOff {
		t.Errorf("told of %+v", p)
	}
	other := keyring()
	done := b.addKey(token, memberPassword, other)
	_, _, right := b.try("ben", memberPassword)
	_, _, wrongly := b.try("ben", wrong())
	if wantCode(t, right, core.CodeSignIn); right.Error() != wrongly.Error() || b.failures(ben) != 2 {
		t.Errorf("%v, %v, %d failures", right, wrongly, b.failures(ben))
	}
	b.withKey(by)
	in := b.withKey(other)
	if p := b.passkeys(in); !p.PasswordOff {
		t.Errorf("told of %+v", p)
	}
	// The password does not open a locked window either, and still confirms an act.
	must(t, b.site.Lock(ctx, in))
	_, err := b.site.Unlock(ctx, in, memberPassword)
	wantCode(t, err, core.CodeSignIn)
	in, err = b.site.UnlockByPasskey(ctx, in, by, nil)
	must(t, err)
	_, err = b.site.RemovePasskey(ctx, in, key.ID, memberPassword, false)
	must(t, err)
	b.in("ben", memberPassword)
	must(t, b.site.SignOut(ctx, done.Token))
}

// A password that was right while the second passkey was being made lets nobody in.
func TestPasskeyOnlyInBetween(t *testing.T) {
	b, _, _, _, _ := keyed(t)
	b.rule(onlyKeys)
	token := b.in("ben", memberPassword)
	set := b.setKey(token, memberPassword)
	store := &between{do: func() {}}
	_, site := b.open(func(s core.Store) core.Store { store.Store = s; return store })
	writes := 0
	store.do = func() {
		if writes++; writes == 2 { // the guess is counted, and was verified
			if _, err := set.Make(t.Context(), token, keyring(), passkey.SecurityKey, nil); err != nil {
				t.Error(err)
			}
		}
	}
	got, _, err := tryOn(t.Context(), site, "ben", memberPassword)
	if wantCode(t, err, core.CodeRefused); !got.Zero() {
		t.Error("there is a session")
	}
}

// Where the policy asks for a passkey, the sign-in with a password adds one first, and
// reaches nothing else.
func TestPasskeyRequired(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	ctx := t.Context()
	b.rule(func(p *policy.Policy) {
		p.SignIn.Passkeys, p.SignIn.PasskeyRoles = policy.PasskeysByRole, []string{"member"}
	})
	b.root()
	flow := b.site.StartSignIn(desk)
	step, err := flow.Password(ctx, "ben", memberPassword)
	must(t, err)
	if step != core.StepAddPasskey {
		t.Fatalf("stands at %s", step)
	}
	wantCode(t, b.site.Alive(ctx, flow.Token()), core.CodeForbidden)
	b.reachesNothing(flow.Token())
	by := keyring()
	set, err := flow.AddPasskey(ctx)
	must(t, err)
	done, step, err := flow.MakePasskey(ctx, set, by, passkey.SecurityKey, nil)
	must(t, err)
	if step != core.StepDone {
		t.Fatalf("stands at %s", step)
	}
	// Discarded, it is asked for again, in a session that can do nothing else.
	step, err = flow.DiscardPasskey(ctx, set)
	must(t, err)
	if step != core.StepAddPasskey || len(b.credentials(ben).Passkeys.Keys) != 0 {
		t.Fatalf("stands at %s", step)
	}
	wantCode(t, b.site.Alive(ctx, flow.Token()), core.CodeForbidden)
	wantCode(t, b.site.Alive(ctx, done.Token), core.CodeSession)
	set, err = flow.AddPasskey(ctx)
	must(t, err)
	wantCode(t, set.Rename(ctx, flow.Token(), "Blau"), core.CodeUsage)
	done, _, err = flow.MakePasskey(ctx, set, by, passkey.SecurityKey, nil)
	must(t, err)
	wantFields(t, set.Rename(ctx, flow.Token(), " "), core.FieldPasskeyName)
	must(t, set.Rename(ctx, flow.Token(), "Blau"))
	if keys := b.passkeys(flow.Token()).Keys; keys[0].Name != "Blau" {
		t.Errorf("named %q", keys[0].Name)
	}
	// It is not removed: another one comes first.
	_, err = b.site.RemovePasskey(ctx, done.Token, done.Passkey.ID, memberPassword, false)
	wantCode(t, err, core.CodeRefused)
	more := b.addKey(done.Token, memberPassword, keyring())
	_, err = b.site.RemovePasskey(ctx, more.Token, done.Passkey.ID, memberPassword, false)
	must(t, err)
	// Taken away by somebody else, it is asked for at once.
	must(t, b.site.ResetPasskeys(ctx, root, ben, "", "stolen bag"))
	if _, step, err = b.try("ben", memberPassword); err != nil || step != core.StepAddPasskey {
		t.Errorf("stands at %s, %v", step, err)
	}
}

// The days of grace are one time for all that has to be set up.
func TestPasskeyGrace(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	b.rule(func(p *policy.Policy) { p.SignIn.Passkeys, p.SignIn.TwoStepGraceDays = policy.PasskeysRequired, new(7) })
	token := b.in("ben", memberPassword)
	if until := b.passkeys(token).Until; !until.Equal(b.clock.Now().Add(7 * 24 * time.Hour)) {
		t.Errorf("until %v", until)
	}
	b.clock.advance(7*24*time.Hour - time.Minute)
	token = b.in("ben", memberPassword)
	b.clock.advance(2 * time.Minute)
	if _, step, err := b.try("ben", memberPassword); err != nil || step != core.StepAddPasskey {
		t.Errorf("stands at %s, %v", step, err)
	}
	_ = token
}

// A passkey stands for two-step verification where that is asked for, also in the walk:
// an app is not asked for beside it. Where the methods leave passkeys out, both are.
func TestPasskeyMeetsTwoStep(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	ctx := t.Context()
	both := func(p *policy.Policy) { p.SignIn.Passkeys = policy.PasskeysRequired }
	b.demand(both)
	flow := b.toCode("ben", memberPassword)
	step, err := flow.NotSetUp(ctx)
	must(t, err)
	if step != core.StepAddPasskey {
		t.Fatalf("stands at %s", step)
	}
	set, err := flow.AddPasskey(ctx)
	must(t, err)
	done, step, err := flow.MakePasskey(ctx, set, keyring(), passkey.SecurityKey, nil)
	must(t, err)
	if step != core.StepDone {
		t.Errorf("stands at %s", step)
	}
	must(t, b.site.Alive(ctx, done.Token))
	b.add(b.withRoot(), "zoe", core.RoleMember)
}

// withRoot lets the rules of a new site be, and signs the root account in.
func (b *bed) withRoot() core.Token {
	b.t.Helper()
	b.rule(func(*policy.Policy) {})
	return b.root()
}

// The last way in is not taken away: a passkey of an account whose password is blocked.
func TestPasskeyLastWayIn(t *testing.T) {
	b, root, ben, by, key := keyed(t)
	ctx := t.Context()
	b.rule(func(p *policy.Policy) {
		p.Expiration.MaxAgeDays, p.Expiration.AfterExpiry = new(30), policy.AfterBlocked
	})
	b.clock.advance(31 * 24 * time.Hour)
	_, _, err := b.try("ben", memberPassword)
	wantCode(t, err, core.CodeLocked)
	token := b.withKey(by)
	_, err = b.site.RemovePasskey(ctx, token, key.ID, memberPassword, false)
	wantCode(t, err, core.CodeRefused)
	second := b.addKey(token, memberPassword, keyring())
	_, err = b.site.RemovePasskey(ctx, second.Token, key.ID, memberPassword, false)
	must(t, err)
	_, _ = root, ben
}

// An administrator takes one or all away, with a reason; the account is told, and no
// one changes their own so.
func TestResetPasskeys(t *testing.T) {
	b, root, ben, by, key := keyed(t)
	ctx := t.Context()
	other := keyring()
	b.addKey(b.in("ben", memberPassword), memberPassword, other)
	wantFields(t, b.site.ResetPasskeys(ctx, root, ben, key.ID, " "), core.FieldReason)
	wantCode(t, b.site.ResetPasskeys(ctx, root, ben, "none", "lost"), core.CodeNotFound)
	wantCode(t, b.site.ResetPasskeys(ctx, root, 1, "", "lost"), core.CodeRefused)
	must(t, b.site.ResetPasskeys(ctx, root, ben, key.ID, "lost"))
	b.wantLine(core.EventPasskeysReset, `"reason":"lost"`)
	b.refusesKey(by, core.CodeSignIn)
	b.withKey(other)
	must(t, b.site.ResetPasskeys(ctx, root, ben, "", "lost"))
	b.refusesKey(other, core.CodeSignIn)
	if wantCode(t, b.site.ResetPasskeys(ctx, root, ben, "", "again"), core.CodeRefused); b.told(ben, core.NoticePasskeysReset) != 2 {
		t.Error("the account is not told")
	}
	member := b.in("ben", memberPassword)
	wantCode(t, b.site.ResetPasskeys(ctx, member, 1, "", "x"), core.CodeForbidden)
}

// The recovery key of the site takes the passkeys of a root account away that has lost
// them and has no other root account to help.
func TestForgetPasskeys(t *testing.T) {
	b := newBed(t)
	ctx := t.Context()
	key := recoveryKey(t)
	must(t, b.site.RenewRecovery(ctx, b.root(), core.Unlock{}, key))
	forget := func(recovery, name string) error { return core.ForgetPasskeys(ctx, b.store, recovery, name, b.cfg) }
	token := b.root()
	one, two := keyring(), keyring()
	token = b.addKey(token, rootPassword, one).Token
	token = b.addKey(token, rootPassword, two).Token
	b.add(token, "ben", core.RoleMember)
	b.rule(onlyKeys)
	_, _, err := b.try("ada", rootPassword)
	wantCode(t, err, core.CodeSignIn)
	wantCode(t, forget(recoveryKey(t).Reveal(), "ada"), core.CodeKey)
	wantFields(t, forget(" ", "ada"), core.FieldRecovery)
	wantCode(t, forget(key.Reveal(), "nobody"), core.CodeNotFound)
	wantFields(t, forget(key.Reveal(), "ben"), core.FieldName)
	must(t, forget(key.Reveal(), "ADA"))
	b.wantNewest(core.EventPasskeysReset, `{"by":"recovery key","removed":"everything"}`)
	b.root()
	b.refusesKey(one, core.CodeSignIn)
	wantCode(t, forget(key.Reveal(), "ada"), core.CodeRefused)
}

// Where a code is asked for beside the password and passkeys leave it out, the password
// signs in whatever passkeys there are: otherwise nobody could.
func TestPasskeyOnlyBesideCodes(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	token := b.in("ben", memberPassword)
	token = b.addKey(token, memberPassword, keyring()).Token
	token = b.addKey(token, memberPassword, keyring()).Token
	b.rule(func(p *policy.Policy) {
		p.SignIn.PasskeyOnly, p.SignIn.TwoStep, p.SignIn.TwoStepRoles = true, policy.TwoStepByRole, []string{"member"}
		p.SignIn.TwoStepMethods = []string{policy.MethodTOTP}
	})
	if p := b.passkeys(token); p.PasswordOff || p.Keys[0].Works {
		t.Errorf("told of %+v", p)
	}
	if _, step, err := b.try("ben", memberPassword); err != nil || step != core.StepEnrol {
		t.Errorf("stands at %s, %v", step, err)
	}
}

// The last passkey that works is not taken away where those that are left were copied and
// still close the password, or stand for the second step.
func TestPasskeyLastThatWorks(t *testing.T) {
	for name, rule := range map[string]func(*policy.Policy){
		"passkeys only": onlyKeys,
		"two-step": func(p *policy.Policy) {
			p.SignIn.TwoStep, p.SignIn.TwoStepRoles = policy.TwoStepByRole, []string{"member"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, _, _, by, key := keyed(t)
			ctx := t.Context()
			token := b.in("ben", memberPassword)
			for range 2 {
				other := keyring()
				b.addKey(token, memberPassword, other)
				copied := other.Clone()
				for range 2 {
					b.withKey(other)
				}
				b.refusesKey(copied, core.CodeSignIn) // it ends the sessions
				token = b.withKey(by)
			}
			b.rule(rule)
			marked := b.passkeys(token).Keys[1]
			if marked.Works || !marked.Counts || b.passkeys(token).PasswordOffWithout(marked.ID) != (name == "passkeys only") {
				t.Errorf("told of %+v", marked)
			}
			_, err := b.site.RemovePasskey(ctx, token, key.ID, memberPassword, false)
			wantCode(t, err, core.CodeRefused)
			for _, k := range b.passkeys(token).Keys[1:] {
				done, err := b.site.RemovePasskey(ctx, token, k.ID, memberPassword, false)
				must(t, err)
				token = done.Token
			}
			if name == "passkeys only" {
				_, err = b.site.RemovePasskey(ctx, token, key.ID, memberPassword, false)
				must(t, err)
				b.in("ben", memberPassword)
			}
		})
	}
}

// A passkey that could not sign in is not made, and not asked for.
func TestPasskeyBesideACodeIsNotMade(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	token := b.in("ben", memberPassword)
	b.rule(func(p *policy.Policy) {
		p.SignIn.TwoStep, p.SignIn.TwoStepRoles, p.SignIn.TwoStepGraceDays = policy.TwoStepByRole, []string{"member"}, new(3)
		p.SignIn.TwoStepMethods, p.SignIn.Passkeys, p.SignIn.PasskeyRoles = []string{policy.MethodTOTP}, policy.PasskeysByRole, []string{"member"}
	})
	_, err := b.site.AddPasskey(t.Context(), token, memberPassword)
	wantCode(t, err, core.CodeRefused)
	if p := b.passkeys(token); p.Required || !p.CodeAsked {
		t.Errorf("told of %+v", p)
	}
}
