package passkey_test

import (
	"context"
	"errors"
	"testing"

	"gatehouse/core/passkey"
)

// place is a provider with a name and nothing else.
type place string

func (p place) Name() string        { return string(p) }
func (place) Kinds() []passkey.Kind { return nil }
func (place) Start(context.Context, passkey.Kind) (passkey.Ceremony, error) {
	return nil, passkey.ErrNotSupported
}

func TestChoose(t *testing.T) {
	all := []passkey.Provider{place("windows"), place("browser")}
	for name, want := range map[string]string{"": "windows", "auto": "windows", "windows": "windows", "browser": "browser"} {
		if got, err := passkey.Choose(all, name); err != nil || got.Name() != want {
			t.Errorf("%q: %v, %v", name, got, err)
		}
	}
	for _, name := range []string{"Browser", "usb"} {
		if _, err := passkey.Choose(all, name); !errors.Is(err, passkey.ErrNoProvider) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := passkey.Choose(nil, ""); !errors.Is(err, passkey.ErrNoProvider) {
		t.Errorf("none at all: %v", err)
	}
}
