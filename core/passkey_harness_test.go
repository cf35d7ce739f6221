package core_test

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
	"gatehouse/core/policy"
)

// keyring is a software authenticator: a security key that counts.
func keyring() *software.Authenticator { return software.New(rand.Reader) }

// setKey begins to add a passkey.
func (b *bed) setKey(token core.Token, secret string) *core.PasskeySetUp {
	b.t.Helper()
	p, err := b.site.AddPasskey(b.t.Context(), token, secret)
	must(b.t, err)
	return p
}

// addKey adds a passkey to an account, and gives the session that goes on.
func (b *bed) addKey(token core.Token, secret string, by *software.Authenticator) core.AddedPasskey {
	b.t.Helper()
	done, err := b.setKey(token, secret).Make(b.t.Context(), token, by, passkey.SecurityKey, nil)
	must(b.t, err)
	return done
}

// keyed is a bed whose member ben has a passkey, the session of the root account, ben's
// authenticator, and the passkey.
func keyed(t *testing.T) (*bed, core.Token, core.AccountID, *software.Authenticator, core.Passkey) {
	t.Helper()
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	by := keyring()
	done := b.addKey(b.in("ben", memberPassword), memberPassword, by)
	must(t, b.site.SignOut(t.Context(), done.Token))
	return b, root, ben, by, done.Passkey
}

// tryKey signs in with a passkey and gives what came of it.
func (b *bed) tryKey(by passkey.Provider) (core.Token, core.Step, error) {
	flow := b.site.StartSignIn(desk)
	step, err := flow.Passkey(b.t.Context(), by, nil)
	return flow.Token(), step, err
}

// withKey signs in with a passkey or fails the test.
func (b *bed) withKey(by passkey.Provider) core.Token {
	b.t.Helper()
	token, step, err := b.tryKey(by)
	must(b.t, err)
	if step != core.StepDone || token.Zero() {
		b.t.Fatalf("a sign-in with a passkey stands at %s with %v", step, token)
	}
	return token
}

// refusesKey wants no session, and gives the error.
func (b *bed) refusesKey(by passkey.Provider, code core.Code) *core.Error {
	b.t.Helper()
	before := b.count(core.EventSignedIn)
	token, step, err := b.tryKey(by)
	e := wantCode(b.t, err, code)
	if step != core.StepPassword || !token.Zero() || b.count(core.EventSignedIn) != before {
		b.t.Fatalf("a refused sign-in stands at %s with %v", step, token)
	}
	return e
}

// passkeys are those that an account is told of.
func (b *bed) passkeys(token core.Token) core.Passkeys {
	b.t.Helper()
	own, err := b.site.Me(b.t.Context(), token)
	must(b.t, err)
	return own.Passkeys
}

// credentials are what is stored of an account.
func (b *bed) credentials(id core.AccountID) core.Credentials {
	b.t.Helper()
	var held core.Credentials
	must(b.t, b.store.View(b.t.Context(), func(tx core.Tx) error {
		var err error
		held, err = tx.Credentials(id)
		return err
	}))
	return held
}

// wantLine wants the newest line of a kind to have something in its detail.
func (b *bed) wantLine(kind core.EventKind, part string) {
	b.t.Helper()
	lines := slices.DeleteFunc(b.events(1), func(e core.Event) bool { return e.Kind != kind })
	if len(lines) == 0 || !strings.Contains(lines[len(lines)-1].Detail, part) {
		b.t.Errorf("the newest %s is %+v, want %s", kind, lines[max(0, len(lines)-1):], part)
	}
}

// onlyKeys lets passwords sign in no more beside two passkeys.
func onlyKeys(p *policy.Policy) { p.SignIn.PasskeyOnly = true }
