package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
)

// ada is an account with something in every field.
func ada() core.Account {
	return core.Account{
		Name: "Ada.Byron", Key: "ada.byron", Skeleton: "ada.byr0n", FullName: "Ada “Augusta” King-Noël",
		Mail: "Ada@Site.example", MailKey: "ada@site.example", Role: core.RoleRoot, State: core.StateActive,
		CreatedAt: noon, UpdatedAt: noon.Add(time.Millisecond), LastSignInAt: noon.Add(time.Hour),
	}
}

// stored reads an account by number.
func stored(t *testing.T, s core.Store, id core.AccountID) core.Account {
	t.Helper()
	var a core.Account
	view(t, s, func(tx core.Tx) error {
		var err error
		a, err = tx.AccountByID(id)
		return err
	})
	return a
}

func testAccount(t *testing.T, s core.Store) {
	a := add(t, s, ada())
	if a.ID < 1 || a.Revision != 1 {
		t.Fatalf("new account has number %d, revision %d", a.ID, a.Revision)
	}
	if got := stored(t, s, a.ID); got != a {
		t.Fatalf("stored\n%+v, want\n%+v", got, a)
	}
	b := add(t, s, named("bob"))
	if got := stored(t, s, b.ID); got != b || b.ID == a.ID || !got.LastSignInAt.IsZero() {
		t.Fatalf("stored\n%+v, want\n%+v", got, b)
	}
	view(t, s, func(tx core.Tx) error {
		found, err := tx.AccountByKey("ada.byron")
		if err != nil {
			return err
		}
		if err := same("account by key", found, a); err != nil {
			return err
		}
		for _, key := range []string{"Ada.Byron", "ada", "", "ada@site.example"} {
			if _, err := tx.AccountByKey(key); want(err, core.ErrNotFound) != nil {
				return fmt.Errorf("key %q: %v", key, err)
			}
		}
		_, err = tx.AccountByID(a.ID + 99)
		return want(err, core.ErrNotFound)
	})
}

func testRevisions(t *testing.T, s core.Store) {
	a := add(t, s, ada())
	old := a
	a.Name, a.Key, a.Skeleton, a.FullName, a.Mail, a.MailKey = "X", "x", "~x", "", "", ""
	a.Role, a.State, a.UpdatedAt, a.LastSignInAt = core.RoleMember, core.StateDeleted, noon.Add(time.Minute), time.Time{}
	update(t, s, func(tx core.Tx) error { return tx.UpdateAccount(&a) })
	if got := stored(t, s, a.ID); got != a || a.Revision != 2 {
		t.Fatalf("stored\n%+v, want\n%+v", got, a)
	}
	update(t, s, func(tx core.Tx) error {
		if err := want(tx.UpdateAccount(&old), core.ErrConflict); err != nil {
			return err
		}
		if err := same("revision after a conflict", old.Revision, 1); err != nil {
			return err
		}
		none := named("none")
		none.ID, none.Revision = 99, 1
		return want(tx.UpdateAccount(&none), core.ErrNotFound)
	})
	if got := stored(t, s, a.ID); got != a {
		t.Fatalf("a conflict wrote %+v", got)
	}
	update(t, s, func(tx core.Tx) error {
		if err := tx.SetLastSignIn(a.ID, noon); err != nil {
			return err
		}
		return want(tx.SetLastSignIn(99, noon), core.ErrNotFound)
	})
	a.LastSignInAt = noon
	if got := stored(t, s, a.ID); got != a {
		t.Fatalf("after a sign-in\n%+v, want\n%+v", got, a)
	}
}

func testUnique(t *testing.T, s core.Store) {
	a := add(t, s, ada())
	b := add(t, s, named("bob"))
	add(t, s, named("carol")) // Like bob without mail: that is nobody's.
	takes := map[string]func(*core.Account){
		"key":      func(x *core.Account) { x.Key = a.Key },
		"skeleton": func(x *core.Account) { x.Skeleton = a.Skeleton },
		"mail":     func(x *core.Account) { x.Mail, x.MailKey = a.Mail, a.MailKey },
	}
	for what, take := range takes {
		update(t, s, func(tx core.Tx) error {
			fresh := named("dan")
			take(&fresh)
			if err := want(tx.InsertAccount(&fresh), core.ErrConflict); err != nil {
				return fmt.Errorf("%s of a new account: %w", what, err)
			}
			if fresh.ID != 0 || fresh.Revision != 0 {
				return errors.New("an account that was not added has a number")
			}
			changed := b
			take(&changed)
			if err := want(tx.UpdateAccount(&changed), core.ErrConflict); err != nil {
				return fmt.Errorf("%s of another account: %w", what, err)
			}
			return nil
		})
	}
	for what, spoil := range map[string]func(*core.Account){
		"role": func(x *core.Account) { x.Role = "king" }, "state": func(x *core.Account) { x.State = "asleep" },
		"mail": func(x *core.Account) { x.Mail = "only@typed" }, "key": func(x *core.Account) { x.Key = "" },
		"creation": func(x *core.Account) { x.CreatedAt = time.Time{} },
	} {
		wrong := named("wrong")
		spoil(&wrong)
		if s.Update(t.Context(), func(tx core.Tx) error { return tx.InsertAccount(&wrong) }) == nil {
			t.Errorf("an account with a wrong %s was stored", what)
		}
	}
}

func testLookAlikes(t *testing.T, s core.Store) {
	a := add(t, s, ada())
	gone := named("gone")
	gone.State = core.StateDeleted
	gone = add(t, s, gone)
	view(t, s, func(tx core.Tx) error {
		for _, like := range []struct {
			key, skeleton string
			self, found   core.AccountID
		}{
			{"ada.byron", "-", 0, a.ID},
			{"ada@site.example", "-", 0, a.ID},
			{"-", "ada.byr0n", 0, a.ID},
			{"ada.byron", "ada.byr0n", a.ID, 0},
			{"gone", "-", a.ID, gone.ID},
			{"", "", 0, 0},
			{"ada", "ada", 0, 0},
		} {
			found, err := tx.AccountLike(like.self, like.key, like.skeleton)
			if like.found == 0 && want(err, core.ErrNotFound) != nil || like.found != 0 && (err != nil || found.ID != like.found) {
				return fmt.Errorf("like %+v: account %d, %v", like, found.ID, err)
			}
		}
		for _, mail := range []struct {
			key         string
			self, found core.AccountID
		}{
			{"ada@site.example", 0, a.ID},
			{"ada@site.example", a.ID, 0},
			{"ada.byron", 0, a.ID},
			{"gone", 0, gone.ID},
			{"", 0, 0},
		} {
			found, err := tx.AccountByMail(mail.self, mail.key)
			if mail.found == 0 && want(err, core.ErrNotFound) != nil || mail.found != 0 && (err != nil || found.ID != mail.found) {
				return fmt.Errorf("mail %+v: account %d, %v", mail, found.ID, err)
			}
		}
		return nil
	})
}

func testUsable(t *testing.T, s core.Store) {
	const failures = 100
	usable := map[core.Role][]core.AccountID{}
	for i, kind := range []struct {
		role     core.Role
		state    core.AccountState
		password bool
		first    bool
		failures int
		// given: another account has set the password; used: it was signed in with.
		given, used bool
		counts      bool
	}{
		{core.RoleRoot, core.StateActive, true, false, 0, false, false, true},
		{core.RoleRoot, core.StateActive, true, false, failures - 1, false, false, true},
		{core.RoleRoot, core.StateActive, true, false, failures, false, false, false},
		{core.RoleRoot, core.StateActive, false, false, 0, false, false, false},
		{core.RoleRoot, core.StateActive, true, true, 0, false, false, false},
		{core.RoleRoot, core.StateActive, true, false, 0, true, false, false},
		{core.RoleRoot, core.StateActive, true, false, 0, true, true, true},
		{core.RoleRoot, core.StateActive, true, true, 0, true, true, false},
		{core.RoleRoot, core.StateDisabled, true, false, 0, false, true, false},
		{core.RoleRoot, core.StateDeleted, true, false, 0, false, true, false},
		{core.RoleMember, core.StateActive, true, false, 5, false, false, true},
	} {
		a := named(fmt.Sprint("person", i))
		a.Role, a.State = kind.role, kind.state
		a = add(t, s, a)
		update(t, s, func(tx core.Tx) error {
			if kind.password {
				record := core.PasswordRecord{AccountID: a.ID, PHC: "$argon2id$1", SetAt: noon, SetBy: a.ID, MustChange: kind.first}
				if kind.given {
					record.SetBy = usable[core.RoleRoot][0]
				}
				if err := tx.PutPassword(record); err != nil {
					return err
				}
			}
			if kind.used {
				if err := tx.SetLastSignIn(a.ID, noon); err != nil {
					return err
				}
			}
			return tx.PutThrottle(core.Throttle{Subject: fmt.Sprint("account:", a.ID), AccountID: a.ID, Failures: kind.failures, UpdatedAt: noon})
		})
		if kind.counts {
			usable[kind.role] = append(usable[kind.role], a.ID)
		}
	}
	view(t, s, func(tx core.Tx) error {
		for _, role := range []core.Role{core.RoleRoot, core.RoleAdmin, core.RoleMember} {
			for _, except := range append([]core.AccountID{0}, usable[role]...) {
				wanted := slices.DeleteFunc(slices.Clone(usable[role]), func(id core.AccountID) bool { return id == except })
				listed, err := tx.Usable(role, except, failures)
				if err != nil {
					return err
				}
				if err := same(fmt.Sprint(role, " but ", except), fmt.Sprint(listed), fmt.Sprint(wanted)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func testAccountMACs(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	update(t, s, func(tx core.Tx) error {
		_, err := tx.AccountMAC(a.ID)
		return want(err, core.ErrNotFound)
	})
	for _, wanted := range []string{strings.Repeat("1", 32), strings.Repeat("2", 32)} {
		update(t, s, func(tx core.Tx) error { return tx.PutAccountMAC(a.ID, []byte(wanted)) })
		view(t, s, func(tx core.Tx) error {
			mac, err := tx.AccountMAC(a.ID)
			if err != nil {
				return err
			}
			return same("MAC", string(mac), wanted)
		})
	}
	for name, bad := range map[string]struct {
		id  core.AccountID
		mac []byte
	}{"short": {a.ID, []byte("short")}, "none": {a.ID, nil}, "nobody's": {a.ID + 1, make([]byte, 32)}} {
		if s.Update(t.Context(), func(tx core.Tx) error { return tx.PutAccountMAC(bad.id, bad.mac) }) == nil {
			t.Errorf("%s MAC was stored", name)
		}
	}
}

func testPasswords(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("bob"))
	record := core.PasswordRecord{AccountID: a.ID, PHC: "$argon2id$1", SetAt: noon, SetBy: b.ID, MustChange: true}
	update(t, s, func(tx core.Tx) error {
		if _, err := tx.Password(a.ID); want(err, core.ErrNotFound) != nil {
			return fmt.Errorf("a password before there is one: %v", err)
		}
		if err := want(tx.DeletePassword(a.ID), core.ErrNotFound); err != nil {
			return err
		}
		return tx.PutPassword(record)
	})
	again := core.PasswordRecord{AccountID: a.ID, PHC: "$argon2id$2", SetAt: noon.Add(time.Hour), SetBy: a.ID}
	for _, wanted := range []core.PasswordRecord{record, again} {
		update(t, s, func(tx core.Tx) error {
			if err := tx.PutPassword(wanted); err != nil {
				return err
			}
			found, err := tx.Password(a.ID)
			if err != nil {
				return err
			}
			return same("password", found, wanted)
		})
	}
	update(t, s, func(tx core.Tx) error {
		if err := tx.DeletePassword(a.ID); err != nil {
			return err
		}
		_, err := tx.Password(a.ID)
		return want(err, core.ErrNotFound)
	})
	record.AccountID = 99
	if s.Update(t.Context(), func(tx core.Tx) error { return tx.PutPassword(record) }) == nil {
		t.Fatal("a password of nobody was stored")
	}
}
