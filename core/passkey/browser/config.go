package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"
)

// Config is what a server is made with.
type Config struct {
	// Words are what the page says. Zero is English.
	Words Words
	// Lifetime bounds the whole ceremony, from Listen on. Zero is DefaultLifetime.
	Lifetime time.Duration
	// Automatic asks the authenticator as soon as the page is there. Browsers that
	// want a key press first refuse that, and the page offers its button then.
	Automatic bool
	// Log takes the requests that were refused, without any of their contents. Nil
	// keeps nothing.
	Log *slog.Logger
	// After is time.After when nil. Tests give their own.
	After func(time.Duration) <-chan time.Time
}

// DefaultLifetime is the time limit of the relying party, so that neither outlives the
// other.
const DefaultLifetime = 3 * time.Minute

// complete fills in what was left out. It returns ErrConfig.
func (c Config) complete() (Config, error) {
	if c.Words == (Words{}) {
		c.Words = English()
	}
	if c.Lifetime == 0 {
		c.Lifetime = DefaultLifetime
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.After == nil {
		c.After = time.After
	}
	if c.Lifetime < 0 {
		return Config{}, fmt.Errorf("%w: the lifetime is negative", ErrConfig)
	}
	if !c.Words.complete() {
		return Config{}, fmt.Errorf("%w: a word of the page is missing", ErrConfig)
	}
	return c, nil
}

// Kind is what the page asks the browser for.
type Kind string

// The kinds are named like the methods of navigator.credentials.
const (
	Create Kind = "create"
	Get    Kind = "get"
)

// Finish verifies the browser's answer (RegistrationResponseJSON or
// AuthenticationResponseJSON of WebAuthn level 3) and keeps what follows from it. Its
// context ends with the ceremony, not with the page. It gives Saved, SignedIn,
// AlreadyRegistered or NotRight; beside an error a success counts as NotRight. It is
// called once at most, and its answer stays with the caller: the page learns the
// outcome and nothing of the error.
type Finish func(ctx context.Context, response []byte) (Outcome, error)

// Ceremony is what Start is given.
type Ceremony struct {
	Kind Kind
	// Options are PublicKeyCredentialCreationOptionsJSON or -RequestOptionsJSON: what
	// stands inside "publicKey", with bytes in base64url.
	Options []byte
	Finish  Finish
}

// check returns ErrCeremony for what no page could work with.
func (c Ceremony) check() error {
	if c.Kind != Create && c.Kind != Get {
		return fmt.Errorf("%w: neither create nor get", ErrCeremony)
	}
	if c.Finish == nil {
		return fmt.Errorf("%w: no finish", ErrCeremony)
	}
	var options struct {
		Challenge string `json:"challenge"`
	}
	// The decoder's error may quote the options.
	if json.Unmarshal(c.Options, &options) != nil || options.Challenge == "" {
		return fmt.Errorf("%w: no options with a challenge", ErrCeremony)
	}
	return nil
}
