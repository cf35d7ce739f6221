package zxcvbn

import (
	"unicode"
	"unicode/utf16"
)

// The reference counts UTF-16 units, so everything here does.

// appendUnits appends a text's UTF-16 units, as many whole characters as fit
// into limit units. What is no UTF-8 becomes U+FFFD, a unit per byte.
func appendUnits(units []uint16, text string, limit int) []uint16 {
	for _, r := range text {
		size := 1
		if r > 0xFFFF {
			size = 2
		}
		if limit -= size; limit < 0 {
			break
		}
		units = utf16.AppendRune(units, r)
	}
	return units
}

// appendReversed appends units in reverse order, which splits characters of two
// units as the reference does.
func appendReversed(reversed, units []uint16) []uint16 {
	for i := len(units) - 1; i >= 0; i-- {
		reversed = append(reversed, units[i])
	}
	return reversed
}

// appendLower appends the lower-case form as ECMAScript has it: the full mapping
// of Unicode, without those of single languages. It is at least as long as the
// text.
func appendLower(lower, units []uint16) []uint16 {
	for i := 0; i < len(units); i++ {
		u := units[i]
		if u < 0x80 {
			lower = append(lower, lowerASCII(u))
			continue
		}
		switch r := rune(u); {
		case r == 'İ':
			lower = append(lower, 'i', 0x307)
		case r == 'Σ' && finalSigma(units, i):
			lower = append(lower, 'ς')
		case utf16.IsSurrogate(r):
			if i+1 < len(units) {
				if pair := utf16.DecodeRune(r, rune(units[i+1])); pair != unicode.ReplacementChar {
					lower = utf16.AppendRune(lower, unicode.ToLower(pair))
					i++
					continue
				}
			}
			lower = append(lower, u)
		default:
			lower = utf16.AppendRune(lower, unicode.ToLower(r))
		}
	}
	return lower
}

func lowerASCII(u uint16) uint16 {
	if isUpper(u) {
		return u + 'a' - 'A'
	}
	return u
}

// finalSigma applies Unicode's condition Final_Sigma: a letter before and none
// after, marks and the like in between not counted.
func finalSigma(units []uint16, at int) bool {
	before := at - 1
	for before >= 0 && caseIgnorable(rune(units[before])) {
		before--
	}
	after := at + 1
	for after < len(units) && caseIgnorable(rune(units[after])) {
		after++
	}
	return before >= 0 && cased(rune(units[before])) && !(after < len(units) && cased(rune(units[after])))
}

func cased(r rune) bool {
	return unicode.IsUpper(r) || unicode.IsLower(r) || unicode.IsTitle(r) ||
		unicode.In(r, unicode.Other_Lowercase, unicode.Other_Uppercase)
}

func caseIgnorable(r rune) bool {
	switch r {
	case '\'', '.', ':', 0xB7, 0x387, 0x55F, 0x5F4, 0x2018, 0x2019, 0x2024, 0x2027,
		0xFE13, 0xFE52, 0xFE55, 0xFF07, 0xFF0E, 0xFF1A:
		return true
	}
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk)
}

// isSpace is the class \s of ECMAScript.
func isSpace(u uint16) bool {
	switch u {
	case ' ', '\t', '\n', '\v', '\f', '\r', 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF:
		return true
	}
	return u >= 0x2000 && u <= 0x200A
}

// endsLine tells what the class . of ECMAScript leaves out.
func endsLine(u uint16) bool { return u == '\n' || u == '\r' || u == 0x2028 || u == 0x2029 }

func isDigit(u uint16) bool { return u >= '0' && u <= '9' }
func isUpper(u uint16) bool { return u >= 'A' && u <= 'Z' }
func isLower(u uint16) bool { return u >= 'a' && u <= 'z' }
