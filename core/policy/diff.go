package policy

import "slices"

// Difference is a field that two policies have different values in.
type Difference struct {
	// Group and Field are its names in the published model.
	Group, Field string
	// Label names it for people.
	Label Text
	// Old and New are the values in words: "No limit", "15 characters".
	Old, New Text
}

// Diff lists what replacing a policy changes, in the order of the fields in the
// published model. Two ways to write the same value, such as an absent choice
// and its first one, are no difference. A list of banned passwords is compared
// as a set and summarised, as its entries are not for showing.
func Diff(older, newer Policy) []Difference {
	var found []Difference
	for _, f := range describedFields() {
		d := Difference{Group: f.group, Field: f.name, Label: f.label, Old: f.value(older), New: f.value(newer)}
		changed := d.Old.String() != d.New.String()
		if f.name == "banned" {
			d.New, changed = bannedDifference(older.Complexity.Banned, newer.Complexity.Banned)
		}
		if changed {
			found = append(found, d)
		}
	}
	return found
}

// bannedDifference words what comes and goes between two lists, and reports
// whether anything does.
func bannedDifference(older, newer []string) (Text, bool) {
	if slices.Equal(older, newer) {
		return entriesText(len(newer)), false
	}
	added, removed := missingFrom(older, newer), missingFrom(newer, older)
	switch {
	case added > 0 && removed > 0:
		return say("{{.Added}}, {{.Removed}}", "Added", addedText(added), "Removed", removedText(removed)), true
	case added > 0:
		return addedText(added), true
	case removed > 0:
		return removedText(removed), true
	}
	return entriesText(len(newer)), false
}

// missingFrom counts the different entries of a list that the other one lacks.
func missingFrom(other, list []string) int {
	have := make(map[string]bool, len(other)+len(list))
	for _, entry := range other {
		have[entry] = true
	}
	n := 0
	for _, entry := range list {
		if !have[entry] {
			have[entry] = true
			n++
		}
	}
	return n
}

func addedText(n int) Text {
	if n == 1 {
		return say("1 entry added")
	}
	return say("{{.N}} entries added", "N", n)
}

func removedText(n int) Text {
	if n == 1 {
		return say("1 entry removed")
	}
	return say("{{.N}} entries removed", "N", n)
}
