package command

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/core/twostep"
)

// twostepCommands are the own two-step verification.
type twostepCommands struct {
	Status  twostepStatus  `cmd:"" help:"Tell whether two-step verification is on, and by which apps."`
	Enrol   twostepEnrol   `cmd:"" help:"Begin to set up an authenticator app: shows its secret, once."`
	Confirm twostepConfirm `cmd:"" help:"End the set-up with a code of the app: from then on a sign-in asks for one."`
	Remove  twostepRemove  `cmd:"" help:"Take an app away."`
	Codes   twostepCodes   `cmd:"" help:"Make new recovery codes; the former ones end."`
	Recover twostepRecover `cmd:"" help:"With the recovery key: reset two-step verification of a root account that has lost it."`
}

// twostepStatus tells what there is.
type twostepStatus struct{ actor }

// appShown is one app in an answer.
type appShown struct {
	Name      string     `json:"name"`
	Algorithm string     `json:"algorithm"`
	Digits    int        `json:"digits"`
	Period    int        `json:"period"`
	CreatedAt *time.Time `json:"created_at"`
	UsedAt    *time.Time `json:"last_used_at"`
}

// twoStepShown is the answer of twostep status, and part of account show.
type twoStepShown struct {
	On       bool `json:"on"`
	Required bool `json:"required"`
	// SetUpBy is when somebody who has none may no longer sign in without.
	SetUpBy *time.Time `json:"set_up_by"`
	Apps    []appShown `json:"apps"`
	// CodesLeft of CodesMade recovery codes work still.
	CodesLeft   int        `json:"recovery_codes_left"`
	CodesMade   int        `json:"recovery_codes_made"`
	CodesMadeAt *time.Time `json:"recovery_codes_made_at"`
}

// ownTwoStep is the answer of twostep status.
type ownTwoStep struct {
	User string `json:"user"`
	twoStepShown
}

// shownTwoStep is what an account has, for an answer.
func shownTwoStep(t core.TwoStep) twoStepShown {
	s := twoStepShown{
		On: t.On(), Required: t.Required, SetUpBy: at(t.Until), Apps: []appShown{},
		CodesLeft: t.Codes.Left, CodesMade: t.Codes.Made, CodesMadeAt: at(t.Codes.MadeAt),
	}
	for _, a := range t.Apps {
		s.Apps = append(s.Apps, appShown{
			Name: a.Name, Algorithm: string(a.Params.Algorithm), Digits: a.Params.Digits, Period: int(a.Params.Period / time.Second),
			CreatedAt: at(a.CreatedAt), UsedAt: at(a.UsedAt),
		})
	}
	return s
}

// words says it in a line.
func (t twoStepShown) words(zone *time.Location) string {
	switch {
	case t.On:
		names := make([]string, len(t.Apps))
		for i, a := range t.Apps {
			names[i] = a.Name
		}
		return fmt.Sprintf("on: %s; %d of %d recovery codes left", strings.Join(names, ", "), t.CodesLeft, t.CodesMade)
	case t.SetUpBy != nil:
		return "off; to be set up by " + clock(*t.SetUpBy, zone)
	case t.Required:
		return "off; to be set up at the next sign-in"
	}
	return "off"
}

// Run is called by kong.
func (s *twostepStatus) Run(c *console) error {
	return s.act(c, func(site *core.Site, token core.Token) error {
		me, err := site.Me(c.ctx, token)
		if err != nil {
			return err
		}
		shown := ownTwoStep{User: me.Name, twoStepShown: shownTwoStep(me.TwoStep)}
		lines := []string{"Two-step verification of " + me.Name + " is " + shown.words(site.Zone()) + "."}
		for _, a := range shown.Apps {
			used := "not used yet"
			if a.UsedAt != nil {
				used = "last used " + clock(*a.UsedAt, site.Zone())
			}
			lines = append(lines, fmt.Sprintf("%s: %s, %d digits, added %s, %s", a.Name, a.Algorithm, a.Digits, clock(*a.CreatedAt, site.Zone()), used))
		}
		return c.show(shown, lines...)
	})
}

// signedForTwoStep signs in, in full or as far as the set-up that the sign-in asks for.
func (c *console) signedForTwoStep(who string, do func(*core.Site, *core.SignIn, string) error) error {
	return c.onSite(func(site *core.Site) error {
		return c.signIn(site, who, "--as", func(flow *core.SignIn, current string) error {
			if flow.Step() != core.StepEnrol {
				if err := undone(flow, who); err != nil {
					return err
				}
			}
			return do(site, flow, current)
		})
	})
}

// twostepEnrol begins a set-up.
type twostepEnrol struct {
	As        string `required:"" placeholder:"NAME" help:"Your account. Its password is read from standard input."`
	Name      string `placeholder:"APP" help:"What to call the app."`
	Algorithm string `enum:"SHA1,SHA256,SHA512" default:"SHA1" help:"SHA1, which every app knows, SHA256 or SHA512."`
	Digits    int    `enum:"6,8" default:"6" help:"6 or 8."`
}

// enrolBegun is the answer of twostep enrol.
type enrolBegun struct {
	User string `json:"user"`
	App  string `json:"app"`
	// Secret, in base 32, and URI are shown this once.
	Secret    string `json:"secret"`
	URI       string `json:"uri"`
	Algorithm string `json:"algorithm"`
	Digits    int    `json:"digits"`
	Period    int    `json:"period"`
	// ConfirmWithin is how many seconds there are for twostep confirm.
	ConfirmWithin int `json:"confirm_within"`
}

// Run is called by kong.
func (e *twostepEnrol) Run(c *console) error {
	c.setsUp = true
	return c.signedForTwoStep(e.As, func(site *core.Site, flow *core.SignIn, current string) error {
		params := twostep.Usual()
		params.Algorithm, params.Digits = twostep.Algorithm(e.Algorithm), e.Digits
		form := core.NewApp{Current: current, Name: e.Name, Params: params}
		begun, err := site.Enrol(c.ctx, flow.Token(), form)
		if err != nil {
			return err
		}
		defer begun.Discard()
		if err := begun.Keep(c.ctx); err != nil {
			return err
		}
		shown := enrolBegun{
			User: begun.Account(), App: begun.Name(), Secret: begun.Secret(), URI: begun.URI(),
			Algorithm: string(params.Algorithm), Digits: params.Digits, Period: int(params.Period / time.Second),
			ConfirmWithin: int(core.EnrolWithin / time.Second),
		}
		return c.show(shown, "Secret: "+begun.Groups(), "Address: "+shown.URI,
			"They are shown this once. Put one of them into the app, then, within 10 minutes: "+name+" twostep confirm --code CODE --as "+e.As)
	})
}

// twostepConfirm ends a set-up.
type twostepConfirm struct {
	As          string `required:"" placeholder:"NAME" help:"Your account. Standard input has its password, then a code of an app that is set up already, if there is one. --code is a code of the new app."`
	KeepDevices bool   `help:"Leave your other devices signed in. Otherwise they are signed out."`
}

// twoStepChanged is the answer of the commands that change two-step verification.
type twoStepChanged struct {
	User string `json:"user"`
	// SignedOut counts the other devices that were signed out.
	SignedOut int `json:"signed_out_devices"`
	// RecoveryCodes are shown this once.
	RecoveryCodes []string `json:"recovery_codes,omitempty"`
}

// Run is called by kong.
func (t *twostepConfirm) Run(c *console) error {
	code := c.code
	if code == "" {
		return wrongUse(core.FieldCode, "Give a code of the new app with --code.")
	}
	c.code, c.setsUp = "", true // it is not that of the sign-in
	return c.signedForTwoStep(t.As, func(site *core.Site, flow *core.SignIn, _ string) error {
		begun, err := site.Resume(c.ctx, flow.Token())
		if err != nil {
			return err
		}
		defer begun.Discard()
		done, err := begun.Confirm(c.ctx, flow.Token(), code, !t.KeepDevices)
		if err != nil {
			return err
		}
		return c.enrolled(site, t.As, done, "Two-step verification of "+t.As+" is on. The next sign-in asks for a code.")
	})
}

// enrolled shows what a change has made, and ends the session that took the place of
// the sign-in's.
func (c *console) enrolled(site *core.Site, who string, done core.Enrolled, line string) error {
	shown := twoStepChanged{User: who, SignedOut: done.Ended}
	lines := []string{line}
	for i, code := range done.Codes {
		if i == 0 {
			lines = append(lines, "Recovery codes. Each works once, in the place of a code. They are shown this once: keep them on paper.")
		}
		shown.RecoveryCodes = append(shown.RecoveryCodes, code.Shown())
		lines = append(lines, fmt.Sprintf("%2d  %s", i+1, code.Shown()))
	}
	err := c.show(shown, lines...)
	if errors.Is(err, errOutput) && len(done.Codes) > 0 {
		err = &refusal{
			code: core.CodeFault, cause: err,
			text: "It is done, but the recovery codes could not be shown. Make new ones: " + name + " twostep codes --as " + who,
		}
	}
	return errors.Join(err, site.SignOut(c.ctx, done.Token))
}

// twostepRemove takes an app away.
type twostepRemove struct {
	As  string `required:"" placeholder:"NAME" help:"Your account. Its password is read from standard input."`
	App string `placeholder:"APP" help:"Which app, where there are several."`
}

// Run is called by kong.
func (t *twostepRemove) Run(c *console) error {
	return c.signedForTwoStep(t.As, func(site *core.Site, flow *core.SignIn, current string) error {
		if flow.Step() != core.StepDone {
			return undone(flow, t.As)
		}
		me, err := site.Me(c.ctx, flow.Token())
		if err != nil {
			return err
		}
		c.labels = map[string]string{core.FieldAppName: "--app"}
		app, err := appNamed(me.TwoStep.Apps, t.App)
		if err != nil {
			return err
		}
		done, err := site.RemoveApp(c.ctx, flow.Token(), app.ID, current)
		if err != nil {
			return err
		}
		line := "The app " + app.Name + " of " + t.As + " is removed."
		if len(me.TwoStep.Apps) == 1 {
			line = "Two-step verification of " + t.As + " is off. Its recovery codes do not work any more."
		}
		return c.enrolled(site, t.As, core.Enrolled{Changed: done}, line)
	})
}

// appNamed finds an app by its name; "" is the only one.
func appNamed(apps []core.App, named string) (core.App, error) {
	if len(apps) == 0 {
		return core.App{}, &refusal{code: core.CodeRefused, text: "Two-step verification is off."}
	}
	if named == "" && len(apps) == 1 {
		return apps[0], nil
	}
	var names []string
	for _, a := range apps {
		if strings.EqualFold(a.Name, strings.TrimSpace(named)) {
			return a, nil
		}
		names = append(names, a.Name)
	}
	return core.App{}, &refusal{code: core.CodeNotFound, field: core.FieldAppName, text: "Name one of these apps: " + strings.Join(names, ", ") + "."}
}

// twostepCodes makes new recovery codes.
type twostepCodes struct {
	As string `required:"" placeholder:"NAME" help:"Your account. Its password is read from standard input."`
}

// Run is called by kong.
func (t *twostepCodes) Run(c *console) error {
	return c.signedForTwoStep(t.As, func(site *core.Site, flow *core.SignIn, current string) error {
		if flow.Step() != core.StepDone {
			return undone(flow, t.As)
		}
		done, err := site.RenewRecoveryCodes(c.ctx, flow.Token(), current)
		if err != nil {
			return err
		}
		return c.enrolled(site, t.As, done, "The former recovery codes of "+t.As+" do not work any more.")
	})
}

// twostepRecover resets two-step verification of a root account by the recovery key.
type twostepRecover struct {
	User string `required:"" placeholder:"NAME" help:"The root account. The recovery key is read from standard input."`
}

// Run is called by kong.
func (t *twostepRecover) Run(c *console) error {
	store, _, err := c.openStore()
	if err != nil {
		return err
	}
	return errors.Join(t.forget(c, store), store.Close())
}

// forget reads the recovery key and resets it.
func (t *twostepRecover) forget(c *console, store core.Store) error {
	recovery, err := c.in.secret("Recovery key", core.FieldRecovery)
	if err != nil {
		return err
	}
	c.labels = map[string]string{core.FieldName: "--user"}
	if err := core.ForgetTwoStep(c.ctx, store, recovery, t.User, core.Config{Log: c.log}); err != nil {
		return err
	}
	return c.show(twoStepChanged{User: t.User},
		"Two-step verification of "+t.User+" is off. The password is still asked for; set it up anew after the next sign-in.")
}
