package core

import (
	"context"
	"time"
)

// Store keeps a site. View and Update run one transaction each. An error of
// the function rolls back; Update takes the writer's place at once, so that
// what it reads cannot change before it commits. Errors of the store itself are
// Errors with a CodeStore… code.
type Store interface {
	View(ctx context.Context, do func(Tx) error) error
	Update(ctx context.Context, do func(Tx) error) error
	// Check reads the whole store and tells whether it is sound.
	Check(ctx context.Context) error
	// Info tells where the store is and in which form.
	Info(ctx context.Context) (StoreInfo, error)
	Close() error
}

// StoreInfo describes a store.
type StoreInfo struct {
	// Path of the file, or the address of the server.
	Path string
	// Schema is the number of the newest migration.
	Schema int
	// Bytes on disk.
	Bytes int64
}

// Tx is one transaction. Methods that look for one row return ErrNotFound;
// writes that meet another revision, or a taken unique value, ErrConflict.
type Tx interface {
	// Now is the time of the whole transaction, UTC, in milliseconds.
	Now() time.Time

	SiteTx
	AccountTx
	SignInTx
	LogTx
}

// SiteTx keeps the site's own row and its keys.
type SiteTx interface {
	Site() (SiteRecord, error)
	PutSite(SiteRecord) error
	KeySlots() ([]KeySlot, error)
	// PutKeySlot adds the slot, or replaces the one of its kind.
	PutKeySlot(KeySlot) error
	DeleteKeySlot(kind string) error
	WrappedKeys() ([]WrappedKey, error)
	// PutWrappedKeys replaces all of them.
	PutWrappedKeys([]WrappedKey) error
}

// AccountTx keeps accounts and their passwords.
type AccountTx interface {
	// InsertAccount sets ID and Revision.
	InsertAccount(*Account) error
	// UpdateAccount writes every field and raises Revision.
	UpdateAccount(*Account) error
	// SetLastSignIn leaves Revision alone.
	SetLastSignIn(AccountID, time.Time) error
	AccountByID(AccountID) (Account, error)
	AccountByKey(key string) (Account, error)
	// AccountLike finds another account than self, of any state, whose key or
	// mail is key, or whose skeleton is skeleton.
	AccountLike(self AccountID, key, skeleton string) (Account, error)
	// AccountByMail finds another account than self whose mail or key is mailKey.
	AccountByMail(self AccountID, mailKey string) (Account, error)
	Accounts(AccountQuery) (AccountPage, error)
	AccountCounts() (AccountCounts, error)
	// CountUsable counts the active accounts of a role, but one, that have set a
	// password of their own and have fewer failures in a row than so many.
	CountUsable(role Role, except AccountID, failures int) (int, error)

	Password(AccountID) (PasswordRecord, error)
	PutPassword(PasswordRecord) error
	DeletePassword(AccountID) error

	// AccountMAC and PutAccountMAC keep what vouches for an account.
	AccountMAC(AccountID) ([]byte, error)
	PutAccountMAC(AccountID, []byte) error
}

// SessionFilter chooses sessions of one account that have not ended.
type SessionFilter struct {
	AccountID AccountID
	// Only is one session, Except all but one; 0 is no restriction.
	Only, Except SessionID
}

// SignInTx keeps throttles and sessions.
type SignInTx interface {
	// Throttle gives the zero count for a subject that has none.
	Throttle(subject string) (Throttle, error)
	PutThrottle(Throttle) error
	DeleteThrottle(subject string) error
	// SweepThrottles forgets at most limit names that are no accounts, are not
	// locked and were last tried before the time.
	SweepThrottles(before time.Time, limit int) error

	InsertSession(*Session) error
	SessionByToken(hash []byte) (Session, error)
	TouchSession(SessionID, time.Time) error
	// LockSession sets when the window was locked; the zero time opens it.
	LockSession(SessionID, time.Time) error
	// EndSessions ends the open ones and tells which.
	EndSessions(SessionFilter, time.Time, EndReason) ([]SessionID, error)
	// Sessions lists the open ones, newest first.
	Sessions(AccountID) ([]Session, error)
}

// LogTx keeps the event log and the notices.
type LogTx interface {
	// LastEvent gives number and MAC of the newest line; 0 and nil for none.
	LastEvent() (seq int64, mac []byte, err error)
	// AppendEvent writes a line whose Seq follows the newest.
	AppendEvent(Event) error
	// Events gives lines from a number on, oldest first.
	Events(from int64, limit int) ([]Event, error)
	AddNotice(Notice) error
	// Notices gives the newest first, at most limit.
	Notices(AccountID, int) ([]Notice, error)
}
