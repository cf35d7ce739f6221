package zxcvbn

import "slices"

// repeats adds what is said twice or more in a row, from left to right. A repeat
// costs its unit's guesses times how often it is said.
func (a *analysis) repeats() {
	for start := 0; start < len(a.units); {
		r, ok := a.nextRepeat(start)
		if !ok {
			return
		}
		guesses := a.inner(a.units[r.start : r.start+r.unit])
		a.add(Match{
			Pattern: Repeat, Start: r.start, End: r.end, Unit: r.unit,
			Guesses: guesses * float64((r.end-r.start)/r.unit),
		})
		start = r.end
	}
}

// inner estimates the unit of a repeat like a text of its own. It is at most
// half of this one, so the depth is bounded.
func (a *analysis) inner(unit []uint16) float64 {
	b := a.owner.take()
	b.units = append(b.units, unit...)
	guesses := b.run(a.year, a.inputs).Guesses
	a.steps += b.steps
	a.owner.give(b)
	return guesses
}

// repeat is a unit that is said several times.
type repeat struct{ start, end, unit int }

// nextRepeat finds the first place, from start on, where something is said
// twice. Of all units there, the longest and the shortest are compared: the one
// that reaches further counts, and the shortest if they reach equally far. The
// longest may itself repeat something, which then is the unit.
func (a *analysis) nextRepeat(start int) (repeat, bool) {
	for ; start < len(a.units); start++ {
		shortest, ok := a.repeatAt(start, 1, 1)
		if !ok {
			continue
		}
		longest, _ := a.repeatAt(start, (len(a.units)-start)/2, -1)
		if longest.end <= shortest.end {
			return shortest, true
		}
		for longest.unit = 1; !a.says(longest); longest.unit++ {
		}
		return longest, true
	}
	return repeat{}, false
}

// repeatAt finds the first unit at a place that is said twice, of lengths from
// one on in one direction. Nothing that ends a line is part of a unit.
func (a *analysis) repeatAt(start, from, direction int) (repeat, bool) {
	text := a.units[start:]
	line := slices.IndexFunc(text, endsLine)
	if line < 0 {
		line = len(text)
	}
	for unit := from; unit > 0 && 2*unit <= len(text); unit += direction {
		a.steps++
		if unit > line || !slices.Equal(text[:unit], text[unit:2*unit]) {
			continue
		}
		end := 2 * unit
		for end+unit <= len(text) && slices.Equal(text[:unit], text[end:end+unit]) {
			end += unit
		}
		return repeat{start, start + end, unit}, true
	}
	return repeat{}, false
}

// says tells whether a repeat says its unit without a rest.
func (a *analysis) says(r repeat) bool {
	text := a.units[r.start:r.end]
	return len(text)%r.unit == 0 && slices.Equal(text[r.unit:], text[:len(text)-r.unit])
}
