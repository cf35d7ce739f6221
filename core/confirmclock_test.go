package core_test

import (
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// confirm gives the word that the clock is right.
func (b *bed) confirm(token core.Token) error {
	b.t.Helper()
	return b.site.ConfirmClock(b.t.Context(), token, core.ClockConfirmation{
		Password: rootPassword, Reason: "looked at the calendar", Machine: b.clock.Now(),
	})
}

// aging is a site of three members, one of them unused, with passwords of 90 days.
func aging(t *testing.T) *bed {
	t.Helper()
	b := newBed(t)
	root := b.root()
	for _, name := range []string{"ben", "carl", "dora"} {
		b.add(root, name, core.RoleMember)
	}
	b.rule(func(p *policy.Policy) {
		p.Expiration = policy.Expiration{MaxAgeDays: new(90), InactivityDays: new(60), AfterExpiry: policy.AfterForceChange}
	})
	return b
}

// A site that was closed for a hundred days: nothing happens to anybody before a
// root account has confirmed the date, which says beforehand what it will do. Then
// it does that, everybody is signed out, and every root account is told.
func TestConfirmAhead(t *testing.T) {
	b := aging(t)
	b.add(b.root(), "second", core.RoleRoot)
	b.in("ben", memberPassword)
	b.clock.jump(100 * day)
	ben := b.in("ben", memberPassword)
	root := b.root()
	outlook, err := b.site.ClockOutlook(t.Context(), root)
	must(t, err)
	if !outlook.Held || !outlook.Ahead() || outlook.Expired != 5 || outlook.ExpiredNow != 0 || outlook.Unused != 4 || outlook.UnusedNow != 0 {
		t.Errorf("the outlook is %+v", outlook)
	}
	must(t, b.confirm(root))
	b.wantFollowed()
	wantCode(t, b.site.Alive(t.Context(), root), core.CodeSession)
	wantCode(t, b.site.Alive(t.Context(), ben), core.CodeSession)
	b.wantNewest(core.EventClockConfirmed,
		`{"clock":"2027-03-01T09:00:00Z","ended_sessions":"5","reason":"looked at the calendar","site":"2026-11-21T09:00:00Z"}`)
	swept, err := b.site.Sweep(t.Context())
	if err != nil || swept.Locked != outlook.Unused {
		t.Errorf("swept %+v, %v, and it was said %d", swept, err, outlook.Unused)
	}
	b.limitedIn("ada", rootPassword, core.ReasonExpired)
	_, _, err = b.try("ben", memberPassword)
	wantCode(t, err, core.CodeLocked)
	must(t, b.store.View(t.Context(), func(tx core.Tx) error {
		for id, told := range map[core.AccountID]bool{1: true, 2: false, 5: true} {
			notices, err := tx.Notices(id, 10)
			if err != nil {
				return err
			}
			found := false
			for _, n := range notices {
				found = found || n.Kind == core.NoticeClockConfirmed
			}
			if found != told {
				t.Errorf("account %d: told %v", id, found)
			}
		}
		return nil
	}))
}

// A date that was wrong for weeks, and was believed, is put back by a root account:
// then what had expired is good again, no lock is longer than it is, every other
// program follows, and a password can be changed at once.
func TestConfirmBack(t *testing.T) {
	b := aging(t)
	b.rule(func(p *policy.Policy) {
		p.Expiration.MaxAgeDays, p.Change.ChangesPerDay = new(90), new(1)
		p.Expiration.AfterExpiry = policy.AfterForceChange
	})
	right := b.clock.Now()
	b.clock.advance(100 * day)
	b.limitedIn("carl", memberPassword, core.ReasonExpired)
	_, err := b.limitedIn("ada", rootPassword, core.ReasonExpired).ChangePassword(t.Context(),
		core.OwnChange{New: secondPassword, Confirm: secondPassword})
	must(t, err)
	b.fail("nobody", *lockout().FirstLockAt)
	_, other := b.open(nil)
	_, err = other.Clock(t.Context())
	must(t, err)
	b.until(right)
	b.limitedIn("carl", memberPassword, core.ReasonExpired)
	root := b.in("ada", secondPassword)
	must(t, b.site.ConfirmClock(t.Context(), root, core.ClockConfirmation{Password: secondPassword, Reason: "the year was wrong", Machine: right}))
	b.wantFollowed()
	if view, err := other.Clock(t.Context()); err != nil || view.Held || !view.Site.Equal(right) {
		t.Errorf("the other program is at %+v, %v", view, err)
	}
	b.in("carl", memberPassword)
	_, _, err = b.try("nobody", wrong())
	if e := wantCode(t, err, core.CodeLocked); !e.Lock.Until.Equal(right.Add(e.Lock.For)) {
		t.Errorf("locked %+v", e.Lock)
	}
	_, err = b.change(b.in("ada", secondPassword), secondPassword, rootPassword)
	must(t, err)
}

// Who may not, who mistypes, gives no reason, comes too late or has nothing to
// confirm changes nothing.
func TestConfirmRefused(t *testing.T) {
	b := aging(t)
	b.add(b.root(), "an.admin", core.RoleAdmin)
	wantCode(t, b.confirm(b.root()), core.CodeRefused)
	b.clock.jump(100 * day)
	root := b.root()
	for _, name := range []string{"an.admin", "ben"} {
		token := b.in(name, memberPassword)
		wantCode(t, b.confirm(token), core.CodeForbidden)
		_, err := b.site.ClockOutlook(t.Context(), token)
		wantCode(t, err, core.CodeForbidden)
	}
	word := core.ClockConfirmation{Password: rootPassword, Reason: "looked", Machine: b.clock.Now()}
	try := func(change func(*core.ClockConfirmation)) error {
		wrong := word
		change(&wrong)
		return b.site.ConfirmClock(t.Context(), root, wrong)
	}
	wantFields(t, try(func(w *core.ClockConfirmation) { w.Reason = " " }), core.FieldReason)
	wantFields(t, try(func(w *core.ClockConfirmation) { w.Password = "" }), core.FieldPassword)
	wantCode(t, try(func(w *core.ClockConfirmation) { w.Password = wrong() }), core.CodeSignIn)
	wantCode(t, try(func(w *core.ClockConfirmation) { w.Machine = w.Machine.Add(-2 * time.Hour) }), core.CodeRefused)
	wantCode(t, try(func(w *core.ClockConfirmation) { w.Machine = w.Machine.Add(year) }), core.CodeRefused)
	for range *lockout().FirstLockAt {
		_ = try(func(w *core.ClockConfirmation) { w.Password = wrong() })
	}
	wantCode(t, b.confirm(root), core.CodeLocked)
	if view := b.clockView(); !view.Held || b.count(core.EventClockConfirmed) != 0 {
		t.Errorf("the clock is %+v", view)
	}
}

// A confirmation, with each of its writes failing in turn, leaves nothing; so does
// a clock that cannot be settled.
func TestConfirmFaults(t *testing.T) {
	acts := map[string]func(b *bed, site *core.Site, root core.Token) error{
		"confirm": func(b *bed, site *core.Site, root core.Token) error {
			return site.ConfirmClock(b.t.Context(), root, core.ClockConfirmation{Password: rootPassword, Reason: "looked", Machine: b.clock.Now()})
		},
		"settle": func(b *bed, site *core.Site, _ core.Token) error {
			b.clock.jump(-10 * year)
			_, err := site.Clock(b.t.Context())
			return err
		},
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			for fail := 1; ; fail += faultStep {
				b := newBed(t)
				b.clock.jump(100 * day)
				root := b.root()
				faulty := &faultyStore{}
				_, site := b.open(func(s core.Store) core.Store { faulty.Store = s; return faulty })
				_, err := site.Clock(t.Context())
				must(t, err)
				before, lines := b.snapshot(), b.count(core.EventClockHeld)
				faulty.fail, faulty.writes = fail, 0
				err = act(b, site, root)
				if faulty.writes < fail {
					must(t, err)
					if fail == 1 {
						t.Fatal("the act wrote nothing")
					}
					return
				}
				wantCode(t, err, core.CodeFault)
				if after := b.snapshot(); after != before || b.count(core.EventClockConfirmed) != 0 || b.count(core.EventClockHeld) != lines {
					t.Fatalf("write %d failed and left\n%s\nwas\n%s", fail, after, before)
				}
				if view := b.clockView(); !view.Held && name == "confirm" {
					t.Fatalf("the clock is %+v", view)
				}
			}
		})
	}
}

// What is kept of the clock, edited by hand, counts as nothing, and the log tells;
// taken away, the clock is held again from the newest line.
func TestClockEditedByHand(t *testing.T) {
	for name, edit := range map[string]string{
		"shift":     "UPDATE site_clock SET shift = 0",
		"mark":      "UPDATE site_clock SET mark = 4000000000000",
		"confirmed": "UPDATE site_clock SET confirmed = 9",
		"MAC":       "UPDATE site_clock SET mac = zeroblob(32)",
		"gone":      "DELETE FROM site_clock",
	} {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			b.root()
			right := b.clock.Now()
			b.clock.jump(10 * year)
			b.clockView()
			b.byHand(edit)
			_, b.site = b.open(nil)
			if view := b.clockView(); !view.Held || !view.Site.Equal(right) {
				t.Errorf("the clock is %+v", view)
			}
			b.clock.jump(-10 * year)
			b.wantFollowed()
			want := 1
			if name == "gone" {
				want = 0
			}
			if n := b.count(core.EventClockAltered); n != want {
				t.Errorf("%d lines tell of it", n)
			}
		})
	}
}

// A newest line of the log whose time was edited by hand moves nobody's time.
func TestNewestLineEditedByHand(t *testing.T) {
	for name, at := range map[string]string{"ahead": "4000000000000", "far ahead": "9000000000000000000", "behind": "1000", "before 1970": "-9000000000000000000"} {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			b.root()
			b.byHand("DROP TRIGGER events_keep", "UPDATE events SET at = "+at+" WHERE seq = (SELECT max(seq) FROM events)")
			_, b.site = b.open(nil)
			b.wantFollowed()
			b.root()
			b.wantFollowed()
		})
	}
}
