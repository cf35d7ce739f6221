package passkey

import "context"

// Kind is where a passkey is kept, as a person chooses it.
type Kind string

// The kinds. AnyKind leaves the choice to the system.
const (
	AnyKind     Kind = ""
	Phone       Kind = "phone"
	SecurityKey Kind = "security-key"
	ThisDevice  Kind = "this-device"
)

// Provider is a way to reach authenticators: the system's browser, or a library of the
// system.
type Provider interface {
	// Name is what the provider is called in settings and in the log, in English.
	Name() string
	// Kinds are those that it reaches here and now, in the order to offer them in.
	Kinds() []Kind
	// Start prepares a ceremony with authenticators of a kind. It returns ErrNotSupported
	// for a kind that it does not reach, and the error of ctx.
	Start(ctx context.Context, kind Kind) (Ceremony, error)
}

// Ceremony is one exchange with an authenticator. It is good for one call of Create or
// Get, and is closed afterwards.
//
// Both take the options of a Registration or an Assertion: JSON with the member
// publicKey as parseCreationOptionsFromJSON and parseRequestOptionsFromJSON take it
// (W3C WebAuthn, sections 5.1.8 and 5.1.9), which is decoded into protocol.CredentialCreation
// and protocol.CredentialAssertion where the system wants it in parts. They return
// ErrCancelled, ErrTimedOut, ErrRegistered, ErrNotSupported, else the error of finish.
type Ceremony interface {
	// Origin is where the ceremony takes place, for the challenge to be bound to:
	// NativeOrigin, or a LoopbackOrigin.
	Origin() string
	// Create has a passkey made.
	Create(ctx context.Context, options []byte, finish Finish) error
	// Get has a passkey used.
	Get(ctx context.Context, options []byte, finish Finish) error
	// Close ends the ceremony, whatever it waits for. It may be called more than once.
	Close() error
}

// Linked is what a ceremony is, too, that takes place in a browser.
type Linked interface {
	// Link is the address that the person can open by hand, from the call of Create or
	// Get on. It opens once, and is a secret until then: it is for the eyes of the person
	// alone, not for a log or a command line.
	Link() string
	// NotOpened gives the reason when no browser could be started; the ceremony waits on
	// for the link to be opened by hand. It is closed when the ceremony is over. Silence
	// does not tell that the page is there: a browser in a sandbox may start and not
	// reach it, so the link is to be offered in any case.
	NotOpened() <-chan error
}

// Finish verifies an answer and stores what comes of it, so that whatever the person
// looks at can show the real outcome. The answer is the JSON of PublicKeyCredential's
// toJSON (W3C WebAuthn, section 5.1).
type Finish func(ctx context.Context, response []byte) error
