package command

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestObjectIsReadAsWritten: the escapes lose nothing, and no character that
// cannot be seen reaches the terminal.
func TestObjectIsReadAsWritten(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(
			rapid.Rune(), rapid.RuneFrom(nil, unicode.Cf, unicode.Cc, unicode.Zl, unicode.Zp),
		)).Draw(rt, "text")
		var out bytes.Buffer
		c := &console{Program: Program{Stdout: &out}, json: true}
		if err := c.show(struct {
			Text string `json:"text"`
		}{text}); err != nil {
			rt.Fatal(err)
		}
		var back struct {
			OK   bool
			Text string
		}
		if err := json.Unmarshal(out.Bytes(), &back); err != nil || !back.OK || back.Text != text {
			rt.Fatalf("%q came back as %+v, %v", text, back, err)
		}
		printed := bytes.TrimSuffix(out.Bytes(), []byte("\n"))
		for len(printed) > 0 {
			r, size := utf8.DecodeRune(printed)
			if unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r) {
				rt.Fatalf("%U was printed", r)
			}
			printed = printed[size:]
		}
	})
}

func TestEmptyAnswer(t *testing.T) {
	var out bytes.Buffer
	c := &console{Program: Program{Stdout: &out}, json: true}
	if err := c.show(struct{}{}); err != nil || out.String() != "{\"ok\":true}\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestTable(t *testing.T) {
	lines, err := table([][]string{{"A", "B"}, {"a\tb\n", ""}, {"", "x"}})
	want := []string{"A                   B", "a‹U+0009›b‹U+000A›", "                    x"}
	if err != nil || len(lines) != len(want) {
		t.Fatalf("%q, %v", lines, err)
	}
	for i := range want {
		if lines[i] != want[i] {
			t.Errorf("%q, want %q", lines[i], want[i])
		}
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 s", 32 * time.Second: "32 s", 15 * time.Minute: "15 min", 14*time.Minute + 32*time.Second: "14 min 32 s",
		time.Hour: "1 h", time.Hour + 59*time.Second: "1 h 1 min", 23*time.Hour + 59*time.Minute: "23 h 59 min",
		24 * time.Hour: "1 d", 24*time.Hour + time.Second: "1 d 1 h", 49 * time.Hour: "2 d 1 h", 3650 * 24 * time.Hour: "3650 d",
	} {
		if got := duration(d); got != want {
			t.Errorf("%d seconds are %q, want %q", d/time.Second, got, want)
		}
	}
}
