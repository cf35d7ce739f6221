package core

import (
	"context"
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
	err := withRecovery(ctx, store, recovery, cfg, func(s *Site, tx Tx) error {
		account, has, err := s.rootNamed(tx, name)
		if err != nil {
			return err
		}
		if !has.Question.set() {
			return refuse(say("No security question is set for {{.Name}}.", "Name", account.Name))
		}
		err = s.deleteQuestion(tx, caller{}, account, EventQuestionReset, NoticeQuestionReset, detail{"by": "recovery key"})
		if err != nil {
			return err
		}
		return s.vouch(tx, account.ID)
	})
	return cfg.reporter().plain(ctx, err)
}
