package command

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/core/username"
)

// console is one command while it runs.
type console struct {
	Program
	ctx     context.Context
	place   *Place
	command string
	json    bool
	// code is what was given for the second step of a sign-in, "" for nothing.
	code string
	// byPasskey: accounts sign in with a passkey in place of their password.
	byPasskey bool
	// setsUp: the command sets two-step verification up, so that there may be none yet.
	setsUp bool
	// passkeyUsed: the sign-in was proved by a passkey.
	passkeyUsed bool
	in          *input
	log         *slog.Logger
	logFile     io.Closer
	// with is what opened the site.
	with core.Unlock
	// now is the site's time, once it is open.
	now func() time.Time
	// labels are this command's own names of fields.
	labels map[string]string
	// status is the exit status of a command that ends without an error.
	status int
}

// useLog begins to log into the data folder.
func (c *console) useLog(dir string, site bool) {
	c.closeLog()
	c.log, c.logFile = c.Log(dir, site)
}

// closeLog ends the log. A log that cannot be closed stops nothing.
func (c *console) closeLog() {
	if c.logFile != nil {
		_ = c.logFile.Close()
		c.logFile = nil
	}
}

// openStore opens the store of the data folder.
func (c *console) openStore() (core.Store, string, error) {
	dir, err := c.place.Dir(c.Env)
	if err != nil {
		return nil, "", err
	}
	store, err := c.OpenStore(c.ctx, dir)
	c.useLog(dir, err == nil)
	if err != nil {
		if e, ok := errors.AsType[*core.Error](err); ok && e.Cause != nil {
			c.log.Error("the store does not open", "code", e.Code, "cause", e.Cause.Error())
		}
		return nil, dir, err
	}
	c.log.Info("store opened", "command", c.command, "version", c.Version)
	return store, dir, nil
}

// openSite opens the site with its key.
func (c *console) openSite() (*core.Site, error) {
	store, _, err := c.openStore()
	if err != nil {
		return nil, err
	}
	site, err := c.unlock(store)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	// What it cannot do stops nothing: the sign-in looks at the same dates.
	if _, err := site.Sweep(c.ctx); err != nil {
		c.log.Error("what fell due could not be done", "cause", err.Error())
	}
	return site, nil
}

// unlock brings what the site's key asks for.
func (c *console) unlock(store core.Store) (*core.Site, error) {
	door, err := core.Knock(c.ctx, store)
	if err != nil {
		return nil, err
	}
	c.with = core.Unlock{KeyFile: c.place.KeyFile}
	switch door.Kind {
	case seal.KindKeyring:
		c.with.Keyring = c.Keyring()
	case seal.KindPassphrase:
		c.with.Passphrase, err = c.in.secret("Passphrase of "+door.SiteName, core.FieldPassphrase)
		if err != nil {
			return nil, err
		}
	}
	site, err := core.Open(c.ctx, store, c.with, core.Config{Log: c.log})
	if err == nil {
		c.now = func() time.Time { return site.Now(c.Now()) }
	}
	if e, ok := errors.AsType[*core.Error](err); ok && e.Cause != nil {
		c.log.Error("the site does not open", "code", e.Code, "cause", e.Cause.Error())
	}
	return site, err
}

// onSite opens the site, does something and closes it.
func (c *console) onSite(do func(*core.Site) error) error {
	site, err := c.openSite()
	if err != nil {
		return err
	}
	return errors.Join(do(site), site.Close())
}

// signingOut is how long the end of a session may take after the command was
// stopped.
const signingOut = 10 * time.Second

// signIn signs an account in, with the code and the answer to its security question
// where they are asked, does something in whatever step follows, and ends the session
// again. flag is that of the name.
func (c *console) signIn(site *core.Site, who, flag string, do func(*core.SignIn, string) error) error {
	return c.signInHalf(site, who, flag, func(flow *core.SignIn, typed string) error {
		if err := c.goThrough(flow, who); err != nil {
			return err
		}
		return do(flow, typed)
	})
}

// signInHalf is signIn that leaves what follows the password to do.
func (c *console) signInHalf(site *core.Site, who, flag string, do func(*core.SignIn, string) error) error {
	typed, err := c.in.secret("Password of "+who, core.FieldPassword)
	if err != nil {
		return err
	}
	c.labels = map[string]string{core.FieldName: flag}
	flow := site.StartSignIn(c.Device)
	if err := c.begin(site, flow, who, typed); err != nil {
		return err
	}
	if flow.Step() != core.StepTwoStep {
		c.labels = nil // else a wrong name is told with the code
	}
	defer flow.Leave()
	done := do(flow, typed)
	return errors.Join(done, c.endSession(site, flow.Token()))
}

// begin signs in with the password, or with a passkey of the account.
func (c *console) begin(site *core.Site, flow *core.SignIn, who, typed string) error {
	if !c.byPasskey {
		_, err := flow.Password(c.ctx, who, typed)
		return err
	}
	if err := c.usePasskey(flow); err != nil {
		return err
	}
	wanted, err := username.Parse(who)
	if err == nil {
		if got, err := username.Parse(flow.Subject().Name); err == nil && got.Key == wanted.Key {
			return nil
		}
	}
	return errors.Join(&refusal{
		code: core.CodeSignIn, text: "This passkey belongs to another account than " + who + ".",
	}, c.endSession(site, flow.Token()))
}

// endSession ends the session of a token, if there is one, also for a command that was
// stopped.
func (c *console) endSession(site *core.Site, token core.Token) error {
	if token.Zero() {
		return nil
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(c.ctx), signingOut)
	defer stop()
	return site.SignOut(ctx, token)
}

// actor is the account that acts.
type actor struct {
	As string `required:"" placeholder:"NAME" help:"Your account. Its password is read from standard input."`
}

// act opens the site and does something as the actor.
func (a actor) act(c *console, do func(*core.Site, core.Token) error) error {
	return c.onSite(func(site *core.Site) error {
		act := func(flow *core.SignIn, _ string) error {
			if err := undone(flow, a.As); err != nil {
				return err
			}
			return do(site, flow.Token())
		}
		if c.byPasskey {
			return c.actByPasskey(site, a.As, act)
		}
		return c.signIn(site, a.As, "--as", act)
	})
}

// actByPasskey is signIn by a passkey alone, for what no password confirms.
func (c *console) actByPasskey(site *core.Site, who string, do func(*core.SignIn, string) error) error {
	flow := site.StartSignIn(c.Device)
	if err := c.begin(site, flow, who, ""); err != nil {
		return err
	}
	return errors.Join(do(flow, ""), c.endSession(site, flow.Token()))
}

// giveAnswer reads the answer to the security question and gives it.
func (c *console) giveAnswer(flow *core.SignIn, who string) error {
	typed, err := c.in.secret("Security question of "+who+": "+flow.Question()+" Answer", core.FieldAnswer)
	if err != nil {
		return err
	}
	_, err = flow.Answer(c.ctx, typed)
	return err
}

// undone refuses an account that has to do something before anything else.
func undone(flow *core.SignIn, who string) error {
	switch flow.Step() {
	case core.StepDone:
		return nil
	case core.StepAddPasskey:
		return mustAddPasskey(who)
	case core.StepEnrol:
		return mustEnrol(who)
	case core.StepSetQuestion:
		return mustSetQuestion(who)
	default:
		return mustChange(who)
	}
}

// mustAnswer refuses an account whose security question was not answered.
func mustAnswer(who string) error {
	return &refusal{
		code: core.CodeForbidden, field: core.FieldAnswer,
		text: "The sign-in of " + who + " asks a security question. Give the answer on the line of standard input after the password.",
	}
}

// mustSetQuestion refuses an account that can only set its security question.
func mustSetQuestion(who string) error {
	return &refusal{
		code: core.CodeForbidden,
		text: "This account has to set a security question first: " + name + " question set --question TEXT --as " + who,
	}
}

// mustChange refuses an account that can only set a new password.
func mustChange(who string) error {
	return &refusal{
		code: core.CodeForbidden, field: core.FieldPassword,
		text: "This account has to set a new password first: " + name + " password change --as " + who,
	}
}
