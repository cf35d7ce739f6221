package windows

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/core/passkey"
)

// waiting is a dialog that nobody answers.
func waiting(asked) reply { return reply{wait: true} }

// TestTimeLimit: after three minutes the dialog goes, and so it does earlier where the
// caller says so.
func TestTimeLimit(t *testing.T) {
	for _, most := range []time.Duration{time.Hour, time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t)
			f.dialog = waiting
			ctx, cancel := context.WithTimeout(t.Context(), most)
			defer cancel()
			began := time.Now()
			err := start(t, provide(t, f), passkey.AnyKind).Get(ctx, signingIn(t).Options(), unasked(t))
			wantError(t, "the time is up", err, passkey.ErrTimedOut)
			if took, want := time.Since(began), min(most, passkey.Lifetime); took != want {
				t.Errorf("it took %v, want %v", took, want)
			}
			if f.told != 1 {
				t.Errorf("the dialog was told to go %d times", f.told)
			}
		})
	}
}

// TestDeaf: a system that has not begun yet does not hear; it is told again. One that
// never hears is left behind after ten seconds.
func TestDeaf(t *testing.T) {
	for _, test := range []struct {
		deaf, told int
		took       time.Duration
	}{{0, 1, 0}, {3, 4, 750 * time.Millisecond}, {1000, 40, 10 * time.Second}} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t)
			f.deaf = test.deaf
			f.dialog = waiting
			c := start(t, provide(t, f), passkey.AnyKind)
			ended := make(chan error)
			go func() { ended <- c.Create(t.Context(), registering(t, passkey.AnyKind).Options(), unasked(t)) }()
			synctest.Wait()
			began := time.Now()
			if err := c.Close(); err != nil {
				t.Error(err)
			}
			wantError(t, "closed", <-ended, passkey.ErrCancelled)
			if took := time.Since(began); f.told != test.told || took != test.took {
				t.Errorf("told %d times in %v, want %d in %v", f.told, took, test.told, test.took)
			}
			if f.told <= f.deaf {
				close(f.gone) // the system's thread ends with the test
			}
		})
	}
}

// TestEarly: what has ended before shows no dialog.
func TestEarly(t *testing.T) {
	f := newFake(t)
	f.dialog = func(asked) reply {
		t.Error("the dialog was shown")
		return reply{result: resultUserCancelled}
	}
	p := provide(t, f)
	closed := start(t, p, passkey.AnyKind)
	for range 2 {
		if err := closed.Close(); err != nil {
			t.Error(err)
		}
	}
	wantError(t, "closed", closed.Get(t.Context(), signingIn(t).Options(), unasked(t)), passkey.ErrCancelled)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantError(t, "cancelled", start(t, p, passkey.AnyKind).Get(ctx, signingIn(t).Options(), unasked(t)), passkey.ErrCancelled)
	late, stop := context.WithDeadline(t.Context(), time.Now())
	defer stop()
	wantError(t, "late", start(t, p, passkey.AnyKind).Get(late, signingIn(t).Options(), unasked(t)), passkey.ErrTimedOut)
	f.refusal = 0x80004005
	err := start(t, p, passkey.AnyKind).Get(t.Context(), signingIn(t).Options(), unasked(t))
	if err == nil || err.Error() != "passkey: Windows failed (HRESULT 0x80004005, Name5)" {
		t.Errorf("no name for the operation: %v", err)
	}
}

// TestFinish: the error of finish is the outcome, its context ends with Close, and a
// ceremony is good for one call.
func TestFinish(t *testing.T) {
	f, d := newFake(t), newDevice(t)
	f.dialog = func(a asked) reply { return d.create(t, a) }
	c := start(t, provide(t, f), passkey.ThisDevice)
	full := errors.New("the disk is full")
	err := c.Create(t.Context(), registering(t, passkey.ThisDevice).Options(), func(ctx context.Context, _ []byte) error {
		if ctx.Err() != nil {
			t.Errorf("finish begins with %v", ctx.Err())
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		<-ctx.Done()
		return full
	})
	if !errors.Is(err, full) || err.Error() != full.Error() {
		t.Errorf("Create gives %v", err)
	}
	err = c.Create(t.Context(), registering(t, passkey.ThisDevice).Options(), unasked(t))
	wantError(t, "second call", err, passkey.ErrUsed)
}
