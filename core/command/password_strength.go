package command

import (
	"fmt"
	"math"

	"gatehouse/core"
	"gatehouse/core/password"
)

// passwordStrength estimates how hard a password is to guess.
type passwordStrength struct {
	UserInput []string `placeholder:"WORD" sep:"none" help:"A word that an attacker would try first. May be repeated."`
	Username  string   `placeholder:"U" help:"Name of the account that the password is for."`
	FullName  string   `placeholder:"N" help:"Its full name."`
	Mail      string   `placeholder:"M" help:"Its mail address."`
}

// estimated is the answer of password strength.
type estimated struct {
	Score        int     `json:"score"`
	GuessesLog10 float64 `json:"guesses_log10"`
	// Warning is a code, null for none, Suggestions are codes; the plain words are
	// printed without --json.
	Warning     *password.Warning     `json:"warning"`
	Suggestions []password.Suggestion `json:"suggestions"`
	CrackTimes  attacks               `json:"crack_times"`
}

// attacks are the four attacks that zxcvbn publishes.
type attacks struct {
	OnlineThrottled attack `json:"online_throttled"`
	Online          attack `json:"online"`
	OfflineSlow     attack `json:"offline_slow"`
	OfflineFast     attack `json:"offline_fast"`
}

// attack is how long one of them takes.
type attack struct {
	Seconds float64 `json:"seconds"`
	Words   string  `json:"words"`
}

// Run is called by kong.
func (p *passwordStrength) Run(c *console) error {
	typed, err := c.in.all()
	if err != nil {
		return err
	}
	context := append([]string{p.Username, p.FullName, p.Mail}, p.UserInput...)
	s := password.NewZxcvbn(c.Now).Estimate(typed, append(context, name))
	answer := estimated{
		Score: s.Score, GuessesLog10: math.Round(s.Log10Guesses*1000) / 1000,
		Suggestions: append([]password.Suggestion{}, s.Suggestions...),
		CrackTimes: attacks{
			OnlineThrottled: attackOf(s.CrackTimes.OnlineThrottled), Online: attackOf(s.CrackTimes.Online),
			OfflineSlow: attackOf(s.CrackTimes.OfflineSlow), OfflineFast: attackOf(s.CrackTimes.OfflineFast),
		},
	}
	lines := []string{fmt.Sprintf("%s: %d of 4, about 10^%.1f guesses", core.ScoreText(s.Score), s.Score, s.Log10Guesses)}
	if s.Warning != "" {
		answer.Warning = &s.Warning
		lines = append(lines, core.WarningText(s.Warning).String())
	}
	for _, one := range s.Suggestions {
		lines = append(lines, core.SuggestionText(one).String())
	}
	times, err := answer.CrackTimes.lines()
	if err != nil {
		return err
	}
	return c.show(answer, append(lines, times...)...)
}

// attackOf tells a time in words, too. JSON has no number for one that is beyond
// all numbers.
func attackOf(seconds float64) attack {
	return attack{Seconds: min(seconds, math.MaxFloat64), Words: spanWords(password.SpanOf(seconds))}
}

// lines are the attacks for people.
func (a attacks) lines() ([]string, error) {
	return table([][]string{
		{"At the sign-in, 100 guesses an hour:", a.OnlineThrottled.Words},
		{"At the sign-in, 10 guesses a second:", a.Online.Words},
		{"With a copy of the store, slow hashes:", a.OfflineSlow.Words},
		{"With a copy of the store, fast hashes:", a.OfflineFast.Words},
	})
}

// spanWords tells a time for people.
func spanWords(s password.Span) string {
	switch {
	case s.Unit == password.AtOnce:
		return "at once"
	case s.Unit == password.Centuries:
		return "centuries"
	case s.Count == 1:
		return "about 1 " + string(s.Unit[:len(s.Unit)-1])
	}
	return fmt.Sprintf("about %d %s", s.Count, s.Unit)
}
