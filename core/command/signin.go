package command

import (
	"errors"
	"time"

	"gatehouse/core"
)

// signinCommand checks a name and a password, a code, and the answer to a security
// question; or a passkey.
type signinCommand struct {
	User    *string `placeholder:"NAME" help:"Name of the account. Standard input has its password, then its code if one is asked for and --code has none, then the answer to its security question if one is asked."`
	Passkey bool    `help:"Sign in with a passkey: without --user by that alone, and standard input is not read; with --user as the second step after the password."`
}

// signedIn is the answer of signin.
type signedIn struct {
	// Next is the step that the sign-in asks for: "done", "two_step",
	// "security_question", "change_password", "add_passkey", "set_up_two_step",
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
	switch {
	case c.byPasskey:
		return wrongUse(core.FieldCode, "Here a passkey is used by --passkey.")
	case s.User == nil && !s.Passkey:
		return wrongUse(core.FieldName, "Name the account by --user, or sign in with a passkey by --passkey.")
	case s.Passkey && c.code != "":
		return wrongUse(core.FieldCode, "Give a code or use a passkey, not both.")
	case s.Passkey:
		c.code = byPasskey
	}
	return c.onSite(func(site *core.Site) error {
		if s.User == nil {
			return s.alone(c, site)
		}
		return c.signInHalf(site, *s.User, "--user", func(flow *core.SignIn, _ string) error {
			return s.after(c, site, flow, *s.User)
		})
	})
}

// alone signs in by a passkey and nothing else.
func (s *signinCommand) alone(c *console, site *core.Site) error {
	flow := site.StartSignIn(c.Device)
	defer flow.Leave()
	if err := c.usePasskey(flow); err != nil {
		return err
	}
	return errors.Join(s.reached(c, site, flow, flow.Subject().Name), c.endSession(site, flow.Token()))
}

// after gives what a sign-in asks for after the password.
func (s *signinCommand) after(c *console, site *core.Site, flow *core.SignIn, who string) error {
	if flow.Step() == core.StepTwoStep {
		asked, err := s.code(c, flow, who)
		if asked || err != nil {
			return err
		}
	}
	if flow.Step() == core.StepAnswer {
		question := flow.Question()
		err := c.giveAnswer(flow, who)
		if errors.Is(err, errNoLine) {
			return c.show(signedIn{Next: core.StepAnswer, User: who, Question: question},
				c.proved()+"Next, the account has to answer its security question, on a further line of standard input: "+question)
		}
		if err != nil {
			return err
		}
	}
	return s.reached(c, site, flow, who)
}

// proved says by what a sign-in has come so far.
func (c *console) proved() string {
	if c.passkeyUsed {
		return "The passkey is right. "
	}
	return "The password is right. "
}

// code gives the second step, or tells that one is asked for: then asked is true.
func (s *signinCommand) code(c *console, flow *core.SignIn, who string) (asked bool, err error) {
	line := secondWanted(flow, who)
	err = c.giveCode(flow, who)
	if errors.Is(err, errNoLine) {
		return true, c.show(signedIn{Next: core.StepTwoStep, User: who}, line)
	}
	return false, err
}

// secondWanted says that a second step is asked for, and in which ways it is given.
func secondWanted(flow *core.SignIn, who string) string {
	line := "Next, the account has to give a code: with --code, or on a further line of standard input."
	switch {
	case !takesCode(flow):
		line = "Next, the account has to use a passkey: with --passkey."
	case hasWay(flow, core.WayPasskey):
		line += " Or it uses a passkey: with --passkey."
	}
	if mayHaveNone(flow) {
		return line + " Password and code are looked at together. Whoever has nothing set up yet: " + name + " twostep enrol --as " + who
	}
	return "The password is right. " + line
}

// reached tells how far the sign-in has come, and when the password expires.
func (s *signinCommand) reached(c *console, site *core.Site, flow *core.SignIn, who string) error {
	expiry := flow.Expiry()
	answer := signedIn{Next: flow.Step(), User: who, Expires: at(expiry.At), WarnsFrom: at(expiry.WarnsFrom)}
	line := "Next, the account has to set a new password: " + name + " password change --as " + who
	switch flow.Step() {
	case core.StepChangePassword:
	case core.StepAddPasskey:
		line = "Next, the account has to add a passkey: " + name + " passkey add --as " + who
	case core.StepEnrol:
		line = "Next, the account has to set up two-step verification: " + name + " twostep enrol --as " + who
	case core.StepSetQuestion:
		line = "Next, the account has to set a security question: " + name + " question set --question TEXT --as " + who
	default:
		me, err := site.Me(c.ctx, flow.Token())
		if err != nil {
			return err
		}
		answer.User, answer.FullName, answer.Role = me.Name, me.FullName, me.Role
		line = me.Name + " (" + string(me.Role) + ") has nothing more to do to sign in."
	}
	return c.show(answer, c.withExpiry(site.Zone(), expiry, c.proved()+line)...)
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
