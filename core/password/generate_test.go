package password_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"gatehouse/core/password"
	"gatehouse/core/policy"
)

var shape = regexp.MustCompile(`^[A-Za-z][a-z]{2,8}(-[1-9][0-9])?(-[A-Za-z][a-z]{2,8}(-[1-9][0-9])?){4}$`)

// seeded is a repeatable source of random bytes.
func seeded(n byte) io.Reader {
	var seed [32]byte
	seed[0] = n
	return rand.NewChaCha8(seed)
}

// A generated password has its shape, passes the default policy of an account
// without names, and is rated strong.
func TestGenerateMeetsThePolicy(t *testing.T) {
	random, strength := seeded(1), password.NewZxcvbn(time.Now)
	for range 300 {
		text, err := password.Generate(random)
		if err != nil {
			t.Fatal(err)
		}
		if !shape.MatchString(text) {
			t.Fatalf("%q has another shape", text)
		}
		if v := policy.Check(policy.Default(), policy.Subject{SameAsCurrent: new(false), Breached: new(false)}, text); !v.OK || !v.Final() {
			t.Fatalf("%q is refused: %+v", text, v)
		}
		if p, err := password.New(text); err != nil || p.Text() != text {
			t.Fatalf("%q is no password: %v", text, err)
		}
		if got := strength.Estimate(text, nil); got.Score != 4 {
			t.Fatalf("%q is rated %+v", text, got)
		}
	}
}

// Each part is drawn evenly: Pearson's chi-squared over 20,000 passwords from a
// fixed seed stays below the mean by five standard deviations.
func TestGenerateIsEven(t *testing.T) {
	const draws = 20_000
	random := seeded(2)
	capital, place, number, word := map[int]int{}, map[int]int{}, map[string]int{}, map[string]int{}
	for range draws {
		text, err := password.Generate(random)
		if err != nil {
			t.Fatal(err)
		}
		words, capitals := 0, 0
		for _, part := range strings.Split(text, "-") {
			if part[0] <= '9' {
				number[part]++
				place[words]++
				continue
			}
			if part != strings.ToLower(part) {
				capital[words]++
				capitals++
			}
			words++
			word[strings.ToLower(part)]++
		}
		if words != 5 || capitals != 1 {
			t.Fatalf("%q has %d words, %d capitals", text, words, capitals)
		}
	}
	even(t, "capital", capital, 5, draws)
	even(t, "place", place, 4, draws)
	even(t, "number", number, 90, draws)
	even(t, "word", word, 7772, 5*draws)
}

func even[K comparable](t *testing.T, name string, counts map[K]int, kinds, draws int) {
	t.Helper()
	if len(counts) != kinds {
		t.Errorf("%s: %d kinds, want %d", name, len(counts), kinds)
	}
	expected := float64(draws) / float64(kinds)
	chi := 0.0
	for _, n := range counts {
		chi += (float64(n) - expected) * (float64(n) - expected) / expected
	}
	freedom := float64(kinds - 1)
	if limit := freedom + 5*math.Sqrt(2*freedom); chi > limit {
		t.Errorf("%s: chi-squared %.1f, at most %.1f", name, chi, limit)
	}
}

// The entropy the doc comment states is the one of the parts drawn, and more
// than 64 bits.
func TestGenerateEntropy(t *testing.T) {
	bits := 5*math.Log2(7772) + math.Log2(5) + math.Log2(90) + math.Log2(4)
	if math.Abs(bits-75.4) > 0.05 || bits < 64 {
		t.Errorf("%.2f bits", bits)
	}
}

func TestGenerateUsesItsSource(t *testing.T) {
	a, errA := password.Generate(seeded(3))
	b, errB := password.Generate(seeded(3))
	c, errC := password.Generate(seeded(4))
	if errA != nil || errB != nil || errC != nil || a != b || a == c {
		t.Errorf("%q, %q, %q; %v, %v, %v", a, b, c, errA, errB, errC)
	}
	if d, err := password.Generate(nil); err != nil || !shape.MatchString(d) {
		t.Errorf("without a source: %q, %v", d, err)
	}
}

// Without randomness there is no password, wherever it runs dry.
func TestGenerateRefusesWithoutRandomness(t *testing.T) {
	broken := errors.New("broken")
	if text, err := password.Generate(iotest.ErrReader(broken)); !errors.Is(err, broken) || text != "" {
		t.Errorf("Generate = %q, %v", text, err)
	}
	all := make([]byte, 1024)
	if _, err := io.ReadFull(seeded(5), all); err != nil {
		t.Fatal(err)
	}
	done := false
	for n := range all {
		text, err := password.Generate(bytes.NewReader(all[:n]))
		if (text == "") == (err == nil) {
			t.Fatalf("with %d bytes: %q, %v", n, text, err)
		}
		done = err == nil
		if done {
			break
		}
	}
	if !done {
		t.Error("1,024 bytes do not make a password")
	}
}
