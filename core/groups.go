package core

import (
	"context"
	"fmt"
	"slices"
	"strconv"
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
	return s.onGroup(ctx, token, func(tx Tx, c caller) (GroupRecord, error) {
		return s.saveGroup(tx, c, edit)
	})
}

// onGroup writes a group in a transaction, and tells what became of it.
func (s *Site) onGroup(ctx context.Context, token Token, write func(Tx, caller) (GroupRecord, error)) (GroupView, error) {
	var view GroupView
	err := s.act(ctx, token, RightPolicy, func(tx Tx, c caller) error {
		group, err := write(tx, c)
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
	// in are its members after it, moved those that come or go, and touched those
	// that another policy may hold for.
	in, moved, touched []AccountID
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
	return s.applyGroup(tx, c, change)
}

// applyGroup writes what becomes of a group, if the caller may.
func (s *Site) applyGroup(tx Tx, c caller, change groupChange) (GroupRecord, error) {
	if err := c.mayChangeAll(tx, change.touched); err != nil {
		return GroupRecord{}, err
	}
	if change.before.ID != 0 && len(change.moved) == 0 && change.before == change.after {
		return GroupRecord{}, refuse(say("Nothing was changed, so there is nothing to save."))
	}
	return s.writeGroup(tx, c, change)
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
	for _, id := range change.touched {
		if err := s.trimHistory(tx, id); err != nil {
			return GroupRecord{}, err
		}
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
		for _, member := range members {
			if err := s.trimHistory(tx, member); err != nil {
				return err
			}
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
