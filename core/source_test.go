package core_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// from is a window at an address.
func from(address string) core.Device {
	return core.Device{Client: core.ClientWindow, Host: "host-" + address, System: "Debian", Address: address}
}

// tryFrom signs in from a device and gives what came of it.
func (b *bed) tryFrom(d core.Device, name, secret string) error {
	_, err := b.site.StartSignIn(d).Password(context.WithoutCancel(b.t.Context()), name, secret)
	return err
}

// limited lets a source fail so often.
func (b *bed) sourceLimit(failures int) {
	b.t.Helper()
	b.rule(func(p *policy.Policy) {
		p.Lockout.SourceFailures, p.Lockout.SourceWindowMinutes, p.Lockout.SourceBlockMinutes = new(failures), new(60), new(15)
	})
}

// One password over five hundred names from one address: after the limit nobody is let
// in from there any more, whoever has the right password included, and everybody else
// is; the block ends, is seen, and can be ended (ASVS 6.1.1, 6.3.1).
func TestSprayFromOneAddress(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	b.sourceLimit(20)
	attacker := from("192.0.2.66")
	verified, blocked := 0, 0
	for i := range 500 {
		switch err := b.tryFrom(attacker, fmt.Sprintf("user.n%03d", i), "Sommer2026!"); core.ErrorCode(err) {
		case core.CodeSignIn:
			verified++
		case core.CodeLocked:
			blocked++
		default:
			t.Fatal(err)
		}
	}
	if verified != 20 || blocked != 480 {
		t.Errorf("%d were tried and %d refused", verified, blocked)
	}
	e := wantCode(t, b.tryFrom(attacker, "ben", memberPassword), core.CodeLocked)
	if e.Lock == nil || !e.Lock.Until.Equal(b.clock.Now().Add(15*time.Minute)) {
		t.Errorf("the block is %+v", e.Lock)
	}
	must(t, b.tryFrom(from("192.0.2.67"), "ben", memberPassword))
	seen, err := b.site.BlockedSources(t.Context(), root)
	must(t, err)
	if len(seen) != 2 || seen[0].Names < 20 || seen[0].Failures != 20 {
		t.Fatalf("blocked are %+v", seen)
	}
	if b.count(core.EventSourceBlocked) != 2 {
		t.Errorf("%d lines tell of it", b.count(core.EventSourceBlocked))
	}
	for _, one := range seen {
		must(t, b.site.UnblockSource(t.Context(), root, one.Key, "a test"))
	}
	must(t, b.tryFrom(attacker, "ben", memberPassword))
	wantCode(t, b.site.UnblockSource(t.Context(), root, seen[0].Key, ""), core.CodeNotFound)
}

// One name from five hundred addresses: it is the account that locks, and no address is
// blocked.
func TestSprayOfOneName(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	b.sourceLimit(20)
	verified := 0
	for i := range 500 {
		err := b.tryFrom(from(fmt.Sprintf("10.0.%d.%d", i/250, i%250)), "ben", wrong())
		if core.ErrorCode(err) == core.CodeSignIn {
			verified++
		}
	}
	if verified != *lockout().FirstLockAt-1 {
		t.Errorf("%d guesses were answered before the lock", verified)
	}
	seen, err := b.site.BlockedSources(t.Context(), root)
	must(t, err)
	if len(seen) != 0 {
		t.Errorf("blocked are %+v", seen)
	}
}

// The block of a source ends by itself, is not made longer by going on, and counts anew
// after it.
func TestSourceBlockEnds(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	b.sourceLimit(5)
	far := from("192.0.2.1")
	for i := range 5 {
		wantCode(t, b.tryFrom(far, fmt.Sprintf("user.n%d", i), wrong()), core.CodeSignIn)
	}
	b.clock.advance(14 * time.Minute)
	wantCode(t, b.tryFrom(far, "ben", wrong()), core.CodeLocked)
	b.clock.advance(time.Minute)
	must(t, b.tryFrom(far, "ben", memberPassword))
	for i := range 5 {
		wantCode(t, b.tryFrom(far, fmt.Sprintf("user.m%d", i), wrong()), core.CodeSignIn)
	}
	wantCode(t, b.tryFrom(far, "ben", memberPassword), core.CodeLocked)
}

// Right passwords count nothing, and what was counted before a window is over is
// forgotten.
func TestRightPasswordsBlockNobody(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	b.sourceLimit(5)
	far := from("2001:db8::1")
	for range 20 {
		must(t, b.tryFrom(far, "ben", memberPassword))
	}
	for i := range 4 {
		wantCode(t, b.tryFrom(far, fmt.Sprintf("user.n%d", i), wrong()), core.CodeSignIn)
	}
	b.clock.advance(time.Hour)
	for i := range 4 {
		wantCode(t, b.tryFrom(from(fmt.Sprintf("2001:db8::%d", i+2)), fmt.Sprintf("user.m%d", i), wrong()), core.CodeSignIn)
	}
	must(t, b.tryFrom(far, "ben", memberPassword))
	wantCode(t, b.tryFrom(from("2001:db8::ff"), "user.last", wrong()), core.CodeSignIn)
	wantCode(t, b.tryFrom(far, "ben", memberPassword), core.CodeLocked)
}

// A root account gets in from a blocked computer with its password, which only its own
// lock protects; whoever does not have it learns nothing of that.
func TestRootIsNotBlocked(t *testing.T) {
	b := newBed(t)
	b.sourceLimit(5)
	for i := range 5 {
		wantCode(t, b.tryFrom(desk, fmt.Sprintf("user.n%d", i), wrong()), core.CodeSignIn)
	}
	nobody := wantCode(t, b.tryFrom(desk, "nobody", wrong()), core.CodeLocked)
	ada := wantCode(t, b.tryFrom(desk, "ada", wrong()), core.CodeLocked)
	if nobody.Error() != ada.Error() {
		t.Errorf("%q is told to nobody, %q to the root account", nobody, ada)
	}
	must(t, b.tryFrom(desk, "ada", rootPassword))
}

// What is on the list is never blocked; the list takes nothing that is no address.
func TestAllowedSources(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.sourceLimit(5)
	must(t, b.site.SetAllowedSources(t.Context(), root, core.AllowedSources{
		Ranges: []string{" 192.0.2.0/24 "}, Computers: []string{"HOST-192.0.2.9"},
	}))
	for i := range 12 {
		wantCode(t, b.tryFrom(from("192.0.2.9"), fmt.Sprintf("user.n%d", i), wrong()), core.CodeSignIn)
	}
	wantFields(t, b.site.SetAllowedSources(t.Context(), root, core.AllowedSources{Ranges: []string{"010.0.0.1", "10.0.0.1/8"}}),
		core.FieldRanges, core.FieldRanges)
	now, err := b.site.AllowedSourcesNow(t.Context(), root)
	must(t, err)
	if len(now.Ranges) != 1 || now.Ranges[0] != "192.0.2.0/24" {
		t.Errorf("the list is %+v", now)
	}
	b.byHand(`UPDATE site_documents SET document = '{"ranges":["0.0.0.0/0"]}' WHERE name = 'allowed sources'`)
	for i := range 5 {
		wantCode(t, b.tryFrom(from("198.51.100.1"), fmt.Sprintf("user.k%d", i), wrong()), core.CodeSignIn)
	}
	wantCode(t, b.tryFrom(from("198.51.100.1"), "user.last", wrong()), core.CodeLocked)
}

// A sign-in that has got to its code before the computer was blocked goes no further: the
// right code is refused like a wrong one, and used by nobody.
func TestBlockedComputerGivesNoCodes(t *testing.T) {
	b, _, _, p := secured(t)
	b.sourceLimit(5)
	one, other := b.toCode("ben", memberPassword), b.toCode("ben", memberPassword)
	for i := range 5 {
		wantCode(t, b.tryFrom(desk, fmt.Sprintf("user.n%d", i), wrong()), core.CodeSignIn)
	}
	wrongly := p.wrongly(one, core.CodeLocked)
	_, err := other.Code(t.Context(), p.next())
	if rightly := wantCode(t, err, core.CodeLocked); rightly.Error() != wrongly.Error() {
		t.Errorf("a right code is told %q, a wrong one %q", rightly, wrongly)
	}
	b.clock.advance(15 * time.Minute)
	b.withCode("ben", memberPassword, p.next())
}
