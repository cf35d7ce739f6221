package password

import "gatehouse/core/password/zxcvbn"

// feedback says what zxcvbn says of a result: its longest part is blamed, the
// first of several. Names of the account and the site are blamed too, of which
// zxcvbn says nothing.
func feedback(r zxcvbn.Result) (Warning, []Suggestion) {
	switch {
	case len(r.Matches) == 0:
		return "", []Suggestion{SuggestWords, SuggestNoSymbols}
	case r.Score > 2:
		return "", nil
	}
	longest := r.Matches[0]
	for _, m := range r.Matches[1:] {
		if m.Len() > longest.Len() {
			longest = m
		}
	}
	warning, more := blame(longest, len(r.Matches) == 1)
	return warning, append([]Suggestion{SuggestMoreWords}, more...)
}

// blame says what is wrong with a part that is the whole text or not.
func blame(m zxcvbn.Match, alone bool) (Warning, []Suggestion) {
	switch m.Pattern {
	case zxcvbn.Dictionary:
		return blameWord(m, alone), wordSuggestions(m)
	case zxcvbn.Spatial:
		if m.Turns == 1 {
			return WarnRow, []Suggestion{SuggestMoreTurns}
		}
		return WarnKeys, []Suggestion{SuggestMoreTurns}
	case zxcvbn.Repeat:
		if m.Unit == 1 {
			return WarnRepeat, []Suggestion{SuggestNoRepeats}
		}
		return WarnRepeatGroup, []Suggestion{SuggestNoRepeats}
	case zxcvbn.Sequence:
		return WarnSequence, []Suggestion{SuggestNoSequences}
	case zxcvbn.Regex:
		return WarnYear, []Suggestion{SuggestNoYears, SuggestNoOwnYears}
	case zxcvbn.Date:
		return WarnDate, []Suggestion{SuggestNoOwnDates}
	}
	return "", nil
}

func blameWord(m zxcvbn.Match, alone bool) Warning {
	switch m.List {
	case zxcvbn.Passwords:
		return blamePassword(m, alone)
	case zxcvbn.EnglishWikipedia:
		if alone {
			return WarnWord
		}
	case zxcvbn.Surnames, zxcvbn.FemaleNames, zxcvbn.MaleNames:
		if alone {
			return WarnName
		}
		return WarnNames
	case zxcvbn.UserInputs:
		return WarnContext
	}
	return ""
}

func blamePassword(m zxcvbn.Match, alone bool) Warning {
	const similar = 1e4 // guesses up to which a change is a small one
	switch asIs := alone && !m.Leet && !m.Reversed; {
	case asIs && m.Rank <= 10:
		return WarnTop10
	case asIs && m.Rank <= 100:
		return WarnTop100
	case asIs:
		return WarnCommon
	case m.Guesses <= similar:
		return WarnSimilar
	}
	return ""
}

// wordSuggestions says which changes of a word do not help.
func wordSuggestions(m zxcvbn.Match) []Suggestion {
	const backwards = 4 // units from which on a word is seen to be reversed
	var list []Suggestion
	switch m.Capitals {
	case zxcvbn.StartUpper:
		list = append(list, SuggestCapital)
	case zxcvbn.AllUpper:
		list = append(list, SuggestAllCapitals)
	}
	if m.Reversed && m.Len() >= backwards {
		list = append(list, SuggestBackwards)
	}
	if m.Leet {
		list = append(list, SuggestLookAlikes)
	}
	return list
}
