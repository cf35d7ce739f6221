package core_test

import (
	"fmt"
	"sync"
	"testing"

	"gatehouse/core"
)

// A change of the password and an administrator's reset at the same moment, in
// two programs: whatever order they take, the reset's password is the one that
// holds, and no session outlives it (ASVS 15.4.2, 7.4.3).
func TestChangeAndResetAtOnce(t *testing.T) {
	b := newBed(t)
	root := b.root()
	_, other := b.open(nil)
	for i := range 10 {
		name := fmt.Sprintf("person%c", 'a'+i)
		id := b.add(root, name, core.RoleMember)
		token := b.in(name, memberPassword)
		var done core.Changed
		var changed error
		var wait sync.WaitGroup
		wait.Go(func() {
			done, changed = other.ChangePassword(t.Context(), token, core.OwnChange{
				Current: memberPassword, New: rootPassword, Confirm: rootPassword,
			})
		})
		reset, err := b.site.ResetPassword(t.Context(), root, id)
		must(t, err)
		wait.Wait()
		wantCode(t, b.site.Alive(t.Context(), token), core.CodeSession)
		if changed == nil {
			wantCode(t, b.site.Alive(t.Context(), done.Token), core.CodeSession)
		}
		for _, old := range []string{memberPassword, rootPassword} {
			_, _, err := b.try(name, old)
			wantCode(t, err, core.CodeSignIn)
		}
		b.limited(name, reset.FirstPassword)
	}
}

// Two accounts of one name at once, from two programs: there is one, and its
// maker knows its first password.
func TestOneNameAddedTwiceAtOnce(t *testing.T) {
	b := newBed(t)
	root := b.root()
	_, other := b.open(nil)
	for i := range 5 {
		name := fmt.Sprintf("person%c", 'a'+i)
		var made [2]core.Added
		var errs [2]error
		var wait sync.WaitGroup
		for k, site := range []*core.Site{b.site, other} {
			wait.Go(func() {
				made[k], errs[k] = site.AddAccount(t.Context(), root, core.NewAccount{Name: name, Role: core.RoleMember})
			})
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("added: %v and %v, want one of them", errs[0], errs[1])
		}
		for k, err := range errs {
			if err != nil {
				wantFields(t, err, core.FieldName)
				continue
			}
			b.limited(name, made[k].FirstPassword)
		}
	}
}

// A role that is taken away while its session acts in another program is gone
// at the next act, and what was done before stays whole (ASVS 8.3.2).
func TestRoleTakenAwayWhileActing(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "an.admin", core.RoleAdmin)
	_, other := b.open(nil)
	token, _, err := tryOn(t.Context(), other, "an.admin", memberPassword)
	must(t, err)
	started, ended := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		for ; ; n++ {
			_, err := other.AddAccount(t.Context(), token, core.NewAccount{Name: fmt.Sprintf("person-%d", n), Role: core.RoleMember})
			if n == 0 {
				close(started)
			}
			if err != nil {
				if core.ErrorCode(err) != core.CodeForbidden {
					t.Errorf("ended by %v", err)
				}
				break
			}
		}
		ended <- n
	}()
	<-started
	view, err := b.site.Account(t.Context(), root, id)
	must(t, err)
	must(t, b.site.EditAccount(t.Context(), root, id, core.AccountEdit{
		Revision: view.Revision, NewAccount: core.NewAccount{Name: "an.admin", Role: core.RoleMember},
	}))
	after := b.count(core.EventAccountAdded)
	if n := <-ended; b.count(core.EventAccountAdded) != after || after != n+1 {
		t.Errorf("%d accounts were added and %d recorded, %d when the right was gone", n+1, b.count(core.EventAccountAdded), after)
	}
}
