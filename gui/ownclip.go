package gui

import (
	"context"
	"time"

	"gatehouse/gui/secretclip"
)

// ownClip is the way past the toolkit. Other programs may keep it waiting, so that
// all it does is done off the window's goroutine, one thing after the other.
type ownClip struct {
	back   *background
	open   func() (secretclip.Clipboard, error)
	failed func(what string, err error)
	// last is closed when everything that was asked for before is done.
	last chan struct{}
	// looking: a look is under way, and one is enough.
	looking bool
	// opened is what open gave. It belongs to what is done in turn, like err.
	opened secretclip.Clipboard
	err    error
}

// Limits of taking a secret back while another program does not let go of the
// clipboard.
const (
	takeTries = 10
	takePause = time.Second
)

// newOwnClip makes the way. Nothing is opened yet.
func newOwnClip(b *background, open func() (secretclip.Clipboard, error), failed func(string, error)) *ownClip {
	o := &ownClip{back: b, open: open, failed: failed, last: make(chan struct{})}
	close(o.last)
	return o
}

// inTurn does work after all that was asked for before; what it returns is done on
// the window's goroutine.
func (o *ownClip) inTurn(work func(context.Context) func()) {
	before, done := o.last, make(chan struct{})
	o.last = done
	o.back.run(func(ctx context.Context) func() {
		defer close(done)
		<-before
		return work(ctx)
	})
}

// ready opens the clipboard when that was not tried yet. It is called in turn.
func (o *ownClip) ready() error {
	if o.opened == nil && o.err == nil {
		o.opened, o.err = o.open()
	}
	return o.err
}

func (o *ownClip) put(secret string, done func(error)) {
	o.inTurn(func(context.Context) func() {
		err := o.ready()
		if err == nil {
			err = o.opened.Copy(secret)
		}
		return func() { done(err) }
	})
}

func (o *ownClip) look(done func(bool)) {
	if o.looking {
		return
	}
	o.looking = true
	o.inTurn(func(context.Context) func() {
		still := o.opened != nil && o.opened.Holds()
		return func() {
			o.looking = false
			done(still)
		}
	})
}

// take tries again while another program has the clipboard, and at the end of the
// program once more.
func (o *ownClip) take() {
	o.inTurn(func(ctx context.Context) func() {
		if o.opened == nil {
			return nil
		}
		err := o.opened.Clear()
		for tries := 1; err != nil && tries < takeTries && ctx.Err() == nil; tries++ {
			select {
			case <-ctx.Done():
			case <-time.After(takePause):
			}
			err = o.opened.Clear()
		}
		if err != nil {
			o.failed("take a secret from the clipboard", err)
		}
		return nil
	})
}

func (o *ownClip) asks(done func(bool)) {
	o.inTurn(func(context.Context) func() {
		err := o.ready()
		return func() { done(err == nil) }
	})
}

func (o *ownClip) apart() bool { return true }

func (o *ownClip) end() {
	o.inTurn(func(context.Context) func() {
		if o.opened == nil {
			return nil
		}
		if err := o.opened.Close(); err != nil {
			o.failed("close the clipboard", err)
		}
		o.opened, o.err = nil, secretclip.ErrNoWay
		return nil
	})
}
