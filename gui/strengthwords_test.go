package gui

import (
	"testing"

	"gatehouse/core/password"
)

// Every warning and every suggestion has words of its own.
func TestStrengthWords(t *testing.T) {
	said := map[string]string{"": "nothing"}
	say := func(code, text string) {
		if other, twice := said[text]; twice {
			t.Errorf("%s says %q like %s", code, text, other)
		}
		said[text] = code
	}
	for _, w := range []password.Warning{
		password.WarnTop10, password.WarnTop100, password.WarnCommon, password.WarnSimilar, password.WarnContext, password.WarnWord,
		password.WarnName, password.WarnNames, password.WarnRow, password.WarnKeys, password.WarnRepeat, password.WarnRepeatGroup,
		password.WarnSequence, password.WarnYear, password.WarnDate,
	} {
		say(string(w), warningSentence(w))
	}
	suggestions := []password.Suggestion{
		password.SuggestWords, password.SuggestNoSymbols, password.SuggestMoreWords, password.SuggestMoreTurns, password.SuggestNoRepeats,
		password.SuggestNoSequences, password.SuggestNoYears, password.SuggestNoOwnYears, password.SuggestNoOwnDates, password.SuggestCapital,
		password.SuggestAllCapitals, password.SuggestBackwards, password.SuggestLookAlikes,
	}
	for _, s := range suggestions {
		say(string(s), suggestionSentence(s))
	}
	if got := suggestionSentences(append(suggestions, "unknown")); len(got) != len(suggestions) {
		t.Errorf("%d suggestions, want %d", len(got), len(suggestions))
	}
	if got := warningSentence(""); got != "" {
		t.Errorf("no warning says %q", got)
	}
}
