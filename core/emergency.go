package core

import (
	"context"
	"crypto/hmac"
	"fmt"
	"time"

	"gatehouse/core/password"
	"gatehouse/core/twostep"
)

// The code for emergencies lets a root account in that has lost its phone and its
// recovery codes, in the place of a code, beside its password. It is made at the first
// run and kept on paper in an envelope; that it is used is told to every administrator
// and shown on every page, until there is a new one. It works once.

// emergencyDomain keeps its digests apart from others; emergencyMACDomain those that
// vouch for its row.
const (
	emergencyDomain    = "code for emergencies"
	emergencyMACDomain = "row of a code for emergencies"
)

// Emergency is the state of the code for emergencies.
type Emergency struct {
	// MadeAt is when it was made, zero for none.
	MadeAt time.Time
	// UsedAt is when it was used, zero for not yet, and UsedBy the name of the account.
	UsedAt time.Time
	UsedBy string
	// Altered: it was changed outside the program, and does not work.
	Altered bool
}

// Alarm tells whether every page has to show that it was used, or altered.
func (e Emergency) Alarm() bool { return !e.UsedAt.IsZero() || e.Altered }

// emergencySecret is what is hashed of the code.
func (s *Site) emergencySecret(code twostep.RecoveryCode) (password.Password, error) {
	var e encoding
	e.text(code.Text())
	return s.digestSecret(emergencyDomain, &e)
}

// emergencyMAC vouches for the row of the code.
func (s *Site) emergencyMAC(r EmergencyCodeRecord) []byte {
	var e encoding
	e.text(r.PHC)
	for _, n := range []int64{unixMilli(r.MadeAt), int64(r.MadeBy), unixMilli(r.UsedAt), int64(r.UsedBy)} {
		e.number(n)
	}
	sum := s.keys.digester.Digest(emergencyMACDomain, e.Bytes())
	return sum[:]
}

// emergencyOf reads the code's row, the zero record for none, and tells whether it is
// as it was written.
func (s *Site) emergencyOf(tx Tx) (EmergencyCodeRecord, bool, error) {
	r, err := tx.EmergencyCode()
	if isNotFound(err) {
		return EmergencyCodeRecord{}, true, nil
	}
	if err != nil {
		return EmergencyCodeRecord{}, false, fmt.Errorf("read the code for emergencies: %w", err)
	}
	return r, hmac.Equal(r.MAC, s.emergencyMAC(r)), nil
}

// identifyEmergency finds the hash that a code is compared with that is no recovery
// code of its root account.
func (s *Site) identifyEmergency(tx Tx, p *secondProof) error {
	r, sound, err := s.emergencyOf(tx)
	if err != nil || !sound || r.PHC == "" || !r.UsedAt.IsZero() {
		return err
	}
	secret, err := s.emergencySecret(p.code)
	if err != nil {
		return err
	}
	p.tried, p.emergency, p.secret = r.PHC, true, secret
	return nil
}

// takeEmergency uses the code, and raises the alarm.
func (s *Site) takeEmergency(tx Tx, found *proven, g guess) error {
	r, sound, err := s.emergencyOf(tx)
	if err != nil {
		return err
	}
	if !sound || r.PHC != g.second.tried || !r.UsedAt.IsZero() || found.account.Role != RoleRoot {
		return errUsed
	}
	r.UsedAt, r.UsedBy = tx.Now(), found.account.ID
	r.MAC = s.emergencyMAC(r)
	if err := tx.UpdateEmergencyCode(r); err != nil {
		return fmt.Errorf("use the code for emergencies: %w", err)
	}
	who := caller{account: found.account, session: Session{Device: g.device}}
	seq, err := s.record(tx, who.did(EventEmergencyCodeUsed, found.account), nil)
	if err != nil {
		return err
	}
	return s.notifyAdministrators(tx, NoticeEmergencyUsed, seq)
}

// notifyAdministrators tells every root account and administrator.
func (s *Site) notifyAdministrators(tx Tx, kind NoticeKind, seq int64) error {
	ids, err := tx.Administrators()
	if err != nil {
		return fmt.Errorf("find the administrators: %w", err)
	}
	for _, id := range ids {
		if err := notify(tx, id, kind, seq); err != nil {
			return err
		}
	}
	return nil
}

// Emergency tells the state of the code for emergencies to somebody who sees accounts.
func (s *Site) Emergency(ctx context.Context, token Token) (Emergency, error) {
	var e Emergency
	err := s.look(ctx, token, RightSeeAccounts, func(tx Tx, _ caller) error {
		var err error
		e, err = s.emergency(tx)
		return err
	})
	return e, err
}

// CheckEmergency does so for somebody who has the site's key, and no account.
func (s *Site) CheckEmergency(ctx context.Context) (Emergency, error) {
	var e Emergency
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		e, err = s.emergency(tx)
		return err
	})
	return e, s.plain(ctx, err)
}

// emergency is the state of the code.
func (s *Site) emergency(tx Tx) (Emergency, error) {
	r, sound, err := s.emergencyOf(tx)
	if err != nil {
		return Emergency{}, err
	}
	e := Emergency{MadeAt: r.MadeAt, UsedAt: r.UsedAt, Altered: !sound}
	if r.UsedBy == 0 || !sound {
		return e, nil
	}
	who, err := tx.AccountByID(r.UsedBy)
	if err != nil && !isNotFound(err) {
		return Emergency{}, fmt.Errorf("find an account: %w", err)
	}
	e.UsedBy = who.Name
	return e, nil
}

// RenewEmergencyCode gives the site a new code for emergencies; the former one ends,
// and so does an alarm. The current password is asked for, and a wrong one counts like
// one at the sign-in. The code is shown now and never again. CodeForbidden without
// RightKeys.
func (s *Site) RenewEmergencyCode(ctx context.Context, token Token, current string) (twostep.RecoveryCode, error) {
	o, err := s.beginTwoStep(ctx, token, ScopeFull)
	if err != nil {
		return twostep.RecoveryCode{}, s.plain(ctx, err)
	}
	if err := s.look(ctx, token, RightKeys, func(Tx, caller) error { return nil }); err != nil {
		return twostep.RecoveryCode{}, err
	}
	var f form
	typed := f.current(current)
	if err := f.problems.orNil(); err != nil {
		return twostep.RecoveryCode{}, err
	}
	defer typed.Wipe()
	var code twostep.RecoveryCode
	err = s.proveOwn(ctx, o, typed, purposeEmergency, func(g guess) error {
		record, err := s.newEmergency(ctx, &code)
		if err != nil {
			return err
		}
		return s.store.Update(ctx, func(tx Tx) error { return s.renewEmergency(tx, token, g, record) })
	})
	if err != nil {
		return twostep.RecoveryCode{}, s.plain(ctx, ownPasswordError(FieldCurrent, err))
	}
	return code, nil
}

// purposeEmergency is what a failure is recorded as having been for.
const purposeEmergency = "code for emergencies"

// newEmergency draws a code and computes its hash.
func (s *Site) newEmergency(ctx context.Context, code *twostep.RecoveryCode) (EmergencyCodeRecord, error) {
	drawn, err := twostep.NewRecoveryCode(s.rand)
	if err != nil {
		return EmergencyCodeRecord{}, fmt.Errorf("draw a code for emergencies: %w", err)
	}
	*code = drawn
	return s.hashEmergency(ctx, drawn)
}

// hashEmergency computes the hash of a code.
func (s *Site) hashEmergency(ctx context.Context, code twostep.RecoveryCode) (EmergencyCodeRecord, error) {
	secret, err := s.emergencySecret(code)
	if err != nil {
		return EmergencyCodeRecord{}, err
	}
	defer secret.Wipe()
	phc, err := s.hasher.Hash(ctx, secret)
	if err != nil {
		return EmergencyCodeRecord{}, fmt.Errorf("compute the hash of the code for emergencies: %w", err)
	}
	return EmergencyCodeRecord{PHC: phc}, nil
}

// renewEmergency stores a new code by somebody whose password is proved.
func (s *Site) renewEmergency(tx Tx, token Token, g guess, record EmergencyCodeRecord) error {
	now, err := s.readOwnTwoStep(tx, token, ScopeFull)
	if err != nil {
		return err
	}
	if err := now.may(RightKeys); err != nil {
		return err
	}
	if _, _, err := s.succeed(tx, g); err != nil {
		return err
	}
	return s.putEmergency(tx, now.caller, record)
}

// putEmergency stores a new code and writes it down. Every administrator is told of
// one that takes the place of another: it ends an alarm.
func (s *Site) putEmergency(tx Tx, c caller, record EmergencyCodeRecord) error {
	record.MadeAt, record.MadeBy = tx.Now(), c.account.ID
	record.MAC = s.emergencyMAC(record)
	if err := tx.InsertEmergencyCode(&record); err != nil {
		return fmt.Errorf("store the code for emergencies: %w", err)
	}
	seq, err := s.record(tx, c.did(EventEmergencyCodeMade, Account{}), nil)
	if err != nil || c.account.ID == 0 {
		return err
	}
	return s.notifyAdministrators(tx, NoticeEmergencyMade, seq)
}
