package windows

import (
	"errors"
	"fmt"

	"gatehouse/core/passkey"
)

// hresult is how a call of the system ended. It is negative, as a signed number, for a
// failure.
type hresult uint32

// The results that webauthn.h names by WebAuthNGetErrorName, of winerror.h.
const (
	resultOK              hresult = 0
	resultExists          hresult = 0x8009000F // NTE_EXISTS
	resultNotFound        hresult = 0x80090011 // NTE_NOT_FOUND
	resultStorageFull     hresult = 0x80090023 // NTE_TOKEN_KEYSET_STORAGE_FULL
	resultParameter       hresult = 0x80090027 // NTE_INVALID_PARAMETER
	resultNotSupported    hresult = 0x80090029 // NTE_NOT_SUPPORTED
	resultNoDevice        hresult = 0x80090035 // NTE_DEVICE_NOT_FOUND
	resultUserCancelled   hresult = 0x80090036 // NTE_USER_CANCELLED
	resultWinNotSupported hresult = 0x80070032 // HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED)
	resultWinCancelled    hresult = 0x800704C7 // HRESULT_FROM_WIN32(ERROR_CANCELLED)
	resultWinTimeout      hresult = 0x800705B4 // HRESULT_FROM_WIN32(ERROR_TIMEOUT)
)

func (r hresult) failed() bool { return int32(r) < 0 }

// kind is the error of passkey that a result is one of; nil for others. A result of
// NotAllowedError covers a closed dialog, a wrong PIN and a missing device alike.
func (r hresult) kind() error {
	switch r {
	case resultExists:
		return passkey.ErrRegistered
	case resultWinCancelled, resultUserCancelled, resultNoDevice, resultNotFound:
		return passkey.ErrCancelled
	case resultWinTimeout:
		return passkey.ErrTimedOut
	case resultNotSupported, resultWinNotSupported, resultStorageFull, resultParameter:
		return passkey.ErrNotSupported
	default:
		return nil
	}
}

// err is the error of a failure, with its number and the system's name for it. Neither
// has anything of an answer in it.
func (r hresult) err(name string) error {
	number := fmt.Sprintf("HRESULT 0x%08X, %s", uint32(r), name)
	if kind := r.kind(); kind != nil {
		return fmt.Errorf("%w (%s)", kind, number)
	}
	return errors.New("passkey: Windows failed (" + number + ")")
}
