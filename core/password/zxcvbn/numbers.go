package zxcvbn

import "math"

const (
	// bruteForceBase is what a character costs that belongs to no pattern: less
	// than its alphabet has, because what is no pattern here may be one elsewhere.
	bruteForceBase = 10
	// growth is the base of what a further part of a text costs: an attacker tries
	// texts of fewer parts first.
	growth = 10_000
	// minSingle and minMulti are the least guesses for a part of one character, and
	// of more, when it is not the whole text.
	minSingle, minMulti = 10, 50
	// minYears is the least number of years an attacker tries.
	minYears = 20
)

// chances returns the number of ways to choose k of n.
func chances(n, k int) float64 {
	if k > n {
		return 0
	}
	ways := 1.0
	for d := 1; d <= k; d++ {
		ways = ways * float64(n-d+1) / float64(d)
	}
	return ways
}

// choices is the number of ways to change 1, 2, … of a+b characters, up to the
// fewer of both kinds.
func choices(a, b int) float64 {
	sum := 0.0
	for k := 1; k <= min(a, b); k++ {
		sum += chances(a+b, k)
	}
	return sum
}

// bruteForceGuesses is what n characters cost that belong to no pattern. It is
// at least one more than a match of that length costs at least, so that matches
// come first.
func bruteForceGuesses(n int) float64 {
	if n == 1 {
		return minSingle + 1
	}
	return powersOfBase[n]
}

// The tables have what the search needs for each number of characters and of
// parts; a text has at most MaxUnits of both.
var (
	powersOfBase   = table(func(n int) float64 { return math.Pow(bruteForceBase, float64(n)) })
	powersOfGrowth = table(func(n int) float64 { return math.Pow(growth, float64(n)) })
	factorials     = table(factorial)
)

func factorial(n int) float64 {
	product := 1.0
	for i := 2; i <= n; i++ {
		product *= float64(i)
	}
	return product
}

func table(value func(int) float64) [MaxUnits + 2]float64 {
	var values [MaxUnits + 2]float64
	for n := range values {
		values[n] = value(n)
	}
	return values
}

// yearsAway is how many years an attacker tries until one is found, from the
// current one on.
func yearsAway(year, now int) float64 {
	return max(math.Abs(float64(year-now)), minYears)
}
