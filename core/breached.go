package core

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"gatehouse/core/password"
	"gatehouse/core/password/breach"
	"gatehouse/core/policy"
)

// Breached describes what passwords are looked up in, and opens the site's list to
// see whether it can be read.
func (s *Site) Breached(ctx context.Context, token Token) (BreachedView, error) {
	var used listUsed
	err := s.look(ctx, token, RightPolicy, func(tx Tx, _ caller) error {
		var err error
		used, err = s.listInUse(tx)
		return err
	})
	if err != nil {
		return BreachedView{}, err
	}
	s.wantList(ctx, used)
	return s.describeList(ctx, used, func(path string) error { return s.leaks.use(path, used.ID) }), nil
}

// CheckBreached describes the same after it has read the site's list wholly. It asks
// for no right, as CheckStore does.
func (s *Site) CheckBreached(ctx context.Context) (BreachedView, error) {
	used, err := s.readListInUse(ctx)
	if err != nil {
		return BreachedView{}, s.plain(ctx, err)
	}
	return s.describeList(ctx, used, func(path string) error { return verifyList(ctx, path, used.ID) }), s.plain(ctx, ctx.Err())
}

// verifyList reads a list file wholly.
func verifyList(ctx context.Context, path, id string) error {
	list, err := breach.Open(path)
	if err != nil {
		return err
	}
	err = list.Verify(ctx)
	if err == nil && list.Info().ID != id {
		err = breach.ErrDamaged
	}
	return errors.Join(err, list.Close())
}

// describeList words a record; read tries its file.
func (s *Site) describeList(ctx context.Context, used listUsed, read func(path string) error) BreachedView {
	v := BreachedView{Common: password.CommonPasswords}
	if used.ID == "" && !used.altered {
		return v
	}
	v.Installed, v.FaultAt = true, used.FaultAt
	path, err := s.listPath(ctx, used)
	if !used.altered {
		v.ID, v.File, v.Source, v.By = used.ID, used.File, used.Source, used.ByName
		v.SourceAt, v.MadeAt, v.Since = used.SourceAt, used.MadeAt, used.Since
		v.Entries, v.FalseOneIn, v.Bytes = used.Entries, used.FalseOneIn, used.Bytes
	}
	if err == nil {
		err = read(path)
	}
	if err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "the list of leaked passwords cannot be read", "list", used.ID, "cause", err.Error())
		v.Fault = listFault(err)
	}
	return v
}

// InstallBreached copies a list file into the data folder, reads the copy wholly, and
// puts it in use. With an error, which is that of the field "file" where the file is at
// fault, the list before stays in use. progress is told how many bytes are done, of how
// many; it may be nil. ctx stops it until it is in use.
//
// The list that is in use already is put right where its file is not, and refused
// where it is.
func (s *Site) InstallBreached(ctx context.Context, token Token, path string, progress func(done, total int64)) (BreachedView, error) {
	if path == "" {
		return BreachedView{}, problem(FieldFile, say("Choose a file."))
	}
	before, err := s.Breached(ctx, token) // who has no right is told so before anything is copied
	if err != nil {
		return BreachedView{}, err
	}
	whole := before.Fault.Key == "" && before.FaultAt.IsZero()
	if !whole {
		// Windows puts no file in the place of an open one.
		if err := s.leaks.drop(before.ID); err != nil {
			s.log.WarnContext(ctx, "a list of leaked passwords could not be closed", "cause", err.Error())
		}
	}
	info, err := s.store.Info(ctx)
	if err != nil {
		return BreachedView{}, s.plain(ctx, err)
	}
	installed, list, err := breach.Install(ctx, path, info.Folder, progress)
	if err != nil {
		return BreachedView{}, s.plain(ctx, installError(err))
	}
	err = s.act(ctx, token, RightPolicy, func(tx Tx, c caller) error { return s.putList(tx, c, list, installed, whole) })
	if cleared := s.clearLists(ctx); cleared != nil {
		s.log.WarnContext(ctx, "old lists of leaked passwords are left over", "cause", cleared.Error())
	}
	if err != nil {
		return BreachedView{}, err
	}
	return s.Breached(ctx, token)
}

// putList puts an installed list in use, unless it is and was whole.
func (s *Site) putList(tx Tx, c caller, list breach.Info, installed string, whole bool) error {
	// A sweep of another program may have taken the file for one of a former list.
	if _, err := os.Stat(installed); err != nil {
		return fmt.Errorf("find an installed list: %w", errors.Join(ErrConflict, err))
	}
	used, err := s.listInUse(tx)
	if err != nil {
		return err
	}
	same := used.ID == list.ID && !used.altered
	if same && whole {
		return &Error{Code: CodeRefused, Field: FieldFile, Text: say("This list is in use already, and its file is whole.")}
	}
	d := detail{"list": list.ID, "source": list.Source, "passwords": strconv.FormatUint(list.Entries, 10)}
	if same {
		d["repaired"] = "true"
		if _, err := tx.SetBreachedFault(used.Number, time.Time{}); err != nil {
			return fmt.Errorf("note that a list can be read: %w", err)
		}
	} else if err := s.insertList(tx, c, used, recordOf(list)); err != nil {
		return err
	}
	_, err = s.record(tx, c.did(EventBreachedUsed, Account{}), d)
	return err
}

// recordOf is what is kept of a list.
func recordOf(list breach.Info) BreachedRecord {
	return BreachedRecord{
		ID: list.ID, File: breach.InstalledName(list.ID), Source: list.Source, SourceAt: list.SourceTime, MadeAt: list.Made,
		Entries: int64(list.Entries), FalseOneIn: int64(list.FalseOneIn), Bytes: list.Bytes,
	}
}

// insertList writes what is in use from now on.
func (s *Site) insertList(tx Tx, c caller, before listUsed, r BreachedRecord) error {
	r.Number, r.Since, r.By, r.ByName = before.Number+1, tx.Now(), c.account.ID, c.account.Name
	r.MAC = s.breachedMAC(r)
	if err := tx.InsertBreachedList(r); err != nil {
		return fmt.Errorf("store which list of leaked passwords is in use: %w", err)
	}
	return nil
}

// RemoveBreached takes the site's list out of use. The built-in one stays.
func (s *Site) RemoveBreached(ctx context.Context, token Token) error {
	err := s.act(ctx, token, RightPolicy, func(tx Tx, c caller) error {
		used, err := s.listInUse(tx)
		if err != nil {
			return err
		}
		if used.ID == "" && !used.altered {
			return refuse(say("There is no list to remove: only the built-in one is in use, and that stays."))
		}
		if err := s.insertList(tx, c, used, BreachedRecord{}); err != nil {
			return err
		}
		d := detail{"list": used.ID, "source": used.Source}
		if used.altered {
			d = detail{"why": "altered"}
		}
		_, err = s.record(tx, c.did(EventBreachedRemoved, Account{}), d)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.clearLists(ctx); err != nil {
		s.log.WarnContext(ctx, "old lists of leaked passwords are left over", "cause", err.Error())
	}
	return nil
}

// clearLists removes the files of lists that are not in use. What another program
// still has open stays whole for it; where the system does not let such a file be
// removed, that is for the next time.
func (s *Site) clearLists(ctx context.Context) error {
	used, err := s.readListInUse(ctx) // which closes a former one
	if err != nil {
		return err
	}
	info, err := s.store.Info(ctx)
	if err != nil || info.Folder == "" {
		return err
	}
	unused, err := breach.Unused(info.Folder, used.File)
	if err != nil {
		return fmt.Errorf("look for old lists: %w", err)
	}
	if len(unused) > 0 && !used.altered {
		if err := s.retireLists(ctx, info.Folder); err != nil {
			return err
		}
	}
	if err := breach.Clear(info.Folder, time.Now()); err != nil { // files have the time of the system
		s.log.InfoContext(ctx, "old lists of leaked passwords are left over", "cause", err.Error())
	}
	return nil
}

// retireLists takes the lists that are not in use their names. It holds the writer's
// place meanwhile, so that no list comes into use whose file has just lost its name.
func (s *Site) retireLists(ctx context.Context, folder string) error {
	return s.store.Update(ctx, func(tx Tx) error {
		used, err := s.listInUse(tx)
		if err != nil || used.altered {
			return err
		}
		unused, err := breach.Unused(folder, used.File)
		if err != nil {
			return fmt.Errorf("look for old lists: %w", err)
		}
		for _, name := range unused {
			if err := breach.Retire(folder, name); err != nil {
				s.log.InfoContext(ctx, "an old list of leaked passwords is still open somewhere", "file", name, "cause", err.Error())
			}
		}
		return nil
	})
}

// CountBreached counts what is known of the passwords of the accounts whose policy looks
// for leaked ones. It ends early with ctx.
func (s *Site) CountBreached(ctx context.Context, token Token) (BreachedCounts, error) {
	var counts BreachedCounts
	var asks []ImpactQuery
	var last AccountID
	err := s.look(ctx, token, RightPolicy, func(tx Tx, _ caller) error {
		var err error
		asks, last, err = s.asksLeaked(tx)
		return err
	})
	if err != nil {
		return BreachedCounts{}, err
	}
	for _, q := range asks {
		sum := impactSum{last: last}
		if err := s.addSlices(ctx, token, q, &sum); err != nil {
			return BreachedCounts{}, err
		}
		counts.Policies++
		counts.Accounts += sum.Total
		counts.Leaked += sum.Leaked
		counts.Unseen += sum.Unseen
	}
	counts.Seen = counts.Accounts - counts.Unseen
	return counts, nil
}

// asksLeaked are the questions for the policies that look for leaked passwords.
func (s *Site) asksLeaked(tx Tx) (asks []ImpactQuery, last AccountID, err error) {
	used, err := s.listInUse(tx)
	if err != nil {
		return nil, 0, err
	}
	records, err := allPolicies(tx)
	if err != nil {
		return nil, 0, err
	}
	for _, record := range records {
		held, err := s.rulingBy(tx, Holding{Policy: record.ID})
		if err != nil {
			return nil, 0, err
		}
		q := ImpactQuery{Policy: record.ID}
		if q.lookFor(held.Complexity, used.Number); q.Leaks != 0 {
			asks = append(asks, q)
		}
	}
	if last, err = tx.LastAccount(); err != nil {
		return nil, 0, fmt.Errorf("find the last account: %w", err)
	}
	return asks, last, nil
}

// lookFor asks for what is known of leaked passwords, where the rules look for them.
func (q *ImpactQuery) lookFor(rules policy.Complexity, list ListNumber) {
	if looksForLeaked(rules) {
		q.Leaks, q.RefuseLeaked = list, rules.Breached == policy.BreachedRefuse
	}
}
