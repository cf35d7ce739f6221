//go:build !windows

package windows

import (
	"testing"

	"gatehouse/core/passkey"
)

func TestNotHere(t *testing.T) {
	p, err := New(Config{})
	wantError(t, "New", err, passkey.ErrNotSupported)
	if p != nil {
		t.Errorf("there is a provider: %v", p)
	}
}
