package policy

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestSource(t *testing.T) {
	tests := []struct {
		name string
		l    Lockout
		want SourceLimit
		on   bool
	}{
		{"off", Lockout{}, SourceLimit{}, false},
		{"off, with locks", Lockout{Enabled: true, FirstLockAt: new(5)}, SourceLimit{}, false},
		{"off, with times", Lockout{SourceWindowMinutes: new(30), SourceBlockMinutes: new(30)}, SourceLimit{}, false},
		{"with locks off", Lockout{SourceFailures: new(20)}, SourceLimit{20, time.Hour, 15 * time.Minute}, true},
		{"of the default", Default().Lockout, SourceLimit{100, time.Hour, 15 * time.Minute}, true},
		{
			"with times",
			Lockout{Enabled: true, SourceFailures: new(5), SourceWindowMinutes: new(1), SourceBlockMinutes: new(1440)},
			SourceLimit{5, time.Minute, 24 * time.Hour},
			true,
		},
		{
			"out of bounds",
			Lockout{SourceFailures: new(-3), SourceWindowMinutes: new(0), SourceBlockMinutes: new(math.MaxInt)},
			SourceLimit{1, time.Hour, 15 * time.Minute},
			true,
		},
	}
	for _, tt := range tests {
		if got, on := tt.l.Source(); got != tt.want || on != tt.on {
			t.Errorf("%s: %+v %v", tt.name, got, on)
		}
	}
}

// Whatever stands in a policy, a limit counts something, and stops for a while and
// not for good.
func TestSourceIsBounded(t *testing.T) {
	number := rapid.Ptr(rapid.Int(), true)
	rapid.Check(t, func(t *rapid.T) {
		l := Lockout{
			Enabled: rapid.Bool().Draw(t, "enabled"), SourceFailures: number.Draw(t, "failures"),
			SourceWindowMinutes: number.Draw(t, "window"), SourceBlockMinutes: number.Draw(t, "block"),
		}
		got, on := l.Source()
		if on != (l.SourceFailures != nil) {
			t.Fatalf("%+v is on: %v", l, on)
		}
		for _, length := range []time.Duration{got.Window, got.Block} {
			if on && (got.Failures < 1 || length < time.Minute || length > 24*time.Hour) {
				t.Fatalf("%+v", got)
			}
		}
	})
}

// The limit is one of the site of NIST's preset alone: the reference texts and the
// systems that others follow have no word for it.
func TestSourceOfPresets(t *testing.T) {
	for _, preset := range Presets() {
		p := preset.Policy()
		if _, on := p.Lockout.Source(); on != (preset.Name == "nist") {
			t.Errorf("%s stops sources: %v", preset.Name, on)
		}
		if p.SignIn.MaxSessions != nil {
			t.Errorf("%s bounds sessions", preset.Name)
		}
	}
}

// A policy that was written before keeps its bytes, stops nobody and bounds no
// sessions.
func TestPoliciesBeforeSources(t *testing.T) {
	const before = `{
  "change": {
    "change_on_first_sign_in": true
  },
  "lockout": {
    "enabled": true,
    "first_lock_at": 5,
    "durations": "15M"
  },
  "sign_in": {
    "session_hours": 12
  }
}
`
	p, err := Parse([]byte(before))
	if err != nil {
		t.Fatal(err)
	}
	if limit, on := p.Lockout.Source(); on || p.SignIn.MaxSessions != nil {
		t.Errorf("%+v %v, sessions %v", limit, on, p.SignIn.MaxSessions)
	}
	if again, err := p.JSON(); err != nil || string(again) != before {
		t.Errorf("%v\n%s", err, again)
	}
}

func TestSourceFieldsInJSON(t *testing.T) {
	const all = `  "lockout": {
    "enabled": false,
    "source_failures": 100,
    "source_window_minutes": 60,
    "source_block_minutes": 15
  },
  "sign_in": {
    "max_sessions": 3
  }
}
`
	p := Policy{
		Lockout: Lockout{SourceFailures: new(100), SourceWindowMinutes: new(60), SourceBlockMinutes: new(15)},
		SignIn:  SignIn{MaxSessions: new(3)},
	}
	data, err := p.JSON()
	if err != nil || !strings.HasSuffix(string(data), all) {
		t.Fatalf("%v\n%s", err, data)
	}
	p.Change.ChangeOnFirstSignIn = false
	if back, err := Parse(data); err != nil || !reflect.DeepEqual(back, p) {
		t.Errorf("%v %+v", err, back)
	}
}

func TestDescribeSource(t *testing.T) {
	const rest = " wrong tries within 1 hour, whatever names were tried, a computer or address cannot try for 15 minutes.\n" +
		"For computers and addresses the site's own policy alone decides."
	for name, l := range map[string]Lockout{
		"locks off": {SourceFailures: new(7)},
		"locks on":  {Enabled: true, FirstLockAt: new(5), Durations: &Schedule{UntilAdmin: true}, SourceFailures: new(7)},
	} {
		var lines []string
		for _, s := range sayLockout(l) {
			lines = append(lines, s.Text.String())
		}
		if got := strings.Join(lines, "\n"); !strings.HasSuffix(got, "\nAfter 7"+rest) {
			t.Errorf("%s: told\n%s", name, got)
		}
	}
}

func TestDescribeSessions(t *testing.T) {
	for most, want := range map[int]string{
		1:   "\nAn account is signed in with one window at a time; a further one signs it out.",
		2:   "\nAn account is signed in with at most 2 windows at once; a further one signs out the one that was not used for the longest.",
		100: "\nAn account is signed in with at most 100 windows at once; a further one signs out the one that was not used for the longest.",
	} {
		if got := told(Policy{SignIn: SignIn{MaxSessions: &most}}); !strings.HasSuffix(got, want) {
			t.Errorf("%d: told\n%s", most, got)
		}
	}
}
