package policy

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The functions below take JSON apart that json.Valid has accepted. They copy
// nothing and see repeated names, which the decoder of the standard library
// does not; a list of a million entries is why they exist.

// splitter walks over well-formed JSON.
type splitter struct {
	data []byte
	at   int
}

// eachMember calls f with the name and the value of each member of an object,
// until f returns false.
func eachMember(object []byte, f func(name string, value []byte) bool) {
	s := splitter{data: object, at: 1}
	for s.more('}') {
		name, _ := unquote(s.value())
		s.space()
		s.at++ // the colon
		s.space()
		if !f(name, s.value()) {
			return
		}
	}
}

// eachElement calls f with each value of an array, until f returns false.
func eachElement(array []byte, f func(value []byte) bool) {
	s := splitter{data: array, at: 1}
	for s.more(']') {
		if !f(s.value()) {
			return
		}
	}
}

// more goes to the next value and reports whether there is one before end.
func (s *splitter) more(end byte) bool {
	s.space()
	if s.at < len(s.data) && s.data[s.at] == ',' {
		s.at++
		s.space()
	}
	return s.at < len(s.data) && s.data[s.at] != end
}

func (s *splitter) space() {
	for s.at < len(s.data) && strings.IndexByte(" \t\r\n", s.data[s.at]) >= 0 {
		s.at++
	}
}

// value returns the value that begins here and goes past it.
func (s *splitter) value() []byte {
	start := s.at
	switch s.data[s.at] {
	case '"':
		s.text()
	case '{', '[':
		s.nested()
	default:
		for s.at < len(s.data) && strings.IndexByte(",]} \t\r\n", s.data[s.at]) < 0 {
			s.at++
		}
	}
	return s.data[start:s.at]
}

// text goes past a string.
func (s *splitter) text() {
	s.at++
	for {
		s.at += bytes.IndexByte(s.data[s.at:], '"')
		slashes := 0
		for s.data[s.at-1-slashes] == '\\' {
			slashes++
		}
		s.at++
		if slashes%2 == 0 {
			return
		}
	}
}

// nested goes past an object or an array.
func (s *splitter) nested() {
	depth := 0
	for {
		switch s.data[s.at] {
		case '"':
			s.text()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		s.at++
		if depth == 0 {
			return
		}
	}
}

// unquote reads a JSON string, and reports false for any other value and for
// half a surrogate pair, which would silently become another character.
func unquote(raw []byte) (string, bool) {
	if len(raw) < 2 || raw[0] != '"' {
		return "", false
	}
	inner := raw[1 : len(raw)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return string(inner), true
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return "", false
	}
	if strings.ContainsRune(text, utf8.RuneError) && halfPair(inner) {
		return "", false
	}
	return text, true
}

// halfPair reports whether a JSON string names one half of a surrogate pair
// without the other.
func halfPair(inner []byte) bool {
	for i := 0; i < len(inner); i++ {
		if inner[i] != '\\' {
			continue
		}
		high := codeUnit(inner[i:])
		switch {
		case high < 0:
			i++
		case high >= 0xD800 && high < 0xDC00:
			low := codeUnit(inner[i+6:])
			if low < 0xDC00 || low > 0xDFFF {
				return true
			}
			i += 11
		case high >= 0xDC00 && high <= 0xDFFF:
			return true
		default:
			i += 5
		}
	}
	return false
}

// codeUnit reads \uXXXX, and is -1 when something else stands there.
func codeUnit(escape []byte) int {
	if len(escape) < 6 || escape[0] != '\\' || escape[1] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(escape[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return int(n)
}
