package core_test

import (
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// inFrom signs in from a device.
func (b *bed) inFrom(d core.Device, name, secret string) core.Token {
	b.t.Helper()
	flow := b.site.StartSignIn(d)
	step, err := flow.Password(b.t.Context(), name, secret)
	must(b.t, err)
	if step != core.StepDone {
		b.t.Fatalf("sign-in of %s stands at %s", name, step)
	}
	return flow.Token()
}

// otherSession is a session of the account that is not the one of the token.
func (b *bed) otherSession(token core.Token) core.SessionID {
	b.t.Helper()
	seen, err := b.site.OwnDevices(b.t.Context(), token)
	must(b.t, err)
	for _, device := range seen.Open {
		for _, session := range device.Sessions {
			if !session.This {
				return session.ID
			}
		}
	}
	b.t.Fatal("there is no other session")
	return 0
}

// Devices are grouped by computer, this one first, and each session tells what a person
// knows it by (ASVS 7.5.2).
func TestOwnDevices(t *testing.T) {
	b := newBed(t)
	laptop := core.Device{Client: core.ClientWindow, Version: "1.0", Host: "laptop", System: "macOS", Address: "10.1.2.3"}
	shell := desk
	shell.Client = core.ClientCommand
	here := b.root()
	b.clock.advance(time.Minute)
	b.inFrom(laptop, "ada", rootPassword)
	b.clock.advance(time.Minute)
	b.inFrom(shell, "ada", rootPassword)
	seen, err := b.site.OwnDevices(t.Context(), here)
	must(t, err)
	if len(seen.Open) != 2 || seen.Open[0].Device.Host != "desk" || !seen.Open[0].This || seen.Open[1].This {
		t.Fatalf("devices are %+v", seen.Open)
	}
	wantFar(t, seen.Open[1].Sessions[0], laptop)
	if on := seen.Open[0].Sessions; len(on) != 2 || on[0].This || !on[1].This || on[0].Device.Client != core.ClientCommand {
		t.Errorf("on the desk are %+v", on)
	}
	if seen.Others() != 2 || len(seen.Ended) != 0 || seen.KeptDays != core.DefaultEndedDays {
		t.Errorf("others %d, ended %v, kept %d", seen.Others(), seen.Ended, seen.KeptDays)
	}
}

// wantFar wants all that is known of a session on another computer.
func wantFar(t *testing.T, far core.SessionView, on core.Device) {
	t.Helper()
	if far.Device != on || far.StartedAt.IsZero() || far.LastActiveAt.IsZero() || !far.ExpiresAt.After(far.StartedAt) {
		t.Errorf("the session is %+v", far)
	}
}

// Each way to end sessions ends those it says, at once, in every program, and what ended
// is told with why (ASVS 7.4.1, 7.4.3).
func TestEndSessions(t *testing.T) {
	b := newBed(t)
	_, second := b.open(nil)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	one, two, three := b.in("ben", memberPassword), b.in("ben", memberPassword), b.in("ben", memberPassword)
	alive := func(token core.Token) bool { return second.Alive(t.Context(), token) == nil }
	seen, err := b.site.OwnDevices(t.Context(), one)
	must(t, err)
	wantCode(t, b.site.EndOwnSession(t.Context(), one, seen.Here()), core.CodeUsage)
	left, err := b.site.EndOtherSessions(t.Context(), two)
	must(t, err)
	if alive(one) || alive(three) || !alive(two) || left < 1 {
		t.Errorf("after others: %v %v %v, %d", alive(one), alive(two), alive(three), left)
	}
	four := b.in("ben", memberPassword)
	must(t, b.site.EndSessionsOf(t.Context(), root, id, 0, "lost laptop"))
	if alive(two) || alive(four) {
		t.Error("an administrator ended all, and some go on")
	}
	five := b.in("ben", memberPassword)
	must(t, b.site.EndAllSessions(t.Context(), five))
	if alive(five) || !alive(root) {
		t.Error("all of ben's were ended")
	}
	seen, err = b.site.DevicesOf(t.Context(), root, id)
	must(t, err)
	whys := map[core.EndReason]int{}
	for _, session := range seen.Ended {
		whys[session.Why]++
	}
	if whys[core.EndElsewhere] != 3 || whys[core.EndByAdministrator] != 2 || whys[core.EndReplaced] != 0 || len(seen.Open) != 0 {
		t.Errorf("ended for %v, open %v", whys, seen.Open)
	}
	b.wantInLog("lost laptop")
}

// wantInLog wants a word in the newest lines of the log.
func (b *bed) wantInLog(word string) {
	b.t.Helper()
	all := ""
	for _, line := range b.events(1) {
		all += line.Detail
	}
	if !strings.Contains(all, word) {
		b.t.Errorf("%q is not in the log", word)
	}
}

// Nobody sees or ends sessions of others without the right (ASVS 8.2.1, 8.2.2).
func TestSessionsOfOthers(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben, cleo := b.add(root, "ben", core.RoleMember), b.add(root, "cleo", core.RoleAdmin)
	inBen, inCleo := b.in("ben", memberPassword), b.in("cleo", memberPassword)
	_, err := b.site.DevicesOf(t.Context(), inBen, cleo)
	wantCode(t, err, core.CodeForbidden)
	wantCode(t, b.site.EndSessionsOf(t.Context(), inBen, cleo, 0, ""), core.CodeForbidden)
	wantCode(t, b.site.EndSessionsOf(t.Context(), inCleo, 1, 0, ""), core.CodeForbidden)
	must(t, b.site.EndOwnSession(t.Context(), inBen, b.sessionOf(inCleo)))
	must(t, b.site.Alive(t.Context(), inCleo))
	must(t, b.site.EndSessionsOf(t.Context(), inCleo, ben, 0, ""))
	wantCode(t, b.site.Alive(t.Context(), inBen), core.CodeSession)
}

// sessionOf is the number of a token's session.
func (b *bed) sessionOf(token core.Token) core.SessionID {
	b.t.Helper()
	own, err := b.site.Me(b.t.Context(), token)
	must(b.t, err)
	return own.Here.ID
}

// A session that is over by time is told as such before and after the sweep, and is
// forgotten when the site keeps it no longer, but not while the clock is not believed.
func TestEndedSessionsAreKept(t *testing.T) {
	b := newBed(t)
	old := b.root()
	b.clock.advance(13 * time.Hour)
	wantCode(t, b.site.Alive(t.Context(), old), core.CodeSession)
	ended := func() int {
		seen, err := b.site.OwnDevices(t.Context(), b.root())
		must(t, err)
		count := 0
		for _, one := range seen.Ended {
			if one.Why == core.EndExpired && one.EndedAt.Equal(one.ExpiresAt) {
				count++
			}
		}
		return count
	}
	if n := ended(); n != 1 {
		t.Errorf("%d expired sessions before the sweep", n)
	}
	_, err := b.site.Sweep(t.Context())
	must(t, err)
	if n := ended(); n != 1 {
		t.Errorf("%d expired sessions after the sweep", n)
	}
	must(t, b.site.SetKeeping(t.Context(), b.root(), core.Keeping{EndedDays: 7}))
	b.clock.advance(8 * 24 * time.Hour)
	_, err = b.site.Sweep(t.Context())
	must(t, err)
	if n := ended(); n != 0 && n > 4 {
		t.Errorf("%d expired sessions a week later", n)
	}
	wantFields(t, b.site.SetKeeping(t.Context(), b.root(), core.Keeping{EndedDays: 0, HistoryDays: 10}),
		core.FieldEndedDays, core.FieldHistoryDays)
}

// A clock that leaps ten years forgets nothing (a fault of clocks).
func TestNothingIsForgottenByALeap(t *testing.T) {
	b := newBed(t)
	root := b.root()
	must(t, b.site.SetKeeping(t.Context(), root, core.Keeping{EndedDays: 1, HistoryDays: 90}))
	must(t, b.site.SignOut(t.Context(), root))
	b.clock.jump(10 * 365 * 24 * time.Hour)
	_, err := b.site.Sweep(t.Context())
	must(t, err)
	page, err := b.site.OwnHistory(t.Context(), b.root(), core.HistoryQuery{Limit: 10})
	must(t, err)
	if len(page.Lines) != 3 {
		t.Errorf("the history has %d lines, want 3: %+v", len(page.Lines), page.Lines)
	}
	seen, err := b.site.OwnDevices(t.Context(), b.root())
	must(t, err)
	if len(seen.Ended) != 1 {
		t.Errorf("%d ended sessions are kept, want 1", len(seen.Ended))
	}
}

// One window more than the policy allows ends the one that was not used for the longest;
// commands are not counted (ASVS 7.1.2).
func TestSessionCap(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	b.rule(func(p *policy.Policy) { p.SignIn.MaxSessions = new(2) })
	shell := desk
	shell.Client = core.ClientCommand
	command := b.inFrom(shell, "ben", memberPassword)
	first := b.in("ben", memberPassword)
	b.clock.advance(time.Minute)
	second := b.in("ben", memberPassword)
	b.clock.advance(time.Minute)
	_, err := b.site.Present(t.Context(), first, b.clock.Now())
	must(t, err)
	third := b.in("ben", memberPassword)
	wantCode(t, b.site.Alive(t.Context(), second), core.CodeSession)
	for _, token := range []core.Token{command, first, third} {
		must(t, b.site.Alive(t.Context(), token))
	}
	third, err = b.site.Unlock(t.Context(), locked(t, b, third), memberPassword)
	must(t, err)
	must(t, b.site.Alive(t.Context(), first))
	must(t, b.site.Alive(t.Context(), third))
	seen, err := b.site.OwnDevices(t.Context(), first)
	must(t, err)
	if len(seen.Ended) == 0 || seen.Ended[0].Why != core.EndTooMany {
		t.Errorf("ended are %+v", seen.Ended)
	}
}

// locked locks the window of a session.
func locked(t *testing.T, b *bed, token core.Token) core.Token {
	t.Helper()
	must(t, b.site.Lock(t.Context(), token))
	return token
}
