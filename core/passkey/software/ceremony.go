package software

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"gatehouse/core/passkey"
)

// ceremony is one exchange with the authenticator.
type ceremony struct {
	from   *Authenticator
	origin string
	alive  context.Context
	kill   context.CancelFunc
	used   atomic.Bool
}

// Origin is that of the settings when the ceremony was started.
func (c *ceremony) Origin() string { return c.origin }

// Create makes a discoverable passkey for ES256 and has its answer finished. A passkey
// that the account has here for the site already is replaced (CTAP 2.1, section 6.1.2,
// step 17), unless it is excluded. It returns passkey.ErrRegistered for that,
// passkey.ErrNotSupported, passkey.ErrCancelled, passkey.ErrTimedOut,
// passkey.ErrRequest for options that cannot be read, passkey.ErrUsed for a second call,
// the error of the source of randomness and that of finish.
func (c *ceremony) Create(ctx context.Context, options []byte, finish passkey.Finish) error {
	return c.run(ctx, options, finish, c.from.create)
}

// Get signs in by one of the passkeys that are asked for. Without one nobody can answer,
// so that the person gives up: it returns passkey.ErrCancelled. Its other errors are
// those of Create.
func (c *ceremony) Get(ctx context.Context, options []byte, finish passkey.Finish) error {
	return c.run(ctx, options, finish, c.from.get)
}

// Close ends the ceremony.
func (c *ceremony) Close() error {
	c.kill()
	return nil
}

// run gives the answer to finish, unless the person or the caller gives up before.
func (c *ceremony) run(
	ctx context.Context, options []byte, finish passkey.Finish, answer func(origin string, o options) ([]byte, error),
) error {
	if !c.used.CompareAndSwap(false, true) {
		return passkey.ErrUsed
	}
	defer c.kill()
	asked, err := parse(options)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	defer context.AfterFunc(c.alive, func() { stop(context.Cause(c.alive)) })()
	settings := c.from.Settings()
	if settings.Before != nil {
		settings.Before(ctx)
	}
	if err := ended(ctx, c.alive); err != nil {
		return err
	}
	if c.from.Settings().Cancel {
		return passkey.ErrCancelled
	}
	response, err := answer(c.origin, asked)
	if err != nil {
		return err
	}
	return finish(ctx, response)
}

// ended tells why there is nobody to answer to any more; nil as long as there is.
func ended(all ...context.Context) error {
	for _, ctx := range all {
		cause := context.Cause(ctx)
		switch {
		case errors.Is(cause, context.DeadlineExceeded):
			return fmt.Errorf("%w: %w", passkey.ErrTimedOut, cause)
		case cause != nil:
			return fmt.Errorf("%w: %w", passkey.ErrCancelled, cause)
		}
	}
	return nil
}
