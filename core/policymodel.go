package core

import (
	"time"

	"gatehouse/core/passkey"
)

// PolicyID numbers the policies of a site from 1; 0 is none.
type PolicyID int64

// DefaultPolicy is the policy that every site has and that holds for whoever
// has no other.
const DefaultPolicy PolicyID = 1

// RevisionID numbers the revisions of all policies of a site from 1; 0 is none.
type RevisionID int64

// GroupID numbers the groups of a site from 1; 0 is none.
type GroupID int64

// PolicyRecord is a named policy.
type PolicyRecord struct {
	ID PolicyID
	// Name as typed, Key its folded form, unique among those not removed.
	Name, Key string
	// Rank decides among the policies of an account's groups: the lowest holds.
	// Unique; the default's is 0 and decides nothing.
	Rank int
	// Newest is the revision in force, Number its number within the policy.
	Newest RevisionID
	Number int64
	// RemovedAt is when it was taken away, zero while it is in use.
	CreatedAt, RemovedAt time.Time
	// MAC vouches for all of the above.
	MAC []byte
}

// PolicyRevision is one state of a policy; it is never changed.
type PolicyRevision struct {
	ID     RevisionID
	Policy PolicyID
	// Number counts the revisions of one policy from 1.
	Number int64
	// Document is the policy's JSON form.
	Document []byte
	At       time.Time
	// By made it, under this name then; 0 is the program.
	By     AccountID
	ByName string
	Reason string
	// MAC vouches for all of the above but ID, which the store gives.
	MAC []byte
}

// GroupRecord is a set of accounts that a policy can be assigned to.
type GroupRecord struct {
	ID GroupID
	// Name as typed, Key its folded form, unique.
	Name, Key string
	// Policy that is assigned to the group, 0 for none.
	Policy PolicyID
	// Members is how many accounts are in it; writes do not look at it.
	Members int
}

// ChangeReason says why an account has to change its password.
type ChangeReason string

// The reasons.
const (
	// ReasonNone: it has not to, or the reason is not known.
	ReasonNone ChangeReason = ""
	// ReasonFirst: it is the first password, which somebody else knows.
	ReasonFirst ChangeReason = "first"
	// ReasonReset: an administrator has set it.
	ReasonReset ChangeReason = "reset"
	// ReasonWeak: it does not comply with the policy.
	ReasonWeak ChangeReason = "weak"
	// ReasonAsked: an administrator asks for it.
	ReasonAsked ChangeReason = "asked"
	// ReasonPolicy: the policy asks everybody.
	ReasonPolicy ChangeReason = "policy"
	// ReasonLeaked: it is on a list of leaked passwords.
	ReasonLeaked ChangeReason = "leaked"
	// ReasonExpired: its time is over. It is never stored: the date decides.
	ReasonExpired ChangeReason = "expired"
)

// Terms is what a site keeps of an account for its policy, beside the password.
type Terms struct {
	AccountID AccountID
	// Policy is assigned to the account itself, 0 for none.
	Policy PolicyID
	// ExpiresAt is when the password expires by an administrator's word; zero
	// where the policy's maximum age decides.
	ExpiresAt time.Time
	// GraceUsed is how often an expired password has signed in.
	GraceUsed int
	// Judged is the revision that the password was last judged by, 0 for none,
	// and Complied what came of it.
	Judged   RevisionID
	Complied bool
	// LeakList is the list that the password was last looked up in, 0 for none, and
	// Leaked whether it was on it. Nothing else is kept of a password.
	LeakList ListNumber
	Leaked   bool
	// UnlockedAt is when an administrator last unlocked the account.
	UnlockedAt time.Time
	// InactiveFrom is the instant since which it is locked for want of use.
	InactiveFrom time.Time
	// Why the password has to be changed.
	Why ChangeReason
	// EnrolFrom is when the policy first asked for two-step verification or a passkey
	// that the account had not, zero when it does not ask or the account has it.
	EnrolFrom time.Time
}

// Holding says by what a policy holds for an account.
type Holding struct {
	Policy PolicyID
	// Direct: it is assigned to the account itself.
	Direct bool
	// Group it is assigned to, 0 for none; with neither it is the site's default.
	Group     GroupID
	GroupName string
}

// ImpactQuery asks what a policy would do to the accounts that it holds for.
type ImpactQuery struct {
	Policy PolicyID
	// Comply and Fail are revisions: who complied with one of Comply complies with
	// the policy, who failed one of Fail fails it. Others are unknown.
	Comply, Fail []RevisionID
	// SetBefore is the instant before which a password was set that will have
	// expired by the end of the day, ExpiresBy that end itself for those with a
	// date of their own. Zero: passwords do not expire.
	SetBefore, ExpiresBy time.Time
	// IdleBefore is the instant before which an account was last used (signed in,
	// made, unlocked) that will be locked tonight. Zero: nobody is.
	IdleBefore time.Time
	// Question: the policy asks for a security question.
	Question bool
	// TwoStepRoles are those of which the policy requires two-step verification,
	// PasskeyRoles those of which it requires a passkey.
	TwoStepRoles, PasskeyRoles []Role
	// PasskeyKinds are the kinds of passkey that the policy allows, PasskeyShut the roles
	// that it lets sign in with none all the same. PasskeySecond: one stands for two-step
	// verification. PasskeyOnly: two take the place of the password.
	PasskeyKinds               []passkey.Kind
	PasskeyShut                []Role
	PasskeySecond, PasskeyOnly bool
	// Leaks is the list of leaked passwords in use where the rules look for them, 0
	// where they do not; RefuseLeaked: they refuse them. Then a judgement counts only
	// with a look-up in that list.
	Leaks        ListNumber
	RefuseLeaked bool
	// After and To bound the numbers of the accounts: After < number ≤ To.
	After, To AccountID
	// List are the kinds whose accounts are wanted, not only their count.
	List []ImpactKind
}

// ImpactKind is one of the questions of an ImpactQuery.
type ImpactKind string

// The kinds.
const (
	ImpactComply  ImpactKind = "comply"
	ImpactFail    ImpactKind = "fail"
	ImpactUnknown ImpactKind = "unknown"
	ImpactExpire  ImpactKind = "expire"
	ImpactLock    ImpactKind = "lock"
	// ImpactQuestion has to set a security question.
	ImpactQuestion ImpactKind = "question"
	// ImpactTwoStep has to set two-step verification up.
	ImpactTwoStep ImpactKind = "two_step"
	// ImpactPasskey has to add a passkey. ImpactPasskeyLost has one that would sign in
	// no more. ImpactPasswordOff would sign in by passkeys alone.
	ImpactPasskey     ImpactKind = "passkey"
	ImpactPasskeyLost ImpactKind = "passkey_lost"
	ImpactPasswordOff ImpactKind = "password_off"
	// ImpactLeaked: the password is on the list in use. ImpactUnseen: it was not
	// looked up in that one.
	ImpactLeaked ImpactKind = "leaked"
	ImpactUnseen ImpactKind = "unseen"
)

// ImpactCounts are the answers to an ImpactQuery. Comply, Fail and Unknown are
// Total together; accounts without a password, switched off or deleted are not
// counted.
type ImpactCounts struct {
	Total, Comply, Fail, Unknown, Expire, Lock, Question int
	// Leaked and Unseen are counted for a question with Leaks, TwoStep for one with
	// TwoStepRoles, Passkey for one with PasskeyRoles, PasskeyLost where not all kinds
	// are allowed, PasswordOff for one with PasskeyOnly.
	Leaked, Unseen, TwoStep, Passkey, PasskeyLost, PasswordOff int
}

// AccountName names an account in a list.
type AccountName struct {
	ID             AccountID
	Name, FullName string
}
