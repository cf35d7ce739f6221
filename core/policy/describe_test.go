package policy

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// everything is a policy in which every field acts, save where one excludes
// another.
func everything() Policy {
	return Policy{
		Complexity: Complexity{
			MinLength: new(15), MaxLength: new(64), MinLengthWithTwoStep: new(8), MinLetters: new(2), MinUpper: new(1), MinLower: new(1),
			MinDigits: new(2), MinSpecial: new(1), MinOther: new(1), Alphabet: AlphabetASCII, SpecialSet: new("!?"), ForbiddenChars: " <",
			MinKinds: &Kinds{2, []Kind{KindLetter, KindDigit, KindSpecial}}, ForbidUsername: true, ForbidPersonal: true,
			Banned: []string{"depot", "harbour"}, BannedMatch: MatchFuzzy, Breached: BreachedRefuse, MinStrength: new(3),
			MaxRepeat: new(2), MaxSequence: new(3), RequireSecurityQuestion: true,
		},
		Change: Change{
			ChangesPerDay: new(3), MinAge: &Duration{90, Minutes}, HistoryDepth: new(4), DiffersFromCurrent: true,
			RequireCurrent: CurrentUnlessFresh, FreshSeconds: new(300), ChangeOnFirstSignIn: true,
			Recheck: RecheckAlways, RecheckScope: ScopeWeak,
		},
		Expiration: Expiration{
			MaxAgeDays: new(90), WarnDays: new(5), AfterExpiry: AfterGrace, GraceSignIns: new(2), InactivityDays: new(90),
		},
		Lockout: Lockout{
			Enabled: true, FirstLockAt: new(4), Durations: &Schedule{Durations: []Duration{{1, Minutes}, {90, Minutes}, {2, Days}}},
			IndexBase: IndexRawFailure, FailuresPerNextLock: new(2), WhenExhausted: ExhaustedUntilAdmin, ResetAfter: &Duration{1, Hours},
			SourceFailures: new(50), SourceWindowMinutes: new(90), SourceBlockMinutes: new(10),
		},
		Recovery: Recovery{RecoveryByMail: true, RecoveryCodeMinutes: new(5)},
		SignIn: SignIn{
			TwoStep: TwoStepByRole, TwoStepRoles: []string{"root", "admin"}, TwoStepGraceDays: new(14), TwoStepMethods: []string{"totp", "passkey", "recovery_code"},
			Passkeys: PasskeysByRole, PasskeyRoles: []string{"admin"}, PasskeyOnly: true, PasskeyKinds: []string{"security-key", "this-device"},
			IdleMinutes: new(30), SessionHours: new(12), MaxSessions: new(3),
		},
	}
}

// modelFields lists all fields of the model as group and name.
func modelFields() [][2]string {
	var fields [][2]string
	groups := reflect.TypeFor[Policy]()
	for i := range groups.NumField() {
		group := groups.Field(i)
		for j := range group.Type.NumField() {
			fields = append(fields, [2]string{jsonName(group), jsonName(group.Type.Field(j))})
		}
	}
	return fields
}

func jsonName(f reflect.StructField) string { return strings.Split(f.Tag.Get("json"), ",")[0] }

// told is a description as one text.
func told(p Policy) string {
	var lines []string
	for _, s := range Describe(p) {
		lines = append(lines, s.Text.String())
	}
	return strings.Join(lines, "\n")
}

// Every field of the model is labelled, explained, compared and told, under its
// own name and in the order of the model.
func TestEveryFieldHasWords(t *testing.T) {
	var names [][2]string
	for _, f := range describedFields() {
		names = append(names, [2]string{f.group, f.name})
	}
	if !slices.Equal(names, modelFields()) {
		t.Fatalf("described %v, model %v", names, modelFields())
	}
	for _, field := range modelFields() {
		for _, text := range []Text{Label(field[1]), Help(field[1]), Label(field[0] + "." + field[1]), GroupLabel(field[0])} {
			if text.IsZero() {
				t.Errorf("%s has no label or help", field)
			}
		}
	}
	if !Label("complexity").IsZero() || !Help("nothing").IsZero() || GroupOf("change.min_length") != "" || !GroupLabel("x").IsZero() {
		t.Error("a name that is no field has words")
	}
}

// Describe tells of every field that acts, in its group, and Diff sees each.
func TestEveryFieldIsToldAndCompared(t *testing.T) {
	var toldOf, differs []string
	for _, s := range Describe(everything()) {
		for _, field := range s.Fields {
			if GroupOf(field) != s.Group {
				t.Errorf("%q is told of in the group %q", field, s.Group)
			}
			toldOf = append(toldOf, field)
		}
	}
	for _, d := range Diff(Policy{}, everything()) {
		differs = append(differs, d.Field)
	}
	for _, field := range modelFields() {
		if !slices.Contains(toldOf, field[1]) {
			t.Errorf("Describe does not tell of %s", field)
		}
		if !slices.Contains(differs, field[1]) {
			t.Errorf("Diff does not see %s", field)
		}
	}
}

func TestDescribe(t *testing.T) {
	tests := []struct {
		name string
		p    Policy
		want string
	}{
		{"nothing asked for", Policy{}, `
Any password is accepted.
Changing a password asks for the current one.
The first password of a new user stays until they change it, though whoever added the account has seen it.
Nobody is made to change a password.
Passwords do not run out.
Only 100 wrong passwords in a row lock an account, until an administrator unlocks it.
A lost password is reset by an administrator.
Two-step verification is up to each person.
Passkeys are up to each person.`},
		{"the default", Default(), `
Passwords have at least 15 characters, or 8 when two-step verification is on.
Passwords do not contain the account name, a part of the person's name or of the mail address.
Common and leaked passwords are refused. Whoever has one chooses another at the next sign-in.
A new password is not the current one.
Changing a password asks for the current one.
New users choose a password of their own at the first sign-in.
Passwords do not run out.
After 5 wrong passwords in a row the account is locked for 15 minutes, and again after each 5 more.
The 100th wrong password in a row locks the account until an administrator unlocks it.
After 100 wrong tries within 1 hour, whatever names were tried, a computer or address cannot try for 15 minutes.
For computers and addresses the site's own policy alone decides.
A lost password is reset by an administrator.
Two-step verification is up to each person.
Passkeys are up to each person.`},
		{"everything", everything(), `
Passwords have at least 15 characters, or 8 when two-step verification is on.
Passwords have at most 64 characters.
Passwords contain at least 2 letters, 1 upper-case letter, 1 lower-case letter, 2 digits, 1 special character and 1 character that is neither an English letter nor a digit. One character may count for several of these.
Passwords mix at least 2 of these kinds: letters, digits and special characters.
Only A–Z and a–z count as letters, and 0–9 as digits.
Special characters are “!?”.
Not allowed are “<” and space.
Passwords do not contain the account name, a part of the person's name or of the mail address.
Banned passwords are refused (2 entries). Compared: in whatever case, with look-alikes, one typing difference and longer passwords that contain them.
Common and leaked passwords are refused. Whoever has one chooses another at the next sign-in.
The strength meter calls passwords “Good” at least.
No character stands more than 2 times in a row.
Sequences such as “abc”, “321” or “qwe” have at most 3 characters.
A security question is set at the next sign-in and asked at every one that follows.
A person changes their password at most 3 times in 24 hours.
After a change a person waits 1 hour 30 minutes before the next one of their own.
The 4 passwords before the current one cannot be used again.
A new password is not the current one.
Changing a password asks for the current one, unless the person signed in less than 300 seconds ago.
New users choose a password of their own at the first sign-in.
At each sign-in, people whose password is weak or breaks a rule choose a new one.
Passwords run out after 90 days.
People are told of it from 5 days before.
An expired password signs in 2 times more, only to change it. After that a root account resets it.
An account that is not used for 90 days locks at the end of the last day.
After 4 wrong passwords in a row the account is locked.
Each 2 further wrong passwords lock it again.
How long depends on the number of wrong passwords, from the first on: 1 minute, 1 hour 30 minutes, 2 days.
After these, a lock lasts until an administrator ends it.
After 1 hour without a wrong password the count begins anew.
The 100th wrong password in a row locks the account until an administrator unlocks it.
After 50 wrong tries within 1 hour 30 minutes, whatever names were tried, a computer or address cannot try for 10 minutes.
For computers and addresses the site's own policy alone decides.
Who lost their password gets a code by mail and chooses a new one. The code lasts 5 minutes.
Two-step verification is needed by root and administrators, within 14 days of the first sign-in that asks for it.
Allowed for the second step: codes from an app, passkeys and recovery codes.
A passkey is needed by administrators, within 14 days of the first sign-in that asks for it.
Once an account has two passkeys, its password no longer signs in.
Kinds of passkeys that are allowed: security keys and this device.
After 30 minutes without use the window locks until the person types the password.
After 12 hours people sign in again in any case.
An account is signed in with at most 3 windows at once; a further one signs out the one that was not used for the longest.`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := told(tt.p); got != strings.TrimPrefix(tt.want, "\n") {
				t.Errorf("told:\n%s", got)
			}
		})
	}
}

// A field that does not act is not spoken of: changing it changes no sentence.
func TestDescribeIsSilentOnWhatDoesNotAct(t *testing.T) {
	plain := told(Policy{})
	for name, p := range map[string]Policy{
		"lockout off": {Lockout: Lockout{
			FirstLockAt: new(3), Durations: &Schedule{UntilAdmin: true}, ResetAfter: &Duration{1, Hours},
			IndexBase: IndexRawFailure, WhenExhausted: ExhaustedUntilAdmin, FailuresPerNextLock: new(2),
		}},
		"sources not stopped": {Lockout: Lockout{SourceWindowMinutes: new(30), SourceBlockMinutes: new(30)}},
		"no expiration":       {Expiration: Expiration{WarnDays: new(5), AfterExpiry: AfterBlocked, GraceSignIns: new(2)}},
		"no recovery":         {Recovery: Recovery{RecoveryCodeMinutes: new(5)}},
		"no recheck":          {Change: Change{Recheck: RecheckOff, RecheckScope: ScopeAll}},
		"not fresh":           {Change: Change{FreshSeconds: new(60)}},
		"not by role":         {SignIn: SignIn{TwoStepRoles: []string{"root"}}},
		"nobody needs it":     {SignIn: SignIn{TwoStepGraceDays: new(14)}},
		"nobody needs one":    {SignIn: SignIn{PasskeyRoles: []string{"root"}}},
		"nothing counted":     {Complexity: Complexity{Alphabet: AlphabetASCII, SpecialSet: new("!")}},
		"nothing banned":      {Complexity: Complexity{BannedMatch: MatchFuzzy, Breached: BreachedOff}},
		"strength of zero":    {Complexity: Complexity{MinStrength: new(0)}},
	} {
		if got := told(p); got != plain {
			t.Errorf("%s: told\n%s", name, got)
		}
	}
}

func TestDescribeTwoStep(t *testing.T) {
	admins := []string{"admin"}
	tests := []struct {
		s    SignIn
		want string
	}{
		{SignIn{TwoStep: TwoStepOptional}, "Two-step verification is up to each person."},
		{SignIn{TwoStep: TwoStepRequired}, "Everybody needs two-step verification."},
		{SignIn{TwoStep: TwoStepRequired, TwoStepGraceDays: new(1)}, "Everybody needs two-step verification, within 1 day of the first sign-in that asks for it."},
		{SignIn{TwoStep: TwoStepRequired, TwoStepGraceDays: new(14)}, "Everybody needs two-step verification, within 14 days of the first sign-in that asks for it."},
		{SignIn{TwoStep: TwoStepByRole, TwoStepRoles: admins}, "Two-step verification is needed by administrators."},
		{
			SignIn{TwoStep: TwoStepByRole, TwoStepRoles: admins, TwoStepGraceDays: new(365)},
			"Two-step verification is needed by administrators, within 365 days of the first sign-in that asks for it.",
		},
	}
	for _, tt := range tests {
		want := "\n" + tt.want + "\nPasskeys are up to each person."
		if got := told(Policy{SignIn: tt.s}); !strings.HasSuffix(got, want) {
			t.Errorf("told:\n%s\nwant at the end:%s", got, want)
		}
	}
}

func TestDescribeLockout(t *testing.T) {
	schedule := func(list ...Duration) *Schedule { return &Schedule{Durations: list} }
	const always = "\nThe 100th wrong password in a row locks the account until an administrator unlocks it."
	quarter := Duration{15, Minutes}
	tests := []struct {
		l    Lockout
		want string
	}{
		{Lockout{FirstLockAt: new(1), Durations: schedule(quarter)}, "After each wrong password the account is locked for 15 minutes."},
		{Lockout{FirstLockAt: new(1), FailuresPerNextLock: new(3), Durations: schedule(quarter)}, "After 1 wrong password the account is locked for 15 minutes, and again after each 3 more."},
		{Lockout{FirstLockAt: new(3), Durations: schedule(quarter)}, "After 3 wrong passwords in a row the account is locked for 15 minutes, and again after each one more."},
		{Lockout{FirstLockAt: new(3), Durations: &Schedule{UntilAdmin: true}}, "After 3 wrong passwords in a row the account is locked until an administrator unlocks it."},
		{Lockout{FirstLockAt: new(1), Durations: &Schedule{UntilAdmin: true}}, "After 1 wrong password the account is locked until an administrator unlocks it."},
		{
			Lockout{FirstLockAt: new(1), Durations: schedule(quarter, Duration{1, Days})},
			"After 1 wrong password the account is locked.\nEach further wrong password locks it again.\nThe locks last, one after the other: 15 minutes, 1 day.\nAfter these, each lock lasts as long as the last of them.",
		},
		{Lockout{FirstLockAt: new(2)}, "After 2 wrong passwords in a row the account is locked."},
	}
	for _, tt := range tests {
		tt.l.Enabled = true
		var lines []string
		for _, s := range sayLockout(tt.l) {
			lines = append(lines, s.Text.String())
		}
		if got := strings.Join(lines, "\n"); got != tt.want+always {
			t.Errorf("told:\n%s", got)
		}
	}
}

func TestSpans(t *testing.T) {
	for minutes, want := range map[int]string{
		0: "0 minutes", 1: "1 minute", 59: "59 minutes", 60: "1 hour", 61: "1 hour 1 minute", 90: "1 hour 30 minutes",
		1440: "1 day", 1441: "1 day 1 minute", 2*1440 + 3*60 + 4: "2 days 3 hours 4 minutes",
	} {
		if got := spanText(minutes).String(); got != want {
			t.Errorf("%d minutes: %q, want %q", minutes, got, want)
		}
	}
}
