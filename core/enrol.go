package core

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"gatehouse/core/password"
	"gatehouse/core/twostep"
)

// EnrolWithin is how long the set-up of an authenticator app may take.
const EnrolWithin = 10 * time.Minute

// Bounds of the apps of an account.
const (
	maxAppName = 60
	maxApps    = 10
)

// NewApp is the form by which the owner of an account begins to set up an
// authenticator app.
type NewApp struct {
	// Current password. It is always asked for, but not when the sign-in itself asks
	// for the set-up: it was typed a moment before.
	Current string
	// Name of the app; "" for one that fits.
	Name string
	// Params of its codes; the zero Params are twostep.Usual.
	Params twostep.Params
}

// Enrolment is the set-up of an authenticator app, between the password and the first
// code. It has the app's secret, which is shown now and never again; nothing of it is
// stored before Confirm, unless Keep says so. One goroutine uses it at a time.
type Enrolment struct {
	site  *Site
	token Token
	app   AppRecord
	key   twostep.Key
	// phc is the password that was proved; account and issuer are what the app shows.
	phc             string
	account, issuer string
	over            time.Time
	// kept: it is in the store. resumed: it comes from there.
	kept, resumed bool
}

// URI is the address by which an app takes the secret over. It has the secret. Like
// all that shows the secret it is "" for a set-up that was resumed: it was shown.
func (e *Enrolment) URI() string {
	if e.resumed {
		return ""
	}
	return e.key.URI(e.issuer, e.account)
}

// QR is the QR code of URI, see twostep.QR. Its error is twostep.ErrTooLong for names
// that are too long for one.
func (e *Enrolment) QR() ([][]bool, error) { return twostep.QR(e.URI()) }

// Secret is the secret in base 32.
func (e *Enrolment) Secret() string {
	if e.resumed {
		return ""
	}
	return e.key.Base32()
}

// Groups is Secret in groups of four.
func (e *Enrolment) Groups() string {
	if e.resumed {
		return ""
	}
	return e.key.Groups()
}

// Account and Issuer are the names that the app shows.
func (e *Enrolment) Account() string { return e.account }

// Issuer is the name of the site.
func (e *Enrolment) Issuer() string { return e.issuer }

// Params of the codes.
func (e *Enrolment) Params() twostep.Params { return e.app.Params }

// Name of the app.
func (e *Enrolment) Name() string { return e.app.Name }

// Discard wipes the secret. Nothing can be confirmed any more.
func (e *Enrolment) Discard() { e.key.Wipe() }

// ownTwoStep is what is known of an account when its second step is about to change.
type ownTwoStep struct {
	caller
	Credentials
	held  ruling
	terms Terms
}

// asked: the sign-in asks for the set-up, and its password was typed.
func (o ownTwoStep) asked() bool { return o.session.Scope == ScopeEnrol }

// readOwnTwoStep finds the caller and what holds for the second step now.
func (s *Site) readOwnTwoStep(tx Tx, token Token, scopes ...Scope) (ownTwoStep, error) {
	c, err := s.findCaller(tx, token, scopes...)
	if err != nil {
		return ownTwoStep{}, err
	}
	if err := s.refuseLocked(tx, &c); err != nil {
		return ownTwoStep{}, err
	}
	o := ownTwoStep{caller: c}
	if o.held, err = s.rulingOf(tx, c.account.ID); err != nil {
		return ownTwoStep{}, err
	}
	if o.terms, err = termsOf(tx, c.account.ID); err != nil {
		return ownTwoStep{}, err
	}
	if o.Credentials, err = credentialsOf(tx, c.account.ID); err != nil {
		return ownTwoStep{}, err
	}
	if o.asked() && o.held.lacks(c.account.Role, o.Credentials) == (owed{}) {
		return ownTwoStep{}, errSession() // another sign-in has set it up, or it is asked for no more
	}
	return o, nil
}

// beginTwoStep is readOwnTwoStep in a transaction of its own.
func (s *Site) beginTwoStep(ctx context.Context, token Token, scopes ...Scope) (ownTwoStep, error) {
	var o ownTwoStep
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		o, err = s.readOwnTwoStep(tx, token, scopes...)
		return err
	})
	return o, err
}

// Enrol begins to set up an authenticator app of the caller: it proves the password
// and draws a secret. A wrong password counts like one at the sign-in. Errors:
// Problems of FieldCurrent, FieldAppName and FieldAlgorithm; CodeRefused where the
// policy does not allow apps, or there are ten already.
func (s *Site) Enrol(ctx context.Context, token Token, form NewApp) (*Enrolment, error) {
	o, err := s.beginTwoStep(ctx, token, ScopeFull, ScopeEnrol)
	if err != nil {
		return nil, s.plain(ctx, err)
	}
	app, current, err := o.readApp(form)
	if err != nil {
		return nil, err
	}
	defer current.Wipe()
	e := &Enrolment{site: s, token: token, app: app, account: o.account.Name, issuer: s.Name()}
	err = s.proveOwn(ctx, o, current, purposeEnrol, func(g guess) error { return s.drawSecret(ctx, e, g) })
	if err != nil {
		e.Discard()
		return nil, s.plain(ctx, ownPasswordError(FieldCurrent, err))
	}
	return e, nil
}

// purposeEnrol and purposeTwoStep are what a failure is recorded as having been for.
const (
	purposeEnrol   = "two-step set-up"
	purposeTwoStep = "two-step change"
)

// readApp reads the form.
func (o ownTwoStep) readApp(n NewApp) (AppRecord, password.Password, error) {
	var f form
	var current password.Password
	if !o.asked() {
		current = f.current(n.Current)
	}
	app := AppRecord{AccountID: o.account.ID, Params: n.Params, Name: f.line(FieldAppName, n.Name, maxAppName, false)}
	if app.Params == (twostep.Params{}) {
		app.Params = twostep.Usual()
	}
	if app.Params.Validate() != nil {
		f.note(problem(FieldAlgorithm, say("Choose SHA-1, SHA-256 or SHA-512, 6 or 8 digits, and 15 to 120 seconds.")))
	}
	f.note(o.nameApp(&app))
	if err := f.problems.orNil(); err != nil {
		return AppRecord{}, password.Password{}, err
	}
	return app, current, o.addable()
}

// addable refuses an app that cannot be added.
func (o ownTwoStep) addable() error {
	switch {
	case o.asked() && !o.held.lacks(o.account.Role, o.Credentials).enrol:
		return errLimited(ScopeEnrol) // a passkey is asked for, which an app does not stand for
	case !o.held.allowsApps():
		return refuse(say("Your rules do not allow authenticator apps."))
	case len(o.TwoStep.Apps) >= maxApps:
		return refuse(say("You have {{.Max}} authenticator apps. Remove one first.", "Max", maxApps))
	}
	return nil
}

// nameApp gives an app without a name one, and refuses a name that is taken.
func (o ownTwoStep) nameApp(app *AppRecord) *Error {
	taken := map[string]bool{}
	for _, other := range o.TwoStep.Apps {
		taken[foldAnswer(other.Name)] = true
	}
	if app.Name != "" {
		if taken[foldAnswer(app.Name)] {
			return problem(FieldAppName, say("You have an app of this name. Choose another name."))
		}
		return nil
	}
	app.Name = usualAppName
	for n := 2; taken[foldAnswer(app.Name)]; n++ {
		app.Name = fmt.Sprintf("%s %d", usualAppName, n)
	}
	return nil
}

// usualAppName is the name of an app that was given none.
const usualAppName = "Authenticator app"

// proveOwn proves the password of somebody who changes what he is proved by, and goes
// on. In the step of a sign-in it was typed a moment before.
func (s *Site) proveOwn(ctx context.Context, o ownTwoStep, current password.Password, purpose string, goOn func(guess) error) error {
	leave, err := s.turns.take(ctx, o.account.Key)
	if err != nil {
		return err
	}
	defer leave()
	if o.asked() {
		return goOn(guess{account: o.account, subject: subjectOf(o.account.ID), stored: o.Password, granted: true})
	}
	g, _, err := s.try(ctx, target{account: o.account.ID}, o.session.Device, o.session.ID, purpose, current)
	if err != nil {
		return err
	}
	if err := goOn(g); err != nil {
		s.settleRight(ctx, g)
		return err
	}
	return nil
}

// drawSecret draws number and secret of an app, and settles the password.
func (s *Site) drawSecret(ctx context.Context, e *Enrolment, g guess) error {
	secret, err := twostep.NewSecret(s.rand, e.app.Params)
	if err != nil {
		return fmt.Errorf("draw the secret of an app: %w", err)
	}
	e.key = twostep.Key{Secret: secret, Params: e.app.Params}
	if e.app.ID, err = newAppID(s.rand); err != nil {
		return err
	}
	return s.store.Update(ctx, func(tx Tx) error {
		now, err := s.readOwnTwoStep(tx, e.token, ScopeFull, ScopeEnrol)
		if err != nil {
			return err
		}
		if err := now.addable(); err != nil {
			return err
		}
		if _, _, err := s.succeed(tx, g); err != nil {
			return err
		}
		e.phc, e.over = now.Password.PHC, tx.Now().Add(EnrolWithin)
		return nil
	})
}

// newAppID draws the number of an app.
func newAppID(from io.Reader) (AppID, error) {
	id := make([]byte, 16)
	if _, err := io.ReadFull(from, id); err != nil {
		return "", fmt.Errorf("draw the number of an app: %w", err)
	}
	return AppID(hex.EncodeToString(id)), nil
}
