package core

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"gatehouse/core/password"
	"gatehouse/core/policy"
)

// ClockView is what the site makes of the machine's clock.
type ClockView struct {
	// Machine is what that clock shows, Site the time that the site goes by.
	Machine, Site time.Time
	// Held: the site goes on from the time it knew, Last, since the machine's clock
	// is too far from it, until it is put right or somebody confirms its date.
	Held bool
	Last time.Time
}

// Ahead tells whether the machine's clock is ahead of the site's time.
func (v ClockView) Ahead() bool { return v.Machine.After(v.Site) }

// Clock tells what the site makes of the machine's clock. It asks for no session:
// whoever sits at the machine sees its clock.
func (s *Site) Clock(ctx context.Context) (ClockView, error) {
	var view ClockView
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		view, err = clockView(tx)
		return err
	})
	return view, s.plain(ctx, err)
}

// clockView is Clock within a transaction.
func clockView(tx Tx) (ClockView, error) {
	record, _, err := tx.Clock()
	if err != nil {
		return ClockView{}, fmt.Errorf("read the site's clock: %w", err)
	}
	return ClockView{Machine: tx.Machine(), Site: tx.Now(), Held: record.Shift != 0, Last: record.HeldAt}, nil
}

// ClockOutlook is what confirming the date of the machine's clock would do.
type ClockOutlook struct {
	ClockView
	// Expired and Unused count the passwords that are expired, and the accounts that
	// are not locked yet and were not used for as long as locks them, by the end of
	// the machine's day; ExpiredNow and UnusedNow by that of the site's.
	Expired, ExpiredNow int
	Unused, UnusedNow   int
}

// ClockOutlook tells what ConfirmClock would do. It needs RightClock.
func (s *Site) ClockOutlook(ctx context.Context, token Token) (ClockOutlook, error) {
	var outlook ClockOutlook
	own := false
	err := s.look(ctx, token, RightClock, func(tx Tx, c caller) error {
		var err error
		if outlook.ClockView, err = clockView(tx); err != nil {
			return err
		}
		own, err = s.unusedBy(tx, c.account, outlook.Machine)
		return err
	})
	if err != nil {
		return ClockOutlook{}, err
	}
	then, err := s.countAt(ctx, token, outlook.Machine)
	if err != nil {
		return ClockOutlook{}, err
	}
	now, err := s.countAt(ctx, token, outlook.Site)
	if err != nil {
		return ClockOutlook{}, err
	}
	outlook.Expired, outlook.ExpiredNow = then.Expire, now.Expire
	outlook.Unused, outlook.UnusedNow = then.Lock, now.Lock
	if own {
		outlook.Unused-- // to confirm the date is a use of the account
	}
	return outlook, nil
}

// unusedBy tells whether an account would be locked for want of use by the end of
// a day.
func (s *Site) unusedBy(tx Tx, a Account, day time.Time) (bool, error) {
	held, err := s.rulingOf(tx, a.ID)
	if err != nil {
		return false, err
	}
	terms, err := termsOf(tx, a.ID)
	if err != nil {
		return false, err
	}
	from := s.inactiveAt(a, held, terms)
	return !from.IsZero() && !from.After(today(day, s.zone).start(1)) && terms.InactiveFrom.IsZero(), nil
}

// countAt counts, over all policies, what is expired and unused by the end of a
// day.
func (s *Site) countAt(ctx context.Context, token Token, day time.Time) (ImpactCounts, error) {
	var queries []ImpactQuery
	var last AccountID
	err := s.look(ctx, token, RightClock, func(tx Tx, _ caller) error {
		err := s.eachPolicy(tx, func(held ruling) error {
			q := today(day, s.zone).impact(held.Expiration)
			q.Policy = held.id
			queries = append(queries, q)
			return nil
		})
		if err != nil {
			return err
		}
		last, err = tx.LastAccount()
		return err
	})
	if err != nil {
		return ImpactCounts{}, err
	}
	sum := impactSum{last: last}
	for _, q := range queries {
		if err := s.addSlices(ctx, token, q, &sum); err != nil {
			return ImpactCounts{}, err
		}
	}
	return sum.ImpactCounts, nil
}

// ClockConfirmation is the word of an administrator that the machine's clock is
// right.
type ClockConfirmation struct {
	// Password of the caller, typed once more.
	Password string
	// Reason is needed: it stands in the log.
	Reason string
	// Machine is the time that was shown and is confirmed.
	Machine time.Time
}

// confirmWithin is how long after it was shown a time can be confirmed.
const confirmWithin = time.Hour

// ConfirmClock makes the site follow the machine's clock again. Everybody is signed
// out, the caller as well: sessions of another time mean nothing. Passwords and
// accounts are judged by the new date from then on; after a date that lies before
// the site's own, what had expired or was locked may be so no more, and is again
// when its time comes. It needs RightClock. Errors: CodeInput for password and
// reason, CodeSignIn and CodeLocked as for every password, CodeRefused when there
// is nothing to confirm or the clock has moved since.
func (s *Site) ConfirmClock(ctx context.Context, token Token, word ClockConfirmation) error {
	var f form
	reason := f.line(FieldReason, word.Reason, maxReason, true)
	secret, err := password.New(word.Password)
	if err != nil {
		f.note(passwordProblem(FieldPassword, err))
	}
	defer secret.Wipe()
	if err := f.problems.orNil(); err != nil {
		return err
	}
	var begun caller
	err = s.look(ctx, token, RightClock, func(tx Tx, c caller) error {
		begun = c
		return confirmable(tx, word.Machine)
	})
	if err != nil {
		return err
	}
	leave, err := s.turns.take(ctx, begun.account.Key)
	if err != nil {
		return s.plain(ctx, err)
	}
	defer leave()
	g, _, err := s.try(ctx, target{account: begun.account.ID}, begun.session.Device, begun.session.ID, "clock", secret)
	if err != nil {
		return s.plain(ctx, ownPasswordError(FieldPassword, err))
	}
	err = s.act(ctx, token, RightClock, func(tx Tx, c caller) error {
		if err := confirmable(tx, word.Machine); err != nil {
			return err
		}
		if _, _, err := s.succeed(tx, g); err != nil {
			return err
		}
		return s.confirmClock(tx, c, reason)
	})
	if err != nil {
		s.settleRight(ctx, g)
	}
	return err
}

// confirmable refuses what needs no word, or shows another time than it was given
// for.
func confirmable(tx Tx, shown time.Time) error {
	view, err := clockView(tx)
	if err != nil {
		return err
	}
	if !view.Held {
		return refuse(say("Gatehouse goes by this computer's clock already. There is nothing to confirm."))
	}
	if view.Machine.Before(shown.Add(-standStill)) || view.Machine.After(shown.Add(confirmWithin)) {
		return refuse(say("This computer's clock was changed in between. Look at its date again, then confirm it."))
	}
	return nil
}

// confirmClock goes over to the machine's time, and writes everything else by it.
func (s *Site) confirmClock(tx Tx, c caller, reason string) error {
	d := detail{"site": stamp(tx.Now()), "clock": stamp(tx.Machine()), "reason": reason}
	tx.SetNow(tx.Machine())
	ended, err := tx.EndAllSessions(tx.Now(), EndClockConfirmed)
	if err != nil {
		return fmt.Errorf("end all sessions: %w", err)
	}
	d["ended_sessions"] = strconv.Itoa(ended)
	if err := noteSignIn(tx, c.account, ScopeFull); err != nil {
		return err
	}
	seq, err := s.record(tx, c.did(EventClockConfirmed, Account{}), d)
	if err != nil {
		return err
	}
	if err := s.putClock(tx, ClockRecord{Mark: tx.Now(), Confirmed: seq}); err != nil {
		return err
	}
	roots, err := tx.Usable(RoleRoot, 0, policy.MaxConsecutiveFailures)
	if err != nil {
		return fmt.Errorf("list root accounts: %w", err)
	}
	for _, id := range roots {
		if err := notify(tx, id, NoticeClockConfirmed, seq); err != nil {
			return err
		}
	}
	return nil
}
