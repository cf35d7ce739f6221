package browser

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"gatehouse/core/passkey"
)

// ProviderConfig is what a provider is made with.
type ProviderConfig struct {
	// Words, Lifetime, Automatic, Log and After are those of Config.
	Words     Words
	Lifetime  time.Duration
	Automatic bool
	Log       *slog.Logger
	After     func(time.Duration) <-chan time.Time
	// Dir is the folder for the redirect file (RedirectFile). It is made for this person
	// alone when it is missing, and not used when others may write into it.
	Dir string
	// Home is the person's own folder, for browsers that are snaps: they are kept from
	// hidden folders and from /tmp, so that the redirect file is made in a folder of its
	// own in there. Empty leaves such browsers to the link.
	Home string
	// Open starts a browser with the path of the redirect file, and returns when it is
	// started, cannot be, or ctx ends. Nil is OpenInBrowser.
	Open func(ctx context.Context, path string) error
	// Kinds are those that the browser offers, in their order. Nil is KindsOn this
	// system.
	Kinds []passkey.Kind
}

// Provider reaches authenticators by the person's own browser.
type Provider struct {
	config Config
	dir    string
	home   string
	open   func(ctx context.Context, path string) error
	kinds  []passkey.Kind
}

// NewProvider returns ErrConfig for settings that are not complete.
func NewProvider(c ProviderConfig) (*Provider, error) {
	config, err := Config{
		Words: c.Words, Lifetime: c.Lifetime, Automatic: c.Automatic, Log: c.Log, After: c.After,
	}.complete()
	if err != nil {
		return nil, err
	}
	if c.Dir == "" {
		return nil, fmt.Errorf("%w: no folder for the redirect file", ErrConfig)
	}
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("%w: the folder of the redirect file: %w", ErrConfig, err)
	}
	p := &Provider{config: config, dir: dir, home: c.Home, open: c.Open, kinds: slices.Clone(c.Kinds)}
	if p.open == nil {
		p.open = OpenInBrowser
	}
	if p.kinds == nil {
		p.kinds = KindsOn(runtime.GOOS)
	}
	return p, nil
}

// KindsOn are the kinds that browsers offer on a system, named as in runtime.GOOS. The
// browsers of Linux have no authenticator of the device itself.
func KindsOn(system string) []passkey.Kind {
	if system == "windows" || system == "darwin" {
		return []passkey.Kind{passkey.SecurityKey, passkey.ThisDevice, passkey.Phone}
	}
	return []passkey.Kind{passkey.SecurityKey, passkey.Phone}
}

// Name is "browser".
func (p *Provider) Name() string { return "browser" }

// Kinds are those of the settings.
func (p *Provider) Kinds() []passkey.Kind { return slices.Clone(p.kinds) }

// Start takes a port for one ceremony, which is a passkey.Linked, too. The browser is
// opened by its Create or Get. Besides the errors of passkey.Provider it returns
// ErrNoPort.
func (p *Provider) Start(ctx context.Context, kind passkey.Kind) (passkey.Ceremony, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if kind != passkey.AnyKind && !slices.Contains(p.kinds, kind) {
		return nil, fmt.Errorf("%w: the browser as %s", passkey.ErrNotSupported, kind)
	}
	server, err := Listen(ctx, p.config)
	if err != nil {
		return nil, err
	}
	c := &ceremony{Server: server, dir: p.dir, home: p.home, start: p.open, asked: make(chan struct{}), notOpened: make(chan error, 1)}
	go c.watch()
	return c, nil
}
