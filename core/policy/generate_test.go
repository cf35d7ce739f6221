package policy

import (
	"slices"

	"pgregory.net/rapid"
)

// letters is what generated passwords, names and lists are made of: few
// characters, so that they meet, from every class, form and length.
const letters = "aAbBcCqwe0123$@!, -_ßſéΣςσKİıǅЖж٣漢🦉\u0301\u00a0"

// passwords are of the letters above, now and then anything.
func passwords() *rapid.Generator[string] {
	few := rapid.StringOfN(rapid.RuneFrom([]rune(letters)), 0, 24, -1)
	plain := rapid.StringOfN(rapid.RuneFrom([]rune("abcAB01$")), 1, 10, -1)
	return rapid.OneOf(few, plain, rapid.StringN(0, 50, -1))
}

func subjects() *rapid.Generator[Subject] {
	return rapid.Custom(func(t *rapid.T) Subject {
		name := passwords()
		return Subject{
			Name: name.Draw(t, "name"), FullName: name.Draw(t, "full name"), Mail: name.Draw(t, "mail"),
			TwoStep:       rapid.Bool().Draw(t, "two-step"),
			SameAsCurrent: rapid.Ptr(rapid.Bool(), true).Draw(t, "same"),
			InHistory:     rapid.Ptr(rapid.Bool(), true).Draw(t, "in history"),
			Breached:      rapid.Ptr(rapid.Bool(), true).Draw(t, "breached"),
			Strength:      rapid.Ptr(rapid.IntRange(0, 4), true).Draw(t, "strength"),
		}
	})
}

func matches() *rapid.Generator[Match] {
	return rapid.SampledFrom([]Match{"", MatchExact, MatchFolded, MatchFuzzy})
}

func policies() *rapid.Generator[Policy] {
	return rapid.Custom(func(t *rapid.T) Policy {
		limit := func(name string, most int) *int {
			return rapid.Ptr(rapid.IntRange(1, most), true).Draw(t, name)
		}
		set := rapid.StringOfN(rapid.RuneFrom([]rune(letters)), 0, 6, -1)
		c := Complexity{
			MinLength: limit("min_length", 20), MaxLength: limit("max_length", 40),
			MinLengthWithTwoStep: limit("min_length_with_two_step", 20),
			MinLetters:           limit("min_letters", 4), MinUpper: limit("min_upper", 3), MinLower: limit("min_lower", 3),
			MinDigits: limit("min_digits", 3), MinSpecial: limit("min_special", 3), MinOther: limit("min_other", 3),
			Alphabet:       rapid.SampledFrom([]Alphabet{"", AlphabetUnicode, AlphabetASCII}).Draw(t, "alphabet"),
			SpecialSet:     rapid.Ptr(set, true).Draw(t, "special_set"),
			ForbiddenChars: set.Draw(t, "forbidden_chars"),
			ForbidUsername: rapid.Bool().Draw(t, "forbid_username"), ForbidPersonal: rapid.Bool().Draw(t, "forbid_personal"),
			Banned:      rapid.SliceOfN(passwords(), 0, 5).Draw(t, "banned"),
			BannedMatch: matches().Draw(t, "banned_match"),
			Breached:    rapid.SampledFrom([]Breached{"", BreachedOff, BreachedAudit, BreachedRefuse}).Draw(t, "breached"),
			MinStrength: rapid.Ptr(rapid.IntRange(0, 4), true).Draw(t, "min_strength"),
			MaxRepeat:   limit("max_repeat", 5), MaxSequence: limit("max_sequence", 5),
		}
		if rapid.Bool().Draw(t, "kinds") {
			all := []Kind{KindLetter, KindUpper, KindLower, KindDigit, KindSpecial}
			of := rapid.Permutation(all).Draw(t, "kinds of")[:rapid.IntRange(1, len(all)).Draw(t, "number of kinds")]
			c.MinKinds = &Kinds{K: rapid.IntRange(1, len(of)).Draw(t, "k"), Of: slices.Clone(of)}
		}
		return Policy{Complexity: c, Change: Change{
			DiffersFromCurrent: rapid.Bool().Draw(t, "differs"), HistoryDepth: limit("history_depth", 5),
		}}
	})
}
