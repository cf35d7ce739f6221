package browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Server is the loopback end of one ceremony. Its methods may be called from any
// goroutine.
type Server struct {
	config    Config
	origin    string
	host      string
	launch    token
	finish    token
	deadline  time.Time // for the page's own timer only
	listeners []net.Listener
	progress  *progress

	// alive ends with the ceremony.
	alive context.Context
	kill  context.CancelFunc

	closing   chan struct{}
	closeOnce sync.Once
	down      chan struct{} // closed when nothing of the server is left
	closeErr  error         // written before down is closed
	serving   sync.WaitGroup

	mu        sync.Mutex // guards what follows
	web       *http.Server
	ended     bool
	redirects []string
	folders   []string // of the redirects, to be removed after them
}

// Listen takes a port on loopback and starts the timer of the ceremony. Nothing is
// answered before Start. The server ends with ctx, with Close, with the time, and with
// the ceremony. It returns ErrConfig and ErrNoPort.
func Listen(ctx context.Context, config Config) (*Server, error) {
	return listen(ctx, config, newBinder())
}

func listen(ctx context.Context, config Config, ports binder) (*Server, error) {
	config, err := config.complete()
	if err != nil {
		return nil, err
	}
	listeners, port, err := ports.bind(ctx)
	if err != nil {
		return nil, err
	}
	host := net.JoinHostPort("localhost", strconv.Itoa(port))
	s := &Server{
		config:    config,
		origin:    "http://" + host,
		host:      host,
		launch:    newToken(),
		finish:    newToken(),
		deadline:  time.Now().Add(config.Lifetime),
		listeners: listeners,
		progress:  newProgress(),
		closing:   make(chan struct{}),
		down:      make(chan struct{}),
	}
	s.alive, s.kill = context.WithCancel(ctx)
	go s.live(ctx, config.After(config.Lifetime))
	return s, nil
}

// Origin is what the browser signs as the place of the ceremony: http://localhost:port.
// The relying party has to expect exactly this one.
func (s *Server) Origin() string { return s.origin }

// Link is the address that opens the page, once. It is a secret until then.
func (s *Server) Link() string { return s.origin + launchPrefix + s.launch.text() }

// Start begins to answer. It returns ErrCeremony, ErrStarted, and ErrClosed when the
// ceremony is over already.
func (s *Server) Start(ceremony Ceremony) error {
	if err := ceremony.check(); err != nil {
		return err
	}
	pages, err := parsePages()
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return ErrClosed
	}
	if s.web != nil {
		return ErrStarted
	}
	h := &handler{server: s, ceremony: ceremony, pages: pages}
	s.web = newWeb(h, s.config.Log)
	for _, l := range s.listeners {
		s.serving.Add(1)
		go s.serve(s.web, l)
	}
	return nil
}

// Limits of one connection. A page on the same computer needs far less.
const (
	headerTime = 5 * time.Second
	readTime   = 10 * time.Second
	idleTime   = 30 * time.Second
	headerSize = 16 << 10 // bytes
)

func newWeb(h http.Handler, log *slog.Logger) *http.Server {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Server{
		Handler:           h,
		Protocols:         protocols,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       readTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerSize,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		// "OPTIONS *" is for the handler to refuse.
		DisableGeneralOptionsHandler: true,
	}
}

// serve answers on one listener until the server is shut down. A listener that fails
// ends the ceremony: half of loopback is not enough.
func (s *Server) serve(web *http.Server, l net.Listener) {
	defer s.serving.Done()
	if err := web.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		s.progress.end(Cancelled, fmt.Errorf("%w: %w", ErrClosed, err))
	}
}

// live waits for what ends the ceremony and takes the server down.
func (s *Server) live(ctx context.Context, timeUp <-chan time.Time) {
	select {
	case <-s.progress.over:
	case <-timeUp:
		s.progress.end(TimedOut, ErrTimedOut)
	case <-ctx.Done():
		s.progress.end(Cancelled, fmt.Errorf("%w: %w", ErrClosed, context.Cause(ctx)))
	case <-s.closing:
		s.progress.end(Cancelled, ErrClosed)
	}
	s.kill()
	s.closeErr = s.takeDown()
	close(s.down)
}

// Wait gives the outcome as soon as there is one. The error is nil when finish has
// given its outcome without one; else it is that of finish, ErrCancelled, ErrTimedOut,
// ErrRegistered, ErrUnsupported or ErrClosed. When ctx ends first its error is returned
// and the ceremony goes on.
func (s *Server) Wait(ctx context.Context) (Outcome, error) {
	select {
	case <-s.progress.settled:
		return s.progress.result()
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// Close ends the ceremony, unless it is over, and returns when the port is free and the
// redirect files are gone. A finish that is running has its context ended and is not
// waited for; Wait does that.
func (s *Server) Close() error {
	s.closeOnce.Do(func() { close(s.closing) })
	<-s.down
	return s.closeErr
}

// grace is how long answers under way may take when the server goes down. Shutdown
// alone waits for the spare connections that browsers open and never use.
const grace = 100 * time.Millisecond

// takeDown frees the port and removes the redirect files.
func (s *Server) takeDown() error {
	s.mu.Lock()
	s.ended = true
	web, files := s.web, append(s.redirects, s.folders...)
	s.mu.Unlock()
	err := removeAll(files)
	if web == nil {
		for _, l := range s.listeners {
			err = errors.Join(err, l.Close())
		}
		return err
	}
	err = errors.Join(err, s.shutDown(web))
	s.serving.Wait()
	return err
}

func (s *Server) shutDown(web *http.Server) error {
	patience, stop := context.WithCancel(context.Background())
	defer stop()
	late := s.config.After(grace)
	go func() {
		select {
		case <-late:
			stop()
		case <-patience.Done():
		}
	}()
	err := web.Shutdown(patience)
	if errors.Is(err, context.Canceled) {
		err = web.Close()
	}
	if err != nil {
		return fmt.Errorf("passkey page: close the port: %w", err)
	}
	return nil
}

// Format shows the origin and nothing else of the server.
func (s *Server) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "passkey page at "+s.origin) }

// LogValue shows the origin and nothing else of the server.
func (s *Server) LogValue() slog.Value { return slog.StringValue(s.origin) }
