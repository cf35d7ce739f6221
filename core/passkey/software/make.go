package software

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"

	"gatehouse/core/passkey"
)

// idSize is the size of a credential ID in bytes, all of them random.
const idSize = 32

// create makes a passkey and the answer to a registration.
func (a *Authenticator) create(origin string, asked options) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.settings.Replay && a.created != nil {
		return slices.Clone(a.created), nil
	}
	if !asked.es256() {
		return nil, fmt.Errorf("%w: none of the algorithms", passkey.ErrNotSupported)
	}
	if slices.ContainsFunc(a.held, func(h *held) bool { return h.RPID == asked.RP.ID && named(asked.Excluded, h.ID) }) {
		return nil, passkey.ErrRegistered
	}
	made, err := a.newHeld(asked)
	if err != nil {
		return nil, err
	}
	answer, err := a.settings.answerCreated(origin, asked, made)
	if err != nil {
		return nil, err
	}
	a.held = slices.DeleteFunc(a.held, func(h *held) bool {
		return h.RPID == made.RPID && bytes.Equal(h.Handle, made.Handle)
	})
	a.held = append(a.held, made)
	a.created = answer
	return slices.Clone(answer), nil
}

// newHeld draws a passkey. The lock is held.
func (a *Authenticator) newHeld(asked options) (*held, error) {
	id := make([]byte, idSize)
	if _, err := io.ReadFull(a.rand, id); err != nil {
		return nil, fmt.Errorf("software authenticator: no randomness for an ID: %w", err)
	}
	key, err := newKey(a.rand)
	if err != nil {
		return nil, err
	}
	made := &held{
		Passkey: Passkey{
			ID: id, Handle: slices.Clone(asked.User.ID),
			RPID: asked.RP.ID, Name: asked.User.Name, FullName: asked.User.DisplayName,
		},
		key: key, eligible: a.settings.BackupEligible,
	}
	made.count(a.settings.Counting)
	return made, nil
}

// get picks a passkey and makes the answer to a sign-in.
func (a *Authenticator) get(origin string, asked options) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.settings.Replay && a.got != nil {
		return slices.Clone(a.got), nil
	}
	used := a.pick(asked)
	if used == nil {
		return nil, fmt.Errorf("%w: there is no passkey for it", passkey.ErrCancelled)
	}
	used.count(a.settings.Counting)
	answer, err := a.settings.answerGot(origin, asked, used)
	if err != nil {
		return nil, err
	}
	a.got = answer
	return slices.Clone(answer), nil
}

// pick is the passkey to sign in with: the newest, or the one of Settings.Use, of those
// that are allowed; nil for none. The lock is held.
func (a *Authenticator) pick(asked options) *held {
	for _, h := range slices.Backward(a.held) {
		if h.RPID == asked.RPID &&
			(len(asked.Allowed) == 0 || named(asked.Allowed, h.ID)) &&
			(a.settings.Use == nil || bytes.Equal(a.settings.Use, h.ID)) {
			return h
		}
	}
	return nil
}

// count is one more use. A count does not go over its end.
func (h *held) count(counting bool) {
	switch {
	case !counting:
		h.Count = 0
	case h.Count < math.MaxUint32:
		h.Count++
	}
}
