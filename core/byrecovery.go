package core

import (
	"context"
	"fmt"
	"strings"
)

// withRecovery opens the site with its recovery key and does something in one
// transaction, in which that key still opens it.
func withRecovery(ctx context.Context, store Store, recovery string, cfg Config, do func(*Site, Tx) error) error {
	if strings.TrimSpace(recovery) == "" {
		return Problems{problem(FieldRecovery, say("Type the recovery key."))}
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
	return s.store.Update(ctx, func(tx Tx) error {
		if err := from.still(tx); err != nil {
			return err
		}
		return do(s, tx)
	})
}

// rootNamed finds a root account that is as it was written.
func (s *Site) rootNamed(tx Tx, name string) (Account, Credentials, error) {
	key, _ := readName(name)
	account, err := tx.AccountByKey(key)
	if isNotFound(err) || err == nil && account.State == StateDeleted {
		return Account{}, Credentials{}, errNoAccount()
	}
	if err != nil {
		return Account{}, Credentials{}, fmt.Errorf("find an account: %w", err)
	}
	if account.Role != RoleRoot {
		return Account{}, Credentials{}, problem(FieldName, say("This is no root account. An administrator can reset it."))
	}
	has, sound, err := s.credentialsIfSound(tx, account)
	if err != nil {
		return Account{}, Credentials{}, err
	}
	if !sound {
		return Account{}, Credentials{}, refuse(say("This account was changed outside Gatehouse, so it stays closed."))
	}
	return account, has, nil
}
