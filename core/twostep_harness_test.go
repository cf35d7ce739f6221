package core_test

import (
	"slices"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/core/twostep"
)

// phone is an authenticator app with the recovery codes that came with it.
type phone struct {
	b     *bed
	key   twostep.Key
	id    core.AppID
	codes []twostep.RecoveryCode
}

// phoneOf takes over the secret of a set-up, as an app does from its address.
func phoneOf(b *bed, e *core.Enrolment) *phone {
	b.t.Helper()
	secret, err := twostep.SecretOf(unbase32(b.t, e.Secret()))
	must(b.t, err)
	return &phone{b: b, key: twostep.Key{Secret: secret, Params: e.Params()}}
}

// code is that of a step that is so many after the present one.
func (p *phone) code(off int64) string {
	p.b.t.Helper()
	code, err := p.key.Code(p.key.Params.Step(p.b.clock.Now()) + off)
	must(p.b.t, err)
	return code
}

// next waits for the next step, and gives its code.
func (p *phone) next() string {
	p.b.clock.advance(p.key.Params.Left(p.b.clock.Now()))
	return p.code(0)
}

// wrongCode is a code that is right at no step near now.
func (p *phone) wrongCode() string {
	p.b.t.Helper()
	near := map[string]bool{}
	for off := int64(-30); off <= 30; off++ {
		near[p.code(off)] = true
	}
	for n := 0; ; n++ {
		p.b.wrongs++
		code := digits(p.b.wrongs*7919+n, p.key.Params.Digits)
		if !near[code] {
			return code
		}
	}
}

// digits writes a number with so many digits.
func digits(n, width int) string {
	text := make([]byte, width)
	for i := range slices.Backward(text) {
		text[i] = byte('0' + n%10)
		n /= 10
	}
	return string(text)
}

// enrol sets up an app for the account of a session, with the password secret.
func (b *bed) enrol(token core.Token, secret string, form core.NewApp) (*phone, core.Token) {
	b.t.Helper()
	form.Current = secret
	e, err := b.site.Enrol(b.t.Context(), token, form)
	must(b.t, err)
	p := phoneOf(b, e)
	done, err := e.Confirm(b.t.Context(), token, p.code(0), false)
	must(b.t, err)
	p.codes = done.Codes
	own, err := b.site.Me(b.t.Context(), done.Token)
	must(b.t, err)
	p.id = own.TwoStep.Apps[len(own.TwoStep.Apps)-1].ID
	return p, done.Token
}

// secured is a bed whose member ben has two-step verification, and the session of the
// root account.
func secured(t *testing.T) (b *bed, root core.Token, ben core.AccountID, p *phone) {
	t.Helper()
	b = newBed(t)
	root = b.root()
	ben = b.add(root, "ben", core.RoleMember)
	p, token := b.enrol(b.in("ben", memberPassword), memberPassword, core.NewApp{Name: "Phone"})
	must(t, b.site.SignOut(t.Context(), token))
	return b, root, ben, p
}

// toCode signs in with a right password up to the code.
func (b *bed) toCode(name, secret string) *core.SignIn {
	b.t.Helper()
	return toCodeOn(b.t, b.site, name, secret)
}

func toCodeOn(t *testing.T, site *core.Site, name, secret string) *core.SignIn {
	t.Helper()
	flow := site.StartSignIn(desk)
	step, err := flow.Password(t.Context(), name, secret)
	must(t, err)
	if step != core.StepTwoStep || !flow.Token().Zero() {
		t.Fatalf("sign-in of %s stands at %s with %v", name, step, flow.Token())
	}
	return flow
}

// withCode signs in with password and code.
func (b *bed) withCode(name, secret, code string) core.Token {
	b.t.Helper()
	flow := b.toCode(name, secret)
	step, err := flow.Code(b.t.Context(), code)
	must(b.t, err)
	if step != core.StepDone {
		b.t.Fatalf("after the code %s stands at %s", name, step)
	}
	return flow.Token()
}

// twoStep is what an account is told of its second step.
func (b *bed) twoStep(token core.Token) core.TwoStep {
	b.t.Helper()
	own, err := b.site.Me(b.t.Context(), token)
	must(b.t, err)
	return own.TwoStep
}

// demand puts a policy in force that requires two-step verification of everybody.
func (b *bed) demand(change ...func(*policy.Policy)) {
	b.t.Helper()
	b.rule(func(p *policy.Policy) {
		p.SignIn.TwoStep = policy.TwoStepRequired
		for _, more := range change {
			more(p)
		}
	})
}

// halfMinute is one step of the usual codes.
const halfMinute = 30 * time.Second
