package policy

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// million writes a policy file with a million banned passwords.
func million() []byte {
	var b bytes.Buffer
	b.WriteString(`{"complexity":{"banned":[`)
	for i := range 1_000_000 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `"password%07d"`, i)
	}
	b.WriteString(`]}}`)
	return b.Bytes()
}

func TestParseMillionEntries(t *testing.T) {
	p, err := Parse(million())
	if err != nil || len(p.Complexity.Banned) != 1_000_000 || p.Complexity.Banned[999_999] != "password0999999" {
		t.Fatalf("%v, %d entries", err, len(p.Complexity.Banned))
	}
}

func TestParseTooManyEntries(t *testing.T) {
	list := strings.Repeat(`"a",`, MaxBanned)
	if _, err := Parse([]byte(`{"complexity":{"banned":[` + list[:len(list)-1] + `]}}`)); err != nil {
		t.Errorf("as many as fit: %v", err)
	}
	if _, err := Parse([]byte(`{"complexity":{"banned":[` + list + `"a"]}}`)); err == nil {
		t.Error("one more than fit was accepted")
	}
}

func BenchmarkParseMillion(b *testing.B) {
	data := million()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

func TestTooLarge(t *testing.T) {
	tests := []struct {
		name, field string
		value       any
		says        string
	}{
		{"special characters", "special_set", strings.Repeat("é", MaxLengthLimit+1), "at most 1024"},
		{"bytes of banned passwords", "banned", []string{strings.Repeat("a", MaxBannedBytes), "b"}, "At most"},
		{"set that is not UTF-8", "special_set", "\xff", "UTF-8"},
		{"entry that is not UTF-8", "banned", []string{"a", "\xff"}, "Entry 2"},
	}
	for _, tt := range tests {
		f, err := FieldNamed(tt.field)
		if err != nil {
			t.Fatal(err)
		}
		var p Policy
		if err := f.SetValue(&p, tt.value); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %.200v", tt.name, err)
		}
	}
	if _, err := Parse(make([]byte, MaxPolicyBytes+1)); err == nil || !strings.Contains(err.Error(), "file: ") {
		t.Errorf("a file too large: %v", err)
	}
}

func TestHalfPairs(t *testing.T) {
	for text, want := range map[string]bool{
		`"\ud83d\ude00"`: true, `"\\ud83d"`: true, `"\ufffd"`: true, `"\ufffd\ud83d\ude00\n"`: true, `"\u00e9"`: true,
		`"\ud83d"`: false, `"\ude00"`: false, `"\ud83d\ud83d"`: false, `"\ud83dx"`: false, `"\n\ud83d\n"`: false,
		`"\\\ud83d"`: false, `7`: false,
	} {
		if text, ok := unquote([]byte(text)); ok != want {
			t.Errorf("%s: %q %v", text, text, ok)
		}
	}
}
