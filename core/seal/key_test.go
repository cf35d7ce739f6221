package seal

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// secret is anything that must not print itself.
type secret interface {
	fmt.Stringer
	fmt.GoStringer
	json.Marshaler
	slog.LogValuer
}

// TestSecretsNeverPrint shows a key to everything that prints, at the top level and
// in fields, and looks for its bytes in the forms bytes are printed in.
func TestSecretsNeverPrint(t *testing.T) {
	key := mustKey(t)
	recovery, err := NewRecoveryKey(rand.Reader)
	want(t, err, nil)
	for name, test := range map[string]struct {
		secret secret
		raw    []byte
	}{
		"key":          {key, key.raw()},
		"recovery key": {recovery, recovery.raw()},
	} {
		t.Run(name, func(t *testing.T) {
			out := printEveryWay(t, test.secret)
			for _, form := range formsOf(test.raw) {
				if strings.Contains(strings.ToLower(out), strings.ToLower(form)) {
					t.Errorf("%q is in the output", form)
				}
			}
			if !strings.Contains(out, hidden) {
				t.Error("nothing shows that a secret was left out")
			}
		})
	}
}

func printEveryWay(t *testing.T, s secret) string {
	t.Helper()
	type wrapper struct {
		Open   any
		closed secret
		keys   []secret
	}
	var out bytes.Buffer
	values := []any{s, &s, wrapper{s, s, []secret{s}}, []any{s}, map[string]any{"k": s}}
	for _, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%b", "%o", "%T"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		fmt.Fprintln(&out, fmt.Errorf("with %v", v))
		text, err := json.Marshal(v)
		want(t, err, nil)
		out.Write(text)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("json", "v", v)
		slog.New(slog.NewTextHandler(&out, nil)).Info("text", "v", v)
	}
	return out.String()
}

// formsOf returns a run of bytes as the verbs above would print it.
func formsOf(raw []byte) []string {
	some := raw[4:12]
	decimals := strings.Trim(fmt.Sprintf("%d", some), "[]")
	return []string{
		string(some), hex.EncodeToString(some), fmt.Sprintf("% x", some), decimals,
		strings.ReplaceAll(decimals, " ", ","), fmt.Sprintf("%q", some),
		strings.Trim(fmt.Sprintf("%#v", some), "[]byte{}"),
		base64.StdEncoding.EncodeToString(raw[3:12]), crockfordOf(raw[5:15]),
	}
}

func crockfordOf(raw []byte) string { return recoveryEncoding().EncodeToString(raw)[:4] + "-" }

func TestFormsOfFindsWhatLeaks(t *testing.T) {
	key := mustKey(t)
	for _, leak := range []string{
		fmt.Sprintf("%x", key.raw()), fmt.Sprintf("%d", [KeySize]byte(key.raw())),
		fmt.Sprintf("%#v", [KeySize]byte(key.raw())), base64.StdEncoding.EncodeToString(key.raw()),
	} {
		found := false
		for _, form := range formsOf(key.raw()) {
			found = found || strings.Contains(leak, form)
		}
		if !found {
			t.Errorf("a leak of the form %.12q would go unseen", leak)
		}
	}
}

func TestNewKeyFailsClosed(t *testing.T) {
	for name, source := range badSources(KeySize - 1) {
		t.Run(name, func(t *testing.T) {
			key, err := NewKey(source)
			want(t, err, ErrRandom)
			if key.usable() {
				t.Error("a key came back with the error")
			}
		})
	}
	broken := brokenRand(3)
	_, err := NewKey(&broken)
	want(t, err, errSource)
}

func TestKeyEqual(t *testing.T) {
	a, b := mustKey(t), mustKey(t)
	same, err := a.clone()
	want(t, err, nil)
	for name, test := range map[string]struct {
		x, y Key
		want bool
	}{
		"itself": {a, a, true}, "same bytes": {a, same, true}, "other": {a, b, false},
		"nothing": {Key{}, Key{}, false}, "nothing and key": {Key{}, a, false},
	} {
		if got := test.x.Equal(test.y); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestWipedKeyIsRefused tries every use of keys that were wiped or never made.
func TestWipedKeyIsRefused(t *testing.T) {
	wiped, good := mustKey(t), mustKey(t)
	shared := wiped
	wiped.Wipe()
	if !allZero(shared.raw()) {
		t.Fatal("a copy kept the bytes")
	}
	recovery, err := NewRecoveryKey(rand.Reader)
	want(t, err, nil)
	slot, err := NewRecoverySlot(recovery, good, rand.Reader)
	want(t, err, nil)
	recovery.Wipe()
	wrapped, err := Wrap(good, PurposeSite, 1, good, rand.Reader)
	want(t, err, nil)
	for name, bad := range map[string]Key{"wiped": wiped, "never made": {}} {
		for use, err := range map[string]error{
			"add":      NewRing(rand.Reader).Add(1, bad),
			"wrap":     second(Wrap(good, PurposeSeal, 1, bad, rand.Reader)),
			"kek":      second(Wrap(bad, PurposeSeal, 1, good, rand.Reader)),
			"unwrap":   second(Unwrap(bad, PurposeSite, 1, wrapped)),
			"rewrap":   second(Rewrap(good, bad, PurposeSite, 1, wrapped, rand.Reader)),
			"chain":    second(NewChain(bad)),
			"digester": second(NewDigester(bad)),
			"key file": WriteKeyFile(t.TempDir()+"/key", bad),
			"slot":     second(NewRecoverySlot(recovery, bad, rand.Reader)),
			"recovery": second(OpenRecoverySlot(slot, recovery)),
		} {
			t.Run(name+"/"+use, func(t *testing.T) { want(t, err, ErrNoKey) })
		}
		bad.Wipe()
	}
	RecoveryKey{}.Wipe()
	if recovery.Reveal() != "" {
		t.Error("a wiped recovery key is printed")
	}
}

func second[T any](_ T, err error) error { return err }
