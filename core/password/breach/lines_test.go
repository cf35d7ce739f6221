package breach

import (
	"context"
	"crypto/sha1" // the published lists have SHA-1 hashes
	"encoding/hex"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"gatehouse/core/password"

	"pgregory.net/rapid"
)

// FuzzHashLine compares the parser of published lines with a pattern.
func FuzzHashLine(f *testing.F) {
	for _, seed := range []string{"", "x", strings.Repeat("a", 40), strings.Repeat("A", 35) + ":0", strings.Repeat("0", 40) + ":12"} {
		f.Add(seed)
	}
	whole := regexp.MustCompile(`\A([0-9A-Fa-f]{40})(:[0-9]{1,20})?\z`)
	suffix := regexp.MustCompile(`\A([0-9A-Fa-f]{35})(:[0-9]{1,20})?\z`)
	f.Fuzz(func(t *testing.T, line string) {
		key, skip, wrong := parseHash([]byte(line))
		wantParse(t, "", whole.FindStringSubmatch(line), line, key, skip, wrong)
		key, skip, wrong = parseSuffix("00aFf")([]byte(line))
		wantParse(t, "00aFf", suffix.FindStringSubmatch(line), line, key, skip, wrong)
	})
}

// wantParse compares one answer with what the pattern found.
func wantParse(t *testing.T, prefix string, found []string, line string, key uint64, skip bool, wrong Reason) {
	t.Helper()
	switch {
	case line == "":
		if !skip || wrong != "" {
			t.Errorf("an empty line: %v, %q", skip, wrong)
		}
	case found == nil:
		if wrong == "" || skip {
			t.Errorf("%q was taken", line)
		}
	default:
		sum, err := hex.DecodeString(prefix + found[1])
		if err != nil {
			t.Fatal(err)
		}
		padding := found[2] != "" && strings.Trim(found[2], ":0") == ""
		if wrong != "" || skip != padding || key != keyOf([20]byte(sum)) {
			t.Errorf("%q: %x, %v, %q", line, key, skip, wrong)
		}
	}
}

// FuzzWordLine: a word is taken exactly when it can be a password, and then
// under the hash of the password that it is.
func FuzzWordLine(f *testing.F) {
	for _, seed := range []string{"", " ", "hunter2", "e\u0301", "\xff", "a\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		key, skip, wrong := parseWord([]byte(line))
		p, err := password.New(line)
		if err == nil && (skip || wrong != "" || key != keyOf(sha1.Sum([]byte(p.Text())))) || err != nil && !skip && wrong == "" {
			t.Errorf("%q: %x, %v, %q; %v", line, key, skip, wrong, err)
		}
	})
}

// TestLinesAreThoseOfTheText: however the text arrives, the lines are those that
// it has, and offset and number are right behind each.
func TestLinesAreThoseOfTheText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		parts := rapid.SliceOf(rapid.OneOf(
			rapid.StringMatching(`[a-z\r]{0,8}\n`), rapid.StringMatching(`[a-z]{0,3}`),
			rapid.Map(rapid.IntRange(maxLine-3, 2*maxLine+3), func(n int) string { return strings.Repeat("x", n) + "\n" }),
		)).Draw(rt, "parts")
		text := strings.Join(parts, "")
		r := newLineReader()
		r.reset(iotest.HalfReader(strings.NewReader(text)), 0, 0)
		offset, number := 0, 0
		for want := range strings.Lines(text) {
			got, long, err := r.next(t.Context())
			offset, number = offset+len(want), number+1
			if err != nil || r.offset != int64(offset) || r.line != int64(number) || long != (len(want) > maxLine) {
				rt.Fatalf("line %d of %d bytes: %v, %v at %d", number, len(want), long, err, r.offset)
			}
			if cut, ended := strings.CutSuffix(want, "\n"); ended {
				want = strings.TrimSuffix(cut, "\r")
			}
			if !long && string(got) != want {
				rt.Fatalf("line %d: %q, want %q", number, got, want)
			}
		}
		if _, _, err := r.next(t.Context()); !errors.Is(err, io.EOF) {
			rt.Fatalf("behind the end: %v", err)
		}
	})
}

// endless is a line that never ends; it stops the reader after a while.
type endless struct{ stop context.CancelFunc }

func (e endless) Read(p []byte) (int, error) {
	e.stop()
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestLineWithoutEndStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	r := newLineReader()
	r.reset(endless{stop}, 0, 0)
	if _, _, err := r.next(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestBrokenSource(t *testing.T) {
	broken := errors.New("broken")
	r := newLineReader()
	r.reset(io.MultiReader(strings.NewReader("one\ntwo"), iotest.ErrReader(broken)), 0, 0)
	if text, _, err := r.next(t.Context()); err != nil || string(text) != "one" {
		t.Errorf("%q, %v", text, err)
	}
	if _, _, err := r.next(t.Context()); !errors.Is(err, broken) {
		t.Error(err)
	}
}
