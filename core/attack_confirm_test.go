package core_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// Two root accounts confirm the date at once in two programs: it is confirmed
// once, with one line, and the other one is told. Nobody's right password counts as
// a wrong one.
func TestConfirmAtOnce(t *testing.T) {
	b := aging(t)
	second := b.add(b.root(), "second", core.RoleRoot)
	_, other := b.open(nil)
	b.clock.jump(100 * day)
	first := b.root()
	token, _, err := tryOn(t.Context(), other, "second", memberPassword)
	must(t, err)
	codes := make([]core.Code, 2)
	var wait sync.WaitGroup
	for i, confirm := range []func() error{
		func() error { return b.confirm(first) },
		func() error {
			return other.ConfirmClock(t.Context(), token, core.ClockConfirmation{Password: memberPassword, Reason: "me too", Machine: b.clock.Now()})
		},
	} {
		wait.Go(func() { codes[i] = core.ErrorCode(confirm()) })
	}
	wait.Wait()
	if codes[0] == "" && codes[1] == "" || codes[0] != "" && codes[1] != "" {
		t.Errorf("the two end in %q", codes)
	}
	if n := b.count(core.EventClockConfirmed); n != 1 {
		t.Errorf("confirmed %d times", n)
	}
	b.wantFollowed()
	for _, id := range []core.AccountID{firstID, second} {
		if n := b.throttle(fmt.Sprint("account:", id)).Failures; n != 0 {
			t.Errorf("account %d has %d failures", id, n)
		}
	}
}

// What confirming is said to do is what happens by the end of that day, at any
// time of the day and of the year.
func TestOutlookIsWhatHappens(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 11))
	for range 8 {
		b := newBed(t)
		days := 1 + random.IntN(50)
		for i := range 4 {
			b.clock.jump(time.Duration(random.Int64N(int64(4 * day))))
			b.add(b.root(), fmt.Sprint("person", i), core.RoleMember)
		}
		b.rule(func(p *policy.Policy) {
			p.Expiration = policy.Expiration{MaxAgeDays: new(20 + random.IntN(90)), InactivityDays: &days, AfterExpiry: policy.AfterForceChange}
		})
		b.clock.jump(32*day + time.Duration(random.Int64N(int64(200*day))))
		root := b.root()
		outlook, err := b.site.ClockOutlook(t.Context(), root)
		must(t, err)
		must(t, b.confirm(root))
		y, m, d := b.clock.Now().In(b.site.Zone()).Date()
		b.clock.jump(time.Date(y, m, d+1, 0, 0, 0, 0, b.site.Zone()).Sub(b.clock.Now()))
		swept, err := b.site.Sweep(t.Context())
		must(t, err)
		if swept.Locked != outlook.Unused || outlook.UnusedNow < 0 {
			t.Errorf("%d days: said %+v, swept %+v", days, outlook, swept)
		}
	}
}
