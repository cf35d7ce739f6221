package gui

import (
	"context"

	"gatehouse/core"
	"gatehouse/core/passkey"
)

// lateRenewal is a change that waits for minutes, and touches the session in its last
// moment alone, when core may go on in another one. Until then the window goes on to watch the session: it locks
// when nobody is there, and goes when the session was ended elsewhere.
type lateRenewal struct {
	app     *App
	session *session
	token   core.Token
	// before is called when the session may be replaced: an answer to what was asked in it
	// may come too late then. Nil for nothing to do.
	before func()
	// begun: the session may be replaced. It is for the window's goroutine.
	begun bool
}

// renewLate begins such a change with the token that is there.
func (a *App) renewLate() *lateRenewal {
	return &lateRenewal{app: a, session: a.session, token: a.session.token}
}

// over is a provider whose answers wait for begin.
func (r *lateRenewal) over(by passkey.Provider) passkey.Provider {
	return lateProvider{Provider: by, begin: r.begin}
}

// begin tells the window, off its goroutine, that the session may be replaced. The
// error is that of ctx, or passkey.ErrCancelled where the session is not as it was.
func (r *lateRenewal) begin(ctx context.Context) error {
	ready := make(chan bool, 1)
	r.app.back.post(func() { ready <- r.started(ctx) })
	select {
	case ok := <-ready:
		if !ok {
			return passkey.ErrCancelled
		}
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// started lets nobody ask with the token any more.
func (r *lateRenewal) started(ctx context.Context) bool {
	s := r.session
	if ctx.Err() != nil || r.app.session != s || s.renewing || s.token != r.token {
		return false
	}
	r.begun, s.renewing = true, true
	r.app.stopWatching()
	if r.before != nil {
		r.before()
	}
	return true
}

// end takes over the session that goes on, and tells done while the session lasts.
func (r *lateRenewal) end(changed core.Changed, err error, done func()) {
	switch {
	case r.begun:
		r.app.renewed(r.session, changed, err, func(core.Changed, error) { done() })
	case r.app.session == r.session:
		done()
	}
}

// lateProvider is a provider whose ceremonies ask before they write an answer down.
type lateProvider struct {
	passkey.Provider
	begin func(context.Context) error
}

// Start prepares a ceremony.
func (p lateProvider) Start(ctx context.Context, kind passkey.Kind) (passkey.Ceremony, error) {
	c, err := p.Provider.Start(ctx, kind)
	if err != nil || c == nil {
		return nil, err
	}
	return &lateCeremony{Ceremony: c, begin: p.begin}, nil
}

// lateCeremony is a ceremony of a lateProvider.
type lateCeremony struct {
	passkey.Ceremony
	begin func(context.Context) error
}

// Create has a passkey made.
func (c *lateCeremony) Create(ctx context.Context, options []byte, finish passkey.Finish) error {
	return c.Ceremony.Create(ctx, options, c.after(finish))
}

// Get has a passkey used.
func (c *lateCeremony) Get(ctx context.Context, options []byte, finish passkey.Finish) error {
	return c.Ceremony.Get(ctx, options, c.after(finish))
}

// after is finish behind begin.
func (c *lateCeremony) after(finish passkey.Finish) passkey.Finish {
	return func(ctx context.Context, response []byte) error {
		if err := c.begin(ctx); err != nil {
			return err
		}
		return finish(ctx, response)
	}
}
