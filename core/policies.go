package core

import (
	"context"
	"errors"
	"time"

	"gatehouse/core/policy"
)

// PolicySummary is a policy in the list of a site's policies.
type PolicySummary struct {
	ID   PolicyID
	Name string
	// Rank decides among the policies of an account's groups: the lowest holds.
	Rank int
	// Number is the revision in force; At, By and Reason are its.
	Number int64
	At     time.Time
	By     string
	Reason string
	// Accounts is how many it holds for.
	Accounts int
	// Groups that it is assigned to.
	Groups []string
	// Altered: it was changed outside the program, and the rules of a new site hold
	// in its place until it is saved again.
	Altered bool
}

// Default tells whether it is the site's default.
func (p PolicySummary) Default() bool { return p.ID == DefaultPolicy }

// PolicyView is one policy with its rules.
type PolicyView struct {
	PolicySummary
	Policy policy.Policy
}

// RevisionView is one revision of a policy.
type RevisionView struct {
	Number int64
	At     time.Time
	By     string
	Reason string
	Policy policy.Policy
	// Changes are the differences to the revision before it.
	Changes []policy.Difference
	// Altered: it was changed outside the program and cannot be brought back.
	Altered bool
}

// PolicyDraft is a policy on its way to being saved.
type PolicyDraft struct {
	// ID of the policy, 0 for a new one.
	ID PolicyID
	// Base is the Number that the draft was made from; CodeConflict tells that
	// somebody saved another one since.
	Base int64
	// Name and Rank; the default keeps its rank.
	Name   string
	Rank   int
	Policy policy.Policy
	// Reason is needed where the policy departs from the standard.
	Reason string
}

// Fields of a PolicyDraft beside those of the policy itself, which are named as
// in its JSON form ("complexity.min_length").
const (
	FieldRank   = "rank"
	FieldGroup  = "group"
	FieldPolicy = "policy"
)

// Impact is what a policy would do to the accounts it holds for.
type Impact struct {
	ImpactCounts
	// Names has the first accounts of each kind but Comply, by name.
	Names map[ImpactKind][]AccountName
}

// maxImpactNames is how many names an Impact has of each kind.
const maxImpactNames = 200

var errNotYet = errors.New("core: not yet")

// Policies lists the site's policies, the default first, then by rank.
func (s *Site) Policies(ctx context.Context, token Token) ([]PolicySummary, error) {
	return nil, errNotYet
}

// Policy opens one.
func (s *Site) Policy(ctx context.Context, token Token, id PolicyID) (PolicyView, error) {
	return PolicyView{}, errNotYet
}

// PolicyRevisions lists the revisions of a policy, the newest first, each with
// what it changed.
func (s *Site) PolicyRevisions(ctx context.Context, token Token, id PolicyID) ([]RevisionView, error) {
	return nil, errNotYet
}

// LintPolicy tells what is wrong with a policy and where it departs from the
// standard. Beside policy.Lint it names what this version cannot do yet.
func (s *Site) LintPolicy(p policy.Policy) policy.Report { return policy.Lint(p) }

// SavePolicy makes a policy, or its next revision. Problems of all fields come at
// once. Where the draft changes nothing it is refused.
func (s *Site) SavePolicy(ctx context.Context, token Token, draft PolicyDraft) (PolicyView, error) {
	return PolicyView{}, errNotYet
}

// RestorePolicy brings a former revision back, as a new one.
func (s *Site) RestorePolicy(ctx context.Context, token Token, id PolicyID, number int64, reason string) (PolicyView, error) {
	return PolicyView{}, errNotYet
}

// RemovePolicy takes a policy away. The accounts and groups that had it have the
// next one that holds for them. The default stays.
func (s *Site) RemovePolicy(ctx context.Context, token Token, id PolicyID, reason string) error {
	return errNotYet
}

// PolicyImpact tells what a policy with these rules would do to the accounts
// that it holds for; for a policy that is not saved yet (id 0) to those of the
// default. progress is told how many accounts were looked at, of how many; it may
// be nil. It ends early with ctx.
func (s *Site) PolicyImpact(ctx context.Context, token Token, id PolicyID, p policy.Policy, progress func(done, total int)) (Impact, error) {
	return Impact{}, errNotYet
}

// AssignPolicy assigns a policy to one account, 0 takes it away again.
func (s *Site) AssignPolicy(ctx context.Context, token Token, account AccountID, id PolicyID) error {
	return errNotYet
}

// GroupView is a group with its members.
type GroupView struct {
	ID      GroupID
	Name    string
	Policy  PolicyID
	Members []AccountName
}

// GroupEdit is the form of a group.
type GroupEdit struct {
	// ID of the group, 0 for a new one.
	ID   GroupID
	Name string
	// Policy that is assigned to it, 0 for none.
	Policy PolicyID
	// Members are account names as typed.
	Members []string
}

// Groups lists the site's groups with their members.
func (s *Site) Groups(ctx context.Context, token Token) ([]GroupView, error) { return nil, errNotYet }

// SaveGroup makes or changes a group. Names that are no account's are named in
// the error.
func (s *Site) SaveGroup(ctx context.Context, token Token, edit GroupEdit) (GroupView, error) {
	return GroupView{}, errNotYet
}

// RemoveGroup takes a group away; its accounts stay.
func (s *Site) RemoveGroup(ctx context.Context, token Token, id GroupID) error { return errNotYet }

// Effective is the policy of an account and why it is.
type Effective struct {
	ID     PolicyID
	Name   string
	Number int64
	// Why says by what it holds.
	Why Text
}

// ExpiryDay is a day of the expiry calendar.
type ExpiryDay struct {
	// Day is the first instant of the day in the site's time zone.
	Day time.Time
	// Count is how many passwords expire on it. On the first day these are also
	// those that expired before.
	Count int
}

// ExpiryCalendar counts the passwords that expire on each of the next days, today
// first. At most 400.
func (s *Site) ExpiryCalendar(ctx context.Context, token Token, days int) ([]ExpiryDay, error) {
	return nil, errNotYet
}

// StaggerExpiry gives the passwords that expire on a day (of the calendar) new
// dates, evenly over so many days from it on, and tells how many. 2 to 366 days.
func (s *Site) StaggerExpiry(ctx context.Context, token Token, day time.Time, over int) (int, error) {
	return 0, errNotYet
}

// MoveExpiry sets the date on which an account's password expires: the first
// instant of that date in the site's time zone. The zero time gives it back to
// the policy.
func (s *Site) MoveExpiry(ctx context.Context, token Token, id AccountID, date time.Time) error {
	return errNotYet
}
