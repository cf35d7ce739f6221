package core

import (
	"time"

	"gatehouse/core/password"
	"gatehouse/core/policy"
)

// ListNumber numbers the lists of leaked passwords of a site in the order in which
// they came into use; 0 is none. A list that is put in use again has another number
// then, but not one whose file is only put right.
type ListNumber int64

// BuiltInList is the list of common passwords that is part of the program, alone.
// With any other list it is looked into as well.
const BuiltInList ListNumber = 1

// BreachedRecord says which list of leaked passwords is in use.
type BreachedRecord struct {
	Number ListNumber
	// ID is the list's own, File its name in the data folder; both "" where the
	// built-in list is in use alone.
	ID, File string
	// Source is what the list tells as its source, SourceAt and MadeAt when the
	// source and the list were made.
	Source           string
	SourceAt, MadeAt time.Time
	// Entries are its passwords. One of FalseOneIn passwords that are not on it is
	// taken for one that is. Bytes is the length of the file.
	Entries, FalseOneIn, Bytes int64
	// Since is when it came into use, By who put it there, under the name of then.
	Since  time.Time
	By     AccountID
	ByName string
	// MAC vouches for all of the above.
	MAC []byte
	// FaultAt is when it was first found that the list cannot be read, zero while it
	// can. The record is told of it once.
	FaultAt time.Time
}

// breachedDomain keeps these MACs apart from other digests.
const breachedDomain = "breached list"

// breachedMAC is what vouches for a record.
func (s *Site) breachedMAC(r BreachedRecord) []byte {
	var e encoding
	e.number(int64(r.Number))
	for _, text := range []string{r.ID, r.File, r.Source, r.ByName} {
		e.text(text)
	}
	for _, n := range []int64{
		unixMilli(r.SourceAt), unixMilli(r.MadeAt), r.Entries, r.FalseOneIn, r.Bytes, unixMilli(r.Since), int64(r.By),
	} {
		e.number(n)
	}
	sum := s.keys.digester.Digest(breachedDomain, e.Bytes())
	return sum[:]
}

// BreachedView describes what passwords are looked up in.
type BreachedView struct {
	// Common is how many passwords the built-in list has.
	Common int
	// Installed: the site has a list of its own, which the rest is about.
	Installed bool
	ID, File  string
	Source    string
	// SourceAt and MadeAt are when the source and the list were made, Since when it
	// came into use and By the name of who put it there.
	SourceAt, MadeAt, Since    time.Time
	By                         string
	Entries, FalseOneIn, Bytes int64
	// FaultAt is when it was first found that it cannot be read, zero while it can;
	// Fault says what is wrong with it now, zero for nothing.
	FaultAt time.Time
	Fault   Text
}

// BreachedCounts tells of the active accounts with a password whose policy looks
// for leaked ones.
type BreachedCounts struct {
	// Accounts are all of them. Seen were looked up in the lists in use,
	// Leaked of them are on one; Unseen are looked up at their next sign-in.
	Accounts, Leaked, Seen, Unseen int
	// Policies is how many policies look for leaked passwords.
	Policies int
}

// looksForLeaked tells whether a policy asks whether passwords have leaked.
func looksForLeaked(c policy.Complexity) bool {
	return c.Breached == policy.BreachedAudit || c.Breached == policy.BreachedRefuse
}

// lookedUp is what was found out about a password.
type lookedUp struct {
	// list it was looked up in, 0 for none.
	list   ListNumber
	leaked bool
	// fault is why it could not be looked up in the list in use, which is asked.
	fault error
	asked ListNumber
}

// known is the answer, nil for none.
func (l lookedUp) known() *bool {
	if l.list == 0 {
		return nil
	}
	return new(l.leaked)
}

// lookUpCommon looks a password up in the built-in list alone, where the policy
// looks for leaked ones.
func (j *Judge) lookUpCommon(secret password.Password) lookedUp {
	if !looksForLeaked(j.policy.Complexity) || secret.Len() == 0 {
		return lookedUp{}
	}
	return lookedUp{list: BuiltInList, leaked: isCommon(j.estimator.lists(), secret)}
}

// isCommon tells whether a password is on the built-in list, which cannot fail.
func isCommon(lists *password.Zxcvbn, secret password.Password) bool {
	text := []byte(secret.Text())
	defer clear(text)
	found, err := lists.Contains(text)
	return err == nil && found
}
