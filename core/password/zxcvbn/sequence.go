package zxcvbn

const (
	// maxDelta is the largest distance of the characters of a sequence.
	maxDelta = 5
	// obvious, digits and letters are how many first characters an attacker tries.
	obvious, digits, letters = 4, 10, 26
)

// sequences adds the runs of characters at equal distances: three or more, or
// two that are next to each other.
func (a *analysis) sequences() {
	start := 0
	for k := 1; k < len(a.units); k++ {
		if k+1 < len(a.units) && a.delta(k+1) == a.delta(k) {
			continue
		}
		a.sequence(start, k, a.delta(k))
		start = k
	}
}

// delta is the distance of a unit from the one before.
func (a *analysis) delta(k int) int { return int(a.units[k]) - int(a.units[k-1]) }

// sequence adds the run from start to last if it is one.
func (a *analysis) sequence(start, last, delta int) {
	a.steps++
	distance := max(delta, -delta)
	if distance == 0 || distance > maxDelta || last-start < 2 && distance != 1 {
		return
	}
	guesses := 0.0
	switch first := a.units[start]; {
	case first == 'a' || first == 'A' || first == 'z' || first == 'Z' || first == '0' || first == '1' || first == '9':
		guesses = obvious
	case isDigit(first):
		guesses = digits
	default:
		guesses = letters
	}
	if delta < 0 {
		guesses *= 2
	}
	length := last + 1 - start
	a.add(Match{Pattern: Sequence, Start: start, End: last + 1, Guesses: guesses * float64(length)})
}
