package core_test

import (
	"sync"
	"testing"
	"time"

	"gatehouse/core"
)

func TestSignIn(t *testing.T) {
	b := newBed(t)
	token, step, err := b.try("ada", rootPassword)
	must(t, err)
	if step != core.StepDone || token.Zero() {
		t.Fatalf("step %s, token %v", step, token)
	}
	own, err := b.site.Me(t.Context(), token)
	must(t, err)
	if own.Name != "ada" || own.Role != core.RoleRoot || own.Here.Device != desk {
		t.Fatalf("signed in as %+v", own)
	}
}

// A wrong name and a wrong password read the same, and so does a switched-off
// account: ASVS 6.3.8.
func TestSignInRefusalsReadTheSame(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	must(t, b.site.DisableAccount(t.Context(), root, id))
	_, _, wrong := b.try("ada", "wrong")
	_, _, unknown := b.try("nobody", "wrong")
	_, _, off := b.try("ben", memberPassword)
	_, _, bad := b.try("not\ta name", "wrong")
	for _, err := range []error{wrong, unknown, off, bad} {
		wantCode(t, err, core.CodeSignIn)
		if err.Error() != wrong.Error() {
			t.Errorf("%q differs from %q", err, wrong)
		}
	}
}

func TestSignInFields(t *testing.T) {
	b := newBed(t)
	tests := []struct {
		name, secret string
		fields       []string
	}{
		{"", "", []string{core.FieldName, core.FieldPassword}},
		{"ada", "", []string{core.FieldPassword}},
		{"ada", "   ", []string{core.FieldPassword}},
		{"ada", string(make([]byte, 1<<20)), []string{core.FieldPassword}},
		{string(make([]byte, 1<<20)), "secret", []string{core.FieldName}},
	}
	for _, tt := range tests {
		_, _, err := b.try(tt.name, tt.secret)
		wantFields(t, err, tt.fields...)
	}
	if n := b.count(core.EventSignInFailed); n != 0 {
		t.Errorf("%d of these counted as guesses", n)
	}
}

// Five failures lock for 15 minutes, whether the name is an account or not.
func TestFiveFailuresLock(t *testing.T) {
	for _, name := range []string{"ada", "nobody"} {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			first := *lockout().FirstLockAt
			for i := 1; i < first; i++ {
				_, _, err := b.try(name, wrong())
				wantCode(t, err, core.CodeSignIn)
			}
			_, _, err := b.try(name, wrong())
			e := wantCode(t, err, core.CodeLocked)
			if e.Lock == nil || e.Lock.For != 15*time.Minute || e.Lock.Failures != first {
				t.Fatalf("lock %+v", e.Lock)
			}
			if want := b.clock.Now().Add(15 * time.Minute); !e.Lock.Until.Equal(want) {
				t.Errorf("locked until %v, want %v", e.Lock.Until, want)
			}
			b.clock.advance(15*time.Minute - time.Millisecond)
			_, _, err = b.try(name, rootPassword)
			wantCode(t, err, core.CodeLocked)
			b.clock.advance(time.Millisecond)
			_, _, err = b.try(name, rootPassword)
			if name == "ada" {
				must(t, err)
			} else {
				wantCode(t, err, core.CodeSignIn)
			}
		})
	}
}

// Protection is back after a lock ends (GHSA-jc8m-cxhj-668x).
func TestLockComesAgain(t *testing.T) {
	b := newBed(t)
	for round := range 3 {
		for i := 1; i <= 5; i++ {
			_, _, err := b.try("ada", wrong())
			want := core.CodeSignIn
			if i == 5 {
				want = core.CodeLocked
			}
			if core.ErrorCode(err) != want {
				t.Fatalf("round %d, try %d: %v", round, i, err)
			}
		}
		b.clock.advance(15 * time.Minute)
	}
}

// A success begins the count anew.
func TestSuccessResets(t *testing.T) {
	b := newBed(t)
	for range 3 {
		for range 4 {
			_, _, err := b.try("ada", wrong())
			wantCode(t, err, core.CodeSignIn)
		}
		b.root()
	}
}

// Variants of one name share one count (CVE-2025-6004, CVE-2025-24806).
func TestVariantsShareACount(t *testing.T) {
	b := newBed(t)
	for _, name := range []string{"ada", "ADA", "Ada", "ａｄａ"} {
		_, _, err := b.try(name, wrong())
		wantCode(t, err, core.CodeSignIn)
	}
	_, _, err := b.try("aDa", wrong())
	wantCode(t, err, core.CodeLocked)
}

// 50 parallel guesses of one program verify exactly five.
func TestParallelGuesses(t *testing.T) {
	b := newBed(t)
	var wait sync.WaitGroup
	for range 50 {
		wait.Go(func() {
			_, _, err := b.try("ada", wrong())
			if code := core.ErrorCode(err); code != core.CodeSignIn && code != core.CodeLocked {
				t.Errorf("a guess ended in %v", err)
			}
		})
	}
	wait.Wait()
	if n := b.count(core.EventSignInFailed); n != 5 {
		t.Errorf("%d guesses were verified, want 5", n)
	}
	if n := b.count(core.EventSignInLocked); n != 45 {
		t.Errorf("%d guesses were refused, want 45", n)
	}
}

// Right passwords in parallel do not lock each other out.
func TestParallelSuccesses(t *testing.T) {
	b := newBed(t)
	for range 4 {
		_, _, err := b.try("ada", wrong())
		wantCode(t, err, core.CodeSignIn)
	}
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			if _, _, err := b.try("ada", rootPassword); err != nil {
				t.Errorf("a right password was refused: %v", err)
			}
		})
	}
	wait.Wait()
}

// A first password leads to a session that can do one thing only.
func TestMustChange(t *testing.T) {
	b := newBed(t)
	root := b.root()
	added, err := b.site.AddAccount(t.Context(), root, core.NewAccount{Name: "ben", Role: core.RoleRoot})
	must(t, err)
	flow := b.site.StartSignIn(desk)
	step, err := flow.Password(t.Context(), "ben", added.FirstPassword)
	must(t, err)
	if step != core.StepChangePassword {
		t.Fatalf("stands at %s", step)
	}
	limited := flow.Token()
	_, err = b.site.Me(t.Context(), limited)
	wantCode(t, err, core.CodeForbidden)
	_, err = b.site.Accounts(t.Context(), limited, core.AccountQuery{Limit: 10})
	wantCode(t, err, core.CodeForbidden)
	wantCode(t, b.site.Lock(t.Context(), limited), core.CodeForbidden)

	wantSeen := func(seen bool) {
		t.Helper()
		v, err := b.site.Account(t.Context(), root, added.ID)
		must(t, err)
		if v.LastSignInAt.IsZero() == seen {
			t.Errorf("last signed in at %v", v.LastSignInAt)
		}
	}
	wantSeen(false)
	_, err = flow.ChangePassword(t.Context(), core.OwnChange{New: added.FirstPassword, Confirm: added.FirstPassword})
	wantFields(t, err, core.FieldNew)
	fresh := "entirely different words"
	step, err = flow.ChangePassword(t.Context(), core.OwnChange{New: fresh, Confirm: fresh})
	must(t, err)
	if step != core.StepDone {
		t.Fatalf("stands at %s", step)
	}
	_, err = b.site.Me(t.Context(), limited)
	wantCode(t, err, core.CodeSession)
	_, err = b.site.Me(t.Context(), flow.Token())
	must(t, err)
	wantSeen(true)
	b.in("ben", fresh)
}

// No step can be skipped or taken twice (CVE-2026-18963).
func TestStepsInOrder(t *testing.T) {
	b := newBed(t)
	flow := b.site.StartSignIn(desk)
	_, err := flow.ChangePassword(t.Context(), core.OwnChange{New: "entirely different words", Confirm: "entirely different words"})
	wantCode(t, err, core.CodeUsage)
	_, err = flow.Password(t.Context(), "ada", rootPassword)
	must(t, err)
	_, err = flow.Password(t.Context(), "ada", rootPassword)
	wantCode(t, err, core.CodeUsage)
	_, err = flow.ChangePassword(t.Context(), core.OwnChange{})
	wantCode(t, err, core.CodeUsage)
}

// A hash that costs less than today's is made anew at the sign-in.
func TestRehash(t *testing.T) {
	b := newBed(t)
	b.cfg.Hasher = cheap(t, 128)
	_, dearer := b.open(nil)
	_, _, err := tryOn(t.Context(), dearer, "ada", rootPassword)
	must(t, err)
	_, _, err = tryOn(t.Context(), dearer, "ada", rootPassword)
	must(t, err)
	if n := b.count(core.EventPasswordRehashed); n != 1 {
		t.Errorf("rehashed %d times, want once", n)
	}
	b.root()
}

// The forms of one password are one password; every other
// difference matters (ASVS 6.2.8, CVE-2025-22228).
func TestPasswordForms(t *testing.T) {
	b := newBed(t)
	token := b.root()
	long := "Ünïcode words, seventy-two bytes and then some more of them, up to here: é! "
	_, err := b.site.ChangePassword(t.Context(), token, core.OwnChange{Current: rootPassword, New: long, Confirm: long})
	must(t, err)
	b.in("ada", "U\u0308ni\u0308code words, seventy-two bytes and then some more of them, up to here: e\u0301! ")
	for _, other := range []string{long[:len(long)-1], long + " ", "ü" + long[2:], long[:72], long[:73]} {
		_, _, err := b.try("ada", other)
		wantCode(t, err, core.CodeSignIn)
		b.in("ada", long)
	}
}
