package secretclip

import (
	"encoding/binary"
	"unicode/utf8"
)

// atom is X11's number of a name.
type atom = uint32

// The atoms that every server knows by these numbers (X11 protocol, appendix B).
const (
	atomAtom    atom = 4
	atomInteger atom = 19
	atomString  atom = 31
)

// atoms are those that are asked for by name.
type atoms struct{ clipboard, targets, timestamp, utf8, text, plain, hint, stamp, answer atom }

// names are the names of the atoms and where each of them goes.
func (a *atoms) names() map[string]*atom {
	return map[string]*atom{
		"CLIPBOARD": &a.clipboard, "TARGETS": &a.targets, "TIMESTAMP": &a.timestamp,
		"UTF8_STRING": &a.utf8, "TEXT": &a.text, "text/plain;charset=utf-8": &a.plain,
		"x-kde-passwordManagerHint": &a.hint,
		// Properties of our own window.
		"GATEHOUSE_TIME": &a.stamp, "GATEHOUSE_ANSWER": &a.answer,
	}
}

// offer is what is on the clipboard and since when, in the server's milliseconds.
type offer struct {
	text  []byte
	since uint32
}

// property is the answer to one question.
type property struct {
	kind   atom
	format byte // bits of an item
	data   []byte
}

// asked gives the answer for a target, and false for one that is not offered.
func (o offer) asked(a atoms, target atom) (property, bool) {
	switch target {
	case a.targets:
		return property{kind: atomAtom, format: 32, data: words(o.targets(a)...)}, true
	case a.timestamp:
		return property{kind: atomInteger, format: 32, data: words(o.since)}, true
	case a.utf8, a.text:
		return property{kind: a.utf8, format: 8, data: clone(o.text)}, true
	case a.plain:
		return property{kind: a.plain, format: 8, data: clone(o.text)}, true
	case a.hint:
		return property{kind: a.hint, format: 8, data: []byte("secret")}, true
	case atomString:
		text, ok := latin1(o.text)
		return property{kind: atomString, format: 8, data: text}, ok
	}
	return property{}, false
}

// targets are those that are offered. STRING is Latin-1 (ICCCM 2.7.1), which does
// not have all characters.
func (o offer) targets(a atoms) []atom {
	offered := []atom{a.targets, a.timestamp, a.utf8, a.plain, a.text, a.hint}
	if _, ok := latin1(o.text); ok {
		offered = append(offered, atomString)
	}
	return offered
}

// clone copies a text, so that wiping the offer does not reach what is being sent.
func clone(text []byte) []byte { return append([]byte{}, text...) }

// words puts numbers into a property as our connection sends them, the low byte
// first.
func words(values ...uint32) []byte {
	data := make([]byte, 0, 4*len(values))
	for _, v := range values {
		data = binary.LittleEndian.AppendUint32(data, v)
	}
	return data
}

// latin1 is a text of UTF-8 in Latin-1, and false when that does not have all of
// its characters.
func latin1(text []byte) ([]byte, bool) {
	one := make([]byte, 0, len(text))
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size < 2 || r > 0xff {
			return nil, false
		}
		one, text = append(one, byte(r)), text[size:]
	}
	return one, true
}

// utf8Of is the text in a property that somebody else has written, as far as it is
// one: bytes in UTF-8 or Latin-1, all of them.
func utf8Of(a atoms, p property, left uint32) ([]byte, bool) {
	if p.format != 8 || left != 0 {
		return nil, false
	}
	switch p.kind {
	case a.utf8, a.plain:
		return p.data, utf8.Valid(p.data)
	case atomString:
		text := make([]byte, 0, 2*len(p.data))
		for _, b := range p.data {
			text = utf8.AppendRune(text, rune(b))
		}
		return text, true
	}
	return nil, false
}

// before tells whether one time of the server is earlier than another. They begin
// anew after 49 days, so that the shorter way between them counts.
func before(a, b uint32) bool { return int32(a-b) < 0 }
