package mailtest

import (
	"crypto/subtle"
	"crypto/tls"
	"errors"
	"io"
	"net"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"gatehouse/core/mail"
)

// part is how much of a message is read before the relay hangs up, in octets.
const part = 64

var errHungUp = errors.New("mailtest: hung up")

// A session is one connection after its hello.
type session struct {
	server *Server
	conn   *smtp.Conn
	line   *line
	user   string // who has signed in
	coming Message
}

func (s *Server) newSession(c *smtp.Conn) (smtp.Session, error) {
	x := &session{server: s, conn: c, line: lineOf(c.Conn())}
	if err := x.reach(mail.StageHello); err != nil {
		return nil, err
	}
	return x, nil
}

// lineOf is the connection beneath TLS.
func lineOf(c net.Conn) *line {
	if secured, ok := c.(*tls.Conn); ok {
		c = secured.NetConn()
	}
	return c.(*line)
}

// reach does what is ordered at a stage.
func (x *session) reach(stage mail.Stage) error {
	refused, drop := x.server.reach(stage, x.line.gate.life)
	switch {
	case drop:
		return x.hangUp()
	case refused != nil:
		return refused.err()
	}
	return nil
}

func (x *session) hangUp() error {
	_ = x.line.Close() // the relay may have gone down in between
	return errHungUp
}

// AuthMechanisms are the ways to sign in.
func (x *session) AuthMechanisms() []string {
	if x.server.config.Username == "" {
		return nil
	}
	return x.server.config.Mechanisms
}

// Auth begins one of them.
func (x *session) Auth(mechanism string) (sasl.Server, error) {
	switch mechanism {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, username, password string) error { return x.signIn(username, password) }), nil
	case sasl.Login:
		return &login{check: x.signIn}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

func (x *session) signIn(username, password string) error {
	if err := x.reach(mail.StageSignIn); err != nil {
		return err
	}
	known := []byte(x.server.config.Username + "\x00" + x.server.config.Password)
	if subtle.ConstantTimeCompare([]byte(username+"\x00"+password), known) != 1 {
		return smtp.ErrAuthFailed
	}
	x.user = username
	return nil
}

// login is the relay's side of LOGIN (draft-murchison-sasl-login).
type login struct {
	asked    int
	username string
	check    func(username, password string) error
}

// Next asks for the name, then for the password.
func (l *login) Next(response []byte) (challenge []byte, done bool, err error) {
	l.asked++
	switch l.asked {
	case 1:
		return []byte("Username:"), false, nil
	case 2:
		l.username = string(response)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.username, string(response))
}

// Mail takes the sender.
func (x *session) Mail(from string, opts *smtp.MailOptions) error {
	if err := x.reach(mail.StageSender); err != nil {
		return err
	}
	if x.server.config.Username != "" && x.user == "" {
		return Reply{530, [3]int{5, 7, 0}, "Authentication required"}.err()
	}
	_, secured := x.conn.TLSConnectionState()
	x.coming = Message{From: from, UTF8: opts.UTF8, TLS: secured, User: x.user, Hello: x.conn.Hostname()}
	return nil
}

// Rcpt takes a recipient.
func (x *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := x.reach(mail.StageRecipient); err != nil {
		return err
	}
	if refused := x.server.judge(to); refused != nil {
		return refused.err()
	}
	x.coming.To = append(x.coming.To, to)
	return nil
}

// Data takes the message.
func (x *session) Data(r io.Reader) error {
	if x.server.drops(mail.StageMessage) {
		if _, err := io.ReadFull(r, make([]byte, part)); err != nil {
			return err
		}
		return x.hangUp()
	}
	octets, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := x.reach(mail.StageMessage); err != nil {
		return err
	}
	x.coming.Data = octets
	x.server.take(x.coming)
	return nil
}

// Reset forgets the message that was begun.
func (x *session) Reset() { x.coming = Message{} }

// Logout ends the session.
func (x *session) Logout() error { return nil }
