package core_test

import (
	"fmt"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// inZone makes a site in a time zone.
func inZone(t *testing.T, zone string, now time.Time) *bed {
	t.Helper()
	b := bedIn(t, core.Config{Hasher: cheap(t, 64)}, zone, now)
	b.store, b.site = b.open(nil)
	b.runOn()
	return b
}

// "locked at the end of day on the 90th day", by the site's own midnight: at the
// sign-in, and by a sweep that writes down the same instant.
func TestInactivityAtLocalMidnight(t *testing.T) {
	tests := map[string]struct{ zone, used, locked string }{
		"Berlin, summer time begins in between": {"Europe/Berlin", "2026-01-10T23:30:00Z", "2026-04-11T22:00:00Z"},
		"Berlin, summer time ends in between":   {"Europe/Berlin", "2026-08-01T10:00:00Z", "2026-10-30T23:00:00Z"},
		"Berlin, a minute before midnight":      {"Europe/Berlin", "2026-01-10T22:59:00Z", "2026-04-10T22:00:00Z"},
		"Kathmandu":                             {"Asia/Kathmandu", "2026-01-10T12:00:00Z", "2026-04-10T18:15:00Z"},
		"Kathmandu, just after midnight":        {"Asia/Kathmandu", "2026-01-10T18:15:00Z", "2026-04-11T18:15:00Z"},
	}
	for name, tt := range tests {
		for _, sweep := range []bool{false, true} {
			t.Run(fmt.Sprint(name, "/sweep ", sweep), func(t *testing.T) {
				used, locked := moment(t, tt.used), moment(t, tt.locked)
				b := inZone(t, tt.zone, used)
				b.rule(func(p *policy.Policy) { p.Expiration.InactivityDays = new(90) })
				ben := b.add(b.root(), "ben", core.RoleMember)
				b.in("ben", memberPassword)
				b.until(locked.Add(-time.Millisecond))
				if swept, err := b.site.Sweep(t.Context()); err != nil || swept.Locked != 0 {
					t.Fatalf("a millisecond before: %+v, %v", swept, err)
				}
				if sweep {
					b.until(locked.Add(5 * time.Hour))
					swept, err := b.site.Sweep(t.Context())
					if err != nil || swept.Locked != 1 {
						t.Fatalf("%+v, %v", swept, err)
					}
				} else {
					b.until(locked)
				}
				for range 2 {
					_, _, err := b.try("ben", memberPassword)
					wantCode(t, err, core.CodeLocked)
				}
				if from := b.terms(ben).InactiveFrom; !from.Equal(locked) {
					t.Errorf("locked since %v, want %v", from, locked)
				}
				if n := b.count(core.EventAccountInactive); n != 1 {
					t.Errorf("recorded %d times", n)
				}
				b.wantNewest(core.EventAccountInactive, fmt.Sprintf(`{"since":%q}`, locked.Format(time.RFC3339)))
				b.root() // the only root is never locked for want of use
			})
		}
	}
}

// A sign-in a millisecond before the end of the last day begins the days anew;
// the making of an account and an unlocking do, too.
func TestWhatBeginsTheDaysAnew(t *testing.T) {
	start := moment(t, "2026-01-10T12:00:00Z")
	b := inZone(t, "Europe/Berlin", start)
	b.rule(func(p *policy.Policy) { p.Expiration.InactivityDays = new(10) })
	root := b.root()
	ben, eve := b.add(root, "ben", core.RoleMember), b.add(root, "eve", core.RoleMember)
	b.until(moment(t, "2026-01-20T22:59:59.999Z"))
	b.in("ben", memberPassword)
	b.clock.advance(time.Millisecond)
	added := b.add(b.root(), "new", core.RoleMember)
	if swept, err := b.site.Sweep(t.Context()); err != nil || swept.Locked != 1 {
		t.Fatalf("%+v, %v", swept, err)
	}
	b.in("ben", memberPassword)
	_, _, err := b.try("eve", memberPassword)
	wantCode(t, err, core.CodeLocked)
	b.until(moment(t, "2026-01-25T12:00:00Z"))
	must(t, b.site.UnlockAccount(t.Context(), b.root(), eve, "back from leave"))
	b.until(moment(t, "2026-01-31T23:00:00Z"))
	if swept, err := b.site.Sweep(t.Context()); err != nil || swept.Locked != 2 {
		t.Fatalf("%+v, %v", swept, err)
	}
	for id, locked := range map[core.AccountID]bool{ben: true, added: true, eve: false} {
		if got := !b.terms(id).InactiveFrom.IsZero(); got != locked {
			t.Errorf("account %d locked: %v, want %v", id, got, locked)
		}
	}
	b.until(moment(t, "2026-02-04T22:59:59Z"))
	b.in("eve", memberPassword)
}

// A lock for want of use reads the same for a right and a wrong password, costs
// no count and says nothing of why.
func TestInactivityTellsNothing(t *testing.T) {
	b := inZone(t, "Europe/Berlin", moment(t, "2026-01-10T12:00:00Z"))
	b.rule(func(p *policy.Policy) { p.Expiration.InactivityDays = new(10) })
	ben := b.add(b.root(), "ben", core.RoleMember)
	b.clock.advance(30 * 24 * time.Hour)
	_, _, right := b.try("ben", memberPassword)
	var texts []string
	for range 8 {
		_, _, err := b.try("ben", wrong())
		texts = append(texts, err.Error())
	}
	e := wantCode(t, right, core.CodeLocked)
	for _, text := range texts {
		if text != e.Error() {
			t.Errorf("%q differs from %q", text, e)
		}
	}
	if e.Lock.Inactive || !e.Lock.Since.IsZero() || e.Lock.Failures != 0 || !e.Lock.UntilUnlocked {
		t.Errorf("told %+v", e.Lock)
	}
	if n := b.throttle(fmt.Sprint("account:", ben)).Failures; n != 0 {
		t.Errorf("%d failures counted", n)
	}
	view, err := b.site.Account(t.Context(), b.root(), ben)
	must(t, err)
	if view.Lock == nil || !view.Lock.Inactive || view.Lock.Since.IsZero() {
		t.Errorf("an administrator sees %+v", view.Lock)
	}
	list, err := b.site.Accounts(t.Context(), b.root(), core.AccountQuery{Filter: core.FilterLocked, Limit: 10})
	must(t, err)
	if len(list.Rows) != 1 || !list.Rows[0].Inactive {
		t.Errorf("listed %+v", list.Rows)
	}
}

// A sweep ends the sessions of whom it locks, spares the last root, and works
// in batches.
func TestSweepInBatches(t *testing.T) {
	b := inZone(t, "Europe/Berlin", moment(t, "2026-01-10T12:00:00Z"))
	b.rule(func(p *policy.Policy) {
		p.Expiration.InactivityDays, p.SignIn.SessionHours = new(2), new(720)
	})
	root := b.root()
	second := b.add(root, "second", core.RoleRoot)
	b.add(root, "ben", core.RoleMember)
	token := b.in("ben", memberPassword)
	must(t, b.store.Update(t.Context(), func(tx core.Tx) error {
		for i := range 450 {
			name := fmt.Sprintf("person%03d", i)
			a := core.Account{Name: name, Key: name, Skeleton: name, Role: core.RoleMember, State: core.StateActive, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
			if err := tx.InsertAccount(&a); err != nil {
				return err
			}
		}
		return nil
	}))
	b.clock.advance(5 * 24 * time.Hour)
	must(t, b.site.Alive(t.Context(), token))
	swept, err := b.site.Sweep(t.Context())
	must(t, err)
	if swept.Locked != 452 {
		t.Errorf("locked %d, want 450 and two", swept.Locked)
	}
	wantCode(t, b.site.Alive(t.Context(), token), core.CodeSession)
	if b.terms(firstID).InactiveFrom.IsZero() == b.terms(second).InactiveFrom.IsZero() {
		t.Error("one of the two roots stays, and one only")
	}
	if again, err := b.site.Sweep(t.Context()); err != nil || again.Locked != 0 {
		t.Errorf("again: %+v, %v", again, err)
	}
	report, err := b.site.VerifyLog(t.Context())
	must(t, err)
	if report.BadLine != 0 {
		t.Errorf("line %d of the log is broken", report.BadLine)
	}
}
