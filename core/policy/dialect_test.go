package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// settings writes a settings file.
func settings(cells map[string]string) []byte {
	data, err := json.Marshal(cells)
	if err != nil {
		panic(err)
	}
	return data
}

// cellsOf reads a settings file.
func cellsOf(t interface{ Fatal(...any) }, data []byte) map[string]string {
	var cells map[string]string
	if err := json.Unmarshal(data, &cells); err != nil {
		t.Fatal(err)
	}
	return cells
}

func TestPresetsAreSaidInTheirDialect(t *testing.T) {
	for _, d := range Dialects() {
		p, ok := PresetNamed(d.Name)
		if !ok {
			t.Errorf("%s has no preset", d.Name)
			continue
		}
		data, losses, err := Export(d.Name, p)
		if err != nil || len(losses) > 0 {
			t.Errorf("%s: %v %v", d.Name, err, losses)
			continue
		}
		back, losses, err := Import(d.Name, data)
		// Active Directory's complexity differs for letters without a case, always.
		losses = slices.DeleteFunc(losses, func(l Loss) bool { return l.Field == adComplex })
		if err != nil || len(losses) > 0 || !reflect.DeepEqual(p, back) {
			t.Errorf("%s: %v %v\n%+v\n%+v\n%s", d.Name, err, losses, p, back, data)
		}
	}
}

// TestExportLosesNothingSilently: what a dialect cannot say is named, and what
// it does not name comes back.
func TestExportLosesNothingSilently(t *testing.T) {
	for _, d := range Dialects() {
		t.Run(d.Name, rapid.MakeCheck(func(t *rapid.T) {
			p := formPolicy(t)
			if rapid.Bool().Draw(t, "near a preset") {
				near, _ := PresetNamed(d.Name)
				f := rapid.SampledFrom(Fields()).Draw(t, "field")
				if err := f.SetValue(&near, f.Value(p)); err != nil {
					t.Fatal(err)
				}
				p = near
			}
			data, losses, err := Export(d.Name, p)
			if err != nil {
				t.Fatal(err)
			}
			back, _, err := Import(d.Name, data)
			if err != nil {
				t.Fatalf("%v\n%s", err, data)
			}
			named := map[string]bool{}
			for _, l := range losses {
				named[l.Field] = true
				if here, there := fmt.Sprint(l.Text.Args["Here"]), fmt.Sprint(l.Text.Args["There"]); here == there || here == "" || there == "" {
					t.Fatalf("%s: a loss that tells no difference: %s", l.Field, l.Text)
				}
			}
			for _, f := range Fields() {
				here, there := f.Value(p), f.Value(back)
				if f.sameMeaning(here, there) == named[f.Path()] {
					t.Fatalf("%s: %v here, %v there, named: %v\n%s", f.Path(), here, there, named[f.Path()], data)
				}
			}
			again, losses, err := Export(d.Name, back)
			if err != nil || len(losses) > 0 || string(again) != string(data) {
				t.Fatalf("what was imported is written otherwise: %v %v\n%s\n%s", err, losses, data, again)
			}
		}))
	}
}

// dialectSpaces draw settings in each system's own canonical form.
func dialectSpaces() map[string]func(t *rapid.T) map[string]string {
	return map[string]func(t *rapid.T) map[string]string{
		"data-room": dataRoomSpace, "te": teSpace, "formflow": formflowSpace, "web-host": webHostSpace,
		"nist": nistSpace, "active-directory": directorySpace, "freeipa": ipaSpace, "keycloak": realmSpace,
		"pci-dss-4": pciSpace,
	}
}

func TestImportExportIsTheSame(t *testing.T) {
	spaces := dialectSpaces()
	for _, d := range Dialects() {
		t.Run(d.Name, rapid.MakeCheck(func(t *rapid.T) {
			want := spaces[d.Name](t)
			p, losses, err := Import(d.Name, settings(want))
			losses = slices.DeleteFunc(losses, func(l Loss) bool {
				return l.Field == adComplex || l.Field == "validity period of passwords"
			})
			if err != nil || len(losses) > 0 {
				t.Fatalf("%v %v\n%v", err, losses, want)
			}
			data, losses, err := Export(d.Name, p)
			if err != nil || len(losses) > 0 {
				t.Fatalf("%v %v", err, losses)
			}
			if got := cellsOf(t, data); !reflect.DeepEqual(got, want) {
				t.Fatalf("\n%v\n%v", want, got)
			}
		}))
	}
}

func TestImportRefuses(t *testing.T) {
	tests := []struct{ dialect, text, field, says string }{
		{"no-such", `{}`, "no-such", "Choose from nist, web-host"},
		{"data-rooms", `{}`, "data-rooms", "“data-room”"},
		{"data-room", `{"Colour":"8"}`, "Colour", "There is no setting of this name"},
		{"data-room", `[]`, "file", "braces"},
		{"data-room", `{"Minimum Lenght":"8"}`, "Minimum Lenght", "“Minimum Length”"},
		{"data-room", `{"Minimum Length":"8","minimum length":"9"}`, "Minimum Length", "twice"},
		{"data-room", `{"Minimum Length":"eight"}`, "Minimum Length", "0 to 1024"},
		{"data-room", `{"Minimum Length":"-1"}`, "Minimum Length", "0 to 1024"},
		{"data-room", `{"Minimum Length":"+8"}`, "Minimum Length", "0 to 1024"},
		{"data-room", `{"Minimum Length":"٨"}`, "Minimum Length", "0 to 1024"},
		{"data-room", `{"Minimum Length":"1025"}`, "Minimum Length", "0 to 1024"},
		{"data-room", `{"Minimum Length":["8"]}`, "Minimum Length", "quotes"},
		{"data-room", `{"Number Required":"perhaps"}`, "Number Required", "On or Off"},
		{"te", `{"Strength":"On","password strength":"Off"}`, "password strength", "twice"},
		{"te", `{"password expiration":"On"}`, "validity period of passwords", "1 to 1024"},
		{"te", `{"password expiration":"On","validity period of passwords":"1025"}`, "validity period of passwords", "1024"},
		{"formflow", `{"Temporary lock durations":"1M;;5x;-3H"}`, ffDurations, "Entry 2"},
		{"formflow", `{"Temporary lock durations":"until_admin"}`, ffDurations, "temporary"},
		{"formflow", `{"Failed logins limit":"100"}`, ffLimit, "0 to 99"},
		{
			"formflow", `{"temporarily lock a user account, if an incorrect password is used on login":"On"}`,
			ffDurations, "at least one",
		},
		{"active-directory", `{"msDS-MaximumPasswordAge":"42"}`, adMaxAge, "days:hours"},
		{"active-directory", `{"msDS-MaximumPasswordAge":"1:24:00:00"}`, adMaxAge, "days:hours"},
		{"active-directory", `{"msDS-MaximumPasswordAge":"9999:00:00:00"}`, adMaxAge, "3650 days"},
		{"freeipa", `{"krbPwdMinDiffChars":"6"}`, ipaClasses, "0 to 5"},
		{"keycloak", `{"passwordPolicy":"lenght(8)"}`, kcPolicy, "“lenght”"},
		{"keycloak", `{"passwordPolicy":"length(x)"}`, kcPolicy, "“length”"},
		{"keycloak", `{"passwordPolicy":"digits(1) and digits(2)"}`, kcPolicy, "twice"},
		{"keycloak", `{"bruteForceStrategy":"QUICK"}`, kcStrategy, "LINEAR"},
		{"nist", `{"Failed attempts before the first lock":"5"}`, "Lock times", "at least one"},
		{"nist", `{"Breached passwords":"perhaps"}`, "Breached passwords", "refuse"},
		{"nist", `{"Failed attempts of one computer or address":"4"}`, sourceFailures, "from 5 to 100000"},
		{"nist", `{"Failed attempts of one computer or address":"100001"}`, sourceFailures, "0 to 100000"},
		{"nist", `{"Minutes within which these attempts count":"1441"}`, sourceWindow, "0 to 1440"},
		{"nist", `{"Minutes the computer or address is stopped":"-5"}`, sourceBlock, "0 to 1440"},
	}
	for _, tt := range tests {
		p, losses, err := Import(tt.dialect, []byte(tt.text))
		var fault *FieldError
		if !errors.As(err, &fault) || fault.Field != tt.field || !strings.Contains(fault.Text.String(), tt.says) {
			t.Errorf("%s %s: got %v", tt.dialect, tt.text, err)
		}
		if !reflect.DeepEqual(p, Policy{}) || losses != nil {
			t.Errorf("%s %s: refused settings left %+v", tt.dialect, tt.text, p)
		}
	}
}

func TestImportNamesLosses(t *testing.T) {
	tests := []struct {
		dialect, text string
		fields        []string
	}{
		{"formflow", `{"Password restrictions are enabled":"Off","Minimum length":"8"}`, []string{ffLength}},
		{"formflow", `{"Password restrictions are enabled":"Off","Minimum length":"0","Password validity":""}`, nil},
		{"formflow", `{"List of banned passwords":"a, b,,"}`, nil},
		{"te", `{"validity period of passwords":"90"}`, []string{"validity period of passwords"}},
		{"te", `{"password expiration":"On","validity period of passwords":"5"}`, []string{"validity period of passwords"}},
		{
			"nist", `{"Lock times":"5M","Failed attempts before each next lock":"5"}`,
			[]string{"Failed attempts before each next lock", "Lock times"},
		},
		{
			"nist", `{"Minutes within which these attempts count":"60","Minutes the computer or address is stopped":"5"}`,
			[]string{sourceWindow, sourceBlock},
		},
		{
			"nist", `{"Failed attempts of one computer or address":0,"Minutes within which these attempts count":0}`,
			nil,
		},
		{
			"nist", `{"Failed attempts of one computer or address":100,"Minutes within which these attempts count":0}`,
			nil,
		},
		{"active-directory", `{"msDS-LockoutThreshold":"0","msDS-LockoutDuration":"0:00:30:00"}`, []string{adDuration}},
		{
			"active-directory", `{"msDS-PasswordReversibleEncryptionEnabled":"TRUE","msDS-PasswordSettingsPrecedence":"1"}`,
			[]string{adReversible, adRank},
		},
		{"active-directory", `{"msDS-MinimumPasswordAge":"0:00:00:30"}`, []string{adMinAge}},
		{"freeipa", `{"krbPwdMinDiffChars":"5"}`, []string{ipaClasses}},
		{"keycloak", `{"passwordPolicy":"notEmail(undefined) and digits(2) and length"}`, []string{kcPolicy}},
		{"keycloak", `{"passwordPolicy":"digits(2) and length"}`, nil},
		{"keycloak", `{"failureFactor":30}`, nil},
		{"keycloak", `{"failureFactor":"30","maxFailureWaitSeconds":"900"}`, []string{kcLongest}},
	}
	for _, tt := range tests {
		_, losses, err := Import(tt.dialect, []byte(tt.text))
		var fields []string
		for _, l := range losses {
			fields = append(fields, l.Field)
			if l.Text.String() == "" || strings.Contains(l.Text.String(), "{{") {
				t.Errorf("%s: a loss without words: %+v", tt.text, l)
			}
		}
		if err != nil || !reflect.DeepEqual(fields, tt.fields) {
			t.Errorf("%s %s: %v %v", tt.dialect, tt.text, err, losses)
		}
	}
}

func TestExportNamesLosses(t *testing.T) {
	_, losses, err := Export("data-room", Default())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range losses {
		got = append(got, l.Field+": "+l.Text.String())
	}
	want := []string{
		"complexity.min_length_with_two_step: Here: 8 characters. There: As without it",
		"complexity.forbid_personal: Here: On. There: Off",
		"complexity.breached: Here: Refuse. There: Not looked for",
		"change.differs_from_current: Here: On. There: Off",
		"lockout.durations: Here: 15 minutes. There: Until an administrator unlocks it",
		"lockout.failures_per_next_lock: Here: 5. There: 1",
		"lockout.source_failures: Here: 100. There: Off",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %s", strings.Join(got, "\n"))
	}
}

// A loss is told in the words of the editor, never as the policy file writes it.
func TestExportLossesInWords(t *testing.T) {
	p := Policy{
		Complexity: Complexity{
			Alphabet: AlphabetUnicode, SpecialSet: new("!?"), Breached: BreachedRefuse, Banned: []string{"a,b", "word"},
			MinKinds: &Kinds{K: 2, Of: []Kind{KindLetter, KindDigit}},
		},
		Lockout: Lockout{
			Enabled: true, FirstLockAt: new(5), Durations: &Schedule{UntilAdmin: true}, WhenExhausted: ExhaustedUntilAdmin,
			SourceFailures: new(20), SourceWindowMinutes: new(30), SourceBlockMinutes: new(120),
		},
		SignIn: SignIn{
			TwoStepMethods: []string{"totp"}, Passkeys: PasskeysByRole, PasskeyRoles: []string{"admin"}, PasskeyOnly: true,
			PasskeyKinds: []string{"phone"}, MaxSessions: new(2),
		},
	}
	_, losses, err := Export("formflow", p)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, l := range losses {
		got[l.Field] = l.Text.String()
	}
	want := map[string]string{
		"complexity.alphabet":           "Here: Of every language. There: English only: A–Z, a–z, 0–9",
		"complexity.special_set":        "Here: “!?”. There: " + specialSetText(new(formflowSpecials)).String(),
		"complexity.breached":           "Here: Refuse. There: Not looked for",
		"complexity.banned":             "Here: 2 entries. There: 1 entry removed",
		"complexity.min_kinds":          "Here: 2 of letters and digits. There: No limit",
		"lockout.durations":             "Here: Until an administrator unlocks it. There: 3650 days",
		"lockout.when_exhausted":        "Here: Until an administrator unlocks it. There: Repeat the last one",
		"lockout.source_failures":       "Here: 20. There: Off",
		"lockout.source_window_minutes": "Here: 30 minutes. There: 1 hour",
		"lockout.source_block_minutes":  "Here: 2 hours. There: 15 minutes",
		"sign_in.max_sessions":          "Here: 2. There: No limit",
		"sign_in.two_step_methods":      "Here: codes from an app. There: " + ValueText("two_step_methods", Policy{}).String(),
		"sign_in.passkeys":              "Here: Required by role. There: As each person likes",
		"sign_in.passkey_roles":         "Here: administrators. There: None",
		"sign_in.passkey_only":          "Here: On. There: Off",
		"sign_in.passkey_kinds":         "Here: phones and tablets. There: All kinds",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestExportRefuses(t *testing.T) {
	if _, _, err := Export("te", Policy{Complexity: Complexity{MinLength: new(0)}}); err == nil {
		t.Error("a policy out of bounds was exported")
	}
	if _, _, err := Export("no-such", Policy{}); err == nil {
		t.Error("an unknown dialect was written")
	}
}

func TestExportKeepsOrder(t *testing.T) {
	for _, d := range Dialects() {
		data, _, err := Export(d.Name, Default())
		if err != nil {
			t.Fatal(err)
		}
		last := -1
		for _, label := range d.Labels() {
			quoted, err := encodeValue(label)
			if err != nil {
				t.Fatal(err)
			}
			at := strings.Index(string(data), "  "+string(quoted)+": ")
			if at <= last {
				t.Errorf("%s: %s is missing or out of order", d.Name, label)
			}
			last = at
		}
	}
}

func FuzzImport(f *testing.F) {
	for i, d := range Dialects() {
		p, _ := PresetNamed(d.Name)
		data, _, err := Export(d.Name, p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), data)
	}
	f.Add(uint8(7), []byte(`{"passwordPolicy":"length(8) and regexPattern(a and b)","failureFactor":1}`))
	f.Add(uint8(4), []byte(`{"List of banned passwords":",, a,b ,"}`))
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		all := Dialects()
		name := all[int(which)%len(all)].Name
		p, _, err := Import(name, data)
		if err != nil {
			return
		}
		text, losses, err := Export(name, p)
		if err != nil || len(losses) > 0 {
			t.Fatalf("%s: what was read cannot be written: %v %v", name, err, losses)
		}
		back, _, err := Import(name, text)
		if err != nil || len(lossesBetween(p, back)) > 0 {
			t.Fatalf("%s: %v %v\n%s", name, err, lossesBetween(p, back), text)
		}
	})
}
