package passkey

import (
	"bytes"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// MostPasskeys is how many an account may have. Chromium refuses a ceremony that names
// more than 64 credentials.
const MostPasskeys = 64

// longestName bounds a name in bytes. Authenticators cut what is longer than 64 bytes
// by themselves (W3C WebAuthn, section 6.4.1).
const longestName = 1024

// Enrolment is what a passkey is made for.
type Enrolment struct {
	// Origin is that of the provider's ceremony.
	Origin string
	// Site is the name of the site, and Name and FullName those of the account, which
	// the authenticator shows. FullName may be empty.
	Site, Name, FullName string
	// Handle is the account's, of NewUserHandle.
	Handle []byte
	// Kind is what the person has chosen, for the client to begin with.
	Kind Kind
	// Existing are the passkeys of the account, each in an authenticator that is to make
	// no second one.
	Existing []Credential
}

// Registration is the making of one passkey: one origin, one challenge, one answer.
type Registration struct{ ceremony }

// Begin draws the challenge of a registration, whose time begins now. It returns
// ErrRequest for an origin, a handle, a kind or names that cannot be, ErrTooMany for an
// account that has MostPasskeys.
func (e Enrolment) Begin(now time.Time) (*Registration, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	party, err := newParty(e.Site, e.Origin)
	if err != nil {
		return nil, err
	}
	handle := slices.Clone(e.Handle)
	var excluded []protocol.CredentialDescriptor
	var ids [][]byte
	for _, c := range e.Existing {
		excluded = append(excluded, c.descriptor())
		ids = append(ids, slices.Clone(c.ID))
	}
	asked, session, err := party.BeginRegistration(
		user{handle: handle, name: e.Name, fullName: e.FullName},
		webauthn.WithCredentialParameters(algorithms()),
		webauthn.WithExclusions(excluded),
		webauthn.WithPublicKeyCredentialHints(e.Kind.hints()),
		webauthn.WithExtensions(webauthn.WithExtensionCredProps()),
	)
	if err != nil {
		return nil, because(ErrRequest, err)
	}
	c, err := newCeremony(party, session, asked, now)
	if err != nil {
		return nil, err
	}
	c.state().handle, c.state().excluded = handle, ids
	return &Registration{c}, nil
}

// check returns the errors of Begin.
func (e Enrolment) check() error {
	if err := checkOrigin(e.Origin); err != nil {
		return err
	}
	switch {
	case len(e.Handle) != HandleSize:
		return fmt.Errorf("%w: its handle", ErrRequest)
	case e.Site == "" || e.Name == "" || !isName(e.Site) || !isName(e.Name) || !isName(e.FullName):
		return fmt.Errorf("%w: its names", ErrRequest)
	case e.Kind != AnyKind && e.Kind.hints() == nil:
		return fmt.Errorf("%w: its kind", ErrRequest)
	case len(e.Existing) >= MostPasskeys:
		return ErrTooMany
	}
	return nil
}

func isName(name string) bool { return len(name) <= longestName && utf8.ValidString(name) }

// hints tell the client which authenticators to begin with (W3C WebAuthn, section
// 5.8.7); nil for any. The library makes an attachment of them, too, for older clients.
func (k Kind) hints() []protocol.PublicKeyCredentialHints {
	switch k {
	case Phone:
		return []protocol.PublicKeyCredentialHints{protocol.PublicKeyCredentialHintHybrid}
	case SecurityKey:
		return []protocol.PublicKeyCredentialHints{protocol.PublicKeyCredentialHintSecurityKey}
	case ThisDevice:
		return []protocol.PublicKeyCredentialHints{protocol.PublicKeyCredentialHintClientDevice}
	default:
		return nil
	}
}

// Finish checks the answer and gives the new passkey (W3C WebAuthn, section 7.1). The
// challenge is used up, whatever comes of it. That the ID is new to the whole site is
// for the caller to see, when it stores it.
//
// It returns ErrUsed, ErrTimedOut, ErrResponse, ErrRefused, ErrCredential for a key that
// was not asked for, ErrRegistered for a passkey that the account has, and
// ErrNotSupported when the client says that the passkey cannot be found without a name.
func (r *Registration) Finish(response []byte, now time.Time) (Credential, error) {
	s := r.state()
	if err := s.spend(now); err != nil {
		return Credential{}, err
	}
	parsed, err := parseCreation(response)
	if err != nil {
		return Credential{}, err
	}
	if err := s.came(parsed.Response.CollectedClientData); err != nil {
		return Credential{}, err
	}
	forgetAttestation(parsed)
	made, err := s.party.CreateCredential(user{handle: s.handle}, s.session, parsed)
	if err != nil {
		return Credential{}, because(ErrRefused, err)
	}
	if findable := made.Extensions.RK; findable != nil && !*findable {
		return Credential{}, ErrNotSupported
	}
	c, err := credentialOf(made)
	if err != nil {
		return Credential{}, err
	}
	if slices.ContainsFunc(s.excluded, func(id []byte) bool { return bytes.Equal(id, c.ID) }) {
		return Credential{}, ErrRegistered
	}
	return c, nil
}
