package mail

import (
	"crypto/tls"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// Security is how the connection to the relay is kept from others.
type Security string

const (
	// SecurityStartTLS: TLS after a first greeting, or no connection (RFC 3207). The port
	// is mostly 587.
	SecurityStartTLS Security = "starttls"
	// SecurityTLS: TLS from the first octet on (RFC 8314). The port is mostly 465.
	SecurityTLS Security = "tls"
	// SecurityNone: no TLS at all, for a relay that offers none. It has to be chosen. The
	// port is mostly 25.
	SecurityNone Security = "none"
)

// DefaultTimeout is how long a stage may take where the settings say nothing.
const DefaultTimeout = 30 * time.Second

// Limits of the settings: octets, and the time of a stage.
const (
	maxUsername = 255
	maxPassword = 1024
	maxTimeout  = 10 * time.Minute
)

// Settings say which relay is used and how.
type Settings struct {
	// Host is the relay's name or address, without a port.
	Host string
	Port int
	// Security has no default.
	Security Security
	// Username and Password are both there or both empty.
	Username string
	Password Password
	// From is the address that messages come from, which may have a name before it:
	// "Site <site@example.org>".
	From string
	// Name is what the site calls itself to the relay (RFC 5321, 4.1.1.1). When it is
	// empty, that is its address in the network, never the machine's name.
	Name string
	// CA are the certificates of the site's own authorities, in PEM. When there are any,
	// the relay's certificate has to come from one of these, else from one the system
	// trusts.
	CA []byte
	// Timeout is how long each stage may take, at most ten minutes; zero is
	// DefaultTimeout. The relay's last word on a message may take four times as long
	// (RFC 5321, 4.5.3.2.6: giving up there makes a second copy likely).
	Timeout time.Duration
}

// Validate lists what is wrong with the settings, in the order of their fields; nil when
// they can be used. Whether there is such a relay is not asked.
func (s Settings) Validate() []Problem {
	_, found := s.relay()
	return found
}

// A relay is what the settings come to.
type relay struct {
	host, dial string // dial has the port
	security   Security
	username   string
	password   Password
	from       address
	name       string // "" for the address in the network
	timeout    time.Duration
	tls        *tls.Config // nil for SecurityNone
}

func (s Settings) relay() (relay, problems) {
	var found problems
	host, reason := parseHost(s.Host)
	found.note(FieldHost, reason)
	if s.Port < 1 || s.Port > 65535 {
		found.note(FieldPort, ReasonRange)
	}
	r := relay{
		host: host, dial: net.JoinHostPort(host, strconv.Itoa(s.Port)), security: s.Security,
		username: s.Username, password: s.Password, name: s.Name, timeout: s.Timeout,
	}
	found.note(FieldSecurity, s.checkSecurity())
	s.checkSignIn(&found)
	r.from, reason = parseFrom(s.From)
	found.note(FieldFrom, reason)
	found.note(FieldName, checkName(s.Name))
	pool, reason := authorities(s.CA)
	found.note(FieldCA, reason)
	if s.Timeout < 0 || s.Timeout > maxTimeout {
		found.note(FieldTimeout, ReasonRange)
	}
	if r.timeout == 0 {
		r.timeout = DefaultTimeout
	}
	if s.Security != SecurityNone {
		r.tls = &tls.Config{ServerName: host, RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	return r, found
}

// checkSecurity refuses a password that would go over the network as it is.
func (s Settings) checkSecurity() Reason {
	switch s.Security {
	case SecurityStartTLS, SecurityTLS:
		return ""
	case SecurityNone:
		if host, reason := parseHost(s.Host); !s.Password.Empty() && reason == "" && !isLoopback(host) {
			return ReasonUnencrypted
		}
		return ""
	case "":
		return ReasonMissing
	}
	return ReasonForm
}

func (s Settings) checkSignIn(found *problems) {
	switch {
	case s.Username != "":
		found.note(FieldUsername, checkLine(s.Username, maxUsername))
	case !s.Password.Empty():
		found.note(FieldUsername, ReasonMissing)
	}
	switch {
	case !s.Password.Empty():
		found.note(FieldPassword, checkLine(string(s.Password.Bytes()), maxPassword))
	case s.Username != "":
		found.note(FieldPassword, ReasonMissing)
	}
}

// checkName takes a domain, or an address in brackets (RFC 5321, 4.1.3).
func checkName(name string) Reason {
	if name == "" {
		return ""
	}
	if reason := checkLine(name, maxDomain); reason != "" {
		return reason
	}
	if inner, ok := strings.CutPrefix(name, "["); ok {
		inner, closed := strings.CutSuffix(inner, "]")
		ip, err := netip.ParseAddr(strings.TrimPrefix(inner, "IPv6:"))
		if closed && err == nil && name == literal(ip) {
			return ""
		}
		return ReasonForm
	}
	if _, ok := asciiDomain(name); !ok || !isASCII(name) {
		return ReasonForm
	}
	return ""
}

// literal is an address as a machine without a name says it (RFC 5321, 4.1.3).
func literal(ip netip.Addr) string {
	ip = ip.Unmap().WithZone("")
	if ip.Is6() {
		return "[IPv6:" + ip.String() + "]"
	}
	return "[" + ip.String() + "]"
}
