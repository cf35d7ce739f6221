package command

import (
	"errors"
	"time"

	"gatehouse/core"
)

// signinCommand checks a name and a password, a code, and the answer to a security
// question.
type signinCommand struct {
	User string `required:"" placeholder:"NAME" help:"Name of the account. Standard input has its password, then its code if one is asked for and --code has none, then the answer to its security question if one is asked."`
}

// signedIn is the answer of signin.
type signedIn struct {
	// Next is the step that the sign-in asks for: "done", "two_step",
	// "security_question", "change_password", "set_up_two_step",
	// "set_security_question".
	Next core.Step `json:"next"`
	// User is the account's name; as it was typed, while a step is left.
	User string `json:"user"`
	// Question is the security question, where that is asked next.
	Question string `json:"question,omitempty"`
	// FullName and Role are told when nothing is left to do.
	FullName string    `json:"full_name,omitempty"`
	Role     core.Role `json:"role,omitempty"`
	// Expires is when the password expires, and WarnsFrom from when its owner is told
	// of it; absent for never.
	Expires   *time.Time `json:"expires,omitempty"`
	WarnsFrom *time.Time `json:"warns_from,omitempty"`
}

// Run is called by kong.
func (s *signinCommand) Run(c *console) error {
	return c.onSite(func(site *core.Site) error {
		return c.signInHalf(site, s.User, "--user", func(flow *core.SignIn, _ string) error {
			if flow.Step() == core.StepTwoStep {
				asked, err := s.code(c, flow)
				if asked || err != nil {
					return err
				}
			}
			if flow.Step() == core.StepAnswer {
				question := flow.Question()
				err := c.giveAnswer(flow, s.User)
				if errors.Is(err, errNoLine) {
					return c.show(signedIn{Next: core.StepAnswer, User: s.User, Question: question},
						"The password is right. Next, the account has to answer its security question, on a further line of standard input: "+question)
				}
				if err != nil {
					return err
				}
			}
			return s.reached(c, site, flow)
		})
	})
}

// code gives the code of the second step, or tells that one is asked for: then asked is
// true.
func (s *signinCommand) code(c *console, flow *core.SignIn) (asked bool, err error) {
	line := "The password is right. Next, the account has to give a code: with --code, or on a further line of standard input."
	if mayHaveNone(flow) {
		line = "Next, the account has to give a code: with --code, or on a further line of standard input. Password and code are looked at together. " +
			"Whoever has nothing set up yet: " + name + " twostep enrol --as " + s.User
	}
	err = c.giveCode(flow, s.User)
	if errors.Is(err, errNoLine) {
		return true, c.show(signedIn{Next: core.StepTwoStep, User: s.User}, line)
	}
	return false, err
}

// reached tells how far the sign-in has come, and when the password expires.
func (s *signinCommand) reached(c *console, site *core.Site, flow *core.SignIn) error {
	expiry := flow.Expiry()
	answer := signedIn{Next: flow.Step(), User: s.User, Expires: at(expiry.At), WarnsFrom: at(expiry.WarnsFrom)}
	line := "The password is right. Next, the account has to set a new one: " + name + " password change --as " + s.User
	switch flow.Step() {
	case core.StepChangePassword:
	case core.StepEnrol:
		line = "The password is right. Next, the account has to set up two-step verification: " + name + " twostep enrol --as " + s.User
	case core.StepSetQuestion:
		line = "The password is right. Next, the account has to set a security question: " + name + " question set --question TEXT --as " + s.User
	default:
		me, err := site.Me(c.ctx, flow.Token())
		if err != nil {
			return err
		}
		answer.User, answer.FullName, answer.Role = me.Name, me.FullName, me.Role
		line = "The password is right. " + me.Name + " (" + string(me.Role) + ") has nothing more to do to sign in."
	}
	return c.show(answer, c.withExpiry(site.Zone(), expiry, line)...)
}

// withExpiry adds to a line when the password expires, if it does.
func (c *console) withExpiry(zone *time.Location, e core.Expiry, line string) []string {
	date := "on " + dateIn(e.At, zone)
	switch {
	case e.At.IsZero():
		return []string{line}
	case !e.At.After(c.now()):
		return []string{line, "It expired " + date + "."}
	case e.WarnsFrom.IsZero():
		return []string{line, "It expires " + date + "."}
	}
	return []string{line, "It expires " + date + ". From " + dateIn(e.WarnsFrom, zone) + " on its owner is told after signing in."}
}
