package policy

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// benchBanned is how many banned passwords the benchmarks look through, and
// benchMillion the longest list that is measured.
const (
	benchBanned  = 100_000
	benchMillion = 1_000_000
)

// likely makes passwords as lists of them have: a word or two, a number, a
// sign, the same words again and again.
func likely(n int) []string {
	random := sequence(7)
	words := make([]string, 2000)
	for i := range words {
		word := make([]byte, 3+random.below(5))
		for k := range word {
			word[k] = "aeiounrtlsdmkpbcghfvwjyzxq"[min(random.below(26), random.below(26))]
		}
		words[i] = string(word)
	}
	list := make([]string, n)
	for i := range list {
		word := words[min(random.below(len(words)), random.below(len(words)))]
		switch random.below(5) {
		case 0:
			word = strings.ToUpper(word[:1]) + word[1:]
		case 1:
			word += words[random.below(len(words))]
		case 2:
			word = strings.ReplaceAll(word, "a", "@") + "!"
		}
		list[i] = word + fmt.Sprint(random.below(100_000))
	}
	return list
}

// sequence is a series of numbers without a pattern that matters here, the same
// each time (Marsaglia, Xorshift RNGs, 2003).
type sequence uint64

func (s *sequence) below(n int) int {
	*s ^= *s << 13
	*s ^= *s >> 7
	*s ^= *s << 17
	return int(uint64(*s) % uint64(n))
}

// numbered makes passwords that differ in their last digits only.
func numbered(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("Banned-Entry%06d", i)
	}
	return list
}

// benchPolicy has every rule of characters.
func benchPolicy(match Match, banned []string) Policy {
	p := Default()
	p.Complexity.MaxLength, p.Complexity.MinLetters, p.Complexity.MinUpper = new(64), new(2), new(1)
	p.Complexity.MinLower, p.Complexity.MinDigits, p.Complexity.MinSpecial, p.Complexity.MinOther = new(1), new(1), new(1), new(1)
	p.Complexity.ForbiddenChars, p.Complexity.MinKinds = " ", &Kinds{K: 2, Of: []Kind{KindLetter, KindDigit, KindSpecial}}
	p.Complexity.MaxRepeat, p.Complexity.MaxSequence = new(3), new(4)
	p.Complexity.Banned, p.Complexity.BannedMatch = banned, match
	return p
}

// sixteen are passwords of sixteen characters: a good one, one in the manner of
// the list, one that begins as all of the numbered do.
func sixteen() map[string]string {
	return map[string]string{
		"good": "tally-Orbit-43-p", "alike": "Tarenois1234567!", "numbered": "Banned-Entry99!x",
	}
}

func BenchmarkCheck(b *testing.B) {
	limits := map[Match]float64{MatchExact: 2000, MatchFolded: 2000, MatchFuzzy: 50_000}
	lists := map[string][]string{"likely": likely(benchBanned), "numbered": numbered(benchBanned)}
	for _, match := range []Match{MatchExact, MatchFolded, MatchFuzzy} {
		for _, list := range []string{"likely", "numbered"} {
			c := NewChecker(benchPolicy(match, lists[list]))
			for _, kind := range []string{"good", "alike", "numbered"} {
				password := sixteen()[kind]
				b.Run(fmt.Sprintf("%s/list=%s/password=%s", match, list, kind), func(b *testing.B) {
					rules, s := make([]Rule, 0, 32), ada()
					b.ReportAllocs()
					for b.Loop() {
						rules, _ = c.AppendRules(rules[:0], s, password)
					}
					b.ReportMetric(limits[match], "max-ns")
				})
			}
		}
	}
}

// A password of 1,024 characters, each of which begins a thousand entries but
// for their last character: the most a look-up can cost. And one against a
// usual list.
func BenchmarkCheckLongest(b *testing.B) {
	var worst []string
	for n := range 1000 {
		worst = append(worst, strings.Repeat("a", n)+"#")
	}
	for _, of := range []struct {
		name, password string
		list           []string
	}{
		{"worst", strings.Repeat("a", 1024), worst},
		{"usual", strings.Repeat("tally Orbit 43 plinth ", 47)[:1024], likely(benchBanned)},
	} {
		c := NewChecker(benchPolicy(MatchFuzzy, of.list))
		b.Run("list="+of.name, func(b *testing.B) {
			rules, s := make([]Rule, 0, 32), ada()
			b.ReportAllocs()
			for b.Loop() {
				rules, _ = c.AppendRules(rules[:0], s, of.password)
			}
		})
	}
}

// A list of a million is built once for a policy.
func BenchmarkNewChecker(b *testing.B) {
	list := likely(benchMillion)
	for _, match := range []Match{MatchExact, MatchFolded, MatchFuzzy} {
		b.Run(fmt.Sprintf("%s/banned=%d", match, benchMillion), func(b *testing.B) {
			p := benchPolicy(match, list)
			b.ReportAllocs()
			var c *Checker
			for b.Loop() {
				c = NewChecker(p)
			}
			b.ReportMetric(float64(heldBytes(&c, p)), "held-bytes")
			s, began := ada(), time.Now()
			const rounds = 1000
			for range rounds {
				c.Check(s, "tally-Orbit-43-p")
			}
			b.ReportMetric(float64(time.Since(began).Nanoseconds())/rounds, "ns/check")
		})
	}
}

// heldBytes is the memory that a checker keeps.
func heldBytes(c **Checker, p Policy) uint64 {
	var before, after runtime.MemStats
	*c = nil
	runtime.GC()
	runtime.ReadMemStats(&before)
	*c = NewChecker(p)
	runtime.GC()
	runtime.ReadMemStats(&after)
	return after.HeapAlloc - before.HeapAlloc
}

// The exact look-up of an ASCII password leaves the heap alone, and so does
// that of any other in its NFC form when there are no names to look for.
func TestExactPathAllocatesNothing(t *testing.T) {
	c := NewChecker(benchPolicy(MatchExact, likely(1000)))
	known := ada()
	known.SameAsCurrent, known.InHistory, known.TwoStep = new(false), new(false), true
	rules := make([]Rule, 0, 32)
	for _, try := range []struct {
		subject  Subject
		password string
	}{
		{known, "tally-Orbit-43-p"},
		{known, "a.OKAFOR-Orbit-43"},
		{known, "short"},
		{known, ""},
		{known, strings.Repeat("tally Orbit 43 ", 60)},
		{Subject{}, "caf\u00e9-\U0001f989-Orbit"},
	} {
		if n := testing.AllocsPerRun(100, func() { rules, _ = c.AppendRules(rules[:0], try.subject, try.password) }); n != 0 {
			t.Errorf("%q: %v allocations", try.password, n)
		}
	}
}
