package command

import (
	"errors"

	"gatehouse/core"
)

// ownPasskey is one passkey of somebody who acts.
type ownPasskey struct {
	passkeyActor
	Passkey string `required:"" placeholder:"ID|NAME" help:"Which passkey, by its ID or its name."`
}

// on finds the passkey and does something with it.
func (o ownPasskey) on(c *console, do func(site *core.Site, token core.Token, p core.Passkey, current string) error) error {
	return c.onSite(func(site *core.Site) error {
		return c.signIn(site, o.As, "--as", func(flow *core.SignIn, current string) error {
			if err := undone(flow, o.As); err != nil {
				return err
			}
			me, err := site.Me(c.ctx, flow.Token())
			if err != nil {
				return err
			}
			p, err := passkeyNamed(me.Passkeys.Keys, o.Passkey)
			if err != nil {
				return err
			}
			return do(site, flow.Token(), p, current)
		})
	})
}

// passkeyChanged is the answer of the commands that change passkeys.
type passkeyChanged struct {
	User string `json:"user"`
	// ID and Name are those of the passkey that was changed, where it is one.
	ID   core.PasskeyID `json:"id,omitempty"`
	Name string         `json:"name,omitempty"`
	// SignedOut counts the other devices that were signed out.
	SignedOut int `json:"signed_out_devices"`
}

// passkeyRename gives a passkey another name.
type passkeyRename struct {
	ownPasskey
	Name string `required:"" placeholder:"NAME" help:"New name."`
}

// Run is called by kong.
func (r *passkeyRename) Run(c *console) error {
	return r.on(c, func(site *core.Site, token core.Token, p core.Passkey, _ string) error {
		if err := site.RenamePasskey(c.ctx, token, p.ID, r.Name); err != nil {
			return err
		}
		me, err := site.Me(c.ctx, token)
		if err != nil {
			return err
		}
		now, err := passkeyNamed(me.Passkeys.Keys, string(p.ID))
		if err != nil {
			return err
		}
		return c.show(passkeyChanged{User: r.As, ID: now.ID, Name: now.Name}, "The passkey "+p.Name+" of "+r.As+" is called "+now.Name+" now.")
	})
}

// passkeyRemove takes a passkey away.
type passkeyRemove struct {
	ownPasskey
	EndOthers bool `help:"Sign out your other devices, too."`
}

// Run is called by kong.
func (r *passkeyRemove) Run(c *console) error {
	return r.on(c, func(site *core.Site, token core.Token, p core.Passkey, current string) error {
		done, err := site.RemovePasskey(c.ctx, token, p.ID, current, r.EndOthers)
		if err != nil {
			return err
		}
		err = c.show(passkeyChanged{User: r.As, ID: p.ID, Name: p.Name, SignedOut: done.Ended},
			"The passkey "+p.Name+" of "+r.As+" is removed and signs in no more. Delete it on its device, too.")
		return errors.Join(err, c.endSession(site, done.Token))
	})
}

// passkeyRecover removes the passkeys of a root account by the recovery key.
type passkeyRecover struct {
	User string `required:"" placeholder:"NAME" help:"The root account. The recovery key is read from standard input."`
}

// Run is called by kong.
func (r *passkeyRecover) Run(c *console) error {
	store, _, err := c.openStore()
	if err != nil {
		return err
	}
	return errors.Join(r.forget(c, store), store.Close())
}

// forget reads the recovery key and removes them.
func (r *passkeyRecover) forget(c *console, store core.Store) error {
	recovery, err := c.in.secret("Recovery key", core.FieldRecovery)
	if err != nil {
		return err
	}
	c.labels = map[string]string{core.FieldName: "--user"}
	if err := core.ForgetPasskeys(c.ctx, store, recovery, r.User, core.Config{Log: c.log}); err != nil {
		return err
	}
	return c.show(passkeyChanged{User: r.User},
		"The passkeys of "+r.User+" are removed, and the password signs in. If its policy asks for a passkey, one is added at the next sign-in.")
}

// accountResetPasskeys takes away passkeys that somebody has lost.
type accountResetPasskeys struct {
	named
	Passkey string `placeholder:"ID|NAME" help:"One passkey only, by its ID or its name; otherwise all."`
	Reason  string `required:"" placeholder:"TEXT" help:"Why; it is kept in the log."`
}

// Run is called by kong.
func (r *accountResetPasskeys) Run(c *console) error {
	return r.on(c, func(site *core.Site, token core.Token, v core.AccountView) error {
		var id core.PasskeyID
		line := "The passkeys of " + v.Name + " are removed, and the password signs in. If its policy asks for a passkey, one is added at the next sign-in."
		if r.Passkey != "" {
			p, err := passkeyNamed(v.Passkeys.Keys, r.Passkey)
			if err != nil {
				return err
			}
			id, line = p.ID, "The passkey "+p.Name+" of "+v.Name+" is removed."
		}
		if err := site.ResetPasskeys(c.ctx, token, v.ID, id, r.Reason); err != nil {
			return err
		}
		return c.show(changedAccount{Name: v.Name}, line)
	})
}
