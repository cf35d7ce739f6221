package zxcvbn

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

// maxSteps bounds the work on any text. The worst that hill climbing has found
// takes a fourth of it.
const maxSteps = 200_000

// longInputs are user inputs that are all found at nearly all places of "aaa…".
func longInputs() []string {
	inputs := make([]string, MaxInputs)
	for i := range inputs {
		inputs[i] = strings.Repeat("a", i+1)
	}
	return inputs
}

// check holds what is true of every result.
func check(t interface {
	Helper()
	Errorf(string, ...any)
}, text string, r Result,
) {
	t.Helper()
	units := len(appendUnits(nil, text, MaxUnits))
	if r.Score < 0 || r.Score > 4 || r.Score != score(r.Guesses) || !(r.Guesses >= 1) || math.IsInf(r.Guesses, 0) {
		t.Errorf("%q: %+v", text, r)
	}
	if limit := max(1, math.Pow(bruteForceBase, float64(units)), minSingle+1); r.Guesses > limit+1 {
		t.Errorf("%q: %v guesses, by brute force %v", text, r.Guesses, limit)
	}
	end := 0
	for _, m := range r.Matches {
		if m.Start != end || m.End <= m.Start || !(m.Guesses >= 1) {
			t.Errorf("%q: part %+v after %d", text, m, end)
		}
		end = m.End
	}
	if end != units {
		t.Errorf("%q: the parts end at %d of %d", text, end, units)
	}
}

func FuzzEstimate(f *testing.F) {
	for _, seed := range []string{
		"a4@8({[<369|!1$5+7%2", "1|7+!", "abaababaabaab", "01/01/1991", "1234567890", "qwertyuiop", "P4ssw0rd1987", "\xff", "İΣ\u2028", "𐐀𐐁", "a\na",
	} {
		f.Add(seed, "okafor", uint8(1))
		f.Add(seed, seed, uint8(20))
	}
	e := New()
	inputs := longInputs()
	f.Fuzz(func(t *testing.T, text, input string, times uint8) {
		text = strings.Repeat(text, int(times))
		inputs[0] = input
		got, steps := e.estimate(text, inputs, vectorsYear)
		check(t, text, got)
		if steps > maxSteps {
			t.Errorf("%q: %d steps", text, steps)
		}
	})
}

// What made the reference take minutes is a matter of some ten thousand steps.
func TestStepsAreBounded(t *testing.T) {
	e := New()
	for name, text := range map[string]string{
		"330 characters": strings.Repeat("kT7#Qz!m2Wp$v9Lr&xB4nC", 15), "a mebibyte": strings.Repeat("a", 1<<20),
		"look-alikes": "a4@8({[<369|!1$5+7%2", "more look-alikes": strings.Repeat("a4@8({[<369|!1$5+7%2", 5),
		"dates": strings.Repeat("1.1.91", 20), "repeats": strings.Repeat("abaababaabaababaababa", 5), "bytes": strings.Repeat("\xff", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			got, steps := e.estimate(text, longInputs(), vectorsYear)
			check(t, text, got)
			if steps == 0 || steps > maxSteps {
				t.Errorf("%d steps", steps)
			}
		})
	}
}

// texts draws what people type: words, keys, dates, repeats, any Unicode.
func texts() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"password", "Okafor", "zxcvbn", "21.3.1987", "19870321", "aaaa", "ababab", "P@$$w0rd", "-", "🦉", "!QAZ", "789456"}),
		rapid.StringN(0, 8, -1), rapid.StringMatching(`[ -~]{0,8}`),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), "")
	})
}

// Every result is sound, and the same again, also from an analysis that was
// used for another text in between.
func TestEstimateIsSound(t *testing.T) {
	e := New()
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		inputs := rapid.SliceOfN(rapid.String(), 0, 4).Draw(t, "inputs")
		got := e.Estimate(text, inputs, vectorsYear)
		check(t, text, got)
		e.Estimate(texts().Draw(t, "other"), nil, vectorsYear)
		if again := e.Estimate(text, inputs, vectorsYear); !reflect.DeepEqual(got, again) {
			t.Fatalf("%q: %+v, then %+v", text, got, again)
		}
	})
}

// A text that an attacker tries first is worth its place.
func TestInputsAreTriedFirst(t *testing.T) {
	e := New()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zà-ÿа-я]{1,20}`).Draw(t, "text")
		place := rapid.IntRange(1, 9).Draw(t, "place")
		inputs := append(slices.Repeat([]string{""}, place-1), text)
		if got := e.Estimate(text, inputs, vectorsYear).Guesses; got > float64(place)+1 {
			t.Fatalf("%q in place %d: %v guesses", text, place, got)
		}
	})
}

// What comes after the first 100 units counts for nothing, and a character is
// not cut in two.
func TestOnlyTheFirstUnitsCount(t *testing.T) {
	e := New()
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text") + strings.Repeat("k7#Qz", 20)
		want := string(utf16.Decode(appendUnits(nil, text, MaxUnits)))
		if n := len(utf16.Encode([]rune(want))); n < MaxUnits-1 || n > MaxUnits || !strings.HasPrefix(string([]rune(text)), want) {
			t.Fatalf("%d units: %q of %q", n, want, text)
		}
		if got, want := e.Estimate(text, nil, vectorsYear), e.Estimate(want, nil, vectorsYear); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %+v, want %+v", text, got, want)
		}
	})
}

func TestScoreBounds(t *testing.T) {
	for guesses, want := range map[float64]int{
		1: 0, 1004: 0, 1005: 1, 1e6 + 4: 1, 1e6 + 5: 2, 1e8 + 4: 2, 1e8 + 5: 3, 1e10 + 4: 3, 1e10 + 5: 4, math.MaxFloat64: 4,
	} {
		if got := score(guesses); got != want {
			t.Errorf("score(%v) = %d, want %d", guesses, got, want)
		}
	}
}

// The year is the caller's: a date far from it costs more.
func TestYear(t *testing.T) {
	e := New()
	for text, want := range map[string]map[int]float64{
		"1987":    {1987: 20, 2000: 20, 2026: 39, 2100: 113},
		"210387":  {1987: 20 * 365, 2026: 39 * 365},
		"21.3.87": {2000: 20 * 365 * 4, 2026: 39 * 365 * 4},
	} {
		for year, guesses := range want {
			if got := e.Estimate(text, nil, year).Guesses; got != guesses+1 {
				t.Errorf("%s in %d: %v guesses, want %v", text, year, got, guesses+1)
			}
		}
	}
}

// A word that every JavaScript object has is a word like others here.
func TestConstructor(t *testing.T) {
	got := New().Estimate("constructor", nil, vectorsYear)
	if len(got.Matches) != 1 || got.Matches[0].Pattern != Dictionary || got.Matches[0].List != EnglishWikipedia {
		t.Errorf("%+v", got)
	}
}

func TestConcurrentUse(t *testing.T) {
	e := New()
	vectors := readVectors(t, "testdata/development.jsonl.gz")[:400]
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for _, v := range vectors {
				if got := e.Estimate(v.Password, v.Inputs, vectorsYear); got.Score != v.Score {
					t.Errorf("%q: score %d, want %d", v.Password, got.Score, v.Score)
				}
			}
		})
	}
	workers.Wait()
}

// An analysis keeps nothing of a text when it is laid aside.
func TestAnalysisForgets(t *testing.T) {
	e := &Estimator{words: New().words}
	a := e.take()
	a.units = appendUnits(a.units, "P4ssw0rd-P4ssw0rd", MaxUnits)
	a.run(vectorsYear, &inputWords{})
	e.give(a)
	for _, units := range [][]uint16{a.units, a.lower, a.backwards, a.reversed} {
		units = units[:cap(units)]
		if slices.ContainsFunc(units, func(u uint16) bool { return u != 0 }) {
			t.Errorf("left: %q", utf16.Decode(units))
		}
	}
	if matches := a.matches[:cap(a.matches)]; slices.ContainsFunc(matches, func(m Match) bool { return m != Match{} }) {
		t.Errorf("left: %+v", matches)
	}
}

// Knowing more words never makes a text look harder to guess.
func TestInputsNeverRaise(t *testing.T) {
	e := New()
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		words := rapid.SliceOfN(rapid.StringN(1, 8, -1), 1, 4).Draw(t, "words")
		text += rapid.SampledFrom(words).Draw(t, "word")
		without, with := e.Estimate(text, nil, vectorsYear), e.Estimate(text, words, vectorsYear)
		if with.Guesses > without.Guesses*(1+1e-9) {
			t.Fatalf("%q: %v, knowing %q: %v", text, without, words, with)
		}
	})
}
