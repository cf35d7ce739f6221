package policy

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// million writes a policy file with a million banned passwords.
func million() []byte {
	text := make([]byte, 0, 20<<20)
	text = append(text, `{"complexity":{"banned":[`...)
	for i := range 1_000_000 {
		text = append(text, `"password`...)
		text = strconv.AppendInt(text, int64(i+1_000_000), 10)
		text = append(text, '"', ',')
	}
	return append(text[:len(text)-1], `]}}`...)
}

func TestParseMillionEntries(t *testing.T) {
	p, err := Parse(million())
	if err != nil || len(p.Complexity.Banned) != 1_000_000 || p.Complexity.Banned[999_999] != "password1999999" {
		t.Fatalf("%v, %d entries", err, len(p.Complexity.Banned))
	}
}

// TestTooManyEntries goes past the well-formedness of the file, which is slow
// under the race detector and the same for any number.
func TestTooManyEntries(t *testing.T) {
	f, err := FieldNamed("banned")
	if err != nil {
		t.Fatal(err)
	}
	list := []byte("[" + strings.Repeat(`"a",`, MaxBanned) + `"a"]`)
	if _, fault := f.decode(list); !strings.Contains(fault.String(), "at most 2000000") {
		t.Errorf("one more than fit: %s", fault)
	}
	entries := slices.Repeat([]string{"a"}, MaxBanned+1)
	if fault := f.judge(entries[1:]); !fault.IsZero() {
		t.Errorf("as many as fit: %s", fault)
	}
	if fault := f.judge(entries); fault.IsZero() {
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
