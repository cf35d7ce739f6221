package seal

import (
	"errors"
	"io/fs"
	"os/exec"
)

// keyringReachable leaves it to the call: the security tool is part of macOS.
func keyringReachable() error { return nil }

// keyringClass sorts errors of the security tool, whose exit status is the low
// byte of the code from Security.framework's SecBase.h.
func keyringClass(err error) error {
	var exit *exec.ExitError
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, exec.ErrNotFound):
		return ErrKeyringAbsent
	case !errors.As(err, &exit):
		return ErrKeyringFault
	}
	switch exit.ExitCode() {
	case 36, // errSecInteractionNotAllowed, -25308
		51,  // errSecAuthFailed, -25293
		128: // userCanceledErr, -128
		return ErrKeyringLocked
	case 37, // errSecNoDefaultKeychain, -25307
		50, // errSecNoSuchKeychain, -25294
		53: // errSecNotAvailable, -25291
		return ErrKeyringAbsent
	}
	return ErrKeyringFault
}
