package mail

import (
	netmail "net/mail"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// Limits in octets: of a name in the DNS (RFC 1035, 2.3.4), and of an address and the
// part before its @ (RFC 5321, 4.5.3.1).
const (
	maxDomain  = 253
	maxLabel   = 63
	maxAddress = 254
	maxLocal   = 64
)

// maxDisplay bounds the name before an address, in characters.
const maxDisplay = 100

// An address is where mail goes or comes from, as it is said to the relay.
type address struct {
	display, local string
	domain         string // in ASCII (RFC 5891)
}

// bare is the address alone.
func (a address) bare() string { return a.local + "@" + a.domain }

// path is the address as a command has it (RFC 5321, 4.1.2).
func (a address) path() string { return "<" + a.bare() + ">" }

// header is the address as a header has it, encoded (RFC 2047).
func (a address) header() string {
	return (&netmail.Address{Name: a.display, Address: a.bare()}).String()
}

// beyondASCII reports that a relay needs SMTPUTF8 for it (RFC 6531).
func (a address) beyondASCII() bool { return !isASCII(a.local) }

// parseBare reads an address without anything around it: no name, quotes, comments, or
// address of a machine in brackets.
func parseBare(typed string) (address, Reason) {
	if reason := checkLine(typed, maxAddress); reason != "" {
		return address{}, reason
	}
	parsed, err := netmail.ParseAddress(typed)
	// What the parser had to take off or undo was not bare.
	if err != nil || parsed.Name != "" || parsed.Address != typed {
		return address{}, ReasonForm
	}
	at := strings.LastIndexByte(typed, '@')
	a := address{local: typed[:at]}
	var ok bool
	if a.domain, ok = asciiDomain(typed[at+1:]); !ok || strings.ContainsFunc(a.local, isUnsafe) {
		return address{}, ReasonForm
	}
	if len(a.local) > maxLocal || len(a.bare()) > maxAddress {
		return address{}, ReasonTooLong
	}
	return a, ""
}

// parseFrom reads an address that may have a name before it: "Site <site@example.org>".
func parseFrom(typed string) (address, Reason) {
	if reason := checkLine(typed, maxAddress+4*maxDisplay); reason != "" {
		return address{}, reason
	}
	parsed, err := netmail.ParseAddress(typed)
	if err != nil {
		return address{}, ReasonForm
	}
	a, reason := parseBare(parsed.Address)
	if reason != "" {
		return address{}, reason
	}
	// An encoded word can hold what could not be typed.
	if strings.ContainsFunc(parsed.Name, isUnsafe) || !utf8.ValidString(parsed.Name) {
		return address{}, ReasonCharacter
	}
	if utf8.RuneCountInString(parsed.Name) > maxDisplay {
		return address{}, ReasonTooLong
	}
	a.display = parsed.Name
	return a, checkWords(parsed.Name)
}

// checkWords refuses what a reader would take for encoded words (RFC 2047, section 2),
// and show something else for.
func checkWords(text string) Reason {
	if strings.Contains(text, "=?") {
		return ReasonForm
	}
	return ""
}

// checkLine refuses what cannot stand in one line of at most limit octets, and nothing.
func checkLine(text string, limit int) Reason {
	switch {
	case text == "":
		return ReasonMissing
	case len(text) > limit:
		return ReasonTooLong
	case !utf8.ValidString(text) || strings.ContainsFunc(text, isUnsafe):
		return ReasonCharacter
	}
	return ""
}

// isUnsafe tells controls, among them NUL and the ends of lines, and the marks that end
// lines or turn the direction of writing without being seen.
func isUnsafe(r rune) bool {
	return unicode.IsControl(r) || r == utf8.RuneError || r == '\u2028' || r == '\u2029' ||
		unicode.Is(unicode.Bidi_Control, r)
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}

// asciiDomain reads the name of a machine or domain: letters, digits and hyphens in
// labels (RFC 1123, 2.1), of any script. It gives the name in ASCII.
func asciiDomain(name string) (string, bool) {
	if !isASCII(name) {
		encoded, err := idna.Lookup.ToASCII(name)
		if err != nil {
			return "", false
		}
		name = encoded
	}
	if len(name) > maxDomain {
		return "", false
	}
	var last string
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > maxLabel || strings.Trim(label, "-") != label ||
			strings.ContainsFunc(label, func(r rune) bool { return !isLetterDigit(r) && r != '-' }) {
			return "", false
		}
		last = label
	}
	// What ends in a number is an address of a machine, or a mistyped one.
	return name, strings.ContainsFunc(last, func(r rune) bool { return r < '0' || r > '9' })
}

func isLetterDigit(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// parseHost reads the relay's name or address, without port and brackets.
func parseHost(typed string) (string, Reason) {
	if reason := checkLine(typed, maxDomain); reason != "" {
		return "", reason
	}
	if ip, err := netip.ParseAddr(typed); err == nil && ip.Zone() == "" {
		return ip.Unmap().String(), ""
	}
	name, ok := asciiDomain(typed)
	if !ok {
		return "", ReasonForm
	}
	return name, ""
}

// isLoopback reports a host that is this machine.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
