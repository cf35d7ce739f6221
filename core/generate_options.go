package core

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
)

// settingGenerator is the setting of an account with the options of its generator.
const settingGenerator = "generator"

// OwnGenerator gives the options of the caller's generator, nil where none are kept.
// What is kept but cannot be read, or is out of its bounds, counts as none.
func (s *Site) OwnGenerator(ctx context.Context, token Token) (*generate.Options, error) {
	var kept *generate.Options
	err := s.look(ctx, token, RightOwn, func(tx Tx, c caller) error {
		var err error
		kept, err = generatorOf(tx, c.account.ID)
		return err
	})
	return kept, err
}

// generatorOf reads the options of an account's generator, nil where none are kept.
func generatorOf(tx Tx, id AccountID) (*generate.Options, error) {
	value, err := tx.Setting(id, settingGenerator)
	if err != nil {
		return nil, fmt.Errorf("read a setting: %w", err)
	}
	if o, ok := readGenerator(value); ok {
		return &o, nil
	}
	return nil, nil
}

// KeepGenerator keeps the options of the caller's generator.
func (s *Site) KeepGenerator(ctx context.Context, token Token, o generate.Options) error {
	if err := o.Validate(); err != nil {
		return generatorError(err)
	}
	return s.act(ctx, token, RightOwn, func(tx Tx, c caller) error { return s.putGenerator(tx, c, o) })
}

// putGenerator keeps options that are in order.
func (s *Site) putGenerator(tx Tx, c caller, o generate.Options) error {
	value, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("write a setting: %w", err)
	}
	before, err := tx.Setting(c.account.ID, settingGenerator)
	if err != nil {
		return fmt.Errorf("read a setting: %w", err)
	}
	if before == string(value) {
		return nil
	}
	if err := tx.PutSetting(c.account.ID, settingGenerator, string(value)); err != nil {
		return fmt.Errorf("store a setting: %w", err)
	}
	_, err = s.record(tx, c.did(EventSettingChanged, c.account), detail{"setting": settingGenerator})
	return err
}

// readGenerator reads options as KeepGenerator has written them.
func readGenerator(value string) (generate.Options, bool) {
	if value == "" {
		return generate.Options{}, false
	}
	var o generate.Options
	in := json.NewDecoder(bytes.NewReader([]byte(value)))
	in.DisallowUnknownFields()
	if in.Decode(&o) != nil || o.Validate() != nil {
		return generate.Options{}, false
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return generate.Options{}, false
	}
	return o, true
}

// JudgeFor gives the judge of the policy that holds for an account, and the account as
// passwords are judged for it. The own one needs RightOwn, another one
// RightSeeAccounts.
func (s *Site) JudgeFor(ctx context.Context, token Token, id AccountID) (*Judge, policy.Subject, error) {
	var judge *Judge
	var who policy.Subject
	need := RightSeeAccounts
	own, err := s.Me(ctx, token)
	if err != nil {
		return nil, policy.Subject{}, err
	}
	if own.ID == id {
		need = RightOwn
	}
	err = s.look(ctx, token, need, func(tx Tx, _ caller) error {
		account, err := existing(tx, id)
		if err != nil {
			return err
		}
		held, err := s.rulingOf(tx, id)
		if err != nil {
			return err
		}
		has, err := credentialsOf(tx, id)
		if err != nil {
			return err
		}
		judge, who = s.judge(held), account.subject(held.stepped(account.Role, has))
		return nil
	})
	return judge, who, err
}
