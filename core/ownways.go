package core

import (
	"context"
	"fmt"
	"time"
)

// settingWays is the setting of an account with when its owner looked through the ways
// to sign in.
const settingWays = "ways_checked"

// CheckedWays keeps that the caller has looked through the own ways to sign in, and
// knows all of them: passkeys, apps and recovery codes.
func (s *Site) CheckedWays(ctx context.Context, token Token) error {
	return s.act(ctx, token, RightOwn, func(tx Tx, c caller) error {
		if err := tx.PutSetting(c.account.ID, settingWays, tx.Now().UTC().Format(time.RFC3339Nano)); err != nil {
			return fmt.Errorf("store a setting: %w", err)
		}
		_, err := s.record(tx, c.did(EventSettingChanged, c.account), detail{"setting": settingWays})
		return err
	})
}

// waysCheckedAt is when an account's owner did so last, zero for never. What cannot be
// read counts as never.
func waysCheckedAt(tx Tx, id AccountID) (time.Time, error) {
	value, err := tx.Setting(id, settingWays)
	if err != nil {
		return time.Time{}, fmt.Errorf("read a setting: %w", err)
	}
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return time.Time{}, nil
	}
	return at, nil
}
