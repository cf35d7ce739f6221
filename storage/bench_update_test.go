package storage

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"gatehouse/core"
)

// measured runs op b.N times and reports the processor time of one.
func measured(b *testing.B, op func() error) {
	b.Helper()
	b.ReportAllocs()
	start := processorTime()
	for b.Loop() {
		if err := op(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((processorTime()-start)/time.Microsecond)/float64(b.N), "cpu-µs/op")
}

// BenchmarkUpdate measures the writes of one sign-in: the guess that is counted
// before the hash, and what is settled after it.
func BenchmarkUpdate(b *testing.B) {
	ctx := context.Background()
	s, ada := siteWithAda(b)
	b.Run("empty", func(b *testing.B) {
		measured(b, func() error { return s.Update(ctx, func(core.Tx) error { return nil }) })
	})
	b.Run("reserve", func(b *testing.B) {
		measured(b, func() error { return s.Update(ctx, reserve) })
	})
	b.Run("settle", func(b *testing.B) {
		measured(b, func() error {
			return s.Update(ctx, func(tx core.Tx) error { return settle(tx, ada.ID) })
		})
	})
	b.Run("signin", func(b *testing.B) {
		withEnd, cancel := context.WithCancel(ctx)
		defer cancel()
		measured(b, func() error {
			if err := s.Update(withEnd, reserve); err != nil {
				return err
			}
			return s.Update(withEnd, func(tx core.Tx) error { return settle(tx, ada.ID) })
		})
	})
}

// reserve is what core does before it computes a hash.
func reserve(tx core.Tx) error {
	a, err := tx.AccountByKey("ada")
	if err != nil {
		return err
	}
	if _, err := tx.Password(a.ID); err != nil {
		return err
	}
	count, err := tx.Throttle("account:1")
	if err != nil {
		return err
	}
	count.AccountID, count.UpdatedAt = a.ID, tx.Now()
	count.Failures++
	return tx.PutThrottle(count)
}

// settle is what core does after a right password.
func settle(tx core.Tx, id core.AccountID) error {
	if _, err := tx.AccountByID(id); err != nil {
		return err
	}
	if _, err := tx.Password(id); err != nil {
		return err
	}
	if err := tx.DeleteThrottle("account:1"); err != nil {
		return err
	}
	if err := tx.SetLastSignIn(id, tx.Now()); err != nil {
		return err
	}
	session := core.Session{
		AccountID: id, TokenHash: make([]byte, 32), Scope: core.ScopeFull,
		Device:    core.Device{Client: core.ClientWindow, Host: "desk", System: "Linux"},
		StartedAt: tx.Now(), LastActiveAt: tx.Now(), ExpiresAt: tx.Now().Add(time.Hour),
	}
	if _, err := rand.Read(session.TokenHash); err != nil {
		return err
	}
	if err := tx.InsertSession(&session); err != nil {
		return err
	}
	seq, _, err := tx.LastEvent()
	if err != nil {
		return err
	}
	return tx.AppendEvent(core.Event{
		Seq: seq + 1, At: tx.Now(), Kind: core.EventSignedIn, ActorID: id, ActorName: "ada",
		TargetID: id, TargetName: "ada", SessionID: session.ID, Device: session.Device,
		Detail: `{"method":"password","scope":"full"}`, MAC: make([]byte, 32),
	})
}

// siteWithAda makes a site with one account that has a password.
func siteWithAda(t testing.TB) (*Store, core.Account) {
	t.Helper()
	ctx := context.Background()
	ada := core.Account{
		Name: "Ada", Key: "ada", Skeleton: "ada", FullName: "Ada Lovelace", Mail: "Ada@site.example",
		MailKey: "ada@site.example", Role: core.RoleRoot, State: core.StateActive, CreatedAt: noon, UpdatedAt: noon,
	}
	dir := t.TempDir()
	err := Create(ctx, dir, Options{}, func(s core.Store) error {
		return s.Update(ctx, func(tx core.Tx) error {
			if err := tx.PutSite(core.SiteRecord{ID: "site", Name: "Workshop", TimeZone: "UTC", CreatedAt: noon}); err != nil {
				return err
			}
			if err := tx.InsertAccount(&ada); err != nil {
				return err
			}
			return tx.PutPassword(core.PasswordRecord{AccountID: ada.ID, PHC: "$argon2id$…", SetAt: noon, SetBy: ada.ID})
		})
	})
	if err != nil {
		t.Fatal(fmt.Errorf("make a site: %w", err))
	}
	s, err := Open(ctx, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, ada
}
