package gui

import (
	"context"
	"crypto/rand"
	"sync/atomic"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/browser"
	"gatehouse/core/passkey/software"
)

// keyring is the way to passkeys in tests: authenticators without a device, which
// answer when the test says so.
type keyring struct {
	*software.Authenticator
	name string
	// link makes the ceremonies linked ones; failed is why no browser was started.
	link   string
	failed error
	// held: answers wait for answer.
	held   bool
	answer chan struct{}
	// stall holds a ceremony back whose answer is written down already; nil does not.
	stall chan struct{}
	// alive counts the ceremonies that are not closed.
	alive atomic.Int32
	words browser.Words
}

// passkeys gives the window a way to passkeys.
func (h *hand) passkeys() *keyring {
	k := &keyring{Authenticator: software.New(rand.Reader), name: "browser", answer: make(chan struct{})}
	k.Change(func(s *software.Settings) {
		s.Origin = passkey.LoopbackOrigin(49152)
		s.Before = k.before
	})
	h.app.program.Passkeys = func(words browser.Words, _ func() uintptr) []passkey.Provider {
		k.words = words
		return []passkey.Provider{k}
	}
	h.app.passkeys = nil
	return k
}

// before waits for the word of the test.
func (k *keyring) before(ctx context.Context) {
	if !k.held {
		return
	}
	select {
	case <-k.answer:
	case <-ctx.Done():
	}
}

// goOn lets the one that waits answer.
func (h *hand) goOn(k *keyring) {
	h.Helper()
	select {
	case k.answer <- struct{}{}:
	default:
		h.Fatal("no ceremony waits for an answer")
	}
	h.settle()
}

// Name is the name that the test has chosen.
func (k *keyring) Name() string { return k.name }

// Start prepares a ceremony.
func (k *keyring) Start(ctx context.Context, kind passkey.Kind) (passkey.Ceremony, error) {
	c, err := k.Authenticator.Start(ctx, kind)
	if err != nil {
		return nil, err
	}
	k.alive.Add(1)
	counted := &countedCeremony{Ceremony: c, of: k}
	if k.link == "" {
		return counted, nil
	}
	linked := &linkedCeremony{countedCeremony: counted, notOpened: make(chan error, 1)}
	if k.failed != nil {
		linked.notOpened <- k.failed
	}
	return linked, nil
}

// countedCeremony is a ceremony that tells its end.
type countedCeremony struct {
	passkey.Ceremony
	of     *keyring
	closed atomic.Bool
}

// Create is that of the authenticator, held back at its end.
func (c *countedCeremony) Create(ctx context.Context, options []byte, finish passkey.Finish) error {
	return c.Ceremony.Create(ctx, options, func(ctx context.Context, response []byte) error {
		err := finish(ctx, response)
		if c.of.stall != nil {
			<-c.of.stall
		}
		return err
	})
}

// Close ends the ceremony.
func (c *countedCeremony) Close() error {
	if c.closed.CompareAndSwap(false, true) {
		c.of.alive.Add(-1)
	}
	return c.Ceremony.Close()
}

// linkedCeremony is one with a link.
type linkedCeremony struct {
	*countedCeremony
	notOpened chan error
}

// Link is the link of the test.
func (c *linkedCeremony) Link() string { return c.of.link }

// NotOpened is what the test says.
func (c *linkedCeremony) NotOpened() <-chan error { return c.notOpened }

// ownKeys are the passkeys of the account as the store has them.
func (h *hand) ownKeys() []core.Passkey {
	h.Helper()
	return h.ownNow().Passkeys.Keys
}
