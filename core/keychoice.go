package core

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"gatehouse/core/seal"
)

// KeyChoice is where a person wants the site key to be kept. Nothing is chosen
// for them: a keyring that does not work is an error, not a reason for another
// kind.
type KeyChoice struct {
	Kind seal.Kind
	// KeyFile is the path of the new file, apart from the data folder.
	KeyFile                      string
	Passphrase, PassphraseRepeat string
	// Keyring is the system's, with a deadline.
	Keyring seal.Keyring
}

// Check tells what can be known before anything is written: Problems, or nil.
// dataDir is the folder of the store.
func (k KeyChoice) Check(dataDir string) error {
	var f form
	switch k.Kind {
	case seal.KindKeyring:
		if k.Keyring == nil {
			f.note(problem(FieldKeyKind, say("This computer has no keyring that works. Choose a passphrase or a key file.")))
		}
	case seal.KindKeyFile:
		f.note(checkKeyFile(k.KeyFile, dataDir))
	case seal.KindPassphrase:
		f.note(checkPassphrase(k.Passphrase))
		f.confirm(FieldPassphraseConfirm, k.Passphrase, k.PassphraseRepeat)
	default:
		f.note(problem(FieldKeyKind, say("Choose where the key is kept.")))
	}
	return f.problems.orNil()
}

// checkKeyFile refuses a path where no key file may be made.
func checkKeyFile(path, dataDir string) *Error {
	if path == "" {
		return problem(FieldKeyFile, say("Choose a file, best on a disk that you can take away."))
	}
	if _, err := seal.Inside(dataDir, dataDir); err != nil {
		return refuse(say("The data folder {{.Folder}} cannot be looked at, or is a link that leads nowhere. Choose another one.", "Folder", dataDir))
	}
	inside, err := seal.Inside(dataDir, path)
	if err != nil {
		return problem(FieldKeyFile, say("This path cannot be used. Choose another one."))
	}
	if inside {
		return problem(FieldKeyFile, say("Keep the key file apart from the data folder: whoever copies the folder would have both."))
	}
	if _, err := os.Lstat(path); err == nil {
		return problem(FieldKeyFile, say("There is a file of this name. Choose a new name; it is never overwritten."))
	}
	return nil
}

// checkPassphrase words the rules of passphrases.
func checkPassphrase(typed string) *Error {
	err := seal.CheckPassphrase([]byte(typed))
	switch {
	case err == nil:
		return nil
	case typed == "":
		return problem(FieldPassphrase, say("Type a passphrase."))
	case errors.Is(err, seal.ErrPassphraseShort):
		return problem(FieldPassphrase, say("Make it at least {{.Min}} characters; a few words do well.", "Min", seal.MinPassphrase))
	case errors.Is(err, seal.ErrPassphraseLong):
		return problem(FieldPassphrase, say("Shorten it to 1,024 characters."))
	default:
		return problem(FieldPassphrase, say("There is something in it that is no text. Type it again by hand."))
	}
}

// slot makes the slot of the choice for a site key.
func (k KeyChoice) slot(ctx context.Context, site seal.Key, cfg Config) (seal.Slot, error) {
	var slot seal.Slot
	var err error
	switch k.Kind {
	case seal.KindKeyring:
		slot, err = seal.NewKeyringSlot(ctx, k.Keyring, site, cfg.Rand)
	case seal.KindKeyFile:
		slot, err = seal.NewKeyFileSlot(k.KeyFile, site, cfg.Rand)
	default:
		slot, err = seal.NewPassphraseSlot([]byte(k.Passphrase), cfg.PassphraseCost, site, cfg.Rand)
	}
	if err != nil {
		return seal.Slot{}, choiceError(k, err)
	}
	return slot, nil
}

// choiceError words why a choice did not work.
func choiceError(k KeyChoice, err error) *Error {
	switch k.Kind {
	case seal.KindKeyring:
		return &Error{Code: CodeKey, Field: FieldKeyKind, Cause: err, Text: say("The keyring did not take the key. Choose a passphrase or a key file, or repair the keyring.")}
	case seal.KindKeyFile:
		return &Error{Code: CodeKey, Field: FieldKeyFile, Cause: err, Text: keyFileText(err)}
	default:
		return &Error{Code: CodeKey, Field: FieldPassphrase, Cause: err, Text: say("The passphrase could not be used. Choose another one.")}
	}
}

// keyFileText words why a key file could not be made.
func keyFileText(err error) Text {
	switch {
	case errors.Is(err, seal.ErrKeyFileExists):
		return say("There is a file of this name. Choose a new name; it is never overwritten.")
	case errors.Is(err, seal.ErrKeyFilePermissions):
		return say("Others could read a file on this disk. Choose a disk of this computer.")
	case errors.Is(err, seal.ErrKeyFileAbsent):
		return say("The folder of this file is not there. Make it first, or choose another one.")
	default:
		return say("The key file could not be written there. Choose another place.")
	}
}

// forget takes back what slot made outside the store, when the rest failed.
func (k KeyChoice) forget(ctx context.Context, slot seal.Slot) error {
	switch k.Kind {
	case seal.KindKeyring:
		return seal.ForgetKeyringSlot(ctx, k.Keyring, slot)
	case seal.KindKeyFile:
		return os.Remove(slot.Hint)
	default:
		return nil
	}
}

// Rehouse opens a site with its recovery key and keeps the site key at a new
// place from now on; the former place no longer opens it. It is for a site
// whose passphrase, key file or keyring is lost. Whoever has the recovery key
// may do this: nobody can sign in before.
func Rehouse(ctx context.Context, store Store, recovery string, to KeyChoice, dataDir string, cfg Config) (*Site, error) {
	cfg = cfg.withDefaults()
	site, err := rehouse(ctx, store, recovery, to, dataDir, cfg)
	return site, cfg.reporter().plain(ctx, err)
}

// rehouse is Rehouse with the errors as they come.
func rehouse(ctx context.Context, store Store, recovery string, to KeyChoice, dataDir string, cfg Config) (*Site, error) {
	var f form
	if strings.TrimSpace(recovery) == "" {
		f.note(problem(FieldRecovery, say("Type the recovery key.")))
	}
	if err := gather(f.problems.orNil(), to.Check(dataDir)); err != nil {
		return nil, err
	}
	from, err := siteKey(ctx, store, Unlock{RecoveryKey: recovery})
	if err != nil {
		return nil, err
	}
	defer from.site.Wipe()
	s, err := openBy(ctx, store, from, cfg)
	if err != nil {
		return nil, err
	}
	slot, err := to.slot(ctx, from.site, cfg)
	if err != nil {
		s.keys.wipe()
		return nil, err
	}
	if err := s.moveKey(ctx, from, stored(slot)); err != nil {
		s.keys.wipe()
		return nil, errors.Join(err, to.forget(ctx, slot))
	}
	if to.Kind == seal.KindKeyring {
		s.openAnchor(ctx, to.Keyring)
	}
	return s, nil
}

// moveKey puts a slot in the place of the main one. The site key in it is that of
// the recovery slot, from, which nobody has renewed meanwhile: a former site key
// would open nothing.
func (s *Site) moveKey(ctx context.Context, from openedSlot, slot KeySlot) error {
	return s.store.Update(ctx, func(tx Tx) error {
		if err := from.still(tx); err != nil {
			return err
		}
		former, err := mainSlot(tx)
		if err != nil {
			return err
		}
		slot.CreatedAt = tx.Now()
		if err := tx.DeleteKeySlot(former.Kind); err != nil {
			return fmt.Errorf("delete a key slot: %w", err)
		}
		if err := tx.PutKeySlot(slot); err != nil {
			return fmt.Errorf("store a key slot: %w", err)
		}
		_, err = s.record(tx, Event{Kind: EventKeyMoved}, detail{"from": former.Kind, "to": slot.Kind})
		return err
	})
}
