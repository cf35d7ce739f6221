package core

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Keeping says for how many days a site keeps what it need not keep for ever.
type Keeping struct {
	// EndedDays is how long sessions that are over are shown.
	EndedDays int `json:"ended_days"`
	// HistoryDays is how long the sign-in history goes back, 0 for ever. The log of the
	// site is not part of it.
	HistoryDays int `json:"history_days,omitempty"`
}

// The bounds of Keeping, in days. An attack is often found months later, so that the
// history goes back for three at least.
const (
	DefaultEndedDays = 90
	MinKeptDays      = 1
	MinHistoryDays   = 90
	MaxKeptDays      = 3650
)

// documentKeeping is the name of the document.
const documentKeeping = "keeping"

// keeping is what holds now. Of a document that was altered nothing is believed: what
// is usual is shown then, and nothing is forgotten.
func (s *Site) keeping(tx Tx) (kept Keeping, sound bool, err error) {
	kept = Keeping{EndedDays: DefaultEndedDays}
	_, err = s.document(tx, documentKeeping, &kept)
	if errors.Is(err, errDocumentAltered) {
		s.log.Error("how long the site keeps what was changed outside the program", "cause", err.Error())
		return Keeping{EndedDays: DefaultEndedDays}, false, nil
	}
	return kept, err == nil, err
}

// KeepingNow tells how long the site keeps what.
func (s *Site) KeepingNow(ctx context.Context, token Token) (Keeping, error) {
	var kept Keeping
	err := s.look(ctx, token, RightHistory, func(tx Tx, _ caller) error {
		var err error
		kept, _, err = s.keeping(tx)
		return err
	})
	return kept, err
}

// The fields of Keeping in errors.
const (
	FieldEndedDays   = "ended_days"
	FieldHistoryDays = "history_days"
)

// SetKeeping changes how long the site keeps what. What is too old then is forgotten by
// the next sweep.
func (s *Site) SetKeeping(ctx context.Context, token Token, k Keeping) error {
	var f form
	if k.EndedDays < MinKeptDays || k.EndedDays > MaxKeptDays {
		f.note(problem(FieldEndedDays, say("Choose {{.Min}} to {{.Max}} days.", "Min", MinKeptDays, "Max", MaxKeptDays)))
	}
	if k.HistoryDays != 0 && (k.HistoryDays < MinHistoryDays || k.HistoryDays > MaxKeptDays) {
		f.note(problem(FieldHistoryDays, say("Choose {{.Min}} to {{.Max}} days, or no limit.", "Min", MinHistoryDays, "Max", MaxKeptDays)))
	}
	if err := f.problems.orNil(); err != nil {
		return err
	}
	return s.act(ctx, token, RightSite, func(tx Tx, c caller) error {
		was := Keeping{EndedDays: DefaultEndedDays}
		record, err := s.document(tx, documentKeeping, &was)
		if err != nil && !errors.Is(err, errDocumentAltered) {
			return err
		}
		return s.putDocument(tx, c, record, k, EventKeepingSet, detail{
			"ended_days.was": strconv.Itoa(was.EndedDays), "ended_days": strconv.Itoa(k.EndedDays),
			"history_days.was": strconv.Itoa(was.HistoryDays), "history_days": strconv.Itoa(k.HistoryDays),
		})
	})
}

// forgetBatch is how many rows one transaction of a sweep forgets.
const forgetBatch = 2000

// sweepSessions ends sessions whose time is over, and forgets what is older than the
// site keeps it. While the clock is not believed nothing is forgotten.
func (s *Site) sweepSessions(ctx context.Context) error {
	if err := s.batches(ctx, func(tx Tx) (int, error) { return s.expireSessions(tx) }); err != nil {
		return err
	}
	if err := s.batches(ctx, s.forgetSessions); err != nil {
		return err
	}
	return s.batches(ctx, s.forgetHistory)
}

// batches does something in transactions of its own until one has done less than it
// may.
func (s *Site) batches(ctx context.Context, do func(Tx) (int, error)) error {
	for more := true; more; {
		err := s.store.Update(ctx, func(tx Tx) error {
			count, err := do(tx)
			more = count >= forgetBatch
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// expireSessions writes down that sessions are over.
func (s *Site) expireSessions(tx Tx) (int, error) {
	ended, err := tx.ExpireSessions(forgetBatch)
	if err != nil {
		return 0, fmt.Errorf("end sessions: %w", err)
	}
	for _, one := range ended {
		account, err := tx.AccountByID(one.AccountID)
		if err != nil {
			return 0, fmt.Errorf("find an account: %w", err)
		}
		line := caller{session: Session{Device: one.Device}}.did(EventSignedOut, account)
		if _, err := s.record(tx, line, detail{"session": fmt.Sprint(one.ID), "why": string(EndExpired)}); err != nil {
			return 0, err
		}
	}
	return len(ended), nil
}

// forgetSessions forgets sessions that ended too long ago.
func (s *Site) forgetSessions(tx Tx) (int, error) {
	kept, err := s.keptFrom(tx, func(k Keeping) int { return k.EndedDays })
	if err != nil || kept.IsZero() {
		return 0, err
	}
	count, err := tx.ForgetSessions(kept, forgetBatch)
	if err != nil {
		return 0, fmt.Errorf("forget sessions: %w", err)
	}
	return count, nil
}

// forgetHistory forgets the history that is too old.
func (s *Site) forgetHistory(tx Tx) (int, error) {
	kept, err := s.keptFrom(tx, func(k Keeping) int { return k.HistoryDays })
	if err != nil || kept.IsZero() {
		return 0, err
	}
	count, err := tx.PurgeHistory(kept, forgetBatch)
	if err != nil {
		return 0, fmt.Errorf("forget the history: %w", err)
	}
	return count, nil
}

// keptFrom is the time before which something is forgotten, zero for never.
func (s *Site) keptFrom(tx Tx, days func(Keeping) int) (time.Time, error) {
	held, err := s.clockHeld(tx)
	if err != nil || held {
		return time.Time{}, err
	}
	kept, sound, err := s.keeping(tx)
	if err != nil || !sound || days(kept) == 0 {
		return time.Time{}, err
	}
	return tx.Now().AddDate(0, 0, -days(kept)), nil
}
