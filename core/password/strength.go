package password

import "math"

// Estimator judges how many guesses a password withstands. Implementations take
// any text, of any length, in bounded time, and are safe for concurrent use.
type Estimator interface {
	// Estimate judges text for an account; context are words an attacker would
	// try first: the account's names, the site's name.
	Estimate(text string, context []string) Strength
}

// Strength is an estimate of how hard a password is to guess.
type Strength struct {
	// Score is 0 (fewer than 10^3 guesses), 1 (10^6), 2 (10^8), 3 (10^10) or 4,
	// the bounds that zxcvbn publishes.
	Score int
	// Log10Guesses is the decimal logarithm of the number of guesses, 0 or more.
	Log10Guesses float64
	// Warning says what makes it weak; empty when Score is 3 or 4, or when it is
	// merely short.
	Warning Warning
}

// Warning is what an attacker would use first. It is a code, not a text.
type Warning string

// The warnings.
const (
	// WarnCommon: a very common password or a small change of one.
	WarnCommon Warning = "common"
	// WarnContext: a name of the account or the site.
	WarnContext Warning = "context"
	// WarnRepeat: a repeated character or group.
	WarnRepeat Warning = "repeat"
	// WarnSequence: a run along the alphabet, the digits or the keyboard.
	WarnSequence Warning = "sequence"
	// WarnDate: a date or a year.
	WarnDate Warning = "date"
	// WarnWord: one word of the dictionary.
	WarnWord Warning = "word"
)

// Unit is the unit of a Span.
type Unit string

// The units, from a guess that needs no time to one that outlasts everybody.
const (
	AtOnce    Unit = "at_once"
	Seconds   Unit = "seconds"
	Minutes   Unit = "minutes"
	Hours     Unit = "hours"
	Days      Unit = "days"
	Months    Unit = "months"
	Years     Unit = "years"
	Centuries Unit = "centuries"
)

// Span is a time to be told in words: about Count units. Count is 0 for AtOnce
// and Centuries, which are said without a number.
type Span struct {
	Unit  Unit
	Count int
}

// guessesPerSecond is zxcvbn's rate for an attacker who has the store and tries
// slow hashes on many cores.
const guessesPerSecond = 1e4

// CrackTime returns how long 10^log10Guesses guesses take an attacker who holds
// a copy of the store, at 10^4 guesses a second. Count has one significant
// figure, because the estimate has no more.
func CrackTime(log10Guesses float64) Span {
	if math.IsNaN(log10Guesses) {
		return Span{Unit: AtOnce}
	}
	seconds := math.Pow(10, log10Guesses) / guessesPerSecond
	if seconds < 1 {
		return Span{Unit: AtOnce}
	}
	const day, year = 24 * 3600, 365.25 * 24 * 3600
	units := []struct {
		unit   Unit
		length float64
		until  float64
	}{
		{Seconds, 1, 60},
		{Minutes, 60, 3600},
		{Hours, 3600, day},
		{Days, day, 30 * day},
		{Months, year / 12, year},
		{Years, year, 100 * year},
	}
	for _, u := range units {
		if n := oneFigure(seconds / u.length); seconds < u.until && n*u.length < u.until {
			return Span{u.unit, int(max(n, 1))}
		}
	}
	return Span{Unit: Centuries}
}

// oneFigure rounds to one significant figure.
func oneFigure(x float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(x)))
	return math.Round(x/unit) * unit
}
