package command

import (
	"errors"
	"slices"

	"gatehouse/core"
	"gatehouse/core/twostep"
)

// goThrough gives what a sign-in asks for after the password: the code of --code or of
// a line of standard input, then the answer to the security question.
func (c *console) goThrough(flow *core.SignIn, who string) error {
	if flow.Step() == core.StepTwoStep {
		err := c.giveCode(flow, who)
		if errors.Is(err, errNoLine) {
			return mustGiveCode(flow, who)
		}
		if err != nil {
			return err
		}
	}
	if flow.Step() != core.StepAnswer {
		return nil
	}
	err := c.giveAnswer(flow, who)
	if errors.Is(err, errNoLine) {
		return mustAnswer(who)
	}
	return err
}

// giveCode gives the code of --code, or of a line of standard input. At a terminal a
// passkey is used at once where nothing else is taken.
func (c *console) giveCode(flow *core.SignIn, who string) error {
	if c.code != "" {
		return c.giveTyped(flow, c.code)
	}
	if c.in.terminal != nil && !takesCode(flow) {
		return c.usePasskey(flow) // somebody is there, and has nothing to type
	}
	asks := "Code of " + who
	if hasWay(flow, core.WayPasskey) {
		asks += " (or the word passkey)"
	}
	if mayHaveNone(flow) {
		asks += " (nothing if none is set up yet)"
	}
	typed, err := c.in.secret(asks, core.FieldCode)
	if errors.Is(err, errNoLine) && c.setsUp && mayHaveNone(flow) {
		typed, err = "", nil // whoever sets it up has none yet
	}
	if err != nil {
		return err
	}
	return c.giveTyped(flow, typed)
}

// giveTyped gives the code of an app, a recovery code, or a passkey. Somebody who may
// have nothing set up yet gives an empty line.
func (c *console) giveTyped(flow *core.SignIn, typed string) error {
	if typed == byPasskey {
		if !hasWay(flow, core.WayPasskey) {
			return &refusal{code: core.CodeRefused, field: core.FieldCode, text: "This sign-in takes no passkey beside the password. Give a code."}
		}
		return c.usePasskey(flow)
	}
	if typed == "" && mayHaveNone(flow) {
		_, err := flow.NotSetUp(c.ctx)
		return err
	}
	give := flow.Code
	if _, err := twostep.ParseRecoveryCode(typed); err == nil {
		give = flow.RecoveryCode
	}
	_, err := give(c.ctx, typed)
	return err
}

// mayHaveNone tells whether a sign-in goes on without a code, for somebody who has
// nothing set up yet.
func mayHaveNone(flow *core.SignIn) bool { return hasWay(flow, core.WayNone) }

// hasWay tells whether the second step can be given in a way.
func hasWay(flow *core.SignIn, way core.Way) bool {
	return slices.ContainsFunc(flow.SecondWays(), func(w core.SecondWay) bool { return w.Way == way })
}

// takesCode tells whether the second step can be given by a code of some sort.
func takesCode(flow *core.SignIn) bool {
	return hasWay(flow, core.WayApp) || hasWay(flow, core.WayRecovery)
}

// mustGiveCode refuses an account whose sign-in asks for a second step, and names the
// ways to give it.
func mustGiveCode(flow *core.SignIn, who string) error {
	r := &refusal{code: core.CodeForbidden, field: core.FieldCode}
	if !takesCode(flow) {
		r.text = "The sign-in of " + who + " asks for a passkey. Use it by --code " + byPasskey + "."
		return r
	}
	r.text = "The sign-in of " + who + " asks for a code. Give it with --code, or on the line of standard input after the password."
	if hasWay(flow, core.WayPasskey) {
		r.text += " Or use a passkey, by --code " + byPasskey + "."
	}
	r.text += " If none is set up yet: " + name + " twostep enrol --as " + who
	return r
}

// mustEnrol refuses an account that can only set two-step verification up.
func mustEnrol(who string) error {
	return &refusal{
		code: core.CodeForbidden,
		text: "This account has to set up two-step verification first: " + name + " twostep enrol --as " + who,
	}
}
