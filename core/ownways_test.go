package core_test

import (
	"testing"
	"time"

	"gatehouse/core"
)

// That the ways to sign in were looked through is kept by account, with the time, and
// recorded; what somebody has written into the store by hand counts as never.
func TestCheckedWays(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	ben := b.in("ben", memberPassword)
	b.clock.advance(time.Minute)
	must(t, b.site.CheckedWays(t.Context(), ben))
	own, err := b.site.Me(t.Context(), ben)
	must(t, err)
	if left := b.clock.Now().Sub(own.WaysCheckedAt); left != 0 {
		t.Errorf("looked through at %v", own.WaysCheckedAt)
	}
	if n := b.count(core.EventSettingChanged); n != 1 {
		t.Errorf("%d changes are recorded, want 1", n)
	}
	for _, value := range []string{"soon", "2026-13-41"} {
		must(t, b.store.Update(t.Context(), func(tx core.Tx) error { return tx.PutSetting(firstID, "ways_checked", value) }))
		if own, err = b.site.Me(t.Context(), root); err != nil || !own.WaysCheckedAt.IsZero() {
			t.Errorf("%q: %v, %v", value, own.WaysCheckedAt, err)
		}
	}
	wantCode(t, b.site.CheckedWays(t.Context(), core.Token{}), core.CodeSession)
}
