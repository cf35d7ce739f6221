package core

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gatehouse/core/access"
)

// AccessView is one list of access rules.
type AccessView struct {
	Of AccessOf
	// Name is that of the account, for the rules of one.
	Name  string
	Rules access.Rules
	// Revision is 0 where none were ever written.
	Revision int64
	At       time.Time
	ByName   string
	// Altered: the rules were changed outside the program. Only root accounts are let in
	// then, until the rules are written again.
	Altered bool
	// Problems are rules that never act or name an unknown place.
	Problems []access.Problem
}

// The fields of access rules in errors.
const FieldRules = "rules"

// AccessRules gives one list of rules.
func (s *Site) AccessRules(ctx context.Context, token Token, of AccessOf) (AccessView, error) {
	var view AccessView
	err := s.look(ctx, token, RightHistory, func(tx Tx, _ caller) error {
		var err error
		view, err = s.accessView(tx, of)
		return err
	})
	return view, err
}

// AllAccessRules gives every list that has a rule: the site's, which is always there,
// those of roles, those of accounts.
func (s *Site) AllAccessRules(ctx context.Context, token Token) ([]AccessView, error) {
	var all []AccessView
	err := s.look(ctx, token, RightHistory, func(tx Tx, _ caller) error {
		found, err := tx.Documents(accessPrefix)
		if err != nil {
			return fmt.Errorf("list the access rules: %w", err)
		}
		names := []AccessOf{{}, {Role: RoleRoot}, {Role: RoleAdmin}, {Role: RoleMember}}
		for _, one := range found {
			if of, ok := accessOf(one.Name); ok && of.Account != 0 {
				names = append(names, of)
			}
		}
		for _, of := range names {
			view, err := s.accessView(tx, of)
			if isNotFound(err) {
				continue // of an account that was deleted
			}
			if err != nil {
				return err
			}
			if of == (AccessOf{}) || len(view.Rules) > 0 || view.Altered {
				all = append(all, view)
			}
		}
		return nil
	})
	return all, err
}

// accessView reads one list.
func (s *Site) accessView(tx Tx, of AccessOf) (AccessView, error) {
	view := AccessView{Of: of}
	if of.Account != 0 {
		account, err := existing(tx, of.Account)
		if err != nil {
			return AccessView{}, err
		}
		view.Name = account.Name
	}
	held, err := s.rulesOf(tx, of)
	if err != nil {
		return AccessView{}, err
	}
	view.Rules, view.Altered = held.value, !held.sound
	view.Revision, view.At, view.ByName = held.record.Revision, held.record.At, held.record.ByName
	view.Problems, err = s.accessProblems(tx, held.value)
	return view, err
}

// accessProblems are rules that never act or name an unknown place.
func (s *Site) accessProblems(tx Tx, rules access.Rules) ([]access.Problem, error) {
	known, err := s.places(tx)
	if err != nil {
		return nil, err
	}
	return access.Problems(rules, known.value.Known), nil
}

// SetAccessRules replaces a list of rules. base is the revision that they were made from:
// CodeConflict tells that somebody else has changed them since. What would shut out the
// caller, or every root account at the caller's computer within a week, is refused. Open
// sessions that no rule lets go on end with their next call, within seconds where a
// window is open.
func (s *Site) SetAccessRules(ctx context.Context, token Token, of AccessOf, rules access.Rules, base int64, reason string) error {
	var f form
	why := f.line(FieldReason, reason, maxReason, false)
	text, err := rules.JSON()
	if err != nil {
		f.note(problem(FieldRules, accessText(err)))
	}
	if err := f.problems.orNil(); err != nil {
		return err
	}
	return s.act(ctx, token, RightAccess, func(tx Tx, c caller) error {
		if err := s.mayRule(tx, c, of); err != nil {
			return err
		}
		var was json.RawMessage
		record, err := s.replaced(tx, of.document(), &was)
		if err != nil {
			return err
		}
		if record.Revision != base {
			return fmt.Errorf("set access rules: %w", ErrConflict)
		}
		d := detail{"of": of.document(), "was": forLog(string(was)), "rules": forLog(rules.String()), "reason": why}
		if err := s.putDocument(tx, c, record, json.RawMessage(text), EventAccessSet, d); err != nil {
			return err
		}
		return s.keepRootHere(tx, c)
	})
}

// mayRule refuses rules about somebody whom the caller may not change.
func (s *Site) mayRule(tx Tx, c caller, of AccessOf) error {
	switch {
	case of.Account != 0:
		account, err := existing(tx, of.Account)
		if err != nil {
			return err
		}
		return c.mayChange(account)
	case of.Role != "" && !of.Role.Valid():
		return &Error{Code: CodeUsage, Text: say("There is no such role.")}
	case of.Role != "":
		return c.may(of.Role.managing())
	}
	return c.may(RightManageAll)
}

// longestDetail bounds what of a document is repeated in the log, in bytes.
const longestDetail = 2000

// forLog is a text for the log.
func forLog(text string) string {
	if len(text) <= longestDetail {
		return text
	}
	return strings.ToValidUTF8(text[:longestDetail], "") + "…"
}
