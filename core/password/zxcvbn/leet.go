package zxcvbn

import "math/bits"

// leetChars are the look-alikes; leetLetters the letters they stand for, each
// with its look-alikes.
const leetChars = "4@8({[<3691!|70$5+%2"

var leetLetters = [...]struct {
	letter byte
	chars  string
}{
	{'a', "4@"},
	{'b', "8"},
	{'c', "({[<"},
	{'e', "3"},
	{'g', "69"},
	{'i', "1!|"},
	{'l', "1|7"},
	{'o', "0"},
	{'s', "$5"},
	{'t', "+7"},
	{'x', "%"},
	{'z', "2"},
}

// leetTable is the same for look-ups: sets of look-alikes and of letters are
// bits, in the order of the above.
type leetTable struct {
	// char is the number of a look-alike, from 1, or 0.
	char [0x80]uint8
	// letters[c] are the letters that look-alike c may stand for.
	letters [len(leetChars)]uint32
	// chars[k] are the look-alikes of letter k.
	chars [len(leetLetters)]uint32
}

var leetLookUp = makeLeetTable()

func makeLeetTable() leetTable {
	var t leetTable
	for c := range len(leetChars) {
		t.char[leetChars[c]] = uint8(c + 1)
	}
	for k, l := range leetLetters {
		for i := range len(l.chars) {
			c := t.char[l.chars[i]] - 1
			t.letters[c] |= 1 << k
			t.chars[k] |= 1 << c
		}
	}
	return t
}

// leetChar is the number of a look-alike and the set of it alone, which is empty
// for other characters.
func leetChar(u uint16) (c int, bit uint32) {
	if u >= 0x80 || leetLookUp.char[u] == 0 {
		return 0, 0
	}
	c = int(leetLookUp.char[u]) - 1
	return c, 1 << c
}

// reading is how the look-alikes of one word are read.
//
// The reference reads a whole text by one table at a time, and tries all tables
// that it can make: each letter takes one of its look-alikes in the text, and
// where several take the same one, one of them has it. So a look-alike stands for
// one letter at a time and a letter has one look-alike; and a look-alike
// stays itself only if each letter takes another or loses it to a letter that
// has it. The number of tables is in the hundreds for some texts. What they read
// in a word can be told from the word alone, and that is done here: see add and
// keep.
type reading struct {
	// present are the look-alikes in the text.
	present uint32
	// mapped are those that stand for a letter, in letter; owned are these letters.
	mapped, owned uint32
	letter        [len(leetChars)]uint8
	// plain are those that stand for themselves.
	plain uint32
}

// add lets a look-alike stand for a letter.
func (r *reading) add(c, letter int) bool {
	if r.owned&(1<<letter) != 0 {
		return false
	}
	r.mapped |= 1 << c
	r.owned |= 1 << letter
	r.letter[c] = uint8(letter)
	return true
}

func (r *reading) remove(c int) {
	r.mapped &^= 1 << c
	r.owned &^= 1 << r.letter[c]
}

// keep lets a look-alike stand for itself. No table does if a letter that has
// no other look-alike in this word could take only such ones.
func (r *reading) keep(c int) bool {
	r.plain |= 1 << c
	for free := leetLookUp.letters[c] &^ r.owned; free != 0; free &= free - 1 {
		if leetLookUp.chars[bits.TrailingZeros32(free)]&r.present&^r.plain == 0 {
			return false
		}
	}
	return true
}

// leet adds the words that are written with look-alikes.
func (a *analysis) leet() {
	w := leetWalk{analysis: a}
	for _, u := range a.units {
		_, bit := leetChar(u)
		w.present |= bit
	}
	if w.present == 0 {
		return
	}
	for w.start = range a.lower {
		w.from(0, w.start)
		for _, word := range a.inputs.words {
			w.input(word)
		}
	}
}

// leetWalk looks for words from one place on.
type leetWalk struct {
	*analysis
	reading
	start int
}

// from goes on from a node of the lists with the unit at a place, in every way
// that it can be read.
func (w *leetWalk) from(node uint32, at int) {
	if at == len(w.lower) {
		return
	}
	w.steps++
	u := w.lower[at]
	c, bit := leetChar(u)
	switch {
	case bit == 0, w.plain&bit != 0:
		w.step(node, at, u)
	case w.mapped&bit != 0:
		w.step(node, at, uint16(leetLetters[w.letter[c]].letter))
	default:
		for letters := leetLookUp.letters[c]; letters != 0; letters &= letters - 1 {
			k := bits.TrailingZeros32(letters)
			if w.reading.add(c, k) {
				w.step(node, at, uint16(leetLetters[k].letter))
				w.remove(c)
			}
		}
		if w.keep(c) {
			w.step(node, at, u)
		}
		w.plain &^= bit
	}
}

// step takes the unit at a place for a letter.
func (w *leetWalk) step(node uint32, at int, letter uint16) {
	node = w.owner.words.child(node, letter)
	if node == 0 {
		return
	}
	if rank := w.owner.words.rank[node]; rank > 0 {
		w.addLeet(found{w.start, at + 1, w.owner.words.list[node], int(rank)})
	}
	w.from(node, at+1)
}

// input tries one user input.
func (w *leetWalk) input(word inputWord) {
	w.steps++
	letters := w.inputs.text(word)
	end := w.start + len(letters)
	if end > len(w.lower) {
		return
	}
	before := w.reading
	if w.reads(letters) {
		w.addLeet(found{w.start, end, UserInputs, word.rank})
	}
	w.reading = before
}

// reads tells whether the text can be read as letters.
func (w *leetWalk) reads(letters []uint16) bool {
	ok := true
	for i, letter := range letters {
		u := w.lower[w.start+i]
		c, bit := leetChar(u)
		switch {
		case bit == 0 || w.plain&bit != 0:
			ok = u == letter
		case w.mapped&bit != 0:
			ok = letter == uint16(leetLetters[w.letter[c]].letter)
		case u == letter:
			ok = w.keep(c)
		default:
			ok = w.standsFor(c, letter)
		}
		if !ok {
			return false
		}
	}
	return true
}

// standsFor lets a look-alike stand for a letter if it can.
func (w *leetWalk) standsFor(c int, letter uint16) bool {
	for letters := leetLookUp.letters[c]; letters != 0; letters &= letters - 1 {
		k := bits.TrailingZeros32(letters)
		if uint16(leetLetters[k].letter) == letter {
			return w.reading.add(c, k)
		}
	}
	return false
}

// addLeet adds a word if a look-alike was read as a letter in it. Single ones are
// left out: nearly all letters are words of a low rank.
func (w *leetWalk) addLeet(f found) {
	if w.mapped == 0 || f.end-f.start < 2 {
		return
	}
	m := w.word(f)
	m.Leet = true
	for mapped := w.mapped; mapped != 0; mapped &= mapped - 1 {
		m.Guesses *= w.ways(f, bits.TrailingZeros32(mapped))
	}
	w.analysis.add(m)
}

// ways is the number of ways to write a letter of a word by a look-alike as many
// times or fewer. Always or never are the usual ways and double the guesses.
func (w *leetWalk) ways(f found, c int) float64 {
	written, spared := 0, 0
	for _, u := range w.lower[f.start:f.end] {
		switch u {
		case uint16(leetChars[c]):
			written++
		case uint16(leetLetters[w.letter[c]].letter):
			spared++
		}
	}
	if written == 0 || spared == 0 {
		return 2
	}
	return choices(written, spared)
}
