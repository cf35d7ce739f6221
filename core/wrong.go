package core

import (
	"context"
	"crypto/hmac"
	"encoding/binary"
	"sync"
	"time"

	"gatehouse/core/policy"
)

// The wrong passwords of the last half minute are kept as keyed digests, so that
// a program which tries the same one again and again locks nobody out. What a
// digest spares is a count, never a hash: a repeat is verified like any guess,
// and a password that was not counted is never among them.

// wrongDomain keeps these digests apart from others.
const wrongDomain = "wrong password"

// The form of one of them: the time in milliseconds, then the digest's first
// half.
const (
	wrongTime   = 8
	wrongSum    = 16
	wrongLength = wrongTime + wrongSum
)

// maxWrong is how many are kept: there are never more failures in a row.
const maxWrong = policy.MaxConsecutiveFailures

// forgetAfter is when a wrong password is forgotten: when its window is over,
// whose last instant belongs to it.
const forgetAfter = policy.SameWindow + time.Second

// wrongDigest is what is kept of a guess.
func (s *Site) wrongDigest(subject string, typed ...string) []byte {
	var e encoding
	e.text(subject)
	for _, text := range typed {
		e.text(text)
	}
	sum := s.keys.digester.Digest(wrongDomain, e.Bytes())
	clear(e.Bytes())
	return sum[:wrongSum]
}

// recentWrong are the wrong passwords that are still in their window.
func (t Throttle) recentWrong(now time.Time) [][]byte {
	var recent [][]byte
	for rest := t.Wrong; len(rest) >= wrongLength; rest = rest[wrongLength:] {
		at := time.UnixMilli(int64(binary.BigEndian.Uint64(rest))).UTC()
		if age := now.Sub(at); age >= 0 && age <= policy.SameWindow {
			recent = append(recent, rest[:wrongLength])
		}
	}
	return recent
}

// repeats tells whether a guess was counted within the window.
func (t Throttle) repeats(digest []byte, now time.Time) bool {
	found := false
	for _, one := range t.recentWrong(now) {
		found = hmac.Equal(one[wrongTime:], digest) || found
	}
	return found
}

// remember keeps a guess that is counted now.
func (t *Throttle) remember(digest []byte, now time.Time) {
	recent := t.recentWrong(now)
	if len(recent) >= maxWrong {
		recent = recent[len(recent)-maxWrong+1:]
	}
	kept := make([]byte, 0, (len(recent)+1)*wrongLength)
	for _, one := range recent {
		kept = append(kept, one...)
	}
	kept = binary.BigEndian.AppendUint64(kept, uint64(now.UnixMilli()))
	t.Wrong, t.WrongAt = append(kept, digest...), now
}

// forget takes the guess of a time out, and tells whether it was there.
func (t *Throttle) forget(digest []byte, at time.Time) bool {
	var kept []byte
	found := false
	for rest := t.Wrong; len(rest) >= wrongLength; rest = rest[wrongLength:] {
		one := rest[:wrongLength]
		when := time.UnixMilli(int64(binary.BigEndian.Uint64(one)))
		if !found && when.Equal(at) && hmac.Equal(one[wrongTime:], digest) {
			found = true
			continue
		}
		kept = append(kept, one...)
	}
	t.Wrong = kept
	if len(kept) == 0 {
		t.WrongAt = time.Time{}
	}
	return found
}

// forgetWrong forgets the wrong passwords whose window is over.
func forgetWrong(tx Tx) error { return tx.ForgetWrong(tx.Now().Add(-policy.SameWindow)) }

// forgetLater does so when that of the newest one is.
func (s *Site) forgetLater() {
	s.forgetting.set(forgetAfter, func() {
		ctx := context.Background()
		if err := s.store.Update(ctx, forgetWrong); err != nil {
			s.log.ErrorContext(ctx, "a wrong password could not be forgotten", "cause", err.Error())
		}
	})
}

// alarm does something once, later.
type alarm struct {
	mu      sync.Mutex
	timer   *time.Timer
	stopped bool
	running sync.WaitGroup
}

// set puts it to a time, in place of the one it was set to before.
func (a *alarm) set(after time.Duration, do func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopped {
		return
	}
	a.cancel()
	a.running.Add(1)
	a.timer = time.AfterFunc(after, func() {
		defer a.running.Done()
		do()
	})
}

// cancel takes back what has not begun.
func (a *alarm) cancel() {
	if a.timer != nil && a.timer.Stop() {
		a.running.Done()
	}
}

// stop ends it for good, and waits for what has begun.
func (a *alarm) stop() {
	a.mu.Lock()
	a.stopped = true
	a.cancel()
	a.mu.Unlock()
	a.running.Wait()
}
