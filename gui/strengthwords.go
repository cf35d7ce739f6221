package gui

import "gatehouse/core/password"

// scoreWord names a strength from 0 to 4.
func scoreWord(score int) string {
	switch score {
	case 0:
		return tr("Very weak")
	case 1:
		return tr("Weak")
	case 2:
		return tr("Fair")
	case 3:
		return tr("Good")
	default:
		return tr("Strong")
	}
}

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
func warningSentence(w password.Warning) string {
	if text := nameWarning(w); text != "" {
		return text
	}
	switch w {
	case password.WarnRow:
		return tr("A straight row of keys is quickly guessed.")
	case password.WarnKeys:
		return tr("A short pattern on the keyboard is quickly guessed.")
	case password.WarnRepeat:
		return tr("A repeat like “aaa” is quickly guessed.")
	case password.WarnRepeatGroup:
		return tr("A repeat like “abcabc” is little harder to guess than “abc”.")
	case password.WarnSequence:
		return tr("A sequence like “abc” or “6543” is quickly guessed.")
	case password.WarnYear:
		return tr("A recent year is quickly guessed.")
	case password.WarnDate:
		return tr("A date is quickly guessed.")
	}
	return ""
}

// nameWarning says it of passwords, words and names.
func nameWarning(w password.Warning) string {
	switch w {
	case password.WarnTop10:
		return tr("This is one of the 10 most common passwords.")
	case password.WarnTop100:
		return tr("This is one of the 100 most common passwords.")
	case password.WarnCommon:
		return tr("This is a very common password.")
	case password.WarnSimilar:
		return tr("This is nearly a very common password.")
	case password.WarnContext:
		return tr("A name of this account or site is tried first.")
	case password.WarnWord:
		return tr("One word alone is quickly guessed.")
	case password.WarnName:
		return tr("One name alone is quickly guessed.")
	case password.WarnNames:
		return tr("A common name is quickly guessed.")
	}
	return ""
}

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

func suggestionSentence(s password.Suggestion) string {
	if text := changeSuggestion(s); text != "" {
		return text
	}
	switch s {
	case password.SuggestWords:
		return tr("Use a few words that do not belong together.")
	case password.SuggestNoSymbols:
		return tr("Symbols, digits and capitals are not needed.")
	case password.SuggestMoreWords:
		return tr("Add another word or two, rare ones.")
	case password.SuggestMoreTurns:
		return tr("Use a longer pattern with more turns.")
	case password.SuggestNoRepeats:
		return tr("Leave out repeated words and characters.")
	case password.SuggestNoSequences:
		return tr("Leave out sequences.")
	case password.SuggestNoYears:
		return tr("Leave out recent years.")
	case password.SuggestNoOwnYears:
		return tr("Leave out years that have to do with you.")
	case password.SuggestNoOwnDates:
		return tr("Leave out dates and years that have to do with you.")
	}
	return ""
}

// changeSuggestion says which changes of a word do not help.
func changeSuggestion(s password.Suggestion) string {
	switch s {
	case password.SuggestCapital:
		return tr("A capital at the start helps little.")
	case password.SuggestAllCapitals:
		return tr("Capitals throughout help little.")
	case password.SuggestBackwards:
		return tr("Writing a word backwards helps little.")
	case password.SuggestLookAlikes:
		return tr("Writing “@” for “a” and the like helps little.")
	}
	return ""
}
