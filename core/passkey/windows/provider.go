package windows

import (
	"context"
	"fmt"
	"slices"

	"gatehouse/core/passkey"
)

// Config is what a provider is made with.
type Config struct {
	// Window gives the handle (HWND) of the window that the dialog belongs to. It is
	// called on the goroutine of Create and Get. Nil, or 0 from it, takes the window that
	// is in front.
	Window func() uintptr
}

// library is webauthn.dll, and what of user32.dll goes with it.
type library interface {
	// apiVersion is that of WebAuthNGetApiVersionNumber.
	apiVersion() uint32
	// hasPlatform tells whether this device keeps passkeys and can verify who it is.
	hasPlatform() bool
	// foreground is the window that is in front, 0 for none.
	foreground() uintptr
	// cancellation gives the name of one operation, by which cancel ends it.
	cancellation() (guid, hresult)
	cancel(guid)
	// make and get show the dialog and return when it is gone. What they give is to be
	// freed.
	make(window uintptr, in *makeInputs) (*attestation, hresult)
	get(window uintptr, in *getInputs) (*assertion, hresult)
	freeAttestation(*attestation)
	freeAssertion(*assertion)
	// errorName is W3C's name for a result.
	errorName(hresult) string
}

// provider is the system's dialog.
type provider struct {
	library library
	window  func() uintptr
}

// New gives the provider of this system. It returns ErrNotSupported where there is no
// webauthn.dll, or one that is too old: on other systems, and before Windows 10, 1903.
func New(config Config) (passkey.Provider, error) {
	found, err := load()
	if err != nil {
		return nil, err
	}
	p, err := newProvider(config, found)
	if err != nil {
		return nil, err
	}
	return p, nil
}

func newProvider(config Config, found library) (*provider, error) {
	if version := found.apiVersion(); version < leastAPI {
		return nil, fmt.Errorf("%w: webauthn.dll has API version %d", passkey.ErrNotSupported, version)
	}
	if config.Window == nil {
		config.Window = func() uintptr { return 0 }
	}
	return &provider{library: found, window: config.Window}, nil
}

// Name is "windows".
func (p *provider) Name() string { return "windows" }

// Kinds asks the system each time, which may take a moment: Windows Hello is set up and
// taken away while a program runs.
func (p *provider) Kinds() []passkey.Kind {
	var kinds []passkey.Kind
	if p.library.hasPlatform() {
		kinds = append(kinds, passkey.ThisDevice)
	}
	kinds = append(kinds, passkey.SecurityKey)
	if p.library.apiVersion() >= hybridAPI {
		kinds = append(kinds, passkey.Phone)
	}
	return kinds
}

// Start shows nothing yet, and does not keep ctx.
func (p *provider) Start(ctx context.Context, kind passkey.Kind) (passkey.Ceremony, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if kind != passkey.AnyKind && !slices.Contains(p.Kinds(), kind) {
		return nil, fmt.Errorf("%w: %q is not here", passkey.ErrNotSupported, string(kind))
	}
	return newCeremony(p, kind), nil
}
