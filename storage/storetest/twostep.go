package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/twostep"
)

// appOf makes an app of an account, proved, whose number is a digit repeated.
func appOf(id core.AccountID, digit string) core.AppRecord {
	number := ""
	for range 32 {
		number += digit
	}
	return core.AppRecord{
		ID: core.AppID(number), AccountID: id, Name: "Phone " + digit, Secret: []byte("sealed " + digit),
		Params: twostep.Params{Algorithm: twostep.SHA256, Digits: 8, Period: time.Minute}, CreatedAt: noon, UsedAt: noon, UsedStep: 7,
	}
}

// unproved makes it one that was not proved.
func unproved(a core.AppRecord, until time.Time) core.AppRecord {
	a.ExpiresAt, a.UsedAt, a.UsedStep = until, time.Time{}, 0
	return a
}

// wantTwoStep wants what an account has.
func wantTwoStep(tx core.Tx, id core.AccountID, wanted core.TwoStepRecord) error {
	found, err := tx.TwoStep(id)
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(found, wanted) {
		return fmt.Errorf("second step is %+v, want %+v", found, wanted)
	}
	whole, err := tx.Credentials(id)
	if err == nil && !reflect.DeepEqual(whole.TwoStep, wanted) {
		err = fmt.Errorf("among the credentials it is %+v, want %+v", whole.TwoStep, wanted)
	}
	return err
}

func testApps(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("ben"))
	phone, tablet, other := appOf(a.ID, "b"), appOf(a.ID, "a"), appOf(b.ID, "c")
	tablet.CreatedAt = noon.Add(time.Hour)
	update(t, s, func(tx core.Tx) error {
		return errors.Join(wantTwoStep(tx, a.ID, core.TwoStepRecord{}), wantTwoStep(tx, 99, core.TwoStepRecord{}),
			tx.InsertApp(tablet), tx.InsertApp(phone), tx.InsertApp(other))
	})
	update(t, s, func(tx core.Tx) error {
		if err := wantTwoStep(tx, a.ID, core.TwoStepRecord{Apps: []core.AppRecord{phone, tablet}}); err != nil {
			return err
		}
		// A step is used once, and none before it.
		for _, step := range []int64{7, 6, 0} {
			if err := want(tx.UseApp(phone.ID, noon, step), core.ErrConflict); err != nil {
				return err
			}
		}
		phone.UsedAt, phone.UsedStep = noon.Add(time.Minute), 8
		return errors.Join(tx.UseApp(phone.ID, phone.UsedAt, 8), want(tx.UseApp("none", noon, 9), core.ErrConflict),
			tx.SealApp(tablet.ID, []byte("again")), want(tx.SealApp("none", []byte("x")), core.ErrNotFound))
	})
	tablet.Secret = []byte("again")
	update(t, s, func(tx core.Tx) error {
		all, err := tx.SealedApps("", 2)
		if err != nil || len(all) != 2 || all[0].ID != tablet.ID || string(all[0].Secret) != "again" {
			return fmt.Errorf("the first sealed are %+v, %v", all, err)
		}
		if all, err = tx.SealedApps(all[1].ID, 2); err != nil || len(all) != 1 || all[0].ID != other.ID {
			return fmt.Errorf("the next sealed are %+v, %v", all, err)
		}
		return errors.Join(want(tx.DeleteApp(b.ID, phone.ID), core.ErrNotFound), tx.DeleteApp(a.ID, phone.ID),
			want(tx.DeleteApp(a.ID, phone.ID), core.ErrNotFound),
			wantTwoStep(tx, a.ID, core.TwoStepRecord{Apps: []core.AppRecord{tablet}}),
			wantTwoStep(tx, b.ID, core.TwoStepRecord{Apps: []core.AppRecord{other}}))
	})
}

// testListedApps wants the list of accounts to tell who has an app that was proved.
func testListedApps(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("ben"))
	add(t, s, named("zoe"))
	update(t, s, func(tx core.Tx) error {
		return errors.Join(tx.InsertApp(appOf(a.ID, "a")), tx.InsertApp(unproved(appOf(b.ID, "b"), noon)))
	})
	view(t, s, func(tx core.Tx) error {
		page, err := tx.Accounts(core.AccountQuery{Limit: 10})
		if err != nil || len(page.Rows) != 3 || !page.Rows[0].TwoStep || page.Rows[1].TwoStep || page.Rows[2].TwoStep {
			return fmt.Errorf("the list shows %+v, %v", page.Rows, err)
		}
		return nil
	})
}

func testUnprovedApps(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("ben"))
	gone := named("gone")
	gone.State = core.StateDeleted
	gone = add(t, s, gone)
	first := unproved(appOf(a.ID, "1"), noon.Add(time.Minute))
	late := unproved(appOf(b.ID, "2"), noon.Add(time.Hour))
	update(t, s, func(tx core.Tx) error {
		_, err := tx.UnprovedApp(a.ID)
		return errors.Join(want(err, core.ErrNotFound), tx.InsertApp(first), tx.InsertApp(late),
			want(tx.InsertApp(appOf(gone.ID, "3")), core.ErrNotFound), want(tx.InsertApp(appOf(99, "3")), core.ErrNotFound))
	})
	update(t, s, func(tx core.Tx) error {
		return want(tx.InsertApp(unproved(appOf(a.ID, "4"), noon)), core.ErrConflict)
	})
	update(t, s, func(tx core.Tx) error {
		found, err := tx.UnprovedApp(a.ID)
		if err != nil || !reflect.DeepEqual(found, first) {
			return fmt.Errorf("unproved is %+v, %v", found, err)
		}
		if err := wantTwoStep(tx, a.ID, core.TwoStepRecord{}); err != nil {
			return err
		}
		if err := errors.Join(want(tx.UseApp(first.ID, noon, 9), core.ErrConflict), tx.DeleteUnproved(0, noon.Add(time.Minute-1)),
			tx.ProveApp(first.ID, noon, 9), want(tx.ProveApp(first.ID, noon, 10), core.ErrNotFound)); err != nil {
			return err
		}
		first.ExpiresAt, first.UsedAt, first.UsedStep = time.Time{}, noon, 9
		if err := wantTwoStep(tx, a.ID, core.TwoStepRecord{Apps: []core.AppRecord{first}}); err != nil {
			return err
		}
		if err := errors.Join(tx.DeleteUnproved(a.ID, time.Time{}), tx.DeleteUnproved(0, noon)); err != nil {
			return err
		}
		if _, err := tx.UnprovedApp(b.ID); err != nil {
			return fmt.Errorf("forgotten too early: %w", err)
		}
		if err := tx.DeleteUnproved(0, late.ExpiresAt); err != nil {
			return err
		}
		_, err = tx.UnprovedApp(b.ID)
		return errors.Join(want(err, core.ErrNotFound), wantTwoStep(tx, a.ID, core.TwoStepRecord{Apps: []core.AppRecord{first}}))
	})
}

func testWrongApps(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	for what, spoil := range map[string]func(*core.AppRecord){
		"no number": func(r *core.AppRecord) { r.ID = "" }, "no name": func(r *core.AppRecord) { r.Name = "" },
		"no secret":         func(r *core.AppRecord) { r.Secret = nil },
		"another algorithm": func(r *core.AppRecord) { r.Params.Algorithm = "MD5" },
		"seven digits":      func(r *core.AppRecord) { r.Params.Digits = 7 },
		"a period too long": func(r *core.AppRecord) { r.Params.Period = time.Hour },
		"a step before all": func(r *core.AppRecord) { r.UsedStep = -1 },
		"no time":           func(r *core.AppRecord) { r.CreatedAt = time.Time{} },
	} {
		wrong := appOf(a.ID, "1")
		spoil(&wrong)
		if s.Update(t.Context(), func(tx core.Tx) error { return tx.InsertApp(wrong) }) == nil {
			t.Errorf("an app with %s was stored", what)
		}
	}
}

func testRecoveryCodes(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("ben"))
	code := func(id core.AccountID, number int) core.RecoveryCodeRecord {
		return core.RecoveryCodeRecord{AccountID: id, Number: number, Hint: []byte{1, 2, 3, byte(number)}, PHC: "$argon2id$" + fmt.Sprint(number), MadeAt: noon}
	}
	both := []core.RecoveryCodeRecord{code(a.ID, 1), code(a.ID, 2)}
	update(t, s, func(tx core.Tx) error {
		return errors.Join(tx.PutRecoveryCodes(a.ID, []core.RecoveryCodeRecord{code(a.ID, 7)}), tx.PutRecoveryCodes(a.ID, both),
			tx.PutRecoveryCodes(b.ID, []core.RecoveryCodeRecord{code(b.ID, 1)}), tx.UseRecoveryCode(a.ID, 2, noon.Add(time.Hour)),
			want(tx.UseRecoveryCode(a.ID, 2, noon), core.ErrConflict), want(tx.UseRecoveryCode(a.ID, 3, noon), core.ErrConflict))
	})
	both[1].UsedAt = noon.Add(time.Hour)
	view(t, s, func(tx core.Tx) error { return wantTwoStep(tx, a.ID, core.TwoStepRecord{Codes: both}) })
	for what, wrong := range map[string][]core.RecoveryCodeRecord{
		"the same hint": {code(a.ID, 1), {AccountID: a.ID, Number: 2, Hint: []byte{1, 2, 3, 1}, PHC: "x", MadeAt: noon}},
		"no hash":       {{AccountID: a.ID, Number: 1, Hint: []byte{1, 2, 3, 4}, MadeAt: noon}},
		"a long hint":   {{AccountID: a.ID, Number: 1, Hint: []byte{1, 2, 3, 4, 5}, PHC: "x", MadeAt: noon}},
		"number zero":   {{AccountID: a.ID, Hint: []byte{1, 2, 3, 4}, PHC: "x", MadeAt: noon}},
	} {
		if s.Update(t.Context(), func(tx core.Tx) error { return tx.PutRecoveryCodes(a.ID, wrong) }) == nil {
			t.Errorf("codes with %s were stored", what)
		}
	}
	// Nothing of a person outlives the account.
	update(t, s, func(tx core.Tx) error {
		a.State = core.StateDeleted
		return errors.Join(tx.InsertApp(appOf(a.ID, "1")), tx.InsertApp(unproved(appOf(a.ID, "2"), noon)), tx.UpdateAccount(&a))
	})
	update(t, s, func(tx core.Tx) error {
		_, err := tx.UnprovedApp(a.ID)
		return errors.Join(wantTwoStep(tx, a.ID, core.TwoStepRecord{}), want(err, core.ErrNotFound),
			want(tx.PutRecoveryCodes(a.ID, both), core.ErrNotFound))
	})
}

func testEmergencyCodes(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	mac := make([]byte, 32)
	first := core.EmergencyCodeRecord{PHC: "$argon2id$1", MadeAt: noon, MAC: mac}
	second := core.EmergencyCodeRecord{PHC: "$argon2id$2", MadeAt: noon, MadeBy: a.ID, MAC: mac}
	update(t, s, func(tx core.Tx) error {
		_, err := tx.EmergencyCode()
		return errors.Join(want(err, core.ErrNotFound), tx.InsertEmergencyCode(&first), tx.InsertEmergencyCode(&second))
	})
	second.UsedAt, second.UsedBy = noon.Add(time.Hour), a.ID
	unknown := second
	unknown.Number = 99
	update(t, s, func(tx core.Tx) error {
		return errors.Join(tx.UpdateEmergencyCode(second), want(tx.UpdateEmergencyCode(unknown), core.ErrNotFound))
	})
	view(t, s, func(tx core.Tx) error {
		found, err := tx.EmergencyCode()
		if err != nil || !reflect.DeepEqual(found, second) || second.Number <= first.Number {
			return fmt.Errorf("the code is %+v, %v, want %+v", found, err, second)
		}
		return nil
	})
	half := core.EmergencyCodeRecord{PHC: "x", MadeAt: noon, UsedAt: noon, MAC: mac}
	if s.Update(t.Context(), func(tx core.Tx) error { return tx.InsertEmergencyCode(&half) }) == nil {
		t.Error("a code that nobody used was stored as used")
	}
}

func testAdministrators(t *testing.T, s core.Store) {
	var wanted []core.AccountID
	for _, role := range []core.Role{core.RoleMember, core.RoleAdmin, core.RoleRoot} {
		for _, state := range []core.AccountState{core.StateActive, core.StateDisabled, core.StateDeleted} {
			a := named(string(role) + string(state))
			a.Role, a.State = role, state
			a = add(t, s, a)
			if role != core.RoleMember && state == core.StateActive {
				wanted = append(wanted, a.ID)
			}
		}
	}
	view(t, s, func(tx core.Tx) error {
		found, err := tx.Administrators()
		if err != nil || !reflect.DeepEqual(found, wanted) {
			return fmt.Errorf("administrators are %v, %v, want %v", found, err, wanted)
		}
		return nil
	})
}

// testCredentials wants all that an account is proved by at once, as each part gives it.
func testCredentials(t *testing.T, s core.Store) {
	a, bare := add(t, s, named("ada")), add(t, s, named("ben"))
	mac := make([]byte, 32)
	wanted := core.Credentials{
		Password: core.PasswordRecord{AccountID: a.ID, PHC: "$argon2id$1", SetAt: noon, SetBy: bare.ID, MustChange: true},
		Question: core.QuestionRecord{AccountID: a.ID, Text: "Où?", PHC: "$argon2id$2", SetAt: noon, SetBy: a.ID},
		TwoStep:  core.TwoStepRecord{Apps: []core.AppRecord{appOf(a.ID, "1")}},
		MAC:      mac,
	}
	update(t, s, func(tx core.Tx) error {
		return errors.Join(tx.PutPassword(wanted.Password), tx.PutQuestion(wanted.Question), tx.InsertApp(wanted.TwoStep.Apps[0]), tx.PutAccountMAC(a.ID, mac))
	})
	view(t, s, func(tx core.Tx) error {
		for id, wanted := range map[core.AccountID]core.Credentials{a.ID: wanted, bare.ID: {}, 99: {}, 0: {}} {
			found, err := tx.Credentials(id)
			if err != nil || !reflect.DeepEqual(found, wanted) {
				return fmt.Errorf("credentials of %d are %+v, %v, want %+v", id, found, err, wanted)
			}
		}
		return nil
	})
}
