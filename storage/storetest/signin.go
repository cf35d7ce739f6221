package storetest

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"gatehouse/core"
)

func testThrottles(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	for _, wanted := range []core.Throttle{
		{Subject: "account:1", AccountID: a.ID, Failures: 5, LockedUntil: noon.Add(time.Hour), UpdatedAt: noon},
		{Subject: "account:1", AccountID: a.ID, Failures: 6, UpdatedAt: noon.Add(time.Second)},
		{
			Subject: "account:1", AccountID: a.ID, Failures: 7, Answers: 3, FailedAt: noon.Add(time.Second),
			LockedAt: noon.Add(time.Minute), LockedUntil: noon.Add(time.Hour), UntilAdmin: true,
			Wrong: bytes.Repeat([]byte{7}, 32), WrongAt: noon.Add(2 * time.Second), UpdatedAt: noon.Add(time.Minute),
		},
		{Subject: "account:1", AccountID: a.ID, Failures: 8, UpdatedAt: noon.Add(time.Hour)},
		{Subject: "name:f00", Failures: 1, UpdatedAt: noon},
	} {
		update(t, s, func(tx core.Tx) error { return tx.PutThrottle(wanted) })
		view(t, s, func(tx core.Tx) error {
			found, err := tx.Throttle(wanted.Subject)
			if err != nil {
				return err
			}
			return same("count", whole(found), whole(wanted))
		})
	}
	update(t, s, func(tx core.Tx) error {
		if err := tx.DeleteThrottle("account:1"); err != nil {
			return err
		}
		found, err := tx.Throttle("account:1")
		if err != nil {
			return err
		}
		if err := same("count of none", whole(found), whole(core.Throttle{Subject: "account:1"})); err != nil {
			return err
		}
		// No row is zero already.
		return tx.DeleteThrottle("account:1")
	})
	if s.Update(t.Context(), func(tx core.Tx) error {
		return tx.PutThrottle(core.Throttle{Subject: "name:x", Failures: -1, UpdatedAt: noon})
	}) == nil {
		t.Fatal("a negative count was stored")
	}
	if s.Update(t.Context(), func(tx core.Tx) error {
		return tx.PutThrottle(core.Throttle{Subject: "name:x", Answers: -1, UpdatedAt: noon})
	}) == nil {
		t.Fatal("a negative count of answers was stored")
	}
}

func testSweep(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	update(t, s, func(tx core.Tx) error {
		old, now := tx.Now().Add(-48*time.Hour), tx.Now()
		for _, c := range []core.Throttle{
			{Subject: "account:1", AccountID: a.ID, Failures: 1, UpdatedAt: old},
			{Subject: "name:locked", Failures: 9, UpdatedAt: old, LockedUntil: now.Add(time.Hour)},
			{Subject: "name:recent", Failures: 1, UpdatedAt: now},
			{Subject: "name:over", Failures: 9, UpdatedAt: old.Add(-time.Hour), LockedUntil: now.Add(-time.Hour)},
			{Subject: "name:old", Failures: 1, UpdatedAt: old},
		} {
			if err := tx.PutThrottle(c); err != nil {
				return err
			}
		}
		return nil
	})
	for _, left := range []string{
		"account:1 name:locked name:recent name:old", "account:1 name:locked name:recent", "account:1 name:locked name:recent",
	} {
		update(t, s, func(tx core.Tx) error {
			if err := tx.SweepThrottles(tx.Now().Add(-24*time.Hour), 1); err != nil {
				return err
			}
			var found []string
			for _, subject := range []string{"account:1", "name:locked", "name:recent", "name:over", "name:old"} {
				if c, err := tx.Throttle(subject); err != nil {
					return err
				} else if c.Failures != 0 {
					found = append(found, subject)
				}
			}
			return same("left over", fmt.Sprint(found), "["+left+"]")
		})
	}
}

// session is one of an account, with something in every field.
func session(a core.AccountID, n byte) core.Session {
	return core.Session{
		AccountID: a, TokenHash: bytes.Repeat([]byte{n}, 32), Scope: core.ScopeFull,
		Device:    core.Device{Client: core.ClientWindow, Host: "desk-7", System: "Windows 11", Address: "10.0.0.7"},
		StartedAt: noon.Add(time.Duration(n) * time.Second), LastActiveAt: noon, ExpiresAt: noon.Add(12 * time.Hour),
	}
}

// sessionText is the whole of a session, to compare it.
func sessionText(s core.Session) string { return fmt.Sprintf("%+v", s) }

func testSessions(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	one, two, three := session(a.ID, 1), session(a.ID, 2), session(a.ID, 3)
	three.Scope = core.ScopeSetQuestion
	two.Scope, two.Device = core.ScopeChangePassword, core.Device{Client: core.ClientCommand}
	update(t, s, func(tx core.Tx) error {
		for _, x := range []*core.Session{&one, &two, &three} {
			if err := tx.InsertSession(x); err != nil {
				return err
			}
		}
		same := session(a.ID, 1)
		return want(tx.InsertSession(&same), core.ErrConflict)
	})
	if one.ID < 1 || two.ID <= one.ID {
		t.Fatalf("sessions have the numbers %d and %d", one.ID, two.ID)
	}
	check := func(wanted core.Session) {
		t.Helper()
		view(t, s, func(tx core.Tx) error {
			found, err := tx.SessionByToken(wanted.TokenHash)
			if err != nil {
				return err
			}
			return same("session", sessionText(found), sessionText(wanted))
		})
	}
	check(one)
	check(two)
	check(three)
	if s.Update(t.Context(), func(tx core.Tx) error {
		odd := session(a.ID, 4)
		odd.Scope = "everything"
		return tx.InsertSession(&odd)
	}) == nil {
		t.Error("a session of another scope was stored")
	}
	update(t, s, func(tx core.Tx) error {
		if err := tx.TouchSession(one.ID, noon.Add(time.Minute)); err != nil {
			return err
		}
		return tx.LockSession(one.ID, noon.Add(time.Hour))
	})
	one.LastActiveAt, one.LockedAt = noon.Add(time.Minute), noon.Add(time.Hour)
	check(one)
	update(t, s, func(tx core.Tx) error {
		if err := tx.LockSession(one.ID, time.Time{}); err != nil {
			return err
		}
		if err := want(tx.TouchSession(99, noon), core.ErrNotFound); err != nil {
			return err
		}
		return want(tx.LockSession(99, noon), core.ErrNotFound)
	})
	one.LockedAt = time.Time{}
	check(one)
	view(t, s, func(tx core.Tx) error {
		found, err := tx.Sessions(a.ID)
		if err != nil {
			return err
		}
		if len(found) != 3 || sessionText(found[0]) != sessionText(three) || sessionText(found[1]) != sessionText(two) || sessionText(found[2]) != sessionText(one) {
			return fmt.Errorf("sessions are %+v", found)
		}
		_, err = tx.SessionByToken(bytes.Repeat([]byte{9}, 32))
		return want(err, core.ErrNotFound)
	})
}

func testEndSessions(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("bob"))
	ids := make([]core.SessionID, 6)
	update(t, s, func(tx core.Tx) error {
		for i := range ids {
			x := session(a.ID, byte(i+1))
			if i == 5 {
				x.AccountID = b.ID
			}
			if err := tx.InsertSession(&x); err != nil {
				return err
			}
			ids[i] = x.ID
		}
		return nil
	})
	later := noon.Add(time.Hour)
	for _, end := range []struct {
		filter core.SessionFilter
		ended  []core.SessionID
	}{
		{core.SessionFilter{AccountID: a.ID, Only: ids[0]}, ids[:1]},
		{core.SessionFilter{AccountID: a.ID, Only: ids[0]}, nil},
		{core.SessionFilter{AccountID: a.ID, Only: ids[5]}, nil},
		{core.SessionFilter{AccountID: a.ID, Only: ids[1], Except: ids[1]}, nil},
		{core.SessionFilter{AccountID: a.ID, Except: ids[2]}, []core.SessionID{ids[1], ids[3], ids[4]}},
		{core.SessionFilter{AccountID: a.ID}, ids[2:3]},
		{core.SessionFilter{}, nil},
	} {
		update(t, s, func(tx core.Tx) error {
			ended, err := tx.EndSessions(end.filter, later, core.EndPasswordChanged)
			if err != nil {
				return err
			}
			if !slices.Equal(ended, end.ended) {
				return fmt.Errorf("%+v ended %v, want %v", end.filter, ended, end.ended)
			}
			return nil
		})
	}
	update(t, s, func(tx core.Tx) error {
		found, err := tx.SessionByToken(session(a.ID, 1).TokenHash)
		if err != nil {
			return err
		}
		if !found.EndedAt.Equal(later) || found.EndReason != core.EndPasswordChanged {
			return fmt.Errorf("the ended session is %+v", found)
		}
		if err := want(tx.TouchSession(ids[0], noon), core.ErrNotFound); err != nil {
			return err
		}
		left, err := tx.Sessions(b.ID)
		if err != nil {
			return err
		}
		return same("open sessions of another account", len(left), 1)
	})
}

func testEndAllSessions(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("bob"))
	later := noon.Add(time.Hour)
	update(t, s, func(tx core.Tx) error {
		for i, owner := range []core.AccountID{a.ID, a.ID, b.ID} {
			x := session(owner, byte(i+1))
			if err := tx.InsertSession(&x); err != nil {
				return err
			}
		}
		if _, err := tx.EndSessions(core.SessionFilter{AccountID: a.ID, Except: 1}, noon, core.EndSignedOut); err != nil {
			return err
		}
		for _, want := range []int{2, 0} {
			if n, err := tx.EndAllSessions(later, core.EndClockConfirmed); err != nil || n != want {
				return fmt.Errorf("%d sessions ended, %v, want %d", n, err, want)
			}
		}
		for n, why := range map[byte]core.EndReason{1: core.EndClockConfirmed, 2: core.EndSignedOut, 3: core.EndClockConfirmed} {
			found, err := tx.SessionByToken(session(a.ID, n).TokenHash)
			if err != nil || found.EndReason != why {
				return fmt.Errorf("session %d ended for %q, %v", n, found.EndReason, err)
			}
		}
		return nil
	})
}
