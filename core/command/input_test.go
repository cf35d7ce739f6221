package command

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"gatehouse/core"

	"pgregory.net/rapid"
)

// lines makes an input of text, which arrives a byte at a time.
func lines(t *testing.T, text string) *input {
	t.Helper()
	return newInput(t.Context(), iotest.OneByteReader(strings.NewReader(text)), io.Discard)
}

func TestLineEnds(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"a\nb\n", []string{"a", "b"}},
		{"a\r\nb", []string{"a", "b"}},
		{"a", []string{"a"}},
		{"a\r", []string{"a\r"}},
		{"a\r\r\n", []string{"a\r"}},
		{" a \n\n", []string{" a ", ""}},
		{"\n", []string{""}},
		{strings.Repeat("x", maxLine) + "\r\n", []string{strings.Repeat("x", maxLine)}},
		{strings.Repeat("x", maxLine), []string{strings.Repeat("x", maxLine)}},
	}
	for _, test := range tests {
		in := lines(t, test.text)
		for _, want := range test.want {
			if got, err := in.secret("Password", core.FieldPassword); err != nil || got != want {
				t.Errorf("%q: %q, %v; want %q", test.text, got, err, want)
			}
		}
		if got, err := in.secret("Password", core.FieldPassword); !errors.Is(err, errNoLine) || got != "" {
			t.Errorf("%q: %q, %v after the end", test.text, got, err)
		}
	}
}

// TestLineIsWhatWasWritten: whatever has no line end in it comes back as it is.
func TestLineIsWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.SliceOfN(rapid.Byte().Filter(func(b byte) bool { return b != '\n' && b != '\r' }), 0, maxLine).Draw(rt, "text")
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(rt, "end")
		in := newInput(t.Context(), strings.NewReader(string(text)+end+"next"), io.Discard)
		got, err := in.secret("Password", core.FieldPassword)
		if err != nil || got != string(text) {
			rt.Fatalf("%q, %v", got, err)
		}
		if next, err := in.secret("Password", core.FieldNew); err != nil || next != "next" {
			rt.Fatalf("%q, %v as the next line", next, err)
		}
	})
}

func TestLongLinesAreRefused(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("x", maxLine+1), strings.Repeat("x", maxLine+1) + "\n", strings.Repeat("x", maxLine+2) + "\n",
		strings.Repeat("x", 1<<20) + "\n",
	} {
		got, err := newInput(t.Context(), strings.NewReader(text), io.Discard).secret("Password", core.FieldPassword)
		r, ok := errors.AsType[*refusal](err)
		if !ok || r.code != core.CodeInput || r.field != core.FieldPassword || got != "" {
			t.Errorf("%d bytes: %d bytes, %v", len(text), len(got), err)
		}
	}
}

func TestBrokenInputIsAFault(t *testing.T) {
	broken := errors.New("broken")
	in := newInput(t.Context(), iotest.ErrReader(broken), io.Discard)
	if _, err := in.secret("Password", core.FieldPassword); !errors.Is(err, broken) {
		t.Error(err)
	}
}
