package mail

import "net"

// OneLine is oneLine.
func OneLine(text string) string { return oneLine(text) }

// Hides reports whether a reply is withheld when there is that secret.
func Hides(secret, text string) bool {
	v := &veil{}
	v.cover(secret)
	return v.hides(text)
}

// placed is a connection to somewhere else. Nothing can be said on it.
type placed struct {
	net.Conn
	remote net.Addr
}

func (p placed) RemoteAddr() net.Addr { return p.remote }

// SignInAt tries to sign in without TLS to what is at an address.
func SignInAt(remote net.Addr) error {
	s := session{relay: relay{security: SecurityNone}, wire: &wire{Conn: placed{remote: remote}}}
	return s.signIn()
}

// ErrRemote is errRemote.
func ErrRemote() error { return errRemote }
