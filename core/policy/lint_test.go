package policy

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// locked is a lockout that is complete.
func locked() Lockout { return Default().Lockout }

func TestLintProblems(t *testing.T) {
	complexity := func(c Complexity) Policy { return Policy{Complexity: c} }
	digits, specials := "0123456789", "!@"
	tests := []struct {
		name string
		p    Policy
		// want are the fields of the problems, each problem's joined by commas.
		want []string
	}{
		{"nothing asked for", Policy{}, nil},
		{"the default", Default(), nil},
		{"min above max", complexity(Complexity{MinLength: new(9), MaxLength: new(8)}), []string{"min_length,max_length"}},
		{"min is max", complexity(Complexity{MinLength: new(8), MaxLength: new(8)}), nil},
		{"two-step min above max", complexity(Complexity{MinLengthWithTwoStep: new(9), MaxLength: new(8)}), []string{"min_length_with_two_step,max_length"}},
		{
			"both above max", complexity(Complexity{MinLength: new(10), MinLengthWithTwoStep: new(9), MaxLength: new(8)}),
			[]string{"min_length,max_length", "min_length_with_two_step,max_length"},
		},

		{"upper counts as letter", complexity(Complexity{MinLetters: new(4), MinUpper: new(2), MinLower: new(2), MaxLength: new(4)}), nil},
		{"digits are no letters", complexity(Complexity{MinLetters: new(4), MinDigits: new(1), MaxLength: new(4)}), []string{"min_letters,min_digits,max_length"}},
		{"special is other", complexity(Complexity{MinSpecial: new(2), MinOther: new(2), MaxLength: new(2), SpecialSet: &specials}), nil},
		{"other letter in unicode", complexity(Complexity{MinUpper: new(1), MinOther: new(1), MaxLength: new(1)}), nil},
		{
			"no other letter in ascii", complexity(Complexity{MinUpper: new(1), MinOther: new(1), MaxLength: new(1), Alphabet: AlphabetASCII}),
			[]string{"min_upper,min_other,max_length"},
		},
		{"a letter is special where the set says so", complexity(Complexity{MinUpper: new(1), MinSpecial: new(1), MaxLength: new(1), SpecialSet: new("A")}), nil},
		{"upper, other and special at once", complexity(Complexity{MinUpper: new(1), MinOther: new(1), MinSpecial: new(1), MaxLength: new(1), SpecialSet: new("É")}), nil},
		{"one of each in ascii", complexity(Complexity{MinUpper: new(1), MinLower: new(1), MinDigits: new(1), MinSpecial: new(1), MinOther: new(1), MaxLength: new(4), Alphabet: AlphabetASCII}), nil},
		{
			"one of each, one short", complexity(Complexity{MinUpper: new(1), MinLower: new(1), MinDigits: new(1), MinSpecial: new(1), MinOther: new(1), MaxLength: new(3), Alphabet: AlphabetASCII}),
			[]string{"min_upper,min_lower,min_digits,min_special,min_other,max_length"},
		},
		{"kinds need places", complexity(Complexity{MinKinds: &Kinds{3, []Kind{KindLetter, KindDigit, KindSpecial}}, MaxLength: new(2)}), []string{"min_kinds,max_length"}},
		{"a blank is no password", complexity(Complexity{MinSpecial: new(1), SpecialSet: new(" "), MaxLength: new(1)}), []string{"min_special,max_length"}},
		{"a blank beside a letter", complexity(Complexity{MinSpecial: new(1), SpecialSet: new(" "), MaxLength: new(2)}), nil},

		{"more kinds than there are", complexity(Complexity{MinKinds: &Kinds{4, []Kind{KindLetter, KindDigit, KindSpecial}}}), []string{"min_kinds"}},
		{"no kind", complexity(Complexity{MinKinds: &Kinds{0, []Kind{KindLetter}}}), []string{"min_kinds"}},
		{"a kind twice", complexity(Complexity{MinKinds: &Kinds{1, []Kind{KindLetter, KindLetter}}}), []string{"min_kinds"}},
		{"an unknown kind", complexity(Complexity{MinKinds: &Kinds{1, []Kind{"rune"}}}), []string{"min_kinds"}},

		{"all digits forbidden in ascii", complexity(Complexity{MinDigits: new(1), ForbiddenChars: digits, Alphabet: AlphabetASCII}), []string{"min_digits,forbidden_chars"}},
		{"digits of other languages are left", complexity(Complexity{MinDigits: new(1), ForbiddenChars: digits}), nil},
		{"all specials of the set forbidden", complexity(Complexity{MinSpecial: new(1), SpecialSet: &specials, ForbiddenChars: "@!"}), []string{"min_special,forbidden_chars,special_set"}},
		{"empty set of specials", complexity(Complexity{MinSpecial: new(1), SpecialSet: new("")}), []string{"min_special,special_set"}},
		{"a set of what cannot be typed", complexity(Complexity{MinSpecial: new(1), SpecialSet: new("\t\x00")}), []string{"min_special,special_set"}},
		{"kinds swallowed", complexity(Complexity{MinKinds: &Kinds{2, []Kind{KindDigit, KindLetter}}, ForbiddenChars: digits, Alphabet: AlphabetASCII}), []string{"min_kinds,forbidden_chars"}},
		{"kinds with an empty set", complexity(Complexity{MinKinds: &Kinds{2, []Kind{KindSpecial, KindLetter}}, SpecialSet: new("")}), []string{"min_kinds,special_set"}},
		{"one special beside itself", complexity(Complexity{MinSpecial: new(5), SpecialSet: new("!"), MaxRepeat: new(2), MaxLength: new(6)}), []string{"max_repeat,max_length,min_special"}},
		{
			"two digits and no way on", complexity(Complexity{MinDigits: new(3), SpecialSet: new(""), Alphabet: AlphabetASCII, ForbiddenChars: "03456789", MaxLength: new(3), MaxRepeat: new(1), MaxSequence: new(1)}),
			[]string{"max_repeat,max_sequence,min_digits"},
		},
		{"one special parted", complexity(Complexity{MinSpecial: new(5), SpecialSet: new("!"), MaxRepeat: new(2), MaxLength: new(7)}), nil},

		{"fresh without seconds", Policy{Change: Change{RequireCurrent: CurrentUnlessFresh}}, []string{"require_current,fresh_seconds"}},
		{"seconds that do not act", Policy{Change: Change{FreshSeconds: new(60)}}, nil},
		{"scope without recheck", Policy{Change: Change{RecheckScope: ScopeAll}}, nil},
		{"warn is max age", Policy{Expiration: Expiration{MaxAgeDays: new(5), WarnDays: new(5)}}, []string{"warn_days,max_age_days"}},
		{"warn a day later", Policy{Expiration: Expiration{MaxAgeDays: new(5), WarnDays: new(4)}}, nil},
		{"warn of nothing", Policy{Expiration: Expiration{WarnDays: new(4)}}, []string{"warn_days,max_age_days"}},
		{"grace that does not act", Policy{Expiration: Expiration{MaxAgeDays: new(5), GraceSignIns: new(1)}}, []string{"grace_sign_ins,after_expiry"}},
		{"grace without a number", Policy{Expiration: Expiration{MaxAgeDays: new(5), AfterExpiry: AfterGrace}}, nil},
		{"lockout without anything", Policy{Lockout: Lockout{Enabled: true}}, []string{"first_lock_at,enabled", "durations,enabled"}},
		{"lockout with an empty schedule", Policy{Lockout: Lockout{Enabled: true, FirstLockAt: new(3), Durations: &Schedule{}}}, []string{"durations,enabled"}},
		{"lockout until an administrator", Policy{Lockout: Lockout{Enabled: true, FirstLockAt: new(3), Durations: &Schedule{UntilAdmin: true}}}, nil},
		{"lockout off", Policy{Lockout: Lockout{Durations: &Schedule{}}}, nil},
		{"a source stopped", Policy{Lockout: Lockout{SourceFailures: new(5)}}, nil},
		{"a source stopped, beside locks", Policy{Lockout: func() Lockout {
			l := locked()
			l.SourceFailures, l.SourceBlockMinutes = new(100_000), new(1440)
			return l
		}()}, nil},
		{"a window of no source", Policy{Lockout: Lockout{SourceWindowMinutes: new(60)}}, []string{"source_window_minutes,source_failures"}},
		{"a block of no source", Policy{Lockout: Lockout{SourceBlockMinutes: new(15)}}, []string{"source_block_minutes,source_failures"}},
		{
			"both, beside a lockout without anything",
			Policy{Lockout: Lockout{Enabled: true, SourceWindowMinutes: new(1), SourceBlockMinutes: new(1)}},
			[]string{"first_lock_at,enabled", "durations,enabled", "source_window_minutes,source_failures", "source_block_minutes,source_failures"},
		},
		{"a source stopped by four", Policy{Lockout: Lockout{SourceFailures: new(4)}}, []string{"source_failures"}},
		{"a source stopped for too long", Policy{Lockout: Lockout{SourceFailures: new(5), SourceBlockMinutes: new(1441)}}, []string{"source_block_minutes"}},
		{"one session", Policy{SignIn: SignIn{MaxSessions: new(1)}}, nil},
		{"no session", Policy{SignIn: SignIn{MaxSessions: new(0)}}, []string{"max_sessions"}},
		{"first lock beyond a hundred", Policy{Lockout: func() Lockout { l := locked(); l.FirstLockAt = new(101); return l }()}, []string{"first_lock_at"}},
		{"by role without roles", Policy{SignIn: SignIn{TwoStep: TwoStepByRole}}, []string{"two_step,two_step_roles"}},
		{"roles that do not act", Policy{SignIn: SignIn{TwoStepRoles: []string{"root"}}}, nil},
		{"grace days that do not act", Policy{SignIn: SignIn{TwoStepGraceDays: new(14)}}, []string{"two_step_grace_days,two_step,passkeys"}},
		{"grace days of what is optional", Policy{SignIn: SignIn{TwoStep: TwoStepOptional, TwoStepGraceDays: new(1)}}, []string{"two_step_grace_days,two_step,passkeys"}},
		{"grace days for everybody", Policy{SignIn: SignIn{TwoStep: TwoStepRequired, TwoStepGraceDays: new(365)}}, nil},
		{"grace days by role", Policy{SignIn: SignIn{TwoStep: TwoStepByRole, TwoStepRoles: []string{"root"}, TwoStepGraceDays: new(1)}}, nil},
		{"no grace days", Policy{SignIn: SignIn{TwoStep: TwoStepRequired}}, nil},
		{"grace days of a year and a day", Policy{SignIn: SignIn{TwoStep: TwoStepRequired, TwoStepGraceDays: new(366)}}, []string{"two_step_grace_days"}},
		{"grace days of none", Policy{SignIn: SignIn{TwoStep: TwoStepRequired, TwoStepGraceDays: new(0)}}, []string{"two_step_grace_days"}},
		{"recovery codes alone", Policy{SignIn: SignIn{TwoStepMethods: []string{"recovery_code"}}}, []string{"two_step_methods"}},
		{"grace days for a passkey", Policy{SignIn: SignIn{Passkeys: PasskeysRequired, TwoStepGraceDays: new(14)}}, nil},
		{"grace days for a passkey by role", Policy{SignIn: SignIn{Passkeys: PasskeysByRole, PasskeyRoles: []string{"root"}, TwoStepGraceDays: new(14)}}, nil},
		{"grace days without passkeys", Policy{SignIn: SignIn{Passkeys: PasskeysOff, TwoStepGraceDays: new(14)}}, []string{"two_step_grace_days,two_step,passkeys"}},
		{"passkeys by role without roles", Policy{SignIn: SignIn{Passkeys: PasskeysByRole}}, []string{"passkeys,passkey_roles"}},
		{"roles of passkeys that do not act", Policy{SignIn: SignIn{PasskeyRoles: []string{"root"}}}, nil},
		{"passkeys only", Policy{SignIn: SignIn{PasskeyOnly: true}}, nil},
		{"passkeys only, and required", Policy{SignIn: SignIn{Passkeys: PasskeysRequired, PasskeyOnly: true}}, nil},
		{"passkeys only, and off", Policy{SignIn: SignIn{Passkeys: PasskeysOff, PasskeyOnly: true}}, []string{"passkey_only,passkeys"}},
		{"kinds of passkeys", Policy{SignIn: SignIn{PasskeyKinds: []string{"phone", "security-key", "this-device"}}}, nil},
		{"passkeys only, beside a code", Policy{SignIn: SignIn{TwoStep: TwoStepRequired, TwoStepMethods: []string{"totp"}, PasskeyOnly: true}}, []string{"passkey_only,two_step_methods"}},
		{"passkeys required, beside a code", Policy{SignIn: SignIn{TwoStep: TwoStepRequired, TwoStepMethods: []string{"totp"}, Passkeys: PasskeysRequired}}, []string{"passkeys,two_step_methods"}},
		{"passkeys only, beside a code of some", Policy{SignIn: SignIn{TwoStep: TwoStepByRole, TwoStepRoles: []string{"root"}, TwoStepMethods: []string{"totp"}, PasskeyOnly: true}}, nil},
		{"passkeys only, and for the second step", Policy{SignIn: SignIn{TwoStep: TwoStepRequired, TwoStepMethods: []string{"totp", "passkey"}, PasskeyOnly: true}}, nil},
		{"kinds of passkeys, and off", Policy{SignIn: SignIn{Passkeys: PasskeysOff, PasskeyKinds: []string{"phone"}}}, []string{"passkey_kinds,passkeys"}},
		{
			"passkeys only, kinds, and off",
			Policy{SignIn: SignIn{Passkeys: PasskeysOff, PasskeyOnly: true, PasskeyKinds: []string{"phone"}}},
			[]string{"passkey_only,passkeys", "passkey_kinds,passkeys"},
		},
		{
			"the second step a passkey, and off",
			Policy{SignIn: SignIn{TwoStep: TwoStepRequired, TwoStepMethods: []string{"passkey"}, Passkeys: PasskeysOff}},
			[]string{"two_step_methods,passkeys"},
		},
		{
			"the same by role, with recovery codes",
			Policy{SignIn: SignIn{TwoStep: TwoStepByRole, TwoStepRoles: []string{"root"}, TwoStepMethods: []string{"recovery_code", "passkey"}, Passkeys: PasskeysOff}},
			[]string{"two_step_methods,passkeys"},
		},
		{"the same with an app", Policy{SignIn: SignIn{TwoStep: TwoStepRequired, TwoStepMethods: []string{"passkey", "totp"}, Passkeys: PasskeysOff}}, nil},
		{"the same of nobody", Policy{SignIn: SignIn{TwoStepMethods: []string{"passkey"}, Passkeys: PasskeysOff}}, nil},
		{"every method, and passkeys off", Policy{SignIn: SignIn{TwoStep: TwoStepRequired, Passkeys: PasskeysOff}}, nil},
		{"the second step a passkey", Policy{SignIn: SignIn{TwoStep: TwoStepRequired, TwoStepMethods: []string{"passkey"}}}, nil},
		{"passkeys required, the second step of some an app", Policy{SignIn: SignIn{TwoStep: TwoStepByRole, TwoStepRoles: []string{"root"}, TwoStepMethods: []string{"totp"}, Passkeys: PasskeysRequired}}, nil},
		{"minutes without recovery", Policy{Recovery: Recovery{RecoveryCodeMinutes: new(5)}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range Lint(tt.p).Problems {
				got = append(got, strings.Join(p.Fields, ","))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("problems %q, want %q", got, tt.want)
			}
			if err := tt.p.Validate(); (err == nil) != (len(tt.want) == 0) {
				t.Errorf("Validate() = %v", err)
			}
		})
	}
}

// Every number is refused below and above its bounds, by its own name.
func TestLintBounds(t *testing.T) {
	var p Policy
	groups := reflect.ValueOf(&p).Elem()
	for i := range groups.NumField() {
		group := groups.Field(i)
		for j := range group.NumField() {
			field := group.Field(j)
			if field.Type() != reflect.TypeFor[*int]() {
				continue
			}
			name := strings.Split(group.Type().Field(j).Tag.Get("json"), ",")[0]
			for _, n := range []int{-1, 1 << 40} {
				field.Set(reflect.ValueOf(&n))
				problems := Lint(p).Problems
				if len(problems) != 1 || !slices.Equal(problems[0].Fields, []string{name}) {
					t.Errorf("%s of %d: %v", name, n, problems)
				}
			}
			field.SetZero()
		}
	}
}

func TestLintRefusesWhatCannotBeRead(t *testing.T) {
	schedule := func(list ...Duration) Policy { return Policy{Lockout: Lockout{Durations: &Schedule{Durations: list}}} }
	tests := []struct {
		field string
		p     Policy
	}{
		{"min_length", Policy{Complexity: Complexity{MinLength: new(0)}}},
		{"alphabet", Policy{Complexity: Complexity{Alphabet: "latin"}}},
		{"banned_match", Policy{Complexity: Complexity{BannedMatch: "like"}}},
		{"breached", Policy{Complexity: Complexity{Breached: "on"}}},
		{"special_set", Policy{Complexity: Complexity{SpecialSet: new("\xff")}}},
		{"forbidden_chars", Policy{Complexity: Complexity{ForbiddenChars: strings.Repeat("é", maxSetChars+1)}}},
		{"banned", Policy{Complexity: Complexity{Banned: []string{strings.Repeat("x", MaxBannedBytes+1)}}}},
		{"require_current", Policy{Change: Change{RequireCurrent: "often"}}},
		{"recheck", Policy{Change: Change{Recheck: "on"}}},
		{"recheck_scope", Policy{Change: Change{RecheckScope: "some"}}},
		{"min_age", Policy{Change: Change{MinAge: &Duration{Count: 1, Unit: 'W'}}}},
		{"after_expiry", Policy{Expiration: Expiration{AfterExpiry: "wait"}}},
		{"index_base", Policy{Lockout: Lockout{IndexBase: "zero"}}},
		{"when_exhausted", Policy{Lockout: Lockout{WhenExhausted: "stop"}}},
		{"reset_after", Policy{Lockout: Lockout{ResetAfter: &Duration{Count: 3651, Unit: Days}}}},
		{"durations", schedule(Duration{Count: 0, Unit: Minutes})},
		{"durations", schedule(Duration{Count: 1 << 60, Unit: Days})},
		{"durations", schedule(slices.Repeat([]Duration{{1, Minutes}}, maxDurations+1)...)},
		{"durations", Policy{Lockout: Lockout{Durations: &Schedule{UntilAdmin: true, Durations: []Duration{{1, Minutes}}}}}},
		{"two_step", Policy{SignIn: SignIn{TwoStep: "maybe"}}},
		{"two_step_roles", Policy{SignIn: SignIn{TwoStepRoles: []string{"root", "root"}}}},
		{"two_step_methods", Policy{SignIn: SignIn{TwoStepMethods: []string{"sms"}}}},
		{"passkeys", Policy{SignIn: SignIn{Passkeys: "on"}}},
		{"passkey_roles", Policy{SignIn: SignIn{PasskeyRoles: []string{"owner"}}}},
		{"passkey_kinds", Policy{SignIn: SignIn{PasskeyKinds: []string{"phone", "phone"}}}},
	}
	for _, tt := range tests {
		problems := Lint(tt.p).Problems
		if len(problems) != 1 || problems[0].Fields[0] != tt.field {
			t.Errorf("%s: %v", tt.field, problems)
		}
	}
}

func TestValidateNamesTheFirstField(t *testing.T) {
	p := Default()
	p.Complexity.MaxLength = new(10)
	err := p.Validate()
	var field *FieldError
	if !errors.As(err, &field) || field.Field != "complexity.min_length" ||
		err.Error() != "policy: complexity.min_length: The minimum of 15 is above the maximum of 10. Lower the one or raise the other" {
		t.Errorf("Validate() = %v", err)
	}
}

func TestLintPaths(t *testing.T) {
	p := Policy{Complexity: Complexity{MinLength: new(9), MaxLength: new(8)}}
	report := Lint(p)
	if got := report.Problems[0].Paths(); !slices.Equal(got, []string{"complexity.min_length", "complexity.max_length"}) {
		t.Errorf("problem: %q", got)
	}
	if got := report.Advice[1].Paths(); !slices.Equal(got, []string{"complexity.max_length"}) {
		t.Errorf("advice: %q", got)
	}
}
