package core

import (
	"context"
	"fmt"
	"time"

	"gatehouse/core/policy"
)

// Own is what an account sees of itself.
type Own struct {
	ID             AccountID
	Name, FullName string
	Mail           string
	Role           Role
	PasswordSetAt  time.Time
	// SetByOther: somebody else has set the password, and so has seen it.
	SetByOther bool
	// MustChange: the next sign-in asks for a new password.
	MustChange bool
	// Leaked: the password is on a list of leaked ones that the policy looks into.
	Leaked bool
	// Policy holds for the account.
	Policy Effective
	// QuestionSetAt is when the security question was set, zero for none, and
	// QuestionAsked tells whether the policy asks for one.
	QuestionSetAt time.Time
	QuestionAsked bool
	// TwoStep is what the account has for its second step.
	TwoStep TwoStep
	// Passkeys are the account's, and what the policy says of them.
	Passkeys Passkeys
	// ExpiresAt is when the password expires, zero for never; DaysLeft counts the
	// local dates until then, and Warn says that it is time to tell the person.
	ExpiresAt time.Time
	DaysLeft  int
	Warn      bool
	// Here is this session, Others the account's other open ones.
	Here   Session
	Others []Session
	// Notices are the newest things the account was told.
	Notices []Notice
	// WaysCheckedAt is when its owner said to know all ways to sign in, zero for never.
	WaysCheckedAt time.Time
}

// newestNotices is how many notices Me gives.
const newestNotices = 20

// Me describes the caller's own account.
func (s *Site) Me(ctx context.Context, token Token) (Own, error) {
	var own Own
	err := s.look(ctx, token, RightOwn, func(tx Tx, c caller) error {
		held, err := credentialsOf(tx, c.account.ID)
		if err != nil {
			return err
		}
		stored := held.Password
		own = Own{
			ID: c.account.ID, Name: c.account.Name, FullName: c.account.FullName, Mail: c.account.Mail,
			Role: c.account.Role, PasswordSetAt: stored.SetAt, SetByOther: stored.SetBy != c.account.ID,
			MustChange: stored.MustChange, Here: c.session,
		}
		if err := s.ownTerms(tx, c, held, &own); err != nil {
			return err
		}
		if own.Notices, err = tx.Notices(c.account.ID, newestNotices); err != nil {
			return fmt.Errorf("read notices: %w", err)
		}
		if own.WaysCheckedAt, err = waysCheckedAt(tx, c.account.ID); err != nil {
			return err
		}
		own.Others, err = otherSessions(tx, c)
		return err
	})
	return own, err
}

// ownTerms fills in what the policy says of the caller's password.
func (s *Site) ownTerms(tx Tx, c caller, has Credentials, own *Own) error {
	held, err := s.rulingOf(tx, c.account.ID)
	if err != nil {
		return err
	}
	terms, err := termsOf(tx, c.account.ID)
	if err != nil {
		return err
	}
	own.TwoStep = twoStepOf(has, held, c.account.Role, terms, tx.Now())
	own.Passkeys = passkeysOf(has.Passkeys, held, c.account.Role, terms, tx.Now())
	own.TwoStep.Codes.UsedHere = c.session.begunBy(own.TwoStep.Codes.UsedAt)
	own.QuestionSetAt, own.QuestionAsked = has.Question.SetAt, held.Complexity.RequireSecurityQuestion
	own.Policy = held.effective()
	own.Leaked = terms.Leaked && looksForLeaked(held.Complexity)
	expiry := s.foretold(held, has.Password, terms)
	own.ExpiresAt = expiry.At
	if expiry.At.IsZero() {
		return nil
	}
	own.DaysLeft = policy.DaysLeft(expiry.At, tx.Now(), s.zone)
	own.Warn = !expiry.WarnsFrom.IsZero() && !expiry.WarnsFrom.After(tx.Now())
	return nil
}

// otherSessions lists the open sessions of the caller's account but its own.
func otherSessions(tx Tx, c caller) ([]Session, error) {
	all, err := tx.Sessions(c.account.ID)
	if err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	var others []Session
	for _, session := range all {
		if session.ID != c.session.ID && session.open(tx.Now()) {
			session.TokenHash = nil
			others = append(others, session)
		}
	}
	return others, nil
}

// subject is the account as the policy judges passwords for it; twoStep tells whether
// its two-step verification is on.
func (a Account) subject(twoStep bool) policy.Subject {
	return policy.Subject{Name: a.Name, FullName: a.FullName, Mail: a.Mail, TwoStep: twoStep}
}
