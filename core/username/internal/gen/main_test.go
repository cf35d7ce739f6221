package main

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
)

const small = "\ufeff# confusables.txt\n# Version: 9.8.7\n\n" +
	"0430 ;\t0061 ;\tMA\t# а → a\n" + // kept
	"0410 ;\t0041 ;\tMA\t# a source that folding removes\n" +
	"13AA ;\t0041 ;\tMA\t# Cherokee folds to upper case\n" +
	"0030 ;\t004F ;\tMA\t# 0 → O\n" +
	"006D ;\t0072 006E ;\tMA\t# m → rn\n" +
	"0271 ;\t0072 006E 0326 ;\tMA\t# ɱ\n" +
	"0433 ;\t0434 ;\tMA\t# first of two steps\n" +
	"0434 ;\t0435 ;\tMA\t# second of two steps\n" +
	"2260 ;\t0061 ;\tMA\t# a symbol\n" +
	"FF41 ;\t0061 ;\tMA\t# a full-width letter\n"

func generate(t *testing.T, text string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	if err := os.WriteFile(in, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(in, out); err != nil {
		return "", err
	}
	f, err := os.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(got), nil
}

func TestRun(t *testing.T) {
	got, err := generate(t, small)
	if err != nil {
		t.Fatal(err)
	}
	if want := "confusables 9.8.7\n0o\nɱm\u0326\nаa\nге\nде\nᎪa\n"; got != want {
		t.Errorf("got %+q, want %+q", got, want)
	}
}

func TestRunRefuses(t *testing.T) {
	for about, text := range map[string]string{
		"no version":       "0430 ; 0061 ; MA\n",
		"two fields":       "# Version: 1\n0430 ; 0061\n",
		"no number":        "# Version: 1\nxyz ; 0061 ; MA\n",
		"two sources":      "# Version: 1\n0430 0431 ; 0061 ; MA\n",
		"target no number": "# Version: 1\n0430 ; g ; MA\n",
		"a circle":         "# Version: 1\n0430 ; 0431 ; MA\n0431 ; 0430 0430 ; MA\n",
	} {
		if got, err := generate(t, text); err == nil {
			t.Errorf("%s: taken as %q", about, got)
		}
	}
	if err := run(filepath.Join(t.TempDir(), "absent"), "out"); err == nil {
		t.Error("an absent file is taken")
	}
}
