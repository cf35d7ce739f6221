package core_test

import (
	"testing"
	"time"

	"gatehouse/core"

	"pgregory.net/rapid"
)

// A right password takes its own failure back and no other one: whoever knows the
// password gets as many answers as the policy allows, and not one more by beginning
// again (CVE-2026-128332).
func TestRightPasswordKeepsTheCountOfAnswers(t *testing.T) {
	b, root, ben := asked(t, untilAdmin(3))
	for n := 1; n <= 2; n++ {
		b.wrongly(b.half("ben", memberPassword), core.CodeSignIn)
		if got := b.throttle("account:2"); got.Failures != n || got.Answers != n || !got.LockedUntil.IsZero() {
			t.Fatalf("after %d answers the count is %+v", n, got)
		}
		b.half("ben", memberPassword) // and away
		b.half("ben", memberPassword)
		b.clock.advance(time.Hour)
	}
	b.wrongly(b.half("ben", memberPassword), core.CodeLocked)
	_, _, err := b.try("ben", memberPassword)
	wantCode(t, err, core.CodeLocked)
	must(t, b.site.UnlockAccount(t.Context(), root, ben, ""))

	// Passwords and answers are on one count, which the whole sign-in ends.
	b.fail("ben", 1)
	b.wrongly(b.half("ben", memberPassword), core.CodeSignIn)
	b.answers("ben", memberPassword)
	if n := b.failures(ben); n != 0 {
		t.Errorf("%d failures after a success", n)
	}
	b.fail("ben", 1)
	b.wrongly(b.half("ben", memberPassword), core.CodeSignIn)
	if e := b.fail("ben", 1); e.Lock == nil {
		t.Error("a wrong password, a wrong answer and a wrong password do not lock")
	}
}

// Nor does a right password at a locked window, or before a change of the password,
// take wrong answers back: it ends the count of passwords alone.
func TestOtherPasswordsKeepTheCountOfAnswers(t *testing.T) {
	b, _, ben := asked(t, untilAdmin(4))
	token := b.answers("ben", memberPassword)
	b.wrongly(b.half("ben", memberPassword), core.CodeSignIn)
	b.fail("ben", 1)
	must(t, b.site.Lock(t.Context(), token))
	token, err := b.site.Unlock(t.Context(), token, memberPassword)
	must(t, err)
	if got := b.throttle("account:2"); got.Failures != 1 || got.Answers != 1 {
		t.Fatalf("after an unlock the count is %+v", got)
	}
	b.wrongly(b.half("ben", memberPassword), core.CodeSignIn)
	token, err = b.change(token, memberPassword, secondPassword)
	must(t, err)
	if got := b.throttle("account:2"); got.Failures != 2 || got.Answers != 2 {
		t.Fatalf("after a change the count is %+v", got)
	}
	b.wrongly(b.half("ben", secondPassword), core.CodeSignIn)
	// The right password of a change is counted as the fourth, and taken back.
	_, err = b.change(token, secondPassword, memberPassword)
	must(t, err)
	if got := b.throttle("account:2"); got.Failures != 3 || got.UntilAdmin || !got.LockedUntil.IsZero() {
		t.Fatalf("the count is %+v", got)
	}
	b.wrongly(b.half("ben", memberPassword), core.CodeLocked)
	if n := b.failures(ben); n != 4 {
		t.Errorf("%d failures", n)
	}
}

// The same wrong answer within half a minute counts once, in whatever form it is
// typed.
func TestSameWrongAnswerCountsOnce(t *testing.T) {
	b, _, ben := asked(t)
	flow := b.half("ben", memberPassword)
	for _, typed := range []string{"Käse", "KÄSE", " ka\u0308se "} {
		_, err := flow.Answer(t.Context(), typed)
		wantCode(t, err, core.CodeSignIn)
		b.clock.advance(10 * time.Second)
	}
	if n := b.failures(ben); n != 1 {
		t.Fatalf("%d failures", n)
	}
	b.clock.advance(time.Second)
	_, err := flow.Answer(t.Context(), "Käse")
	wantCode(t, err, core.CodeSignIn)
	if n := b.failures(ben); n != 2 {
		t.Errorf("%d failures half a minute later", n)
	}
}

// Rights and wrongs in any order lock as a plain count says: at the fifth failure
// since the last whole sign-in, whether passwords or answers.
func TestCountOfPasswordsAndAnswers(t *testing.T) {
	b, root, ben := asked(t, untilAdmin(5))
	rapid.Check(t, func(rt *rapid.T) {
		b.clock.advance(time.Minute)
		count := 0
		if b.failures(ben) == 5 {
			must(t, b.site.UnlockAccount(t.Context(), root, ben, ""))
		}
		b.answers("ben", memberPassword)
		var halves []*core.SignIn
		for range rapid.IntRange(1, 14).Draw(rt, "steps") {
			wanted := core.CodeSignIn
			var err error
			switch act := rapid.SampledFrom([]string{"wrong password", "password", "wrong answer", "answer"}).Draw(rt, "act"); act {
			case "wrong password":
				_, _, err = b.try("ben", wrong())
				count++
			case "password":
				flow := b.site.StartSignIn(desk)
				if _, err = flow.Password(t.Context(), "ben", memberPassword); err != nil {
					rt.Fatalf("the right password after %d failures: %v", count, err)
				}
				halves = append(halves, flow)
				continue
			default:
				if len(halves) == 0 {
					continue
				}
				flow := halves[0]
				if act == "answer" {
					halves = halves[1:]
					if _, err = flow.Answer(t.Context(), rightAnswer); err != nil {
						rt.Fatalf("the right answer after %d failures: %v", count, err)
					}
					count = 0
					continue
				}
				_, err = flow.Answer(t.Context(), wrong())
				count++
			}
			if count == 5 {
				wanted = core.CodeLocked
			}
			if code := core.ErrorCode(err); code != wanted {
				rt.Fatalf("failure %d gives %q, want %q", count, code, wanted)
			}
			if n := b.failures(ben); n != count {
				rt.Fatalf("%d are counted, want %d", n, count)
			}
			if count == 5 {
				return
			}
		}
	})
}
