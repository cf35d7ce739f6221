package browser

// Error is one of the reasons of this package, to be told apart with errors.Is.
type Error string

// Error gives the reason for the log; people are shown the words of the caller.
func (e Error) Error() string { return string(e) }

// Why a ceremony did not begin.
const (
	// ErrNoPort: no port was free on both loopback addresses.
	ErrNoPort Error = "passkey page: no port is free on loopback"
	// ErrConfig: the lifetime is not above zero, or a word is missing.
	ErrConfig Error = "passkey page: the settings are not complete"
	// ErrCeremony: Start was given no kind, no options or no finish.
	ErrCeremony Error = "passkey page: the ceremony is not complete"
	// ErrStarted: one server holds one ceremony.
	ErrStarted Error = "passkey page: the ceremony has been started before"
)

// Why no browser was started. The ceremony waits for the link all the same.
const (
	// ErrFolder: others may write into the folder of the redirect file.
	ErrFolder Error = "passkey page: the folder of the redirect file is not this person's alone"
	// ErrNoBrowser: the system has no opener, or it did not open the page.
	ErrNoBrowser Error = "passkey page: no browser could be started"
)

// How a ceremony ended that did not finish.
const (
	// ErrCancelled: the person pressed Cancel or closed the page.
	ErrCancelled Error = "passkey page: cancelled in the browser"
	// ErrTimedOut: the lifetime was over.
	ErrTimedOut Error = "passkey page: timed out"
	// ErrRegistered: the authenticator holds a passkey for this account already.
	ErrRegistered Error = "passkey page: already registered"
	// ErrUnsupported: the browser cannot do what the options ask for.
	ErrUnsupported Error = "passkey page: not supported by the browser"
	// ErrClosed: Close was called, or the context of Listen ended.
	ErrClosed Error = "passkey page: closed"
	// ErrOutcome: finish gave no outcome, or did not return.
	ErrOutcome Error = "passkey page: no outcome"
)

// Outcome is how a ceremony ended. The page shows the word that belongs to it.
type Outcome string

// The outcomes. Saved and SignedIn are success; finish gives one of them, or
// AlreadyRegistered or NotRight.
const (
	Saved             Outcome = "saved"
	SignedIn          Outcome = "signed-in"
	AlreadyRegistered Outcome = "already-registered"
	Cancelled         Outcome = "cancelled"
	TimedOut          Outcome = "timed-out"
	NotRight          Outcome = "not-right"
	Unsupported       Outcome = "unsupported"
)

// success tells the outcomes that a page may not show beside an error.
func (o Outcome) success() bool { return o == Saved || o == SignedIn }

// fromFinish tells the outcomes that finish may give.
func (o Outcome) fromFinish() bool {
	return o.success() || o == AlreadyRegistered || o == NotRight
}
