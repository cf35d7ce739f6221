package command

import (
	"fmt"
	"strconv"
	"time"

	"gatehouse/core"
)

// expiryCommands are the commands for the dates on which passwords expire.
type expiryCommands struct {
	Calendar expiryCalendar `cmd:"" help:"Count the passwords that expire on each of the next days."`
	Move     expiryMove     `cmd:"" help:"Let the password of one account expire on another day."`
	Stagger  expiryStagger  `cmd:"" help:"Spread the passwords that expire on one day over several."`
}

// expiryCalendar counts what expires.
type expiryCalendar struct {
	Days int `default:"60" help:"How many days, today first, at most 400."`
	actor
}

// calendarDay is a day of the calendar.
type calendarDay struct {
	// Day is a date in the site's time zone. The first one is today, with all that
	// expired before.
	Day       string `json:"day"`
	Passwords int    `json:"passwords"`
}

// calendarShown is the answer of expiry calendar.
type calendarShown struct {
	// Total of all days.
	Total int           `json:"total"`
	Days  []calendarDay `json:"days"`
}

// Run is called by kong.
func (e *expiryCalendar) Run(c *console) error {
	return e.act(c, func(site *core.Site, token core.Token) error {
		days, err := site.ExpiryCalendar(c.ctx, token, e.Days)
		if err != nil {
			return err
		}
		shown := calendarShown{Days: []calendarDay{}}
		rows := [][]string{{"DAY", "PASSWORDS"}}
		for i, day := range days {
			one := calendarDay{Day: dateIn(day.Day, site.Zone()), Passwords: day.Count}
			shown.Days = append(shown.Days, one)
			shown.Total += one.Passwords
			if i == 0 {
				one.Day += " and before"
			}
			if one.Passwords > 0 {
				rows = append(rows, []string{one.Day, strconv.Itoa(one.Passwords)})
			}
		}
		if shown.Total == 0 {
			return c.show(shown, "No password expires in the next "+counted(e.Days, "day")+".")
		}
		lines, err := table(rows)
		if err != nil {
			return err
		}
		return c.show(shown, append(lines, fmt.Sprintf("%d in all, in %s", shown.Total, counted(e.Days, "day")))...)
	})
}

// dateIn is the date of a moment at the site.
func dateIn(t time.Time, zone *time.Location) string { return t.In(zone).Format(time.DateOnly) }

// readDate reads a date of the site.
func readDate(site *core.Site, field, typed string) (time.Time, error) {
	day, ok := site.ReadDate(typed)
	if !ok {
		return time.Time{}, wrongUse(field, "This is no date. Write it as 2027-03-01.")
	}
	return day, nil
}

// expiryMove moves the date of one account.
type expiryMove struct {
	named
	To       string `placeholder:"DATE" help:"The day on which it expires, as 2027-03-01: today or later, within ten years."`
	ByPolicy bool   `help:"Let the policy of the account decide again."`
}

// movedExpiry is the answer of expiry move.
type movedExpiry struct {
	Name string `json:"name"`
	// ExpiresAt is null for a password that does not expire.
	ExpiresAt *time.Time `json:"password_expires_at"`
}

// Run is called by kong.
func (m *expiryMove) Run(c *console) error {
	if (m.To == "") != m.ByPolicy {
		return wrongUse("", "Give --to with a date, or --by-policy.")
	}
	return m.on(c, func(site *core.Site, token core.Token, v core.AccountView) error {
		var day time.Time
		if m.To != "" {
			var err error
			if day, err = readDate(site, core.FieldExpiry, m.To); err != nil {
				return err
			}
		}
		if err := site.MoveExpiry(c.ctx, token, v.ID, day); err != nil {
			return err
		}
		now, err := site.Account(c.ctx, token, v.ID)
		if err != nil {
			return err
		}
		said := "The password of " + now.Name + " does not expire."
		if !now.ExpiresAt.IsZero() {
			said = "The password of " + now.Name + " expires on " + dateIn(now.ExpiresAt, site.Zone()) + "."
		}
		return c.show(movedExpiry{Name: now.Name, ExpiresAt: at(now.ExpiresAt)}, said)
	})
}

// expiryStagger spreads what expires on one day.
type expiryStagger struct {
	Day  string `required:"" placeholder:"DATE" help:"A day of the calendar, as 2027-03-01. Today is also for all that expired before."`
	Over int    `required:"" placeholder:"N" help:"Over how many days, 2 to 366, from that one on. There is no way back for all at once."`
	actor
}

// staggered is the answer of expiry stagger.
type staggered struct {
	Day  string `json:"day"`
	Over int    `json:"over"`
	// Passwords got a new date.
	Passwords int `json:"passwords"`
}

// Run is called by kong.
func (s *expiryStagger) Run(c *console) error {
	return s.act(c, func(site *core.Site, token core.Token) error {
		day, err := readDate(site, core.FieldDay, s.Day)
		if err != nil {
			return err
		}
		moved, err := site.StaggerExpiry(c.ctx, token, day, s.Over)
		if err != nil {
			return err
		}
		told := staggered{Day: dateIn(day, site.Zone()), Over: s.Over, Passwords: moved}
		return c.show(told, fmt.Sprintf("%s of %s %s over %d days.", counted(moved, "password"), told.Day, isAre(moved, "spread"), s.Over))
	})
}

// isAre puts what happened to so many things.
func isAre(n int, done string) string {
	if n == 1 {
		return "is " + done
	}
	return "are " + done
}
