package software_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"sync"
	"testing"
	"time"

	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
)

// TestPick: the newest passkey of the site is used, the one that is chosen, or none.
func TestPick(t *testing.T) {
	first, second := newSite(t), newSite(t)
	a := software.New(rand.Reader)
	want(t, "first", first.register(a), nil)
	want(t, "second", second.register(a), nil)
	_, err := second.signIn(a)
	want(t, "the newest", err, nil)
	_, err = first.signIn(a)
	want(t, "of another account", err, passkey.ErrUnknown)
	a.Change(func(o *software.Settings) { o.Use = first.kept[0].ID })
	_, err = first.signIn(a)
	want(t, "chosen", err, nil)
	want(t, "forget", a.Forget(first.kept[0].ID), nil)
	_, err = first.signIn(a)
	want(t, "forgotten", err, passkey.ErrCancelled)
	want(t, "forget again", a.Forget(first.kept[0].ID), passkey.ErrUnknown)

	options := []byte(`{"publicKey":{"challenge":"Y2hhbGxlbmdl","rpId":"localhost","allowCredentials":[{"type":"public-key","id":"bm9uZQ"}]}}`)
	a.Change(func(o *software.Settings) { o.Use = nil })
	err = second.start(a).Get(t.Context(), options, func(context.Context, []byte) error { return nil })
	want(t, "not allowed", err, passkey.ErrCancelled)
}

// TestBefore: the site can change between the options and the answer.
func TestBefore(t *testing.T) {
	s, a := enrolled(t)
	a.Change(func(o *software.Settings) { o.Before = func(context.Context) { s.kept = nil } })
	_, err := s.signIn(a)
	want(t, "removed meanwhile", err, passkey.ErrUnknown)
}

// TestEnds: a ceremony that waits for a person ends with Close and with the caller.
func TestEnds(t *testing.T) {
	_, a := enrolled(t)
	waiting := make(chan struct{})
	a.Change(func(o *software.Settings) {
		o.Before = func(ctx context.Context) {
			waiting <- struct{}{}
			<-ctx.Done()
		}
	})
	closed := newSite(t).start(a)
	go func() {
		<-waiting
		_ = closed.Close() // never returns an error
	}()
	finish := func(context.Context, []byte) error { t.Error("finished"); return nil }
	options := []byte(`{"publicKey":{"challenge":"Y2hhbGxlbmdl","rpId":"localhost"}}`)
	want(t, "closed", closed.Get(t.Context(), options, finish), passkey.ErrCancelled)
	want(t, "used", closed.Get(t.Context(), options, finish), passkey.ErrUsed)

	ctx, end := context.WithCancelCause(t.Context())
	go func() {
		<-waiting
		end(errors.New("the window is closed"))
	}()
	want(t, "caller", newSite(t).start(a).Get(ctx, options, finish), passkey.ErrCancelled)
	go func() { <-waiting }()
	late, stop := context.WithDeadline(t.Context(), time.Now())
	defer stop()
	want(t, "late", newSite(t).start(a).Get(late, options, finish), passkey.ErrTimedOut)
}

func TestOptions(t *testing.T) {
	a := software.New(rand.Reader)
	finish := func(context.Context, []byte) error { t.Error("finished"); return nil }
	for text, wanted := range map[string]error{
		``:                                passkey.ErrRequest,
		`{}`:                              passkey.ErrRequest,
		`{"publicKey":{"challenge":"+"}}`: passkey.ErrRequest,
		`{"publicKey":{"challenge":"Y2hhbGxlbmdl"}}`:                                                      passkey.ErrNotSupported,
		`{"publicKey":{"challenge":"Y2hhbGxlbmdl", "pubKeyCredParams":[{"type":"public-key","alg":-8}]}}`: passkey.ErrNotSupported,
	} {
		want(t, text, newSite(t).start(a).Create(t.Context(), []byte(text), finish), wanted)
	}
}

// drawn is a source with a fixed seed.
func drawn(seed byte) *mathrand.ChaCha8 { return mathrand.NewChaCha8([32]byte{seed}) }

// TestSource: the same source gives the same passkey, and one that fails gives none.
func TestSource(t *testing.T) {
	s := newSite(t)
	var kept []passkey.Credential
	for _, seed := range []byte{1, 1, 2} {
		s.kept = nil
		want(t, "seeded", s.register(software.New(drawn(seed))), nil)
		kept = append(kept, s.kept[0])
	}
	if !bytes.Equal(kept[0].PublicKey, kept[1].PublicKey) || !bytes.Equal(kept[0].ID, kept[1].ID) ||
		bytes.Equal(kept[0].PublicKey, kept[2].PublicKey) {
		t.Error("the passkey is not the source's")
	}
	s.kept = nil
	for _, size := range []int{0, 40} {
		if err := s.register(software.New(bytes.NewReader(make([]byte, size)))); err == nil || len(s.kept) != 0 {
			t.Errorf("with %d bytes: %v", size, err)
		}
	}
}

// TestLeadingZeros: keys whose coordinates begin with zeros are good ones.
func TestLeadingZeros(t *testing.T) {
	s := newSite(t)
	a := software.New(drawn(3))
	short := 0
	for range 1500 {
		s.kept = nil
		if err := s.register(a); err != nil {
			t.Fatal(err)
		}
		key := s.kept[0].PublicKey
		// {1: 2, 3: -7, -1: 1, -2: x, -3: y}: each coordinate stands behind its label and its length.
		if x, y := key[len(key)-32-3-32:], key[len(key)-32:]; x[0] == 0 || y[0] == 0 {
			short++
		}
	}
	if short == 0 {
		t.Error("none of the keys has a leading zero")
	}
}

// TestTogether: many use it at once.
func TestTogether(t *testing.T) {
	a := software.New(rand.Reader)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s := newSite(t)
			want(t, "registration", s.register(a), nil)
			b := a.Clone()
			b.Change(func(o *software.Settings) { o.Use = s.kept[0].ID })
			_, err := s.signIn(b)
			want(t, "sign-in", err, nil)
		})
	}
	all.Wait()
	if held := a.Passkeys(); len(held) != 8 {
		t.Errorf("%d passkeys", len(held))
	}
}
