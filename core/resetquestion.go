package core

import (
	"context"
	"fmt"
	"strings"
)

// ResetQuestion takes the security question of somebody who has forgotten the answer
// away, with a reason for the log. Where the policy asks for one, the account sets it
// anew at its next sign-in, after the password. Its sessions and a lock stay as they
// are; sign-ins that wait for the old answer end. The own question is changed on the
// security page instead.
func (s *Site) ResetQuestion(ctx context.Context, token Token, id AccountID, reason string) error {
	var f form
	why := f.line(FieldReason, reason, maxReason, true)
	if err := f.problems.orNil(); err != nil {
		return err
	}
	return s.change(ctx, token, id, func(tx Tx, c caller, a Account) error {
		if c.account.ID == a.ID {
			return refuse(say("Change your own security question on the Security page."))
		}
		question, err := questionOf(tx, a.ID)
		if err != nil {
			return err
		}
		if !question.set() {
			return refuse(say("No security question is set for {{.Name}}.", "Name", a.Name))
		}
		return s.deleteQuestion(tx, c, a, EventQuestionReset, NoticeQuestionReset, detail{"reason": why})
	})
}

// ForgetQuestion does so for a root account with the site's recovery key: the way back
// for a root account whom no other one can help. Whoever has that key can open the
// site anyway; the password is still asked for at the sign-in.
func ForgetQuestion(ctx context.Context, store Store, recovery, name string, cfg Config) error {
	cfg = cfg.withDefaults()
	return cfg.reporter().plain(ctx, forgetQuestion(ctx, store, recovery, name, cfg))
}

// forgetQuestion is ForgetQuestion with the errors as they come.
func forgetQuestion(ctx context.Context, store Store, recovery, name string, cfg Config) error {
	var f form
	if strings.TrimSpace(recovery) == "" {
		f.note(problem(FieldRecovery, say("Type the recovery key.")))
	}
	if err := f.problems.orNil(); err != nil {
		return err
	}
	from, err := siteKey(ctx, store, Unlock{RecoveryKey: recovery})
	if err != nil {
		return err
	}
	defer from.site.Wipe()
	s, err := openBy(ctx, store, from, cfg)
	if err != nil {
		return err
	}
	defer s.keys.wipe()
	key, _ := readName(name)
	return s.store.Update(ctx, func(tx Tx) error {
		if err := from.still(tx); err != nil {
			return err
		}
		return s.forgetRootQuestion(tx, key)
	})
}

// forgetRootQuestion takes the question of a root account away by the recovery key.
func (s *Site) forgetRootQuestion(tx Tx, key string) error {
	account, err := tx.AccountByKey(key)
	if isNotFound(err) || err == nil && account.State == StateDeleted {
		return errNoAccount()
	}
	if err != nil {
		return fmt.Errorf("find an account: %w", err)
	}
	if account.Role != RoleRoot {
		return problem(FieldName, say("This is no root account. An administrator can reset its security question."))
	}
	_, question, sound, err := s.credentialsIfSound(tx, account)
	switch {
	case err != nil:
		return err
	case !sound:
		return refuse(say("This account was changed outside Gatehouse, so it stays closed."))
	case !question.set():
		return refuse(say("No security question is set for {{.Name}}.", "Name", account.Name))
	}
	err = s.deleteQuestion(tx, caller{}, account, EventQuestionReset, NoticeQuestionReset, detail{"by": "recovery key"})
	if err != nil {
		return err
	}
	return s.vouch(tx, account.ID)
}
