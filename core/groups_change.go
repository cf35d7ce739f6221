package core

import (
	"context"
	"slices"
)

// GroupChange says what becomes other in a group. What it leaves out stays as it
// is at that moment, also what somebody else has made of it meanwhile.
type GroupChange struct {
	// Name is nil for the one that it has.
	Name *string
	// Policy is nil for the one that it has; 0 takes that away.
	Policy *PolicyID
	// Add and Remove are account names as typed. To take out who is not in the
	// group is refused, and so is a name in both.
	Add, Remove []string
}

// ChangeGroup changes a part of a group. Like SaveGroup it asks for the right to
// change the accounts that come, go, or get another policy.
func (s *Site) ChangeGroup(ctx context.Context, token Token, id GroupID, change GroupChange) (GroupView, error) {
	return s.onGroup(ctx, token, func(tx Tx, c caller) (GroupRecord, error) {
		before, members, err := groupByID(tx, id)
		if err != nil {
			return GroupRecord{}, err
		}
		if before.ID == 0 {
			return GroupRecord{}, errNoGroup()
		}
		what, err := readGroupChange(tx, change, before, members)
		if err != nil {
			return GroupRecord{}, err
		}
		return s.applyGroup(tx, c, what)
	})
}

// readGroupChange reads what becomes other.
func readGroupChange(tx Tx, change GroupChange, before GroupRecord, members []AccountID) (groupChange, error) {
	edit := GroupEdit{ID: before.ID, Name: before.Name, Policy: before.Policy}
	if change.Name != nil {
		edit.Name = *change.Name
	}
	if change.Policy != nil {
		edit.Policy = *change.Policy
	}
	return readGroupForm(tx, edit, before, members, func(f *form) ([]AccountID, error) {
		return f.changedMembers(tx, change, members)
	})
}

// changedMembers are the members with those that come and without those that go,
// by number.
func (f *form) changedMembers(tx Tx, change GroupChange, members []AccountID) ([]AccountID, error) {
	if !f.fewEnough(max(len(change.Add), len(change.Remove))) {
		return nil, nil
	}
	in, err := f.accounts(tx, FieldMembers, change.Add)
	if err != nil {
		return nil, err
	}
	out, err := f.accounts(tx, FieldLeaving, change.Remove)
	if err != nil {
		return nil, err
	}
	if err := f.leaving(tx, out, setOf(members), setOf(in)); err != nil {
		return nil, err
	}
	leaving := setOf(out)
	after := slices.Sorted(slices.Values(slices.Concat(members, in)))
	after = slices.DeleteFunc(slices.Compact(after), func(id AccountID) bool { return leaving[id] })
	f.fewEnough(len(after))
	return after, nil
}

// setOf is a list for looking things up.
func setOf(ids []AccountID) map[AccountID]bool {
	set := make(map[AccountID]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// leaving refuses, once, that somebody leaves who is no member, or who comes.
func (f *form) leaving(tx Tx, out []AccountID, members, in map[AccountID]bool) error {
	at := slices.IndexFunc(out, func(id AccountID) bool { return !members[id] || in[id] })
	if at < 0 {
		return nil
	}
	account, err := existing(tx, out[at])
	if err != nil {
		return err
	}
	text := say("{{.Name}} is not in this group. Leave out the name.", "Name", account.Name)
	if in[account.ID] {
		text = say("{{.Name}} cannot come and go at once. Leave out one of the two.", "Name", account.Name)
	}
	f.note(problem(FieldLeaving, text))
	return nil
}
