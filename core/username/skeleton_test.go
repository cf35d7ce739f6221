package username

import (
	"bytes"
	"compress/gzip"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestLookAlikesShareASkeleton(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"m1ke", "mlke", true},
		{"b0b", "BOB", true},
		{"straße", "strasse", true},
		{"İlker", "ilker", true},
		{"mıke", "mike", true},
		{"ɑda", "ada", true},
		{"二郎", "ニ郎", true},
		{"دكتور", "دکتور", true},
		{"οδος", "ΟΔΟΣ", true},
		{"mama", "marna", false},
		{"neil", "nell", false},
		{"jose", "josé", false},
		{"ada", "adb", false},
		{"ab", "a.b", false},
		{"山", "川", false},
	} {
		a, err := Parse(c.a)
		if err != nil {
			t.Fatalf("%q: %v", c.a, err)
		}
		b, err := Parse(c.b)
		if err != nil {
			t.Fatalf("%q: %v", c.b, err)
		}
		if same := a.Skeleton == b.Skeleton; same != c.same {
			t.Errorf("%q and %q look alike: %v, not %v (%+q, %+q)", c.a, c.b, same, c.same, a.Skeleton, b.Skeleton)
		}
	}
}

func TestTable(t *testing.T) {
	table, err := confusables()
	if err != nil {
		t.Fatal(err)
	}
	if len(table) < 1000 {
		t.Errorf("the table has %d lines only", len(table))
	}
	for r := rune(0); r < 0x80; r++ {
		want := map[rune]string{'0': "o", '1': "l"}[r]
		if table[r] != want {
			t.Errorf("%q looks like %q, not %q", r, table[r], want)
		}
	}
	for source, target := range table {
		folded := norm.NFD.String(foldCase(target))
		if folded != target {
			t.Errorf("%U: target %+q is not folded and decomposed", source, target)
		}
		for _, r := range target {
			if like, ok := table[r]; ok {
				t.Errorf("%U: target %+q has %U, which itself looks like %+q", source, target, r, like)
			}
		}
	}
}

func TestTableThatIsNotWhole(t *testing.T) {
	pack := func(s string) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write([]byte(s)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	if table, err := unpack(pack("v\nаa\n")); err != nil || table['а'] != "a" {
		t.Fatalf("a good table gives %v, %v", table, err)
	}
	for about, packed := range map[string][]byte{
		"no gzip":           []byte("v\nаa\n"),
		"nothing":           nil,
		"cut off":           packedConfusables[:len(packedConfusables)/2],
		"no lines":          pack("v\n"),
		"line without end":  pack("v\nа\n"),
		"line of bad bytes": pack("v\n\xffa\n"),
		"empty line":        pack("v\n\n"),
	} {
		if table, err := unpack(packed); err == nil {
			t.Errorf("%s: taken as %v", about, table)
		}
	}
}

func TestDropDots(t *testing.T) {
	for in, want := range map[string]string{
		"i\u0307":       "i",
		"j\u0307x":      "jx",
		"i\u0323\u0307": "i\u0323",
		"i\u0301\u0307": "i\u0301\u0307",
		"a\u0307":       "a\u0307",
		"ai\u0307a":     "aia",
		"\u0307":        "\u0307",
	} {
		if got := dropDots(in); got != want {
			t.Errorf("%+q gives %+q, not %+q", in, got, want)
		}
	}
}
