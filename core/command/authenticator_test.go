package command_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"

	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"

	"github.com/rogpeppe/go-internal/testscript"
)

// sockets are the authenticators of one script, of which one is plugged in. The process
// of the test keeps them, and the programs of the script reach them over loopback.
type sockets struct {
	mu  sync.Mutex // guards what follows
	all map[string]*software.Authenticator
	in  *software.Authenticator
}

// plug plugs in the authenticator of a name, which is new where there is none yet.
func (s *sockets) plug(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all[name] == nil {
		s.all[name] = software.New(rand.Reader)
	}
	s.in = s.all[name]
}

// now is the one that is plugged in.
func (s *sockets) now() *software.Authenticator {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.in
}

// plugIn gives a script its authenticators.
func plugIn(e *testscript.Env) {
	s := &sockets{all: map[string]*software.Authenticator{}}
	s.plug("first")
	server := httptest.NewServer(s)
	e.Defer(server.Close)
	e.Setenv("TEST_AUTHENTICATOR", server.URL)
	e.Values[socketsKey{}] = s
}

// socketsKey is where the values of a script have its authenticators.
type socketsKey struct{}

// ServeHTTP has the authenticator answer to the options in the body.
func (s *sockets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	options, err := io.ReadAll(r.Body)
	var ceremony passkey.Ceremony
	if err == nil {
		ceremony, err = s.now().Start(r.Context(), passkey.AnyKind)
	}
	if err == nil {
		act := ceremony.Get
		if r.URL.Path == "/create" {
			act = ceremony.Create
		}
		err = act(r.Context(), options, func(_ context.Context, response []byte) error {
			_, err := w.Write(response)
			return err
		})
	}
	if err != nil {
		for _, known := range endings() {
			if errors.Is(err, known) {
				http.Error(w, known.Error(), http.StatusConflict)
				return
			}
		}
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// endings are the errors that cross to the program.
func endings() []error {
	return []error{passkey.ErrCancelled, passkey.ErrTimedOut, passkey.ErrRegistered, passkey.ErrNotSupported}
}

// remoteProviders are two ways to the same authenticators, of which the first one has a
// link; none without an address.
func remoteProviders(url string) func(string, *slog.Logger) []passkey.Provider {
	return func(string, *slog.Logger) []passkey.Provider {
		if url == "" {
			return nil
		}
		return []passkey.Provider{remote{name: "software", url: url, linked: true}, remote{name: "spare", url: url}}
	}
}

// remote reaches the authenticators of the test from a program of a script.
type remote struct {
	name, url string
	linked    bool
}

func (r remote) Name() string { return r.name }

func (remote) Kinds() []passkey.Kind {
	return []passkey.Kind{passkey.SecurityKey, passkey.ThisDevice, passkey.Phone}
}

func (r remote) Start(ctx context.Context, _ passkey.Kind) (passkey.Ceremony, error) {
	if r.linked {
		return linkedCeremony{remoteCeremony(r), make(chan error, 1)}, ctx.Err()
	}
	return remoteCeremony(r), ctx.Err()
}

// remoteCeremony is one exchange with them.
type remoteCeremony remote

func (remoteCeremony) Origin() string { return passkey.NativeOrigin }

func (c remoteCeremony) Create(ctx context.Context, options []byte, finish passkey.Finish) error {
	return c.run(ctx, "/create", options, finish)
}

func (c remoteCeremony) Get(ctx context.Context, options []byte, finish passkey.Finish) error {
	return c.run(ctx, "/get", options, finish)
}

func (remoteCeremony) Close() error { return nil }

func (c remoteCeremony) run(ctx context.Context, path string, options []byte, finish passkey.Finish) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+path, bytes.NewReader(options))
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(answer.Body)
	if err := errors.Join(err, answer.Body.Close()); err != nil {
		return err
	}
	if answer.StatusCode == http.StatusOK {
		return finish(ctx, body)
	}
	for _, known := range endings() {
		if known.Error() == string(bytes.TrimSpace(body)) {
			return known
		}
	}
	return fmt.Errorf("the authenticator: %s", body)
}

// linkedCeremony is one with a link, which no browser could be started for.
type linkedCeremony struct {
	remoteCeremony
	notOpened chan error
}

// scriptLink is the link of every ceremony in a script.
const scriptLink = "http://localhost:49152/passkey/one-time-token"

func (linkedCeremony) Link() string { return scriptLink }

func (c linkedCeremony) NotOpened() <-chan error { return c.notOpened }

func (c linkedCeremony) Create(ctx context.Context, options []byte, finish passkey.Finish) error {
	c.notOpened <- errors.New("no browser here")
	return c.remoteCeremony.Create(ctx, options, finish)
}

func (c linkedCeremony) Close() error {
	close(c.notOpened)
	return nil
}

// authenticator plugs one in, or changes the one that is plugged in:
//
//	authenticator plug NAME
//	authenticator transport usb|internal|hybrid
//	authenticator count NUMBER
//	authenticator cancel|tamper|counting|sync true|false
func authenticator(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: authenticator WHAT VALUE")
	}
	s, ok := ts.Value(socketsKey{}).(*sockets)
	if !ok {
		ts.Fatalf("no authenticators")
	}
	what, value := args[0], args[1]
	switch what {
	case "plug":
		s.plug(value)
		return
	case "transport":
		s.now().Change(func(to *software.Settings) { to.Transports = []string{value} })
		return
	case "count":
		count, err := strconv.ParseUint(value, 10, 32)
		ts.Check(err)
		held := s.now().Passkeys()
		ts.Check(s.now().SetCount(held[len(held)-1].ID, uint32(count)))
		return
	}
	on, err := strconv.ParseBool(value)
	ts.Check(err)
	switch what {
	case "cancel":
		s.now().Change(func(to *software.Settings) { to.Cancel = on })
	case "tamper":
		s.now().Change(func(to *software.Settings) { to.Tamper = on })
	case "counting":
		s.now().Change(func(to *software.Settings) { to.Counting = on })
	case "sync":
		s.now().Change(func(to *software.Settings) { to.BackupEligible, to.BackedUp = on, on })
	default:
		ts.Fatalf("authenticator %s: no such setting", what)
	}
}
