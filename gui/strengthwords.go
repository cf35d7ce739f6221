package gui

import (
	"gatehouse/core"
	"gatehouse/core/password"
)

// scoreWord names a strength from 0 to 4.
func scoreWord(score int) string { return words(core.ScoreText(score)) }

// guessSentence says how long guessing takes an attacker with a copy of the
// store.
func guessSentence(s password.Span) string {
	switch s.Unit {
	case password.AtOnce:
		return tr("Guessed at once")
	case password.Seconds:
		return tr("Guessed in seconds")
	case password.Minutes:
		return trn("Guessed in about {{.N}} minutes", s.Count)
	case password.Hours:
		return trn("Guessed in about {{.N}} hours", s.Count)
	case password.Days:
		return trn("Guessed in about {{.N}} days", s.Count)
	case password.Months:
		return trn("Guessing it takes about {{.N}} months, even offline", s.Count)
	case password.Years:
		return trn("Guessing it takes about {{.N}} years, even offline", s.Count)
	default:
		return tr("Guessing it takes centuries, even offline")
	}
}

// warningSentence says what makes a password weak, "" if there is no one thing.
func warningSentence(w password.Warning) string { return words(core.WarningText(w)) }

// suggestionSentences says what would make it stronger.
func suggestionSentences(suggestions []password.Suggestion) []string {
	var sentences []string
	for _, s := range suggestions {
		if text := suggestionSentence(s); text != "" {
			sentences = append(sentences, text)
		}
	}
	return sentences
}

func suggestionSentence(s password.Suggestion) string { return words(core.SuggestionText(s)) }
