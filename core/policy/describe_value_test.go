package policy

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// ValueText words what a policy has in each kind of field, by either name of it.
func TestValueText(t *testing.T) {
	full := Policy{
		Complexity: Complexity{
			MinLength: new(15), MinUpper: new(1), Alphabet: AlphabetASCII, SpecialSet: new("!\u00a0 "),
			MinKinds: &Kinds{K: 2, Of: []Kind{KindLetter, KindDigit, KindSpecial}}, Banned: []string{"one", "two"},
			BannedMatch: MatchFuzzy, Breached: BreachedAudit, MinStrength: new(3), ForbidUsername: true,
		},
		Change:     Change{HistoryDepth: new(1), MinAge: &Duration{90, Minutes}, RequireCurrent: CurrentUnlessFresh, FreshSeconds: new(1)},
		Expiration: Expiration{MaxAgeDays: new(1), AfterExpiry: AfterGrace, GraceSignIns: new(3)},
		Lockout: Lockout{
			Enabled: true, FirstLockAt: new(5), Durations: &Schedule{Durations: []Duration{{1, Minutes}, {26, Hours}}},
			ResetAfter: &Duration{1, Days}, SourceFailures: new(250), SourceWindowMinutes: new(61), SourceBlockMinutes: new(1440),
		},
		SignIn: SignIn{
			TwoStep: TwoStepByRole, TwoStepRoles: []string{"admin", "root"}, TwoStepGraceDays: new(14), IdleMinutes: new(61), MaxSessions: new(5),
			Passkeys: PasskeysRequired, PasskeyRoles: []string{"member"}, PasskeyOnly: true, PasskeyKinds: []string{"phone", "this-device"},
		},
	}
	tests := []struct{ field, set, absent string }{
		{"min_length", "15 characters", "No limit"},
		{"min_upper", "1", "No limit"},
		{"alphabet", "English only: A–Z, a–z, 0–9", "Of every language"},
		{"special_set", "“!”, U+00A0 and space", "All that is neither letter nor digit"},
		{"min_kinds", "2 of letters, digits and special characters", "No limit"},
		{"banned", "2 entries", "None"},
		{"banned_match", "With look-alikes and one typing difference, too", "Letter by letter"},
		{"breached", "Allow and note in the log", "Not looked for"},
		{"min_strength", "Good", "No limit"},
		{"forbid_username", "On", "Off"},
		{"history_depth", "1 former password", "None"},
		{"min_age", "1 hour 30 minutes", "None"},
		{"require_current", "Unless the sign-in is fresh", "Always"},
		{"max_age_days", "1 day", "No limit"},
		{"after_expiry", "A number of times, only to change the password", "Only to change the password"},
		{"grace_sign_ins", "3", "1"},
		{"first_lock_at", "5", "Not set"},
		{"durations", "1 minute, 1 day 2 hours", "Not set"},
		{"reset_after", "1 day", "Never"},
		{"source_failures", "250", "Off"},
		{"source_window_minutes", "1 hour 1 minute", "1 hour"},
		{"source_block_minutes", "1 day", "15 minutes"},
		{"two_step", "Required by role", "As each person likes"},
		{"two_step_roles", "administrators and root", "None"},
		{"two_step_grace_days", "14 days", "At once"},
		{"passkeys", "Required of everybody", "As each person likes"},
		{"passkey_roles", "members", "None"},
		{"passkey_only", "On", "Off"},
		{"passkey_kinds", "phones and tablets and this device", "All kinds"},
		{"idle_minutes", "1 hour 1 minute", "No limit"},
		{"max_sessions", "5", "No limit"},
	}
	for _, tt := range tests {
		for _, name := range []string{tt.field, GroupOf(tt.field) + "." + tt.field} {
			if got := ValueText(name, full).String(); got != tt.set {
				t.Errorf("%s is %q, want %q", name, got, tt.set)
			}
			if got := ValueText(name, Policy{}).String(); got != tt.absent {
				t.Errorf("%s is %q while absent, want %q", name, got, tt.absent)
			}
		}
	}
	until := Policy{Lockout: Lockout{Durations: &Schedule{UntilAdmin: true}}}
	if got := ValueText("durations", until).String(); got != "Until an administrator unlocks it" {
		t.Errorf("durations are %q", got)
	}
	for _, name := range []string{"", "no_field", "complexity.", "lockout.min_length", "MIN_LENGTH"} {
		if got := ValueText(name, full); !got.IsZero() {
			t.Errorf("%q is no field, and has %q", name, got)
		}
	}
}

// Whatever a policy has in a field, there are words for it, and none of them are
// a policy file's.
func TestValueTextSaysAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := formPolicy(t)
		for _, f := range Fields() {
			text := ValueText(f.Path(), p).String()
			if text == "" || strings.Contains(text, "{{.") {
				t.Fatalf("%s has the words %q", f.Path(), text)
			}
			for _, word := range f.Choices {
				if strings.Contains(word, "_") && strings.Contains(text, word) {
					t.Fatalf("%s says %q, as a policy file does", f.Path(), text)
				}
			}
		}
	})
}
