package zxcvbn

// Pattern is what a part of a text was recognised as.
type Pattern uint8

// The patterns.
const (
	// BruteForce: nothing was recognised.
	BruteForce Pattern = iota
	// Dictionary: a word of a ranked list, perhaps reversed or with substitutes.
	Dictionary
	// Spatial: neighbouring keys.
	Spatial
	// Repeat: the same text several times in a row.
	Repeat
	// Sequence: characters at equal distances, such as "abcd" or "9753".
	Sequence
	// Regex: a recent year.
	Regex
	// Date: a day with a year.
	Date
)

// String gives the name that the reference uses.
func (p Pattern) String() string {
	return [...]string{"bruteforce", "dictionary", "spatial", "repeat", "sequence", "regex", "date"}[p]
}

// List is where a word of a Dictionary match stands.
type List uint8

// The lists.
const (
	// Passwords are common passwords.
	Passwords List = iota
	// EnglishWikipedia are words of the English Wikipedia.
	EnglishWikipedia
	// FemaleNames are first names in the United States.
	FemaleNames
	// Surnames are surnames there.
	Surnames
	// TVAndFilm are words of subtitles in American English.
	TVAndFilm
	// MaleNames are first names there.
	MaleNames
	// UserInputs are the words that came with the call.
	UserInputs
)

// Capitals is how the ASCII letters of a Dictionary match are written.
type Capitals uint8

// The ways of writing.
const (
	// OtherCapitals: none of the others.
	OtherCapitals Capitals = iota
	// Lower: there is no capital.
	Lower
	// StartUpper: one capital, at the start of two or more characters.
	StartUpper
	// EndUpper: one capital, at the end of two or more characters.
	EndUpper
	// AllUpper: there is no small letter.
	AllUpper
)

// Match is one part of a text and what it costs to guess. Fields that say
// nothing of its pattern are zero.
type Match struct {
	Pattern Pattern
	// Start and End bound the part, in UTF-16 units of the text: [Start, End).
	Start, End int
	// Guesses is what the part alone costs, 1 or more.
	Guesses float64

	// List and Rank, from 1, are where a word stands.
	List List
	Rank int
	// Reversed: the word is written backwards.
	Reversed bool
	// Leet: characters of the word are written by look-alikes, as in "p4ssword".
	Leet bool
	// Capitals is how it is written.
	Capitals Capitals

	// Keyboard is where the keys of a Spatial match are.
	Keyboard Keyboard
	// Turns is how many straight lines they make.
	Turns int

	// Unit is the length, in UTF-16 units, of what a Repeat says again and again.
	Unit int
}

// Len is the length of the part in UTF-16 units.
func (m Match) Len() int { return m.End - m.Start }
