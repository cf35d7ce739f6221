package command

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
)

// An unknown flag or command gets the name of one that is near to it, and of no
// other.
func TestHints(t *testing.T) {
	for args, want := range map[string]string{
		"signin --usr":              "Unknown flag --usr. Did you mean --user? See: gatehouse --help\n",
		"signin --uesr":             "Unknown flag --uesr. See: gatehouse --help\n",
		"signin --xy":               "Unknown flag --xy. See: gatehouse --help\n",
		"signin --u":                "Unknown flag --u. See: gatehouse --help\n",
		"account add --full-nme":    "Unknown flag --full-nme. Did you mean --full-name? See: gatehouse --help\n",
		"account add --full":        "Unknown flag --full. See: gatehouse --help\n",
		"policy lnt":                "Unexpected argument lnt. Did you mean lint? See: gatehouse --help\n",
		"policy impor":              "Unexpected argument impor. Did you mean import? See: gatehouse --help\n",
		"policy xx":                 "Unexpected argument xx. See: gatehouse --help\n",
		"doctr":                     "Unexpected argument doctr. Did you mean doctor? See: gatehouse --help\n",
		"key, did you mean \"key\"": "Unexpected argument key, did you mean \"key\". See: gatehouse --help\n",
	} {
		var stderr bytes.Buffer
		words := strings.Fields(args)
		if strings.HasPrefix(args, "key,") {
			words = []string{args}
		}
		status := Run(t.Context(), Program{Args: words, Stdout: &bytes.Buffer{}, Stderr: &stderr, Env: os.Getenv})
		if status != 2 || stderr.String() != want {
			t.Errorf("%s: status %d, %q, want %q", args, status, stderr.String(), want)
		}
	}
}

func TestUsageTextKeepsWhatOffersNothing(t *testing.T) {
	if got := usageText(errors.New("missing flags: --user=NAME")); got != "Missing flags: --user=NAME." {
		t.Errorf("%q", got)
	}
}
