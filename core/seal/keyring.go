package seal

import (
	"context"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/zalando/go-keyring"
)

// keyringService is the name that all items of this program bear in a keyring.
const keyringService = "Gatehouse"

// Keyring is the part of the system's keyring that is used here: named text items
// of one service. Errors are ErrKeyringAbsent, ErrKeyringLocked, ErrKeyringFault,
// and from Get and Delete ErrKeyMissing. Set replaces an item of the same name.
//
// A Keyring may ask a person to unlock it and wait for as long as it takes,
// whatever ctx says; WithDeadline adds the limit.
type Keyring interface {
	Get(ctx context.Context, item string) (string, error)
	Set(ctx context.Context, item, secret string) error
	Delete(ctx context.Context, item string) error
}

// SystemKeyring returns the keyring of the system: Credential Manager on Windows,
// Keychain on macOS, Secret Service on Linux. Its calls cannot be interrupted.
func SystemKeyring() Keyring { return systemKeyring{} }

type systemKeyring struct{}

func (systemKeyring) Get(_ context.Context, item string) (string, error) {
	if err := keyringReachable(); err != nil {
		return "", err
	}
	secret, err := keyring.Get(keyringService, item)
	return secret, keyringError(err)
}

func (systemKeyring) Set(_ context.Context, item, secret string) error {
	if err := keyringReachable(); err != nil {
		return err
	}
	return keyringError(keyring.Set(keyringService, item, secret))
}

func (systemKeyring) Delete(_ context.Context, item string) error {
	if err := keyringReachable(); err != nil {
		return err
	}
	return keyringError(keyring.Delete(keyringService, item))
}

// keyringError gives an error of the system's keyring its type.
func keyringError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return ErrKeyMissing
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return fmt.Errorf("%w: %w", ErrKeyringAbsent, err)
	}
	return fmt.Errorf("%w: %w", keyringClass(err), err)
}

// WithDeadline gives every call to k at most limit, then returns
// ErrKeyringTimeout. It also heeds its context, and turns a panic in k into
// ErrKeyringFault.
//
// A call that hangs cannot be ended; it is left behind, and later calls wait for
// it within their own limit, so that never more than one is left. What it set may
// still appear in the keyring afterwards.
func WithDeadline(k Keyring, limit time.Duration) Keyring {
	return &deadlineKeyring{inner: k, limit: limit, turn: make(chan struct{}, 1)}
}

type deadlineKeyring struct {
	inner Keyring
	limit time.Duration
	turn  chan struct{}
}

func (d *deadlineKeyring) Get(ctx context.Context, item string) (string, error) {
	return d.run(ctx, func(ctx context.Context) (string, error) {
		return d.inner.Get(ctx, item)
	})
}

func (d *deadlineKeyring) Set(ctx context.Context, item, secret string) error {
	_, err := d.run(ctx, func(ctx context.Context) (string, error) {
		return "", d.inner.Set(ctx, item, secret)
	})
	return err
}

func (d *deadlineKeyring) Delete(ctx context.Context, item string) error {
	_, err := d.run(ctx, func(ctx context.Context) (string, error) {
		return "", d.inner.Delete(ctx, item)
	})
	return err
}

// keyringCall is one call to a keyring.
type keyringCall func(context.Context) (string, error)

// keyringAnswer is what a keyringCall returned.
type keyringAnswer struct {
	secret string
	err    error
}

func (d *deadlineKeyring) run(ctx context.Context, call keyringCall) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, d.limit, ErrKeyringTimeout)
	defer cancel()
	if ctx.Err() != nil {
		return "", keyringEnd(ctx)
	}
	select {
	case d.turn <- struct{}{}:
	case <-ctx.Done():
		return "", keyringEnd(ctx)
	}
	done := make(chan keyringAnswer, 1)
	go func() {
		defer func() { <-d.turn }()
		done <- recovered(ctx, call)
	}()
	select {
	case a := <-done:
		return a.secret, a.err
	case <-ctx.Done():
		return "", keyringEnd(ctx)
	}
}

// recovered guards against the system's libraries, which assert the types of what
// a keyring service sends.
func recovered(ctx context.Context, call keyringCall) (a keyringAnswer) {
	defer func() {
		if p := recover(); p != nil {
			a = keyringAnswer{err: fmt.Errorf("%w: panic of type %T", ErrKeyringFault, p)}
		}
	}()
	secret, err := call(ctx)
	return keyringAnswer{secret, err}
}

// keyringEnd tells a deadline, ours or the caller's, from a cancelled call.
func keyringEnd(ctx context.Context) error {
	cause := context.Cause(ctx)
	if errors.Is(cause, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", ErrKeyringTimeout, cause)
	}
	return cause
}

// ProbeKeyring tells whether a keyring can be relied on: it writes an item of
// random name and content, reads it, deletes it and sees it gone. nil means that
// it works. Pass a keyring made by WithDeadline: each of the four calls may take
// its limit. Errors are those of Keyring, ErrKeyringTimeout and ErrRandom.
func ProbeKeyring(ctx context.Context, k Keyring, rand io.Reader) error {
	item, err := newItemName(rand)
	if err != nil {
		return err
	}
	secret, err := newItemName(rand)
	if err != nil {
		return err
	}
	item = "probe-" + item
	if err := store(ctx, k, item, secret); err != nil {
		return err
	}
	if err := k.Delete(ctx, item); err != nil {
		return err
	}
	switch _, err := k.Get(ctx, item); {
	case errors.Is(err, ErrKeyMissing):
		return nil
	case err != nil:
		return err
	}
	return fmt.Errorf("%w: a deleted item is still there", ErrKeyringFault)
}

// store sets an item and reads it back. When it does not come back whole, the item
// is removed again as far as the keyring lets it.
func store(ctx context.Context, k Keyring, item, secret string) error {
	if err := k.Set(ctx, item, secret); err != nil {
		return err
	}
	got, err := k.Get(ctx, item)
	if err == nil && subtle.ConstantTimeCompare([]byte(got), []byte(secret)) != 1 {
		err = fmt.Errorf("%w: an item came back changed", ErrKeyringFault)
	}
	if err != nil {
		return discard(ctx, k, item, err)
	}
	return nil
}

// discard deletes an item that is of no use because of err. It runs even when ctx
// has ended, and adds its own error, if any, to err.
func discard(ctx context.Context, k Keyring, item string, err error) error {
	gone := k.Delete(context.WithoutCancel(ctx), item)
	if gone != nil && !errors.Is(gone, ErrKeyMissing) {
		return errors.Join(err, gone)
	}
	return err
}

// itemNameSize is the length in bytes of an item's random name.
const itemNameSize = 16

func newItemName(rand io.Reader) (string, error) {
	name := make([]byte, itemNameSize)
	if err := random(rand, name); err != nil {
		return "", err
	}
	return hex.EncodeToString(name), nil
}

// isItemName tells whether a slot's Params can be a name made by newItemName.
func isItemName(s string) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == itemNameSize && hex.EncodeToString(raw) == s
}
