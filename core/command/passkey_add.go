package command

import (
	"context"
	"errors"
	"slices"

	"gatehouse/core"
	"gatehouse/core/passkey"
)

// passkeyAdd adds a passkey.
type passkeyAdd struct {
	passkeyActor
	Kind string `enum:",phone,security-key,this-device" default:"" placeholder:"KIND" help:"Where to keep it: phone, security-key or this-device. Otherwise the system asks."`
	Name string `placeholder:"NAME" help:"What to call it. Otherwise it is called by its model or its kind."`
}

// passkeyAdded is the answer of passkey add.
type passkeyAdded struct {
	User string `json:"user"`
	// Passkey is the new one.
	Passkey passkeyShown `json:"passkey"`
	// SignedOut counts the other devices that were signed out.
	SignedOut int `json:"signed_out_devices"`
}

// Run is called by kong.
func (a *passkeyAdd) Run(c *console) error {
	c.setsUp = true
	return c.onSite(func(site *core.Site) error {
		return c.signIn(site, a.As, "--as", func(flow *core.SignIn, current string) error {
			// Where the sign-in asks for two-step verification a passkey may be that.
			if asked := flow.Step(); asked != core.StepAddPasskey && asked != core.StepEnrol {
				if err := undone(flow, a.As); err != nil {
					return err
				}
			}
			done, err := a.make(c, site, flow.Token(), current)
			if err != nil {
				return err
			}
			return errors.Join(a.finish(c, site, done), c.endSession(site, done.Token))
		})
	})
}

// make has the passkey made.
func (a *passkeyAdd) make(c *console, site *core.Site, token core.Token, current string) (core.AddedPasskey, error) {
	begun, err := site.AddPasskey(c.ctx, token, current)
	if err != nil {
		return core.AddedPasskey{}, err
	}
	var done core.AddedPasskey
	err = c.ceremony(func(by passkey.Provider, opened core.Opened) error {
		kind, err := a.kind(begun.Offered(by), by.Kinds())
		if err != nil {
			return err
		}
		done, err = begun.Make(c.ctx, token, by, kind, opened)
		return err
	})
	return done, err
}

// kind is the one that was chosen. Where the policy does not allow all that there are
// here the system is not asked: it would offer the others as well, and what is made
// there would be refused.
func (a *passkeyAdd) kind(offered, here []passkey.Kind) (passkey.Kind, error) {
	switch {
	case a.Kind != "":
		return passkey.Kind(a.Kind), nil
	case slices.Equal(offered, here):
		return passkey.AnyKind, nil
	case len(offered) == 1:
		return offered[0], nil
	case len(offered) == 0:
		return "", &refusal{code: core.CodeRefused, text: "Your rules allow none of the kinds of passkeys that can be reached here: " + joinKinds(here) + "."}
	}
	return "", wrongUse(fieldKind, "Your rules do not allow all kinds. Choose one of these: "+joinKinds(offered)+".")
}

// finish gives the passkey its name and tells of it.
func (a *passkeyAdd) finish(c *console, site *core.Site, done core.AddedPasskey) error {
	p := done.Passkey
	if a.Name != "" {
		// It is there now, so its name is not given up when the command is stopped.
		ctx, stop := context.WithTimeout(context.WithoutCancel(c.ctx), signingOut)
		defer stop()
		if err := site.RenamePasskey(ctx, done.Token, p.ID, a.Name); err != nil {
			return unnamed(p.Name, a.As, err)
		}
		me, err := site.Me(ctx, done.Token)
		if err != nil {
			return err
		}
		if p, err = passkeyNamed(me.Passkeys.Keys, string(p.ID)); err != nil {
			return err
		}
	}
	return c.show(passkeyAdded{User: a.As, Passkey: shownPasskey(p), SignedOut: done.Ended},
		"The passkey "+p.Name+" of "+a.As+" is added. To sign in with it: "+name+" signin --passkey")
}

// unnamed tells that a passkey was added and could not be given its name.
func unnamed(called, who string, err error) error {
	e := core.ProblemsOf(err)
	if len(e) == 0 {
		return err
	}
	return &refusal{
		code: e[0].Code, field: e[0].Field, cause: err,
		text: "The passkey is added and called " + called + ", but it did not get the other name. " + problemText(e[0]) +
			" Another name: " + name + " passkey rename --passkey '" + called + "' --name NAME --as " + who,
	}
}
