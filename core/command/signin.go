package command

import (
	"gatehouse/core"
)

// signinCommand checks a name and a password.
type signinCommand struct {
	User string `required:"" placeholder:"NAME" help:"Name of the account. Its password is read from standard input."`
}

// signedIn is the answer of signin.
type signedIn struct {
	// Next is the step that the sign-in asks for: "done", "change_password".
	Next core.Step `json:"next"`
	// User is the account's name; as it was typed, while a step is left.
	User string `json:"user"`
	// FullName and Role are told when nothing is left to do.
	FullName string    `json:"full_name,omitempty"`
	Role     core.Role `json:"role,omitempty"`
}

// Run is called by kong.
func (s *signinCommand) Run(c *console) error {
	return c.onSite(func(site *core.Site) error {
		return c.signIn(site, s.User, "--user", func(flow *core.SignIn, _ string) error {
			if flow.Step() != core.StepDone {
				return c.show(signedIn{Next: flow.Step(), User: s.User},
					"The password is right. Next, the account has to set a new one: "+name+" password change --as "+s.User)
			}
			me, err := site.Me(c.ctx, flow.Token())
			if err != nil {
				return err
			}
			return c.show(signedIn{Next: core.StepDone, User: me.Name, FullName: me.FullName, Role: me.Role},
				"The password is right. "+me.Name+" ("+string(me.Role)+") has nothing more to do to sign in.")
		})
	})
}
