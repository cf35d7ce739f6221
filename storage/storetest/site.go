package storetest

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"gatehouse/core"
)

func testSite(t *testing.T, s core.Store) {
	site := core.SiteRecord{
		ID: "7f3a", Name: "Workshop “Süd”", TimeZone: "Europe/Berlin", CreatedAt: noon,
		HashMemoryKiB: 1<<32 - 1, HashTime: 2, HashThreads: 255,
	}
	update(t, s, func(tx core.Tx) error {
		if _, err := tx.Site(); want(err, core.ErrNotFound) != nil {
			return fmt.Errorf("an empty store has a site: %v", err)
		}
		return tx.PutSite(site)
	})
	renamed := site
	renamed.Name, renamed.HashTime = "Lab", 3
	update(t, s, func(tx core.Tx) error { return tx.PutSite(renamed) })
	other := renamed
	other.ID = "another"
	update(t, s, func(tx core.Tx) error { return want(tx.PutSite(other), core.ErrConflict) })
	view(t, s, func(tx core.Tx) error {
		found, err := tx.Site()
		if err != nil {
			return err
		}
		return same("site", found, renamed)
	})
}

func testKeySlots(t *testing.T, s core.Store) {
	slot := core.KeySlot{Kind: "passphrase", Wrapped: []byte{0, 1, 255}, Params: "m=1", Hint: "the usual", CreatedAt: noon}
	update(t, s, func(tx core.Tx) error {
		if err := tx.PutKeySlot(slot); err != nil {
			return err
		}
		return tx.PutKeySlot(core.KeySlot{Kind: "recovery", Wrapped: []byte("r"), CreatedAt: noon})
	})
	slot.Wrapped, slot.Hint = []byte("new"), ""
	update(t, s, func(tx core.Tx) error {
		if err := tx.PutKeySlot(slot); err != nil {
			return err
		}
		if err := tx.DeleteKeySlot("recovery"); err != nil {
			return err
		}
		return want(tx.DeleteKeySlot("recovery"), core.ErrNotFound)
	})
	view(t, s, func(tx core.Tx) error {
		found, err := tx.KeySlots()
		if err != nil {
			return err
		}
		if len(found) != 1 || found[0].Kind != slot.Kind || !bytes.Equal(found[0].Wrapped, slot.Wrapped) ||
			found[0].Params != slot.Params || found[0].Hint != "" || !found[0].CreatedAt.Equal(noon) {
			return fmt.Errorf("slots are %+v", found)
		}
		return nil
	})
	if s.Update(t.Context(), func(tx core.Tx) error {
		return tx.PutKeySlot(core.KeySlot{Kind: "sticky note", Wrapped: []byte("x"), CreatedAt: noon})
	}) == nil {
		t.Fatal("a slot of an unknown kind was stored")
	}
}

func testWrappedKeys(t *testing.T, s core.Store) {
	keys := []core.WrappedKey{
		{ID: 1, Purpose: "seal", Wrapped: []byte("a"), CreatedAt: noon},
		{ID: 2, Purpose: "audit", Wrapped: []byte("b"), Current: true, CreatedAt: noon},
		{ID: 1<<32 - 1, Purpose: "seal", Wrapped: []byte("c"), Current: true, CreatedAt: noon},
	}
	update(t, s, func(tx core.Tx) error { return tx.PutWrappedKeys(keys) })
	update(t, s, func(tx core.Tx) error { return tx.PutWrappedKeys(keys) })
	view(t, s, func(tx core.Tx) error {
		found, err := tx.WrappedKeys()
		if err != nil {
			return err
		}
		if fmt.Sprint(found) != fmt.Sprint(keys) {
			return fmt.Errorf("keys are %v, want %v", found, keys)
		}
		return nil
	})
	twice := []core.WrappedKey{keys[0], keys[0]}
	err := s.Update(t.Context(), func(tx core.Tx) error { return tx.PutWrappedKeys(twice) })
	if want(err, core.ErrConflict) != nil {
		t.Fatalf("two keys of one number: %v", err)
	}
	keys[0].Current = true
	err = s.Update(t.Context(), func(tx core.Tx) error { return tx.PutWrappedKeys(keys) })
	if want(err, core.ErrConflict) != nil {
		t.Fatalf("two current keys of one purpose: %v", err)
	}
	update(t, s, func(tx core.Tx) error { return tx.PutWrappedKeys(nil) })
	view(t, s, func(tx core.Tx) error {
		found, err := tx.WrappedKeys()
		if err != nil {
			return err
		}
		return same("number of keys", len(found), 0)
	})
}

func testClock(t *testing.T, s core.Store) {
	update(t, s, func(tx core.Tx) error {
		r, newest, err := tx.Clock()
		if err != nil || whole(r) != whole(core.ClockRecord{}) || !newest.IsZero() {
			return fmt.Errorf("a new clock is %+v, %v, %v", r, newest, err)
		}
		if !tx.Machine().Equal(tx.Now()) {
			return fmt.Errorf("the transaction is at %v, the machine at %v", tx.Now(), tx.Machine())
		}
		return tx.AppendEvent(core.Event{Seq: 1, At: noon, Kind: core.EventSignInFailed, Detail: "{}", MAC: make([]byte, 32)})
	})
	kept := []core.ClockRecord{
		{Shift: -5, HeldAt: noon, Mark: noon.Add(time.Hour), Confirmed: 1, MAC: bytes.Repeat([]byte{7}, 32)},
		{MAC: make([]byte, 32)},
	}
	for _, r := range kept {
		update(t, s, func(tx core.Tx) error { return tx.PutClock(r) })
		view(t, s, func(tx core.Tx) error {
			found, newest, err := tx.Clock()
			if err != nil || whole(found) != whole(r) || !newest.Equal(noon) {
				return fmt.Errorf("the clock is %+v, %v, %v, want %+v", found, newest, err, r)
			}
			return nil
		})
	}
	// What statements compare with the time goes by the one that was set.
	a := add(t, s, named("ada"))
	update(t, s, func(tx core.Tx) error {
		return tx.PutThrottle(core.Throttle{Subject: "account:1", AccountID: a.ID, Failures: 5, LockedUntil: tx.Machine().Add(time.Minute), UpdatedAt: tx.Now()})
	})
	for shift, locked := range map[time.Duration]int{0: 1, time.Hour: 0} {
		view(t, s, func(tx core.Tx) error {
			machine := tx.Machine()
			tx.SetNow(machine.Add(shift))
			page, err := tx.Accounts(core.AccountQuery{Filter: core.FilterLocked, Limit: 10})
			if err != nil || len(page.Rows) != locked || !tx.Now().Equal(machine.Add(shift)) || !tx.Machine().Equal(machine) {
				return fmt.Errorf("%v later at %v: locked %+v, %v", shift, tx.Now(), page.Rows, err)
			}
			return nil
		})
	}
}
