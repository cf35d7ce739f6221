package core

import (
	"context"
	"fmt"
	"strings"

	"gatehouse/core/policy"
)

// AccountEdit is the form of an account that is changed.
type AccountEdit struct {
	NewAccount
	// Revision is the one that the form was filled from.
	Revision int64
}

// EditAccount changes name, full name, mail address and role. CodeConflict
// tells that somebody else changed the account since the form was filled.
func (s *Site) EditAccount(ctx context.Context, token Token, id AccountID, edit AccountEdit) error {
	read, err := readAccount(edit.NewAccount)
	if err != nil {
		return err
	}
	return s.change(ctx, token, id, func(tx Tx, c caller, old Account) error {
		if old.Revision != edit.Revision {
			return fmt.Errorf("edit an account: %w", ErrConflict)
		}
		if err := s.mayEdit(tx, c, old, read); err != nil {
			return err
		}
		changed := old
		changed.Name, changed.Key, changed.Skeleton = read.Name, read.Key, read.Skeleton
		changed.FullName, changed.Mail, changed.MailKey, changed.Role = read.FullName, read.Mail, read.MailKey, read.Role
		if err := unique(tx, changed); err != nil {
			return err
		}
		return s.storeEdit(tx, c, old, changed)
	})
}

// mayEdit refuses what an edit may not do.
func (s *Site) mayEdit(tx Tx, c caller, old, read Account) error {
	if old.ID == firstAccount && old.Name != read.Name {
		return problem(FieldName, say("The first root account keeps its name."))
	}
	if old.Role == read.Role {
		return nil
	}
	if old.ID == c.account.ID {
		return problem(FieldRole, say("Your own role can be changed by another root account only."))
	}
	if err := c.may(read.Role.managing()); err != nil {
		return err
	}
	return s.keepRoot(tx, old, FieldRole)
}

// storeEdit writes the account, the event and the notices.
func (s *Site) storeEdit(tx Tx, c caller, old, changed Account) error {
	changed.UpdatedAt = tx.Now()
	if err := tx.UpdateAccount(&changed); err != nil {
		return fmt.Errorf("store an account: %w", err)
	}
	seq, err := s.record(tx, c.did(EventAccountEdited, old), changes(old, changed))
	if err != nil {
		return err
	}
	if old.Role != changed.Role {
		if err := notify(tx, old.ID, NoticeRoleChanged, seq); err != nil {
			return err
		}
	}
	if old.MailKey != changed.MailKey {
		return notify(tx, old.ID, NoticeMailChanged, seq)
	}
	return nil
}

// changes lists what an edit changed, old and new.
func changes(old, changed Account) detail {
	d := detail{}
	put := func(field, was, is string) {
		if was != is {
			d[field+".was"], d[field] = was, is
		}
	}
	put("name", old.Name, changed.Name)
	put("full_name", old.FullName, changed.FullName)
	put("mail", old.Mail, changed.Mail)
	put("role", string(old.Role), string(changed.Role))
	return d
}

// change runs a use case on one account that the caller may change. An account
// that was altered stays so: an act on it does not vouch for the rest.
func (s *Site) change(ctx context.Context, token Token, id AccountID, do func(Tx, caller, Account) error) error {
	return s.act(ctx, token, RightManageMembers, func(tx Tx, c caller) error { return s.changeOne(tx, c, id, do) })
}

// changeOne is change within the transaction of an act.
func (s *Site) changeOne(tx Tx, c caller, id AccountID, do func(Tx, caller, Account) error) error {
	account, err := existing(tx, id)
	if err != nil {
		return err
	}
	if err := c.mayChange(account); err != nil {
		return err
	}
	sound, err := s.sound(tx, account)
	if err != nil {
		return err
	}
	if err := do(tx, c, account); err != nil || !sound {
		return err
	}
	return s.vouch(tx, id)
}

// keepRoot refuses to take the last root account away that can sign in.
func (s *Site) keepRoot(tx Tx, a Account, field string) error {
	if a.Role != RoleRoot || a.State != StateActive {
		return nil
	}
	others, err := s.otherRoots(tx, a)
	if err != nil || others > 0 {
		return err
	}
	return &Error{Code: CodeRefused, Field: field, Text: say("This is the last root account that can sign in. Make another one first.")}
}

// notSelf refuses an act on the caller's own account.
func notSelf(c caller, a Account) error {
	if c.account.ID != a.ID {
		return nil
	}
	return refuse(say("This is your own account. Another administrator can do this."))
}

// DisableAccount switches an account off and signs it out everywhere.
func (s *Site) DisableAccount(ctx context.Context, token Token, id AccountID) error {
	return s.change(ctx, token, id, func(tx Tx, c caller, a Account) error {
		if err := notSelf(c, a); err != nil {
			return err
		}
		if a.State == StateDisabled {
			return refuse(say("The account is switched off already."))
		}
		if err := s.keepRoot(tx, a, ""); err != nil {
			return err
		}
		if err := s.endSessions(tx, c, a, SessionFilter{AccountID: a.ID}, EndDisabled); err != nil {
			return err
		}
		return s.setState(tx, c, a, StateDisabled, EventAccountDisabled)
	})
}

// EnableAccount switches an account on again.
func (s *Site) EnableAccount(ctx context.Context, token Token, id AccountID) error {
	return s.change(ctx, token, id, func(tx Tx, c caller, a Account) error {
		if a.State == StateActive {
			return refuse(say("The account is switched on already."))
		}
		return s.setState(tx, c, a, StateActive, EventAccountEnabled)
	})
}

// setState writes a state and its event.
func (s *Site) setState(tx Tx, c caller, a Account, state AccountState, kind EventKind) error {
	a.State, a.UpdatedAt = state, tx.Now()
	if err := tx.UpdateAccount(&a); err != nil {
		return fmt.Errorf("store an account: %w", err)
	}
	_, err := s.record(tx, c.did(kind, a), nil)
	return err
}

// ResetPassword gives an account a new first password, ends its sessions and
// its lock. It has to be changed at the next sign-in whatever the policy says of
// new users: that option is for "newly registered users" (reference text 004), and
// "an administrator's reset sets its own flag" (the specification of the field).
// The own password is changed on the security page instead.
func (s *Site) ResetPassword(ctx context.Context, token Token, id AccountID) (Added, error) {
	var who policy.Subject
	var held ruling
	check := func(tx Tx, c caller) error {
		a, err := existing(tx, id)
		if err != nil {
			return err
		}
		if err := c.mayChange(a); err != nil {
			return err
		}
		if held, err = s.rulingOf(tx, id); err != nil {
			return err
		}
		has, err := credentialsOf(tx, id)
		if err != nil {
			return err
		}
		who = a.subject(held.stepped(a.Role, has))
		if err := s.mayReset(tx, c, a, held); err != nil {
			return err
		}
		return notOwnReset(c, a)
	}
	if err := s.look(ctx, token, RightManageMembers, check); err != nil {
		return Added{}, err
	}
	first, err := s.firstPassword(ctx, held, who)
	if err != nil {
		return Added{}, s.plain(ctx, err)
	}
	done := Added{ID: id, FirstPassword: first.typed, MustChange: true}
	err = s.change(ctx, token, id, func(tx Tx, c caller, a Account) error {
		if err := notOwnReset(c, a); err != nil {
			return err
		}
		done.Name = a.Name
		if err := s.storeReset(tx, c, a, first); err != nil {
			return err
		}
		has, err := credentialsOf(tx, id)
		done.Passkeys = len(held.working(has.Passkeys))
		return err
	})
	if err != nil {
		return Added{}, err
	}
	return done, nil
}

// mayReset refuses to give an expired password that is good for nothing a new date
// by a reset, unless the caller may move such dates.
func (s *Site) mayReset(tx Tx, c caller, a Account, held ruling) error {
	if c.may(RightExpiry) == nil {
		return nil
	}
	stored, err := passwordOf(tx, a.ID)
	if err != nil {
		return err
	}
	terms, err := termsOf(tx, a.ID)
	if err != nil {
		return err
	}
	if !s.expired(held, stored, terms, tx.Now()) || !held.blocks(terms) {
		return nil
	}
	return &Error{Code: CodeForbidden, Text: say("The password of this account has expired. Only a root account can set a new one.")}
}

// notOwnReset points to the place where the own password is changed.
func notOwnReset(c caller, a Account) error {
	if c.account.ID != a.ID {
		return nil
	}
	return refuse(say("Change your own password on the Security page."))
}

// storeReset writes a first password and what follows from it. It makes an
// altered account of a member whole; a role that may have been given outside the
// program is given back first.
func (s *Site) storeReset(tx Tx, c caller, a Account, first drawn) error {
	has, sound, err := s.credentialsIfSound(tx, a)
	if err != nil {
		return err
	}
	old := has.Password
	if !sound && a.Role != RoleMember {
		return refuse(say("This account was changed outside Gatehouse, its role perhaps. Make it a member, then reset its password."))
	}
	held, err := s.rulingOf(tx, a.ID)
	if err != nil {
		return err
	}
	if err := s.mayReset(tx, c, a, held); err != nil {
		return err
	}
	old.AccountID = a.ID
	if err := keepFormer(tx, held, old); err != nil {
		return err
	}
	if err := dropAltered(tx, a, sound); err != nil {
		return err
	}
	fresh := PasswordRecord{AccountID: a.ID, PHC: first.phc, SetAt: tx.Now(), SetBy: c.account.ID, MustChange: true}
	if err := tx.PutPassword(fresh); err != nil {
		return fmt.Errorf("store a password hash: %w", err)
	}
	if err := endUnproved(tx, a.ID); err != nil {
		return err
	}
	if err := s.vouch(tx, a.ID); err != nil {
		return err
	}
	if err := restamp(tx, a.ID, first.taken, ReasonReset); err != nil {
		return err
	}
	if err := s.endLocks(tx, a.ID); err != nil {
		return err
	}
	if err := s.endSessions(tx, c, a, SessionFilter{AccountID: a.ID}, EndPasswordReset); err != nil {
		return err
	}
	seq, err := s.record(tx, c.did(EventPasswordReset, a), nil)
	if err != nil {
		return err
	}
	return notify(tx, a.ID, NoticePasswordReset, seq)
}

// dropAltered takes away the security question, the second step and the passkeys of an
// account that was altered: they may be those of whoever did so.
func dropAltered(tx Tx, a Account, sound bool) error {
	if sound {
		return nil
	}
	if err := dropTwoStep(tx, a.ID); err != nil {
		return err
	}
	if err := tx.ForgetPasskeys(a.ID); err != nil {
		return fmt.Errorf("delete passkeys: %w", err)
	}
	if err := tx.DeleteQuestion(a.ID); err != nil && !isNotFound(err) {
		return fmt.Errorf("delete a security question: %w", err)
	}
	return nil
}

// DeleteAccount takes an account away for good. Confirm is its name, typed. Its
// number and name stay in the log, and the name is never given again.
func (s *Site) DeleteAccount(ctx context.Context, token Token, id AccountID, confirm string) error {
	return s.change(ctx, token, id, func(tx Tx, c caller, a Account) error {
		if strings.TrimSpace(confirm) != a.Name {
			return problem(FieldConfirm, say("Type the name of the account, {{.Name}}, to delete it.", "Name", a.Name))
		}
		if err := notSelf(c, a); err != nil {
			return err
		}
		if err := s.keepRoot(tx, a, ""); err != nil {
			return err
		}
		return s.storeDelete(tx, c, a)
	})
}

// storeDelete leaves the name and nothing else.
func (s *Site) storeDelete(tx Tx, c caller, a Account) error {
	if err := s.endSessions(tx, c, a, SessionFilter{AccountID: a.ID}, EndDeleted); err != nil {
		return err
	}
	if err := tx.DeletePassword(a.ID); err != nil && !isNotFound(err) {
		return fmt.Errorf("delete a password hash: %w", err)
	}
	if err := tx.DeleteThrottle(subjectOf(a.ID)); err != nil {
		return fmt.Errorf("delete the count of failures: %w", err)
	}
	a.FullName, a.Mail, a.MailKey = "", "", ""
	return s.setState(tx, c, a, StateDeleted, EventAccountDeleted)
}
