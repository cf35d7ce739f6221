package twostep_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"gatehouse/core/twostep"
)

func TestRecoveryCodes(t *testing.T) {
	form := regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$`)
	seen, used := map[string]bool{}, map[byte]bool{}
	for range 100 {
		codes, err := twostep.NewRecoveryCodes(rand.Reader)
		if err != nil || len(codes) != twostep.RecoveryCodes {
			t.Fatal(len(codes), err)
		}
		for _, code := range codes {
			shown := code.Shown()
			if !form.MatchString(shown) || seen[shown] {
				t.Errorf("%q", shown)
			}
			seen[shown] = true
			for i := range len(code.Text()) {
				used[code.Text()[i]] = true
			}
			if read, err := twostep.ParseRecoveryCode(shown); err != nil || read.Text() != code.Text() {
				t.Errorf("%q is read as %q, %v", shown, read.Shown(), err)
			}
		}
	}
	if len(used) != 32 {
		t.Errorf("%d characters are used", len(used))
	}
}

// A source that gives the same again and again does not give the same code twice, and
// one that gives nothing gives none.
func TestRecoveryCodesDiffer(t *testing.T) {
	same := make([]byte, 10)
	next := append(bytes.Repeat(same, 3), make([]byte, 200)...)
	for i := range 20 {
		next[30+i*10] = byte(i)
	}
	codes, err := twostep.NewRecoveryCodes(bytes.NewReader(next))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, code := range codes {
		seen[code.Text()] = true
	}
	if len(seen) != twostep.RecoveryCodes {
		t.Errorf("%d different codes", len(seen))
	}
	for name, source := range map[string]io.Reader{"nothing": bytes.NewReader(nil), "the same": bytes.NewReader(make([]byte, 1<<16))} {
		if _, err := twostep.NewRecoveryCodes(source); err == nil {
			t.Errorf("codes of a source that gives %s", name)
		}
	}
}

// A code is read as it is copied from paper.
func TestParseRecoveryCode(t *testing.T) {
	const want = "01AB-CDEF-GHJK-MNPQ"
	for _, typed := range []string{want, "01ab cdef ghjk mnpq", "O1ABCDEFGHJKMNPQ", "oiab-cdef-ghjk-mnpq", "0LAB--CDEF  GHJK-MNPQ-", " 01AB-CDEF-GHJK-MNPQ "} {
		if code, err := twostep.ParseRecoveryCode(typed); err != nil || code.Shown() != want {
			t.Errorf("%q: %q, %v", typed, code.Shown(), err)
		}
	}
	for _, typed := range []string{
		"", "-", "01AB-CDEF-GHJK-MNP", "01AB-CDEF-GHJK-MNPQR", "01AB-CDEF-GHJK-MNPU", "01AB_CDEF_GHJK_MNPQ", "０１AB-CDEF-GHJK-MNPQ",
		"01AB-CDEF-GHJK-MNP\x00", strings.Repeat("-", 65) + want,
	} {
		if _, err := twostep.ParseRecoveryCode(typed); !errors.Is(err, twostep.ErrRecoveryCode) {
			t.Errorf("%q is read, %v", typed, err)
		}
	}
}

func FuzzParseRecoveryCode(f *testing.F) {
	f.Add("01AB-CDEF-GHJK-MNPQ")
	f.Fuzz(func(t *testing.T, typed string) {
		code, err := twostep.ParseRecoveryCode(typed)
		if err != nil {
			return
		}
		if again, err := twostep.ParseRecoveryCode(code.Shown()); err != nil || again.Text() != code.Text() {
			t.Errorf("%q is read as %q and that as %q", typed, code.Shown(), again.Shown())
		}
	})
}
