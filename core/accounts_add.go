package core

import (
	"context"
	"fmt"

	"gatehouse/core/password"
	"gatehouse/core/policy"
	"gatehouse/core/username"
)

// NewAccount is the form of a new account.
type NewAccount struct {
	Name, FullName, Mail string
	Role                 Role
}

// Added is a new account, or one with a new first password.
type Added struct {
	ID   AccountID
	Name string
	// FirstPassword is shown once and stored nowhere.
	FirstPassword string
	// MustChange: it has to be changed at the next sign-in. Otherwise it stays
	// until the account changes it.
	MustChange bool
	// Passkeys counts those of the account that sign in all the same, whose password was
	// reset. If it is reset because somebody else came in, one may be theirs.
	Passkeys int
}

// AddAccount makes an account with a generated first password. Problems of the
// form come all at once.
func (s *Site) AddAccount(ctx context.Context, token Token, n NewAccount) (Added, error) {
	read, err := readAccount(n)
	if err != nil {
		return Added{}, err
	}
	var held ruling
	allowed := func(tx Tx, c caller) error {
		var err error
		if held, err = s.rulingOf(tx, 0); err != nil {
			return err
		}
		return c.may(n.Role.managing())
	}
	if err := s.look(ctx, token, RightManageMembers, allowed); err != nil {
		return Added{}, err
	}
	first, err := s.firstPassword(ctx, held, read.subject(false))
	if err != nil {
		return Added{}, s.plain(ctx, err)
	}
	mustChange := true
	err = s.act(ctx, token, RightManageMembers, func(tx Tx, c caller) error {
		if err := c.may(n.Role.managing()); err != nil {
			return err
		}
		var err error
		mustChange, err = s.insertAccount(tx, c, &read, first)
		return err
	})
	if err != nil {
		return Added{}, err
	}
	return Added{ID: read.ID, Name: read.Name, FirstPassword: first.typed, MustChange: mustChange}, nil
}

// readAccount reads the form of an account, as far as that needs no store.
func readAccount(n NewAccount) (Account, error) {
	var f form
	name := f.name(n.Name)
	full := f.fullName(n.FullName)
	mail := f.mail(n.Mail)
	if !n.Role.Valid() {
		f.note(problem(FieldRole, say("Choose a role: member, admin or root.")))
	}
	return accountOf(name, full, mail, n.Role), f.problems.orNil()
}

// accountOf makes an active account of what was read.
func accountOf(name username.Name, full string, mail username.Mail, role Role) Account {
	return Account{
		Name: name.Typed, Key: name.Key, Skeleton: name.Skeleton, FullName: full,
		Mail: mail.Typed, MailKey: mail.Key, Role: role, State: StateActive,
	}
}

// drawn is a first password with its hash.
type drawn struct {
	typed, phc string
	taken      taken
}

// firstPassword draws a password for the account, and its hash. One that is on a list
// of leaked passwords, by chance, is not given to anybody.
func (s *Site) firstPassword(ctx context.Context, r ruling, who policy.Subject) (drawn, error) {
	for range draws {
		typed, err := s.judge(r).Generate(who)
		if err != nil {
			return drawn{}, err
		}
		first, leaked, err := s.firstOf(ctx, r, typed)
		if err != nil || !leaked {
			return first, err
		}
	}
	return drawn{}, tooOftenRefused(policy.Rule{Name: "breached"})
}

// firstOf looks a drawn password up and computes its hash, unless it has leaked.
func (s *Site) firstOf(ctx context.Context, r ruling, typed string) (first drawn, leaked bool, err error) {
	secret, err := password.New(typed)
	if err != nil {
		return drawn{}, false, fmt.Errorf("read a drawn password: %w", err)
	}
	defer secret.Wipe()
	looked, err := s.lookUpNew(ctx, r, secret)
	switch {
	case err != nil || looked.leaked:
		return drawn{}, looked.leaked, err
	case refusesUnseen(r, looked):
		return drawn{}, false, errUnseen("")
	}
	first = drawn{typed: typed, taken: takenBy(r, looked)}
	if first.phc, err = s.hasher.Hash(ctx, secret); err != nil {
		return drawn{}, false, fmt.Errorf("compute a password hash: %w", err)
	}
	return first, false, nil
}

// insertAccount stores a new account, and tells whether it must change its
// password.
func (s *Site) insertAccount(tx Tx, c caller, a *Account, first drawn) (mustChange bool, err error) {
	if err := unique(tx, *a); err != nil {
		return false, err
	}
	a.CreatedAt, a.UpdatedAt = tx.Now(), tx.Now()
	if err := tx.InsertAccount(a); err != nil {
		return false, fmt.Errorf("store an account: %w", err)
	}
	if mustChange, err = s.putFirst(tx, c, *a, first); err != nil {
		return false, err
	}
	_, err = s.record(tx, c.did(EventAccountAdded, *a), detail{"role": string(a.Role)})
	return mustChange, err
}

// putFirst stores the first password of a new account. It has to be changed when
// the policy that holds for the account at this moment says so: the option is for
// "newly registered users" (reference text 004), and one that is saved later
// changes nothing for them.
func (s *Site) putFirst(tx Tx, c caller, a Account, drew drawn) (mustChange bool, err error) {
	held, err := s.rulingOf(tx, a.ID)
	if err != nil {
		return false, err
	}
	mustChange = held.Change.ChangeOnFirstSignIn
	why := ReasonNone
	if mustChange {
		why = ReasonFirst
	}
	first := PasswordRecord{AccountID: a.ID, PHC: drew.phc, SetAt: tx.Now(), SetBy: c.account.ID, MustChange: mustChange}
	if err := tx.PutPassword(first); err != nil {
		return false, fmt.Errorf("store a password hash: %w", err)
	}
	if err := s.vouch(tx, a.ID); err != nil {
		return false, err
	}
	return mustChange, restamp(tx, a.ID, drew.taken, why)
}

// unique refuses a name or mail address that is another's, or looks like it.
// A name counts for ever, so that no line of the log has two meanings.
func unique(tx Tx, a Account) error {
	var f form
	other, err := tx.AccountLike(a.ID, a.Key, a.Skeleton)
	switch {
	case err == nil && other.Key == a.Key && other.State == StateDeleted:
		f.note(problem(FieldName, say("A deleted account had this name, and its history keeps it. Choose another one.")))
	case err == nil && other.Key == a.Key:
		f.note(problem(FieldName, say("There is an account of this name. Choose another one.")))
	case err == nil && other.MailKey == a.Key:
		f.note(problem(FieldName, say("This is the mail address of another account. Choose another name.")))
	case err == nil:
		f.note(problem(FieldName, say("This looks like “{{.Other}}”, another account. Choose a name that cannot be mistaken.", "Other", username.Visible(other.Name))))
	case !isNotFound(err):
		return fmt.Errorf("look for the name: %w", err)
	}
	if a.MailKey != "" {
		_, err := tx.AccountByMail(a.ID, a.MailKey)
		if err == nil {
			f.note(problem(FieldMail, say("Another account has this mail address. Use one of its own.")))
		} else if !isNotFound(err) {
			return fmt.Errorf("look for the mail address: %w", err)
		}
	}
	return f.problems.orNil()
}
