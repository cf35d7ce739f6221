package core

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"gatehouse/core/passkey"
)

// PasskeySetUp is the adding of one passkey, between the password and the name that its
// owner gives it. Nothing of it is stored before an authenticator has made the passkey.
// One goroutine uses it at a time.
type PasskeySetUp struct {
	site *Site
	// account and phc are whose password was proved; handle is what the authenticator is
	// told the account by.
	account AccountID
	phc     string
	handle  []byte
	over    time.Time
	rules   Passkeys
	// asked: the sign-in asks for the passkey. enrolFrom is since when, before it was
	// made.
	asked     bool
	enrolFrom time.Time
	// made is the passkey, once there is one.
	made PasskeyID
}

// AddedPasskey tells what adding a passkey did.
type AddedPasskey struct {
	Changed
	Passkey Passkey
}

// purposePasskey is what a failure is recorded as having been for.
const purposePasskey = "passkey change"

// AddPasskey begins to add a passkey to the caller's account: it proves the password,
// and nothing is stored yet. In a sign-in that asks for a passkey the password was typed
// a moment before, and "" is given. A wrong one counts like one at the sign-in. Errors:
// Problems of FieldCurrent; CodeRefused where the policy allows no passkeys, or the
// account has passkey.MostPasskeys.
func (s *Site) AddPasskey(ctx context.Context, token Token, current string) (*PasskeySetUp, error) {
	o, err := s.beginTwoStep(ctx, token, ScopeFull, ScopeEnrol)
	if err != nil {
		return nil, s.plain(ctx, err)
	}
	typed, err := o.readCurrent(current)
	if err != nil {
		return nil, err
	}
	defer typed.Wipe()
	if err := o.addablePasskey(); err != nil {
		return nil, err
	}
	p := &PasskeySetUp{site: s, account: o.account.ID}
	err = s.proveOwn(ctx, o, typed, purposePasskey, func(g guess) error {
		return s.store.Update(ctx, func(tx Tx) error { return p.begin(tx, token, g) })
	})
	if err != nil {
		return nil, s.plain(ctx, ownPasswordError(FieldCurrent, err))
	}
	return p, nil
}

// begin settles the password, and finds what the passkey is made for.
func (p *PasskeySetUp) begin(tx Tx, token Token, g guess) error {
	now, err := p.site.readOwnTwoStep(tx, token, ScopeFull, ScopeEnrol)
	if err != nil {
		return err
	}
	if err := now.addablePasskey(); err != nil {
		return err
	}
	if _, _, err := p.site.succeed(tx, g); err != nil {
		return err
	}
	p.phc, p.over, p.handle, p.asked = now.Password.PHC, tx.Now().Add(EnrolWithin), now.Passkeys.Handle, now.asked()
	p.rules = passkeysOf(now.Passkeys, now.held, now.account.Role, now.terms, tx.Now())
	if p.handle == nil {
		p.handle, err = passkey.NewUserHandle(p.site.rand)
	}
	if err != nil {
		return fmt.Errorf("draw the handle of an account: %w", err)
	}
	return nil
}

// Offered are the kinds of passkey that a provider reaches here and the policy allows.
func (p *PasskeySetUp) Offered(by passkey.Provider) []passkey.Kind { return p.rules.Offered(by) }

// Over is when the set-up ends.
func (p *PasskeySetUp) Over() time.Time { return p.over }

// Make has a provider make the passkey, and stores it under a name that fits: that of
// its model, else of its kind. It takes up to passkey.Lifetime, unless ctx ends before.
// Where it gives an error nothing was stored, and it may be called again: CodeRefused
// for a ceremony that was cancelled, timed out, or found the account registered, with
// the error of package passkey as its cause; for a passkey of a kind that the policy
// does not allow, and for a set-up that is over.
func (p *PasskeySetUp) Make(ctx context.Context, token Token, by passkey.Provider, kind passkey.Kind, opened Opened) (AddedPasskey, error) {
	o, begun, err := p.still(ctx, token)
	if err == nil && p.made != "" {
		err = errEnrolOver()
	}
	if err == nil && kind != passkey.AnyKind && !o.held.allowsKind(kind) {
		err = errKindNotAllowed()
	}
	if err != nil {
		return AddedPasskey{}, p.site.plain(ctx, err)
	}
	ceremony, err := startCeremony(ctx, by, kind)
	if err != nil {
		return AddedPasskey{}, p.site.plain(ctx, ceremonyError(err))
	}
	defer p.site.closeCeremony(ctx, ceremony)
	registration, err := passkey.Enrolment{
		Origin: ceremony.Origin(), Site: p.site.Name(), Name: o.account.Name, FullName: o.account.FullName,
		Handle: p.handle, Kind: kind, Existing: o.Passkeys.credentials(),
	}.Begin(begun)
	if err != nil {
		return AddedPasskey{}, p.site.plain(ctx, ceremonyError(err))
	}
	var one single
	var done AddedPasskey
	var answered error
	tell(opened, ceremony)
	err = ceremony.Create(ctx, registration.Options(), func(ctx context.Context, response []byte) error {
		return one.take(func() error {
			done, answered = p.finish(ctx, token, registration, kind, response)
			return answered
		})
	})
	switch none := one.end(); {
	case !none && answered == nil:
		// It is stored, whatever became of the page after that.
		p.made = done.Passkey.ID
		return done, nil
	case !none:
		err = answered
	case err == nil:
		err = passkey.ErrCancelled // a ceremony without an answer
	}
	return AddedPasskey{}, p.site.plain(ctx, ceremonyError(err))
}

// still finds the caller of a set-up that is not over, and the time.
func (p *PasskeySetUp) still(ctx context.Context, token Token) (ownTwoStep, time.Time, error) {
	var o ownTwoStep
	var now time.Time
	err := p.site.store.View(ctx, func(tx Tx) error {
		var err error
		now = tx.Now()
		o, err = p.stillIn(tx, token)
		return err
	})
	return o, now, err
}

// stillIn is still within a transaction.
func (p *PasskeySetUp) stillIn(tx Tx, token Token) (ownTwoStep, error) {
	o, err := p.site.readOwnTwoStep(tx, token, ScopeFull, ScopeEnrol)
	if err != nil {
		return ownTwoStep{}, err
	}
	now := tx.Now()
	other := o.Passkeys.Handle != nil && string(o.Passkeys.Handle) != string(p.handle)
	if o.account.ID != p.account || o.Password.PHC != p.phc || other || !now.Before(p.over) || now.Before(p.over.Add(-EnrolWithin)) {
		return ownTwoStep{}, errEnrolOver()
	}
	return o, o.addablePasskey()
}

// finish checks the answer of an authenticator and stores the passkey.
func (p *PasskeySetUp) finish(ctx context.Context, token Token, r *passkey.Registration, chosen passkey.Kind, response []byte) (AddedPasskey, error) {
	s := p.site
	o, now, err := p.still(ctx, token)
	if err != nil {
		return AddedPasskey{}, err
	}
	credential, err := r.Finish(response, now)
	if err != nil {
		s.recordPasskeyRefused(ctx, o.caller, err)
		return AddedPasskey{}, ceremonyError(err)
	}
	record := PasskeyRecord{AccountID: p.account, Kind: kindOf(credential, chosen), Credential: credential}
	if record.ID, err = newPasskeyID(s.rand); err != nil {
		return AddedPasskey{}, err
	}
	fresh, err := newToken(s.rand)
	if err != nil {
		return AddedPasskey{}, err
	}
	var done AddedPasskey
	err = s.store.Update(ctx, func(tx Tx) error {
		o, err := p.stillIn(tx, token)
		if err != nil {
			return err
		}
		done = AddedPasskey{Changed: Changed{Token: token}}
		if o.asked() {
			done.Token = fresh
		}
		return p.store(tx, o, record, &done)
	})
	if err != nil {
		return AddedPasskey{}, err
	}
	return done, nil
}

// newPasskeyID draws the number of a passkey.
func newPasskeyID(from io.Reader) (PasskeyID, error) {
	id := make([]byte, 16)
	if _, err := io.ReadFull(from, id); err != nil {
		return "", fmt.Errorf("draw the number of a passkey: %w", err)
	}
	return PasskeyID(hex.EncodeToString(id)), nil
}

// errKindNotAllowed is the refusal of a passkey of a kind that the policy does not
// allow.
func errKindNotAllowed() *Error {
	return refuse(say("Your rules do not allow a passkey of this kind. Choose another place for it."))
}

// store writes the passkey and its handle, and goes on.
func (p *PasskeySetUp) store(tx Tx, o ownTwoStep, record PasskeyRecord, done *AddedPasskey) error {
	if !o.held.allowsKind(record.Kind) {
		return errKindNotAllowed()
	}
	if o.Passkeys.Handle == nil {
		if err := tx.InsertPasskeyHandle(p.account, p.handle); err != nil {
			return fmt.Errorf("store the handle of an account: %w", err)
		}
	}
	record.Name, record.CreatedAt = o.Passkeys.freeName(usualPasskeyName(record)), tx.Now()
	err := tx.InsertPasskey(record)
	if errors.Is(err, ErrConflict) {
		return ceremonyError(passkey.ErrRegistered)
	}
	if err != nil {
		return fmt.Errorf("store a passkey: %w", err)
	}
	done.Passkey, p.enrolFrom = o.held.view(o.account.Role, record), o.terms.EnrolFrom
	return p.site.turnPasskeyOn(tx, o, record, &done.Changed)
}

// turnPasskeyOn writes down that a passkey was added and ends what has to end. A session
// that could only set it up is replaced; a full one goes on.
func (s *Site) turnPasskeyOn(tx Tx, o ownTwoStep, record PasskeyRecord, done *Changed) error {
	if err := s.endDemand(tx, o); err != nil {
		return err
	}
	if err := s.vouch(tx, o.account.ID); err != nil {
		return err
	}
	var err error
	if done.Ended, err = s.endOthers(tx, o.caller, o.asked(), EndPasskeysChanged); err != nil {
		return err
	}
	seq, err := s.record(tx, o.did(EventPasskeyAdded, o.account), detail{
		"passkey": record.Name, "kind": string(record.Kind), "ended_sessions": fmt.Sprint(done.Ended),
	})
	if err != nil {
		return err
	}
	if err := notify(tx, o.account.ID, NoticePasskeyAdded, seq); err != nil {
		return err
	}
	if !o.asked() {
		// The session that waits for the ceremony goes on: until the window hears of it,
		// another token would be one that nobody has.
		return nil
	}
	return s.continueAfterPasskey(tx, o.caller, done)
}

// continueAfterPasskey goes on after a change of the passkeys: in a full session, or in
// what the sign-in asks for next.
func (s *Site) continueAfterPasskey(tx Tx, c caller, done *Changed) error {
	var err error
	if done.owed, err = s.owedBy(tx, c); err != nil {
		return err
	}
	return s.goOn(tx, c, done.Token, done.scope(), "passkey")
}
