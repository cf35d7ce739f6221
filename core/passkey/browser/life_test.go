package browser

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"testing"
	"time"
)

// gone shows that nobody listens on the port any more.
func (s *stage) gone() {
	s.t.Helper()
	for _, address := range []string{loopback4, loopback6} {
		if conn, err := net.Dial("tcp", net.JoinHostPort(address, s.port)); err == nil {
			conn.Close()
			s.t.Errorf("%s still answers", address)
		}
	}
}

// The server lives for one ceremony: when it is done the port is free, without Close.
func TestDoneEndsTheServer(t *testing.T) {
	s := begin(t, Config{}, saved)
	s.open()
	s.unharmed()
	<-s.down
	s.gone()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if outcome, err := s.Wait(t.Context()); outcome != Saved || err != nil {
		t.Errorf("after Close the outcome is %q, %v", outcome, err)
	}
}

// When the time is up the ceremony is over, whether the page was opened or not.
func TestTimedOut(t *testing.T) {
	for _, opened := range []bool{false, true} {
		clock := newHands()
		s := begin(t, Config{Lifetime: time.Hour, After: clock.after}, saved)
		if opened {
			s.open()
		}
		clock.fire(time.Hour)
		if outcome, err := s.Wait(t.Context()); outcome != TimedOut || !errors.Is(err, ErrTimedOut) {
			t.Errorf("the outcome is %q, %v", outcome, err)
		}
		<-s.down
		s.gone()
	}
}

// The end of the caller's context is the end of the ceremony; that of Wait is not.
func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	s, err := Listen(ctx, Config{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(Ceremony{Kind: Get, Options: []byte(options), Finish: saved}); err != nil {
		t.Fatal(err)
	}
	impatient, stop := context.WithCancel(t.Context())
	stop()
	if outcome, err := s.Wait(impatient); outcome != "" || !errors.Is(err, context.Canceled) {
		t.Errorf("an impatient Wait gives %q, %v", outcome, err)
	}
	newStage(t, s, nil).open()
	cancel(errTest)
	if outcome, err := s.Wait(t.Context()); outcome != Cancelled || !errors.Is(err, ErrClosed) || !errors.Is(err, errTest) {
		t.Errorf("the outcome is %q, %v", outcome, err)
	}
	<-s.down
	newStage(t, s, nil).gone()
}

// Browsers open connections that they do not use. They hold up Shutdown; after the
// grace they are closed.
func TestCloseWithSpareConnections(t *testing.T) {
	clock := newHands()
	s := begin(t, Config{After: clock.after}, saved)
	s.open() // leaves a connection that is kept alive
	spare, err := net.Dial("tcp", net.JoinHostPort(loopback4, s.port))
	if err != nil {
		t.Fatal(err)
	}
	defer spare.Close()
	clock.fire(grace)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if len(clock.at(grace)) != 0 {
		t.Error("Close did not wait for the grace")
	}
	// It was closed before Close came back. The server's own limit for silent connections, which would end it too, is
	// further away.
	if err := spare.SetReadDeadline(time.Now().Add(headerTime / 2)); err != nil {
		t.Fatal(err)
	}
	if _, err := spare.Read(make([]byte, 1)); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the spare connection is still there: %v", err)
	}
	s.gone()
	if outcome, err := s.Wait(t.Context()); outcome != Cancelled || !errors.Is(err, ErrClosed) {
		t.Errorf("the outcome is %q, %v", outcome, err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("a second Close: %v", err)
	}
}

// A ceremony that was never started closes as well, and does not start afterwards. One
// that is running is not started again.
func TestStart(t *testing.T) {
	s, err := Listen(t.Context(), Config{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	newStage(t, s, nil).gone()
	ceremony := Ceremony{Kind: Create, Options: []byte(options), Finish: saved}
	if err := s.Start(ceremony); !errors.Is(err, ErrClosed) {
		t.Errorf("Start after Close: %v", err)
	}
	if err := begin(t, Config{}, saved).Start(ceremony); !errors.Is(err, ErrStarted) {
		t.Errorf("a second Start: %v", err)
	}
}

// Close ends the context of a finish that runs. What finish says then is the outcome:
// a passkey that was kept is not reported as cancelled.
func TestCloseDuringFinish(t *testing.T) {
	for _, test := range []struct {
		outcome Outcome
		err     error
		want    Outcome
	}{{Saved, nil, Saved}, {NotRight, errTest, Cancelled}} {
		clock, running := newHands(), make(chan struct{})
		s := begin(t, Config{After: clock.after}, func(ctx context.Context, _ []byte) (Outcome, error) {
			close(running)
			<-ctx.Done()
			return test.outcome, test.err
		})
		s.open()
		request := s.request(http.MethodPost, finishPath, "{}")
		told := make(chan struct{})
		go func() {
			defer close(told)
			// The answer may or may not arrive any more.
			if response, err := s.client.Do(request); err == nil {
				_, _ = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
			}
		}()
		<-running
		clock.fire(grace)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		outcome, err := s.Wait(t.Context())
		if outcome != test.want || !errors.Is(err, test.err) || (test.err != nil && !errors.Is(err, ErrClosed)) {
			t.Errorf("finish gave %q, %v; Wait gives %q, %v", test.outcome, test.err, outcome, err)
		}
		<-told
	}
}

// A page that goes away while finish runs does not end its context: the answer is spent
// and has to come to an outcome.
func TestPageLeavesDuringFinish(t *testing.T) {
	running, release := make(chan struct{}), make(chan struct{})
	s := begin(t, Config{}, func(ctx context.Context, _ []byte) (Outcome, error) {
		close(running)
		<-release
		return Saved, ctx.Err()
	})
	s.open()
	ctx, leave := context.WithCancel(t.Context())
	request := s.request(http.MethodPost, finishPath, "{}").WithContext(ctx)
	left := make(chan error, 1)
	go func() {
		_, err := s.client.Do(request)
		left <- err
	}()
	<-running
	leave()
	if err := <-left; err == nil {
		t.Error("the page got an answer")
	}
	close(release)
	if outcome, err := s.Wait(t.Context()); outcome != Saved || err != nil {
		t.Errorf("the outcome is %q, %v", outcome, err)
	}
}

// A finish that panics leaves an outcome behind.
func TestFinishPanics(t *testing.T) {
	s := begin(t, Config{}, func(context.Context, []byte) (Outcome, error) { panic("in a test") })
	s.open()
	if response, err := s.client.Do(s.request(http.MethodPost, finishPath, "{}")); err == nil {
		response.Body.Close()
		t.Error("the page got an answer")
	}
	if outcome, err := s.Wait(t.Context()); outcome != NotRight || !errors.Is(err, ErrOutcome) {
		t.Errorf("the outcome is %q, %v", outcome, err)
	}
}

// A listener that fails ends the ceremony: half of loopback is not enough.
func TestListenerFails(t *testing.T) {
	s := begin(t, Config{}, saved)
	s.listeners[0].Close()
	if outcome, err := s.Wait(t.Context()); outcome != Cancelled || !errors.Is(err, ErrClosed) || !errors.Is(err, net.ErrClosed) {
		t.Errorf("the outcome is %q, %v", outcome, err)
	}
	<-s.down
	s.gone()
	s.closeErr = nil // the test has closed the listener itself
}
