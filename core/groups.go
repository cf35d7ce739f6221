package core

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gatehouse/core/username"
)

const (
	// maxMembers is the most accounts of one group.
	maxMembers = 10_000
	// maxNamedUnknown is how many names that are no account's an error names.
	maxNamedUnknown = 5
)

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
	// Members are account names as typed, at most 10,000.
	Members []string
}

// Groups lists the site's groups with their members.
func (s *Site) Groups(ctx context.Context, token Token) ([]GroupView, error) {
	var list []GroupView
	err := s.look(ctx, token, RightPolicy, func(tx Tx, _ caller) error {
		groups, err := allGroups(tx)
		if err != nil {
			return err
		}
		for _, group := range groups {
			view, err := groupView(tx, group)
			if err != nil {
				return err
			}
			list = append(list, view)
		}
		return nil
	})
	return list, err
}

// SaveGroup makes or changes a group. Names that are no account's are named in
// the error. Whoever puts an account in or takes it out, or gives the group
// another policy, needs the right to change the accounts that this is about.
func (s *Site) SaveGroup(ctx context.Context, token Token, edit GroupEdit) (GroupView, error) {
	var view GroupView
	err := s.act(ctx, token, RightPolicy, func(tx Tx, c caller) error {
		group, err := s.saveGroup(tx, c, edit)
		if err != nil {
			return err
		}
		view, err = groupView(tx, group)
		return err
	})
	if err != nil {
		return GroupView{}, err
	}
	return view, nil
}

// groupChange is what becomes of a group.
type groupChange struct {
	before, after GroupRecord
	// in are its members after it, moved those that come or go.
	in, moved []AccountID
	// policy is the name of its policy after it.
	policy string
}

// saveGroup decides and writes.
func (s *Site) saveGroup(tx Tx, c caller, edit GroupEdit) (GroupRecord, error) {
	before, members, err := groupByID(tx, edit.ID)
	if err != nil {
		return GroupRecord{}, err
	}
	change, err := readGroup(tx, edit, before, members)
	if err != nil {
		return GroupRecord{}, err
	}
	touched := change.moved
	if change.before.Policy != change.after.Policy {
		touched = append(slices.Clone(members), change.in...)
	}
	if err := c.mayChangeAll(tx, touched); err != nil {
		return GroupRecord{}, err
	}
	if edit.ID != 0 && len(touched) == 0 && change.before == change.after {
		return GroupRecord{}, refuse(say("Nothing was changed, so there is nothing to save."))
	}
	return s.writeGroup(tx, c, change)
}

// readGroup reads the form of a group.
func readGroup(tx Tx, edit GroupEdit, before GroupRecord, members []AccountID) (groupChange, error) {
	var f form
	change := groupChange{before: before, after: before}
	change.after.Name, change.after.Key = f.title(edit.Name)
	change.after.Policy = edit.Policy
	if err := f.freeGroupName(tx, change.after); err != nil {
		return groupChange{}, err
	}
	var err error
	change.policy, err = policyName(tx, edit.Policy)
	if ErrorCode(err) == CodeNotFound {
		f.note(problem(FieldPolicy, say("There is no such policy any more. Choose another one.")))
	} else if err != nil {
		return groupChange{}, err
	}
	if change.in, err = f.members(tx, edit.Members); err != nil {
		return groupChange{}, err
	}
	change.moved = apart(members, change.in)
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

// members finds the accounts of the names, each once, by number.
func (f *form) members(tx Tx, names []string) ([]AccountID, error) {
	if len(names) > maxMembers {
		f.note(problem(FieldMembers, say("A group takes {{.Max}} accounts. Make two groups.", "Max", maxMembers)))
		return nil, nil
	}
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
	f.unknownMembers(unknown)
	slices.Sort(found)
	return slices.Compact(found), nil
}

// unknownMembers names the first names that are no account's.
func (f *form) unknownMembers(names []string) {
	switch {
	case len(names) == 1:
		f.note(problem(FieldMembers, say("There is no account named {{.Name}}. Correct the name or leave it out.", "Name", names[0])))
	case len(names) > maxNamedUnknown:
		f.note(problem(FieldMembers, say("There are no accounts named {{.Names}} and {{.More}} more. Correct the names or leave them out.",
			"Names", strings.Join(names[:maxNamedUnknown], ", "), "More", len(names)-maxNamedUnknown)))
	case len(names) > 1:
		f.note(problem(FieldMembers, say("There are no accounts named {{.Names}}. Correct the names or leave them out.",
			"Names", strings.Join(names, ", "))))
	}
}

// maxNamedLength is how much of a name that is no account's an error shows.
const maxNamedLength = 40

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
	return only
}

// mayChangeAll returns an error unless the caller may change all the accounts.
func (c caller) mayChangeAll(tx Tx, ids []AccountID) error {
	for _, id := range ids {
		account, err := tx.AccountByID(id)
		if err != nil {
			return fmt.Errorf("find an account: %w", err)
		}
		if err := c.mayChange(account); err != nil {
			return err
		}
	}
	return nil
}

// writeGroup stores the group, its members, and the line of the log.
func (s *Site) writeGroup(tx Tx, c caller, change groupChange) (GroupRecord, error) {
	group := change.after
	store, what := tx.UpdateGroup, "change a group"
	if group.ID == 0 {
		store, what = func(GroupRecord) error { return tx.InsertGroup(&group) }, "add a group"
	}
	if err := store(group); err != nil {
		return GroupRecord{}, fmt.Errorf("%s: %w", what, err)
	}
	if len(change.moved) > 0 {
		if err := tx.SetMembers(group.ID, change.in); err != nil {
			return GroupRecord{}, fmt.Errorf("store the members of a group: %w", err)
		}
	}
	if err := s.trimAll(tx); err != nil {
		return GroupRecord{}, err
	}
	d := detail{
		"group": group.Name, "policy": change.policy,
		"members": strconv.Itoa(len(change.in)), "moved": strconv.Itoa(len(change.moved)),
	}
	if change.before.ID != 0 && change.before.Name != group.Name {
		d["group.was"] = change.before.Name
	}
	return group, s.recordPolicy(tx, c, EventGroupSaved, d)
}

// RemoveGroup takes a group away; its accounts stay.
func (s *Site) RemoveGroup(ctx context.Context, token Token, id GroupID) error {
	return s.act(ctx, token, RightPolicy, func(tx Tx, c caller) error {
		group, members, err := groupByID(tx, id)
		if err != nil {
			return err
		}
		if group.ID == 0 {
			return errNoGroup()
		}
		if err := c.mayChangeAll(tx, members); err != nil {
			return err
		}
		if err := tx.DeleteGroup(id); err != nil {
			return fmt.Errorf("take a group away: %w", err)
		}
		if err := s.trimAll(tx); err != nil {
			return err
		}
		return s.recordPolicy(tx, c, EventGroupRemoved, detail{"group": group.Name, "members": strconv.Itoa(len(members))})
	})
}

// errNoGroup says that a group is gone.
func errNoGroup() *Error {
	return &Error{Code: CodeNotFound, Field: FieldGroup, Text: say("There is no such group any more.")}
}

// allGroups lists the groups by key.
func allGroups(tx Tx) ([]GroupRecord, error) {
	groups, err := tx.Groups()
	if err != nil {
		return nil, fmt.Errorf("list groups: %w", err)
	}
	return groups, nil
}

// groupByID finds a group and the numbers of its members; 0 is the zero group.
func groupByID(tx Tx, id GroupID) (GroupRecord, []AccountID, error) {
	if id == 0 {
		return GroupRecord{}, nil, nil
	}
	groups, err := allGroups(tx)
	if err != nil {
		return GroupRecord{}, nil, err
	}
	at := slices.IndexFunc(groups, func(g GroupRecord) bool { return g.ID == id })
	if at < 0 {
		return GroupRecord{}, nil, errNoGroup()
	}
	view, err := groupView(tx, groups[at])
	var ids []AccountID
	for _, member := range view.Members {
		ids = append(ids, member.ID)
	}
	return groups[at], ids, err
}

// groupView adds the members to a group.
func groupView(tx Tx, group GroupRecord) (GroupView, error) {
	members, err := tx.Members(group.ID)
	if err != nil {
		return GroupView{}, fmt.Errorf("list the members of a group: %w", err)
	}
	return GroupView{ID: group.ID, Name: group.Name, Policy: group.Policy, Members: members}, nil
}
