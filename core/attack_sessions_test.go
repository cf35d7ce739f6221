package core_test

import (
	"sync"
	"testing"
	"time"

	"gatehouse/core"
)

// limited signs an account in whose password has to be changed first.
func (b *bed) limited(name, secret string) *core.SignIn {
	b.t.Helper()
	flow := b.site.StartSignIn(desk)
	step, err := flow.Password(b.t.Context(), name, secret)
	must(b.t, err)
	if step != core.StepChangePassword {
		b.t.Fatalf("the sign-in of %s stands at %s", name, step)
	}
	return flow
}

// Whoever has seen a first password and waits in the step that changes it
// cannot take the account back after its owner has changed it (CVE-2026-43911;
// govengers/auth 1.1.1).
func TestHalfFinishedSignInDiesWithTheChange(t *testing.T) {
	b := newBed(t)
	added, err := b.site.AddAccount(t.Context(), b.root(), core.NewAccount{Name: "ben", Role: core.RoleMember})
	must(t, err)
	thief := b.limited("ben", added.FirstPassword)
	owner := b.limited("ben", added.FirstPassword)
	_, err = owner.ChangePassword(t.Context(), core.OwnChange{New: memberPassword, Confirm: memberPassword})
	must(t, err)
	stolen := "the words of a thief here"
	_, err = thief.ChangePassword(t.Context(), core.OwnChange{New: stolen, Confirm: stolen})
	wantCode(t, err, core.CodeSession)
	_, _, err = b.try("ben", stolen)
	wantCode(t, err, core.CodeSignIn)
	b.in("ben", memberPassword)
	view, err := b.site.AccountNamed(t.Context(), b.root(), "ben")
	must(t, err)
	for _, session := range view.Sessions {
		if session.Scope != core.ScopeFull {
			t.Errorf("a session that may only change the password is left: %+v", session)
		}
	}
}

// A session that may only set a new password neither opens windows nor tries
// passwords, not even to count one.
func TestLimitedSessionTriesNoPassword(t *testing.T) {
	b := newBed(t)
	added, err := b.site.AddAccount(t.Context(), b.root(), core.NewAccount{Name: "ben", Role: core.RoleMember})
	must(t, err)
	flow := b.limited("ben", added.FirstPassword)
	for range *lockout().FirstLockAt + 1 {
		for _, secret := range []string{added.FirstPassword, "wrong"} {
			_, err := b.site.Unlock(t.Context(), flow.Token(), secret)
			wantCode(t, err, core.CodeForbidden)
		}
	}
	b.limited("ben", added.FirstPassword)
}

// A clock that is set back gives no session more life
// (CVE-2013-1775), and one that is a little unsteady ends none.
func TestClockSetBackEndsSessions(t *testing.T) {
	b := newBed(t)
	token := b.root()
	b.clock.advance(-time.Minute)
	must(t, b.site.Alive(t.Context(), token))
	b.clock.advance(-24 * time.Hour)
	must(t, b.site.Alive(t.Context(), token))
	b.clock.advance(12*time.Hour - 2*time.Millisecond)
	must(t, b.site.Alive(t.Context(), token))
	b.clock.advance(2 * time.Millisecond)
	wantCode(t, b.site.Alive(t.Context(), token), core.CodeSession)
	own, err := b.site.Me(t.Context(), b.root())
	must(t, err)
	if len(own.Others) != 0 {
		t.Errorf("open elsewhere: %+v", own.Others)
	}
}

// Two root accounts that demote each other at once leave one: the second of the
// two has no right any more.
func TestRootsDemoteEachOther(t *testing.T) {
	b := newBed(t)
	first := b.root()
	id := b.add(first, "second", core.RoleRoot)
	_, other := b.open(nil)
	second, _, err := tryOn(t.Context(), other, "second", memberPassword)
	must(t, err)
	demote := func(site *core.Site, token core.Token, id core.AccountID, name string) error {
		view, err := site.Account(t.Context(), token, id)
		if err != nil {
			return err
		}
		return site.EditAccount(t.Context(), token, id, core.AccountEdit{
			Revision: view.Revision, NewAccount: core.NewAccount{Name: name, Role: core.RoleMember},
		})
	}
	var errs [2]error
	var wait sync.WaitGroup
	wait.Go(func() { errs[0] = demote(b.site, first, id, "second") })
	wait.Go(func() { errs[1] = demote(other, second, firstID, "ada") })
	wait.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("demoted: %v and %v, want one of them", errs[0], errs[1])
	}
	roots := 0
	must(t, b.store.View(t.Context(), func(tx core.Tx) error {
		for _, one := range []core.AccountID{firstID, id} {
			account, err := tx.AccountByID(one)
			if err != nil {
				return err
			}
			if account.Role == core.RoleRoot {
				roots++
			}
		}
		return nil
	}))
	if roots != 1 {
		t.Errorf("%d root accounts are left, want 1", roots)
	}
}

// A sign-in in flight while an administrator switches the account off, resets
// or deletes it leaves no session behind (ASVS 7.4.2, 15.4.2).
func TestSignInInFlightIsOvertaken(t *testing.T) {
	b := newBed(t)
	root := b.root()
	acts := map[string]func(core.AccountID) error{
		"one.off": func(id core.AccountID) error { return b.site.DisableAccount(t.Context(), root, id) },
		"two.gone": func(id core.AccountID) error {
			return b.site.DeleteAccount(t.Context(), root, id, "two.gone")
		},
		"three.reset": func(id core.AccountID) error {
			_, err := b.site.ResetPassword(t.Context(), root, id)
			return err
		},
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			id := b.add(root, name, core.RoleMember)
			_, other := b.open(nil)
			var wait sync.WaitGroup
			tokens := make([]core.Token, 16)
			for i := range tokens {
				wait.Go(func() { tokens[i], _, _ = tryOn(t.Context(), other, name, memberPassword) })
			}
			must(t, act(id))
			wait.Wait()
			for _, token := range tokens {
				if !token.Zero() {
					wantCode(t, other.Alive(t.Context(), token), core.CodeSession)
				}
			}
		})
	}
}

// Closing a site waits for what runs, and what comes later is refused: a line
// of the log is never made without its key.
func TestCloseWhileActing(t *testing.T) {
	b := newBed(t)
	g := &gate{inside: make(chan struct{}), goOn: make(chan struct{}), closing: make(chan struct{})}
	_, site := b.open(func(s core.Store) core.Store { g.Store = s; return g })
	done := make(chan error, 1)
	go func() {
		_, _, err := tryOn(t.Context(), site, "nobody", wrong())
		done <- err
	}()
	<-g.inside
	closed := make(chan error, 1)
	go func() { closed <- site.Close() }()
	<-g.closing
	g.goOn <- struct{}{}
	// The sign-in may get its second transaction in before the store closes.
	if code := core.ErrorCode(<-done); code != core.CodeFault && code != core.CodeSignIn {
		t.Errorf("a sign-in on a closing site ended in %q", code)
	}
	must(t, <-closed)
	if _, _, err := tryOn(t.Context(), site, "nobody", wrong()); core.ErrorCode(err) != core.CodeFault {
		t.Errorf("a sign-in on a closed site ended in %v", err)
	}
	report, err := b.site.VerifyLog(t.Context())
	must(t, err)
	if report.BadLine != 0 {
		t.Errorf("line %d of the log is broken", report.BadLine)
	}
}
