package core

import (
	"context"
	"fmt"
	"time"

	"gatehouse/core/policy"
)

// maxCalendar is how many days the expiry calendar has at most.
const maxCalendar = 400

// ExpiryDay is a day of the expiry calendar.
type ExpiryDay struct {
	// Day is the first instant of the day in the site's time zone.
	Day time.Time
	// Count is how many passwords expire on it. On the first day these are also
	// those that expired before.
	Count int
}

// ExpiryCalendar counts the passwords that expire on each of the next days, today
// first. At most 400.
func (s *Site) ExpiryCalendar(ctx context.Context, token Token, days int) ([]ExpiryDay, error) {
	if days < 1 || days > maxCalendar {
		return nil, &Error{Code: CodeUsage, Text: say("The calendar shows 1 to {{.Max}} days.", "Max", maxCalendar)}
	}
	var list []ExpiryDay
	err := s.look(ctx, token, RightPolicy, func(tx Tx, _ caller) error {
		c := newCalendar(today(tx.Now(), s.zone), days)
		list = make([]ExpiryDay, days)
		for i := range list {
			list[i].Day = c.start(c.offsets[i])
		}
		return s.eachPolicy(tx, func(held ruling) error { return c.fill(tx, held, list) })
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// eachPolicy does something for every policy in use as it holds now.
func (s *Site) eachPolicy(tx Tx, do func(ruling) error) error {
	records, err := allPolicies(tx)
	if err != nil {
		return err
	}
	for _, record := range records {
		held, err := s.rulingBy(tx, Holding{Policy: record.ID})
		if err != nil {
			return err
		}
		if err := do(held); err != nil {
			return err
		}
	}
	return nil
}

// calendar is the next days, today first.
type calendar struct {
	date
	// offsets are the days that exist, counted in dates from today.
	offsets []int
}

// newCalendar finds so many days that exist: a zone that moved over the date line
// has lost one.
func newCalendar(d date, days int) calendar {
	c := calendar{date: d}
	for offset := 0; len(c.offsets) < days; offset++ {
		if d.start(offset).Before(d.start(offset + 1)) {
			c.offsets = append(c.offsets, offset)
		}
	}
	return c
}

// instants are the limits of a stretch of days: of the instants at which a
// password was set that expires in it, and of the dates of their own.
type instants struct{ setFrom, setTo, from, to time.Time }

// earliest is before every instant in a store, where 0 is never.
func earliest() time.Time { return time.UnixMilli(1).UTC() }

// instants are those of the days from one of the calendar up to another, which is
// not among them. The first day has all that expired before. A date that does not
// exist begins with the next one that does.
func (c calendar) instants(first, end int, e policy.Expiration) instants {
	low, high := 0, c.offsets[end-1]+1
	if first > 0 {
		low = c.offsets[first-1] + 1
	}
	span := instants{from: c.start(low), to: c.start(high), setFrom: earliest(), setTo: earliest()}
	if first == 0 {
		span.from = earliest()
	}
	if e.MaxAgeDays == nil {
		return span
	}
	span.setTo = c.start(high - *e.MaxAgeDays)
	if first > 0 {
		span.setFrom = c.start(low - *e.MaxAgeDays)
	}
	return span
}

// fill adds the counts of one policy. It counts halves: what is not in the first
// is in the second, and where nothing is, nothing more is asked.
func (c calendar) fill(tx Tx, held ruling, list []ExpiryDay) error {
	count := func(first, end int) (int, error) {
		span := c.instants(first, end, held.Expiration)
		n, err := tx.Expiring(held.id, span.setFrom, span.setTo, span.from, span.to)
		if err != nil {
			return 0, fmt.Errorf("count what expires: %w", err)
		}
		return n, nil
	}
	all, err := count(0, len(list))
	if err != nil {
		return err
	}
	return halve(0, len(list), all, count, func(day, n int) { list[day].Count += n })
}

// halve finds the places of so many things between first and end.
func halve(first, end, all int, count func(first, end int) (int, error), found func(place, n int)) error {
	if all == 0 {
		return nil
	}
	if end-first == 1 {
		found(first, all)
		return nil
	}
	middle := first + (end-first)/2
	left, err := count(first, middle)
	if err != nil {
		return err
	}
	if err := halve(first, middle, left, count, found); err != nil {
		return err
	}
	return halve(middle, end, all-left, count, found)
}
