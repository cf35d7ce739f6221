package seal

import (
	"errors"

	"golang.org/x/sys/windows"
)

// keyringReachable leaves it to the call: Credential Manager is part of Windows.
func keyringReachable() error { return nil }

// keyringClass sorts errors of Credential Manager. It is open whenever its user
// is signed in, but not to every kind of sign-in.
func keyringClass(err error) error {
	if errors.Is(err, windows.ERROR_NO_SUCH_LOGON_SESSION) {
		return ErrKeyringAbsent
	}
	return ErrKeyringFault
}
