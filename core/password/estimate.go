package password

import (
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gatehouse/core/password/zxcvbn"
)

// Zxcvbn is the Estimator of this program: what zxcvbn 4.4.2 says. See package
// zxcvbn for what is looked at of a text.
type Zxcvbn struct {
	estimator *zxcvbn.Estimator
	now       func() time.Time
}

var _ Estimator = (*Zxcvbn)(nil)

// NewZxcvbn unpacks the ranked lists, which takes some milliseconds and two
// megabytes. The clock gives the current year, from which dates are counted.
func NewZxcvbn(now func() time.Time) *Zxcvbn {
	return &Zxcvbn{estimator: zxcvbn.New(), now: now}
}

// Estimate implements Estimator. The text is judged in the NFC form, in which New
// takes it. The texts of the context are also tried in parts and in the forms that
// people make of them.
func (z *Zxcvbn) Estimate(text string, context []string) Strength {
	// MaxBytes have far more characters than are looked at, in every form.
	text = norm.NFC.String(firstBytes(text, MaxBytes))
	result := z.estimator.Estimate(text, contextWords(context), z.now().Year())
	strength := Strength{Score: result.Score, Log10Guesses: result.Log10(), CrackTimes: crackTimes(result.Guesses)}
	strength.Warning, strength.Suggestions = feedback(result)
	return strength
}

// firstBytes returns at most n bytes of a text, cut between characters.
func firstBytes(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}
