package core

import (
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

// RevisionQuery asks for a page of the revisions of a policy, the newest first.
type RevisionQuery struct {
	Policy PolicyID
	// Before is the number below which the page begins: that of the last revision of
	// the page before, 0 for the newest ones.
	Before int64
	// Limit is how many it has at most, 1 to 100: each is read with its rules.
	Limit int
}

// RevisionPage is a page of them.
type RevisionPage struct {
	Revisions []RevisionView
	// More: there are older ones.
	More bool
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
	// FieldMembers are the account names of a group, or those that come into it, and
	// FieldLeaving those that leave it.
	FieldMembers = "members"
	FieldLeaving = "leaving"
	// FieldExpiry is the date on which a password expires.
	FieldExpiry = "expires_at"
	// FieldDay and FieldOver are a day of the expiry calendar, and over how many
	// days its passwords are spread.
	FieldDay  = "day"
	FieldOver = "over"
)
