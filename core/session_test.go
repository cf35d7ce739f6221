package core_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
)

func TestSignOut(t *testing.T) {
	b := newBed(t)
	token := b.root()
	must(t, b.site.Alive(t.Context(), token))
	must(t, b.site.SignOut(t.Context(), token))
	wantCode(t, b.site.Alive(t.Context(), token), core.CodeSession)
	must(t, b.site.SignOut(t.Context(), token))
	if n := b.count(core.EventSignedOut); n != 1 {
		t.Errorf("recorded %d times", n)
	}
}

// A forged token opens nothing (ASVS 7.2.1), and a token prints nothing.
func TestTokens(t *testing.T) {
	b := newBed(t)
	wantCode(t, b.site.Alive(t.Context(), core.Token{}), core.CodeSession)
	one, two := b.root(), b.root()
	if one == two {
		t.Error("two sessions have one token")
	}
	if secret, err := base64.RawURLEncoding.DecodeString(one.Secret()); err != nil || len(secret)*8 != 256 {
		t.Errorf("a token has %d bits, %v", len(secret)*8, err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if text := fmt.Sprintf(verb, one); !strings.Contains(text, "session token") {
			t.Errorf("%s shows %q", verb, text)
		}
	}
}

// A session lives twelve hours at most (ASVS 7.3.2).
func TestSessionEnds(t *testing.T) {
	b := newBed(t)
	token := b.root()
	b.clock.advance(12*time.Hour - time.Millisecond)
	must(t, b.site.Alive(t.Context(), token))
	b.clock.advance(time.Millisecond)
	wantCode(t, b.site.Alive(t.Context(), token), core.CodeSession)
}

func TestLockAndUnlock(t *testing.T) {
	b := newBed(t)
	token := b.root()
	must(t, b.site.Lock(t.Context(), token))
	_, err := b.site.Me(t.Context(), token)
	wantCode(t, err, core.CodeWindowLocked)
	_, err = b.site.ChangePassword(t.Context(), token, core.OwnChange{Current: rootPassword, New: memberPassword, Confirm: memberPassword})
	wantCode(t, err, core.CodeWindowLocked)
	_, err = b.site.Unlock(t.Context(), token, wrong())
	e := wantCode(t, err, core.CodeSignIn)
	if e.Field != core.FieldPassword {
		t.Errorf("shown beside %q", e.Field)
	}
	_, err = b.site.Unlock(t.Context(), token, "")
	wantFields(t, err, core.FieldPassword)
	fresh, err := b.site.Unlock(t.Context(), token, rootPassword)
	must(t, err)
	must(t, b.site.Alive(t.Context(), fresh))
	wantCode(t, b.site.Alive(t.Context(), token), core.CodeSession)
	_, err = b.site.Unlock(t.Context(), token, rootPassword)
	wantCode(t, err, core.CodeSession)
}

// The log tells why a window was locked. A second cause changes nothing, and one that
// is none locks nothing.
func TestLockCause(t *testing.T) {
	for cause, told := range map[core.LockCause]string{
		core.LockAsked: "{}", core.LockScreen: `{"why":"screen"}`, core.LockSwitched: `{"why":"switched"}`, core.LockSleep: `{"why":"sleep"}`,
	} {
		b := newBed(t)
		token := b.root()
		must(t, b.site.LockBecause(t.Context(), token, cause))
		must(t, b.site.LockBecause(t.Context(), token, core.LockSleep))
		wantCode(t, b.site.Alive(t.Context(), token), core.CodeWindowLocked)
		if n := b.count(core.EventWindowLocked); n != 1 {
			t.Errorf("%q: recorded %d times", cause, n)
		}
		b.wantNewest(core.EventWindowLocked, told)
	}
	b := newBed(t)
	token := b.root()
	for _, cause := range []core.LockCause{"unused", "lunch"} {
		wantCode(t, b.site.LockBecause(t.Context(), token, cause), core.CodeUsage)
	}
	must(t, b.site.Alive(t.Context(), token))
}

// All verifiers share one count: tries at the sign-in, the locked window and
// the change of the password add up (CVE-2026-123521).
func TestVerifiersShareACount(t *testing.T) {
	b := newBed(t)
	one, two := b.root(), b.root()
	must(t, b.site.Lock(t.Context(), two))
	_, _, err := b.try("ada", wrong())
	wantCode(t, err, core.CodeSignIn)
	_, err = b.site.Unlock(t.Context(), two, wrong())
	wantCode(t, err, core.CodeSignIn)
	for range 2 {
		change := core.OwnChange{Current: wrong(), New: memberPassword, Confirm: memberPassword}
		_, err = b.site.ChangePassword(t.Context(), one, change)
		e := wantCode(t, err, core.CodeSignIn)
		if e.Field != core.FieldCurrent {
			t.Errorf("shown beside %q", e.Field)
		}
	}
	_, err = b.site.Unlock(t.Context(), two, wrong())
	wantCode(t, err, core.CodeLocked)
	_, _, err = b.try("ada", rootPassword)
	wantCode(t, err, core.CodeLocked)
	must(t, b.site.Alive(t.Context(), one))
}

// What ends in one program is over in the other at the next call.
func TestEndedElsewhere(t *testing.T) {
	b := newBed(t)
	root := b.root()
	_, other := b.open(nil)
	tests := map[string]func(core.AccountID) error{
		"switched off": func(id core.AccountID) error { return b.site.DisableAccount(t.Context(), root, id) },
		"deleted":      func(id core.AccountID) error { return b.site.DeleteAccount(t.Context(), root, id, "switched-off") },
		"reset": func(id core.AccountID) error {
			_, err := b.site.ResetPassword(t.Context(), root, id)
			return err
		},
	}
	n := 0
	for name, act := range tests {
		t.Run(name, func(t *testing.T) {
			n++
			account := fmt.Sprintf("person%c", 'k'+n)
			id := b.add(root, account, core.RoleMember)
			token, _, err := tryOn(t.Context(), other, account, memberPassword)
			must(t, err)
			if name == "deleted" {
				must(t, b.site.DeleteAccount(t.Context(), root, id, account))
			} else {
				must(t, act(id))
			}
			wantCode(t, other.Alive(t.Context(), token), core.CodeSession)
		})
	}
}
