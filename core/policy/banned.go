package policy

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// minPart is the number of code points from which a banned password is refused
// also as a part of a longer one.
const minPart = 4

// bannedList is the banned passwords in the form in which they are compared,
// one after another in one text: a million of them are one piece of memory.
type bannedList struct {
	match Match
	base  uint64
	text  string
	// at[i] is where entry i begins, at[i+1] where it ends.
	at []uint32
	// wholes finds entries by their hash, shortened by their hash and the hashes
	// of what they are without one character.
	wholes, shortened buckets
	// lengths are the code points that entries of minPart or more have, ascending,
	// begins the hashes of their first minPart ones.
	lengths []int
	begins  sieve
}

// newBannedList reads a list of banned passwords, nil when there is none. Empty
// entries and what is not UTF-8 ban nothing.
func newBannedList(entries []string, match Match) *bannedList {
	b := &bannedList{match: match, base: newBase()}
	b.read(entries)
	if len(b.at) == 1 {
		return nil
	}
	// Two buckets for an entry and one for two shortened ones: memory against the
	// candidates that a look-up compares in vain.
	b.wholes = newBuckets(2*b.len(), func(yield func(uint64, uint32)) {
		for i := range b.len() {
			yield(hashOf(b.entry(i), b.base), uint32(i))
		}
	})
	if match == MatchFuzzy {
		b.readParts()
		counts := b.distinct()
		b.shortened = newBuckets((len(b.text)+b.len())/2, func(yield func(uint64, uint32)) { b.eachShortened(counts, yield) })
	}
	return b
}

// read fills text and at.
func (b *bannedList) read(entries []string) {
	var text strings.Builder
	size := 0
	for _, entry := range entries {
		size += len(entry)
	}
	text.Grow(size)
	b.at = make([]uint32, 1, len(entries)+1)
	for _, entry := range entries {
		if entry == "" || !utf8.ValidString(entry) {
			continue
		}
		text.WriteString(b.form(norm.NFC.String(entry)))
		b.at = append(b.at, uint32(text.Len()))
	}
	b.text = text.String()
}

// form brings an NFC text into the form in which it is compared.
func (b *bannedList) form(text string) string {
	switch b.match {
	case MatchFolded:
		return fold(text)
	case MatchFuzzy:
		return lookAlike(fold(text))
	default:
		return text
	}
}

// lookAlike reads the digits and signs that stand for letters as the letters.
func lookAlike(folded string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '0':
			return 'o'
		case '1':
			return 'l'
		case '$':
			return 's'
		case '@':
			return 'a'
		}
		return r
	}, folded)
}

// readParts fills lengths and begins.
func (b *bannedList) readParts() {
	seen := map[int]bool{}
	b.begins = newSieve(b.len())
	for i := range b.len() {
		n, begin := 0, uint64(0)
		for _, r := range b.entry(i) {
			if n++; n <= minPart {
				begin = extend(begin, b.base, r)
			}
		}
		if n >= minPart {
			seen[n] = true
			b.begins.add(begin)
		}
	}
	b.lengths = slices.Sorted(maps.Keys(seen))
}

// distinct tells of each entry whether it counts: of several that are equal only
// one does.
func (b *bannedList) distinct() []bool {
	counts := make([]bool, b.len())
	for i := range counts {
		entry := b.entry(i)
		counts[i] = b.find(hashOf(entry, b.base), entry) == i
	}
	return counts
}

// eachShortened yields the hash of each entry that counts and of what it is
// without one character. In a run of one character it does not matter which one
// goes.
func (b *bannedList) eachShortened(counts []bool, yield func(uint64, uint32)) {
	var p prefixes
	for i := range b.len() {
		if !counts[i] {
			continue
		}
		entry := b.entry(i)
		p.read(entry, b.base)
		yield(p.hash[p.len()], uint32(i))
		for k := range p.len() {
			if k == 0 || !p.same(entry, k-1, k) {
				yield(p.without(k), uint32(i))
			}
		}
	}
}

// same reports whether two neighbours of a text are one character.
func (p *prefixes) same(text string, i, k int) bool {
	return text[p.at[i]:p.at[i+1]] == text[p.at[k]:p.at[k+1]]
}

// len is the number of entries.
func (b *bannedList) len() int { return len(b.at) - 1 }

// entry is one of them.
func (b *bannedList) entry(i int) string { return b.text[b.at[i]:b.at[i+1]] }

// find returns the entry that equals the text of this hash, always the same of
// several, and -1 for none.
func (b *bannedList) find(hash uint64, text string) int {
	for _, i := range b.wholes.of(hash) {
		if b.entry(int(i)) == text {
			return int(i)
		}
	}
	return -1
}

// refuses reports whether the list bans a password.
func (b *bannedList) refuses(j *judging) bool {
	switch b.match {
	case MatchFolded:
		folded := j.foldedText()
		return b.find(hashOf(folded, b.base), folded) >= 0
	case MatchFuzzy:
		return b.resembles(lookAlike(j.foldedText()))
	default:
		return b.find(hashOf(j.text, b.base), j.text) >= 0
	}
}

// usual is the number of code points of a password for which a fuzzy look-up
// needs no memory of its own.
const usual = 64

// resembles reports whether a folded text is within one edit of an entry or
// contains one of minPart code points or more.
func (b *bannedList) resembles(text string) bool {
	var hash, power [usual + 1]uint64
	var at [usual + 1]int32
	p := prefixes{hash: hash[:0], power: power[:0], at: at[:0]}
	p.read(text, b.base)
	return b.near(&p, text) || b.contained(&p, text)
}

// near looks for an entry within one edit. Two texts that close are equal, or
// one without a character equals the other, or both do without one.
func (b *bannedList) near(p *prefixes, text string) bool {
	if b.anyNear(p.hash[p.len()], text) {
		return true
	}
	for k := range p.len() {
		if (k == 0 || !p.same(text, k-1, k)) && b.anyNear(p.without(k), text) {
			return true
		}
	}
	return false
}

// anyNear compares the candidates of one hash.
func (b *bannedList) anyNear(hash uint64, text string) bool {
	for _, i := range b.shortened.of(hash) {
		if withinOneEdit(b.entry(int(i)), text) {
			return true
		}
	}
	return false
}

// contained looks for an entry in the text.
func (b *bannedList) contained(p *prefixes, text string) bool {
	for i := range p.len() - minPart + 1 {
		if b.begins.mayHave(p.part(i, i+minPart)) && b.beginsAt(p, text, i) {
			return true
		}
	}
	return false
}

// beginsAt looks for an entry that begins at a character of the text, of each
// length that entries have.
func (b *bannedList) beginsAt(p *prefixes, text string, i int) bool {
	for _, n := range b.lengths {
		if i+n > p.len() {
			return false
		}
		if b.find(p.part(i, i+n), text[p.at[i]:p.at[i+n]]) >= 0 {
			return true
		}
	}
	return false
}

// withinOneEdit reports whether two texts are equal or differ by one character
// that was added, left out or replaced: what is left of them without their
// common beginning and end has at most one character each.
func withinOneEdit(a, b string) bool {
	if len(a) > len(b)+utf8.UTFMax || len(b) > len(a)+utf8.UTFMax {
		return false
	}
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	for n > 0 && (cut(a, n) || cut(b, n)) {
		n--
	}
	a, b = a[n:], b[n:]
	n = 0
	for n < min(len(a), len(b)) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	for n > 0 && (cut(a, len(a)-n) || cut(b, len(b)-n)) {
		n--
	}
	return atMostOne(a[:len(a)-n]) && atMostOne(b[:len(b)-n])
}

// cut reports whether a text is cut within a character at byte n.
func cut(text string, n int) bool { return n < len(text) && !utf8.RuneStart(text[n]) }

// atMostOne reports whether a text has no more than one character.
func atMostOne(text string) bool {
	_, n := utf8.DecodeRuneInString(text)
	return n == len(text)
}
