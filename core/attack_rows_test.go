package core_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"gatehouse/core"
)

// byHand writes to the store's file with SQLite alone, as somebody does who may
// write it and has no site key.
func (b *bed) byHand(statements ...string) {
	b.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(b.dir, "gatehouse.db")+"?_pragma=busy_timeout(10000)")
	must(b.t, err)
	for _, text := range statements {
		if _, err := db.ExecContext(b.t.Context(), text); err != nil {
			b.t.Fatalf("%s: %v", text, err)
		}
	}
	must(b.t, db.Close())
}

// Whoever edits the rows of an account by hand gets nothing by it: nobody signs
// in with the account, its sessions are over, and the log tells
// (ASVS 8.2.3).
func TestRowsEditedByHand(t *testing.T) {
	edits := map[string]string{
		"role":                 "UPDATE accounts SET role = 'root' WHERE key = 'ben'",
		"name":                 "UPDATE accounts SET key = 'benn' WHERE key = 'ben'",
		"mail":                 "UPDATE accounts SET mail = 'm@evil.test', mail_key = 'm@evil.test' WHERE key = 'ben'",
		"another's hash":       "UPDATE passwords SET phc = (SELECT phc FROM passwords WHERE account_id = 3) WHERE account_id = 2",
		"no change asked for":  "UPDATE passwords SET must_change = 1 WHERE account_id = 2",
		"another's MAC":        "UPDATE account_macs SET mac = (SELECT mac FROM account_macs WHERE account_id = 3) WHERE account_id = 2",
		"a MAC of noughts":     "UPDATE account_macs SET mac = zeroblob(32) WHERE account_id = 2",
		"no MAC":               "DELETE FROM account_macs WHERE account_id = 2",
		"all of another's row": "UPDATE accounts SET role = 'root', mail = '', mail_key = '' WHERE id = 2; UPDATE account_macs SET mac = (SELECT mac FROM account_macs WHERE account_id = 1) WHERE account_id = 2",
	}
	for name, edit := range edits {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			root := b.root()
			b.add(root, "ben", core.RoleMember)
			b.add(root, "mallory", core.RoleMember)
			token := b.in("ben", memberPassword)
			b.byHand(edit)
			for _, typed := range []string{"ben", "benn"} {
				_, _, err := b.try(typed, memberPassword)
				wantCode(t, err, core.CodeSignIn)
			}
			wantCode(t, b.site.Alive(t.Context(), token), core.CodeSession)
			_, err := b.site.Accounts(t.Context(), token, core.AccountQuery{Limit: 1})
			wantCode(t, err, core.CodeSession)
			if n := b.count(core.EventAccountAltered); n < 2 {
				t.Errorf("%d lines in the log tell of it", n)
			}
			view, err := b.site.Account(t.Context(), root, 2)
			must(t, err)
			if !view.Altered {
				t.Error("an administrator does not see it")
			}
			b.in("mallory", memberPassword)
		})
	}
}

// A switched-off or deleted account is not brought back by hand.
func TestStateEditedByHand(t *testing.T) {
	b := newBed(t)
	root := b.root()
	off := b.add(root, "ben", core.RoleMember)
	gone := b.add(root, "former", core.RoleMember)
	must(t, b.site.DisableAccount(t.Context(), root, off))
	must(t, b.site.DeleteAccount(t.Context(), root, gone, "former"))
	b.byHand("UPDATE accounts SET state = 'active'",
		"INSERT INTO passwords SELECT 3, phc, set_at, 3, 0 FROM passwords WHERE account_id = 2")
	for _, name := range []string{"ben", "former"} {
		_, _, err := b.try(name, memberPassword)
		wantCode(t, err, core.CodeSignIn)
	}
}

// What an administrator does to an account that was altered vouches for nothing
// that somebody else wrote into it; only a new first password does, and for no
// role but the least.
func TestActsDoNotVouchForAlteredRows(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	b.add(root, "mallory", core.RoleMember)
	b.byHand("UPDATE accounts SET role = 'root' WHERE id = 2",
		"UPDATE passwords SET phc = (SELECT phc FROM passwords WHERE account_id = 3) WHERE account_id = 2")
	must(t, b.site.DisableAccount(t.Context(), root, id))
	must(t, b.site.EnableAccount(t.Context(), root, id))
	edit := func(full string, role core.Role) {
		t.Helper()
		view, err := b.site.Account(t.Context(), root, id)
		must(t, err)
		must(t, b.site.EditAccount(t.Context(), root, id, core.AccountEdit{
			Revision: view.Revision, NewAccount: core.NewAccount{Name: "ben", FullName: full, Role: role},
		}))
	}
	edit("Ben", core.RoleRoot)
	_, _, err := b.try("ben", memberPassword)
	wantCode(t, err, core.CodeSignIn)
	_, err = b.site.ResetPassword(t.Context(), root, id)
	wantCode(t, err, core.CodeRefused)

	edit("Ben", core.RoleMember)
	_, _, err = b.try("ben", memberPassword)
	wantCode(t, err, core.CodeSignIn)
	reset, err := b.site.ResetPassword(t.Context(), root, id)
	must(t, err)
	b.limited("ben", reset.FirstPassword)
}

// The first root account whose hash somebody replaced by one of his own lets
// him in nowhere: not at the sign-in, not at a locked window.
func TestHashReplacedByHand(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "mallory", core.RoleMember)
	must(t, b.site.Lock(t.Context(), root))
	b.byHand("UPDATE passwords SET phc = (SELECT phc FROM passwords WHERE account_id = 2) WHERE account_id = 1")
	_, _, err := b.try("ada", memberPassword)
	wantCode(t, err, core.CodeSignIn)
	_, err = b.site.Unlock(t.Context(), root, memberPassword)
	wantCode(t, err, core.CodeSession)
}
