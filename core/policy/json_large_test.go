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
