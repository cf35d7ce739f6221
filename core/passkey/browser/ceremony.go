package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"gatehouse/core/passkey"
)

// ceremony is the server as a passkey.Ceremony and a passkey.Linked.
type ceremony struct {
	*Server
	dir, home string
	start     func(ctx context.Context, path string) error
	asked     chan struct{} // closed when the page can be shown
	notOpened chan error    // written and closed by watch
}

// Create has the page make a passkey.
func (c *ceremony) Create(ctx context.Context, options []byte, finish passkey.Finish) error {
	return c.run(ctx, Create, options, finish)
}

// Get has the page use a passkey.
func (c *ceremony) Get(ctx context.Context, options []byte, finish passkey.Finish) error {
	return c.run(ctx, Get, options, finish)
}

// NotOpened gives the reason when no browser could be started.
func (c *ceremony) NotOpened() <-chan error { return c.notOpened }

// run shows the page and waits for the outcome. It returns passkey.ErrRequest for
// options that cannot be read, passkey.ErrUsed for a second call, and what mapped gives.
func (c *ceremony) run(ctx context.Context, kind Kind, options []byte, finish passkey.Finish) error {
	var outer struct {
		PublicKey json.RawMessage `json:"publicKey"`
	}
	// The decoder's error may quote the options; the server looks at what is inside.
	if json.Unmarshal(options, &outer) != nil {
		return fmt.Errorf("%w: its options", passkey.ErrRequest)
	}
	err := c.Server.Start(Ceremony{Kind: kind, Options: outer.PublicKey, Finish: c.finishing(ctx, kind, finish)})
	if err != nil {
		return mapped(err)
	}
	close(c.asked)
	_, err = c.Wait(ctx)
	if err != nil && ctx.Err() != nil {
		return c.leave(ctx)
	}
	return mapped(err)
}

// leave ends the ceremony because the caller gave up. What a running finish has said is
// the outcome all the same, so it is waited for.
func (c *ceremony) leave(ctx context.Context) error {
	if err := c.Close(); err != nil {
		c.config.Log.Warn("passkey page: the ceremony was not ended cleanly", "error", err)
	}
	_, err := c.Wait(context.WithoutCancel(ctx))
	cause := context.Cause(ctx)
	switch {
	case err == nil:
		return nil
	case errors.Is(cause, context.DeadlineExceeded):
		return fmt.Errorf("%w: %w: %w", passkey.ErrTimedOut, cause, err)
	default:
		return fmt.Errorf("%w: %w", mapped(err), cause)
	}
}

// finishing has finish told as an outcome that the page can show. Its context has what
// the caller's has, and ends with the ceremony, too.
func (c *ceremony) finishing(ctx context.Context, kind Kind, finish passkey.Finish) Finish {
	if finish == nil {
		return nil
	}
	success := Saved
	if kind == Get {
		success = SignedIn
	}
	return func(alive context.Context, response []byte) (Outcome, error) {
		joined, end := context.WithCancelCause(ctx)
		defer end(nil)
		defer context.AfterFunc(alive, func() { end(context.Cause(alive)) })()
		err := finish(joined, response)
		switch {
		case err == nil:
			return success, nil
		case errors.Is(err, passkey.ErrRegistered):
			return AlreadyRegistered, err
		default:
			return NotRight, err
		}
	}
}

// mapped says an error of the page in the words of a passkey.Provider. An error of
// finish stays what it is.
func mapped(err error) error {
	for _, pair := range []struct{ page, provider error }{
		{ErrCancelled, passkey.ErrCancelled},
		{ErrClosed, passkey.ErrCancelled},
		{ErrTimedOut, passkey.ErrTimedOut},
		{ErrRegistered, passkey.ErrRegistered},
		{ErrUnsupported, passkey.ErrNotSupported},
		{ErrCeremony, passkey.ErrRequest},
		{ErrStarted, passkey.ErrUsed},
	} {
		if errors.Is(err, pair.page) {
			return fmt.Errorf("%w: %w", pair.provider, err)
		}
	}
	return err
}

// watch opens the browser as soon as the page can be shown, and tells when that fails.
func (c *ceremony) watch() {
	defer close(c.notOpened)
	select {
	case <-c.asked:
	case <-c.alive.Done():
		return
	}
	if err := c.openPage(); err != nil && c.alive.Err() == nil {
		c.config.Log.Warn("passkey page: no browser was started", "error", err)
		c.notOpened <- err
	}
	<-c.alive.Done()
}

// openPage starts the browser with the redirect file.
func (c *ceremony) openPage() error {
	dir, err := c.folder()
	if err != nil {
		return err
	}
	path, err := c.RedirectFile(dir)
	if err != nil {
		return err
	}
	return c.start(c.alive, path)
}

// folder is where the redirect file is made: the one of the settings, but for a browser
// that is kept from it.
func (c *ceremony) folder() (string, error) {
	if c.home != "" && confined(c.alive) {
		return c.freshFolder(c.home)
	}
	return c.dir, makeFolder(c.dir)
}
