package seal

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

// keyringPrefix names the layout of an item's text.
const keyringPrefix = "gatehouse-key-1:"

// NewKeyringSlot makes a slot whose KEK is a new item of the keyring, read back
// before it counts. When anything fails, the item is removed again, as far as the
// keyring answers. Errors are those of Keyring, ErrKeyringTimeout, ErrNoKey and
// ErrRandom.
func NewKeyringSlot(ctx context.Context, k Keyring, site Key, rand io.Reader) (Slot, error) {
	item, err := newItemName(rand)
	if err != nil {
		return Slot{}, err
	}
	kek, err := NewKey(rand)
	if err != nil {
		return Slot{}, err
	}
	defer kek.Wipe()
	slot, err := newSlot(KindKeyring, item, kek, site, rand)
	if err != nil {
		return Slot{}, err
	}
	text := keyringPrefix + base64.StdEncoding.EncodeToString(kek.raw())
	if err := store(ctx, k, item, text); err != nil {
		return Slot{}, err
	}
	return slot, nil
}

// OpenKeyringSlot returns the site key. Errors are those of Keyring,
// ErrKeyringTimeout, ErrFormat when slot or item is damaged, and ErrWrongKey.
func OpenKeyringSlot(ctx context.Context, k Keyring, s Slot) (Key, error) {
	kek, err := keyringKEK(ctx, k, s)
	if err != nil {
		return Key{}, err
	}
	defer kek.Wipe()
	return s.open(kek)
}

// RewrapKeyringSlot returns the slot with another site key under the same KEK.
// The keyring is only read. Errors are those of OpenKeyringSlot and ErrRandom.
func RewrapKeyringSlot(ctx context.Context, k Keyring, s Slot, site Key, rand io.Reader) (Slot, error) {
	kek, err := keyringKEK(ctx, k, s)
	if err != nil {
		return Slot{}, err
	}
	defer kek.Wipe()
	return s.rewrap(kek, site, rand)
}

// ForgetKeyringSlot deletes the slot's item from the keyring; the slot can never
// be opened again. An item that is already gone is no error.
func ForgetKeyringSlot(ctx context.Context, k Keyring, s Slot) error {
	if err := checkKeyringSlot(s); err != nil {
		return err
	}
	return discard(ctx, k, s.Params, nil)
}

func checkKeyringSlot(s Slot) error {
	if err := s.is(KindKeyring); err != nil {
		return err
	}
	if !isItemName(s.Params) {
		return fmt.Errorf("%w: name of a keyring item", ErrFormat)
	}
	return nil
}

func keyringKEK(ctx context.Context, k Keyring, s Slot) (Key, error) {
	if err := checkKeyringSlot(s); err != nil {
		return Key{}, err
	}
	text, err := k.Get(ctx, s.Params)
	if err != nil {
		return Key{}, err
	}
	encoded, ok := strings.CutPrefix(text, keyringPrefix)
	if !ok {
		return Key{}, fmt.Errorf("%w: keyring item", ErrFormat)
	}
	return decodeKey(encoded)
}

// decodeKey reads a key in standard base64.
func decodeKey(encoded string) (Key, error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(encoded)
	defer clear(raw)
	if err != nil || strings.ContainsAny(encoded, "\r\n") {
		return Key{}, fmt.Errorf("%w: text of a key", ErrFormat)
	}
	return keyFrom(raw)
}
