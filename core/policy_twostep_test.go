package core_test

import (
	"strings"
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// A policy that demands a second step is saved and read back as it was written,
// and the log names what changed.
func TestSavePolicyWithTwoStep(t *testing.T) {
	tests := map[string]policy.SignIn{
		"of everybody, at once": {TwoStep: policy.TwoStepRequired},
		"of everybody, in time": {TwoStep: policy.TwoStepRequired, TwoStepGraceDays: new(14)},
		"by role, by every way": {
			TwoStep: policy.TwoStepByRole, TwoStepRoles: []string{"root", "admin"}, TwoStepGraceDays: new(365),
			TwoStepMethods: []string{"totp", "passkey", "recovery_code"},
		},
		"by codes alone":       {TwoStep: policy.TwoStepRequired, TwoStepMethods: []string{"totp"}},
		"by passkeys alone":    {TwoStep: policy.TwoStepRequired, TwoStepMethods: []string{"passkey"}},
		"as each person likes": {TwoStep: policy.TwoStepOptional, TwoStepMethods: []string{"passkey"}},
		"no passkeys":          {Passkeys: policy.PasskeysOff},
		"passkeys of everybody, in time": {
			Passkeys: policy.PasskeysRequired, TwoStepGraceDays: new(14), PasskeyOnly: true,
		},
		"passkeys by role, of two kinds": {
			Passkeys: policy.PasskeysByRole, PasskeyRoles: []string{"root"},
			PasskeyKinds: []string{policy.PasskeySecurityKey, policy.PasskeyThisDevice},
		},
	}
	for name, rules := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			root := b.root()
			b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.SignIn = rules })
			want := policy.Default()
			want.SignIn = rules
			if d := policy.Diff(want, b.policyOf(root, core.DefaultPolicy).Policy); len(d) != 0 {
				t.Errorf("read back with %v", d)
			}
			for _, d := range policy.Diff(policy.Default(), want) {
				if field := d.Group + "." + d.Field; !strings.Contains(b.newest().Detail, field) {
					t.Errorf("the log does not tell %s: %s", field, b.newest().Detail)
				}
			}
		})
	}
}

// What only a passkey could do is refused where passkeys are not allowed, and one
// mistake is told once.
func TestLintPolicyTwoStepMethods(t *testing.T) {
	const passkeys, codes = "Nothing could be the second step, as passkeys are not allowed. Allow passkeys, or codes from an app, too",
		"Recovery codes stand in for another method and cannot be the only one. Allow codes from an app or passkeys, too"
	b := newBed(t)
	for _, demand := range []policy.TwoStep{"", policy.TwoStepOptional, policy.TwoStepRequired, policy.TwoStepByRole} {
		for _, tt := range []struct {
			methods []string
			// without is said where passkeys are not allowed and a second step is
			// demanded, always in any case.
			without, always string
		}{
			{nil, "", ""},
			{[]string{}, "", ""},
			{[]string{"totp"}, "", ""},
			{[]string{"passkey", "totp"}, "", ""},
			{[]string{"passkey"}, passkeys, ""},
			{[]string{"recovery_code", "passkey"}, passkeys, ""},
			{[]string{"recovery_code"}, "", codes},
		} {
			for _, allowed := range []policy.Passkeys{"", policy.PasskeysOptional, policy.PasskeysOff} {
				p := policy.Default()
				p.SignIn = policy.SignIn{TwoStep: demand, TwoStepMethods: tt.methods, Passkeys: allowed}
				if demand == policy.TwoStepByRole {
					p.SignIn.TwoStepRoles = []string{"member"}
				}
				want := tt.always
				if demand.Demanded() && !allowed.Allowed() && tt.without != "" {
					want = tt.without
				}
				wantOneProblem(t, b.site.LintPolicy(p), "sign_in.two_step_methods", want)
			}
		}
	}
}

// wantOneProblem fails unless a report has one problem, beside a field, or none
// where want is empty.
func wantOneProblem(t *testing.T, report policy.Report, field, want string) {
	t.Helper()
	var got []string
	for _, found := range report.Problems {
		if found.Paths()[0] != field {
			t.Errorf("a problem of %q", found.Paths())
		}
		got = append(got, found.Text.String())
	}
	if strings.Join(got, "\n") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Only what this version cannot do has a word beside it.
func TestNotYet(t *testing.T) {
	want := map[string]string{
		"recovery.recovery_by_mail":      "This version cannot send mail yet.",
		"recovery.recovery_code_minutes": "This version cannot send mail yet.",
	}
	for _, f := range policy.Fields() {
		if got := core.NotYet(f.Path()).String(); got != want[f.Path()] {
			t.Errorf("%s: %q, want %q", f.Path(), got, want[f.Path()])
		}
	}
}
