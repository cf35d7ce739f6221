package browser

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestMain lets the test program be started as another account, with a stolen link.
func TestMain(m *testing.M) {
	if link := os.Getenv(stolenLink); link != "" {
		os.Exit(openStolen(link))
	}
	os.Exit(m.Run())
}

const options = `{"challenge":"Y2hhbGxlbmdl","rp":{"id":"localhost","name":"Site & <Co>"}}`

// hands is a clock that moves when it is told to.
type hands struct {
	mu    sync.Mutex
	asked map[time.Duration]chan time.Time
}

func newHands() *hands { return &hands{asked: map[time.Duration]chan time.Time{}} }

func (h *hands) at(d time.Duration) chan time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.asked[d] == nil {
		h.asked[d] = make(chan time.Time, 1)
	}
	return h.asked[d]
}

func (h *hands) after(d time.Duration) <-chan time.Time { return h.at(d) }

// fire lets d be over.
func (h *hands) fire(d time.Duration) { h.at(d) <- time.Time{} }

// journal is a log that is read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(line)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// stage is a server with what a test needs of it.
type stage struct {
	*Server
	t      *testing.T
	log    *journal
	client *http.Client
	port   string
}

// saved is a finish that takes everything.
func saved(context.Context, []byte) (Outcome, error) { return Saved, nil }

// begin starts a ceremony that ends with the test.
func begin(t *testing.T, config Config, finish Finish) *stage {
	t.Helper()
	log := new(journal)
	config.Log = slog.New(slog.NewJSONHandler(log, nil))
	s, err := Listen(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		for _, secret := range []string{s.launch.text(), s.finish.text()} {
			if strings.Contains(log.String(), secret) {
				t.Errorf("a token stands in the log: %s", log)
			}
		}
	})
	if err := s.Start(Ceremony{Kind: Create, Options: []byte(options), Finish: finish}); err != nil {
		t.Fatal(err)
	}
	return newStage(t, s, log)
}

func newStage(t *testing.T, s *Server, log *journal) *stage {
	t.Helper()
	port := strings.TrimPrefix(s.Origin(), "http://localhost:")
	dialer := net.Dialer{}
	transport := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, network, net.JoinHostPort(loopback4, port))
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return &stage{s, t, log, &http.Client{Transport: transport}, port}
}

// request is one that keeps all rules of the page, until a test breaks one.
func (s *stage) request(method, path, body string) *http.Request {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.Origin()+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Origin", s.Origin())
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set(finishHeader, s.finish.text())
	}
	return r
}

// answer is what came back, with its body read.
type answer struct {
	status int
	header http.Header
	body   string
}

func (s *stage) do(r *http.Request) answer {
	s.t.Helper()
	response, err := s.client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		s.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

func (s *stage) path() string { return strings.TrimPrefix(s.Link(), s.Origin()) }

// open gets the page.
func (s *stage) open() answer {
	s.t.Helper()
	got := s.do(s.request(http.MethodGet, s.path(), ""))
	if got.status != http.StatusOK {
		s.t.Fatalf("the page: %d %s", got.status, got.body)
	}
	return got
}

// expect sends a request and compares the status.
func (s *stage) expect(status int, r *http.Request) answer {
	s.t.Helper()
	got := s.do(r)
	if got.status != status {
		s.t.Errorf("%s %s: status %d, want %d", r.Method, r.URL.Path, got.status, status)
	}
	return got
}

// unharmed shows that the requests before have spent nothing: the ceremony goes on.
func (s *stage) unharmed() {
	s.t.Helper()
	got := s.expect(http.StatusOK, s.request(http.MethodPost, finishPath, "{}"))
	if !strings.Contains(got.body, `"saved"`) {
		s.t.Errorf("the answer is %q", got.body)
	}
	if outcome, err := s.Wait(s.t.Context()); outcome != Saved || err != nil {
		s.t.Errorf("the outcome is %q, %v", outcome, err)
	}
}

// nonce finds the nonce of an element.
func nonce(t *testing.T, page, element string) string {
	t.Helper()
	found := regexp.MustCompile("<"+element+` nonce="([^"]+)">`).FindAllStringSubmatch(page, -1)
	if len(found) != 1 {
		t.Fatalf("%d elements %s with a nonce", len(found), element)
	}
	return found[0][1]
}
