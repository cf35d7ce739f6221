package core

import (
	"fmt"
	"slices"

	"gatehouse/core/seal"
	"gatehouse/core/twostep"
)

// All values of the store that are sealed are sealed in this file, and sealed again in
// it when the site has a new data key, see RotateKeys.

// refuseRenewed refuses what needs sealed values in a program that has not got the key
// which they are sealed under now. That is told to everybody alike, before anything is
// tried or counted.
func (s *Site) refuseRenewed(tx Tx) error {
	rows, err := tx.WrappedKeys()
	if err != nil {
		return fmt.Errorf("read the keys: %w", err)
	}
	for _, row := range rows {
		if row.Purpose == string(seal.PurposeSeal) && row.Current && !slices.Contains(s.keys.ring.IDs(), row.ID) {
			return keysRenewed(fmt.Errorf("%w: %d", seal.ErrUnknownKey, row.ID))
		}
	}
	return nil
}

// resealAll seals everything again under the current key of a ring.
func resealAll(tx Tx, ring *seal.Ring) error { return resealApps(tx, ring) }

// Where the secrets of apps are sealed.
const (
	appTable   = "authenticators"
	appColumn  = "secret"
	appVersion = 1
)

// location is where the secret of an app is sealed: for its row and its account.
func (a AppRecord) location() seal.Location {
	return seal.Location{Table: appTable, Row: fmt.Sprintf("%s/%d", a.ID, a.AccountID), Column: appColumn, Version: appVersion}
}

// sealApp seals the secret of an app for its row.
func (s *Site) sealApp(app AppRecord, secret twostep.Secret) ([]byte, error) {
	sealed, err := s.keys.ring.Seal(app.location(), secret.Bytes())
	if err != nil {
		return nil, fmt.Errorf("seal the secret of an app: %w", err)
	}
	return sealed, nil
}

// openApp opens the secret of an app. The caller wipes it.
func (s *Site) openApp(app AppRecord) (twostep.Key, error) {
	plain, err := s.keys.ring.Open(app.location(), app.Secret)
	if err != nil {
		return twostep.Key{}, keysRenewed(err)
	}
	secret, err := twostep.SecretOf(plain)
	if err != nil {
		return twostep.Key{}, fmt.Errorf("read the secret of an app: %w", err)
	}
	return twostep.Key{Secret: secret, Params: app.Params}, nil
}

// resealBatch is how many secrets are sealed again at a time.
const resealBatch = 500

// resealApps seals the secrets of all apps under the current key of a ring.
func resealApps(tx Tx, ring *seal.Ring) error {
	for after := AppID(""); ; {
		apps, err := tx.SealedApps(after, resealBatch)
		if err != nil {
			return fmt.Errorf("read the secrets of apps: %w", err)
		}
		for _, app := range apps {
			sealed, err := ring.Reseal(app.location(), app.Secret)
			if err != nil {
				return unsealable(tx, app, err)
			}
			if err := tx.SealApp(app.ID, sealed); err != nil {
				return fmt.Errorf("store the secret of an app: %w", err)
			}
			after = app.ID
		}
		if len(apps) < resealBatch {
			return nil
		}
	}
}

// unsealable says whose app has a secret that is not as it was written.
func unsealable(tx Tx, app AppRecord, cause error) error {
	account, err := tx.AccountByID(app.AccountID)
	if err != nil {
		return fmt.Errorf("find an account: %w", err)
	}
	return &Error{
		Code: CodeStoreDamaged, Cause: cause,
		Text: say("The secret of an authenticator app of {{.Name}} is not as Gatehouse wrote it, so nothing was changed. Reset the two-step verification of this account, then try again.", "Name", account.Name),
	}
}
