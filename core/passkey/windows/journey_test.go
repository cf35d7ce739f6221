package windows

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"testing"
	"time"

	"gatehouse/core/passkey"
)

// window is that of the tests, where none needs to be there.
func window() uintptr { return 42 }

func provide(t testing.TB, s stage) *provider {
	t.Helper()
	p, err := newProvider(Config{Window: window}, s.library())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func start(t testing.TB, p *provider, kind passkey.Kind) passkey.Ceremony {
	t.Helper()
	c, err := p.Start(t.Context(), kind)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func handle(t testing.TB) []byte {
	t.Helper()
	handle, err := passkey.NewUserHandle(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return handle
}

// registering is a registration for a new account, of which there are passkeys already.
func registering(t testing.TB, kind passkey.Kind, existing ...passkey.Credential) *passkey.Registration {
	t.Helper()
	r, err := passkey.Enrolment{
		Origin: passkey.NativeOrigin, Site: "Example Wörks", Name: "ada", FullName: "Ada Lovelace 🗝",
		Handle: handle(t), Kind: kind, Existing: existing,
	}.Begin(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func signingIn(t testing.TB) *passkey.Assertion {
	t.Helper()
	a, err := passkey.BeginAssertion(passkey.NativeOrigin, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// unasked is a finish that is not to be reached.
func unasked(t testing.TB) passkey.Finish {
	return func(context.Context, []byte) error {
		t.Error("an answer came to be verified")
		return nil
	}
}

func wantError(t testing.TB, name string, err, wanted error) {
	t.Helper()
	if !errors.Is(err, wanted) {
		t.Errorf("%s: %v, want %v", name, err, wanted)
	}
}

// existing are passkeys that an account has, reached in ways that can be said and not.
func existing() []passkey.Credential {
	var all []passkey.Credential
	for i, transports := range [][]string{{"internal", "usb"}, {"hybrid"}, {"smart-card", "usb"}, nil} {
		all = append(all, passkey.Credential{ID: bytes.Repeat([]byte{byte(i + 1)}, 16), Transports: transports})
	}
	return all
}

// trip is one way to make a passkey and to sign in with it: as one kind, with an API
// version. The structures that come back have their own versions, as old as may be.
type trip struct {
	api, made, used uint32
	kind            passkey.Kind
}

// asks is what the system is told of the kind.
func (v trip) asks() (attachment uint32, hint string) {
	if v.kind == passkey.AnyKind {
		return 0, ""
	}
	c := ofKind(v.kind)
	return c.attachment, c.hints[0]
}

func (v trip) run(t *testing.T, s stage) {
	t.Helper()
	d := newDevice(t)
	kept := v.create(t, s, d)
	came := v.get(t, s, d, kept)
	if !bytes.Equal(came.Handle, d.user) || !bytes.Equal(came.ID, d.id) || came.SignCount != 1 {
		t.Errorf("signed in as %x with %x, count %d", came.Handle, came.ID, came.SignCount)
	}
	if n := s.held(); n != 0 {
		t.Errorf("%d structures were not given back", n)
	}
}

func (v trip) create(t *testing.T, s stage, d *device) (kept passkey.Credential) {
	t.Helper()
	var given asked
	s.play(v.api, true, func(a asked) reply {
		given = a
		r := d.create(t, a)
		r.version = v.made
		return r
	})
	r := registering(t, v.kind, existing()...)
	err := start(t, provide(t, s), v.kind).Create(t.Context(), r.Options(), func(_ context.Context, response []byte) error {
		var err error
		kept, err = r.Finish(response, time.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	attachment, hint := v.asks()
	hybrid := uint32(0)
	if v.api >= 6 {
		hybrid = 0x20
	}
	wantAsked(t, given, wantMade(t, r.Options(), v.api, attachment, hybrid, hint))
	if want := v.made >= 3; (len(kept.Transports) == 1 && kept.Transports[0] == "internal") != want {
		t.Errorf("version %d: reached by %v", v.made, kept.Transports)
	}
	return kept
}

func (v trip) get(t *testing.T, s stage, d *device, kept passkey.Credential) (came passkey.Used) {
	t.Helper()
	var given asked
	s.play(v.api, true, func(a asked) reply {
		given = a
		r := d.get(t, a)
		r.version = v.used
		return r
	})
	a := signingIn(t)
	find := func(_, _ []byte) (passkey.Credential, error) { return kept, nil }
	err := start(t, provide(t, s), v.kind).Get(t.Context(), a.Options(), func(_ context.Context, response []byte) error {
		var err error
		came, err = a.Finish(response, time.Now(), find)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	attachment, hint := v.asks()
	wantAsked(t, given, wantUsed(t, a.Options(), v.api, attachment, hint))
	return came
}

// journeys go over all API versions, with the versions of structures that each has.
func journeys(t *testing.T, open func(*testing.T) stage) {
	t.Helper()
	for _, v := range []trip{
		{api: 1, made: 1, used: 1},
		{api: 1, made: 2, used: 1},
		{api: 2, made: 3, used: 1},
		{api: 3, made: 4, used: 2},
		{api: 4, made: 4, used: 3},
		{api: 5, made: 4, used: 3},
		{api: 6, made: 5, used: 4},
		{api: 7, made: 6, used: 5},
		{api: 8, made: 7, used: 5},
		{api: 9, made: 8, used: 5},
	} {
		for _, v.kind = range []passkey.Kind{passkey.AnyKind, passkey.ThisDevice, passkey.SecurityKey, passkey.Phone} {
			if v.kind == passkey.Phone && v.api < 6 {
				continue
			}
			t.Run(fmt.Sprintf("API %d version %d %s", v.api, v.made, v.kind), func(t *testing.T) { v.run(t, open(t)) })
		}
	}
}

// failures are results of the system, and what they are here.
func failures(t *testing.T, s stage) {
	t.Helper()
	p := provide(t, s)
	for result, wanted := range map[hresult]error{
		0x8009000F: passkey.ErrRegistered,
		0x800704C7: passkey.ErrCancelled,
		0x80090036: passkey.ErrCancelled,
		0x80090035: passkey.ErrCancelled,
		0x80090011: passkey.ErrCancelled,
		0x800705B4: passkey.ErrTimedOut,
		0x80090029: passkey.ErrNotSupported,
		0x80070032: passkey.ErrNotSupported,
		0x80090023: passkey.ErrNotSupported,
		0x80090027: passkey.ErrNotSupported,
	} {
		s.play(8, true, func(asked) reply { return reply{result: result} })
		err := start(t, p, passkey.ThisDevice).Create(t.Context(), registering(t, passkey.ThisDevice).Options(), unasked(t))
		wantError(t, fmt.Sprintf("create: %X", uint32(result)), err, wanted)
		err = start(t, p, passkey.ThisDevice).Get(t.Context(), signingIn(t).Options(), unasked(t))
		wantError(t, fmt.Sprintf("get: %X", uint32(result)), err, wanted)
	}
}

// cancellations end a dialog that waits, by the context and by Close.
func cancellations(t *testing.T, s stage) {
	t.Helper()
	p := provide(t, s)
	for i, byClose := range []bool{false, true} {
		c := start(t, p, passkey.SecurityKey)
		ctx, cancel := context.WithCancel(t.Context())
		t.Cleanup(cancel)
		s.play(8, true, func(asked) reply {
			// The system waits from here on.
			if byClose {
				_ = c.Close()
			} else {
				cancel()
			}
			return reply{wait: true}
		})
		err := c.Get(ctx, signingIn(t).Options(), unasked(t))
		wantError(t, fmt.Sprintf("closed: %v", byClose), err, passkey.ErrCancelled)
		if n := s.left(); n != i+1 {
			t.Errorf("%d dialogs went, want %d", n, i+1)
		}
	}
}
