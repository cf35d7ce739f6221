package secretclip

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"
	"unicode/utf8"
)

// someAtoms are atoms as a server might number them.
func someAtoms() atoms {
	var a atoms
	n := atom(300)
	for _, where := range a.names() {
		n++
		*where = n
	}
	return a
}

// Everything that is offered is answered, and nothing else is.
func TestOffer(t *testing.T) {
	a := someAtoms()
	o := offer{text: []byte("café"), since: 7}
	for name, tt := range map[string]struct {
		target atom
		want   property
		none   bool
	}{
		"UTF8_STRING": {a.utf8, property{a.utf8, 8, []byte("café")}, false},
		"TEXT":        {a.text, property{a.utf8, 8, []byte("café")}, false},
		"text/plain":  {a.plain, property{a.plain, 8, []byte("café")}, false},
		"STRING":      {atomString, property{atomString, 8, []byte("caf\xe9")}, false},
		"hint":        {a.hint, property{a.hint, 8, []byte("secret")}, false},
		"TIMESTAMP":   {a.timestamp, property{atomInteger, 32, []byte{7, 0, 0, 0}}, false},
		"TARGETS":     {a.targets, property{atomAtom, 32, words(a.targets, a.timestamp, a.utf8, a.plain, a.text, a.hint, atomString)}, false},
		"nothing":     {0, property{}, true},
		"a picture":   {999, property{}, true},
	} {
		got, ok := o.asked(a, tt.target)
		if ok == tt.none || got.kind != tt.want.kind || got.format != tt.want.format || !bytes.Equal(got.data, tt.want.data) {
			t.Errorf("%s: %+v, %v", name, got, ok)
		}
	}
	greek := offer{text: []byte("αβγ")}
	if _, ok := greek.asked(a, atomString); ok || slices.Contains(greek.targets(a), atomString) {
		t.Error("Greek letters are offered in Latin-1")
	}
	sent, _ := o.asked(a, a.utf8)
	clear(o.text)
	if string(sent.data) != "café" {
		t.Error("wiping the offer reaches what is being sent")
	}
}

// The server's time begins anew after 49 days.
func TestBefore(t *testing.T) {
	for _, tt := range []struct {
		a, b uint32
		want bool
	}{{1, 2, true}, {2, 1, false}, {5, 5, false}, {0xffffffff, 3, true}, {3, 0xffffffff, false}} {
		if got := before(tt.a, tt.b); got != tt.want {
			t.Errorf("%d before %d: %v", tt.a, tt.b, got)
		}
	}
}

// Latin-1 keeps every character or refuses the text.
func FuzzLatin1(f *testing.F) {
	for _, text := range []string{"", "tally-Orbit-43", "café", "αβγ", "\xff", "\uFFFD", "a\x00b"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		one, ok := latin1([]byte(text))
		if !ok {
			fits := utf8.ValidString(text)
			for _, r := range text {
				fits = fits && r <= 0xff
			}
			if fits {
				t.Fatalf("%q is refused", text)
			}
			return
		}
		back, ok := utf8Of(atoms{}, property{kind: atomString, format: 8, data: one}, 0)
		if !ok || string(back) != text {
			t.Fatalf("%q came back as %q", text, back)
		}
	})
}

// What others write into a property is a text as a whole, or none.
func FuzzUTF8Of(f *testing.F) {
	a := someAtoms()
	f.Add(uint32(a.utf8), byte(8), uint32(0), []byte("some text"))
	f.Add(uint32(a.plain), byte(8), uint32(3), []byte("the beginning of a text"))
	f.Add(uint32(atomString), byte(8), uint32(0), []byte("caf\xe9"))
	f.Add(uint32(atomAtom), byte(32), uint32(0), []byte{1, 2, 3, 4})
	f.Add(uint32(0), byte(0), uint32(0), []byte{})
	f.Fuzz(func(t *testing.T, kind uint32, format byte, left uint32, data []byte) {
		text, ok := utf8Of(a, property{kind: kind, format: format, data: data}, left)
		if ok && (format != 8 || left != 0 || !utf8.Valid(text)) {
			t.Fatalf("%q is taken for a text", text)
		}
	})
}

// Whatever is asked for, the answer is one that the server takes.
func FuzzAsked(f *testing.F) {
	a := someAtoms()
	for _, where := range a.names() {
		f.Add(*where, []byte("tally-Orbit-43"))
	}
	f.Add(uint32(atomString), []byte("αβγ"))
	f.Fuzz(func(t *testing.T, target uint32, text []byte) {
		got, ok := offer{text: text, since: 1}.asked(a, target)
		if !ok {
			return
		}
		if got.format != 8 && (got.format != 32 || len(got.data)%4 != 0) {
			t.Fatalf("%d bytes in items of %d bits", len(got.data), got.format)
		}
		if target == a.targets {
			for i := 0; i < len(got.data); i += 4 {
				if each := binary.LittleEndian.Uint32(got.data[i:]); each == target {
					continue
				} else if _, ok := (offer{text: text}).asked(a, each); !ok {
					t.Fatalf("%d is offered and not answered", each)
				}
			}
		}
	})
}
