package password

// Estimator judges how many guesses a password withstands. Implementations take
// any text, of any length, in bounded time, and are safe for concurrent use.
type Estimator interface {
	// Estimate judges text for an account; context are words an attacker would
	// try first: the account's names and mail address, the names of the site and
	// the product.
	Estimate(text string, context []string) Strength
}

// Strength is an estimate of how hard a password is to guess.
type Strength struct {
	// Score is 0 (fewer than 10^3 guesses), 1 (10^6), 2 (10^8), 3 (10^10) or 4,
	// the bounds that zxcvbn publishes.
	Score int
	// Log10Guesses is the decimal logarithm of the number of guesses, 0 or more.
	Log10Guesses float64
	// CrackTimes is how long these guesses take.
	CrackTimes CrackTimes
	// Warning says what makes it weak; empty when Score is 3 or 4, or when there is
	// no one thing.
	Warning Warning
	// Suggestions say what would make it stronger, the most useful first; none when
	// Score is 3 or 4.
	Suggestions []Suggestion
}

// Warning is what an attacker would use first. It is a code, not a text.
type Warning string

// The warnings. All but WarnContext are those of zxcvbn.
const (
	// WarnTop10 and WarnTop100: one of the ten, or hundred, most common passwords.
	WarnTop10  Warning = "top_10"
	WarnTop100 Warning = "top_100"
	// WarnCommon: a very common password.
	WarnCommon Warning = "common"
	// WarnSimilar: a small change of a common password.
	WarnSimilar Warning = "similar"
	// WarnContext: a name of the account or the site.
	WarnContext Warning = "context"
	// WarnWord: one word of the dictionary.
	WarnWord Warning = "word"
	// WarnName: one name of a person.
	WarnName Warning = "name"
	// WarnNames: a common name of a person, and something else.
	WarnNames Warning = "names"
	// WarnRow: a straight row of keys.
	WarnRow Warning = "row"
	// WarnKeys: a short walk over the keyboard.
	WarnKeys Warning = "keys"
	// WarnRepeat: a repeated character.
	WarnRepeat Warning = "repeat"
	// WarnRepeatGroup: a repeated group of characters.
	WarnRepeatGroup Warning = "repeat_group"
	// WarnSequence: a run along the alphabet or the digits.
	WarnSequence Warning = "sequence"
	// WarnYear: a recent year.
	WarnYear Warning = "year"
	// WarnDate: a date.
	WarnDate Warning = "date"
)

// Suggestion is what would make a password stronger, or what does not. It is a
// code, not a text.
type Suggestion string

// The suggestions, which are those of zxcvbn.
const (
	// SuggestWords: take a few words that do not belong together.
	SuggestWords Suggestion = "words"
	// SuggestNoSymbols: symbols, digits and capitals are not needed.
	SuggestNoSymbols Suggestion = "no_symbols"
	// SuggestMoreWords: add a word or two, uncommon ones.
	SuggestMoreWords Suggestion = "more_words"
	// SuggestMoreTurns: a longer walk over the keyboard with more turns.
	SuggestMoreTurns Suggestion = "more_turns"
	// SuggestNoRepeats: no repeated words and characters.
	SuggestNoRepeats Suggestion = "no_repeats"
	// SuggestNoSequences: no sequences.
	SuggestNoSequences Suggestion = "no_sequences"
	// SuggestNoYears: no recent years.
	SuggestNoYears Suggestion = "no_years"
	// SuggestNoOwnYears: no years that belong to the person.
	SuggestNoOwnYears Suggestion = "no_own_years"
	// SuggestNoOwnDates: no dates and years that belong to the person.
	SuggestNoOwnDates Suggestion = "no_own_dates"
	// SuggestCapital: a capital at the start does not help much.
	SuggestCapital Suggestion = "capital"
	// SuggestAllCapitals: all capitals do not help much.
	SuggestAllCapitals Suggestion = "all_capitals"
	// SuggestBackwards: writing a word backwards does not help much.
	SuggestBackwards Suggestion = "backwards"
	// SuggestLookAlikes: writing "@" for "a" does not help much.
	SuggestLookAlikes Suggestion = "look_alikes"
)
