package password

import "math"

// CrackTimes is how long it takes to guess a password, in seconds, under the four
// attacks that zxcvbn publishes.
type CrackTimes struct {
	// OnlineThrottled: at the sign-in, which allows 100 guesses an hour.
	OnlineThrottled float64
	// Online: at the sign-in, which allows 10 guesses a second.
	Online float64
	// OfflineSlow: with a copy of the store, whose hashes are slow, on many cores:
	// 10^4 guesses a second.
	OfflineSlow float64
	// OfflineFast: the same with hashes that are fast: 10^10 guesses a second.
	OfflineFast float64
}

func crackTimes(guesses float64) CrackTimes {
	return CrackTimes{
		OnlineThrottled: guesses / (100.0 / 3600),
		Online:          guesses / 10,
		OfflineSlow:     guesses / 1e4,
		OfflineFast:     guesses / 1e10,
	}
}

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

// SpanOf returns the span of a time in seconds, one of CrackTimes. Count has one
// significant figure, because the estimate has no more.
func SpanOf(seconds float64) Span {
	if math.IsNaN(seconds) || seconds < 1 {
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
