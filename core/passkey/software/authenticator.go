package software

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"fmt"
	"io"
	"slices"
	"sync"

	"gatehouse/core/passkey"
)

// Authenticator keeps passkeys and is the provider that reaches them. Its methods may be
// called from any goroutine.
type Authenticator struct {
	mu       sync.Mutex // guards what follows
	rand     io.Reader
	settings Settings
	held     []*held // the newest last
	created  []byte  // the last answers, for Settings.Replay
	got      []byte
}

// held is one passkey with its private key.
type held struct {
	Passkey
	key      *ecdsa.PrivateKey
	eligible bool
}

// Passkey is what the authenticator has to show of a passkey.
type Passkey struct {
	ID, Handle           []byte
	RPID, Name, FullName string
	// Count is the one that the last answer said.
	Count uint32
}

// New makes an honest authenticator without a passkey. Keys and IDs are drawn from rand,
// so a test that gives a fixed source gets the same ones again.
func New(rand io.Reader) *Authenticator {
	return &Authenticator{rand: rand, settings: honest()}
}

// Name is "software".
func (a *Authenticator) Name() string { return "software" }

// Kinds are those of the settings.
func (a *Authenticator) Kinds() []passkey.Kind { return a.Settings().Kinds }

// Start prepares a ceremony. It returns passkey.ErrNotSupported for a kind that is not
// among Kinds, and the error of ctx.
func (a *Authenticator) Start(ctx context.Context, kind passkey.Kind) (passkey.Ceremony, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	settings := a.Settings()
	if kind != passkey.AnyKind && !slices.Contains(settings.Kinds, kind) {
		return nil, fmt.Errorf("%w: the software authenticator as %s", passkey.ErrNotSupported, kind)
	}
	alive, kill := context.WithCancel(ctx)
	return &ceremony{from: a, origin: settings.Origin, alive: alive, kill: kill}, nil
}

// Settings are a copy of the settings.
func (a *Authenticator) Settings() Settings {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.settings.clone()
}

// Change changes the settings. Answers that are still to come follow them.
func (a *Authenticator) Change(change func(*Settings)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	change(&a.settings)
	a.settings = a.settings.clone()
}

// Passkeys are those that are held, the newest last.
func (a *Authenticator) Passkeys() []Passkey {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []Passkey
	for _, h := range a.held {
		all = append(all, h.shown())
	}
	return all
}

// SetCount puts the count of a passkey where it is said to be. A count that was there
// before makes the passkey look like a copied one. It returns passkey.ErrUnknown.
func (a *Authenticator) SetCount(id []byte, count uint32) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	at := a.index(id)
	if at < 0 {
		return passkey.ErrUnknown
	}
	a.held[at].Count = count
	return nil
}

// Forget removes a passkey, as a person does in the settings of a device. The site is
// not told. It returns passkey.ErrUnknown.
func (a *Authenticator) Forget(id []byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	at := a.index(id)
	if at < 0 {
		return passkey.ErrUnknown
	}
	a.held = slices.Delete(a.held, at, at+1)
	return nil
}

// Clone copies the authenticator with its keys, counts and settings, as a thief of the
// keys would. Both draw from the same source of randomness afterwards.
func (a *Authenticator) Clone() *Authenticator {
	a.mu.Lock()
	defer a.mu.Unlock()
	source := &shared{from: a.rand}
	a.rand = source
	b := &Authenticator{
		rand: source, settings: a.settings.clone(), created: slices.Clone(a.created), got: slices.Clone(a.got),
	}
	for _, h := range a.held {
		b.held = append(b.held, &held{Passkey: h.shown(), key: h.key, eligible: h.eligible})
	}
	return b
}

// shared lets a source be read by several authenticators.
type shared struct {
	mu   sync.Mutex
	from io.Reader
}

// Read reads from the source.
func (s *shared) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.from.Read(p)
}

// index finds a passkey, -1 for none. The lock is held.
func (a *Authenticator) index(id []byte) int {
	return slices.IndexFunc(a.held, func(h *held) bool { return bytes.Equal(h.ID, id) })
}

// shown is a copy of what may be seen.
func (h *held) shown() Passkey {
	p := h.Passkey
	p.ID, p.Handle = slices.Clone(p.ID), slices.Clone(p.Handle)
	return p
}
