package policy

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestPresetsHold(t *testing.T) {
	names := map[string]bool{}
	for _, preset := range Presets() {
		p := preset.Policy()
		data, err := p.JSON()
		if err != nil {
			t.Fatalf("%s: %v", preset.Name, err)
		}
		if back, err := Parse(data); err != nil || !reflect.DeepEqual(back, p) {
			t.Errorf("%s: %v\n%s", preset.Name, err, data)
		}
		if names[preset.Name] || preset.Title == "" || preset.Source == "" || preset.About.String() == "" {
			t.Errorf("%s is named twice or not described", preset.Name)
		}
		names[preset.Name] = true
		if named, ok := PresetNamed(preset.Name); !ok || !reflect.DeepEqual(named, p) {
			t.Errorf("%s is not found by its name", preset.Name)
		}
	}
	for _, name := range []string{
		"nist", "web-host", "data-room", "te", "formflow", "active-directory", "freeipa", "keycloak", "pci-dss-4",
	} {
		if !names[name] {
			t.Errorf("%s is missing", name)
		}
	}
	if _, ok := PresetNamed("no such"); ok {
		t.Error("an unknown name is a preset")
	}
}

// TestPresetsAreSatisfiable shows a password for each, at an account without
// names, and that nothing in it contradicts itself.
func TestPresetsAreSatisfiable(t *testing.T) {
	at := Subject{SameAsCurrent: new(false), InHistory: new(false), Breached: new(false), Strength: new(4)}
	for _, preset := range Presets() {
		p := preset.Policy()
		if v := Check(p, at, "tally-Orbit-43-pl"); !v.OK || !v.Final() {
			t.Errorf("%s refuses it: %+v", preset.Name, v.Rules)
		}
		if report := Lint(p); !report.OK() {
			t.Errorf("%s contradicts itself: %+v", preset.Name, report.Problems)
		}
		if !reflect.DeepEqual(p, preset.Policy()) {
			t.Errorf("%s has been changed by a check", preset.Name)
		}
	}
}

// The default, SP 800-63B-4, 3.1.1.2: "Verifiers and CSPs SHALL NOT require
// subscribers to change passwords periodically."
func TestDefaultAsksForNoRotation(t *testing.T) {
	p := Default()
	if p.Expiration.MaxAgeDays != nil || p.Expiration.InactivityDays != nil {
		t.Errorf("%+v", p.Expiration)
	}
	if !slices.ContainsFunc(Describe(p), func(s Sentence) bool { return s.Text.String() == "Passwords do not run out." }) {
		t.Errorf("it is described as %+v", Describe(p))
	}
}

// TestPresetsInPlainWords: a number in the sentence that people choose by is one
// of those that the policy says of itself.
func TestPresetsInPlainWords(t *testing.T) {
	number := regexp.MustCompile(`[0-9]+`)
	for _, preset := range Presets() {
		var told []string
		for _, sentence := range Describe(preset.Policy()) {
			told = append(told, number.FindAllString(sentence.Text.String(), -1)...)
		}
		plain := preset.Plain.String()
		if plain == "" || !strings.HasSuffix(plain, ".") {
			t.Errorf("%s: %q is no sentence", preset.Name, plain)
		}
		for _, n := range number.FindAllString(plain, -1) {
			if !slices.Contains(told, n) {
				t.Errorf("%s: %q, but the policy says %v", preset.Name, plain, told)
			}
		}
	}
}

// TestPresetsAreApart changes one copy and looks at the next.
func TestPresetsAreApart(t *testing.T) {
	for _, preset := range Presets() {
		p := preset.Policy()
		*p.Lockout.FirstLockAt = 77
		if len(p.Lockout.Durations.Durations) > 0 {
			p.Lockout.Durations.Durations[0].Count = 77
		}
		if q := preset.Policy(); *q.Lockout.FirstLockAt == 77 || reflect.DeepEqual(p, q) {
			t.Errorf("%s: two copies share their values", preset.Name)
		}
	}
}

// TestPresetTimelines has the table of the reference lockouts.
func TestPresetTimelines(t *testing.T) {
	const m = "1m0s"
	tests := map[string]map[int]string{
		"data-room": {1: "", 2: "", 3: "until"},
		"te":        {4: "", 5: "15m0s", 6: "", 9: "", 10: "15m0s"},
		"formflow":  {3: "", 4: m, 5: "5m0s", 6: "10m0s", 7: "30m0s", 8: "1h0m0s", 11: "12h0m0s", 12: "24h0m0s", 13: "24h0m0s"},
		"keycloak":  {29: "", 30: m, 31: "2m0s", 44: "15m0s", 45: "15m0s"},
		"freeipa":   {5: "", 6: "10m0s", 7: "", 12: "10m0s"},
		"pci-dss-4": {9: "", 10: "30m0s"},
	}
	for name, timeline := range tests {
		p, _ := PresetNamed(name)
		for failure, want := range timeline {
			lock, locks := LockAfter(p.Lockout, failure)
			got := ""
			switch {
			case lock.UntilAdmin:
				got = "until"
			case locks:
				got = lock.For.String()
			}
			if got != want {
				t.Errorf("%s, failure %d: %q, want %q", name, failure, got, want)
			}
		}
	}
}

// TestPresetsChangeFirstPasswords: formflow and PCI DSS ask for it, the other
// texts are silent, and none says that a first password may stay. The settings
// of a system that has no word for it do not say so either.
func TestPresetsChangeFirstPasswords(t *testing.T) {
	for _, preset := range Presets() {
		if !preset.Policy().Change.ChangeOnFirstSignIn {
			t.Errorf("%s lets first passwords stay", preset.Name)
		}
	}
	for _, d := range Dialects() {
		p, _, err := Import(d.Name, []byte(`{}`))
		says := d.Name == "formflow" || d.Name == "pci-dss-4"
		if err != nil || p.Change.ChangeOnFirstSignIn == says {
			t.Errorf("%s: blank settings change first passwords: %v (%v)", d.Name, p.Change.ChangeOnFirstSignIn, err)
		}
	}
}

func TestPresetCharacters(t *testing.T) {
	if n := len([]rune(teSpecials)); n != 30 {
		t.Errorf("003 lists 30 special characters, here are %d", n)
	}
	if n := len([]rune(formflowSpecials)); n != 27 {
		t.Errorf("004 lists 27 special characters, here are %d", n)
	}
}
