package core

import (
	"context"
	"fmt"

	"gatehouse/core/passkey"
	"gatehouse/core/password"
)

// maxPasskeyName bounds the name of a passkey, in code points.
const maxPasskeyName = 60

// usualPasskeyName is the name of a passkey that was given none: that of its model,
// else of where it is kept.
func usualPasskeyName(p PasskeyRecord) string {
	if label := passkey.Label(p.Credential.AAGUID.String()); label != "" {
		return label
	}
	switch p.Kind {
	case passkey.Phone:
		return "Phone"
	case passkey.SecurityKey:
		return "Security key"
	case passkey.ThisDevice:
		return "Computer"
	}
	return "Passkey"
}

// freeName is a name that no passkey of the account has: the one that is wanted, or
// that with a number.
func (r PasskeysRecord) freeName(wanted string) string {
	name := wanted
	for n := 2; r.named(name, ""); n++ {
		name = fmt.Sprintf("%s %d", wanted, n)
	}
	return name
}

// named tells whether another passkey than one has a name.
func (r PasskeysRecord) named(name string, but PasskeyID) bool {
	for _, p := range r.Keys {
		if p.ID != but && foldAnswer(p.Name) == foldAnswer(name) {
			return true
		}
	}
	return false
}

// readCurrent reads the current password, which is not asked for where a sign-in asks
// for the set-up: it was typed a moment before.
func (o ownTwoStep) readCurrent(typed string) (password.Password, error) {
	var f form
	var current password.Password
	if !o.asked() {
		current = f.current(typed)
	}
	return current, f.problems.orNil()
}

// RenamePasskey gives a passkey of the caller another name. Errors: Problems of
// FieldPasskeyName for a name that is empty, too long, or that of another one;
// CodeNotFound.
func (s *Site) RenamePasskey(ctx context.Context, token Token, id PasskeyID, name string) error {
	var f form
	fresh := f.line(FieldPasskeyName, name, maxPasskeyName, true)
	if err := f.problems.orNil(); err != nil {
		return err
	}
	return s.act(ctx, token, RightOwn, func(tx Tx, c caller) error { return s.renamePasskey(tx, c, id, fresh) })
}

// renamePasskey gives a passkey of a caller another name.
func (s *Site) renamePasskey(tx Tx, c caller, id PasskeyID, fresh string) error {
	has, err := credentialsOf(tx, c.account.ID)
	if err != nil {
		return err
	}
	p, err := has.Passkeys.passkey(id)
	switch {
	case err != nil:
		return err
	case p.Name == fresh:
		return nil
	case has.Passkeys.named(fresh, id):
		return Problems{problem(FieldPasskeyName, say("You have a passkey of this name. Choose another name."))}
	}
	if err := tx.RenamePasskey(c.account.ID, id, fresh); err != nil {
		return fmt.Errorf("rename a passkey: %w", err)
	}
	_, err = s.record(tx, c.did(EventPasskeyRenamed, c.account), detail{"passkey": p.Name, "new_name": fresh})
	return err
}

// Rename gives the passkey of the set-up its name, also while the sign-in asks for
// something else next. Errors are those of RenamePasskey; CodeUsage before there is one.
func (p *PasskeySetUp) Rename(ctx context.Context, token Token, name string) error {
	if p.made == "" {
		return errOutOfTurn()
	}
	var f form
	fresh := f.line(FieldPasskeyName, name, maxPasskeyName, true)
	if err := f.problems.orNil(); err != nil {
		return err
	}
	err := p.site.store.Update(ctx, func(tx Tx) error {
		c, err := p.site.findCaller(tx, token, ScopeFull, ScopeEnrol, ScopeSetQuestion)
		if err != nil {
			return err
		}
		if err := p.site.refuseLocked(tx, &c); err != nil {
			return err
		}
		return p.site.renamePasskey(tx, c, p.made, fresh)
	})
	return p.site.plain(ctx, err)
}

// RemovePasskey takes a passkey of the caller away: nobody signs in with it any more.
// The current password is asked for, and a wrong one counts like one at the sign-in.
// endOthers signs the account out everywhere else. CodeRefused: it is the last way in,
// or the last one of what the policy asks for.
func (s *Site) RemovePasskey(ctx context.Context, token Token, id PasskeyID, current string, endOthers bool) (Changed, error) {
	o, err := s.beginTwoStep(ctx, token, ScopeFull)
	if err != nil {
		return Changed{}, s.plain(ctx, err)
	}
	typed, err := o.readCurrent(current)
	if err != nil {
		return Changed{}, err
	}
	defer typed.Wipe()
	err = s.store.View(ctx, func(tx Tx) error {
		_, err := s.removablePasskey(tx, o, id)
		return err
	})
	if err != nil {
		return Changed{}, s.plain(ctx, err)
	}
	var done Changed
	err = s.proveOwn(ctx, o, typed, purposePasskey, func(g guess) error {
		var err error
		done, err = s.takePasskeyAway(ctx, token, id, endOthers, g)
		return err
	})
	if err != nil {
		return Changed{}, s.plain(ctx, ownPasswordError(FieldCurrent, err))
	}
	return done, nil
}

// takePasskeyAway deletes a passkey of a caller whose password is proved.
func (s *Site) takePasskeyAway(ctx context.Context, token Token, id PasskeyID, others bool, g guess) (Changed, error) {
	fresh, err := newToken(s.rand)
	if err != nil {
		return Changed{}, err
	}
	var done Changed
	err = s.store.Update(ctx, func(tx Tx) error {
		done = Changed{Token: fresh}
		now, err := s.readOwnTwoStep(tx, token, ScopeFull)
		if err != nil {
			return err
		}
		p, err := s.removablePasskey(tx, now, id)
		if err != nil {
			return err
		}
		if _, _, err := s.succeed(tx, g); err != nil {
			return err
		}
		if err := s.removePasskey(tx, now, p, others, &done); err != nil {
			return err
		}
		return s.demandIfLost(tx, now)
	})
	return done, err
}

// demandIfLost lets an account that lacks something now, because a passkey went that was
// copied, set it up at the next sign-in: it had its time to do so.
func (s *Site) demandIfLost(tx Tx, o ownTwoStep) error {
	has, err := credentialsOf(tx, o.account.ID)
	if err != nil || o.held.lacks(o.account.Role, has) == o.held.lacks(o.account.Role, o.Credentials) {
		return err
	}
	return demandAtOnce(tx, o.account.ID)
}

// removePasskey deletes the passkey, and goes on in a new session.
func (s *Site) removePasskey(tx Tx, o ownTwoStep, p PasskeyRecord, others bool, done *Changed) error {
	if err := tx.DeletePasskey(o.account.ID, p.ID); err != nil {
		return fmt.Errorf("delete a passkey: %w", err)
	}
	if err := s.vouch(tx, o.account.ID); err != nil {
		return err
	}
	var err error
	if done.Ended, err = s.endOthers(tx, o.caller, others, EndPasskeysChanged); err != nil {
		return err
	}
	seq, err := s.record(tx, o.did(EventPasskeyRemoved, o.account), detail{
		"passkey": p.Name, "left": fmt.Sprint(len(o.Passkeys.Keys) - 1), "ended_sessions": fmt.Sprint(done.Ended),
	})
	if err != nil {
		return err
	}
	if err := notify(tx, o.account.ID, NoticePasskeyRemoved, seq); err != nil {
		return err
	}
	return s.continueAfterPasskey(tx, o.caller, done)
}

// Discard takes the passkey of the set-up away again, which its owner does not want, or
// did not make: a moment after the password no other one is asked for. Everything else
// is as before: where the sign-in asks for a passkey it asks again, in a session that can
// only add one. CodeRefused where it is over, CodeUsage before there is one.
func (p *PasskeySetUp) Discard(ctx context.Context, token Token) (Changed, error) {
	if p.made == "" {
		return Changed{}, errOutOfTurn()
	}
	fresh, err := newToken(p.site.rand)
	if err != nil {
		return Changed{}, p.site.plain(ctx, err)
	}
	var done Changed
	err = p.site.store.Update(ctx, func(tx Tx) error {
		done = Changed{Token: fresh}
		return p.discard(tx, token, &done)
	})
	if err != nil {
		return Changed{}, p.site.plain(ctx, err)
	}
	p.made = ""
	return done, nil
}

// discard deletes the passkey and puts the time back that was to add one.
func (p *PasskeySetUp) discard(tx Tx, token Token, done *Changed) error {
	s := p.site
	c, err := s.findCaller(tx, token, ScopeFull, ScopeEnrol, ScopeSetQuestion)
	if err != nil {
		return err
	}
	if err := s.refuseLocked(tx, &c); err != nil {
		return err
	}
	now := tx.Now()
	if c.account.ID != p.account || !now.Before(p.over.Add(passkey.Lifetime)) || now.Before(p.over.Add(-EnrolWithin)) {
		return errEnrolOver()
	}
	has, err := credentialsOf(tx, p.account)
	if err != nil {
		return err
	}
	made, err := has.Passkeys.passkey(p.made)
	if err != nil {
		return err
	}
	terms, err := termsOf(tx, p.account)
	if err != nil {
		return err
	}
	if terms.EnrolFrom.IsZero() {
		terms.EnrolFrom = p.enrolFrom
		if err := putTerms(tx, terms); err != nil {
			return err
		}
	}
	o := ownTwoStep{caller: c, Credentials: has, terms: terms}
	if p.asked {
		// What is still to be set up is asked of it anew.
		o.session.Scope = ScopeEnrol
	}
	return s.removePasskey(tx, o, made, false, done)
}
