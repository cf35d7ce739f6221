package core

import (
	"errors"
	"io/fs"

	"gatehouse/core/seal"
)

// keysDamaged is the error of a store whose keys do not open with its site key.
func keysDamaged(cause error) *Error {
	return &Error{Code: CodeStoreDamaged, Cause: cause, Text: say("The keys in the store are not whole. Put the newest backup back; nothing was changed.")}
}

// keysRenewed words why a sealed value did not open.
func keysRenewed(cause error) *Error {
	if errors.Is(cause, seal.ErrUnknownKey) {
		return &Error{Code: CodeKey, Cause: cause, Text: say("Another program has renewed the site's keys. Close Gatehouse and open it again.")}
	}
	return &Error{Code: CodeStoreDamaged, Cause: cause, Text: say("A secret in the store is not as Gatehouse wrote it. Put the newest backup back; nothing was changed.")}
}

// keyError words why a slot did not open.
func keyError(slot KeySlot, err error) *Error {
	e := &Error{Code: CodeKey, Cause: err, Field: keyField(slot)}
	switch {
	case errors.Is(err, seal.ErrKeyringAbsent):
		e.Text = say("This computer's keyring cannot be reached, and the site's key is in it. Sign in to the desktop that has it, or use the recovery key.")
	case errors.Is(err, seal.ErrKeyringTimeout):
		e.Text = say("The keyring does not answer. Unlock it and try again, or use the recovery key.")
	case errors.Is(err, seal.ErrKeyringLocked):
		e.Text = say("The keyring is locked. Unlock it and try again.")
	case errors.Is(err, seal.ErrKeyMissing):
		e.Text = say("The site's key is not in this keyring. Use the account of this computer that made the site, or the recovery key.")
	case errors.Is(err, seal.ErrKeyFileAbsent):
		e.Text = say("The key file {{.Path}} is not there. Put its disk in or name its new place.", "Path", slot.Hint)
	case errors.Is(err, seal.ErrKeyFilePermissions):
		e.Text = say("Others on this computer may read the key file {{.Path}}. Allow its owner only (mode 0600), then try again.", "Path", slot.Hint)
	case errors.Is(err, fs.ErrPermission):
		e.Text = say("This account of the computer may not read the key file {{.Path}}. Allow it to, then try again.", "Path", slot.Hint)
	case errors.Is(err, seal.ErrNotKeyFile):
		e.Text = say("The file {{.Path}} is not a key file.", "Path", slot.Hint)
	case errors.Is(err, errNoPassphrase):
		e.Text = say("Type the passphrase that opens this site.")
	case errors.Is(err, seal.ErrWrongKey) && seal.Kind(slot.Kind) == seal.KindPassphrase:
		e.Text = say("This is not the passphrase of this site. Look at Caps Lock and try again.")
	case errors.Is(err, seal.ErrWrongKey) && seal.Kind(slot.Kind) == seal.KindRecovery:
		e.Text = say("This is not the recovery key of this site. Compare it with the printed one.")
	case errors.Is(err, seal.ErrWrongKey):
		e.Text = say("The key does not belong to this site. Nothing was changed.")
	default:
		e.Text = keyTextByForm(err)
	}
	return e
}

// keyTextByForm words what is wrong with the form of a typed key.
func keyTextByForm(err error) Text {
	if wrong, ok := errors.AsType[*seal.RecoveryKeyError](err); ok {
		if wrong.Position > 0 {
			return say("Character {{.Position}} is in no recovery key. Compare it with the printed one.", "Position", wrong.Position)
		}
		return say("A recovery key has 32 letters and digits. Compare it with the printed one.")
	}
	return say("The site's key could not be read. The log has the detail; nothing was changed.")
}

// keyField is the field that a person would use to help.
func keyField(slot KeySlot) string {
	switch seal.Kind(slot.Kind) {
	case seal.KindKeyFile:
		return FieldKeyFile
	case seal.KindPassphrase:
		return FieldPassphrase
	case seal.KindRecovery:
		return FieldRecovery
	default:
		return FieldKeyKind
	}
}
