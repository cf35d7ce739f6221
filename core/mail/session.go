package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// How long the relay may take beside the stages.
const (
	// lastWord is how many times longer its answer to a whole message may take.
	lastWord = 4
	// farewell is how long it may take to say goodbye, when nothing depends on it.
	farewell = 5 * time.Second
)

var (
	errNotOffered = errors.New("mail: the relay does not offer STARTTLS")
	errNoSignIn   = errors.New("mail: the relay offers no way to sign in that is known here")
	errRemote     = errors.New("mail: a password would leave this machine unencrypted")
	errNoUTF8     = errors.New("mail: the relay does not offer SMTPUTF8")
)

// A session is one connection to the relay.
type session struct {
	relay  relay
	veil   *veil
	wire   *wire
	client *smtp.Client
	forget func() bool // ends the watch over the context
	begun  bool        // a message that was refused is not yet forgotten
}

// open connects, and signs in when the settings say so.
func (r relay) open(ctx context.Context, v *veil) (*session, *Error) {
	dialer := net.Dialer{Timeout: r.timeout}
	conn, err := dialer.DialContext(ctx, "tcp", r.dial)
	if err != nil {
		return nil, r.explain(ctx, v, StageConnect, err)
	}
	s := &session{relay: r, veil: v, wire: &wire{Conn: conn}}
	// What is waited for ends with the connection.
	s.forget = context.AfterFunc(ctx, func() { _ = conn.Close() })
	if fault := s.begin(ctx); fault != nil {
		s.close()
		return nil, fault
	}
	return s, nil
}

// close ends the connection. There is nothing left to be said or to be lost.
func (s *session) close() {
	s.forget()
	_ = s.wire.Close()
}

// quit takes leave and ends the connection. All messages are settled by now, so that it
// does not matter what becomes of it.
func (s *session) quit() {
	if err := s.wire.begin(min(s.relay.timeout, farewell)); err == nil {
		_ = s.client.Quit()
	}
	s.close()
}

// step does one stage.
func (s *session) step(ctx context.Context, stage Stage, limit time.Duration, do func() error) *Error {
	err := s.wire.begin(limit)
	if err == nil {
		err = do()
	}
	if err != nil {
		return s.relay.explain(ctx, s.veil, stage, err)
	}
	return nil
}

// begin does the stages before the first message.
func (s *session) begin(ctx context.Context) *Error {
	limit := s.relay.timeout
	conn := net.Conn(s.wire)
	if s.relay.security == SecurityTLS {
		secured := tls.Client(s.wire, s.relay.tls)
		conn = secured
		if fault := s.step(ctx, StageTLS, limit, func() error { return secured.HandshakeContext(ctx) }); fault != nil {
			return fault
		}
	}
	fault := s.step(ctx, StageGreeting, limit, func() (err error) {
		s.client, err = smtp.NewClient(conn, s.relay.host)
		return err
	})
	if fault != nil {
		return fault
	}
	if fault := s.step(ctx, StageHello, limit, func() error { return s.client.Hello(s.name()) }); fault != nil {
		return fault
	}
	if s.relay.security == SecurityStartTLS {
		if fault := s.step(ctx, StageTLS, limit, s.startTLS); fault != nil {
			return fault
		}
	}
	if s.relay.username == "" {
		return nil
	}
	return s.step(ctx, StageSignIn, limit, s.signIn)
}

// name is what the site calls itself: by the settings, else its address.
func (s *session) name() string {
	if s.relay.name != "" {
		return s.relay.name
	}
	if tcp, ok := s.wire.LocalAddr().(*net.TCPAddr); ok {
		return literal(tcp.AddrPort().Addr())
	}
	return "localhost"
}

// startTLS begins TLS, or fails. The library drops what the relay said before it, so that
// nobody can put words in (RFC 3207, section 5).
func (s *session) startTLS() error {
	if offered, _ := s.client.Extension("STARTTLS"); !offered {
		return errNotOffered
	}
	return s.client.StartTLS(s.relay.tls)
}

// signIn signs in by what the relay offers: PLAIN (RFC 4616), else LOGIN. Without TLS it
// does so only to this machine, whatever its name was resolved to.
func (s *session) signIn() error {
	bare := s.relay.security == SecurityNone
	if bare {
		remote, err := netip.ParseAddrPort(s.wire.RemoteAddr().String())
		if err != nil || !remote.Addr().Unmap().IsLoopback() {
			return errRemote
		}
	}
	_, offered := s.client.Extension("AUTH")
	ways := strings.Fields(strings.ToUpper(offered))
	password := string(s.relay.password.Bytes())
	switch {
	case slices.Contains(ways, "PLAIN"):
		return s.client.Auth(smtp.PlainAuth("", s.relay.username, password, s.relay.host, bare))
	case slices.Contains(ways, "LOGIN"):
		return s.client.Auth(smtp.LoginAuth(s.relay.username, password, s.relay.host, bare))
	}
	return errNoSignIn
}

// deliver hands one message to the relay. When it returns nil the relay has taken it.
func (s *session) deliver(ctx context.Context, l *letter) *Error {
	limit := s.relay.timeout
	if fault := s.step(ctx, StageSender, limit, func() error { return s.sender(l) }); fault != nil {
		return fault
	}
	if fault := s.step(ctx, StageRecipient, limit, func() error { return s.client.Rcpt(l.to.path()) }); fault != nil {
		return fault
	}
	var end func() error
	fault := s.step(ctx, StageData, limit, func() error {
		body, err := s.client.Data()
		if err != nil {
			return err
		}
		end = body.Close
		_, err = body.Write(l.octets)
		return err
	})
	if fault != nil {
		return fault
	}
	fault = s.step(ctx, StageMessage, lastWord*limit, end)
	if fault != nil {
		fault.Unsure = fault.Code == 0
	}
	return fault
}

func (s *session) sender(l *letter) error {
	known, _ := s.client.Extension("SMTPUTF8")
	if l.beyondASCII() && !known {
		return errNoUTF8
	}
	// A relay that passes on to others could not, were it said without need.
	s.client.SkipSMTPUTF8(!l.beyondASCII())
	return s.client.Mail(l.from.path())
}

// goOn reports that the session is good for another message, after one was refused.
func (s *session) goOn(fault *Error) bool {
	s.begun = true
	return fault.Kind == KindUTF8 || fault.Code >= codeRefused && fault.Code != codeClosing
}

// fresh makes the relay forget a message that it has refused, before the next one.
func (s *session) fresh(ctx context.Context) bool {
	if s.begun {
		s.begun = s.step(ctx, StageSender, s.relay.timeout, s.client.Reset) != nil
	}
	return !s.begun
}
