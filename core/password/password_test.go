package password

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		name, text string
		want       error
	}{
		{"empty", "", ErrEmpty},
		{"one space", " ", ErrBlank},
		{"only white space", " \t\u00a0\u3000\r\n", ErrBlank},
		{"NUL", "tally\x00orbit", ErrNotText},
		{"not UTF-8", "tally\xfforbit", ErrNotText},
		{"half a surrogate", "\xed\xa0\x80", ErrNotText},
		{"1,025 code points", strings.Repeat("a", 1025), ErrTooLong},
		{"1,025 astral code points", strings.Repeat("🦉", 1024) + "a", ErrTooLong},
		{"4,097 bytes that are 1,024 code points of NFC", strings.Repeat("e\u0301", 1365) + "aa", ErrTooLong},
		{"1 MiB", strings.Repeat("a", 1<<20), ErrTooLong},
		{"1 MiB of NUL is too long first", strings.Repeat("\x00", 1<<20), ErrTooLong},
		{"grows beyond the limit in NFC", strings.Repeat("\u0958", 600), ErrTooLong},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := New(tt.text)
			if !errors.Is(err, tt.want) || p.Len() != 0 || p.Text() != "" {
				t.Errorf("New = %q, %v; want %v", p.Text(), err, tt.want)
			}
		})
	}
}

func TestNewNormalises(t *testing.T) {
	tests := []struct {
		name, text, want string
		length           int
	}{
		{"ASCII", "tally", "tally", 5},
		{"NFD", "cafe\u0301", "caf\u00e9", 4},
		{"spaces stay", " a b ", " a b ", 5},
		{"emoji", "🦉🦉", "🦉🦉", 2},
		{"no compatibility folding", "ﬁｒ", "ﬁｒ", 2},
		{"1,024 code points", strings.Repeat("a", 1024), strings.Repeat("a", 1024), 1024},
		{"4,096 bytes", strings.Repeat("🦉", 1024), strings.Repeat("🦉", 1024), 1024},
		{"1,365 code points that are 1,024 in NFC", strings.Repeat("e\u0301", 341) + strings.Repeat("a", 683), strings.Repeat("\u00e9", 341) + strings.Repeat("a", 683), 1024},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := New(tt.text)
			if err != nil || p.Text() != tt.want || p.Len() != tt.length {
				t.Errorf("New = %q, %d, %v; want %q, %d", p.Text(), p.Len(), err, tt.want, tt.length)
			}
		})
	}
}

// NFC and NFD of one password are the same password; a text is never truncated.
func TestNewIsCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(1, 60, -1).Draw(t, "text")
		a, errA := New(norm.NFC.String(text))
		b, errB := New(norm.NFD.String(text))
		if !errors.Is(errA, errB) {
			t.Fatalf("NFC: %v, NFD: %v", errA, errB)
		}
		if errA != nil {
			return
		}
		if !a.Equal(b) || a.Text() != norm.NFC.String(text) || a.Len() != utf8.RuneCountInString(a.Text()) {
			t.Fatalf("NFC %q, NFD %q", a.Text(), b.Text())
		}
		longer, err := New(text + "x")
		if err != nil || a.Equal(longer) {
			t.Fatalf("%q equals itself with one more character, %v", text, err)
		}
	})
}

func TestEqual(t *testing.T) {
	a, again, other := mustNew(t, "tally-orbit"), mustNew(t, "tally-orbit"), mustNew(t, "tally-orbiT")
	if !a.Equal(again) || a.Equal(other) || a.Equal(Password{}) {
		t.Error("Equal does not compare the text")
	}
	if (Password{}).Equal(Password{}) {
		t.Error("nothing equals nothing")
	}
}

func TestWipe(t *testing.T) {
	p := mustNew(t, "tally-orbit")
	held, copied := p.bytes(), p
	p.Wipe()
	if !bytes.Equal(held, make([]byte, len(held))) {
		t.Errorf("the bytes are still %q", held)
	}
	if copied.Text() != "" || copied.Len() != 0 || copied.Equal(p) {
		t.Error("a copy outlives the secret")
	}
	p.Wipe()
	Password{}.Wipe()
}

// A canary in a password is shown by no printer, at any depth.
func TestPasswordIsNeverShown(t *testing.T) {
	const canary = "canary-orbit"
	p := mustNew(t, canary)
	type inner struct {
		Exported Password
		hidden   Password
		pointer  *Password
	}
	in := inner{p, p, &p}
	values := []any{p, &p, in, &in, []Password{p}, map[string]Password{"k": p}, fmt.Errorf("%v", p)}
	var out strings.Builder
	for _, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%c", "%U", "%T", "%10.3v"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		if data, err := json.Marshal(v); err == nil {
			out.Write(data)
		}
		for _, h := range []slog.Handler{slog.NewJSONHandler(&out, nil), slog.NewTextHandler(&out, nil)} {
			slog.New(h).Info("m", "v", v)
		}
	}
	out.WriteString(p.String() + p.GoString())
	got := out.String()
	shapes := []string{canary, "orbit", fmt.Sprintf("%x", "orbit"), fmt.Sprintf("%X", "orbit"), strings.Trim(fmt.Sprint([]byte("orbit")), "[]"), "0x6f, 0x72"}
	for _, shape := range shapes {
		if strings.Contains(got, shape) {
			t.Errorf("printed as %s", shape)
		}
	}
	if !strings.Contains(got, redacted) {
		t.Error("nothing was printed")
	}
	_ = in.hidden
}

func TestPasswordIsNeverMarshalled(t *testing.T) {
	p := mustNew(t, "tally-orbit")
	data, err := json.Marshal(map[string]any{"p": p})
	if err != nil || string(data) != `{"p":"[password]"}` {
		t.Errorf("Marshal = %s, %v", data, err)
	}
	if text, err := p.MarshalText(); err != nil || string(text) != redacted {
		t.Errorf("MarshalText = %s, %v", text, err)
	}
	if p.LogValue().String() != redacted {
		t.Errorf("LogValue = %s", p.LogValue())
	}
}

func FuzzNew(f *testing.F) {
	f.Add("tally")
	f.Add("cafe\u0301")
	f.Add("a" + strings.Repeat("\u0301", 64))
	f.Fuzz(func(t *testing.T, text string) {
		p, err := New(text)
		if err != nil {
			if p.Len() != 0 {
				t.Error("an error with a password")
			}
			return
		}
		if p.Len() < 1 || p.Len() > MaxLength || !utf8.ValidString(p.Text()) || !norm.NFC.IsNormalString(p.Text()) {
			t.Errorf("New(%q) = %q", text, p.Text())
		}
		if again, err := New(p.Text()); err != nil || !again.Equal(p) {
			t.Errorf("normalising %q twice gives %q, %v", text, again.Text(), err)
		}
	})
}

func mustNew(t testing.TB, text string) Password {
	t.Helper()
	p, err := New(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
