package gui

import (
	"crypto/rand"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
)

// addPasskey has an authenticator make a passkey of an account, past the window, and
// names it. A second goes by: passkeys stand in the order of their age.
func (h *hand) addPasskey(token *core.Token, current, name string, a passkey.Provider, kind passkey.Kind) core.Passkey {
	h.Helper()
	p, err := h.app.site.AddPasskey(h.Context(), *token, current)
	h.must(err)
	done, err := p.Make(h.Context(), *token, a, kind, nil)
	h.must(err)
	*token = done.Token
	if name != "" {
		h.must(h.app.site.RenamePasskey(h.Context(), *token, done.Passkey.ID, name))
	}
	h.pass(time.Second)
	return done.Passkey
}

// keyed runs a test at the sign-in of a site whose root account has a passkey, on a
// computer that can use it.
func keyed(t *testing.T, do func(h *hand, k *keyring)) {
	t.Helper()
	withoutSite(t, func(h *hand) {
		k := h.passkeys()
		h.makeSite()
		h.app.start()
		h.settle()
		h.asRoot(func(token *core.Token) { h.addPasskey(token, rootPassword, "Key ring", k, passkey.SecurityKey) })
		do(h, k)
	})
}

// tabTo moves the keyboard to an object with the Tab key.
func (h *hand) tabTo(what string, object fyne.Focusable) {
	h.Helper()
	for range 30 {
		if h.app.window.Canvas().Focused() == object {
			return
		}
		h.app.window.Canvas().FocusNext()
	}
	h.Fatalf("the Tab key does not reach %s", what)
}

// newKey is an authenticator without a passkey.
func newKey() *software.Authenticator { return software.New(rand.Reader) }

// newPhone is one that a phone syncs.
func newPhone() *software.Authenticator {
	a := newKey()
	a.Change(func(s *software.Settings) {
		s.Transports, s.BackupEligible, s.BackedUp, s.Counting = []string{"hybrid", "internal"}, true, true, false
	})
	return a
}

// usesPasskey signs in with a passkey, past the window.
func (h *hand) usesPasskey(a passkey.Provider) (core.Token, error) {
	h.Helper()
	flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand, Host: "relay-02"})
	_, err := flow.Passkey(h.Context(), a, nil)
	return flow.Token(), err
}

// failsElsewhere locks an account by wrong passwords, past the window.
func (h *hand) failsElsewhere(name string) {
	h.Helper()
	for _, wrong := range []string{"wrong 1", "wrong 2", "wrong 3", "wrong 4", "wrong 5"} {
		flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand, Host: "relay-02"})
		if _, err := flow.Password(h.Context(), name, wrong); err == nil {
			h.Fatalf("%q is right", wrong)
		}
	}
}
