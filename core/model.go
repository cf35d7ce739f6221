package core

import "time"

// AccountID numbers the accounts of a site from 1; 0 is nobody.
type AccountID int64

// SessionID numbers the sessions of a site from 1; 0 is none.
type SessionID int64

// Role says what an account may do.
type Role string

// The roles, from most to least rights.
const (
	RoleRoot   Role = "root"
	RoleAdmin  Role = "admin"
	RoleMember Role = "member"
)

// AccountState says whether an account can be used.
type AccountState string

// The states of an account.
const (
	StateActive AccountState = "active"
	// StateDisabled is switched off by an administrator.
	StateDisabled AccountState = "disabled"
	// StateDeleted keeps number and name only, so that the log stays readable
	// and the name is never given to somebody else.
	StateDeleted AccountState = "deleted"
)

// Account is a person's identity. Times are UTC; the zero time is never.
type Account struct {
	ID AccountID
	// Name as typed, Key its canonical form for look-ups, Skeleton its
	// look-alike form (UTS 39); Key and Skeleton are unique in a site.
	Name, Key, Skeleton string
	FullName            string
	// Mail as typed and its canonical form; both empty, or MailKey unique.
	Mail, MailKey string
	Role          Role
	State         AccountState
	CreatedAt     time.Time
	UpdatedAt     time.Time
	LastSignInAt  time.Time
	// Revision rises with every change; an update names the one it read.
	Revision int64
}

// PasswordRecord is an account's stored password.
type PasswordRecord struct {
	AccountID AccountID
	// PHC is the argon2id hash with its salt and parameters.
	PHC   string
	SetAt time.Time
	// SetBy is the account that set it: its own, or an administrator's.
	SetBy AccountID
	// MustChange asks for a new one at the next sign-in.
	MustChange bool
}

// Throttle counts the wrong passwords in a row of one subject: an account, or
// a name that is no account.
type Throttle struct {
	// Subject is "account:7", or "name:" and a keyed digest.
	Subject   string
	AccountID AccountID
	// Failures in a row, reserved ones included, and how many of them the lock
	// schedule has forgiven after a quiet time.
	Failures, Forgiven int
	// Answers is how many of the failures were what follows the password: codes, and
	// answers to the security question.
	Answers int
	// FailedAt is the time of the last of them.
	FailedAt time.Time
	// LockedAt and LockedUntil are the newest lock's; UntilAdmin: it ends with an
	// unlocking and not before, whatever LockedUntil says.
	LockedAt, LockedUntil time.Time
	UntilAdmin            bool
	// Wrong has keyed digests of the last wrong passwords and WrongAt is when the
	// newest was counted; kept for half a minute.
	Wrong     []byte
	WrongAt   time.Time
	UpdatedAt time.Time
}

// Lock is a pause after wrong passwords.
type Lock struct {
	// Failures in a row that led to it.
	Failures int
	Until    time.Time
	// For is the length of the whole pause.
	For time.Duration
	// UntilUnlocked: it ends when an administrator unlocks the account and not
	// before, whatever Until says.
	UntilUnlocked bool
	// Since is when it began.
	Since time.Time
	// Inactive: it is for want of use, and not for wrong passwords.
	Inactive bool
	// Answers: wrong codes or answers to the security question were among the
	// failures. It is told to those only who may know that they are asked for.
	Answers bool
}

// Client is the kind of program that a session belongs to.
type Client string

// The clients.
const (
	ClientWindow  Client = "window"
	ClientCommand Client = "command"
)

// Device is where a sign-in comes from. It is told by the front end and shown
// to people; no right depends on it.
type Device struct {
	Client Client
	// Host is the computer's name, System its operating system.
	Host, System string
	// Address is the network address in its canonical form, empty where none is known.
	Address string
	// Version is that of the program. It is kept with sessions alone.
	Version string
}

// Scope says what a session may do.
type Scope string

// The scopes.
const (
	ScopeFull Scope = "full"
	// ScopeChangePassword may set a new own password and end itself.
	ScopeChangePassword Scope = "change_password"
	// ScopeSetQuestion may set the own security question and end itself.
	ScopeSetQuestion Scope = "set_question"
	// ScopeEnrol may set up two-step verification and end itself.
	ScopeEnrol Scope = "enrol"
)

// EndReason says why a session ended.
type EndReason string

// The reasons.
const (
	EndSignedOut       EndReason = "signed_out"
	EndReplaced        EndReason = "replaced"
	EndExpired         EndReason = "expired"
	EndPasswordChanged EndReason = "password_changed"
	EndPasswordReset   EndReason = "password_reset"
	EndDisabled        EndReason = "account_disabled"
	EndDeleted         EndReason = "account_deleted"
	EndInactive        EndReason = "account_inactive"
	EndChangeDue       EndReason = "change_due"
	EndClockConfirmed  EndReason = "clock_confirmed"
	EndQuestionChanged EndReason = "question_changed"
	EndTwoStepChanged  EndReason = "two_step_changed"
	EndPasskeysChanged EndReason = "passkeys_changed"
	EndPasskeyCloned   EndReason = "passkey_cloned"
	// EndElsewhere: its owner ended it from another device; EndByAdministrator: an
	// administrator did; EndIncident: with other things that an incident asks for.
	EndElsewhere       EndReason = "ended_elsewhere"
	EndByAdministrator EndReason = "ended_by_administrator"
	EndIncident        EndReason = "incident"
	// EndTooMany: the account has no more sessions at once.
	EndTooMany EndReason = "too_many"
	// EndAccessRule: a rule of the site lets nobody in from there, or then.
	EndAccessRule EndReason = "access_rule"
)

// Session is one signed-in device.
type Session struct {
	ID        SessionID
	AccountID AccountID
	// TokenHash is SHA-256 of the token; the token itself is never stored.
	TokenHash []byte
	Scope     Scope
	Device    Device
	// Place is the name that the address had when the session began, "" for none.
	Place     string
	StartedAt time.Time
	// LastActiveAt is kept to a quarter of a minute, or to a twentieth of the time
	// without use that the policy allows, a minute at most.
	LastActiveAt time.Time
	ExpiresAt    time.Time
	// LockedAt is when the window was locked, zero while it is open.
	LockedAt  time.Time
	EndedAt   time.Time
	EndReason EndReason
}

// EventKind names what an event records.
type EventKind string

// The kinds of events.
const (
	EventSiteCreated      EventKind = "site.created"
	EventSignedIn         EventKind = "signin.succeeded"
	EventSignInFailed     EventKind = "signin.failed"
	EventSignInLocked     EventKind = "signin.refused_locked"
	EventAccountLocked    EventKind = "account.locked"
	EventAccountUnlocked  EventKind = "account.unlocked"
	EventSignedOut        EventKind = "session.ended"
	EventWindowLocked     EventKind = "session.locked"
	EventWindowUnlocked   EventKind = "session.unlocked"
	EventPasswordChanged  EventKind = "password.changed"
	EventPasswordReset    EventKind = "password.reset"
	EventPasswordRehashed EventKind = "password.rehashed"
	EventAccountAdded     EventKind = "account.added"
	EventAccountEdited    EventKind = "account.edited"
	EventAccountDisabled  EventKind = "account.disabled"
	EventAccountEnabled   EventKind = "account.enabled"
	EventAccountDeleted   EventKind = "account.deleted"
	EventAccountInactive  EventKind = "account.locked_inactive"
	EventSettingChanged   EventKind = "account.setting_changed"
	EventChangeDemanded   EventKind = "password.change_demanded"
	EventExpiryMoved      EventKind = "password.expiry_moved"
	// EventPasswordLeaked: a password was found on a list of leaked ones, and its
	// policy lets that be.
	EventPasswordLeaked EventKind = "password.leaked"
	EventPolicyAdded    EventKind = "policy.added"
	EventPolicySaved    EventKind = "policy.saved"
	EventPolicyRestored EventKind = "policy.restored"
	EventPolicyRemoved  EventKind = "policy.removed"
	EventPolicyAssigned EventKind = "policy.assigned"
	EventGroupSaved     EventKind = "group.saved"
	EventGroupRemoved   EventKind = "group.removed"
	// EventPolicyAltered: a policy is not as the program wrote it.
	EventPolicyAltered EventKind = "policy.altered"
	// EventAccountAltered: the account is not as the program wrote it.
	EventAccountAltered EventKind = "account.altered"
	EventForbidden      EventKind = "access.refused"
	EventKeyMoved       EventKind = "key.moved"
	// A new data key; a new passphrase for the site key; a new recovery key.
	EventKeysRotated       EventKind = "key.rotated"
	EventPassphraseChanged EventKind = "key.passphrase_changed"
	EventRecoveryRenewed   EventKind = "key.recovery_renewed"
	// EventClockHeld: the machine's clock is too far from the time that the site
	// knew, which goes on from there. EventClockFollowed: it was put right.
	EventClockHeld      EventKind = "clock.held"
	EventClockFollowed  EventKind = "clock.followed"
	EventClockConfirmed EventKind = "clock.confirmed"
	// EventClockAltered: what is kept of the clock is not as the program wrote it.
	EventClockAltered EventKind = "clock.altered"
	// EventPasswordRight: the password of a sign-in was right, and its second step or
	// the security question is asked next. Without another line after it nobody came in.
	EventPasswordRight EventKind = "signin.password_right"
	// A security question was set, changed or taken away by its owner, or reset by
	// somebody else.
	EventQuestionSet     EventKind = "question.set"
	EventQuestionChanged EventKind = "question.changed"
	EventQuestionRemoved EventKind = "question.removed"
	EventQuestionReset   EventKind = "question.reset"
	// An authenticator app was set up or taken away by its owner; all that an account
	// had for its second step, or one app of it, was taken away by somebody else.
	EventAppAdded     EventKind = "two_step.app_added"
	EventAppRemoved   EventKind = "two_step.app_removed"
	EventTwoStepReset EventKind = "two_step.reset"
	// New recovery codes were made, one was used.
	EventRecoveryCodesMade EventKind = "two_step.recovery_codes_made"
	EventRecoveryCodeUsed  EventKind = "two_step.recovery_code_used"
	// The site's code for emergencies was made anew, or used.
	EventEmergencyCodeMade EventKind = "emergency_code.made"
	EventEmergencyCodeUsed EventKind = "emergency_code.used"
	// A passkey was made, given another name or taken away by its owner; some or all
	// of an account were taken away by somebody else.
	EventPasskeyAdded   EventKind = "passkey.added"
	EventPasskeyRenamed EventKind = "passkey.renamed"
	EventPasskeyRemoved EventKind = "passkey.removed"
	EventPasskeysReset  EventKind = "passkey.reset"
	// EventPasskeyRefused: an answer of an authenticator was not taken.
	EventPasskeyRefused EventKind = "passkey.refused"
	// EventPasskeyCloned: there may be a second copy of a passkey, which opens nothing
	// from then on.
	EventPasskeyCloned EventKind = "passkey.cloned"
	// EventKeepingSet: how long the site keeps what was changed.
	EventKeepingSet EventKind = "site.keeping_set"
	// EventPlacesSet, EventAccessSet: names of addresses, and from where and when people
	// may sign in, were changed.
	EventPlacesSet EventKind = "places.set"
	EventAccessSet EventKind = "access.rules_set"
	// EventSignInShut: whoever was proved was not let in by an access rule.
	EventSignInShut EventKind = "signin.refused_access"
	// EventSourceBlocked: too many wrong tries came from one address or computer, which
	// may try no more for a time. An administrator lets it, or never blocks it again.
	EventSourceBlocked   EventKind = "source.blocked"
	EventSourceUnblocked EventKind = "source.unblocked"
	EventSourcesAllowed  EventKind = "source.allowed_set"
	// EventSignInAnswered: the owner of an account said whether a sign-in was theirs.
	EventSignInAnswered EventKind = "signin.answered"
	// EventBreachedUsed: a list of leaked passwords was put in use.
	EventBreachedUsed    EventKind = "breached_list.used"
	EventBreachedRemoved EventKind = "breached_list.removed"
	// EventBreachedFailed: the list in use cannot be read. It is told once.
	EventBreachedFailed EventKind = "breached_list.failed"
	// EventAuditExported: the log was exported.
	EventAuditExported EventKind = "audit.exported"
	// EventAuditKeeping: for how long lines are kept was changed. EventAuditPurged:
	// older ones went, and a summary stays.
	EventAuditKeeping EventKind = "audit.keeping_changed"
	EventAuditPurged  EventKind = "audit.purged"
	// EventAnchorMissed: the log does not go on from the line that this computer's
	// keyring knows: it was cut off, or an old copy of the store was put back.
	// EventAnchorAccepted: somebody has said why.
	EventAnchorMissed   EventKind = "audit.anchor_missed"
	EventAnchorAccepted EventKind = "audit.anchor_accepted"
)

// Event is one immutable line of the audit log: who, what, when, where.
type Event struct {
	// Seq numbers the lines from 1 without a gap.
	Seq  int64
	At   time.Time
	Kind EventKind
	// ActorID did it, or tried to; 0 when nobody is known. The names are kept
	// as they were then.
	ActorID    AccountID
	ActorName  string
	TargetID   AccountID
	TargetName string
	SessionID  SessionID
	Device     Device
	// Detail is a JSON object with sorted keys and string values.
	Detail string
	// MAC chains the line to the one before it.
	MAC []byte
}

// NoticeKind names what a notice tells.
type NoticeKind string

// The kinds of notices.
const (
	NoticePasswordChanged  NoticeKind = "password_changed"
	NoticePasswordReset    NoticeKind = "password_reset"
	NoticeLocked           NoticeKind = "account_locked"
	NoticeUnlocked         NoticeKind = "account_unlocked"
	NoticeRoleChanged      NoticeKind = "role_changed"
	NoticeMailChanged      NoticeKind = "mail_changed"
	NoticeSignedIn         NoticeKind = "signed_in"
	NoticeChangeDemanded   NoticeKind = "change_demanded"
	NoticeExpiryMoved      NoticeKind = "expiry_moved"
	NoticeClockConfirmed   NoticeKind = "clock_confirmed"
	NoticeQuestionSet      NoticeKind = "question_set"
	NoticeQuestionChanged  NoticeKind = "question_changed"
	NoticeQuestionRemoved  NoticeKind = "question_removed"
	NoticeQuestionReset    NoticeKind = "question_reset"
	NoticeAppAdded         NoticeKind = "two_step_app_added"
	NoticeAppRemoved       NoticeKind = "two_step_app_removed"
	NoticeTwoStepReset     NoticeKind = "two_step_reset"
	NoticeRecoveryMade     NoticeKind = "recovery_codes_made"
	NoticeRecoveryCodeUsed NoticeKind = "recovery_code_used"
	NoticeEmergencyUsed    NoticeKind = "emergency_code_used"
	NoticeEmergencyMade    NoticeKind = "emergency_code_made"
	NoticePasskeyAdded     NoticeKind = "passkey_added"
	NoticePasskeyRemoved   NoticeKind = "passkey_removed"
	NoticePasskeysReset    NoticeKind = "passkeys_reset"
	// NoticePasskeyCloned: a passkey may have been copied, and opens nothing any more.
	NoticePasskeyCloned NoticeKind = "passkey_cloned"
	// NoticeOddSignIn: somebody came in, and it was marked.
	NoticeOddSignIn NoticeKind = "odd_sign_in"
	// NoticeSourceBlocked: administrators are told of an address or a computer that was
	// blocked.
	NoticeSourceBlocked NoticeKind = "source_blocked"
	// NoticeSignedOut: an administrator has ended sessions.
	NoticeSignedOut NoticeKind = "signed_out"
	// NoticePasswordLeaked: the own password is on a list of leaked ones.
	NoticePasswordLeaked NoticeKind = "password_leaked"
	// NoticeAnchorMissed: the log was cut off, or an old copy of the store was put back.
	NoticeAnchorMissed NoticeKind = "audit_anchor_missed"
	// NoticeAnchorAccepted: somebody has answered for that.
	NoticeAnchorAccepted NoticeKind = "audit_anchor_accepted"
	// NoticeAuditKeeping: for how long lines of the log are kept was changed.
	NoticeAuditKeeping NoticeKind = "audit_keeping_changed"
)

// Notice is what one account is told.
type Notice struct {
	ID        int64
	AccountID AccountID
	At        time.Time
	Kind      NoticeKind
	// EventSeq is the line of the log that it is about.
	EventSeq int64
	SeenAt   time.Time
}

// SiteRecord is the site as stored.
type SiteRecord struct {
	// ID is random and never changes; it names the site in the keyring.
	ID   string
	Name string
	// TimeZone is an IANA name such as "Europe/London".
	TimeZone  string
	CreatedAt time.Time
	// Hash is the cost of new password hashes.
	HashMemoryKiB, HashTime uint32
	HashThreads             uint8
}

// KeySlot is one way to the site key; see package seal.
type KeySlot struct {
	// Kind is "keyring", "passphrase", "keyfile" or "recovery"; one of each
	// at most.
	Kind      string
	Wrapped   []byte
	Params    string
	Hint      string
	CreatedAt time.Time
}

// WrappedKey is a key of the site, wrapped by the site key.
type WrappedKey struct {
	ID uint32
	// Purpose is "seal", "audit" or "digest".
	Purpose string
	Wrapped []byte
	// Current is the one that new values are sealed with.
	Current   bool
	CreatedAt time.Time
}

// AccountFilter narrows a list of accounts.
type AccountFilter string

// The filters.
const (
	FilterAll      AccountFilter = ""
	FilterLocked   AccountFilter = "locked"
	FilterNever    AccountFilter = "never"
	FilterDisabled AccountFilter = "disabled"
)

// known tells whether f is one of the constants.
func (f AccountFilter) known() bool {
	switch f {
	case FilterAll, FilterLocked, FilterNever, FilterDisabled:
		return true
	}
	return false
}

// AccountQuery asks for a page of the accounts, by canonical key. With a Search
// those whose key begins with it come first.
type AccountQuery struct {
	// Search is folded text found anywhere in name, full name or mail; one or
	// two characters are looked for at the start of these only.
	Search string
	Filter AccountFilter
	Offset int
	// Limit is 1 to 500.
	Limit int
}

// AccountRow is a line of the accounts list.
type AccountRow struct {
	ID           AccountID
	Name         string
	FullName     string
	Mail         string
	Role         Role
	State        AccountState
	LastSignInAt time.Time
	// LockedUntil is later than the transaction's time, or zero.
	LockedUntil time.Time
	// UntilUnlocked: LockedUntil stands for a lock that only an administrator
	// ends.
	UntilUnlocked bool
	// LockedSince is when the lock began. Inactive: it is for want of use.
	LockedSince time.Time
	Inactive    bool
	// Failures in a row.
	Failures   int
	MustChange bool
	// TwoStep: two-step verification is on.
	TwoStep bool
	// Passkeys counts them.
	Passkeys int
}

// AccountPage is the answer to an AccountQuery.
type AccountPage struct {
	Rows []AccountRow
	// Total is how many accounts fit the query. With More set there are more
	// than Total: counting stopped.
	Total int
	More  bool
}

// AccountCounts are the numbers beside the filters, deleted accounts left out.
type AccountCounts struct {
	All, Locked, Never, Disabled int
}
