package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gatehouse/core"
)

// What an export has in it reaches a terminal in whole lines, without what cannot be
// seen, however it is cut into pieces.
func TestVisibleLines(t *testing.T) {
	const text = "a,b\r\n\"x\x1b[2Jy\"\nä\u202eö\nlast"
	for size := 1; size <= len(text); size++ {
		var out bytes.Buffer
		lines := &visibleLines{to: &out}
		for piece := range slices.Chunk([]byte(text), size) {
			if n, err := lines.Write(piece); n != len(piece) || err != nil {
				t.Fatal(n, err)
			}
		}
		if err := lines.end(); err != nil {
			t.Fatal(err)
		}
		if got, want := out.String(), "a,b\n"+shown("\"x\x1b[2Jy\"")+"\n"+shown("ä\u202eö")+"\nlast\n"; got != want {
			t.Fatalf("in pieces of %d: %q, want %q", size, got, want)
		}
		if strings.ContainsAny(out.String(), "\x1b\u202e\r") {
			t.Fatalf("%q was printed", out.String())
		}
	}
}

// A file that could not be written whole is taken away again.
func TestExportThatFails(t *testing.T) {
	path, broken := filepath.Join(t.TempDir(), "h.csv"), errors.New("no room")
	err := toNewFile(path, fieldOut, func(to io.Writer) error {
		if _, err := io.WriteString(to, "half"); err != nil {
			t.Fatal(err)
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is there still: %v", err)
	}
}

// Arguments are one rule, or several where each begins as one does.
func TestJoinRules(t *testing.T) {
	tests := map[string]struct {
		args []string
		want string
	}{
		"words":   {[]string{"allow", "from", "desk"}, "\nallow from desk"},
		"quoted":  {[]string{"allow from desk", "deny"}, "\nallow from desk\ndeny"},
		"others":  {[]string{"forbid", "all"}, " forbid all"},
		"nothing": {nil, ""},
	}
	for name, test := range tests {
		if got := joinRules(test.args); got != test.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Places that are read come back from the JSON form that the program prints, and a text
// without a place is refused.
func FuzzPlaces(f *testing.F) {
	for _, seed := range []string{
		"", "Yard: 10.0.0.0/8", "Hall:2: fe80:: ::1\r\nEmpty:\n", "Yard 10.0.0.0/8", "\ufeffYard: 10.1.2.3", `{"places":[{"name":"Yard","ranges":["10.0.0.0/8"]}]}`,
		`{"ok":true,"places":[],"revision":1}`, `{"places":[{"name":"Yard"}]} x`, `{"place":[]}`, ": ", "{",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		places, err := parsePlaces(text)
		if err != nil {
			var refused *refusal
			if !errors.As(err, &refused) || refused.field != core.FieldPlaces || refused.text == "" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if len(places) == 0 {
			t.Fatalf("%q is no place", text)
		}
		printed, err := json.Marshal(placesShown{Places: places})
		if err != nil {
			t.Fatal(err)
		}
		again, err := parsePlaces(string(printed))
		if err != nil || utf8.ValidString(text) && !reflect.DeepEqual(again, places) {
			t.Fatalf("%q came back as %+v, want %+v: %v", text, again, places, err)
		}
	})
}
