package core

import (
	"fmt"
	"slices"
	"strings"

	"gatehouse/core/username"
)

const (
	// maxMembers is the most accounts of one group.
	maxMembers = 10_000
	// maxNamedUnknown is how many names that are no account's an error names.
	maxNamedUnknown = 5
	// maxNamedLength is how much of such a name it shows.
	maxNamedLength = 40
)

// readGroup reads the form of a group.
func readGroup(tx Tx, edit GroupEdit, before GroupRecord, members []AccountID) (groupChange, error) {
	return readGroupForm(tx, edit, before, members, func(f *form) ([]AccountID, error) {
		if !f.fewEnough(len(edit.Members)) {
			return nil, nil
		}
		return f.accounts(tx, FieldMembers, edit.Members)
	})
}

// readGroupForm reads the form of a group, whose members after it are told by in.
func readGroupForm(tx Tx, edit GroupEdit, before GroupRecord, members []AccountID, in func(*form) ([]AccountID, error)) (groupChange, error) {
	var f form
	change := groupChange{before: before, after: before}
	change.after.Name, change.after.Key = f.title(edit.Name)
	change.after.Policy = edit.Policy
	if err := f.freeGroupName(tx, change.after); err != nil {
		return groupChange{}, err
	}
	if edit.Policy == DefaultPolicy {
		// Its rank decides nothing: it would hold before those of all other groups.
		f.note(problem(FieldPolicy, say("The site's policy holds for everybody who has no other one. Leave the group without a policy.")))
	}
	var err error
	change.policy, err = policyName(tx, edit.Policy)
	if ErrorCode(err) == CodeNotFound {
		f.note(problem(FieldPolicy, say("There is no such policy any more. Choose another one.")))
	} else if err != nil {
		return groupChange{}, err
	}
	if change.in, err = in(&f); err != nil {
		return groupChange{}, err
	}
	change.moved = apart(members, change.in)
	change.touched = change.moved
	if before.Policy != edit.Policy {
		change.touched = slices.Compact(slices.Sorted(slices.Values(slices.Concat(members, change.in))))
	}
	return change, f.problems.orNil()
}

// freeGroupName refuses the name of another group.
func (f *form) freeGroupName(tx Tx, group GroupRecord) error {
	groups, err := allGroups(tx)
	if err != nil {
		return err
	}
	for _, other := range groups {
		if group.Key != "" && other.Key == group.Key && other.ID != group.ID {
			f.note(problem(FieldName, say("There is a group of this name. Choose another one.")))
		}
	}
	return nil
}

// fewEnough tells whether a group takes so many accounts, and refuses more.
func (f *form) fewEnough(accounts int) bool {
	if accounts > maxMembers {
		f.note(problem(FieldMembers, say("A group takes {{.Max}} accounts. Make two groups.", "Max", maxMembers)))
		return false
	}
	return true
}

// accounts finds the accounts of the names in a field, each once, by number.
func (f *form) accounts(tx Tx, field string, names []string) ([]AccountID, error) {
	var found []AccountID
	var unknown []string
	for _, typed := range names {
		if strings.TrimSpace(typed) == "" {
			continue
		}
		id, err := accountOfName(tx, typed)
		if err != nil {
			return nil, err
		}
		if id == 0 {
			unknown = append(unknown, username.Visible(shortened(typed)))
			continue
		}
		found = append(found, id)
	}
	f.unknownNames(field, unknown)
	slices.Sort(found)
	return slices.Compact(found), nil
}

// unknownNames names the first names that are no account's.
func (f *form) unknownNames(field string, names []string) {
	switch {
	case len(names) == 1:
		f.note(problem(field, say("There is no account named {{.Name}}. Correct the name or leave it out.", "Name", names[0])))
	case len(names) > maxNamedUnknown:
		f.note(problem(field, say("There are no accounts named {{.Names}} and {{.More}} more. Correct the names or leave them out.",
			"Names", strings.Join(names[:maxNamedUnknown], ", "), "More", len(names)-maxNamedUnknown)))
	case len(names) > 1:
		f.note(problem(field, say("There are no accounts named {{.Names}}. Correct the names or leave them out.",
			"Names", strings.Join(names, ", "))))
	}
}

// shortened is the beginning of what was typed for a name.
func shortened(typed string) string {
	letters := []rune(strings.TrimSpace(typed))
	if len(letters) <= maxNamedLength {
		return string(letters)
	}
	return string(letters[:maxNamedLength]) + "…"
}

// accountOfName finds the account of a name as typed, 0 when there is none.
func accountOfName(tx Tx, typed string) (AccountID, error) {
	name, err := username.Parse(typed)
	if err != nil {
		return 0, nil
	}
	account, err := tx.AccountByKey(name.Key)
	if isNotFound(err) || err == nil && account.State == StateDeleted {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("find an account: %w", err)
	}
	return account.ID, nil
}

// apart lists what is in one of two lists only.
func apart(a, b []AccountID) []AccountID {
	count := make(map[AccountID]int, len(a)+len(b))
	for _, id := range a {
		count[id]++
	}
	for _, id := range b {
		count[id]--
	}
	var only []AccountID
	for id, n := range count {
		if n != 0 {
			only = append(only, id)
		}
	}
	slices.Sort(only)
	return only
}
