package windows

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/core/passkey"
)

// altered are options in which one text stands for another.
func altered(t *testing.T, options []byte, old, replacement string) []byte {
	t.Helper()
	if !bytes.Contains(options, []byte(old)) {
		t.Fatalf("%q is not in %s", old, options)
	}
	return bytes.Replace(options, []byte(old), []byte(replacement), 1)
}

// TestCreationRefused: nothing is shown for options that this program does not make.
func TestCreationRefused(t *testing.T) {
	p := provide(t, newFake(t)) // without a dialog
	r := registering(t, passkey.ThisDevice, existing()...)
	random, _ := challenge(t, r.Options())
	for _, test := range [][2]string{
		{`"id":"localhost"`, `"id":"example.com"`},
		{`"Example Wörks"`, `""`},
		{`"Example Wörks"`, `"Example\u0000Works"`},
		{`"Example Wörks"`, `"` + strings.Repeat("x", 1025) + `"`},
		{`"name":"ada"`, `"name":""`},
		{`"Ada Lovelace`, `"Ada\u0000Lovelace`},
		{random, random[:20]},
		{random, random + "="},
		{random, random[:10] + `\n` + random[10:]},
		{random, strings.Repeat(random, 32)},
		{`"type":"public-key","alg":-7`, `"type":"password","alg":-7`},
		{`"alg":-257`, `"alg":-2147483649`},
		{`"timeout":180000`, `"timeout":-1`},
		{`"timeout":180000`, `"timeout":4294967296`},
		{`"authenticatorAttachment":"platform"`, `"authenticatorAttachment":"cross-platform"`},
		{`"authenticatorAttachment":"platform"`, `"authenticatorAttachment":"any"`},
		{`"requireResidentKey":true`, `"requireResidentKey":false`},
		{`"residentKey":"required"`, `"residentKey":"preferred"`},
		{`"userVerification":"required"`, `"userVerification":"preferred"`},
		{`["client-device"]`, `["hybrid"]`},
		{`["client-device"]`, `["telepathy"]`},
		{`"attestation":"none"`, `"attestation":"direct"`},
		{`"credProps":true`, `"credProps":true,"prf":{}`},
		{`"id":"AQEBAQEBAQEBAQEBAQEBAQ"`, `"id":""`},
		{`"id":"AQEBAQEBAQEBAQEBAQEBAQ"`, `"id":"` + strings.Repeat("AAAA", 342) + `"`},
		{`"id":"AQEBAQEBAQEBAQEBAQEBAQ"`, `"id":"AQEBAQEBAQEBAQEBAQEBAR"`},
		{`{"publicKey":`, `{"public":`},
		{`{"publicKey":`, `{"publicKey":null,"publicKey":`},
		{`{"publicKey":`, `{"publicKey":{}}{"publicKey":`},
		{`{"publicKey":`, `[{"publicKey":`},
	} {
		options := altered(t, r.Options(), test[0], test[1])
		err := start(t, p, passkey.ThisDevice).Create(t.Context(), options, unasked(t))
		wantError(t, test[1], err, passkey.ErrRequest)
	}
}

// TestRequestRefused does so for a sign-in.
func TestRequestRefused(t *testing.T) {
	p := provide(t, newFake(t))
	a := signingIn(t)
	random, _ := challenge(t, a.Options())
	for _, test := range [][2]string{
		{`"rpId":"localhost"`, `"rpId":"example.com"`},
		{`"userVerification":"required"`, `"userVerification":"discouraged"`},
		{random, ""},
		{`"timeout"`, `"extensions":{"appid":"x"},"timeout"`},
		{`"timeout"`, `"hints":["hybrid"],"timeout"`},
		{`"timeout"`, `"allowCredentials":[{"type":"public-key","id":""}],"timeout"`},
		{`"timeout"`, `"allowCredentials":[` + strings.Repeat(`{"type":"public-key","id":"AAAA"},`, 64) + `{"type":"public-key","id":"AAAA"}],"timeout"`},
		{`"timeout"`, `"authenticatorSelection":{},"timeout"`},
		{`}}`, `}} true`},
		{`}}`, `}}` + strings.Repeat(" ", 256<<10)},
	} {
		err := start(t, p, passkey.SecurityKey).Get(t.Context(), altered(t, a.Options(), test[0], test[1]), unasked(t))
		wantError(t, test[1], err, passkey.ErrRequest)
	}
}

// TestAllowed: credentials that a sign-in names are passed on, and the hints of options
// where no kind was chosen.
func TestAllowed(t *testing.T) {
	f := newFake(t)
	given := asked("")
	f.dialog = func(a asked) reply {
		given = a
		return reply{result: resultUserCancelled}
	}
	options := altered(t, signingIn(t).Options(), `"timeout":180000`,
		`"allowCredentials":[{"type":"public-key","id":"AAEC","transports":["usb","nfc","ble"]}],"hints":["hybrid","security-key"],"timeout":59999`)
	err := start(t, provide(t, f), passkey.AnyKind).Get(t.Context(), options, unasked(t))
	wantError(t, "closed", err, passkey.ErrCancelled)
	for name, want := range map[string]string{
		"list": "1", "credential.id": "000102", "credential.transports": "7",
		"hints": "2", "hint": "hybrid", "options.timeout": "59999", "options.attachment": "0",
	} {
		if got := given.value(t, name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func TestLimit(t *testing.T) {
	for milliseconds, want := range map[uint32]time.Duration{
		0: passkey.Lifetime, 1: time.Millisecond, 180_000: passkey.Lifetime, 180_001: passkey.Lifetime, 1<<32 - 1: passkey.Lifetime,
	} {
		if got := limit(milliseconds); got != want {
			t.Errorf("%d ms: %v, want %v", milliseconds, got, want)
		}
	}
}

// TestTransportBits: what an API version cannot say restricts nothing.
func TestTransportBits(t *testing.T) {
	for _, test := range []struct {
		api   uint32
		names []string
		want  uint32
	}{
		{8, nil, 0},
		{8, []string{"ble", "hybrid", "internal", "nfc", "usb"}, 0x37},
		{5, []string{"hybrid", "usb"}, 0},
		{5, []string{"internal", "usb"}, 0x11},
		{8, []string{"smart-card", "usb"}, 0},
		{8, []string{"cable"}, 0},
	} {
		if got := transportBits(test.api, test.names); got != test.want {
			t.Errorf("API %d, %v: %#x, want %#x", test.api, test.names, got, test.want)
		}
	}
	if got := transportNames(0x7F); !slices.Equal(got, []string{"ble", "hybrid", "internal", "nfc", "smart-card", "usb"}) {
		t.Errorf("all transports are %v", got)
	}
}

// FuzzCreation: options are refused in one word, or laid out within bounds as they stand.
func FuzzCreation(f *testing.F) {
	for _, kind := range []passkey.Kind{passkey.AnyKind, passkey.Phone} {
		options := registering(f, kind, existing()...).Options()
		f.Add(options)
		f.Add(options[:len(options)/2])
	}
	f.Add([]byte(`{"publicKey":{"rp":{"id":"localhost","name":"\ud800"}}}`))
	f.Add(bytes.Repeat([]byte(`{"publicKey":`), 20_000))
	f.Fuzz(func(t *testing.T, options []byte) {
		o, err := decodeCreation(options)
		if err != nil {
			fuzzRefused(t, err)
			return
		}
		in := newMakeInputs(8, o, choice{hints: o.Hints}, collect(typeCreate, o.Challenge), guid{})
		defer in.free()
		given := asked(in.describe(1))
		if !bytes.Equal(given.octets(t, "user.id"), o.User.ID) || given.value(t, "list") != count(len(o.Exclude)) {
			t.Errorf("%s became:\n%s", options, given)
		}
	})
}

// FuzzRequest does so for a sign-in.
func FuzzRequest(f *testing.F) {
	options := signingIn(f).Options()
	f.Add(options)
	f.Add(options[:len(options)/2])
	f.Add([]byte(`{"publicKey":{"rpId":"localhost","userVerification":"required","challenge":"AAAAAAAAAAAAAAAAAAAAAA",` +
		`"allowCredentials":[{"type":"public-key","id":"AAAA","transports":["usb"]}]}}`))
	f.Fuzz(func(t *testing.T, options []byte) {
		o, err := decodeRequest(options)
		if err != nil {
			fuzzRefused(t, err)
			return
		}
		in := newGetInputs(8, o, choice{hints: o.Hints}, collect(typeGet, o.Challenge), guid{})
		defer in.free()
		if given := asked(in.describe(1)); given.value(t, "list") != count(len(o.Allow)) || given.value(t, "rp.id") != passkey.RPID {
			t.Errorf("%s became:\n%s", options, given)
		}
	})
}

func fuzzRefused(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, passkey.ErrRequest) || len(err.Error()) > 100 {
		t.Errorf("refused with %v", err)
	}
}

// count is how a number of credentials is given.
func count(n int) string {
	if n == 0 {
		return "null"
	}
	return fmt.Sprint(n)
}
