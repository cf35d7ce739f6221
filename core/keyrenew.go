package core

import (
	"context"
	"errors"
	"fmt"

	"gatehouse/core/seal"
)

// What renews keys needs the site key, which an open site does not hold: the
// caller brings once more what opens it. The slow part, a passphrase's hash, is
// done before the transaction, which then makes sure that the slot is still the
// one that was opened. Everything that is written is in that one transaction, and
// nothing outside the store changes: whatever stops the program, the store opens
// with what opened it before, or with what the new state says.

// errKeysChanged is the refusal of a renewal that another one overtook.
func errKeysChanged() *Error {
	return &Error{Code: CodeConflict, Text: say("The site's keys were changed elsewhere meanwhile. Nothing was changed here; try again.")}
}

// openedSlot is a slot and the site key that was in it.
type openedSlot struct {
	slot KeySlot
	site seal.Key
}

// openMain opens the slot of everyday use for a caller who may renew keys.
func (s *Site) openMain(ctx context.Context, token Token, with Unlock) (openedSlot, error) {
	var slot KeySlot
	err := s.look(ctx, token, RightKeys, func(tx Tx, _ caller) error {
		var err error
		slot, err = mainSlot(tx)
		return err
	})
	if err != nil {
		return openedSlot{}, err
	}
	with.RecoveryKey = ""
	key, err := slotKey(ctx, slot, with)
	return openedSlot{slot: slot, site: key}, s.plain(ctx, err)
}

// renew changes keys in one transaction, in which the slot is still the one that
// was opened.
func (s *Site) renew(ctx context.Context, token Token, from openedSlot, do func(Tx, caller) error) error {
	return s.act(ctx, token, RightKeys, func(tx Tx, c caller) error {
		if err := from.still(tx); err != nil {
			return err
		}
		return do(tx, c)
	})
}

// RotateKeys gives the site a new data key, under which everything is sealed from
// then on; what was sealed before, the secrets of authenticator apps, is sealed again.
// The former keys stay to open: a program that had the site open may seal under them
// still. It cannot open what is sealed under the new one before it is started again.
// The keys of the log and of the digests stay, because the lines and the revisions
// that they vouch for never change.
//
// with opens the site's slot of everyday use. Errors: CodeForbidden without
// RightKeys, CodeKey when with does not open the slot, CodeConflict when another
// program renewed keys meanwhile; then nothing was changed.
func (s *Site) RotateKeys(ctx context.Context, token Token, with Unlock) (KeyAge, error) {
	from, err := s.openMain(ctx, token, with)
	if err != nil {
		return KeyAge{}, err
	}
	defer from.site.Wipe()
	var made KeyAge
	var renewed *keys
	err = s.renew(ctx, token, from, func(tx Tx, c caller) error {
		rows, err := tx.WrappedKeys()
		if err != nil {
			return fmt.Errorf("read the keys: %w", err)
		}
		if rows, made, err = s.addDataKey(tx, rows, from.site); err != nil {
			return err
		}
		if renewed, err = unwrapKeys(rows, from.site, s.cfg); err != nil {
			return keysDamaged(err)
		}
		if err := tx.PutWrappedKeys(rows); err != nil {
			return fmt.Errorf("store the keys: %w", err)
		}
		if err := resealAll(tx, renewed.ring); err != nil {
			return err
		}
		_, err = s.record(tx, c.did(EventKeysRotated, Account{}), detail{"number": fmt.Sprint(made.Number)})
		return err
	})
	if err == nil {
		err = s.plain(ctx, s.keys.ring.Adopt(renewed.ring))
	}
	if renewed != nil {
		renewed.wipe()
	}
	return made, err
}

// addDataKey adds a new data key to the wrapped ones, makes it current, and opens
// all of them once: a site whose keys are not whole is not changed.
func (s *Site) addDataKey(tx Tx, rows []WrappedKey, site seal.Key) ([]WrappedKey, KeyAge, error) {
	next := WrappedKey{Purpose: string(seal.PurposeSeal), Current: true, CreatedAt: tx.Now()}
	for i, row := range rows {
		next.ID = max(next.ID, row.ID)
		if row.Purpose == next.Purpose {
			rows[i].Current = false
		}
	}
	next.ID++ // past the greatest number it is 0, which no ring takes
	key, err := seal.NewKey(s.cfg.Rand)
	if err != nil {
		return nil, KeyAge{}, fmt.Errorf("draw a data key: %w", err)
	}
	defer key.Wipe()
	if next.Wrapped, err = seal.Wrap(site, seal.PurposeSeal, next.ID, key, s.cfg.Rand); err != nil {
		return nil, KeyAge{}, fmt.Errorf("wrap a data key: %w", err)
	}
	rows = append(rows, next)
	if err := s.proveKeys(rows, site); err != nil {
		return nil, KeyAge{}, err
	}
	return rows, agesOf([]WrappedKey{next})[0], nil
}

// proveKeys opens all wrapped keys with the site key.
func (s *Site) proveKeys(rows []WrappedKey, site seal.Key) error {
	whole, err := unwrapKeys(rows, site, s.cfg)
	if err != nil {
		return keysDamaged(err)
	}
	whole.wipe()
	return nil
}

// ChangePassphrase keeps the site key by another passphrase; the former one no
// longer opens the site. with has the former one. The site key stays the same.
//
// Errors: Problems of FieldPassphrase and FieldPassphraseConfirm, CodeRefused for
// a site whose key is not kept by a passphrase, and those of RotateKeys.
func (s *Site) ChangePassphrase(ctx context.Context, token Token, with Unlock, typed, repeated string) error {
	to := KeyChoice{Kind: seal.KindPassphrase, Passphrase: typed, PassphraseRepeat: repeated}
	if err := s.passphraseToChange(ctx, token); err != nil {
		return err
	}
	if err := to.Check(""); err != nil {
		return err
	}
	if typed == with.Passphrase {
		return problem(FieldPassphrase, say("This is the passphrase already. Choose another one."))
	}
	from, err := s.openMain(ctx, token, with)
	if err != nil {
		return err
	}
	defer from.site.Wipe()
	slot, err := to.slot(ctx, from.site, s.cfg)
	if err != nil {
		return s.plain(ctx, err)
	}
	return s.renew(ctx, token, from, func(tx Tx, c caller) error {
		row := stored(slot)
		row.CreatedAt = tx.Now()
		if err := tx.PutKeySlot(row); err != nil {
			return fmt.Errorf("store a key slot: %w", err)
		}
		_, err := s.record(tx, c.did(EventPassphraseChanged, Account{}), nil)
		return err
	})
}

// passphraseToChange refuses when the site's key is kept in another way.
func (s *Site) passphraseToChange(ctx context.Context, token Token) error {
	return s.look(ctx, token, RightKeys, func(tx Tx, _ caller) error {
		slot, err := mainSlot(tx)
		if err == nil && seal.Kind(slot.Kind) != seal.KindPassphrase {
			err = refuse(say("The site's key is not kept by a passphrase, so there is none to change."))
		}
		return err
	})
}

// RenewRecovery makes key the site's recovery key; the former one ends. The site
// key is a new one, too, and all keys of the site are wrapped again by it: with a
// former copy of the store the former recovery key would give the former site
// key, which so opens nothing of the new state. What opens the site every day
// (key file, passphrase, item of the keyring) stays the same.
//
// Errors are those of RotateKeys.
func (s *Site) RenewRecovery(ctx context.Context, token Token, with Unlock, key seal.RecoveryKey) error {
	from, err := s.openMain(ctx, token, with)
	if err != nil {
		return err
	}
	defer from.site.Wipe()
	site, err := seal.NewKey(s.cfg.Rand)
	if err != nil {
		return fmt.Errorf("draw the site key: %w", err)
	}
	defer site.Wipe()
	main, err := s.rewrapMain(ctx, from.slot, with, site)
	if err != nil {
		return s.plain(ctx, err)
	}
	slot, err := seal.NewRecoverySlot(key, site, s.cfg.Rand)
	if err != nil {
		return s.plain(ctx, fmt.Errorf("wrap the site key for recovery: %w", err))
	}
	recovery := stored(slot)
	return s.renew(ctx, token, from, func(tx Tx, c caller) error {
		recovery.CreatedAt = tx.Now()
		if err := errors.Join(tx.PutKeySlot(main), tx.PutKeySlot(recovery)); err != nil {
			return fmt.Errorf("store the key slots: %w", err)
		}
		if err := s.rewrapKeys(tx, from.site, site); err != nil {
			return err
		}
		_, err := s.record(tx, c.did(EventRecoveryRenewed, Account{}), nil)
		return err
	})
}

// rewrapMain puts a new site key into the slot of everyday use. Key file and
// keyring are only read.
func (s *Site) rewrapMain(ctx context.Context, slot KeySlot, with Unlock, site seal.Key) (KeySlot, error) {
	var next seal.Slot
	var err error
	switch seal.Kind(slot.Kind) {
	case seal.KindKeyring:
		next, err = seal.RewrapKeyringSlot(ctx, with.Keyring, slot.sealed(), site, s.cfg.Rand)
	case seal.KindKeyFile:
		next, err = seal.RewrapKeyFileSlot(slot.sealed(), with.KeyFile, site, s.cfg.Rand)
	default:
		next, err = seal.NewPassphraseSlot([]byte(with.Passphrase), s.cfg.PassphraseCost, site, s.cfg.Rand)
	}
	if err != nil {
		return KeySlot{}, keyError(slot, err)
	}
	row := stored(next)
	row.CreatedAt = slot.CreatedAt
	return row, nil
}

// rewrapKeys wraps all keys by another site key.
func (s *Site) rewrapKeys(tx Tx, from, to seal.Key) error {
	rows, err := tx.WrappedKeys()
	if err != nil {
		return fmt.Errorf("read the keys: %w", err)
	}
	for i, row := range rows {
		rows[i].Wrapped, err = seal.Rewrap(from, to, seal.Purpose(row.Purpose), row.ID, row.Wrapped, s.cfg.Rand)
		if err != nil {
			return keysDamaged(err)
		}
	}
	if err := s.proveKeys(rows, to); err != nil {
		return err
	}
	if err := tx.PutWrappedKeys(rows); err != nil {
		return fmt.Errorf("store the keys: %w", err)
	}
	return nil
}
