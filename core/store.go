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
	// Folder is where files that belong to the site beside the store are kept: that
	// of the store, where it is a file.
	Folder string
}

// Tx is one transaction. Methods that look for one row return ErrNotFound;
// writes that meet another revision, or a taken unique value, ErrConflict.
type Tx interface {
	// Now is the time of the whole transaction, UTC, in milliseconds. Within a use
	// case it is the site's.
	Now() time.Time

	ClockTx
	SiteTx
	AccountTx
	TwoStepTx
	PasskeyTx
	SignInTx
	PolicyTx
	BreachedTx
	LogTx
	HistoryTx
	DocumentTx
	SourceTx
}

// ClockTx keeps what the site knows of time.
type ClockTx interface {
	// Machine is the time that the machine's clock showed when the transaction
	// began, UTC, in milliseconds. Now begins with it. It may be put back or forth
	// at any moment: it is for what another machine's clock is compared with
	// (codes of an authenticator app, certificates), and for nothing that ends.
	Machine() time.Time
	// SetNow makes Now, and what statements compare with it, another time.
	SetNow(time.Time)
	// Clock gives the zero record where there is none, and the time of the newest
	// line of the log, zero for no line.
	Clock() (ClockRecord, time.Time, error)
	PutClock(ClockRecord) error
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
	// LockedAccounts lists, by number, all locked accounts that a search finds; it is
	// folded, and "" finds all. They are those of FilterLocked.
	LockedAccounts(search string) ([]LockedName, error)
	// Usable lists, by number, the active accounts of a role, but one, that have set
	// a password of their own or signed in with their first one, which they need not
	// change, have fewer failures in a row than so many, and are locked neither until
	// an administrator unlocks them nor for want of use.
	Usable(role Role, except AccountID, failures int) ([]AccountID, error)
	// Administrators lists, by number, the active accounts whose role is root or admin.
	Administrators() ([]AccountID, error)

	Password(AccountID) (PasswordRecord, error)
	PutPassword(PasswordRecord) error
	DeletePassword(AccountID) error

	// Question gives the security question, with the hash of its answer.
	Question(AccountID) (QuestionRecord, error)
	// PutQuestion is ErrNotFound for an account that was deleted.
	PutQuestion(QuestionRecord) error
	DeleteQuestion(AccountID) error

	// Setting gives what an account keeps under a name, "" for nothing. PutSetting
	// replaces it.
	Setting(id AccountID, name string) (string, error)
	PutSetting(id AccountID, name, value string) error

	// Credentials reads all that an account is proved by. An account that is not
	// there has none.
	Credentials(AccountID) (Credentials, error)

	// AccountMAC and PutAccountMAC keep what vouches for an account.
	AccountMAC(AccountID) ([]byte, error)
	PutAccountMAC(AccountID, []byte) error
}

// TwoStepTx keeps authenticator apps, recovery codes and the code for emergencies.
type TwoStepTx interface {
	// TwoStep reads the apps that were proved, and the recovery codes.
	TwoStep(AccountID) (TwoStepRecord, error)
	// UnprovedApp is the app that an account is setting up.
	UnprovedApp(AccountID) (AppRecord, error)
	// InsertApp is ErrNotFound for an account that was deleted, ErrConflict for a
	// second one that was not proved.
	InsertApp(AppRecord) error
	// ProveApp makes an app count, from a step on; ErrNotFound when none is set up.
	ProveApp(id AppID, at time.Time, step int64) error
	// UseApp notes a code of a proved app; ErrConflict when its step or one after it
	// was used.
	UseApp(id AppID, at time.Time, step int64) error
	DeleteApp(AccountID, AppID) error
	// DeleteUnproved forgets apps whose set-up ended before a time, of one account or,
	// with 0, of all; the zero time is all of them.
	DeleteUnproved(of AccountID, before time.Time) error
	// SealedApps lists apps by number, from after one on, proved or not.
	SealedApps(after AppID, limit int) ([]AppRecord, error)
	// SealApp replaces the sealed secret.
	SealApp(id AppID, secret []byte) error

	// PutRecoveryCodes replaces all codes of an account.
	PutRecoveryCodes(AccountID, []RecoveryCodeRecord) error
	// UseRecoveryCode is ErrConflict for a code that was used.
	UseRecoveryCode(id AccountID, number int, at time.Time) error

	// EmergencyCode is ErrNotFound where there is none.
	EmergencyCode() (EmergencyCodeRecord, error)
	// InsertEmergencyCode sets Number. Former ones are gone after it.
	InsertEmergencyCode(*EmergencyCodeRecord) error
	UpdateEmergencyCode(EmergencyCodeRecord) error
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
	// EndAllSessions ends the open ones of everybody and tells how many.
	EndAllSessions(time.Time, EndReason) (int, error)
	// EndSessions ends the open ones and tells which.
	EndSessions(SessionFilter, time.Time, EndReason) ([]SessionID, error)
	// Sessions lists the open ones, newest first.
	Sessions(AccountID) ([]Session, error)
	// EndedSessions lists those that ended since a time, or whose time is over, but not
	// those that another one replaced, newest end first.
	EndedSessions(id AccountID, since time.Time, limit int) ([]Session, error)
	// ExpireSessions ends open sessions of anybody whose time is over, as of then, and
	// gives them, at most limit.
	ExpireSessions(limit int) ([]Session, error)
	// ForgetSessions forgets sessions that ended before a time, at most limit, and
	// tells how many.
	ForgetSessions(before time.Time, limit int) (int, error)
}

// PolicyTx keeps policies, their revisions, groups, and what belongs to the
// policy of each account.
type PolicyTx interface {
	// InsertPolicy sets ID. ErrConflict: the key or the rank is taken.
	InsertPolicy(*PolicyRecord) error
	UpdatePolicy(PolicyRecord) error
	PolicyByID(PolicyID) (PolicyRecord, error)
	// Policies lists those not removed, the default first, then by rank.
	Policies() ([]PolicyRecord, error)
	// InsertRevision sets ID; Number must follow the policy's newest.
	InsertRevision(*PolicyRevision) error
	RevisionByID(RevisionID) (PolicyRevision, error)
	// RevisionSize is how many bytes the document of a revision has; it is not read.
	RevisionSize(RevisionID) (int, error)
	// Revisions lists a policy's whose numbers are below before, 0 for all, the
	// newest first, without documents; limit is at most 500.
	Revisions(id PolicyID, before int64, limit int) ([]PolicyRevision, error)

	// InsertGroup sets ID. ErrConflict: the key is taken.
	InsertGroup(*GroupRecord) error
	UpdateGroup(GroupRecord) error
	DeleteGroup(GroupID) error
	// Groups lists all by key.
	Groups() ([]GroupRecord, error)
	// SetMembers replaces the accounts of a group.
	SetMembers(GroupID, []AccountID) error
	// Members lists them by key.
	Members(GroupID) ([]AccountName, error)

	// HoldingOf tells which policy holds for an account: its own, else that of the
	// lowest rank among its groups', else the default.
	HoldingOf(AccountID) (Holding, error)
	// Held counts the accounts, deleted ones not, that a policy holds for.
	Held(PolicyID) (int, error)

	// Terms gives the zero terms for an account that has none.
	Terms(AccountID) (Terms, error)
	PutTerms(Terms) error

	// History lists the hashes of former passwords, the newest first.
	History(id AccountID, limit int) ([]string, error)
	AddHistory(id AccountID, phc string, at time.Time) error
	// KeepHistory forgets all but the newest.
	KeepHistory(id AccountID, keep int) error
	// KeepHistoryOf does so for every account that a policy holds for.
	KeepHistoryOf(policy PolicyID, keep int) error
	// OwnChanges lists when an account changed its own password, the newest first.
	OwnChanges(id AccountID, limit int) ([]time.Time, error)
	// AddOwnChange notes one at a time, and forgets those after it, which a clock that
	// was wrong has left, and those before another one, but not the newest.
	AddOwnChange(id AccountID, at, forget time.Time) error

	// Impact counts, and finds the accounts of the kinds in List, by number.
	Impact(ImpactQuery) (ImpactCounts, map[ImpactKind][]AccountID, error)
	// ImpactNames lists, by key, those of the kinds in List that are among so many
	// first accounts by key, deleted ones not.
	ImpactNames(q ImpactQuery, first int) (map[ImpactKind][]AccountName, error)
	// FirstNames names some accounts by key, at most limit.
	FirstNames(ids []AccountID, limit int) ([]AccountName, error)
	// LastAccount is the greatest number of an account.
	LastAccount() (AccountID, error)
	// Expiring counts the active accounts of a policy whose password was set in
	// [setFrom, setTo) and has no expiry of its own, or has one in [from, to).
	Expiring(policy PolicyID, setFrom, setTo, from, to time.Time) (int, error)
	// ExpiringAccounts lists them, by number, from after one on.
	ExpiringAccounts(policy PolicyID, setFrom, setTo, from, to time.Time, after AccountID, limit int) ([]AccountID, error)
	// Idle lists active accounts of a policy, not yet locked for want of use, that
	// were last used (signed in, made, unlocked) before a time, by number, from
	// after one on.
	Idle(policy PolicyID, before time.Time, after AccountID, limit int) ([]AccountID, error)
	// ForgetWrong forgets what is kept of wrong passwords tried before a time, or
	// after that of the transaction.
	ForgetWrong(before time.Time) error
}

// BreachedTx keeps which list of leaked passwords is in use.
type BreachedTx interface {
	// BreachedList gives the newest record, the zero record for none.
	BreachedList() (BreachedRecord, error)
	// InsertBreachedList adds one, whose Number is higher than all before.
	InsertBreachedList(BreachedRecord) error
	// SetBreachedFault sets FaultAt of a record where it was zero, or makes it zero
	// where it was not, and tells whether it did.
	SetBreachedFault(ListNumber, time.Time) (bool, error)
}

// LogTx keeps the event log and the notices.
type LogTx interface {
	// LastEvent gives number and MAC of the newest line; 0 and nil for none.
	LastEvent() (seq int64, mac []byte, err error)
	// AppendEvent writes a line whose Seq follows the newest.
	AppendEvent(Event) error
	// Events gives lines from a number on, oldest first.
	Events(from int64, limit int) ([]Event, error)
	// FirstEvent gives the number of the oldest line that is kept, 0 for none.
	FirstEvent() (seq int64, err error)
	// EventsOf gives the lines of a selection.
	EventsOf(EventSelection) ([]Event, error)
	// EventKinds lists, by name, the kinds in the log that begin with a prefix.
	EventKinds(prefix string) ([]EventKind, error)

	// Purges gives summaries of purged lines from a number on, oldest first.
	Purges(from int64, limit int) ([]PurgeRecord, error)
	// LastPurge gives the newest summary, the zero record for none.
	LastPurge() (PurgeRecord, error)
	// AppendPurge writes a summary whose Number follows the newest.
	AppendPurge(PurgeRecord) error
	// DropPurged deletes the lines up to the last one of the newest summary, and tells
	// how many. Notices about them stay.
	DropPurged() (int64, error)
	// LogKeeping gives the zero record where nothing was chosen.
	LogKeeping() (LogKeepingRecord, error)
	PutLogKeeping(LogKeepingRecord) error

	AddNotice(Notice) error
	// Notices gives the newest first, at most limit.
	Notices(AccountID, int) ([]Notice, error)
}
