package password

import (
	"crypto/rand"
	"fmt"
	"io"
	"math/big"
	"strings"

	"github.com/sethvargo/go-diceware/diceware"
)

// generatedWords is the number of words in a generated password.
const generatedWords = 5

// Generate returns a new password such as "tally-Orbit-43-plinth-ferry-moss":
// five words of the EFF's large list, joined by "-", one of them with a capital,
// and a number from 10 to 99 between two of them. Each part is drawn uniformly
// from random; nil means crypto/rand.
//
// Its entropy is 5·log2(7772) + log2(5) + log2(90) + log2(4) = 75.4 bits: the
// list without its four hyphenated words, which could be read in two ways, then
// the capital, the number and its place. NIST SP 800-63B-4, 3.1.1.2 asks for
// nothing of the kind; 64 bits are beyond any offline attack on argon2id.
//
// The words are lower-case ASCII of 3 to 9 letters, so there are 22 code points
// at least. A word may happen to contain a name of the account; the caller, who
// knows the policy, checks and draws again.
func Generate(random io.Reader) (string, error) {
	if random == nil {
		random = rand.Reader
	}
	gen, err := diceware.NewGenerator(&diceware.GeneratorInput{RandReader: random})
	if err != nil {
		return "", fmt.Errorf("password: word generator: %w", err)
	}
	list := diceware.WordListEffLarge()
	words := make([]string, generatedWords)
	for i := range words {
		if words[i], err = drawWord(gen, list); err != nil {
			return "", err
		}
	}
	capital, err := draw(random, generatedWords)
	if err != nil {
		return "", err
	}
	number, err := draw(random, 90)
	if err != nil {
		return "", err
	}
	place, err := draw(random, generatedWords-1)
	if err != nil {
		return "", err
	}
	words[capital] = strings.ToUpper(words[capital][:1]) + words[capital][1:]
	words[place] += fmt.Sprintf("-%d", 10+number)
	return strings.Join(words, "-"), nil
}

// drawWord draws until a word has no hyphen.
func drawWord(gen *diceware.Generator, list diceware.WordList) (string, error) {
	for {
		roll, err := gen.RollWord(list.Digits())
		if err != nil {
			return "", fmt.Errorf("password: no randomness for a word: %w", err)
		}
		if word := list.WordAt(roll); !strings.Contains(word, "-") {
			return word, nil
		}
	}
}

// draw returns a uniform number from 0 to n-1.
func draw(random io.Reader, n int64) (int, error) {
	v, err := rand.Int(random, big.NewInt(n))
	if err != nil {
		return 0, fmt.Errorf("password: no randomness: %w", err)
	}
	return int(v.Int64()), nil
}
