package core_test

import (
	"fmt"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// failures are those that count for an account.
func (b *bed) failures(id core.AccountID) int {
	b.t.Helper()
	return b.throttle(fmt.Sprint("account:", id)).Failures
}

// Whoever types the own password rightly, and a new one that was used before,
// again and again, is refused each time and never locked out.
func TestRightPasswordIsNoFailureOfAChange(t *testing.T) {
	b := newBed(t)
	b.rule(func(p *policy.Policy) { p.Change.HistoryDepth = new(3) })
	ben, token := b.begin()
	token = b.changes(token, 0, 2)
	for range *lockout().FirstLockAt + 1 {
		_, err := b.change(token, words(2), words(0))
		wantFields(t, err, core.FieldNew)
		if n := b.failures(ben); n != 0 {
			t.Fatalf("%d failures", n)
		}
		b.clock.advance(time.Minute)
	}
	b.in("ben", words(2))
}

// A window that another program signs out while it is unlocked stays shut, and the
// right password counts as no wrong one.
func TestRightPasswordIsNoFailureOfAnUnlock(t *testing.T) {
	b := newBed(t)
	ben := b.add(b.root(), "ben", core.RoleMember)
	token := b.in("ben", memberPassword)
	var away *between
	updates := 0
	_, site := b.open(func(store core.Store) core.Store {
		away = &between{Store: store, do: func() {
			if updates++; updates == 2 { // the guess was counted, and is right
				must(t, b.site.SignOut(t.Context(), token))
			}
		}}
		return away
	})
	updates = 0
	_, err := site.Unlock(t.Context(), token, memberPassword)
	wantCode(t, err, core.CodeSession)
	if n := b.failures(ben); updates < 2 || n != 0 {
		t.Errorf("%d failures after %d transactions", n, updates)
	}
}
