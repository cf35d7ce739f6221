//go:build !windows

package windows

import (
	"fmt"

	"gatehouse/core/passkey"
)

// load has nothing to load: the library is one of Windows.
func load() (library, error) {
	return nil, fmt.Errorf("%w: webauthn.dll is a library of Windows", passkey.ErrNotSupported)
}
