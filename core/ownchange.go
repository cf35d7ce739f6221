package core

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gatehouse/core/password"
	"gatehouse/core/policy"
)

// changeSpan is the span in which changes_per_day counts.
const changeSpan = 24 * time.Hour

// ownChange is what is known of an account when the change of its own password
// begins.
type ownChange struct {
	caller
	held   ruling
	stored PasswordRecord
	// twoStep: two-step verification is on.
	twoStep bool
	terms   Terms
	// demanded: the change is asked for, so that no limit on changes holds.
	demanded bool
	// former are the hashes of the passwords that cannot be used again.
	former []string
}

// needsCurrent tells whether the policy asks for the current password. A session
// that may only change it was started by it.
func (o ownChange) needsCurrent() bool {
	if o.session.Scope == ScopeChangePassword {
		return false
	}
	switch o.held.Change.RequireCurrent {
	case policy.CurrentNever:
		return false
	case policy.CurrentUnlessFresh:
		fresh := 0
		if o.held.Change.FreshSeconds != nil {
			fresh = *o.held.Change.FreshSeconds
		}
		age := o.now.Sub(o.session.StartedAt)
		return age < 0 || age >= time.Duration(fresh)*time.Second
	}
	return true
}

// beginChange finds the caller and what the policy says of a change now.
func (s *Site) beginChange(ctx context.Context, token Token) (ownChange, error) {
	var o ownChange
	err := s.store.View(ctx, func(tx Tx) error {
		c, err := s.findCaller(tx, token, ScopeFull, ScopeChangePassword)
		if err != nil {
			return err
		}
		if err := s.refuseLocked(tx, &c); err != nil {
			return err
		}
		o, err = s.readOwn(tx, c)
		if err != nil {
			return err
		}
		if !o.demanded && c.session.Scope == ScopeChangePassword {
			return errSession() // another sign-in has set one meanwhile
		}
		return s.refuseChange(tx, o)
	})
	return o, s.plain(ctx, err)
}

// readOwn reads what belongs to the password of the caller.
func (s *Site) readOwn(tx Tx, c caller) (ownChange, error) {
	o := ownChange{caller: c}
	var err error
	if o.held, err = s.rulingOf(tx, c.account.ID); err != nil {
		return o, err
	}
	if o.terms, err = termsOf(tx, c.account.ID); err != nil {
		return o, err
	}
	has, err := credentialsOf(tx, c.account.ID)
	if err != nil {
		return o, err
	}
	o.stored, o.twoStep = has.Password, o.held.stepped(c.account.Role, has)
	o.demanded = o.stored.MustChange || s.expired(o.held, o.stored, o.terms, tx.Now())
	if depth := historyDepth(o.held); depth > 0 {
		if o.former, err = tx.History(c.account.ID, depth); err != nil {
			return o, fmt.Errorf("read former passwords: %w", err)
		}
	}
	return o, nil
}

// historyDepth is how many former passwords are remembered.
func historyDepth(r ruling) int {
	if r.Change.HistoryDepth == nil {
		return 0
	}
	return min(max(0, *r.Change.HistoryDepth), policy.MaxHistory)
}

// refuseChange refuses a change too many, or too early. One that is demanded
// never is.
func (s *Site) refuseChange(tx Tx, o ownChange) error {
	if err := s.refuseBlocked(tx, o); err != nil {
		return err
	}
	limit := o.held.Change.ChangesPerDay
	if o.demanded || limit == nil && o.held.Change.MinAge == nil {
		return nil
	}
	most := 1
	if limit != nil {
		most = max(most, *limit)
	}
	own, err := tx.OwnChanges(o.account.ID, most)
	if err != nil {
		return fmt.Errorf("read the own changes: %w", err)
	}
	// Made before an administrator put the date back, they say nothing of today.
	own = slices.DeleteFunc(own, tx.Now().Before)
	next := policy.NextChange(o.held.Change, own, tx.Now())
	if next.IsZero() {
		return nil
	}
	return refuse(say("Your password was changed a short time ago. You can change it again from {{.Time}} on.",
		"Time", next.In(s.zone).Format("2006-01-02 15:04")))
}

// refuseBlocked refuses to change a password that has expired and is good for
// nothing, in a session that was started before. A session that its grace was
// granted for may change it.
func (s *Site) refuseBlocked(tx Tx, o ownChange) error {
	granted := o.session.Scope == ScopeChangePassword && o.held.Expiration.AfterExpiry == policy.AfterGrace
	if granted || !s.expired(o.held, o.stored, o.terms, tx.Now()) || !o.held.blocks(o.terms) {
		return nil
	}
	last, err := s.lastRoot(tx, o.account)
	if err != nil || last {
		return err
	}
	return errBlocked()
}

// refuseFormer refuses one of the remembered passwords, each of which costs a
// hash.
func (s *Site) refuseFormer(ctx context.Context, o ownChange, fresh password.Password) error {
	for _, phc := range o.former {
		used, err := s.isPassword(ctx, phc, fresh)
		if err != nil {
			return err
		}
		if used {
			return problem(FieldNew, say("You have used this password before. Choose another one."))
		}
	}
	return nil
}

// keepChange remembers what a change leaves behind: the former password, when it
// was, and that the new one complies.
func (s *Site) keepChange(tx Tx, o ownChange, looked lookedUp) error {
	held, err := s.rulingOf(tx, o.account.ID)
	if err != nil {
		return err
	}
	has, err := credentialsOf(tx, o.account.ID)
	if err != nil {
		return err
	}
	if held.revision != o.held.revision || held.id != o.held.id || held.stepped(o.account.Role, has) != o.twoStep {
		return refuse(say("The rules for passwords were changed in this moment. Look at them and try again."))
	}
	if err := keepFormer(tx, held, o.stored); err != nil {
		return err
	}
	if !o.demanded {
		if err := tx.AddOwnChange(o.account.ID, tx.Now(), tx.Now().Add(-changeSpan)); err != nil {
			return fmt.Errorf("note an own change: %w", err)
		}
	}
	return restamp(tx, o.account.ID, takenBy(held, looked), ReasonNone)
}

// keepFormer remembers a password that is replaced, as far as the policy says.
func keepFormer(tx Tx, r ruling, old PasswordRecord) error {
	depth := historyDepth(r)
	if depth > 0 && old.PHC != "" {
		if err := tx.AddHistory(old.AccountID, old.PHC, tx.Now()); err != nil {
			return fmt.Errorf("remember a former password: %w", err)
		}
	}
	if err := tx.KeepHistory(old.AccountID, depth); err != nil {
		return fmt.Errorf("forget former passwords: %w", err)
	}
	return nil
}

// taken is what a new password was taken by: the revision that it complies with, 0
// where that is not known, and what was found out about it.
type taken struct {
	by     RevisionID
	looked lookedUp
}

// takenBy is that of a policy whose rules it meets, as far as they could be asked.
func takenBy(r ruling, looked lookedUp) taken {
	if refusesUnseen(r, looked) {
		return taken{looked: looked}
	}
	return taken{r.revision, looked}
}

// restamp begins the time of a new password: no date of its own, no grace used,
// and what it was judged by.
func restamp(tx Tx, id AccountID, how taken, why ChangeReason) error {
	terms, err := termsOf(tx, id)
	if err != nil {
		return err
	}
	terms.ExpiresAt, terms.GraceUsed = time.Time{}, 0
	how.keep(&terms)
	terms.Why = why
	return putTerms(tx, terms)
}

// keep writes it into the terms of an account.
func (h taken) keep(t *Terms) {
	t.LeakList, t.Leaked = h.looked.list, h.looked.leaked
	t.Judged, t.Complied = h.by, h.by != 0
}
