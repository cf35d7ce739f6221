package passkey

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Lifetime is how long a challenge is good for. The range that W3C WebAuthn, section
// 15.1, recommends to clients begins at 5 minutes; nobody has to travel here, and a page
// that was left open is worth less the sooner it ends.
const Lifetime = 3 * time.Minute

// hidden stands for what is not shown.
const hidden = "(hidden)"

// ceremony is what a registration and an assertion have in common. It does not show
// itself: its challenge lets whoever sees it and reaches the authenticator answer first.
// It stands behind two pointers: fmt calls no method of an unexported field, and prints
// what one pointer leads to where it does not know the verb.
type ceremony struct{ at **state }

// holding is the ceremony with this state.
func holding(s *state) ceremony { return ceremony{&s} }

// state is what there is to know of a ceremony.
type state struct {
	party   *webauthn.WebAuthn
	session webauthn.SessionData
	origin  string
	begun   time.Time
	options []byte
	spent   atomic.Bool

	// handle and excluded are those of a registration.
	handle   []byte
	excluded [][]byte
}

// newParty makes the library's relying party for one origin. Origins compare with their
// port, which differs from run to run, so there is one for each ceremony.
func newParty(site, origin string) (*webauthn.WebAuthn, error) {
	limit := webauthn.TimeoutConfig{Enforce: true, Timeout: Lifetime, TimeoutUVD: Lifetime}
	party, err := webauthn.New(&webauthn.Config{
		RPID:                  RPID,
		RPDisplayName:         site,
		RPOrigins:             []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: protocol.ResidentKeyRequired(),
			ResidentKey:        protocol.ResidentKeyRequirementRequired,
			UserVerification:   protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{Login: limit, Registration: limit},
		// Browsers and password managers add outputs that nobody asked for.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, because(ErrRequest, err)
	}
	return party, nil
}

// newCeremony keeps what a challenge is checked by. asked becomes the options.
func newCeremony(party *webauthn.WebAuthn, session *webauthn.SessionData, asked any, now time.Time) (ceremony, error) {
	options, err := json.Marshal(asked)
	if err != nil {
		return ceremony{}, fmt.Errorf("%w: its options", ErrRequest)
	}
	return holding(&state{
		party: party, session: *session, origin: party.Config.RPOrigins[0], begun: now, options: options,
	}), nil
}

// Options are the JSON for Ceremony.Create or Ceremony.Get, a copy.
func (c ceremony) Options() []byte { return slices.Clone(c.state().options) }

func (c ceremony) state() *state { return *c.at }

// spend uses the challenge up. It returns ErrUsed for a second time, and ErrTimedOut
// from the end of Lifetime on and before the beginning. The library looks at the
// machine's clock, too, which can only make it stricter.
func (s *state) spend(now time.Time) error {
	if !s.spent.CompareAndSwap(false, true) {
		return ErrUsed
	}
	if age := now.Sub(s.begun); age < 0 || age >= Lifetime {
		return ErrTimedOut
	}
	return nil
}

// came returns ErrRefused for an answer from elsewhere. The library compares scheme,
// host and port alone, and those in any case; the form of an origin is exact (W3C
// WebAuthn, section 13.4.9).
func (s *state) came(from protocol.CollectedClientData) error {
	if from.Origin != s.origin || from.TopOrigin != "" {
		return fmt.Errorf("%w: its origin", ErrRefused)
	}
	return nil
}

// String shows nothing of the ceremony.
func (c ceremony) String() string { return hidden }

// Format shows nothing of the ceremony, whatever it is asked for.
func (c ceremony) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// LogValue shows nothing of the ceremony.
func (c ceremony) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText shows nothing of the ceremony.
func (c ceremony) MarshalText() ([]byte, error) { return []byte(hidden), nil }
