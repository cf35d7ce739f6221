package core

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"path/filepath"

	"gatehouse/core/password"
	"gatehouse/core/password/breach"
	"gatehouse/core/policy"
)

// errListAltered: which list is in use is not as the program wrote it.
var errListAltered = errors.New("core: the record of the list of leaked passwords was changed outside the program")

// listUsed is which list is in use.
type listUsed struct {
	BreachedRecord
	// altered: the record is not as the program wrote it, and says nothing.
	altered bool
}

// listInUse reads which list is in use.
func (s *Site) listInUse(tx Tx) (listUsed, error) {
	record, err := tx.BreachedList()
	if err != nil {
		return listUsed{}, fmt.Errorf("read which list of leaked passwords is in use: %w", err)
	}
	if record.Number == 0 {
		return listUsed{BreachedRecord: BreachedRecord{Number: BuiltInList}}, nil
	}
	sound := hmac.Equal(record.MAC, s.breachedMAC(record)) && record.File == fileOf(record.ID)
	return listUsed{BreachedRecord: record, altered: !sound}, nil
}

// fileOf is the name of the file of a list, "" for none.
func fileOf(id string) string {
	if id == "" {
		return ""
	}
	return breach.InstalledName(id)
}

// readListInUse reads which list is in use in a transaction of its own, so that what
// another program has put there is noticed.
func (s *Site) readListInUse(ctx context.Context) (listUsed, error) {
	var used listUsed
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		used, err = s.listInUse(tx)
		return err
	})
	if err != nil {
		return listUsed{}, err
	}
	s.wantList(ctx, used)
	return used, nil
}

// wantList tells the open list which one is in use.
func (s *Site) wantList(ctx context.Context, used listUsed) {
	if err := s.leaks.want(used.ID, !used.altered); err != nil {
		s.log.WarnContext(ctx, "a list of leaked passwords could not be closed", "cause", err.Error())
	}
}

// openLeaks opens the list in use, so that it answers while a person types. What
// goes wrong with it is told when a password is to be saved.
func (s *Site) openLeaks() {
	ctx := context.Background()
	used, err := s.readListInUse(ctx)
	if err == nil && used.ID != "" {
		var path string
		if path, err = s.listPath(ctx, used); err == nil {
			err = s.leaks.use(path, used.ID)
		}
	}
	if err != nil {
		s.log.Warn("the list of leaked passwords was not opened", "cause", err.Error())
	}
}

// listPath is where the list in use is.
func (s *Site) listPath(ctx context.Context, used listUsed) (string, error) {
	if used.altered {
		return "", errListAltered
	}
	info, err := s.store.Info(ctx)
	if err != nil {
		return "", err
	}
	return filepath.Join(info.Folder, used.File), nil
}

// lookUpTries is how often a list that has gone is looked for again under the name
// of the one that has taken its place.
const lookUpTries = 3

// lookUp looks a password up in the list in use and in the built-in one. It computes
// nothing within a transaction. That the list cannot be read is no error of lookUp:
// it is in the answer.
func (s *Site) lookUp(ctx context.Context, used listUsed, secret password.Password) (lookedUp, error) {
	if isCommon(s.estimator.lists(), secret) {
		return lookedUp{list: used.Number, leaked: true}, nil
	}
	var looked lookedUp
	for range lookUpTries {
		looked = s.lookUpIn(ctx, used, secret)
		if looked.fault == nil {
			return looked, nil
		}
		// Another program may have put another list in use, and removed this one.
		now, err := s.readListInUse(ctx)
		if err != nil {
			return lookedUp{}, err
		}
		if now.Number == used.Number {
			break
		}
		used = now
	}
	return looked, nil
}

// lookUpIn looks a password up in one list of the site.
func (s *Site) lookUpIn(ctx context.Context, used listUsed, secret password.Password) lookedUp {
	if used.ID == "" && !used.altered {
		return lookedUp{list: used.Number}
	}
	path, err := s.listPath(ctx, used)
	if err != nil {
		return lookedUp{fault: err, asked: used.Number}
	}
	text := []byte(secret.Text())
	defer clear(text)
	found, err := s.leaks.contains(path, used.ID, text)
	if err != nil {
		return lookedUp{fault: err, asked: used.Number}
	}
	return lookedUp{list: used.Number, leaked: found}
}

// lookUpNew looks a new password up, where the policy looks for leaked ones. A list
// that cannot be read is recorded.
func (s *Site) lookUpNew(ctx context.Context, r ruling, secret password.Password) (lookedUp, error) {
	if !looksForLeaked(r.Complexity) {
		return lookedUp{}, nil
	}
	used, err := s.readListInUse(ctx)
	if err != nil {
		return lookedUp{}, err
	}
	looked, err := s.lookUp(ctx, used, secret)
	if err != nil {
		return lookedUp{}, err
	}
	if looked.fault != nil {
		s.recordListFault(ctx, looked)
	}
	return looked, nil
}

// lookUpAtHand looks up the password of a right guess, where the policy looks for
// leaked ones and it is not known yet what the list in use says. It is called when
// the guess is counted and before it is settled.
func (s *Site) lookUpAtHand(ctx context.Context, g guess, secret password.Password) (lookedUp, error) {
	if !looksForLeaked(g.held.Complexity) {
		return lookedUp{}, nil
	}
	used, err := s.readListInUse(ctx)
	if err != nil {
		return lookedUp{}, err
	}
	if g.terms.LeakList == used.Number && !used.altered {
		return lookedUp{list: used.Number, leaked: g.terms.Leaked}, nil
	}
	return s.lookUp(ctx, used, secret)
}

// recordListFault records that the list in use cannot be read. What needed it is
// refused or goes on either way, so a failure here is for the log alone.
func (s *Site) recordListFault(ctx context.Context, looked lookedUp) {
	err := s.store.Update(context.WithoutCancel(ctx), func(tx Tx) error { return s.noteListFault(tx, looked) })
	if err != nil {
		s.log.ErrorContext(ctx, "a list that cannot be read could not be recorded", "cause", err.Error())
	}
}

// noteListFault records it once for each list, until that was put right.
func (s *Site) noteListFault(tx Tx, looked lookedUp) error {
	news, err := tx.SetBreachedFault(looked.asked, tx.Now())
	if err != nil {
		return fmt.Errorf("note that a list cannot be read: %w", err)
	}
	if !news {
		return nil
	}
	used, err := s.listInUse(tx)
	if err != nil {
		return err
	}
	s.log.Error("the list of leaked passwords cannot be read", "list", used.ID, "cause", looked.fault.Error())
	d := detail{"list": used.ID, "why": listFaultKind(looked.fault)}
	_, err = s.record(tx, Event{Kind: EventBreachedFailed}, d)
	return err
}

// keepLookedUp keeps in the terms of an account what was found out about its
// password, and tells its owner when it is news that it has leaked and the policy
// lets that be.
func (s *Site) keepLookedUp(tx Tx, a Account, r ruling, looked lookedUp, t *Terms) error {
	if looked.fault != nil {
		return s.noteListFault(tx, looked)
	}
	if looked.list == 0 || looked.list == t.LeakList {
		return nil
	}
	t.LeakList, t.Leaked = looked.list, looked.leaked
	return s.tellLeaked(tx, a, r, looked)
}

// tellLeaked records that the password of an account has leaked, and tells its owner,
// where the policy lets that be. Where it does not, a change is demanded.
func (s *Site) tellLeaked(tx Tx, a Account, r ruling, looked lookedUp) error {
	if !looked.leaked || r.Complexity.Breached != policy.BreachedAudit {
		return nil
	}
	seq, err := s.record(tx, caller{}.did(EventPasswordLeaked, a), nil)
	if err != nil {
		return err
	}
	return notify(tx, a.ID, NoticePasswordLeaked, seq)
}

// refusesUnseen tells whether a policy refuses a new password because it could not be
// looked up.
func refusesUnseen(r ruling, looked lookedUp) bool {
	return looked.fault != nil && r.Complexity.Breached == policy.BreachedRefuse
}

// errUnseen is the refusal of a new password that could not be looked up.
func errUnseen(field string) *Error {
	return &Error{Code: CodeRefused, Field: field, Text: say(
		"The list of leaked passwords cannot be read, so no new password can be taken now. " +
			"Tell an administrator: the list has to be chosen again, or removed.")}
}
