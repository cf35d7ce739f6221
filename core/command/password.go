package command

import (
	"gatehouse/core"
)

// passwordCommand are the commands for passwords.
type passwordCommand struct {
	Change   passwordChange   `cmd:"" help:"Set a new password, also in place of a first one."`
	Generate passwordGenerate `cmd:"" help:"Draw passwords that comply with a policy."`
	Strength passwordStrength `cmd:"" help:"Tell how hard the password on standard input is to guess."`
}

// passwordChange changes the own password.
type passwordChange struct {
	As          string `required:"" placeholder:"NAME" help:"Your account. Standard input has its current password, then the new one."`
	KeepDevices bool   `help:"Leave your other devices signed in. Otherwise they are signed out."`
}

// changedPassword is the answer of password change.
type changedPassword struct {
	User string `json:"user"`
	// SignedOut counts the other devices that were signed out.
	SignedOut int `json:"signed_out_devices"`
}

// Run is called by kong.
func (p *passwordChange) Run(c *console) error {
	return c.onSite(func(site *core.Site) error {
		return c.signIn(site, p.As, "--as", func(flow *core.SignIn, current string) error {
			fresh, repeated, err := c.in.fresh("New password", core.FieldNew)
			if err != nil {
				return err
			}
			change := core.OwnChange{Current: current, New: fresh, Confirm: repeated, EndOthers: !p.KeepDevices}
			ended, err := p.change(c, site, flow, change)
			if err != nil {
				return err
			}
			return c.show(changedPassword{User: p.As, SignedOut: ended}, "The password of "+p.As+" is changed.")
		})
	})
}

// change sets the password in the step of the sign-in that asks for it, or in
// the session that has begun, and ends a session that took the place of the
// sign-in's.
func (p *passwordChange) change(c *console, site *core.Site, flow *core.SignIn, change core.OwnChange) (int, error) {
	if flow.Step() == core.StepChangePassword {
		_, err := flow.ChangePassword(c.ctx, change)
		return 0, err
	}
	done, err := site.ChangePassword(c.ctx, flow.Token(), change)
	if err != nil {
		return 0, err
	}
	return done.Ended, site.SignOut(c.ctx, done.Token)
}
