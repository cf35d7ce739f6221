package windows

import (
	"context"
	"errors"
	"slices"
	"testing"

	"gatehouse/core/passkey"
)

// kinds are those that a system has, in the order to offer them in.
func kinds(t *testing.T, s stage) {
	t.Helper()
	for _, test := range []struct {
		api      uint32
		platform bool
		want     []passkey.Kind
	}{
		{1, false, []passkey.Kind{passkey.SecurityKey}},
		{5, true, []passkey.Kind{passkey.ThisDevice, passkey.SecurityKey}},
		{6, false, []passkey.Kind{passkey.SecurityKey, passkey.Phone}},
		{8, true, []passkey.Kind{passkey.ThisDevice, passkey.SecurityKey, passkey.Phone}},
	} {
		s.play(test.api, test.platform, nil)
		p := provide(t, s)
		if got := p.Kinds(); !slices.Equal(got, test.want) {
			t.Errorf("API %d, platform %v: %v, want %v", test.api, test.platform, got, test.want)
		}
		for _, kind := range []passkey.Kind{passkey.ThisDevice, passkey.SecurityKey, passkey.Phone} {
			_, err := p.Start(t.Context(), kind)
			if known := slices.Contains(test.want, kind); known && err != nil || !known && !errors.Is(err, passkey.ErrNotSupported) {
				t.Errorf("API %d, platform %v, %s: %v", test.api, test.platform, kind, err)
			}
		}
	}
}

func TestKinds(t *testing.T) { kinds(t, newFake(t)) }

func TestProvider(t *testing.T) {
	f := newFake(t)
	p := provide(t, f)
	if p.Name() != "windows" {
		t.Errorf("the name is %q", p.Name())
	}
	if at := start(t, p, passkey.AnyKind).Origin(); at != passkey.NativeOrigin {
		t.Errorf("the origin is %q", at)
	}
	_, err := p.Start(t.Context(), passkey.Kind("software"))
	wantError(t, "another kind", err, passkey.ErrNotSupported)
	ended, end := context.WithCancel(t.Context())
	end()
	_, err = p.Start(ended, passkey.AnyKind)
	wantError(t, "ended", err, context.Canceled)
	f.api = 0
	_, err = newProvider(Config{}, f)
	wantError(t, "API version 0", err, passkey.ErrNotSupported)
}

// TestWindow: the dialog belongs to the window of the program, else to the one in front.
func TestWindow(t *testing.T) {
	f := newFake(t)
	for _, test := range []struct {
		config Config
		front  uintptr
		want   string
	}{
		{Config{}, 7, "7"},
		{Config{Window: func() uintptr { return 0 }}, 8, "8"},
		{Config{Window: func() uintptr { return 9 }}, 8, "9"},
	} {
		f.front = test.front
		got := ""
		f.dialog = func(a asked) reply {
			got = a.value(t, "window")
			return reply{result: resultUserCancelled}
		}
		p, err := newProvider(test.config, f)
		if err != nil {
			t.Fatal(err)
		}
		wantError(t, "closed", start(t, p, passkey.AnyKind).Get(t.Context(), signingIn(t).Options(), unasked(t)), passkey.ErrCancelled)
		if got != test.want {
			t.Errorf("window %s, want %s", got, test.want)
		}
	}
	f.front = 0
	p, err := newProvider(Config{}, f)
	if err != nil {
		t.Fatal(err)
	}
	wantError(t, "no window", start(t, p, passkey.AnyKind).Get(t.Context(), signingIn(t).Options(), unasked(t)), passkey.ErrNotSupported)
}
