package core_test

import (
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// An administrator takes away what was lost, with a reason; the owner is told and sets
// it up anew where the policy asks for it. Nobody does so for himself or above his role,
// and no secret is ever seen.
func TestResetTwoStep(t *testing.T) {
	b, root, ben, p := secured(t)
	ctx := t.Context()
	eve := b.add(root, "eve", core.RoleAdmin)
	admin := b.in("eve", memberPassword)
	token := b.withCode("ben", memberPassword, p.next())
	b.clock.advance(halfMinute)
	second, token := b.enrol(token, memberPassword, core.NewApp{Name: "Tablet"})
	wantFields(t, b.site.ResetTwoStep(ctx, admin, ben, "", " "), core.FieldReason)
	wantCode(t, b.site.ResetTwoStep(ctx, token, eve, "", "x"), core.CodeForbidden)
	wantCode(t, b.site.ResetTwoStep(ctx, admin, firstID, "", "x"), core.CodeForbidden)
	wantCode(t, b.site.ResetTwoStep(ctx, root, firstID, "", "x"), core.CodeRefused)
	wantCode(t, b.site.ResetTwoStep(ctx, root, eve, "", "x"), core.CodeRefused)
	wantCode(t, b.site.ResetTwoStep(ctx, root, 99, "", "x"), core.CodeNotFound)
	wantCode(t, b.site.ResetTwoStep(ctx, root, ben, "none", "x"), core.CodeNotFound)
	view, err := b.site.Account(ctx, admin, ben)
	must(t, err)
	if len(view.TwoStep.Apps) != 2 || view.TwoStep.Codes.Left != 10 {
		t.Errorf("an administrator sees %+v", view.TwoStep)
	}
	must(t, b.site.ResetTwoStep(ctx, admin, ben, p.id, "lost the phone"))
	b.wantNewest(core.EventTwoStepReset, `{"reason":"lost the phone","removed":"Phone"}`)
	_, err = b.toCode("ben", memberPassword).Code(ctx, p.next())
	wantCode(t, err, core.CodeSignIn)
	b.withCode("ben", memberPassword, second.next())
	must(t, b.site.ResetTwoStep(ctx, admin, ben, "", "lost everything"))
	b.wantNewest(core.EventTwoStepReset, `{"reason":"lost everything","removed":"everything"}`)
	if has := b.twoStep(token); has.On() || has.Codes.Made != 0 || b.told(ben, core.NoticeTwoStepReset) != 2 {
		t.Errorf("left %+v", has)
	}
	b.in("ben", memberPassword)
	b.demand()
	flow := b.toCode("ben", memberPassword)
	if step, err := flow.NotSetUp(ctx); err != nil || step != core.StepEnrol {
		t.Errorf("%s, %v", step, err)
	}
}

// The way back of a root account whom no other one can help is the recovery key, with
// the password still asked for.
func TestRootLosesThePhone(t *testing.T) {
	b := newBed(t)
	key := recoveryKey(t)
	must(t, b.site.RenewRecovery(t.Context(), b.root(), core.Unlock{}, key))
	ctx := t.Context()
	forget := func(recovery, name string) error { return core.ForgetTwoStep(ctx, b.store, recovery, name, b.cfg) }
	wantCode(t, forget(key.Reveal(), "ada"), core.CodeRefused) // off
	p, root := b.enrol(b.root(), rootPassword, core.NewApp{})
	b.add(root, "ben", core.RoleMember)
	wantCode(t, forget(recoveryKey(t).Reveal(), "ada"), core.CodeKey)
	wantFields(t, forget(" ", "ada"), core.FieldRecovery)
	wantCode(t, forget(key.Reveal(), "nobody"), core.CodeNotFound)
	wantFields(t, forget(key.Reveal(), "ben"), core.FieldName)
	half := b.toCode("ada", rootPassword)
	must(t, forget(key.Reveal(), "ADA"))
	b.wantNewest(core.EventTwoStepReset, `{"by":"recovery key","removed":"everything"}`)
	_, err := half.Code(ctx, p.next())
	wantCode(t, err, core.CodeSession)
	_, _, err = b.try("ada", wrong())
	wantCode(t, err, core.CodeSignIn)
	b.root()
}

// The code for emergencies lets a root account in, once, beside its password; every
// administrator is told, and the alarm stays until there is a new code.
func TestEmergencyCode(t *testing.T) {
	b := newBed(t)
	ctx := t.Context()
	root := b.root()
	state, err := b.site.Emergency(ctx, root)
	if must(t, err); !state.MadeAt.IsZero() || state.Alarm() {
		t.Errorf("before there is one: %+v", state)
	}
	eve := b.add(root, "eve", core.RoleAdmin)
	ben := b.add(root, "ben", core.RoleMember)
	admin := b.in("eve", memberPassword)
	_, err = b.site.RenewEmergencyCode(ctx, admin, memberPassword)
	wantCode(t, err, core.CodeForbidden)
	_, err = b.site.RenewEmergencyCode(ctx, root, wrong())
	wantCode(t, err, core.CodeSignIn)
	former, err := b.site.RenewEmergencyCode(ctx, root, rootPassword)
	must(t, err)
	code, err := b.site.RenewEmergencyCode(ctx, root, rootPassword)
	must(t, err)
	b.enrol(root, rootPassword, core.NewApp{})
	p, _ := b.enrol(admin, memberPassword, core.NewApp{})
	member, _ := b.enrol(b.in("ben", memberPassword), memberPassword, core.NewApp{})
	for _, name := range []string{"eve", "ben"} { // it is for root accounts
		_, err = b.toCode(name, memberPassword).RecoveryCode(ctx, code.Shown())
		wantCode(t, err, core.CodeSignIn)
	}
	_, err = b.toCode("ada", rootPassword).RecoveryCode(ctx, former.Shown())
	wantCode(t, err, core.CodeSignIn)
	flow := b.toCode("ada", rootPassword)
	step, err := flow.RecoveryCode(ctx, code.Shown())
	if must(t, err); step != core.StepDone {
		t.Fatalf("stands at %s", step)
	}
	b.wantNewest(core.EventSignedIn, `{"method":"password and code for emergencies","scope":"full"}`)
	if b.told(firstID, core.NoticeEmergencyUsed) != 1 || b.told(eve, core.NoticeEmergencyUsed) != 1 || b.told(ben, core.NoticeEmergencyUsed) != 0 {
		t.Error("not every administrator was told, or others were")
	}
	_, err = b.toCode("ada", rootPassword).RecoveryCode(ctx, code.Shown())
	wantCode(t, err, core.CodeSignIn)
	admin = b.withCode("eve", memberPassword, p.next())
	state, err = b.site.Emergency(ctx, admin)
	if must(t, err); !state.Alarm() || state.UsedBy != "ada" || !state.UsedAt.Before(b.clock.Now()) {
		t.Errorf("the alarm says %+v", state)
	}
	_, err = b.site.Emergency(ctx, b.withCode("ben", memberPassword, member.next()))
	wantCode(t, err, core.CodeForbidden)
	_, err = b.site.RenewEmergencyCode(ctx, flow.Token(), rootPassword)
	must(t, err)
	state, err = b.site.Emergency(ctx, admin)
	if must(t, err); state.Alarm() || state.MadeAt.IsZero() {
		t.Errorf("after a new code: %+v", state)
	}
}

// Whoever edits the row of the code closes it, and raises the alarm.
func TestEmergencyCodeEditedByHand(t *testing.T) {
	b := newBed(t)
	root := b.root()
	code, err := b.site.RenewEmergencyCode(t.Context(), root, rootPassword)
	must(t, err)
	_, root = b.enrol(root, rootPassword, core.NewApp{})
	_, err = b.toCode("ada", rootPassword).RecoveryCode(t.Context(), code.Shown())
	must(t, err)
	b.byHand("UPDATE emergency_codes SET used_at = NULL, used_by = NULL")
	_, err = b.toCode("ada", rootPassword).RecoveryCode(t.Context(), code.Shown())
	wantCode(t, err, core.CodeSignIn)
	state, err := b.site.Emergency(t.Context(), root)
	if must(t, err); !state.Altered || !state.Alarm() {
		t.Errorf("the state is %+v", state)
	}
}

// FAULTS 15: whoever edits what an account has for its second step closes the account,
// whether it takes an app away, gives a used code back, or gives it one of another's.
func TestTwoStepEditedByHand(t *testing.T) {
	edits := map[string]string{
		"taken away":             "DELETE FROM authenticators WHERE account_id = 2; DELETE FROM recovery_codes WHERE account_id = 2",
		"one app less":           "DELETE FROM authenticators WHERE account_id = 2",
		"no codes":               "DELETE FROM recovery_codes WHERE account_id = 2",
		"a used step again":      "UPDATE authenticators SET used_step = used_step - 1 WHERE account_id = 2",
		"a used code again":      "UPDATE recovery_codes SET used_at = NULL WHERE account_id = 2",
		"a code less":            "UPDATE recovery_codes SET used_at = 1 WHERE account_id = 2 AND number = 5",
		"other digits":           "UPDATE authenticators SET digits = 8 WHERE account_id = 2",
		"another's code":         "UPDATE recovery_codes SET phc = (SELECT phc FROM recovery_codes WHERE account_id = 3 AND number = 2) WHERE account_id = 2 AND number = 2",
		"another's app":          "UPDATE authenticators SET account_id = 2 WHERE account_id = 3",
		"not proved":             "UPDATE authenticators SET expires_at = 4000000000000 WHERE account_id = 2",
		"an app for one without": "UPDATE authenticators SET account_id = 4 WHERE account_id = 3",
	}
	for name, edit := range edits {
		t.Run(name, func(t *testing.T) {
			b, root, _, p := secured(t)
			b.add(root, "eve", core.RoleMember)
			b.enrol(b.in("eve", memberPassword), memberPassword, core.NewApp{})
			b.add(root, "zoe", core.RoleMember)
			_, err := b.toCode("ben", memberPassword).RecoveryCode(t.Context(), p.codes[0].Shown())
			must(t, err)
			half := b.toCode("ben", memberPassword)
			b.byHand(edit)
			who := "ben"
			if name == "an app for one without" {
				who = "zoe"
			} else {
				_, err = half.Code(t.Context(), p.next())
				wantCode(t, err, core.CodeSession)
			}
			_, _, err = b.try(who, memberPassword)
			wantCode(t, err, core.CodeSignIn)
		})
	}
}

// An app that was altered with its account is gone when a reset makes the account whole.
func TestResetOfAnAlteredAccountEndsItsApps(t *testing.T) {
	b, root, ben, _ := secured(t)
	b.byHand("UPDATE authenticators SET used_step = 0 WHERE account_id = 2")
	added, err := b.site.ResetPassword(t.Context(), root, ben)
	must(t, err)
	_, step, err := b.try("ben", added.FirstPassword)
	if must(t, err); step != core.StepChangePassword {
		t.Errorf("stands at %s", step)
	}
}

// A rotation of the keys seals the secrets again; codes go on working in the program
// that did it and in one that is started after it. One that was open says what to do.
func TestRotationSealsAppsAgain(t *testing.T) {
	b, root, _, p := secured(t)
	ctx := t.Context()
	_, open := b.open(nil)
	sealed := func() (all []core.AppRecord) {
		must(t, b.store.View(ctx, func(tx core.Tx) error {
			var err error
			all, err = tx.SealedApps("", 10)
			return err
		}))
		return all
	}
	before := sealed()
	for range 2 {
		_, err := b.site.RotateKeys(ctx, root, core.Unlock{})
		must(t, err)
	}
	if after := sealed(); string(after[0].Secret) == string(before[0].Secret) {
		t.Error("the secret is sealed as before")
	}
	b.withCode("ben", memberPassword, p.next())
	_, fresh := b.open(nil)
	_, err := toCodeOn(t, fresh, "ben", memberPassword).Code(ctx, p.next())
	must(t, err)
	_, err = toCodeOn(t, open, "ben", memberPassword).Code(ctx, p.next())
	wantCode(t, err, core.CodeKey)
	if n := b.failures(2); n != 0 {
		t.Errorf("%d failures by a program that cannot tell", n)
	}
	// Where password and code are tried together that is the same for every name.
	b.demand()
	for _, name := range []string{"ben", "nobody"} {
		_, err = toCodeOn(t, open, name, wrong()).Code(ctx, p.next())
		wantCode(t, err, core.CodeKey)
	}
	b.rule(func(*policy.Policy) {})
	second, _ := b.enrol(root, rootPassword, core.NewApp{})
	b.withCode("ada", rootPassword, second.next())
}

// Reset, disabling and deletion leave nothing of a second step where they should, and a
// deleted account none at all.
func TestDeletedAccountHasNoSecondStep(t *testing.T) {
	b, root, ben, p := secured(t)
	must(t, b.site.DisableAccount(t.Context(), root, ben))
	must(t, b.site.EnableAccount(t.Context(), root, ben))
	b.withCode("ben", memberPassword, p.next())
	must(t, b.site.DeleteAccount(t.Context(), root, ben, "ben"))
	must(t, b.store.View(t.Context(), func(tx core.Tx) error {
		has, err := tx.TwoStep(ben)
		if len(has.Apps)+len(has.Codes) > 0 {
			t.Errorf("left %+v", has)
		}
		return err
	}))
}

// A policy that was altered by hand spares nobody the second step.
func TestAlteredPolicyStillAsksForCodes(t *testing.T) {
	b, _, _, p := secured(t)
	b.demand()
	b.byHand("UPDATE policies SET name = 'another'")
	_, again := b.open(nil)
	_, err := toCodeOn(t, again, "ben", memberPassword).Code(t.Context(), p.next())
	must(t, err)
}
