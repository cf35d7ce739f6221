package policy

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestParseSchedule(t *testing.T) {
	const day = 24 * time.Hour
	tests := []struct {
		typed, written string
		lengths        []time.Duration
	}{
		{"30M;2H;1D", "30M;2H;1D", []time.Duration{30 * time.Minute, 2 * time.Hour, day}},
		{"30m;2h;1d", "30M;2H;1D", []time.Duration{30 * time.Minute, 2 * time.Hour, day}},
		{"90M;24H;60M", "90M;24H;60M", []time.Duration{90 * time.Minute, day, time.Hour}},
		{"3650D;87600H;5256000M", "3650D;87600H;5256000M", []time.Duration{3650 * day, 3650 * day, 3650 * day}},
		{"007M", "7M", []time.Duration{7 * time.Minute}},
		{"1M", "1M", []time.Duration{time.Minute}},
		{"until_admin", "until_admin", nil},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			got, err := ParseSchedule(tt.typed)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != tt.written || len(got.Durations) != len(tt.lengths) || got.UntilAdmin != (tt.lengths == nil) {
				t.Fatalf("ParseSchedule = %v, written %q", got, got.String())
			}
			for i, want := range tt.lengths {
				if got.Durations[i].Length() != want {
					t.Errorf("entry %d is %v, want %v", i+1, got.Durations[i].Length(), want)
				}
			}
		})
	}
}

// The error names the entry and its position, counted from 1.
func TestParseScheduleNamesTheEntry(t *testing.T) {
	misread := func(entry string, position int) string {
		return "Entry " + strconv.Itoa(position) + ", “" + entry + "”, is no duration. Write a number and M, H or D, such as 30M"
	}
	zero := func(entry string, position int) string {
		return "Entry " + strconv.Itoa(position) + ", “" + entry + "”, is no time at all. Choose at least 1M"
	}
	long := func(entry string, position int) string {
		return "Entry " + strconv.Itoa(position) + ", “" + entry + "”, is longer than 3650 days"
	}
	tests := []struct {
		typed    string
		position int
		text     string
	}{
		{"", 1, misread("", 1)},
		{"1M;;5x", 2, misread("", 2)},
		{"1M;5x;-3H", 2, misread("5x", 2)},
		{"1M;2M;-3H", 3, misread("-3H", 3)},
		{"+3H", 1, misread("+3H", 1)},
		{"1M;99999999999D", 2, long("99999999999D", 2)},
		{"106752D", 1, long("106752D", 1)},         // overflows a time.Duration into the past
		{"213504D", 1, long("213504D", 1)},         // and once round, to a short one
		{"1M;3651D", 2, long("3651D", 2)},          // a day beyond the bound
		{"87601H", 1, long("87601H", 1)},           //
		{"5256001M", 1, long("5256001M", 1)},       //
		{"2147483648M", 1, long("2147483648M", 1)}, // beyond 32 bits
		{"9223372036854775808D", 1, long("9223372036854775808D", 1)},
		{"0M", 1, zero("0M", 1)},
		{"1D;000H", 2, zero("000H", 2)},
		{"1M; 5M", 2, misread(" 5M", 2)},
		{"1M ;5M", 1, misread("1M ", 1)},
		{" 1M", 1, misread(" 1M", 1)},
		{"1M;", 2, misread("", 2)},
		{";1M", 1, misread("", 1)},
		{"1M,5M", 1, misread("1M,5M", 1)},
		{"30", 1, misread("30", 1)},
		{"M", 1, misread("M", 1)},
		{"30MM", 1, misread("30MM", 1)},
		{"1H30M", 1, misread("1H30M", 1)},
		{"1.5H", 1, misread("1.5H", 1)},
		{"15s", 1, misread("15s", 1)},
		{"1M;until_admin", 2, misread("until_admin", 2)},
		{"UNTIL_ADMIN", 1, misread("UNTIL_ADMIN", 1)},
		{"١M", 1, misread("١M", 1)},
		{"1M;\x1b[2J", 2, misread("\ufffd[2J", 2)},
		{"1\xff", 1, misread("1\ufffd", 1)},
		{strings.Repeat("9", 30), 1, misread(strings.Repeat("9", 24)+"…", 1)},
		{strings.Repeat("1M;", 100) + "1M", 101, "Name at most 100 lock times"},
	}
	for _, tt := range tests {
		t.Run(tt.typed[:min(len(tt.typed), 20)], func(t *testing.T) {
			got, err := ParseSchedule(tt.typed)
			var wrong *DurationError
			if !errors.As(err, &wrong) {
				t.Fatalf("ParseSchedule = %v, %v", got, err)
			}
			if got.UntilAdmin || got.Durations != nil {
				t.Errorf("an error beside %v", got)
			}
			if wrong.Position != tt.position || wrong.Text.String() != tt.text {
				t.Errorf("position %d: %s\nwant %d: %s", wrong.Position, wrong.Text, tt.position, tt.text)
			}
			if entries := strings.Split(tt.typed, ";"); wrong.Entry != entries[tt.position-1] {
				t.Errorf("entry %q", wrong.Entry)
			}
		})
	}
}

func TestParseDurationAlone(t *testing.T) {
	if d, err := ParseDuration("2h"); err != nil || d != (Duration{2, Hours}) || d.String() != "2H" {
		t.Errorf("ParseDuration = %v, %v", d, err)
	}
	for typed, want := range map[string]string{
		"2H;3H": "policy: “2H;3H” is no duration. Write a number and M, H or D, such as 30M",
		"0D":    "policy: “0D” is no time at all. Choose at least 1M",
		"3651d": "policy: “3651d” is longer than 3650 days",
	} {
		if _, err := ParseDuration(typed); err == nil || err.Error() != want {
			t.Errorf("ParseDuration(%q) = %v, want %s", typed, err, want)
		}
	}
}

func TestDurationsInJSON(t *testing.T) {
	type form struct {
		Durations  *Schedule `json:"durations,omitempty"`
		ResetAfter *Duration `json:"reset_after,omitempty"`
	}
	for _, written := range []string{
		`{"durations":"30M;2H;1D","reset_after":"1D"}`, `{"durations":"until_admin"}`, `{}`,
	} {
		var read form
		if err := json.Unmarshal([]byte(written), &read); err != nil {
			t.Fatal(err)
		}
		if again, err := json.Marshal(read); err != nil || string(again) != written {
			t.Errorf("%s came back as %s, %v", written, again, err)
		}
	}
	var wrong *DurationError
	for _, written := range []string{`{"durations":"1M;2X"}`, `{"durations":""}`, `{"reset_after":"0M"}`} {
		read := form{Durations: &Schedule{UntilAdmin: true}, ResetAfter: &Duration{1, Days}}
		if err := json.Unmarshal([]byte(written), &read); !errors.As(err, &wrong) {
			t.Errorf("%s: %v", written, err)
		}
		if !read.Durations.UntilAdmin || read.ResetAfter.Count != 1 {
			t.Errorf("%s: an error changed the value", written)
		}
	}
	if err := json.Unmarshal([]byte(`{"reset_after":30}`), new(form)); err == nil {
		t.Error("a number was read as a duration")
	}
}

// What could not be read again is not written.
func TestImpossibleDurationsAreNotWritten(t *testing.T) {
	var wrong *DurationError
	for name, d := range map[string]Duration{
		"zero": {}, "no unit": {Count: 3}, "other unit": {3, 'S'}, "lower-case unit": {3, 'h'}, "none": {0, Minutes},
		"negative": {-1, Days}, "ten years and a day": {3651, Days}, "overflow": {106752, Days}, "huge": {math.MaxInt, Minutes},
	} {
		if text, err := d.MarshalText(); !errors.As(err, &wrong) || text != nil || d.Length() != 0 {
			t.Errorf("%s: MarshalText = %q, %v; Length %v", name, text, err, d.Length())
		}
		s := Schedule{Durations: []Duration{{1, Minutes}, d}}
		if text, err := s.MarshalText(); !errors.As(err, &wrong) || wrong.Position != 2 {
			t.Errorf("%s: schedule MarshalText = %q, %v", name, text, err)
		}
	}
	for _, s := range []Schedule{{}, {Durations: make([]Duration, 101)}} {
		for i := range s.Durations {
			s.Durations[i] = Duration{1, Minutes}
		}
		if text, err := s.MarshalText(); !errors.As(err, &wrong) {
			t.Errorf("%d entries: MarshalText = %q, %v", len(s.Durations), text, err)
		}
	}
}

// drawDuration draws one that ParseDuration reads.
func drawDuration() *rapid.Generator[Duration] {
	return rapid.Custom(func(t *rapid.T) Duration {
		unit := rapid.SampledFrom([]Unit{Minutes, Hours, Days}).Draw(t, "unit")
		return Duration{rapid.IntRange(1, unit.longest()).Draw(t, "count"), unit}
	})
}

func TestScheduleRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Schedule{Durations: rapid.SliceOfN(drawDuration(), 1, maxDurations).Draw(t, "durations")}
		text, err := s.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var again Schedule
		if err := again.UnmarshalText(text); err != nil || again.String() != s.String() {
			t.Fatalf("%s came back as %s, %v", text, again, err)
		}
	})
}

func FuzzSchedule(f *testing.F) {
	for _, seed := range []string{
		"30M;2H;1D", "until_admin", "1M;;5x;-3H;99999999999D", "106752D", "213504D", "", ";", "0M", "1m; 2h", "\xff", "3650d",
		strings.Repeat("1M;", 101),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		s, err := ParseSchedule(typed)
		if err != nil {
			namesFirstMistake(t, typed, err)
			return
		}
		if s.UntilAdmin == (len(s.Durations) > 0) || len(s.Durations) > maxDurations {
			t.Fatalf("ParseSchedule(%q) = %v", typed, s)
		}
		for i, d := range s.Durations {
			if d.Length() < time.Minute || d.Length() > MaxLockDuration {
				t.Fatalf("entry %d of %q is %v", i+1, typed, d.Length())
			}
		}
		again, err := ParseSchedule(s.String())
		if err != nil || again.String() != s.String() || strings.ToUpper(s.String()) != s.String() && !s.UntilAdmin {
			t.Fatalf("%q was printed as %q and read as %q, %v", typed, s, again, err)
		}
	})
}

// namesFirstMistake checks that an error names an entry that stands at its
// position, and that all before it can be read.
func namesFirstMistake(t *testing.T, typed string, err error) {
	var wrong *DurationError
	entries := strings.Split(typed, ";")
	if !errors.As(err, &wrong) || wrong.Position < 1 || wrong.Position > len(entries) {
		t.Fatalf("error %v names no position of %q", err, typed)
	}
	if wrong.Entry != entries[wrong.Position-1] || !utf8.ValidString(err.Error()) || len(err.Error()) > 300 {
		t.Fatalf("error %q names no entry of %q", err, typed)
	}
	if wrong.Position == 1 {
		return
	}
	if _, err := ParseSchedule(strings.Join(entries[:wrong.Position-1], ";")); err != nil {
		t.Fatalf("position %d of %q is not the first mistake: %v", wrong.Position, typed, err)
	}
}
