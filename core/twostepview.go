package core

import (
	"slices"
	"time"

	"gatehouse/core/policy"
	"gatehouse/core/twostep"
)

// TwoStep is what an account has for its second step, without anything secret.
type TwoStep struct {
	// Apps are the authenticator apps that were proved, the oldest first. Two-step
	// verification is on while there is one.
	Apps []App
	// Codes are the recovery codes.
	Codes RecoveryCodes
	// ByPasskey: a passkey of the account is a second step, too. Where the policy asks
	// for two-step verification it is on by that alone.
	ByPasskey bool
	// Required: the policy asks for two-step verification. Until is when somebody who
	// lacks something may no longer sign in without, zero where the next sign-in asks for it
	// or begins the time.
	Required bool
	Until    time.Time
}

// App is one authenticator app.
type App struct {
	ID     AppID
	Name   string
	Params twostep.Params
	// CreatedAt is when it was set up, UsedAt when a code of it was last taken.
	CreatedAt, UsedAt time.Time
}

// FewRecoveryCodes is how many that are left are so few that the account is told.
const FewRecoveryCodes = 3

// RecoveryCodes tells how many codes there are.
type RecoveryCodes struct {
	// Left of Made work still.
	Left, Made int
	// MadeAt is when they were made, zero for none; UsedAt when one was last used.
	MadeAt, UsedAt time.Time
	// Few: so few are left that new ones should be made.
	Few bool
	// UsedHere: one of them stood for the code of the sign-in that began the caller's
	// session.
	UsedHere bool
}

// begunBy tells whether a code that was used at a time began a session: between them is
// no more than the wait for the security question.
func (s Session) begunBy(used time.Time) bool {
	waited := s.StartedAt.Sub(used)
	return !used.IsZero() && waited >= 0 && waited <= AnswerWithin
}

// On tells whether a sign-in with the password asks for a second step.
func (t TwoStep) On() bool { return len(t.Apps) > 0 || t.Required && t.ByPasskey }

// twoStepOf describes what is stored.
func twoStepOf(has Credentials, held ruling, role Role, terms Terms, now time.Time) TwoStep {
	r := has.TwoStep
	t := TwoStep{Required: held.requires(role), ByPasskey: held.passkeyAsSecond(has.Passkeys)}
	for _, a := range r.Apps {
		t.Apps = append(t.Apps, App{ID: a.ID, Name: a.Name, Params: a.Params, CreatedAt: a.CreatedAt, UsedAt: a.UsedAt})
	}
	t.Codes = RecoveryCodes{Left: r.left(), Made: len(r.Codes)}
	for _, c := range r.Codes {
		t.Codes.MadeAt = c.MadeAt
		if c.UsedAt.After(t.Codes.UsedAt) {
			t.Codes.UsedAt = c.UsedAt
		}
	}
	t.Codes.Few = (r.on() || len(r.Codes) > 0) && held.allows(policy.MethodRecoveryCode) && t.Codes.Left <= FewRecoveryCodes
	if by := held.enrolBy(terms); t.Required && !held.stepped(role, has) && by.After(now) {
		t.Until = by
	}
	return t
}

// requires tells whether the policy asks an account of a role for a second step.
func (r ruling) requires(role Role) bool {
	switch r.SignIn.TwoStep {
	case policy.TwoStepRequired:
		return true
	case policy.TwoStepByRole:
		return slices.Contains(r.SignIn.TwoStepRoles, string(role))
	}
	return false
}

// hidesPassword tells whether a password is tried together with the second step only,
// so that nothing tells which of them was wrong.
func (r ruling) hidesPassword() bool { return r.SignIn.TwoStep == policy.TwoStepRequired }

// allows tells whether the policy allows a method for the second step.
func (r ruling) allows(method string) bool {
	return len(r.SignIn.TwoStepMethods) == 0 || slices.Contains(r.SignIn.TwoStepMethods, method)
}

// enrolBy is the end of the time that an account has to set two-step verification up,
// zero before it has begun.
func (r ruling) enrolBy(t Terms) time.Time {
	if t.EnrolFrom.IsZero() {
		return time.Time{}
	}
	days := 0
	if r.SignIn.TwoStepGraceDays != nil {
		days = *r.SignIn.TwoStepGraceDays
	}
	return t.EnrolFrom.Add(time.Duration(days) * 24 * time.Hour)
}
