package windows

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"gatehouse/core/passkey"
)

// ceremony is one dialog.
type ceremony struct {
	provider *provider
	kind     passkey.Kind
	begun    atomic.Bool

	// alive ends with Close.
	alive context.Context
	close context.CancelFunc
}

func newCeremony(p *provider, kind passkey.Kind) *ceremony {
	c := &ceremony{provider: p, kind: kind}
	c.alive, c.close = context.WithCancel(context.Background())
	return c
}

// Origin is that of a ceremony without a browser.
func (c *ceremony) Origin() string { return passkey.NativeOrigin }

// Close takes the dialog away, and ends the context of a finish that is running.
func (c *ceremony) Close() error {
	c.close()
	return nil
}

// Create has a passkey made. Beside the errors of passkey.Ceremony it returns ErrRequest
// for options that are not those of a Registration for this kind, ErrUsed for a second
// call, and an error with the system's number for a failure that is none of these.
func (c *ceremony) Create(ctx context.Context, options []byte, finish passkey.Finish) error {
	asked, err := decodeCreation(options)
	if err != nil {
		return err
	}
	chosen, err := choose(c.kind, asked.Selection.Attachment, asked.Hints)
	if err != nil {
		return err
	}
	client := collect(typeCreate, asked.Challenge)
	system := c.provider.library
	return c.run(ctx, limit(asked.Timeout), finish, func(window uintptr, cancellation guid) ([]byte, error) {
		in := newMakeInputs(system.apiVersion(), asked, chosen, client, cancellation)
		defer in.free()
		made, result := system.make(window, in)
		if made != nil {
			defer system.freeAttestation(made)
		}
		switch {
		case result.failed():
			return nil, result.err(system.errorName(result))
		case made == nil:
			return nil, errAnswer
		}
		return made.answer(client, asked.Extensions.CredProps, chosen)
	})
}

// Get has a passkey used. Its errors are those of Create.
func (c *ceremony) Get(ctx context.Context, options []byte, finish passkey.Finish) error {
	asked, err := decodeRequest(options)
	if err != nil {
		return err
	}
	chosen, err := choose(c.kind, "", asked.Hints)
	if err != nil {
		return err
	}
	client := collect(typeGet, asked.Challenge)
	system := c.provider.library
	return c.run(ctx, limit(asked.Timeout), finish, func(window uintptr, cancellation guid) ([]byte, error) {
		in := newGetInputs(system.apiVersion(), asked, chosen, client, cancellation)
		defer in.free()
		used, result := system.get(window, in)
		if used != nil {
			defer system.freeAssertion(used)
		}
		switch {
		case result.failed():
			return nil, result.err(system.errorName(result))
		case used == nil:
			return nil, errAnswer
		}
		return used.answer(client, chosen)
	})
}

// operation shows the dialog over a window and gives the answer when it is gone.
type operation func(window uintptr, cancellation guid) ([]byte, error)

// run shows the dialog for no longer than most, and gives its answer to finish.
func (c *ceremony) run(ctx context.Context, most time.Duration, finish passkey.Finish, show operation) error {
	if !c.begun.CompareAndSwap(false, true) {
		return fmt.Errorf("%w: this was the ceremony's second call", passkey.ErrUsed)
	}
	working, end := context.WithCancel(ctx)
	defer end()
	defer context.AfterFunc(c.alive, end)()
	if c.alive.Err() != nil {
		return fmt.Errorf("%w: closed before", passkey.ErrCancelled)
	}
	timed, stop := context.WithTimeout(working, most)
	defer stop()
	answer, err := c.await(timed, show)
	if err != nil {
		return err
	}
	return finish(working, answer)
}

// outcome is what an operation has given.
type outcome struct {
	answer []byte
	err    error
}

// await runs an operation on a thread of the system that nothing else runs on, until it
// is over or ctx is.
func (c *ceremony) await(ctx context.Context, show operation) ([]byte, error) {
	if ctx.Err() != nil {
		return nil, why(ctx)
	}
	system := c.provider.library
	window := c.provider.window()
	if window == 0 {
		window = system.foreground()
	}
	if window == 0 {
		return nil, fmt.Errorf("%w: no window is there to ask in", passkey.ErrNotSupported)
	}
	cancellation, result := system.cancellation()
	if result.failed() {
		return nil, result.err(system.errorName(result))
	}
	over := make(chan outcome, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		answer, err := show(window, cancellation)
		over <- outcome{answer, err}
	}()
	select {
	case o := <-over:
		return o.answer, o.err
	case <-ctx.Done():
		takeDown(system, cancellation, over)
		return nil, why(ctx)
	}
}

// How the dialog is told to go.
const (
	againAfter = 250 * time.Millisecond
	mostTold   = 40
)

// takeDown tells the dialog to go until it is gone. The system does not remember to end
// what it has not begun, so once may be too early; for the same reason it does not matter
// what the call results in. A dialog that does not go in ten seconds is left behind: its
// memory stays until it does.
func takeDown(system library, cancellation guid, over <-chan outcome) {
	again := time.NewTicker(againAfter)
	defer again.Stop()
	for range mostTold {
		system.cancel(cancellation)
		select {
		case <-over:
			return
		case <-again.C:
		}
	}
}

// why tells the end of a context in the words of passkey.
func why(ctx context.Context) error {
	kind := passkey.ErrCancelled
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		kind = passkey.ErrTimedOut
	}
	return fmt.Errorf("%w: %w", kind, ctx.Err())
}
