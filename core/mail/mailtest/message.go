package mailtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"slices"
	"strings"
)

// Message is one that the relay has taken.
type Message struct {
	// From and To are those of the envelope.
	From string
	To   []string
	// Data is the message as it came, without the dots that were stuffed.
	Data []byte
	// UTF8 and TLS tell whether the sender asked for SMTPUTF8 and talked TLS.
	UTF8, TLS bool
	// User is who had signed in, Hello what the sender called itself.
	User, Hello string
}

// Parsed is a message as a person reads it.
type Parsed struct {
	Header  netmail.Header
	Subject string
	// Text has lines that end with "\n", also the last one.
	Text string
}

// Parse reads a message of one part.
func (m Message) Parse() (Parsed, error) {
	read, err := netmail.ReadMessage(bytes.NewReader(m.Data))
	if err != nil {
		return Parsed{}, fmt.Errorf("mailtest: read the header: %w", err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject"))
	if err != nil {
		return Parsed{}, fmt.Errorf("mailtest: read the subject: %w", err)
	}
	body := read.Body
	if strings.EqualFold(read.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return Parsed{}, fmt.Errorf("mailtest: read the text: %w", err)
	}
	return Parsed{read.Header, subject, strings.ReplaceAll(string(text), "\r\n", "\n")}, nil
}

// waiting is somebody who waits for a message.
type waiting struct {
	n  int
	to chan<- Message
}

// take keeps a message and tells who waits for it.
func (s *Server) take(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages = append(s.messages, m)
	s.waiting = slices.DeleteFunc(s.waiting, s.tell)
}

// tell gives somebody the message that is waited for, once it is there.
func (s *Server) tell(w waiting) bool {
	if len(s.messages) < w.n {
		return false
	}
	w.to <- s.messages[w.n-1]
	return true
}

// Messages are those that the relay has taken, in their order.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.messages)
}

// Nth gives the n-th message that the relay takes, from 1 on, when it is there.
func (s *Server) Nth(n int) <-chan Message {
	to := make(chan Message, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	if w := (waiting{max(n, 1), to}); !s.tell(w) {
		s.waiting = append(s.waiting, w)
	}
	return to
}

// Await waits for the n-th message that the relay takes, from 1 on.
func (s *Server) Await(ctx context.Context, n int) (Message, error) {
	select {
	case m := <-s.Nth(n):
		return m, nil
	case <-ctx.Done():
		return Message{}, fmt.Errorf("mailtest: the relay has no message %d: %w", n, ctx.Err())
	}
}
