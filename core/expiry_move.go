package core

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"gatehouse/core/policy"
)

const (
	// maxStagger is over how many days a mass expiry is spread at most.
	maxStagger = 366
	// staggerPage is how many accounts are listed at a time.
	staggerPage = 1000
)

// MoveExpiry sets the date on which an account's password expires: the first
// instant of that date in the site's time zone, today or later, within ten years.
// The zero time gives it back to the policy. Either way an expired password
// begins anew with what the policy grants it.
func (s *Site) MoveExpiry(ctx context.Context, token Token, id AccountID, date time.Time) error {
	return s.act(ctx, token, RightExpiry, func(tx Tx, c caller) error {
		account, err := existing(tx, id)
		if err != nil {
			return err
		}
		if err := c.mayChange(account); err != nil {
			return err
		}
		stored, err := passwordOf(tx, id)
		if err != nil {
			return err
		}
		if stored.PHC == "" {
			return refuse(say("This account has no password yet."))
		}
		at, err := s.expiryDate(tx.Now(), date)
		if err != nil {
			return err
		}
		return s.moveExpiry(tx, c, account, at)
	})
}

// expiryDate is the first instant of a date that a password may expire on.
func (s *Site) expiryDate(now, day time.Time) (time.Time, error) {
	if day.IsZero() {
		return time.Time{}, nil
	}
	at, from := today(day, s.zone).start(0), today(now, s.zone)
	switch {
	case at.Before(from.start(0)):
		return time.Time{}, problem(FieldExpiry, say("This day is over. Choose today or a later one."))
	case at.After(from.start(policy.MaxDays)):
		return time.Time{}, problem(FieldExpiry, say("Choose a day within the next ten years."))
	}
	return at, nil
}

// moveExpiry writes the date, the line of the log and the notice.
func (s *Site) moveExpiry(tx Tx, c caller, a Account, at time.Time) error {
	terms, err := termsOf(tx, a.ID)
	if err != nil {
		return err
	}
	if terms.ExpiresAt.Equal(at) {
		return refuse(say("The password expires on this day already."))
	}
	d := detail{"date": s.dateOf(at), "date.was": s.dateOf(terms.ExpiresAt)}
	terms.ExpiresAt, terms.GraceUsed = at, 0
	if err := putTerms(tx, terms); err != nil {
		return err
	}
	seq, err := s.record(tx, c.did(EventExpiryMoved, a), d)
	if err != nil {
		return err
	}
	return notify(tx, a.ID, NoticeExpiryMoved, seq)
}

// dateOf writes a date of the site for the log, "" where the policy decides.
func (s *Site) dateOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(s.zone).Format(time.DateOnly)
}

// StaggerExpiry gives the passwords that expire on a day (of the calendar) new
// dates, evenly over so many days from it on, and tells how many. 2 to 366 days.
func (s *Site) StaggerExpiry(ctx context.Context, token Token, day time.Time, over int) (int, error) {
	if over < 2 || over > maxStagger {
		return 0, problem(FieldOver, say("Choose 2 to {{.Max}} days.", "Max", maxStagger))
	}
	moved := 0
	err := s.act(ctx, token, RightExpiry, func(tx Tx, c caller) error {
		cal := newCalendar(today(tx.Now(), s.zone), maxCalendar)
		place := slices.IndexFunc(cal.offsets, func(offset int) bool {
			return cal.start(offset).Equal(today(day, s.zone).start(0))
		})
		if place < 0 {
			return problem(FieldDay, say("Choose a day from today on, within the next {{.Max}} days.", "Max", maxCalendar))
		}
		ids, err := s.expiringOn(tx, cal, place)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return refuse(say("No password expires on this day."))
		}
		moved = len(ids)
		return s.stagger(tx, c, cal, cal.offsets[place], ids, over)
	})
	if err != nil {
		return 0, err
	}
	return moved, nil
}

// expiringOn lists, by number, the accounts whose password expires on a day of the
// calendar.
func (s *Site) expiringOn(tx Tx, cal calendar, place int) ([]AccountID, error) {
	var all []AccountID
	err := s.eachPolicy(tx, func(held ruling) error {
		span := cal.instants(place, place+1, held.Expiration)
		for after := AccountID(0); ; {
			page, err := tx.ExpiringAccounts(held.id, span.setFrom, span.setTo, span.from, span.to, after, staggerPage)
			if err != nil {
				return fmt.Errorf("list what expires: %w", err)
			}
			all = append(all, page...)
			if len(page) < staggerPage {
				return nil
			}
			after = page[len(page)-1]
		}
	})
	slices.Sort(all)
	return all, err
}

// stagger writes the new dates and one line of the log for all of them.
func (s *Site) stagger(tx Tx, c caller, cal calendar, offset int, ids []AccountID, over int) error {
	if err := c.may(RightManageAll); err != nil {
		return err
	}
	for i, id := range ids {
		terms, err := termsOf(tx, id)
		if err != nil {
			return err
		}
		terms.GraceUsed, terms.ExpiresAt = 0, cal.start(offset+i*over/len(ids))
		if err := putTerms(tx, terms); err != nil {
			return err
		}
	}
	return s.recordPolicy(tx, c, EventExpiryMoved, detail{
		"date": s.dateOf(cal.start(offset)), "days": strconv.Itoa(over), "accounts": strconv.Itoa(len(ids)),
	})
}
