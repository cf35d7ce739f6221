package mailtest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"gatehouse/core/mail"
)

// patience bounds what a test waits for, so that what never comes fails it. Nothing waits
// for it to pass.
const patience = 30 * time.Second

// host is where the relay listens.
const host = "127.0.0.1"

// TB is what a server needs of its test: the part of testing.TB that a program which is no
// test can have, too.
type TB interface {
	Helper()
	Cleanup(end func())
	Errorf(format string, parts ...any)
	Fatal(parts ...any)
	Fatalf(format string, parts ...any)
}

// Config is what the relay is like. Zero is one without TLS that lets everybody send.
type Config struct {
	// Security is what it offers; empty is mail.SecurityNone.
	Security mail.Security
	// Username and Password are needed to send, when there are any. Without TLS they are
	// asked for in the open.
	Username, Password string
	// Mechanisms are the ways to sign in; nil are PLAIN and LOGIN.
	Mechanisms []string
	// Certificate is what its certificate is like.
	Certificate Certificate
	// UTF8 lets addresses have letters beyond ASCII (RFC 6531).
	UTF8 bool
	// Port is where it listens; zero is any that is free.
	Port int
}

// Server is a relay. Its methods are for any goroutine.
type Server struct {
	config Config
	port   int
	tls    *tls.Config
	ca     []byte

	mu       sync.Mutex // guards what follows
	running  *running   // nil while it is down
	stages   map[mail.Stage]*orders
	refused  map[string]Reply // by recipient
	greylist map[string]bool  // recipients that have come once; nil when it is off
	messages []Message
	waiting  []waiting
	wire     []byte
	accepted int
}

// running is a server between its start and its stop.
type running struct {
	smtp  *smtp.Server
	gate  *gate
	ended chan error // what Serve gives
}

// Start starts a relay, which ends with the test.
func Start(t TB, c Config) *Server {
	t.Helper()
	s, err := New(c)
	if err != nil {
		t.Fatalf("start a relay: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("end the relay: %v", err)
		}
	})
	return s
}

// New starts a relay, which has to be closed.
func New(c Config) (*Server, error) {
	if c.Security == "" {
		c.Security = mail.SecurityNone
	}
	if c.Mechanisms == nil {
		c.Mechanisms = []string{sasl.Plain, sasl.Login}
	}
	s := &Server{config: c, port: c.Port, stages: map[mail.Stage]*orders{}, refused: map[string]Reply{}}
	certificate, ca, err := c.Certificate.make()
	if err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	s.ca = ca
	s.tls = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	if err := s.Restart(); err != nil {
		return nil, err
	}
	return s, nil
}

// Restart lets a relay that is down listen again, on the port it had. What it was told
// before still holds.
func (s *Server) Restart() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil {
		return errors.New("mailtest: the relay is up")
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(s.port)))
	if err != nil {
		return fmt.Errorf("mailtest: %w", err)
	}
	s.port = listener.Addr().(*net.TCPAddr).Port
	r := &running{gate: newGate(s, listener), ended: make(chan error, 1)}
	r.smtp = s.newSMTP()
	served := net.Listener(r.gate)
	if s.config.Security == mail.SecurityTLS {
		served = tls.NewListener(served, s.tls)
	}
	go func() { r.ended <- r.smtp.Serve(served) }()
	s.running = r
	return nil
}

func (s *Server) newSMTP() *smtp.Server {
	server := smtp.NewServer(smtp.BackendFunc(s.newSession))
	server.Domain = "relay.example"
	server.ErrorLog = silence{}
	server.EnableSMTPUTF8 = s.config.UTF8
	server.AllowInsecureAuth = s.config.Security == mail.SecurityNone
	if s.config.Security == mail.SecurityStartTLS {
		server.TLSConfig = s.tls
	}
	return server
}

// silence is the log of a server whose clients hang up on purpose.
type silence struct{}

func (silence) Printf(string, ...any) {}
func (silence) Println(...any)        {}

// Stop takes the relay down: nothing listens on its port, and what was connected or waits
// in a Hold is cut off.
func (s *Server) Stop() error {
	s.mu.Lock()
	r := s.running
	s.running = nil
	s.mu.Unlock()
	if r == nil {
		return nil
	}
	err := r.gate.shut()
	// It cannot go on without its listener, and says so.
	if ended := <-r.ended; !errors.Is(ended, net.ErrClosed) {
		err = errors.Join(err, ended)
	}
	limited, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	// The listener is closed already; what counts is that nobody is served any more.
	if left := r.smtp.Shutdown(limited); errors.Is(left, context.DeadlineExceeded) {
		err = errors.Join(err, left)
	}
	return err
}

// Close ends the relay.
func (s *Server) Close() error { return s.Stop() }

// Host is the address it listens at, without a port.
func (s *Server) Host() string { return host }

// Port is the port it listens at, also while it is down.
func (s *Server) Port() int { return s.port }

// CA is the certificate of the authority that its own comes from, in PEM.
func (s *Server) CA() []byte { return slices.Clone(s.ca) }

// Settings are those with which the relay can be used.
func (s *Server) Settings() mail.Settings {
	settings := mail.Settings{
		Host: s.Host(), Port: s.Port(), Security: s.config.Security, From: "Gatehouse <gatehouse@site.example>",
		Username: s.config.Username, Password: mail.PasswordOf([]byte(s.config.Password)), Timeout: patience,
	}
	if s.config.Security != mail.SecurityNone {
		settings.CA = s.CA()
	}
	return settings
}

// Connections is how often somebody has connected.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accepted
}

// Wire is all that was sent to the relay, as it went over the network.
func (s *Server) Wire() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.wire)
}
