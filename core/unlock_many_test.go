package core_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
)

// lockedCrowd puts so many members into the store, person-0 and on, who are all
// locked: every third for want of use, the others after wrong passwords, and of
// these some for ten minutes only.
func (b *bed) lockedCrowd(n int) []core.AccountID {
	b.t.Helper()
	ids := make([]core.AccountID, n)
	must(b.t, b.store.Update(b.t.Context(), func(tx core.Tx) error {
		for i := range ids {
			name := fmt.Sprintf("person-%d", i)
			a := core.Account{
				Name: name, Key: name, Skeleton: name, FullName: "Per Son", Role: core.RoleMember, State: core.StateActive,
				CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
			}
			if err := tx.InsertAccount(&a); err != nil {
				return err
			}
			ids[i] = a.ID
			if err := lockRow(tx, a.ID, i); err != nil {
				return err
			}
		}
		return nil
	}))
	return ids
}

// lockRow locks an account in the way that the number stands for.
func lockRow(tx core.Tx, id core.AccountID, i int) error {
	if i%3 == 0 {
		return tx.PutTerms(core.Terms{AccountID: id, InactiveFrom: tx.Now().Add(-time.Hour)})
	}
	until := tx.Now().Add(10 * time.Hour)
	if i%10 == 1 {
		until = tx.Now().Add(10 * time.Minute)
	}
	return tx.PutThrottle(core.Throttle{
		Subject: fmt.Sprint("account:", id), AccountID: id, Failures: 5, LockedAt: tx.Now(), LockedUntil: until, UpdatedAt: tx.Now(),
	})
}

// stillLocked counts the locked accounts.
func (b *bed) stillLocked(token core.Token) int {
	b.t.Helper()
	names, err := b.site.LockedAccounts(b.t.Context(), token, "")
	must(b.t, err)
	return len(names)
}

// numbersOf are the numbers of names.
func numbersOf(names []core.AccountName) []core.AccountID {
	var ids []core.AccountID
	for _, n := range names {
		ids = append(ids, n.ID)
	}
	return ids
}

// All that were locked when they were counted are unlocked, in several
// transactions; nobody else is, and who is free already is told apart.
func TestUnlockMany(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ids := b.lockedCrowd(450)
	names, err := b.site.LockedAccounts(t.Context(), root, "")
	must(t, err)
	if !slices.Equal(numbersOf(names), ids) || names[3].Name != "person-3" || names[3].FullName != "Per Son" {
		t.Fatalf("%d are locked: %+v", len(names), names[:4])
	}
	late := b.add(root, "late", core.RoleMember)
	must(t, b.store.Update(t.Context(), func(tx core.Tx) error { return lockRow(tx, late, 2) }))
	must(t, b.site.DeleteAccount(t.Context(), root, ids[449], "person-449"))
	b.clock.advance(11 * time.Minute) // the locks of 11, 31 and 41 and so on are over: 30 of 450
	var told []int
	done, err := b.site.UnlockMany(t.Context(), root, numbersOf(names), "the gate was closed", func(done, total int) {
		if total != 450 {
			t.Errorf("of %d", total)
		}
		told = append(told, done)
	})
	must(t, err)
	if done != (core.Unlocked{Done: 419, Over: 31}) || !slices.Equal(told, []int{200, 400, 450}) {
		t.Errorf("%+v, told %v", done, told)
	}
	if n := b.count(core.EventAccountUnlocked); n != 419 {
		t.Errorf("%d lines in the log", n)
	}
	if e := b.newest(); e.Kind != core.EventAccountUnlocked || e.Detail != `{"reason":"the gate was closed"}` || e.TargetName != "person-448" {
		t.Errorf("%+v", e)
	}
	left, err := b.site.LockedAccounts(t.Context(), root, "")
	must(t, err)
	if len(left) != 1 || left[0].ID != late {
		t.Errorf("left %+v", left)
	}
}

// An admin is shown those that the role reaches to, and a search finds its own.
func TestLockedAccounts(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.lockedCrowd(30)
	second := b.add(root, "second", core.RoleRoot)
	b.add(root, "an.admin", core.RoleAdmin)
	must(t, b.store.Update(t.Context(), func(tx core.Tx) error { return lockRow(tx, second, 2) }))
	admin := b.in("an.admin", memberPassword)
	for _, tt := range []struct {
		token  core.Token
		search string
		want   int
	}{{root, "", 31}, {admin, "", 30}, {root, "PERSON-2", 11}, {admin, "son", 30}, {root, "sec", 1}, {admin, "sec", 0}, {root, "nobody", 0}} {
		names, err := b.site.LockedAccounts(t.Context(), tt.token, tt.search)
		must(t, err)
		if len(names) != tt.want {
			t.Errorf("%q finds %d, want %d", tt.search, len(names), tt.want)
		}
	}
	_, err := b.site.LockedAccounts(t.Context(), root, strings.Repeat("x", 201))
	wantFields(t, err, "search")
	done, err := b.site.UnlockMany(t.Context(), admin, []core.AccountID{second}, "why not", nil)
	wantCode(t, err, core.CodeForbidden)
	if done != (core.Unlocked{}) || b.stillLocked(root) != 31 {
		t.Errorf("%+v", done)
	}
	b.add(root, "ben", core.RoleMember)
	_, err = b.site.LockedAccounts(t.Context(), b.in("ben", memberPassword), "")
	wantCode(t, err, core.CodeForbidden)
}

// Without a reason, or without anybody, nothing begins.
func TestUnlockManyRefuses(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ids := b.lockedCrowd(3)
	never := func(int, int) { t.Error("something was done") }
	_, err := b.site.UnlockMany(t.Context(), root, ids, " ", never)
	wantFields(t, err, core.FieldReason)
	_, err = b.site.UnlockMany(t.Context(), root, nil, "all called", never)
	wantCode(t, err, core.CodeUsage)
	if n := b.stillLocked(root); n != 3 {
		t.Errorf("%d are locked", n)
	}
}

// A fault half way: what was committed is counted, has its lines in the log and
// stays; the batch at fault has left nothing. Done anew, the rest is unlocked.
func TestUnlockManyFault(t *testing.T) {
	for _, fail := range []int{1, 700, 1_500, 1_799} { // four writes an account, and one for the session
		t.Run(fmt.Sprint(fail), func(t *testing.T) {
			b := newBed(t)
			root := b.root()
			ids := b.lockedCrowd(450)
			faulty := &faultyStore{}
			_, site := b.open(func(s core.Store) core.Store {
				faulty.Store = s
				return faulty
			})
			faulty.fail, faulty.writes = fail, 0
			told := 0
			done, err := site.UnlockMany(t.Context(), root, ids, "the gate was closed", func(done, _ int) { told = done })
			e := wantCode(t, err, core.CodeFault)
			if e.Reference == "" || strings.Contains(e.Error(), "nothing was changed") == (done.Done > 0) {
				t.Errorf("%d are done, and it says %q", done.Done, e)
			}
			if done.Over != 0 || done.Done%200 != 0 || done.Done == 450 || told != done.Done {
				t.Errorf("%+v, told %d", done, told)
			}
			if left, lines := b.stillLocked(root), b.count(core.EventAccountUnlocked); left != 450-done.Done || lines != done.Done {
				t.Errorf("%d are done, %d still locked, %d lines in the log", done.Done, left, lines)
			}
			again, err := b.site.UnlockMany(t.Context(), root, ids, "once more", nil)
			must(t, err)
			if again != (core.Unlocked{Done: 450 - done.Done, Over: done.Done}) || b.stillLocked(root) != 0 {
				t.Errorf("the second time %+v", again)
			}
		})
	}
}

// Whoever stops it keeps what was done until then.
func TestUnlockManyStopped(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ids := b.lockedCrowd(450)
	ctx, stop := context.WithCancel(t.Context())
	done, err := b.site.UnlockMany(ctx, root, ids, "the gate was closed", func(int, int) { stop() })
	e := wantCode(t, err, core.CodeFault)
	if done != (core.Unlocked{Done: 200}) || e.Error() != "Stopped before all of it was done. What was done stays." {
		t.Errorf("%+v, %q", done, e)
	}
	if left, lines := b.stillLocked(root), b.count(core.EventAccountUnlocked); left != 250 || lines != 200 {
		t.Errorf("%d still locked, %d lines in the log", left, lines)
	}
	done, err = b.site.UnlockMany(ctx, root, ids, "the gate was closed", nil)
	e = wantCode(t, err, core.CodeFault)
	if done != (core.Unlocked{}) || e.Error() != "Stopped before it was done. Nothing was changed." {
		t.Errorf("stopped before it began: %+v, %q", done, e)
	}
}

// A session that ends half way ends the work.
func TestUnlockManySignedOut(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ids := b.lockedCrowd(450)
	done, err := b.site.UnlockMany(t.Context(), root, ids, "the gate was closed", func(done, _ int) {
		if done == 200 {
			must(t, b.site.SignOut(t.Context(), root))
		}
	})
	wantCode(t, err, core.CodeSession)
	if done != (core.Unlocked{Done: 200}) || b.stillLocked(b.root()) != 250 {
		t.Errorf("%+v", done)
	}
}
