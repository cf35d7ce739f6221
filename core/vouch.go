package core

import (
	"bytes"
	"context"
	"crypto/hmac"
	"encoding/binary"
	"errors"
	"fmt"
)

// Every account has a MAC over what decides who may sign in and what they may
// do then. It is written with each change and checked before an account is used:
// whoever can write the store's file, but has no site key, cannot give himself a
// password or a role. An older state of one account as a whole, with
// the MAC it had then, is not told from the newest.

// macDomain keeps these MACs apart from other digests.
const macDomain = "account"

// errAltered: an account is not as the program wrote it.
var errAltered = errors.New("core: the account was changed outside the program")

// encoding makes an unambiguous form of several values: numbers of eight bytes,
// texts with their length before them.
type encoding struct{ bytes.Buffer }

func (e *encoding) number(n int64) {
	e.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
}

func (e *encoding) text(s string) {
	e.number(int64(len(s)))
	e.WriteString(s)
}

// mac is the MAC of an account and what it is proved by. That of an account without a
// question, a second step or passkeys has nothing of them, as it had before there were any.
func (s *Site) mac(a Account, held Credentials) []byte {
	var e encoding
	e.number(int64(a.ID))
	for _, text := range []string{a.Key, a.MailKey, string(a.Role), string(a.State), held.Password.PHC} {
		e.text(text)
	}
	mustChange := int64(0)
	if held.Password.MustChange {
		mustChange = 1
	}
	e.number(mustChange)
	if q := held.Question; q != (QuestionRecord{}) {
		e.text(q.Text)
		e.text(q.PHC)
	}
	e.twoStep(held.TwoStep)
	e.passkeys(held.Passkeys)
	sum := s.keys.digester.Digest(macDomain, e.Bytes())
	return sum[:]
}

// twoStep encodes what an account has for its second step, and how far it is used:
// a code that was used would work again without that. The secret of an app is not
// in it: it is sealed for its row, and sealed again when the site's key is renewed.
func (e *encoding) twoStep(r TwoStepRecord) {
	if len(r.Apps)+len(r.Codes) == 0 {
		return
	}
	e.text("two-step")
	e.number(int64(len(r.Apps)))
	for _, a := range r.Apps {
		e.text(string(a.ID))
		e.text(string(a.Params.Algorithm))
		e.number(int64(a.Params.Digits))
		e.number(int64(a.Params.Period))
		e.number(a.UsedStep)
	}
	e.number(int64(len(r.Codes)))
	for _, c := range r.Codes {
		e.number(int64(c.Number))
		e.text(string(c.Hint))
		e.text(c.PHC)
		e.number(unixMilli(c.UsedAt))
	}
}

// vouch writes the MAC of an account as it is now in the store. The caller has
// made sure that it was sound before, or has made it new.
func (s *Site) vouch(tx Tx, id AccountID) error {
	account, err := tx.AccountByID(id)
	if err != nil {
		return fmt.Errorf("find an account: %w", err)
	}
	held, err := credentialsOf(tx, id)
	if err != nil {
		return err
	}
	if err := tx.PutAccountMAC(id, s.mac(account, held)); err != nil {
		return fmt.Errorf("store an account's MAC: %w", err)
	}
	return nil
}

// credentialsOf reads what an account is proved by.
func credentialsOf(tx Tx, id AccountID) (Credentials, error) {
	held, err := tx.Credentials(id)
	if err != nil {
		return Credentials{}, fmt.Errorf("read what an account is proved by: %w", err)
	}
	return held, nil
}

// credentialsIfSound reads what an account is proved by, and tells whether that and
// the account are as they were written.
func (s *Site) credentialsIfSound(tx Tx, a Account) (held Credentials, sound bool, err error) {
	held, err = credentialsOf(tx, a.ID)
	if err != nil {
		return Credentials{}, false, err
	}
	return held, hmac.Equal(held.MAC, s.mac(a, held)), nil
}

// sound tells whether an account is as it was written.
func (s *Site) sound(tx Tx, a Account) (bool, error) {
	_, sound, err := s.credentialsIfSound(tx, a)
	return sound, err
}

// passwordOf reads an account's password, the zero record for none.
func passwordOf(tx Tx, id AccountID) (PasswordRecord, error) {
	stored, err := tx.Password(id)
	if err != nil && !isNotFound(err) {
		return PasswordRecord{}, fmt.Errorf("read a password hash: %w", err)
	}
	return stored, nil
}

// recordAltered writes that somebody came with an account that was altered. The
// act is refused already, so a failure here is for the log alone.
func (s *Site) recordAltered(ctx context.Context, c caller) {
	err := s.store.Update(ctx, func(tx Tx) error {
		_, err := s.record(tx, c.did(EventAccountAltered, c.account), nil)
		return err
	})
	if err != nil {
		s.log.ErrorContext(ctx, "an altered account could not be recorded", "cause", err.Error())
	}
}

// alteredError is the refusal of a call by an account that was altered.
func alteredError() *Error {
	return &Error{
		Code: CodeSession, Cause: errAltered,
		Text: say("Your account was changed outside Gatehouse, so nobody can sign in with it. Tell an administrator."),
	}
}
