package policy

import (
	"slices"
	"strings"
	"testing"
)

// blocking is the default with the list of leaked passwords: it departs from
// nothing.
func blocking() Policy {
	p := Default()
	p.Complexity.Breached = BreachedRefuse
	return p
}

func TestLintAdvice(t *testing.T) {
	const authenticators, verifiers, throttling = " (SP 800-63B-4, 3.1.1.1)", " (SP 800-63B-4, 3.1.1.2)", " (SP 800-63B-4, 3.2.2)"
	tests := []struct {
		name   string
		change func(*Policy)
		want   []string
	}{
		{"nothing departs", func(*Policy) {}, nil},
		{"banned list instead of leaked ones", func(p *Policy) {
			p.Complexity.Breached, p.Complexity.Banned = BreachedOff, []string{"depot"}
		}, nil},
		{"no list", func(p *Policy) { p.Complexity.Breached = BreachedOff }, []string{"banned,breached" + verifiers}},
		{"a list that refuses nothing", func(p *Policy) { p.Complexity.Breached = BreachedAudit }, []string{"banned,breached" + verifiers}},
		{"parts compared", func(p *Policy) {
			p.Complexity.Banned, p.Complexity.BannedMatch = []string{"depot"}, MatchFuzzy
		}, []string{"banned_match" + verifiers}},
		{"14 alone", func(p *Policy) { p.Complexity.MinLength = new(14) }, []string{"min_length" + verifiers}},
		{"no minimum at all", func(p *Policy) { p.Complexity.MinLength, p.Complexity.MinLengthWithTwoStep = nil, nil }, []string{"min_length" + verifiers}},
		{"8 where two-step is required", func(p *Policy) {
			p.Complexity.MinLength, p.Complexity.MinLengthWithTwoStep, p.SignIn.TwoStep = new(8), nil, TwoStepRequired
		}, nil},
		{"8 where two-step is required in time", func(p *Policy) {
			p.Complexity.MinLength, p.Complexity.MinLengthWithTwoStep = new(8), nil
			p.SignIn.TwoStep, p.SignIn.TwoStepGraceDays = TwoStepRequired, new(14)
		}, []string{"min_length" + verifiers}},
		{"15 where two-step is required in time", func(p *Policy) {
			p.SignIn.TwoStep, p.SignIn.TwoStepGraceDays = TwoStepRequired, new(14)
		}, nil},
		{"7 where two-step is required", func(p *Policy) {
			p.Complexity.MinLength, p.Complexity.MinLengthWithTwoStep, p.SignIn.TwoStep = new(7), nil, TwoStepRequired
		}, []string{"min_length" + verifiers}},
		{"7 beside two-step", func(p *Policy) { p.Complexity.MinLengthWithTwoStep = new(7) }, []string{"min_length_with_two_step" + verifiers}},
		{"63 at most", func(p *Policy) { p.Complexity.MaxLength = new(63) }, []string{"max_length" + verifiers}},
		{"64 at most", func(p *Policy) { p.Complexity.MaxLength = new(64) }, nil},
		{"composition", func(p *Policy) {
			c := &p.Complexity
			c.MinLetters, c.MinUpper, c.MinLower, c.MinDigits, c.MinSpecial, c.MinOther = new(1), new(1), new(1), new(1), new(1), new(1)
			c.MinKinds = &Kinds{1, []Kind{KindDigit}}
		}, []string{"min_letters,min_upper,min_lower,min_digits,min_special,min_other,min_kinds" + verifiers}},
		{"one class", func(p *Policy) { p.Complexity.MinUpper = new(1) }, []string{"min_upper" + verifiers}},
		{"other demands", func(p *Policy) {
			p.Complexity.MinStrength, p.Complexity.MaxRepeat, p.Complexity.MaxSequence = new(2), new(3), new(3)
		}, []string{"min_strength,max_repeat,max_sequence" + authenticators}},
		{"strength that demands nothing", func(p *Policy) { p.Complexity.MinStrength = new(0) }, nil},
		{"the space", func(p *Policy) { p.Complexity.ForbiddenChars = " " }, []string{"forbidden_chars" + verifiers}},
		{"other characters", func(p *Policy) { p.Complexity.ForbiddenChars = " <" }, []string{"forbidden_chars" + verifiers}},
		{"what cannot be typed", func(p *Policy) { p.Complexity.ForbiddenChars = "\x00\t" }, nil},
		{"question", func(p *Policy) { p.Complexity.RequireSecurityQuestion = true }, []string{"require_security_question" + verifiers}},
		{"rotation", func(p *Policy) { p.Expiration.MaxAgeDays = new(365) }, []string{"max_age_days" + verifiers}},
		{"everybody", func(p *Policy) { p.Change.Recheck, p.Change.RecheckScope = RecheckAlways, ScopeAll }, []string{"recheck,recheck_scope" + verifiers}},
		{"everybody, switched off", func(p *Policy) { p.Change.RecheckScope = ScopeAll }, nil},
		{"whose password breaks a rule", func(p *Policy) { p.Change.Recheck = RecheckAlways }, nil},
		{"history and inactivity", func(p *Policy) { p.Change.HistoryDepth, p.Expiration.InactivityDays = new(5), new(90) }, nil},
		{"lockout off", func(p *Policy) { p.Lockout.Enabled = false }, []string{"enabled" + throttling}},
		{"first lock at 100", func(p *Policy) { p.Lockout.FirstLockAt = new(100) }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := blocking()
			tt.change(&p)
			report := Lint(p)
			var got []string
			for _, a := range report.Advice {
				got = append(got, strings.Join(a.Fields, ",")+" ("+a.Source+")")
				if a.Text.IsZero() {
					t.Errorf("%v has no reason", a.Fields)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("advice %q, want %q", got, tt.want)
			}
			if !report.OK() || report.NeedsReason() != (len(tt.want) > 0) {
				t.Errorf("OK %v with %v, NeedsReason %v", report.OK(), report.Problems, report.NeedsReason())
			}
		})
	}
}
