package policy

import (
	"reflect"
	"strings"
	"testing"
)

// A textCase is a setting of a reference text and the field it becomes. Says is
// the sentence that it shows.
type textCase struct {
	says, settings string
	field, want    string // the value in the JSON form
}

func checkText(t *testing.T, dialect string, tests []textCase) {
	t.Helper()
	for _, tt := range tests {
		p, _, err := Import(dialect, []byte(tt.settings))
		if err != nil {
			t.Errorf("%s\n%s: %v", tt.says, tt.settings, err)
			continue
		}
		f, err := FieldNamed(tt.field)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.JSONText(p); got != tt.want {
			t.Errorf("%s\n%s: %s is %s, want %s", tt.says, tt.settings, tt.field, got, tt.want)
		}
	}
}

func TestText002(t *testing.T) {
	const (
		failures = "Number of consecutive failed login attempts before user account is locked"
		age      = "Number of days before a user's password auto-expires and forces a password change"
		idle     = "Number of inactivity days before a user account is locked"
		changes  = "Number of times a day a user can change their password"
		history  = "Number of previous passwords users cannot reuse"
	)
	checkText(t, "data-room", []textCase{
		{"A blank or 0 will set no limit for a minimum number of characters in a user’s password.", `{}`, "min_length", "null"},
		{"A blank …", `{"Minimum Length":""}`, "min_length", "null"},
		{"… a blank of spaces …", `{"Minimum Length":"  "}`, "min_length", "null"},
		{"… or 0 …", `{"Minimum Length":"0"}`, "min_length", "null"},
		{"Minimum Length", `{"Minimum Length":"8"}`, "min_length", "8"},
		{"the same as a JSON number", `{"Minimum Length":8}`, "min_length", "8"},
		{"A blank or 0 will set no limit for a maximum number of characters", `{"Maximum Length":"0"}`, "max_length", "null"},
		{"Maximum Length", `{"Maximum Length":"64"}`, "max_length", "64"},
		{
			`When this is set to "On" user's will be required to include an upper case letter`,
			`{"Require Upper Case Letter":"On"}`, "min_upper", "1",
		},
		{
			`When this is set to "Off" user's will have the choice to include an upper case letter`,
			`{"Require Upper Case Letter":"Off"}`, "min_upper", "null",
		},
		{`"On" user's will be required to include a lower case letter`, `{"Lower Case Letter Required":"On"}`, "min_lower", "1"},
		{
			`"Off" user's will have the choice to include a lower case letter`,
			`{"Lower Case Letter Required":"Off"}`, "min_lower", "null",
		},
		{`"On" user's will be required to include a number`, `{"Number Required":"On"}`, "min_digits", "1"},
		{`"Off" user's will have the choice to include a number`, `{"Number Required":"Off"}`, "min_digits", "null"},
		{
			`"On" user's will be required to include a special character`,
			`{"Special Character Required":"On"}`, "min_special", "1",
		},
		{
			`"Off" user's will have the choice to include a special character`,
			`{"Special Character Required":"Off"}`, "min_special", "null",
		},
		{
			`"On" user's will have the option for their password to contain their username.`,
			`{"Password Can Contain Username":"On"}`, "forbid_username", "false",
		},
		{
			`"Off" user's will not be able to use their username in their password.`,
			`{"Password Can Contain Username":"Off"}`, "forbid_username", "true",
		},
		{
			`"On" a security question will be required.`,
			`{"Require a Security Question":"On"}`, "require_security_question", "true",
		},
		{
			"This is also known as 2-factor authentication: it never counts as two-step",
			`{"Require a Security Question":"On"}`, "two_step", `"optional"`,
		},
		{
			`"Off" a security question will not be required upon login.`,
			`{"Require a Security Question":"Off"}`, "require_security_question", "false",
		},
		{
			"setting this to 3 would allow the user to change their own password 3 times within a 24 hour period",
			`{"` + changes + `":"3"}`, "changes_per_day", "3",
		},
		{"A blank or 0 will set no limit on the number of times", `{"` + changes + `":"0"}`, "changes_per_day", "null"},
		{
			"setting this to 3 would not allow the user to reuse the last 3 passwords",
			`{"` + history + `":"3"}`, "history_depth", "3",
		},
		{"A blank or 0 will set no limit for the number of previous passwords", `{"` + history + `":""}`, "history_depth", "null"},
		{"A blank or 0 will set no limit on the number of failed attempts", `{"` + failures + `":"0"}`, "enabled", "false"},
		{"set the number of failed attempts at 3 before a user is locked", `{"` + failures + `":"3"}`, "first_lock_at", "3"},
		{"… and must contact their administrator", `{"` + failures + `":"3"}`, "durations", `"until_admin"`},
		{
			"set the number of days before a user is forced to change their password at 30",
			`{"` + age + `":"30"}`, "max_age_days", "30",
		},
		{"… forces a password change", `{"` + age + `":"30"}`, "after_expiry", `"force_change"`},
		{"A blank or 0 will set no limit on the number of days", `{"` + age + `":"0"}`, "max_age_days", "null"},
		{"the number of days a user can remain inactive … at 90 days", `{"` + idle + `":"90"}`, "inactivity_days", "90"},
		{"no limit for the number of days a user can be inactive", `{"` + idle + `":"0"}`, "inactivity_days", "null"},
	})
}

func TestText003(t *testing.T) {
	const (
		strength = `{"password strength":"On"}`
		expires  = `{"password expiration":"On","validity period of passwords":"60"`
		retry    = `{"password retry constraints":"On"}`
	)
	checkText(t, "te", []textCase{
		{"the password shall contain 8-20 characters", strength, "min_length", "8"},
		{"the password shall contain 8-20 characters", strength, "max_length", "20"},
		{
			"including two of such elements as letters, numbers, and special characters", strength, "min_kinds",
			`{"k":2,"of":["letter","digit","special"]}`,
		},
		{"Special characters include English characters", strength, "special_set", `"~` + "`" + `!@#$%^&*()+=_-{}[]\":;'?/<>,."`},
		{"Space shall not be used as a part of the password.", strength, "forbidden_chars", `" "`},
		{"detect the password strength upon the next login", strength, "recheck", `"always"`},
		{
			"If the password strength does not conform …, the system would force members to modify the password",
			strength, "recheck_scope", `"noncompliant"`,
		},
		{"After the “password strength” verification is enabled …: before, nothing", `{}`, "min_length", "null"},
		{"… and nothing is detected", `{"password strength":"Off"}`, "recheck", `"off"`},
		{"the validity period of passwords could be set as 1-1024 days", expires + `}`, "max_age_days", "60"},
		{"… 1 …", `{"password expiration":"On","validity period of passwords":"1"}`, "max_age_days", "1"},
		{"… 1024 days", `{"password expiration":"On","validity period of passwords":"1024"}`, "max_age_days", "1024"},
		{
			"After enabling password expiration …: before, nothing",
			`{"password expiration":"Off","validity period of passwords":"60"}`, "max_age_days", "null",
		},
		{"The system will notify members … 5 days before the expiration date.", expires + `}`, "warn_days", "5"},
		{
			"members would be allowed to log in to the system with an expired password for once and be forced to modify",
			expires + `,"login after expiration":"On"}`, "after_expiry", `"grace"`,
		},
		{"… for once", expires + `,"login after expiration":"On"}`, "grace_sign_ins", "1"},
		{
			"If the function is disabled, members can only activate their accounts by having the root admin modify",
			expires + `,"login after expiration":"Off"}`, "after_expiry", `"blocked"`,
		},
		{"the wrong password five consecutive times", retry, "first_lock_at", "5"},
		{"the account involved would be locked for 15 minutes", retry, "durations", `"15M"`},
		{"15 minutes later, the member would try to log in with the password again", retry, "failures_per_next_lock", "5"},
		{"the heading “Strength”", `{"Strength":"On"}`, "min_length", "8"},
		{"the heading “Password Retry Limit”", `{"Password Retry Limit":"On"}`, "first_lock_at", "5"},
		{"Password retry constraints could be enabled …: before, nothing", `{}`, "enabled", "false"},
	})
}

func TestText004(t *testing.T) {
	on := func(label, value string) string {
		return `{"` + ffEnabled + `":"On","` + label + `":"` + value + `"}`
	}
	lock := func(limit, durations string) string {
		return `{"` + ffLock + `":"On","` + ffLimit + `":"` + limit + `","` + ffDurations + `":"` + durations + `"}`
	}
	const list = "1M;5M;10M;30M;1H;2H;6H;12H;1D"
	checkText(t, "formflow", []textCase{
		{
			"only applied if the box Password restrictions are enabled is checked",
			`{"` + ffEnabled + `":"Off","` + ffLength + `":"8"}`, "min_length", "null",
		},
		{"… is checked", `{"` + ffEnabled + `":"checked","` + ffLength + `":"8"}`, "min_length", "8"},
		{"the minimum total number of characters (zero means any number)", on(ffLength, "0"), "min_length", "null"},
		{"lowercase (a-z) or uppercase (A-Z) letters", on(ffLetters, "2"), "min_letters", "2"},
		{"lowercase (a-z) or uppercase (A-Z) letters", on(ffLetters, "2"), "alphabet", `"ascii"`},
		{"minimum number of A-Z characters (zero means any number)", on(ffUpper, "1"), "min_upper", "1"},
		{"at least the given number of digits (0–9). Zero means any number", on(ffDigits, "1"), "min_digits", "1"},
		{"at least the given number of special characters", on(ffSpecial, "1"), "min_special", "1"},
		{
			"The following special characters are supported", on(ffSpecial, "1"), "special_set",
			`"!@#$%^&*()-_=+\\|[]{};:/?.><"`,
		},
		{"how many characters other than digits and letters of the English alphabet", on(ffOther, "3"), "min_other", "3"},
		{"the maximum password validity period", `{"` + ffValidity + `":"90"}`, "max_age_days", "90"},
		{"the user will be prompted to change their password", `{"` + ffValidity + `":"90"}`, "after_expiry", `"force_change"`},
		{"zero in this field, the password will not be limited", `{"` + ffValidity + `":"0"}`, "max_age_days", "null"},
		{"how many of the users' previous passwords will be stored", `{"` + ffHistory + `":"5"}`, "history_depth", "5"},
		{"Zero means no restrictions, no passwords will be stored.", `{"` + ffHistory + `":"0"}`, "history_depth", "null"},
		{"a zero, the account will be locked immediately after the first failed login", lock("0", list), "first_lock_at", "1"},
		{"the value of 1 means that it will be locked after a second", lock("1", list), "first_lock_at", "2"},
		{"if the field is set to 2, … after a third failed attempt", lock("2", list), "first_lock_at", "3"},
		{"After a fourth fail, the first account lock is applied", lock("3", list), "index_base", `"first_lock"`},
		{
			"User account lock is only applied if the checkbox … is checked",
			`{"` + ffLock + `":"Off","` + ffLimit + `":"3"}`, "enabled", "false",
		},
		{"a list of semicolon-separated time intervals", lock("0", list), "durations", `"` + list + `"`},
		{"force newly registered users to change their password", `{"` + ffNewUsers + `":"On"}`, "change_on_first_sign_in", "true"},
		{"enable using electronic mail to request a new password", `{"` + ffByMail + `":"On"}`, "recovery_by_mail", "true"},
		{"If the box is not checked, this option is disabled.", `{"` + ffByMail + `":"Off"}`, "recovery_by_mail", "false"},
		{
			"prompted to change their password on their next login after this configuration is saved",
			`{"` + ffForce + `":"On"}`, "recheck", `"once_per_revision"`,
		},
		{"all FormFlow users whose access password is considered “weak”", `{"` + ffForce + `":"On"}`, "recheck_scope", `"weak"`},
		{
			"Separate the passwords using a comma (only a comma, not a comma followed by a space).",
			`{"` + ffBanned + `":"a, b,,"}`, "banned", `["a"," b"]`,
		},
		{"any specific passwords you want to ban", `{"` + ffBanned + `":"Secret"}`, "banned_match", `"exact"`},
	})
}

func TestText000(t *testing.T) {
	checkText(t, "web-host", []textCase{
		{"Minimum length", `{"Minimum length":"10"}`, "min_length", "10"},
		{"Mix of upper and lowercase letters", `{"Mix of upper and lowercase letters":"On"}`, "min_upper", "1"},
		{"Mix of upper and lowercase letters", `{"Mix of upper and lowercase letters":"On"}`, "min_lower", "1"},
		{"Numbers and special characters", `{"Numbers and special characters":"On"}`, "min_digits", "1"},
		{"Numbers and special characters", `{"Numbers and special characters":"On"}`, "min_special", "1"},
		{"No common dictionary words", `{"No common dictionary words":"On"}`, "min_strength", "2"},
		{"No common dictionary words", `{"No common dictionary words":"On"}`, "breached", `"refuse"`},
		{"Enter current password for verification", `{}`, "require_current", `"always"`},
		{"Enter current password for verification", `{"Enter current password for verification":"Off"}`, "require_current", `"never"`},
		{"Avoid personal information in passwords", `{"Avoid personal information in passwords":"On"}`, "forbid_personal", "true"},
		{"Automatic account lockout", `{"Automatic account lockout":"On","Lockout duration":"20M"}`, "durations", `"20M"`},
	})
}

// TestKeycloakStrategies has the waits of the guide's two tables: 5 failures, and
// whole minutes in place of its 30 seconds.
func TestKeycloakStrategies(t *testing.T) {
	tests := []struct {
		strategy string
		waits    map[int]string
	}{
		{"LINEAR", map[int]string{4: "", 5: "1m0s", 6: "2m0s", 7: "3m0s", 10: "6m0s", 19: "15m0s", 20: "15m0s"}},
		{"MULTIPLE", map[int]string{4: "", 5: "1m0s", 6: "1m0s", 9: "1m0s", 10: "2m0s", 15: "3m0s", 99: "15m0s"}},
	}
	for _, tt := range tests {
		p, losses, err := Import("keycloak", settings(map[string]string{
			kcStrategy: tt.strategy, kcFailures: "5", kcIncrement: "60", kcLongest: "900", kcReset: "43200",
		}))
		if err != nil || len(losses) > 0 {
			t.Fatal(err, losses)
		}
		for failure, want := range tt.waits {
			got := ""
			if lock, locks := LockAfter(p.Lockout, failure); locks {
				got = lock.For.String()
			}
			if got != want {
				t.Errorf("%s, failure %d: %q, want %q", tt.strategy, failure, got, want)
			}
		}
	}
}

// TestDirectoryTimes has the two written forms of one time.
func TestDirectoryTimes(t *testing.T) {
	for text, want := range map[string]*Duration{
		"1:00:00:00": {1, Days}, "-864000000000": {1, Days}, "0:00:30:00": {30, Minutes}, "-18000000000": {30, Minutes},
		"": nil, "0": nil, "(none)": nil, "(Never)": nil, "0:00:00:00": nil, "-9223372036854775808": nil,
		"0:00:00:01": {1, Minutes}, "-1": {1, Minutes},
	} {
		p, _, err := Import("active-directory", settings(map[string]string{adMinAge: text}))
		if err != nil || !reflect.DeepEqual(p.Change.MinAge, want) {
			t.Errorf("%s: %v %v", text, err, p.Change.MinAge)
		}
	}
	for _, text := range []string{"1", "x", "1:2:3", "0:24:00:00", "-1:00:00:00", "-9223372036854775807", strings.Repeat("9", 30) + ":00:00:00"} {
		if _, _, err := Import("active-directory", settings(map[string]string{adMinAge: text})); err == nil {
			t.Errorf("%s was read as a time", text)
		}
	}
}

// TestTEShortLife: a password that lives no longer than the notice of 003 still
// makes a policy without a contradiction.
func TestTEShortLife(t *testing.T) {
	for days, warn := range map[string]string{"1": "null", "2": "1", "5": "4", "6": "5", "1024": "5"} {
		p, _, err := Import("te", settings(map[string]string{
			"password expiration": "On", "validity period of passwords": days,
		}))
		if err != nil {
			t.Fatal(err)
		}
		f, err := FieldNamed("warn_days")
		if err != nil || f.JSONText(p) != warn || !Lint(p).OK() {
			t.Errorf("%s days: %v, notice of %s, %+v", days, err, f.JSONText(p), Lint(p).Problems)
		}
	}
}
