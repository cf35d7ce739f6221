package core

import "gatehouse/core/password"

// ScoreText names a strength from 0 to 4.
func ScoreText(score int) Text {
	switch score {
	case 0:
		return say("Very weak")
	case 1:
		return say("Weak")
	case 2:
		return say("Fair")
	case 3:
		return say("Good")
	default:
		return say("Strong")
	}
}

// WarningText says what makes a password weak, zero if there is no one thing.
func WarningText(w password.Warning) Text {
	if text := nameWarning(w); !text.IsZero() {
		return text
	}
	switch w {
	case password.WarnRow:
		return say("A straight row of keys is quickly guessed.")
	case password.WarnKeys:
		return say("A short pattern on the keyboard is quickly guessed.")
	case password.WarnRepeat:
		return say("A repeat like “aaa” is quickly guessed.")
	case password.WarnRepeatGroup:
		return say("A repeat like “abcabc” is little harder to guess than “abc”.")
	case password.WarnSequence:
		return say("A sequence like “abc” or “6543” is quickly guessed.")
	case password.WarnYear:
		return say("A recent year is quickly guessed.")
	case password.WarnDate:
		return say("A date is quickly guessed.")
	}
	return Text{}
}

// nameWarning says it of passwords, words and names.
func nameWarning(w password.Warning) Text {
	switch w {
	case password.WarnTop10:
		return say("This is one of the 10 most common passwords.")
	case password.WarnTop100:
		return say("This is one of the 100 most common passwords.")
	case password.WarnCommon:
		return say("This is a very common password.")
	case password.WarnSimilar:
		return say("This is nearly a very common password.")
	case password.WarnContext:
		return say("A name of this account or site is tried first.")
	case password.WarnWord:
		return say("One word alone is quickly guessed.")
	case password.WarnName:
		return say("One name alone is quickly guessed.")
	case password.WarnNames:
		return say("A common name is quickly guessed.")
	}
	return Text{}
}

// SuggestionText says what would make a password stronger, zero for what is not known.
func SuggestionText(s password.Suggestion) Text {
	if text := changeSuggestion(s); !text.IsZero() {
		return text
	}
	switch s {
	case password.SuggestWords:
		return say("Use a few words that do not belong together.")
	case password.SuggestNoSymbols:
		return say("Special characters, digits and upper-case letters are not needed.")
	case password.SuggestMoreWords:
		return say("Add another word or two, rare ones.")
	case password.SuggestMoreTurns:
		return say("Use a longer pattern with more turns.")
	case password.SuggestNoRepeats:
		return say("Leave out repeated words and characters.")
	case password.SuggestNoSequences:
		return say("Leave out sequences.")
	case password.SuggestNoYears:
		return say("Leave out recent years.")
	case password.SuggestNoOwnYears:
		return say("Leave out years that have to do with you.")
	case password.SuggestNoOwnDates:
		return say("Leave out dates and years that have to do with you.")
	}
	return Text{}
}

// changeSuggestion says which changes of a word do not help.
func changeSuggestion(s password.Suggestion) Text {
	switch s {
	case password.SuggestCapital:
		return say("An upper-case letter at the start helps little.")
	case password.SuggestAllCapitals:
		return say("Upper-case letters throughout help little.")
	case password.SuggestBackwards:
		return say("Writing a word backwards helps little.")
	case password.SuggestLookAlikes:
		return say("Writing “@” for “a” and the like helps little.")
	}
	return Text{}
}
