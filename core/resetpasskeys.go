package core

import (
	"context"
	"fmt"
	"time"

	"gatehouse/core/policy"
)

// ResetPasskeys takes passkeys of somebody away, with a reason for the log: one, or with
// "" all of them. The account is told, and signs in with its password again. Where the
// policy asks for a passkey, one is added at the next sign-in, after the password.
// Sessions and a lock stay as they are. The own ones are changed on the security page
// instead.
func (s *Site) ResetPasskeys(ctx context.Context, token Token, id AccountID, which PasskeyID, reason string) error {
	var f form
	why := f.line(FieldReason, reason, maxReason, true)
	if err := f.problems.orNil(); err != nil {
		return err
	}
	return s.change(ctx, token, id, func(tx Tx, c caller, a Account) error {
		if c.account.ID == a.ID {
			return refuse(say("Change your own passkeys on the Security page."))
		}
		return s.resetPasskeys(tx, c, a, which, detail{"reason": why})
	})
}

// resetPasskeys takes one or all away, with the line of the log and the notice. The
// caller vouches for the account.
func (s *Site) resetPasskeys(tx Tx, c caller, a Account, which PasskeyID, why detail) error {
	has, err := credentialsOf(tx, a.ID)
	if err != nil {
		return err
	}
	gone := has.Passkeys.Keys
	if len(gone) == 0 {
		return refuse(say("{{.Name}} has no passkey.", "Name", a.Name))
	}
	why["removed"] = "everything"
	if which != "" {
		p, err := has.Passkeys.passkey(which)
		if err != nil {
			return err
		}
		gone = []PasskeyRecord{p}
		why["removed"] = p.Name
	}
	for _, p := range gone {
		if err := tx.DeletePasskey(a.ID, p.ID); err != nil {
			return fmt.Errorf("delete a passkey: %w", err)
		}
	}
	if err := s.demandIfNoneWorks(tx, a); err != nil {
		return err
	}
	seq, err := s.record(tx, c.did(EventPasskeysReset, a), why)
	if err != nil {
		return err
	}
	return notify(tx, a.ID, NoticePasskeysReset, seq)
}

// demandAtOnce lets an account that had it set up anew at the next sign-in what the
// policy asks for: the time to do so is over.
func demandAtOnce(tx Tx, id AccountID) error {
	terms, err := termsOf(tx, id)
	if err != nil {
		return err
	}
	terms.Judged, terms.Complied = 0, false
	terms.EnrolFrom = tx.Now().Add(-policy.MaxTwoStepGraceDays * 24 * time.Hour)
	return putTerms(tx, terms)
}

// ForgetPasskeys takes the passkeys of a root account away with the site's recovery
// key: the way back for a root account whose passkeys are lost, and whose password does
// not sign in beside them. The password is asked for at the sign-in.
func ForgetPasskeys(ctx context.Context, store Store, recovery, name string, cfg Config) error {
	cfg = cfg.withDefaults()
	err := withRecovery(ctx, store, recovery, cfg, func(s *Site, tx Tx) error {
		account, _, err := s.rootNamed(tx, name)
		if err != nil {
			return err
		}
		if err := s.resetPasskeys(tx, caller{}, account, "", detail{"by": "recovery key"}); err != nil {
			return err
		}
		return s.vouch(tx, account.ID)
	})
	return cfg.reporter().plain(ctx, err)
}
