package policy

import (
	"reflect"
	"strings"
	"testing"
)

func TestPasskeysAllowedAndDemanded(t *testing.T) {
	tests := []struct {
		p                 Passkeys
		allowed, demanded bool
	}{
		{"", true, false},
		{PasskeysOptional, true, false},
		{PasskeysOff, false, false},
		{PasskeysRequired, true, true},
		{PasskeysByRole, true, true},
	}
	for _, tt := range tests {
		if tt.p.Allowed() != tt.allowed || tt.p.Demanded() != tt.demanded {
			t.Errorf("%q: allowed %v, demanded %v", tt.p, tt.p.Allowed(), tt.p.Demanded())
		}
	}
}

func TestDescribePasskeys(t *testing.T) {
	admins := []string{"admin"}
	tests := []struct {
		s    SignIn
		want string
	}{
		{SignIn{Passkeys: PasskeysOptional}, "Passkeys are up to each person."},
		{SignIn{PasskeyOnly: true}, "Passkeys are up to each person.\nOnce an account has two passkeys, its password no longer signs in."},
		{SignIn{PasskeyKinds: []string{"phone"}}, "Passkeys are up to each person.\nKinds of passkeys that are allowed: phones and tablets."},
		{SignIn{Passkeys: PasskeysOff}, "Passkeys are not allowed."},
		{
			SignIn{Passkeys: PasskeysOff, PasskeyRoles: admins, PasskeyOnly: true, PasskeyKinds: []string{"phone"}, TwoStepGraceDays: new(3)},
			"Passkeys are not allowed.",
		},
		{SignIn{Passkeys: PasskeysRequired}, "Everybody needs a passkey."},
		{SignIn{Passkeys: PasskeysRequired, TwoStepGraceDays: new(1)}, "Everybody needs a passkey, within 1 day of the first sign-in that asks for it."},
		{SignIn{Passkeys: PasskeysByRole, PasskeyRoles: admins}, "A passkey is needed by administrators."},
		{
			SignIn{Passkeys: PasskeysByRole, PasskeyRoles: []string{"root", "member"}, TwoStepGraceDays: new(30)},
			"A passkey is needed by root and members, within 30 days of the first sign-in that asks for it.",
		},
	}
	for _, tt := range tests {
		want := "\nTwo-step verification is up to each person.\n" + tt.want
		if got := told(Policy{SignIn: tt.s}); !strings.HasSuffix(got, want) {
			t.Errorf("told:\n%s\nwant at the end:%s", got, want)
		}
	}
}

// A policy that was written before passkeys keeps its bytes and its meaning: they
// are allowed and asked of nobody.
func TestPoliciesBeforePasskeys(t *testing.T) {
	const before = `{
  "change": {
    "change_on_first_sign_in": true
  },
  "lockout": {
    "enabled": false
  },
  "sign_in": {
    "two_step": "required",
    "two_step_grace_days": 14,
    "two_step_methods": [
      "passkey"
    ],
    "idle_minutes": 15
  }
}
`
	p, err := Parse([]byte(before))
	if err != nil {
		t.Fatal(err)
	}
	if s := p.SignIn; !s.Passkeys.Allowed() || s.Passkeys.Demanded() || s.PasskeyOnly || len(s.PasskeyKinds) > 0 || len(s.PasskeyRoles) > 0 {
		t.Errorf("it says of passkeys %+v", s)
	}
	if report := Lint(p); !report.OK() {
		t.Errorf("it cannot stand: %+v", report.Problems)
	}
	if again, err := p.JSON(); err != nil || string(again) != before {
		t.Errorf("%v\n%s", err, again)
	}
	for _, preset := range Presets() {
		data, err := preset.Policy().JSON()
		if err != nil || strings.Contains(string(data), `"passkey`) {
			t.Errorf("%s speaks of passkeys (%v):\n%s", preset.Name, err, data)
		}
	}
}

// The first choice and what is off are written by leaving the field out.
func TestPasskeyFieldsInJSON(t *testing.T) {
	const all = `  "sign_in": {
    "passkeys": "by_role",
    "passkey_roles": [
      "root"
    ],
    "passkey_only": true,
    "passkey_kinds": [
      "phone",
      "security-key",
      "this-device"
    ]
  }
}
`
	p := Policy{SignIn: SignIn{
		Passkeys: PasskeysByRole, PasskeyRoles: []string{"root"}, PasskeyOnly: true,
		PasskeyKinds: []string{PasskeyPhone, PasskeySecurityKey, PasskeyThisDevice},
	}}
	data, err := p.JSON()
	if err != nil || !strings.HasSuffix(string(data), all) {
		t.Errorf("%v\n%s", err, data)
	}
	plain, err := Parse([]byte(`{"change":{"change_on_first_sign_in":false},"sign_in":{"passkeys":"optional","passkey_roles":[],"passkey_only":false,"passkey_kinds":null}}`))
	if err != nil || !reflect.DeepEqual(plain, Policy{}) {
		t.Errorf("%v %+v", err, plain)
	}
}
