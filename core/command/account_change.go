package command

import (
	"fmt"

	"gatehouse/core"
)

// named is an account that somebody acts on.
type named struct {
	Name string `arg:"" help:"Name of the account."`
	actor
}

// on finds the account and does something with it.
func (n named) on(c *console, do func(*core.Site, core.Token, core.AccountView) error) error {
	return n.act(c, func(site *core.Site, token core.Token) error {
		c.labels = map[string]string{core.FieldName: "NAME"}
		view, err := site.AccountNamed(c.ctx, token, n.Name)
		if err != nil {
			return err
		}
		return do(site, token, view)
	})
}

// changedAccount is the answer of a command that changed an account.
type changedAccount struct {
	Name string `json:"name"`
	// FirstPassword is shown this once.
	FirstPassword string `json:"first_password,omitempty"`
	// Passkeys counts those that sign in though the password was reset.
	Passkeys int `json:"passkeys,omitempty"`
	// MustChange: it has to be changed at the next sign-in.
	MustChange *bool `json:"must_change_password,omitempty"`
}

// first prints an account with its first password.
func (c *console) first(added core.Added, done string) error {
	next := "It has to be changed at the next sign-in: "
	if !added.MustChange {
		next = "It stays until it is changed, though you have seen it: "
	}
	return c.show(changedAccount{Name: added.Name, FirstPassword: added.FirstPassword, MustChange: &added.MustChange, Passkeys: added.Passkeys},
		done,
		"First password, shown this once: "+added.FirstPassword,
		next+name+" password change --as "+added.Name)
}

// accountAdd adds an account.
type accountAdd struct {
	Name     string `required:"" placeholder:"NAME" help:"Name of the account."`
	FullName string `placeholder:"NAME" help:"Full name."`
	Mail     string `placeholder:"ADDRESS" help:"Mail address."`
	Role     string `default:"member" help:"member, admin or root."`
	actor
}

// Run is called by kong.
func (a *accountAdd) Run(c *console) error {
	return a.act(c, func(site *core.Site, token core.Token) error {
		c.labels = map[string]string{core.FieldName: "--name"}
		added, err := site.AddAccount(c.ctx, token, core.NewAccount{
			Name: a.Name, FullName: a.FullName, Mail: a.Mail, Role: core.Role(a.Role),
		})
		if err != nil {
			return err
		}
		return c.first(added, added.Name+" is added.")
	})
}

// accountEdit changes what its flags name and nothing else.
type accountEdit struct {
	named
	NewName  *string `name:"name" placeholder:"NAME" help:"New name."`
	FullName *string `placeholder:"NAME" help:"New full name."`
	Mail     *string `placeholder:"ADDRESS" help:"New mail address, empty for none."`
	Role     *string `placeholder:"ROLE" help:"member, admin or root."`
}

// Run is called by kong.
func (e *accountEdit) Run(c *console) error {
	if e.NewName == nil && e.FullName == nil && e.Mail == nil && e.Role == nil {
		return wrongUse("", "Say what to change, by --name, --full-name, --mail or --role.")
	}
	return e.on(c, func(site *core.Site, token core.Token, v core.AccountView) error {
		c.labels = map[string]string{core.FieldName: "--name"}
		edit := core.AccountEdit{
			NewAccount: core.NewAccount{
				Name: or(e.NewName, v.Name), FullName: or(e.FullName, v.FullName), Mail: or(e.Mail, v.Mail),
				Role: core.Role(or(e.Role, string(v.Role))),
			},
			Revision: v.Revision,
		}
		if err := site.EditAccount(c.ctx, token, v.ID, edit); err != nil {
			return err
		}
		now, err := site.Account(c.ctx, token, v.ID)
		if err != nil {
			return err
		}
		return c.show(changedAccount{Name: now.Name}, now.Name+" is changed.")
	})
}

// or gives the value of a flag, or what there is without it.
func or(flag *string, otherwise string) string {
	if flag == nil {
		return otherwise
	}
	return *flag
}

// accountDisable switches an account off.
type accountDisable struct{ named }

// Run is called by kong.
func (d *accountDisable) Run(c *console) error {
	return d.on(c, func(site *core.Site, token core.Token, v core.AccountView) error {
		if err := site.DisableAccount(c.ctx, token, v.ID); err != nil {
			return err
		}
		return c.show(changedAccount{Name: v.Name}, v.Name+" is switched off.")
	})
}

// accountEnable switches an account on.
type accountEnable struct{ named }

// Run is called by kong.
func (e *accountEnable) Run(c *console) error {
	return e.on(c, func(site *core.Site, token core.Token, v core.AccountView) error {
		if err := site.EnableAccount(c.ctx, token, v.ID); err != nil {
			return err
		}
		return c.show(changedAccount{Name: v.Name}, v.Name+" is switched on.")
	})
}

// accountReset gives an account a first password again.
type accountReset struct{ named }

// Run is called by kong.
func (r *accountReset) Run(c *console) error {
	return r.on(c, func(site *core.Site, token core.Token, v core.AccountView) error {
		reset, err := site.ResetPassword(c.ctx, token, v.ID)
		if err != nil {
			return err
		}
		line := "The password of " + reset.Name + " is reset."
		if reset.Passkeys > 0 {
			line += " " + passkeysLeft(reset)
		}
		return c.first(reset, line)
	})
}

// passkeysLeft says that passkeys sign in all the same.
func passkeysLeft(reset core.Added) string {
	return "Passkeys that sign in as before: " + fmt.Sprint(reset.Passkeys) + ". If somebody else may have come in: " +
		name + " account reset-passkeys " + reset.Name
}

// accountResetQuestion takes a security question away.
type accountResetQuestion struct {
	named
	Reason string `required:"" placeholder:"TEXT" help:"Why; it is kept in the log."`
}

// Run is called by kong.
func (r *accountResetQuestion) Run(c *console) error {
	return r.on(c, func(site *core.Site, token core.Token, v core.AccountView) error {
		if err := site.ResetQuestion(c.ctx, token, v.ID, r.Reason); err != nil {
			return err
		}
		return c.show(changedAccount{Name: v.Name},
			"The security question of "+v.Name+" is reset. If its policy asks for one, it is set anew at the next sign-in.")
	})
}

// accountResetTwoStep takes away what somebody has lost of the second step.
type accountResetTwoStep struct {
	named
	App    string `placeholder:"APP" help:"One app only; otherwise all apps and the recovery codes."`
	Reason string `required:"" placeholder:"TEXT" help:"Why; it is kept in the log."`
}

// Run is called by kong.
func (r *accountResetTwoStep) Run(c *console) error {
	return r.on(c, func(site *core.Site, token core.Token, v core.AccountView) error {
		var id core.AppID
		line := "Two-step verification of " + v.Name + " is off. If its policy asks for it, it is set up anew at the next sign-in."
		if r.App != "" {
			c.labels = map[string]string{core.FieldAppName: "--app"}
			app, err := appNamed(v.TwoStep.Apps, r.App)
			if err != nil {
				return err
			}
			id, line = app.ID, "The app "+app.Name+" of "+v.Name+" is removed."
		}
		if err := site.ResetTwoStep(c.ctx, token, v.ID, id, r.Reason); err != nil {
			return err
		}
		return c.show(changedAccount{Name: v.Name}, line)
	})
}

// accountDelete deletes an account.
type accountDelete struct {
	named
	Confirm string `required:"" placeholder:"NAME" help:"The name once more, to make sure."`
}

// Run is called by kong.
func (d *accountDelete) Run(c *console) error {
	return d.on(c, func(site *core.Site, token core.Token, v core.AccountView) error {
		c.labels = map[string]string{core.FieldConfirm: "--confirm"}
		if err := site.DeleteAccount(c.ctx, token, v.ID, d.Confirm); err != nil {
			return err
		}
		return c.show(changedAccount{Name: v.Name}, v.Name+" is deleted.")
	})
}
