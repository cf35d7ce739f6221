package core

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"gatehouse/core/seal"
)

// keys are the site's keys while it is open.
type keys struct {
	ring     *seal.Ring
	chain    *seal.Chain
	digester *seal.Digester
}

// wipe forgets all of them.
func (k *keys) wipe() {
	k.ring.Wipe()
	k.chain.Wipe()
	k.digester.Wipe()
}

// purposes are the keys that every site has, by number.
var purposes = []struct {
	id      uint32
	purpose seal.Purpose
}{
	{1, seal.PurposeSeal},
	{2, seal.PurposeAudit},
	{3, seal.PurposeDigest},
}

// Unlock is what a program brings to open a site.
type Unlock struct {
	// Keyring is the system's, with a deadline; nil when there is none.
	Keyring seal.Keyring
	// KeyFile is where the key file is now, "" for where it was.
	KeyFile string
	// Passphrase opens a site whose key is kept by one.
	Passphrase string
	// RecoveryKey, when set, is used in place of all others.
	RecoveryKey string
}

// Door tells what is needed to open a site.
type Door struct {
	SiteName, TimeZone string
	// Kind is how the site key is kept.
	Kind seal.Kind
	// Hint is the path of the key file.
	Hint string
}

// Knock reads what the store says of itself before it is opened.
func Knock(ctx context.Context, store Store) (Door, error) {
	var door Door
	err := store.View(ctx, func(tx Tx) error {
		site, err := tx.Site()
		if err != nil {
			return fmt.Errorf("read the site: %w", err)
		}
		slot, err := mainSlot(tx)
		door = Door{SiteName: site.Name, TimeZone: site.TimeZone, Kind: seal.Kind(slot.Kind), Hint: slot.Hint}
		return err
	})
	if isNotFound(err) {
		return Door{}, &Error{Code: CodeStoreDamaged, Cause: err, Text: say("The store lacks a part of its site. Put the newest backup back; nothing was changed.")}
	}
	return door, err
}

// mainSlot is the slot of everyday use: the one that is not for recovery.
func mainSlot(tx Tx) (KeySlot, error) {
	return slotWhere(tx, func(s KeySlot) bool { return seal.Kind(s.Kind) != seal.KindRecovery })
}

// recoverySlot is the slot of the printed recovery key.
func recoverySlot(tx Tx) (KeySlot, error) {
	return slotWhere(tx, func(s KeySlot) bool { return seal.Kind(s.Kind) == seal.KindRecovery })
}

// slotWhere finds a slot.
func slotWhere(tx Tx, is func(KeySlot) bool) (KeySlot, error) {
	slots, err := tx.KeySlots()
	if err != nil {
		return KeySlot{}, fmt.Errorf("read the key slots: %w", err)
	}
	for _, s := range slots {
		if is(s) {
			return s, nil
		}
	}
	return KeySlot{}, fmt.Errorf("find a key slot: %w", ErrNotFound)
}

// sealed is the slot as package seal knows it.
func (s KeySlot) sealed() seal.Slot {
	return seal.Slot{Kind: seal.Kind(s.Kind), Wrapped: s.Wrapped, Params: s.Params, Hint: s.Hint}
}

// stored is a slot as the store keeps it.
func stored(s seal.Slot) KeySlot {
	return KeySlot{Kind: string(s.Kind), Wrapped: s.Wrapped, Params: s.Params, Hint: s.Hint}
}

// siteKey opens the slot that fits what the program brings.
func siteKey(ctx context.Context, store Store, u Unlock) (openedSlot, error) {
	var slot KeySlot
	err := store.View(ctx, func(tx Tx) error {
		var err error
		if u.RecoveryKey != "" {
			slot, err = recoverySlot(tx)
		} else {
			slot, err = mainSlot(tx)
		}
		return err
	})
	if err != nil {
		return openedSlot{}, err
	}
	key, err := slotKey(ctx, slot, u)
	return openedSlot{slot: slot, site: key}, err
}

// still tells whether the slot is in the store as it was when it was opened. When
// it is not, the site key that was in it may be a former one.
func (o openedSlot) still(tx Tx) error {
	now, err := slotWhere(tx, func(s KeySlot) bool { return s.Kind == o.slot.Kind })
	if isNotFound(err) || err == nil && !bytes.Equal(now.Wrapped, o.slot.Wrapped) {
		return errKeysChanged()
	}
	return err
}

// slotKey opens a slot and words why it does not open.
func slotKey(ctx context.Context, slot KeySlot, u Unlock) (seal.Key, error) {
	key, err := openSlot(ctx, slot.sealed(), u)
	if err != nil {
		if u.KeyFile != "" {
			slot.Hint = u.KeyFile
		}
		return seal.Key{}, keyError(slot, err)
	}
	return key, nil
}

// openSlot opens a slot of any kind.
func openSlot(ctx context.Context, slot seal.Slot, u Unlock) (seal.Key, error) {
	switch slot.Kind {
	case seal.KindKeyring:
		if u.Keyring == nil {
			return seal.Key{}, seal.ErrKeyringAbsent
		}
		return seal.OpenKeyringSlot(ctx, u.Keyring, slot)
	case seal.KindKeyFile:
		return seal.OpenKeyFileSlot(slot, u.KeyFile)
	case seal.KindPassphrase:
		if u.Passphrase == "" {
			return seal.Key{}, errNoPassphrase
		}
		return seal.OpenPassphraseSlot(slot, []byte(u.Passphrase))
	case seal.KindRecovery:
		key, err := seal.ParseRecoveryKey(u.RecoveryKey)
		if err != nil {
			return seal.Key{}, err
		}
		defer key.Wipe()
		return seal.OpenRecoverySlot(slot, key)
	default:
		return seal.Key{}, seal.ErrFormat
	}
}

// errNoPassphrase: the site asks for one and none was given.
var errNoPassphrase = errors.New("core: no passphrase given")

// unwrapKeys opens the site's keys with the site key.
func unwrapKeys(wrapped []WrappedKey, site seal.Key, cfg Config) (*keys, error) {
	k := &keys{ring: seal.NewRing(cfg.Rand)}
	for _, w := range wrapped {
		key, err := seal.Unwrap(site, seal.Purpose(w.Purpose), w.ID, w.Wrapped)
		if err != nil {
			return nil, fmt.Errorf("unwrap key %d: %w", w.ID, err)
		}
		err = k.take(w, key)
		key.Wipe()
		if err != nil {
			return nil, fmt.Errorf("take key %d: %w", w.ID, err)
		}
	}
	if k.ring.Current() == 0 || k.chain == nil || k.digester == nil {
		return nil, errors.New("core: a key of the site is missing")
	}
	return k, nil
}

// take puts one key where its purpose belongs.
func (k *keys) take(w WrappedKey, key seal.Key) error {
	var err error
	switch seal.Purpose(w.Purpose) {
	case seal.PurposeSeal:
		if err = k.ring.Add(w.ID, key); err == nil && w.Current {
			err = k.ring.SetCurrent(w.ID)
		}
	case seal.PurposeAudit:
		k.chain, err = seal.NewChain(key)
	case seal.PurposeDigest:
		k.digester, err = seal.NewDigester(key)
	default:
		err = seal.ErrPurpose
	}
	return err
}

// newKeys draws the keys of a new site and wraps them.
func newKeys(site seal.Key, cfg Config) (*keys, []WrappedKey, error) {
	var wrapped []WrappedKey
	for _, p := range purposes {
		key, err := seal.NewKey(cfg.Rand)
		if err != nil {
			return nil, nil, err
		}
		w, err := seal.Wrap(site, p.purpose, p.id, key, cfg.Rand)
		key.Wipe()
		if err != nil {
			return nil, nil, err
		}
		wrapped = append(wrapped, WrappedKey{ID: p.id, Purpose: string(p.purpose), Wrapped: w, Current: true})
	}
	k, err := unwrapKeys(wrapped, site, cfg)
	return k, wrapped, err
}

// Open opens a site with its key. Errors: CodeKey when the key is not to be
// had or another one, with the field that would help; CodeConflict when another
// program renewed the keys in this moment; those of the store.
func Open(ctx context.Context, store Store, u Unlock, cfg Config) (*Site, error) {
	cfg = cfg.withDefaults()
	site, err := openSite(ctx, store, u, cfg)
	return site, cfg.reporter().plain(ctx, err)
}

// openSite is Open with the errors as they come.
func openSite(ctx context.Context, store Store, u Unlock, cfg Config) (*Site, error) {
	from, err := siteKey(ctx, store, u)
	if err != nil {
		return nil, err
	}
	defer from.site.Wipe()
	s, err := openBy(ctx, store, from, cfg)
	if err == nil && seal.Kind(from.slot.Kind) == seal.KindKeyring {
		s.openAnchor(ctx, u.Keyring)
	}
	return s, err
}

// openBy opens a site with its key. Opening the slot takes time, in which another
// program may have renewed the keys.
func openBy(ctx context.Context, store Store, from openedSlot, cfg Config) (*Site, error) {
	var record SiteRecord
	var wrapped []WrappedKey
	err := store.View(ctx, func(tx Tx) error {
		err := from.still(tx)
		if err != nil {
			return err
		}
		if record, err = tx.Site(); err != nil {
			return fmt.Errorf("read the site: %w", err)
		}
		wrapped, err = tx.WrappedKeys()
		return err
	})
	if err != nil {
		return nil, err
	}
	k, err := unwrapKeys(wrapped, from.site, cfg)
	if err != nil {
		return nil, keysDamaged(err)
	}
	s, err := newSite(store, record, k, cfg)
	if err != nil {
		return nil, err
	}
	if err := s.needPolicy(ctx); err != nil {
		s.keys.wipe()
		return nil, err
	}
	return s, nil
}
