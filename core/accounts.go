package core

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// maxPage is the longest page of a list.
const maxPage = 500

// maxSearch is the longest text to search for, in bytes.
const maxSearch = 200

// AccountList is a page of the accounts and the numbers beside its filters.
type AccountList struct {
	AccountPage
	Counts AccountCounts
}

// Accounts lists accounts by name. Search is taken as typed; it is found in
// names, full names and mail addresses, whatever the case.
func (s *Site) Accounts(ctx context.Context, token Token, q AccountQuery) (AccountList, error) {
	if q.Limit < 1 || q.Limit > maxPage || q.Offset < 0 || len(q.Search) > maxSearch {
		return AccountList{}, problem("search", say("Search for something shorter."))
	}
	if !q.Filter.known() {
		return AccountList{}, &Error{Code: CodeUsage, Text: say("There is no such filter.")}
	}
	q.Search = cases.Fold().String(norm.NFC.String(q.Search))
	var list AccountList
	err := s.look(ctx, token, RightSeeAccounts, func(tx Tx, _ caller) error {
		var err error
		if list.AccountPage, err = tx.Accounts(q); err != nil {
			return fmt.Errorf("list accounts: %w", err)
		}
		if err := s.markClosed(tx, list.Rows); err != nil {
			return err
		}
		if list.Counts, err = tx.AccountCounts(); err != nil {
			return fmt.Errorf("count accounts: %w", err)
		}
		return nil
	})
	return list, err
}

// markClosed puts right what the store cannot know: which root account is the
// last one, whose locks end by themselves.
func (s *Site) markClosed(tx Tx, rows []AccountRow) error {
	for i := range rows {
		r := &rows[i]
		if !r.UntilUnlocked {
			continue
		}
		exempt, err := s.lastRoot(tx, Account{ID: r.ID, Role: r.Role, State: r.State})
		if err != nil {
			return err
		}
		r.UntilUnlocked = !exempt
	}
	return nil
}

// AccountView is one account as an administrator sees it.
type AccountView struct {
	ID             AccountID
	Name, FullName string
	Mail           string
	Role           Role
	State          AccountState
	CreatedAt      time.Time
	LastSignInAt   time.Time
	PasswordSetAt  time.Time
	// SetByOther: another account has set the password, and so has seen it.
	SetByOther bool
	MustChange bool
	// Why the password has to be changed.
	Why ChangeReason
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
	// ExpiresAt is when the password expires, zero for never; Expired: it has.
	ExpiresAt time.Time
	Expired   bool
	Revision  int64
	// Lock is the pause in force, nil for none.
	Lock *Lock
	// Altered: it was changed outside the program, so nobody can sign in with it.
	// A new first password makes a member's account whole again.
	Altered bool
	// Failures is how many wrong passwords in a row there were.
	Failures int
	Sessions []Session
	// Self: it is the caller's own account.
	Self bool
	// MayChange: the caller's role may change this account.
	MayChange bool
	// MayMoveExpiry: the caller may move the date on which the password expires.
	MayMoveExpiry bool
	// MayGive are the roles that the caller may give it.
	MayGive []Role
	// FixedName: the name of the first root account stays.
	FixedName bool
}

// Account opens one account.
func (s *Site) Account(ctx context.Context, token Token, id AccountID) (AccountView, error) {
	var view AccountView
	err := s.look(ctx, token, RightSeeAccounts, func(tx Tx, c caller) error {
		account, err := existing(tx, id)
		if err != nil {
			return err
		}
		view, err = s.view(tx, c, account)
		return err
	})
	return view, err
}

// AccountNamed opens the account with this name.
func (s *Site) AccountNamed(ctx context.Context, token Token, name string) (AccountView, error) {
	key, _ := readName(name)
	var view AccountView
	err := s.look(ctx, token, RightSeeAccounts, func(tx Tx, c caller) error {
		account, err := tx.AccountByKey(key)
		if isNotFound(err) || err == nil && account.State == StateDeleted {
			return errNoAccount()
		}
		if err != nil {
			return fmt.Errorf("find an account: %w", err)
		}
		view, err = s.view(tx, c, account)
		return err
	})
	return view, err
}

// view gathers what belongs to one account.
func (s *Site) view(tx Tx, c caller, a Account) (AccountView, error) {
	v := AccountView{
		ID: a.ID, Name: a.Name, FullName: a.FullName, Mail: a.Mail, Role: a.Role, State: a.State,
		CreatedAt: a.CreatedAt, LastSignInAt: a.LastSignInAt, Revision: a.Revision,
		Self: a.ID == c.account.ID, MayChange: c.mayChange(a) == nil,
		MayGive: c.account.Role.GivableRoles(), FixedName: a.ID == firstAccount,
	}
	held, sound, err := s.credentialsIfSound(tx, a)
	if err != nil {
		return AccountView{}, err
	}
	stored := held.Password
	v.Altered = !sound
	v.PasswordSetAt, v.MustChange = stored.SetAt, stored.MustChange
	v.SetByOther = stored.PHC != "" && stored.SetBy != a.ID
	if err := s.viewPolicy(tx, c, a, held, &v); err != nil {
		return AccountView{}, err
	}
	count, err := tx.Throttle(subjectOf(a.ID))
	if err != nil {
		return AccountView{}, fmt.Errorf("read the count of failures: %w", err)
	}
	v.Failures = count.Failures
	if v.Lock, err = s.lockNow(tx, a, count); err != nil {
		return AccountView{}, err
	}
	sessions, err := tx.Sessions(a.ID)
	if err != nil {
		return AccountView{}, fmt.Errorf("read sessions: %w", err)
	}
	for _, session := range sessions {
		if session.open(tx.Now()) {
			session.TokenHash = nil
			v.Sessions = append(v.Sessions, session)
		}
	}
	return v, nil
}

// viewPolicy adds which policy holds for an account, and what follows from it for
// its password.
func (s *Site) viewPolicy(tx Tx, c caller, a Account, has Credentials, v *AccountView) error {
	stored := has.Password
	held, err := s.rulingOf(tx, a.ID)
	if err != nil {
		return err
	}
	terms, err := termsOf(tx, a.ID)
	if err != nil {
		return err
	}
	v.QuestionSetAt, v.QuestionAsked = has.Question.SetAt, held.Complexity.RequireSecurityQuestion
	v.TwoStep = twoStepOf(has, held, a.Role, terms, tx.Now())
	v.Passkeys = passkeysOf(has.Passkeys, held, a.Role, terms, tx.Now())
	v.Policy = held.effective()
	v.ExpiresAt = s.expiryOf(held, stored, terms)
	v.Expired = s.expired(held, stored, terms, tx.Now())
	switch {
	case stored.MustChange:
		v.Why = terms.Why
	case v.Expired:
		v.Why = ReasonExpired
	}
	v.MayMoveExpiry = stored.PHC != "" && v.MayChange && c.may(RightExpiry) == nil
	return nil
}

// existing finds an account that was not deleted.
func existing(tx Tx, id AccountID) (Account, error) {
	account, err := tx.AccountByID(id)
	if isNotFound(err) || err == nil && account.State == StateDeleted {
		return Account{}, errNoAccount()
	}
	if err != nil {
		return Account{}, fmt.Errorf("find an account: %w", err)
	}
	return account, nil
}

// errNoAccount says that there is no such account, to somebody who may know.
func errNoAccount() *Error {
	return &Error{Code: CodeNotFound, Field: FieldName, Text: say("There is no account of this name.")}
}

// firstAccount is the number of the root account that the site was made with.
const firstAccount AccountID = 1
