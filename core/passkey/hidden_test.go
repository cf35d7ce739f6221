package passkey_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	"gatehouse/core/passkey"
)

// TestChallengesDiffer draws a hundred thousand, of both kinds.
func TestChallengesDiffer(t *testing.T) {
	seen := make(map[string]bool, 100_000)
	e := enrolment(newHandle(t))
	for range 50_000 {
		for _, options := range [][]byte{begin(t, e).Options(), beginSignIn(t).Options()} {
			at := bytes.Index(options, []byte(`"challenge":"`))
			challenge := string(options[at+13 : at+13+43]) // 32 bytes
			if strings.Contains(challenge, `"`) || seen[challenge] {
				t.Fatal("a challenge was drawn twice")
			}
			seen[challenge] = true
		}
	}
}

// TestCeremoniesHide looks for challenge and handle wherever a ceremony is printed.
func TestCeremoniesHide(t *testing.T) {
	handle := newHandle(t)
	r, a := begin(t, enrolment(handle)), beginSignIn(t)
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	for _, value := range []any{r, a, *r, *a, struct{ r *passkey.Registration }{r}, struct{ a passkey.Assertion }{*a}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
			fmt.Fprintf(&log, verb+"\n", value)
		}
		logger.Info("ceremony", "value", value)
		if encoded, err := json.Marshal(value); err == nil {
			log.Write(encoded)
		}
	}
	for _, secret := range []string{
		challengeOf(t, r.Options()), challengeOf(t, a.Options()), b64(handle),
		fmt.Sprintf("%x", handle), strings.Trim(fmt.Sprint(handle), "[]"),
	} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("a ceremony shows %q", secret)
		}
	}
}

// TestErrorsHide looks for what an answer and its challenge hold in all errors about them.
func TestErrorsHide(t *testing.T) {
	key := es256(t)
	s := enrolled(t, key, nil)
	const canary = "canary-of-an-answer"
	for _, change := range []func(*claims){
		func(c *claims) { c.origin = "https://" + canary },
		func(c *claims) { c.challenge = canary },
		func(c *claims) { c.ceremony = canary },
		func(c *claims) { c.rpID = canary },
		func(c *claims) { c.topOrigin, c.crossOrigin = canary, true },
		func(c *claims) { c.handle = []byte(canary) },
		func(c *claims) { c.extensions = map[string]any{"credProps": canary} },
		func(c *claims) { c.flags = 0 },
	} {
		var challenge string
		_, err := s.signIn(t, key, 0, func(c *claims) { challenge = c.challenge; change(c) })
		r := begin(t, enrolment(s.handle))
		c := creating(t, r, key, newID(t))
		c.format = canary
		change(&c)
		_, made := r.Finish(c.created(t), noon())
		for _, err := range []error{err, made} {
			for ; err != nil; err = errors.Unwrap(err) {
				text := fmt.Sprintf("%v %+v %#v", err, err, err)
				if strings.Contains(text, canary) || strings.Contains(text, challenge) || strings.Contains(text, challengeOf(t, r.Options())) {
					t.Errorf("an error shows what it is about: %s", text)
				}
			}
		}
	}
}

func TestUserHandles(t *testing.T) {
	first, second := newHandle(t), newHandle(t)
	if len(first) != 64 || bytes.Equal(first, second) {
		t.Errorf("handles of %d bytes, equal: %v", len(first), bytes.Equal(first, second))
	}
	_, err := passkey.NewUserHandle(bytes.NewReader(make([]byte, 63)))
	want(t, "63 bytes", err, io.ErrUnexpectedEOF)
}

func TestLabels(t *testing.T) {
	var hello passkey.AAGUID
	copy(hello[:], "\x08\x98\x70\x58\xca\xdc\x4b\x81\xb6\xe1\x30\xde\x50\xdc\xbe\x96")
	for aaguid, wanted := range map[string]string{
		hello.String():                         "Windows Hello",
		"2FC0579F-8113-47EA-B116-BB5A8DB9202A": "YubiKey 5 NFC",
		"bada5566-a7aa-401f-bd96-45619a55120d": "1Password",
		"b7d3f68e-88a6-471e-9ecf-2df26d041ede": "Security Key NFC by Yubico",
		passkey.AAGUID{}.String():              "",
		"":                                     "",
		"not a number":                         "",
	} {
		if got := passkey.Label(aaguid); got != wanted {
			t.Errorf("%s: %q, want %q", aaguid, got, wanted)
		}
	}
}
