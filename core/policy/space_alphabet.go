package policy

// Characters lists what passwords under a policy can be made of: the characters of
// ASCII, those of the special set, and some of each class outside ASCII; without
// the forbidden ones and those that do not stand alone in NFC. If no password of
// these complies, none does.
func Characters(c Complexity) []rune { return newCharset(c).with(0) }

// MinimumFields are the fields that ask for a number of characters of a class, in
// the order of the published model.
func MinimumFields() []string {
	return []string{"min_letters", "min_upper", "min_lower", "min_digits", "min_special", "min_other"}
}

// Minimum is what one of MinimumFields asks for, and which of the characters
// count for it; 0 and none where it asks for nothing.
func Minimum(c Complexity, field string, among []rune) (wanted int, counting []rune) {
	for _, m := range minimums(c) {
		if m.field != field {
			continue
		}
		set := newClassifier(c)
		for _, r := range among {
			if set.of(r)&bit(m.class) != 0 {
				counting = append(counting, r)
			}
		}
		return m.limit.N, counting
	}
	return 0, nil
}
