package mail_test

import (
	"encoding/base64"
	"errors"
	"net"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"gatehouse/core/mail"
)

// TestHides: a secret is found wherever it stands in a reply, as it is or in base64.
func TestHides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringN(1, 40, -1).Draw(t, "secret")
		before, after := rapid.String().Draw(t, "before"), rapid.String().Draw(t, "after")
		if !mail.Hides(secret, before+secret+after) {
			t.Fatalf("%q is not found in %q", secret, before+secret+after)
		}
		if strings.ContainsFunc(secret, unicode.IsLetter) && !mail.Hides(secret, before+strings.ToLower(secret)+after) {
			t.Fatalf("%q is not found in other case", secret)
		}
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding} {
			encoded := encoding.EncodeToString([]byte(before + secret + after))
			junk := rapid.StringMatching(`[a-z]{0,3}`).Draw(t, "junk")
			if text := "AUTH " + junk + encoded; !mail.Hides(secret, text) {
				t.Fatalf("%q is not found in %q", secret, text)
			}
		}
	})
}

// TestHidesNothing: without need nothing is withheld.
func TestHidesNothing(t *testing.T) {
	for _, text := range []string{"", "No such user here", "<ada@site.example>: Recipient address rejected", "4.7.1 try again in 300 seconds"} {
		if mail.Hides("QK-48-TT", text) || mail.Hides("", text) {
			t.Errorf("%q is withheld", text)
		}
	}
}

// FuzzOneLine: whatever a relay says becomes one short printable line.
func FuzzOneLine(f *testing.F) {
	f.Add("5.1.1 no\r\nsuch\x00user \u202e")
	f.Add(strings.Repeat("ä ", 300))
	f.Fuzz(func(t *testing.T, text string) {
		got := mail.OneLine(text)
		if utf8.RuneCountInString(got) > 200 || !utf8.ValidString(got) || strings.TrimSpace(got) != got {
			t.Errorf("%q", got)
		}
		if strings.ContainsFunc(got, func(r rune) bool { return r != ' ' && (!unicode.IsGraphic(r) || unicode.IsSpace(r)) }) {
			t.Errorf("%q", got)
		}
		if again := mail.OneLine(got); again != got {
			t.Errorf("%q, then %q", got, again)
		}
	})
}

// FuzzAuthorities: no text in place of certificates is more than refused.
func FuzzAuthorities(f *testing.F) {
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s := usable()
		s.CA = text
		for _, p := range s.Validate() {
			if p.Field != mail.FieldCA {
				t.Errorf("%v", p)
			}
		}
	})
}

// TestSignInElsewhere: a name that is this machine's by the settings, and was resolved to
// another one, gets no password without TLS.
func TestSignInElsewhere(t *testing.T) {
	for _, remote := range []string{"192.0.2.1", "10.0.0.1", "2001:db8::1", "::ffff:192.0.2.1"} {
		if err := mail.SignInAt(&net.TCPAddr{IP: net.ParseIP(remote), Port: 25}); !errors.Is(err, mail.ErrRemote()) {
			t.Errorf("%s: got %v", remote, err)
		}
	}
}
