package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// diffLines writes differences as one line each.
func diffLines(older, newer Policy) []string {
	var lines []string
	for _, d := range Diff(older, newer) {
		lines = append(lines, fmt.Sprintf("%s.%s | %s | %s | %s", d.Group, d.Field, d.Label, d.Old, d.New))
	}
	return lines
}

func TestDiff(t *testing.T) {
	tests := []struct {
		name         string
		older, newer Policy
		want         []string
	}{
		{"the same", everything(), everything(), nil},
		{"a limit comes", Policy{}, Policy{Complexity: Complexity{MinLength: new(15), MaxLength: new(1)}}, []string{
			"complexity.min_length | Minimum length | No limit | 15 characters",
			"complexity.max_length | Maximum length | No limit | 1 character",
		}},
		{"a switch", Policy{Complexity: Complexity{ForbidUsername: true}}, Policy{}, []string{
			"complexity.forbid_username | No account name in the password | On | Off",
		}},
		{"the first choice is the absent one", Policy{}, Policy{
			Complexity: Complexity{Alphabet: AlphabetUnicode, BannedMatch: MatchExact, Breached: BreachedOff},
			Change:     Change{RequireCurrent: CurrentAlways, Recheck: RecheckOff, RecheckScope: ScopeNoncompliant},
			Expiration: Expiration{AfterExpiry: AfterForceChange, GraceSignIns: new(1)},
			Lockout:    Lockout{IndexBase: IndexFirstLock, WhenExhausted: ExhaustedRepeatLast, FailuresPerNextLock: new(1), SourceWindowMinutes: new(60), SourceBlockMinutes: new(15)},
			SignIn:     SignIn{TwoStep: TwoStepOptional},
		}, nil},
		{"special sets", Policy{}, Policy{Complexity: Complexity{SpecialSet: new("! \u00a0")}}, []string{
			"complexity.special_set | Special characters | All that is neither letter nor digit | “!”, space and U+00A0",
		}},
		{"a set that spells a name", Policy{Complexity: Complexity{ForbiddenChars: " "}}, Policy{Complexity: Complexity{ForbiddenChars: "space"}}, []string{
			"complexity.forbidden_chars | Characters that are not allowed | space | “space”",
		}},
		{
			"entries come and go",
			Policy{Complexity: Complexity{Banned: []string{"a", "b"}}},
			Policy{Complexity: Complexity{Banned: []string{"c", "b", "d", "e"}}},
			[]string{"complexity.banned | List of banned passwords | 2 entries | 3 entries added, 1 entry removed"},
		},
		{
			"an entry comes",
			Policy{},
			Policy{Complexity: Complexity{Banned: []string{"a"}}},
			[]string{"complexity.banned | List of banned passwords | None | 1 entry added"},
		},
		{
			"entries go",
			Policy{Complexity: Complexity{Banned: []string{"a", "b", "c"}}},
			Policy{Complexity: Complexity{Banned: []string{"b"}}},
			[]string{"complexity.banned | List of banned passwords | 3 entries | 2 entries removed"},
		},
		{"entries in another order", Policy{Complexity: Complexity{Banned: []string{"a", "b"}}}, Policy{Complexity: Complexity{Banned: []string{"b", "a", "b"}}}, nil},
		{
			"kinds",
			Policy{},
			Policy{Complexity: Complexity{MinKinds: &Kinds{2, []Kind{KindUpper, KindLower, KindDigit}}}},
			[]string{"complexity.min_kinds | Kinds of characters | No limit | 2 of upper-case letters, lower-case letters and digits"},
		},
		{"the lockout", Policy{}, Policy{Lockout: Lockout{
			Enabled: true, FirstLockAt: new(3),
			Durations: &Schedule{Durations: []Duration{{1, Minutes}, {36, Hours}}}, ResetAfter: &Duration{1, Days},
		}}, []string{
			"lockout.enabled | Lock accounts after wrong passwords | Off | On",
			"lockout.first_lock_at | Wrong password in a row that locks first | Not set | 3",
			"lockout.durations | Temporary lock durations | Not set | 1 minute, 1 day 12 hours",
			"lockout.reset_after | Forget wrong passwords after | Never | 1 day",
		}},
		{"time to set it up", Policy{SignIn: SignIn{TwoStep: TwoStepRequired}}, Policy{SignIn: SignIn{TwoStep: TwoStepRequired, TwoStepGraceDays: new(1)}}, []string{
			"sign_in.two_step_grace_days | Time to set up what is required | At once | 1 day",
		}},
		{"roles and methods", Policy{}, Policy{SignIn: SignIn{TwoStep: TwoStepByRole, TwoStepRoles: []string{"root", "member"}, TwoStepMethods: []string{"passkey"}}}, []string{
			"sign_in.two_step | Two-step verification | As each person likes | Required by role",
			"sign_in.two_step_roles | Roles that need two-step verification | None | root and members",
			"sign_in.two_step_methods | Methods of two-step verification | All methods | passkeys",
		}},
		{"passkeys as each likes", Policy{}, Policy{SignIn: SignIn{Passkeys: PasskeysOptional, PasskeyKinds: []string{}}}, nil},
		{"passkeys", Policy{SignIn: SignIn{Passkeys: PasskeysOff}}, Policy{SignIn: SignIn{
			Passkeys: PasskeysByRole, PasskeyRoles: []string{"root"}, PasskeyOnly: true, PasskeyKinds: []string{"security-key"},
		}}, []string{
			"sign_in.passkeys | Passkeys | Not allowed | Required by role",
			"sign_in.passkey_roles | Roles that need a passkey | None | root",
			"sign_in.passkey_only | Passkeys only | Off | On",
			"sign_in.passkey_kinds | Kinds of passkeys | All kinds | security keys",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := diffLines(tt.older, tt.newer); !slices.Equal(got, tt.want) {
				t.Errorf("differences:\n%s", strings.Join(got, "\n"))
			}
		})
	}
}

// All the ways a long schedule differs are seen.
func TestDiffSeesTheEndOfALongSchedule(t *testing.T) {
	long := func(last int) Policy {
		list := slices.Repeat([]Duration{{1, Minutes}}, maxDurations-1)
		return Policy{Lockout: Lockout{Durations: &Schedule{Durations: append(list, Duration{last, Hours})}}}
	}
	if got := Diff(long(1), long(2)); len(got) != 1 || got[0].Field != "durations" {
		t.Errorf("%d differences", len(got))
	}
}
