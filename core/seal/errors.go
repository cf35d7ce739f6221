package seal

import "errors"

// Errors of keys and of what they protect. Compare with errors.Is.
var (
	// ErrWrongKey says that a wrapped key does not open with the key given:
	// the passphrase, key file or recovery key is another one, or the wrapped
	// bytes were altered. The two cannot be told apart.
	ErrWrongKey = errors.New("seal: the key does not fit")

	// ErrAltered says that a sealed value was changed, or moved from the
	// location it was sealed for, although its key is known.
	ErrAltered = errors.New("seal: the sealed value was altered or moved")

	// ErrFormat says that bytes or text are not of a format known here:
	// damaged, cut short, or written by a newer program.
	ErrFormat = errors.New("seal: damaged or unknown format")

	// ErrNoKey says that a Key or RecoveryKey was never made, or was wiped.
	ErrNoKey = errors.New("seal: no key, or a wiped one")

	// ErrRandom says that the source of randomness did not deliver.
	ErrRandom = errors.New("seal: the source of randomness does not work")

	// ErrUnknownKey says that the ring has no key of that number.
	ErrUnknownKey = errors.New("seal: no data key of that number")

	// ErrKeyNumber says that a key's number is zero or already taken.
	ErrKeyNumber = errors.New("seal: that key number is zero or taken")

	// ErrKeyInUse says that the current key cannot be removed from its ring.
	ErrKeyInUse = errors.New("seal: the current data key cannot be removed")

	// ErrLocation says that a Location lacks its table, row or column.
	ErrLocation = errors.New("seal: a location needs table, row and column")

	// ErrPurpose says that a key's purpose is not one of the Purpose constants.
	ErrPurpose = errors.New("seal: unknown purpose of a key")
)

// Errors of the system's keyring.
var (
	// ErrKeyringAbsent says that the system has no keyring service, or none
	// that this session can reach.
	ErrKeyringAbsent = errors.New("seal: no keyring")

	// ErrKeyringLocked says that the keyring stayed locked, for example
	// because its prompt was dismissed.
	ErrKeyringLocked = errors.New("seal: the keyring is locked")

	// ErrKeyringTimeout says that the keyring did not answer in time.
	ErrKeyringTimeout = errors.New("seal: the keyring does not answer")

	// ErrKeyringFault says that the keyring answered with an error of its own
	// or did not keep what it was given.
	ErrKeyringFault = errors.New("seal: the keyring does not work")

	// ErrKeyMissing says that the keyring works and holds no such item.
	ErrKeyMissing = errors.New("seal: the key is not in the keyring")
)

// Errors of passphrases.
var (
	// ErrPassphraseShort says that a passphrase has fewer than
	// MinPassphrase code points, or nothing but white space.
	ErrPassphraseShort = errors.New("seal: the passphrase is too short")

	// ErrPassphraseLong says that a passphrase has more than MaxPassphrase
	// code points or MaxPassphraseBytes bytes.
	ErrPassphraseLong = errors.New("seal: the passphrase is too long")

	// ErrPassphraseText says that a passphrase is not valid UTF-8.
	ErrPassphraseText = errors.New("seal: the passphrase is not text")

	// ErrCost says that a hashing cost lies below the floor or above the cap.
	ErrCost = errors.New("seal: the hashing cost is out of bounds")
)

// Errors of key files.
var (
	// ErrKeyFileAbsent says that there is no file at the path.
	ErrKeyFileAbsent = errors.New("seal: the key file is not there")

	// ErrKeyFileExists says that a file stands where a key file was to be
	// written. It was not touched.
	ErrKeyFileExists = errors.New("seal: a file of that name is already there")

	// ErrKeyFilePermissions says that others than the owner may use the file.
	ErrKeyFilePermissions = errors.New("seal: others may read or change the key file")

	// ErrNotKeyFile says that the path leads to something else: a folder, a
	// device, another file, or a damaged key file.
	ErrNotKeyFile = errors.New("seal: not a key file")
)
