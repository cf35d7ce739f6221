package core_test

import (
	"strings"
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"

	"pgregory.net/rapid"
)

// A drawn password complies with every reference policy, and no two are alike.
func TestGenerateForEveryPreset(t *testing.T) {
	who := policy.Subject{Name: "a.okafor", FullName: "Ada Okafor", Mail: "ada.o@depot.example"}
	for _, preset := range policy.Presets() {
		judge := core.NewPolicyJudge("Workshop", preset.Policy())
		drawn := map[string]bool{}
		for range 20 {
			typed, err := judge.Generate(who)
			if err != nil {
				t.Fatalf("%s: %v", preset.Name, err)
			}
			if !judge.New(typed, who).Verdict.OK || drawn[typed] {
				t.Errorf("%s: %q, drawn before: %v", preset.Name, typed, drawn[typed])
			}
			drawn[typed] = true
		}
	}
}

// Whatever a policy asks for, what is drawn complies or there is an error; and
// there is one only where the policy is contradictory.
func TestGeneratedComplies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		maybe := func(name string, low, high int) *int {
			if !rapid.Bool().Draw(t, "has "+name) {
				return nil
			}
			return new(rapid.IntRange(low, high).Draw(t, name))
		}
		p := policy.Policy{Complexity: policy.Complexity{
			MinLength: maybe("min", 1, 24), MaxLength: maybe("max", 8, 30),
			MinUpper: maybe("upper", 1, 4), MinLower: maybe("lower", 1, 4), MinDigits: maybe("digits", 1, 4),
			MinSpecial: maybe("special", 1, 4), MinOther: maybe("other", 1, 4),
			MaxRepeat: maybe("repeat", 1, 3), MaxSequence: maybe("sequence", 2, 4),
			ForbiddenChars: rapid.SampledFrom([]string{"", " ", "-", "0123456789", "abc-"}).Draw(t, "forbidden"),
			ForbidUsername: true,
		}}
		judge := core.NewPolicyJudge("", p)
		typed, err := judge.Generate(policy.Subject{Name: "ada"})
		if err != nil {
			if policy.Lint(p).OK() {
				t.Fatalf("%v, and nothing is wrong with the policy", err)
			}
			return
		}
		if !judge.New(typed, policy.Subject{Name: "ada"}).Verdict.OK || strings.Contains(strings.ToLower(typed), "ada") {
			t.Fatalf("drew %q", typed)
		}
	})
}

// A policy that bans all that can be drawn ends in an error, not in a loop.
func TestGenerateGivesUp(t *testing.T) {
	judge := core.NewPolicyJudge("", policy.Policy{Complexity: policy.Complexity{
		MaxLength: new(1), ForbiddenChars: "", Banned: strings.Split("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", ""),
		BannedMatch: policy.MatchFuzzy,
	}})
	if typed, err := judge.Generate(policy.Subject{}); err == nil {
		t.Errorf("drew %q", typed)
	}
}

// The rules that are read before typing say every kind of lock.
func TestRulesSayTheLock(t *testing.T) {
	tests := map[string]struct {
		lockout policy.Lockout
		want    string
	}{
		"default":    {policy.Default().Lockout, "5 wrong passwords in a row lock the account for 15 minutes"},
		"off":        {policy.Lockout{FirstLockAt: new(3)}, ""},
		"until":      {policy.Lockout{Enabled: true, FirstLockAt: new(3), Durations: &policy.Schedule{UntilAdmin: true}}, "3 wrong passwords in a row lock the account until an administrator unlocks it"},
		"first":      {policy.Lockout{Enabled: true, FirstLockAt: new(1), Durations: schedule(t, "1M;5M")}, "One wrong password locks the account; the first time for 1 min"},
		"hours":      {policy.Lockout{Enabled: true, FirstLockAt: new(2), Durations: schedule(t, "90M;1D")}, "2 wrong passwords in a row lock the account for 90 minutes"},
		"days":       {policy.Lockout{Enabled: true, FirstLockAt: new(2), Durations: schedule(t, "2D")}, "2 wrong passwords in a row lock the account for 2 d"},
		"not so far": {policy.Lockout{Enabled: true, Durations: schedule(t, "3H")}, "One wrong password locks the account; the first time for 3 h"},
	}
	for name, tt := range tests {
		rules := core.NewPolicyJudge("", policy.Policy{Lockout: tt.lockout}).Rules()
		got := ""
		if len(rules) > 0 {
			got = rules[len(rules)-1].String()
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
