package core

import (
	"time"

	"gatehouse/core/twostep"
)

// AppID numbers an authenticator app: 32 hexadecimal digits, drawn at random.
type AppID string

// AppRecord is an authenticator app as stored.
type AppRecord struct {
	ID        AppID
	AccountID AccountID
	// Name is what its owner calls it.
	Name string
	// Secret is sealed for its row.
	Secret    []byte
	Params    twostep.Params
	CreatedAt time.Time
	// UsedAt is when a code of it was last taken, UsedStep the step of that code: no
	// code of it or of one before is taken again.
	UsedAt   time.Time
	UsedStep int64
	// ExpiresAt is zero for an app that was proved by a code. Before that it is when
	// the set-up ends, and the app is worth nothing.
	ExpiresAt time.Time
}

// RecoveryCodeRecord is a recovery code as stored.
type RecoveryCodeRecord struct {
	AccountID AccountID
	// Number is from 1 on.
	Number int
	// Hint is 4 bytes of a keyed digest, PHC the argon2id hash, see recoverySecret.
	Hint   []byte
	PHC    string
	MadeAt time.Time
	// UsedAt is zero for a code that still works.
	UsedAt time.Time
}

// TwoStepRecord is what an account has for its second step.
type TwoStepRecord struct {
	// Apps that were proved, the oldest first.
	Apps []AppRecord
	// Codes by number, used ones among them.
	Codes []RecoveryCodeRecord
}

// on tells whether there is a second step.
func (r TwoStepRecord) on() bool { return len(r.Apps) > 0 }

// left counts the recovery codes that still work.
func (r TwoStepRecord) left() int {
	n := 0
	for _, code := range r.Codes {
		if code.UsedAt.IsZero() {
			n++
		}
	}
	return n
}

// EmergencyCodeRecord is the code for emergencies as stored.
type EmergencyCodeRecord struct {
	Number int64
	PHC    string
	MadeAt time.Time
	// MadeBy is 0 for the first run. UsedBy is 0 until it was used.
	MadeBy, UsedBy AccountID
	UsedAt         time.Time
	// MAC vouches for all of it.
	MAC []byte
}

// Credentials are all that an account is proved by, zero for what it has not.
type Credentials struct {
	Password PasswordRecord
	Question QuestionRecord
	TwoStep  TwoStepRecord
	Passkeys PasskeysRecord
	// MAC is what vouches for them, nil for none.
	MAC []byte
}
