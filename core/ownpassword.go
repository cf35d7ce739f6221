package core

import (
	"context"
	"fmt"

	"gatehouse/core/password"
	"gatehouse/core/password/generate"
)

// OwnChange is a change of the own password.
type OwnChange struct {
	// Current is not asked for when the sign-in itself asks for the change: it
	// was typed a moment before. Otherwise the policy says when it is.
	Current, New, Confirm string
	// EndOthers signs the account out everywhere else, in the same transaction.
	// A change that the sign-in asks for always does.
	EndOthers bool
	// Generator are options of the generator to keep with the account, nil to leave
	// them as they are.
	Generator *generate.Options
}

// Changed tells what a change did.
type Changed struct {
	// Token is the session's token from now on.
	Token Token
	// Ended is how many other sessions were ended.
	Ended int
	// owed: the token is good for setting that up only.
	owed
}

// ChangePassword sets the caller's new password. All problems of the form come
// at once, as Problems; a wrong current password counts like one at the sign-in.
// It is all or nothing: with an error the old password stays, and so do the
// other sessions.
func (s *Site) ChangePassword(ctx context.Context, token Token, change OwnChange) (Changed, error) {
	begun, err := s.beginChange(ctx, token)
	if err != nil {
		return Changed{}, err
	}
	read, err := s.readChange(ctx, begun, change)
	if err != nil {
		return Changed{}, s.plain(ctx, err)
	}
	defer read.wipe()
	leave, err := s.turns.take(ctx, begun.account.Key)
	if err != nil {
		return Changed{}, s.plain(ctx, err)
	}
	defer leave()
	done, err := s.changePassword(ctx, token, begun, read)
	return done, s.plain(ctx, ownPasswordError(FieldCurrent, err))
}

// readOwnChange is an OwnChange whose fields were read.
type readOwnChange struct {
	current, fresh password.Password
	// proves: the current password is proved by being typed.
	proves    bool
	endOthers bool
	// looked is what was found out about the new one.
	looked    lookedUp
	generator *generate.Options
}

// wipe forgets both passwords.
func (r readOwnChange) wipe() {
	r.current.Wipe()
	r.fresh.Wipe()
}

// readChange reads the form, and judges what needs no transaction.
func (s *Site) readChange(ctx context.Context, begun ownChange, change OwnChange) (readOwnChange, error) {
	var f form
	read := readOwnChange{endOthers: change.EndOthers, generator: change.Generator}
	if read.generator != nil {
		if err := read.generator.Validate(); err != nil {
			return readOwnChange{}, generatorError(err)
		}
	}
	read.proves = begun.session.Scope == ScopeFull && (begun.needsCurrent() || change.Current != "")
	if read.proves {
		secret, err := password.New(change.Current)
		if err != nil {
			f.note(passwordProblem(FieldCurrent, err))
		}
		read.current = secret
	}
	who := begun.account.subject(begun.twoStep)
	if change.Current != "" {
		same := sameSecret(change.Current, change.New)
		who.SameAsCurrent = &same
	}
	if secret := f.newSecret(FieldNew, change.New); secret != nil {
		var err error
		read.fresh = *secret
		if read.looked, err = s.lookUpChange(ctx, begun, read.fresh, &f); err != nil {
			read.wipe()
			return readOwnChange{}, err
		}
		who.Breached = read.looked.known()
		f.judged(FieldNew, read.fresh, s.judge(begun.held), who)
	}
	f.confirm(FieldConfirm, change.New, change.Confirm)
	return read, f.problems.orNil()
}

// lookUpChange looks a new own password up. Where the policy refuses leaked ones and
// the list cannot be read, it is refused; but not one that is demanded of the last
// root account that can sign in: only a root account, or somebody whom it lets in,
// can put the list right.
func (s *Site) lookUpChange(ctx context.Context, begun ownChange, fresh password.Password, f *form) (lookedUp, error) {
	looked, err := s.lookUpNew(ctx, begun.held, fresh)
	if err != nil || !refusesUnseen(begun.held, looked) {
		return looked, err
	}
	spared := false
	if begun.session.Scope == ScopeChangePassword {
		err = s.store.View(ctx, func(tx Tx) error {
			spared, err = s.lastRoot(tx, begun.account)
			return err
		})
	}
	if err == nil && !spared {
		f.note(errUnseen(FieldNew))
	}
	return looked, err
}

// changePassword proves the current password, or that the new one is another,
// and stores the new one.
func (s *Site) changePassword(ctx context.Context, token Token, begun ownChange, read readOwnChange) (Changed, error) {
	g, err := s.proveChange(ctx, begun, read)
	if err != nil {
		return Changed{}, err
	}
	done, err := s.changeProved(ctx, token, begun, read, g)
	if err != nil && read.proves {
		s.settleRight(ctx, g)
	}
	return done, err
}

// changeProved stores the new password, unless it was used before.
func (s *Site) changeProved(ctx context.Context, token Token, begun ownChange, read readOwnChange, g guess) (Changed, error) {
	if err := s.refuseFormer(ctx, begun, read.fresh); err != nil {
		return Changed{}, err
	}
	phc, err := s.hasher.Hash(ctx, read.fresh)
	if err != nil {
		return Changed{}, fmt.Errorf("compute a password hash: %w", err)
	}
	fresh, err := newToken(s.rand)
	if err != nil {
		return Changed{}, err
	}
	done := Changed{Token: fresh}
	err = s.store.Update(ctx, func(tx Tx) error {
		now, err := s.findCaller(tx, token, ScopeFull, ScopeChangePassword)
		if err != nil {
			return err
		}
		if now.session.Scope != begun.session.Scope {
			return errLockedWindow()
		}
		if err := s.refuseLocked(tx, &now); err != nil {
			return err
		}
		if _, _, err := s.succeed(tx, g); err != nil {
			return err
		}
		if err := s.keepChange(tx, begun, read.looked); err != nil {
			return err
		}
		done.Ended, done.owed, err = s.storeChange(tx, now, phc, fresh, read.endOthers)
		if err != nil {
			return err
		}
		if read.generator != nil {
			if err := s.putGenerator(tx, now, *read.generator); err != nil {
				return err
			}
		}
		return s.tellLeaked(tx, now.account, begun.held, read.looked)
	})
	return done, err
}

// proveChange verifies the current password. Where it is not asked for, what has
// to be proved is that the new password is another one; that is no guess and is
// not counted.
func (s *Site) proveChange(ctx context.Context, begun ownChange, read readOwnChange) (guess, error) {
	if read.proves {
		g, _, err := s.try(ctx, target{account: begun.account.ID}, begun.session.Device, begun.session.ID, "change", read.current)
		return g, err
	}
	g := guess{account: begun.account, subject: subjectOf(begun.account.ID), stored: begun.stored, granted: true}
	if begun.session.Scope == ScopeFull && !begun.held.Change.DiffersFromCurrent {
		return g, nil
	}
	same, err := s.isPassword(ctx, begun.stored.PHC, read.fresh)
	if err != nil {
		return guess{}, err
	}
	if same {
		return guess{}, problem(FieldNew, say("This is the password you have now. Choose another one."))
	}
	return g, nil
}

// isPassword tells whether a hash is that of a password. One that cannot be read
// is nobody's.
func (s *Site) isPassword(ctx context.Context, phc string, secret password.Password) (bool, error) {
	verdict, err := s.hasher.Verify(ctx, phc, secret)
	if err != nil && unreadable(err) {
		s.log.ErrorContext(ctx, "a password hash cannot be read", "cause", err.Error())
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("compute a password hash: %w", err)
	}
	return verdict.OK, nil
}

// storeChange writes the new password, ends what has to end and tells the
// account.
func (s *Site) storeChange(tx Tx, c caller, phc string, fresh Token, endOthers bool) (ended int, left owed, err error) {
	err = tx.PutPassword(PasswordRecord{AccountID: c.account.ID, PHC: phc, SetAt: tx.Now(), SetBy: c.account.ID})
	if err != nil {
		return 0, owed{}, fmt.Errorf("store a password hash: %w", err)
	}
	if err := endUnproved(tx, c.account.ID); err != nil {
		return 0, owed{}, err
	}
	if err := s.vouch(tx, c.account.ID); err != nil {
		return 0, owed{}, err
	}
	// Another session that may only set a password would set it again.
	ended, err = s.endOthers(tx, c, endOthers || c.session.Scope != ScopeFull, EndPasswordChanged)
	if err != nil {
		return 0, owed{}, err
	}
	seq, err := s.record(tx, c.did(EventPasswordChanged, c.account), detail{"ended_sessions": fmt.Sprint(ended)})
	if err != nil {
		return 0, owed{}, err
	}
	if err := notify(tx, c.account.ID, NoticePasswordChanged, seq); err != nil {
		return 0, owed{}, err
	}
	left, err = s.owedBy(tx, c)
	if err != nil {
		return 0, owed{}, err
	}
	return ended, left, s.goOn(tx, c, fresh, left.scope(), "password change")
}

// owedBy is what the caller has to set up in the session that follows what the one at
// hand was there for: a full one owes nothing, and a sign-in may have more to ask for.
func (s *Site) owedBy(tx Tx, c caller) (owed, error) {
	if c.session.Scope == ScopeFull {
		return owed{}, nil
	}
	held, err := s.rulingOf(tx, c.account.ID)
	if err != nil {
		return owed{}, err
	}
	found, err := credentialsOf(tx, c.account.ID)
	if err != nil {
		return owed{}, err
	}
	terms, err := termsOf(tx, c.account.ID)
	if err != nil {
		return owed{}, err
	}
	left := held.enrols(c.account.Role, found, &terms, tx.Now())
	left.question = held.demands(found.Question)
	return left, nil
}

// goOn replaces the caller's session after it has done what it was there for. With a
// full one in place of a limited one the account is signed in.
func (s *Site) goOn(tx Tx, c caller, fresh Token, scope Scope, method string) error {
	if c.session.Scope != ScopeFull {
		if err := noteSignIn(tx, c.account, scope); err != nil {
			return err
		}
	}
	return s.replaceSession(tx, c, fresh, scope, method)
}

// endOthers ends the other sessions of the caller's account, and tells how many:
// all, or those that can only set something up, which were begun by what is replaced
// now.
func (s *Site) endOthers(tx Tx, c caller, all bool, why EndReason) (int, error) {
	others, err := otherSessions(tx, c)
	if err != nil {
		return 0, err
	}
	if all {
		which := SessionFilter{AccountID: c.account.ID, Except: c.session.ID}
		return len(others), s.endSessions(tx, c, c.account, which, why)
	}
	for _, other := range others {
		if other.Scope == ScopeFull {
			continue
		}
		which := SessionFilter{AccountID: c.account.ID, Only: other.ID}
		if err := s.endSessions(tx, c, c.account, which, why); err != nil {
			return 0, err
		}
	}
	return 0, nil
}
