package mail_test

import (
	"bufio"
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/core/mail"
	"gatehouse/core/mail/mailtest"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// message is one that can be sent.
func message() mail.Message {
	return mail.Message{
		ID: "8f14e45fceea167a5a36dedd4bea2543", To: "ada@site.example", Subject: "Your password was changed",
		Text: "Hello Ada,\n\nyour password was changed.\n", Date: time.Date(2026, 3, 1, 12, 30, 0, 0, time.UTC),
	}
}

// messageTo is one for somebody else.
func messageTo(to string) mail.Message {
	m := message()
	m.To = to
	return m
}

// fault is what sending failed with.
func fault(t *testing.T, err error) *mail.Error {
	t.Helper()
	e, ok := errors.AsType[*mail.Error](err)
	if !ok {
		t.Fatalf("got %v, want a *mail.Error", err)
	}
	return e
}

// expect checks kind and stage.
func expect(t *testing.T, err error, kind mail.Kind, stage mail.Stage) *mail.Error {
	t.Helper()
	e := fault(t, err)
	if e.Kind != kind || e.Stage != stage {
		t.Fatalf("got %s at %q (%v), want %s at %q", e.Kind, e.Stage, e, kind, stage)
	}
	return e
}

// nth waits for the n-th message that a relay takes.
func nth(t *testing.T, s *mailtest.Server, n int) mailtest.Message {
	t.Helper()
	m, err := s.Await(t.Context(), n)
	must(t, err)
	return m
}

// parsed reads a message.
func parsed(t *testing.T, m mailtest.Message) mailtest.Parsed {
	t.Helper()
	p, err := m.Parse()
	must(t, err)
	return p
}

// A script is a relay that says what no library says: a greeting, then one answer to each
// line or whole message, whatever it is. "" hangs up. When there are no more answers it
// hangs up at QUIT. What was sent is kept, but for messages.
type script struct {
	settings mail.Settings
	mu       sync.Mutex
	lines    []string
}

// scripted starts a script for one connection.
func scripted(t *testing.T, greeting string, answers ...string) *script {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	s := &script{settings: mail.Settings{
		Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Security: mail.SecurityNone,
		From: "gatehouse@site.example", Timeout: 30 * time.Second,
	}}
	var serving sync.WaitGroup
	serving.Go(func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		context.AfterFunc(t.Context(), func() { _ = conn.Close() })
		s.serve(conn, greeting, answers)
	})
	t.Cleanup(func() {
		_ = listener.Close()
		serving.Wait()
	})
	return s
}

// serve ends with the connection, which the test or its end closes: errors are that.
func (s *script) serve(conn net.Conn, greeting string, answers []string) {
	defer func() { _ = conn.Close() }()
	if _, err := conn.Write([]byte(greeting)); err != nil {
		return
	}
	in := bufio.NewScanner(conn)
	message := false
	for in.Scan() {
		if message && in.Text() != "." {
			continue
		}
		answer, more := "", len(answers) > 0
		if more {
			answer, answers = answers[0], answers[1:]
		}
		switch {
		case !more && in.Text() == "*": // gives signing in up (RFC 4954, section 4)
			answer = "501 given up\r\n"
		case !more && in.Text() != "QUIT":
			continue
		case answer == "":
			return
		}
		s.mu.Lock()
		s.lines = append(s.lines, in.Text())
		s.mu.Unlock()
		if _, err := conn.Write([]byte(answer)); err != nil {
			return
		}
		message = strings.HasPrefix(answer, "354")
	}
}

// heard are the lines that were answered.
func (s *script) heard() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.lines...)
}
