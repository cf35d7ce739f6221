package password

import "math"

const (
	// firstYear and lastYear bound the years a person would use.
	firstYear, lastYear = 1900, 2059
	// centuryDays is how many dates lie in the years people use.
	centuryDays = 100 * 365
	// recentYear is the centre of the years people use; zxcvbn measures from it too
	// and takes nearYears for the least distance.
	recentYear, nearYears = 2000, 20
	// separatorGuesses is how many ways there are to separate day, month, year.
	separatorGuesses = 4
)

// dates lists the years and dates that begin at i: "1987", "870321", "21031987",
// "21.3.1987", in any order of day, month and year.
func (m *matcher) dates(i int) []part {
	var parts []part
	add := func(end, guesses int) {
		parts = append(parts, part{i, end, math.Log10(float64(guesses)), WarnDate})
	}
	run := m.digits(i, 8)
	if run >= 4 && isYear(m.number(i, i+4)) {
		add(i+4, yearGuesses(m.number(i, i+4)))
	}
	if run >= 6 && m.packedDate(i, 2) {
		add(i+6, centuryDays)
	}
	if run >= 8 && m.packedDate(i, 4) {
		add(i+8, centuryDays)
	}
	for _, end := range m.separatedDates(i) {
		add(end, centuryDays*separatorGuesses)
	}
	return parts
}

// digits returns how many ASCII digits follow from i on, at most limit.
func (m *matcher) digits(i, limit int) int {
	n := 0
	for n < limit && i+n < len(m.text) && m.text[i+n] >= '0' && m.text[i+n] <= '9' {
		n++
	}
	return n
}

func (m *matcher) number(i, j int) int {
	n := 0
	for _, r := range m.text[i:j] {
		n = 10*n + int(r-'0')
	}
	return n
}

// packedDate reports whether the digits at i are day, month and a year of the
// given width, the year first or last.
func (m *matcher) packedDate(i, yearWidth int) bool {
	end := i + 4 + yearWidth
	last := isDayMonth(m.number(i, i+2), m.number(i+2, i+4)) && yearFits(m.number(i+4, end), yearWidth)
	first := yearFits(m.number(i, i+yearWidth), yearWidth) &&
		isDayMonth(m.number(i+yearWidth, i+yearWidth+2), m.number(i+yearWidth+2, end))
	return last || first
}

// separatedDates returns the ends of three numbers with one separator between
// them, read as a date.
func (m *matcher) separatedDates(i int) []int {
	a := m.digits(i, 4)
	second := i + a + 1
	if a == 0 || second >= len(m.text) || !isSeparator(m.text[second-1]) {
		return nil
	}
	b := m.digits(second, 2)
	third := second + b + 1
	if b == 0 || third >= len(m.text) || m.text[third-1] != m.text[second-1] {
		return nil
	}
	var ends []int
	for c := 1; c <= m.digits(third, 4); c++ {
		x, y, z := m.number(i, i+a), m.number(second, second+b), m.number(third, third+c)
		if isDayMonth(x, y) && yearFits(z, c) || isDayMonth(y, z) && yearFits(x, a) {
			ends = append(ends, third+c)
		}
	}
	return ends
}

func isSeparator(r rune) bool {
	return r == '.' || r == '-' || r == '/' || r == '_' || r == ' ' || r == '\\'
}

// yearGuesses is how many years an attacker tries before n.
func yearGuesses(n int) int { return max(n-recentYear, recentYear-n, nearYears) }

func isYear(n int) bool { return n >= firstYear && n <= lastYear }

// yearFits takes years of two digits as they come and of four within bounds.
func yearFits(n, width int) bool { return width == 2 || width == 4 && isYear(n) }

// isDayMonth takes either order.
func isDayMonth(a, b int) bool {
	return a >= 1 && b >= 1 && (a <= 31 && b <= 12 || a <= 12 && b <= 31)
}
