package gui

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// background is the only place of the window that starts goroutines and comes
// back to the goroutine of the window.
type background struct {
	ctx    context.Context
	cancel context.CancelFunc
	log    *slog.Logger
	// alarm is told of a panic, on the window's goroutine.
	alarm   func()
	running sync.WaitGroup
}

// newBackground makes a background that lives until stop.
func newBackground(log *slog.Logger) *background {
	ctx, cancel := context.WithCancel(context.Background())
	return &background{ctx: ctx, cancel: cancel, log: log, alarm: func() {}}
}

// stop cancels everything that runs, and waits for it to end. What would have
// been shown is not.
func (b *background) stop() {
	b.cancel()
	b.running.Wait()
}

// run does work off the window's goroutine; what work returns is done on it.
func (b *background) run(work func(context.Context) func()) {
	b.running.Go(func() {
		defer b.caught()
		show := work(b.ctx)
		if show != nil && b.ctx.Err() == nil {
			b.post(show)
		}
	})
}

// post does something on the window's goroutine.
func (b *background) post(do func()) {
	fyne.Do(func() {
		defer b.caught()
		do()
	})
}

// caught writes a panic to the log and locks the window: whoever sees it then
// has to show again who they are.
func (b *background) caught() {
	cause := recover()
	if cause == nil {
		return
	}
	b.log.Error("panic", "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
	fyne.Do(b.alarm)
}

// sequence tells the newest of several runs that are about the same thing.
type sequence struct{ newest int }

// latest is run, but what it would show is dropped when the sequence was asked
// for something newer in between. It is called on the window's goroutine.
func (b *background) latest(s *sequence, work func(context.Context) func()) {
	s.newest++
	mine := s.newest
	b.run(func(ctx context.Context) func() {
		show := work(ctx)
		return func() {
			if s.newest == mine && show != nil {
				show()
			}
		}
	})
}

// forget drops what is still on its way.
func (s *sequence) forget() { s.newest++ }

// upon does something on the window's goroutine when a signal comes, each time.
func (b *background) upon(heard <-chan os.Signal, do func()) {
	b.running.Go(func() {
		for {
			select {
			case <-b.ctx.Done():
				return
			case <-heard:
				b.post(do)
			}
		}
	})
}

// every calls tick on the window's goroutine at intervals until the function it
// returns is called.
func (b *background) every(interval time.Duration, tick func()) (stop func()) {
	ctx, cancel := context.WithCancel(b.ctx)
	b.running.Go(func() {
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				b.post(func() {
					if ctx.Err() == nil {
						tick()
					}
				})
			}
		}
	})
	return cancel
}
