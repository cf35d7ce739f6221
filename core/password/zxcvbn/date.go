package zxcvbn

const (
	// minYear and maxYear bound a year of four digits.
	minYear, maxYear = 1000, 2050
	// century parts years of two digits: up to it they are of this century.
	century = 50
	// days and separators are what a date costs beside its year.
	days, separators = 365, 4
)

// years adds the recent years, 1900 to 2019.
func (a *analysis) years() {
	for start := 0; start+4 <= len(a.units); {
		a.steps++
		y := a.units[start : start+4]
		recent := y[0] == '1' && y[1] == '9' || y[0] == '2' && y[1] == '0' && (y[2] == '0' || y[2] == '1')
		if !recent || !isDigit(y[2]) || !isDigit(y[3]) {
			start++
			continue
		}
		a.add(Match{Pattern: Regex, Start: start, End: start + 4, Guesses: yearsAway(number(y), a.year)})
		start += 4
	}
}

// number is the value of a few digits.
func number(units []uint16) int {
	n := 0
	for _, u := range units {
		n = 10*n + int(u-'0')
	}
	return n
}

// dates adds the dates that are not within another.
func (a *analysis) dates() {
	furthest := 0
	for start := range a.units {
		if !isDigit(a.units[start]) {
			continue
		}
		d := a.plainDate(start)
		if s := a.separatedDate(start); s.end > d.end {
			d = s
		}
		if d.end <= furthest {
			continue
		}
		furthest = d.end
		a.add(Match{Pattern: Date, Start: start, End: d.end, Guesses: d.guesses(a.year)})
	}
}

// date is where a date ends, 0 for none, and what it costs.
type date struct {
	end, year int
	separated bool
}

func (d date) guesses(now int) float64 {
	guesses := yearsAway(d.year, now) * days
	if d.separated {
		guesses *= separators
	}
	return guesses
}

// splits are the ways to read 4 to 8 digits as a date: where the second and the
// third number begin.
var splits = [...][][2]int{
	4: {{1, 2}, {2, 3}},
	5: {{1, 3}, {2, 3}},
	6: {{1, 2}, {2, 4}, {4, 5}},
	7: {{1, 3}, {2, 3}, {4, 5}, {4, 6}},
	8: {{2, 4}, {4, 6}},
}

// plainDate finds the longest date of digits alone. If it can be read in several
// ways, the year nearest to the current one counts.
func (a *analysis) plainDate(start int) date {
	run := a.digits(start, len(splits)-1)
	for length := run; length >= 4; length-- {
		token := a.units[start : start+length]
		best := date{}
		for _, split := range splits[length] {
			a.steps++
			year, ok := yearOf(number(token[:split[0]]), number(token[split[0]:split[1]]), number(token[split[1]:]))
			if ok && (best.end == 0 || distance(year, a.year) < distance(best.year, a.year)) {
				best = date{end: start + length, year: year}
			}
		}
		if best.end > 0 {
			return best
		}
	}
	return date{}
}

// separatedDate finds the longest date with the same separator twice.
func (a *analysis) separatedDate(start int) date {
	const shortest = len("1/1/91")
	first := a.digits(start, 5)
	second := start + first + 1
	if first > 4 || second >= len(a.units) || !isSeparator(a.units[second-1]) {
		return date{}
	}
	middle := a.digits(second, 3)
	third := second + middle + 1
	if middle == 0 || middle > 2 || third >= len(a.units) || a.units[third-1] != a.units[second-1] {
		return date{}
	}
	for last := a.digits(third, 4); last > 0 && third+last-start >= shortest; last-- {
		a.steps++
		year, ok := yearOf(number(a.units[start:second-1]), number(a.units[second:third-1]), number(a.units[third:third+last]))
		if ok && third+last-start <= len("11/11/1991") {
			return date{end: third + last, year: year, separated: true}
		}
	}
	return date{}
}

// digits counts the digits from a place on, up to most.
func (a *analysis) digits(start, most int) int {
	n := 0
	for n < most && start+n < len(a.units) && isDigit(a.units[start+n]) {
		n++
	}
	return n
}

func isSeparator(u uint16) bool {
	return isSpace(u) || u == '/' || u == '\\' || u == '_' || u == '.' || u == '-'
}

func distance(a, b int) int { return max(a-b, b-a) }

// yearOf reads three numbers as a date with its year first or last, and returns
// the year. A month has 31 days at most, whichever it is.
func yearOf(first, middle, last int) (int, bool) {
	if !plausible(first, middle, last) {
		return 0, false
	}
	isYear := func(n int) bool { return n >= minYear && n <= maxYear }
	switch {
	// If there is a year of four digits, the others have to be the day.
	case isYear(last):
		return last, isDay(first, middle)
	case isYear(first):
		return first, isDay(middle, last)
	case isDay(first, middle):
		return fullYear(last), true
	case isDay(middle, last):
		return fullYear(first), true
	}
	return 0, false
}

// plausible refuses numbers that can be no date however they are read.
func plausible(first, middle, last int) bool {
	if middle > 31 || middle <= 0 {
		return false
	}
	zeros, over12, over31 := 0, 0, 0
	for _, n := range [...]int{first, middle, last} {
		if n > 99 && n < minYear || n > maxYear {
			return false
		}
		if n == 0 {
			zeros++
		}
		if n > 12 {
			over12++
		}
		if n > 31 {
			over31++
		}
	}
	return over31 < 2 && over12 < 3 && zeros < 2
}

// isDay tells whether two numbers are a day and a month in either order.
func isDay(a, b int) bool {
	fits := func(day, month int) bool { return 1 <= day && day <= 31 && 1 <= month && month <= 12 }
	return fits(a, b) || fits(b, a)
}

// fullYear completes a year of two digits.
func fullYear(year int) int {
	switch {
	case year > 99:
		return year
	case year > century:
		return year + 1900
	}
	return year + 2000
}
