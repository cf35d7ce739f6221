package mail

import (
	"encoding/base64"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// maxReply is how much of the relay's words is kept, in characters.
const maxReply = 200

// oneLine makes one printable line of a text from outside, of at most 200 characters.
func oneLine(text string) string {
	var b strings.Builder
	count := 0
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) }) {
		if count > 0 && count < maxReply {
			b.WriteByte(' ')
			count++
		}
		for _, r := range word {
			if count == maxReply {
				return strings.TrimRight(b.String(), " ")
			}
			b.WriteRune(r)
			count++
		}
	}
	return b.String()
}

// enhanced finds the code that a reply begins with, and gives what follows it (RFC 2034,
// section 4). It counts only when its class is that of the code.
func enhanced(code int, words string) (string, string) {
	found := regexp.MustCompile(`^([245])\.\d{1,3}\.\d{1,3}(?:\s|$)`).FindString(words)
	if found == "" || found[:1] != strconv.Itoa(code/100) {
		return "", words
	}
	return strings.TrimSpace(found), words[len(found):]
}

// A veil knows what must not be repeated.
type veil struct{ plain, folded []string }

// cover adds a secret.
func (v *veil) cover(secret string) {
	if secret == "" {
		return
	}
	v.plain = append(v.plain, secret)
	if f := folded(secret); f != "" {
		v.folded = append(v.folded, f)
	}
}

// minHalved is how long a password is, in characters, so that half of it is a secret too.
const minHalved = 12

// coverPassword adds a password, and its halves: what repeats it may cut it off.
func (v *veil) coverPassword(password string) {
	v.cover(password)
	if runes := []rune(password); len(runes) >= minHalved {
		v.cover(string(runes[:len(runes)/2]))
		v.cover(string(runes[len(runes)/2:]))
	}
}

// minCode is how long a word with a digit in it is, so that it may be a code.
const minCode = 6

// coverCodes adds the words of a text that look like codes, unless they are part of the
// address that a relay has to name.
func (v *veil) coverCodes(text, address string) {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' })
	for _, word := range words {
		named := strings.Contains(folded(address), folded(word))
		if len(word) >= minCode && strings.ContainsFunc(word, unicode.IsDigit) && !named {
			v.cover(word)
		}
	}
}

// hides reports that a secret is in the text: as it is, in other spacing or case, or in
// the encoding that signing in has it in.
func (v *veil) hides(text string) bool {
	if v.isIn(text) {
		return true
	}
	encoded := regexp.MustCompile(`[A-Za-z0-9+/]{2,}`)
	for _, part := range encoded.FindAllString(text, -1) {
		for start := range min(4, len(part)) {
			if v.isIn(decoded(part[start:])) {
				return true
			}
		}
	}
	return false
}

// decoded is what base64 comes to, as far as it goes: it may be cut off.
func decoded(part string) string {
	var b []byte
	for end := len(part); end >= len(part)-1 && end >= 0; end-- {
		if whole, err := base64.RawStdEncoding.DecodeString(part[:end]); err == nil {
			b = whole
			break
		}
	}
	return string(b)
}

func (v *veil) isIn(text string) bool {
	for _, secret := range v.plain {
		if strings.Contains(text, secret) {
			return true
		}
	}
	all := folded(text)
	for _, secret := range v.folded {
		if strings.Contains(all, secret) {
			return true
		}
	}
	return false
}

// folded is a text without case, and without all but letters and digits.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}
