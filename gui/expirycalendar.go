package gui

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

const (
	// calendarDays is how many days the expiry calendar shows.
	calendarDays = 60
	// calendarRow is the height of one of them.
	calendarRow = 34
	// calendarRows is how many of them are in view.
	calendarRows = 7
	// spreadDays is over how many days the form proposes to spread.
	spreadDays = 14
)

// expiryCalendar is the dialog that shows how many passwords expire on each of
// the next days, and spreads those of one day.
type expiryCalendar struct {
	page   *accountsPage
	app    *App
	dialog *kit.Dialog
	list   *kit.List
	days   []core.ExpiryDay
	most   int
	// chosen is the day in the form below the list.
	chosen int
	said   *kit.Text
	over   *kit.Field
	spread *kit.Button
	foot   *fyne.Container
	asked  sequence
}

// showCalendar opens the calendar.
func (p *accountsPage) showCalendar() {
	c := &expiryCalendar{page: p, app: p.app, said: kit.BodyText("").Wrapped()}
	c.list = kit.NewList(kit.ListSpec[core.ExpiryDay]{
		Columns: []kit.ListColumn[core.ExpiryDay]{
			{ID: "day", Label: tr("Day"), Width: 190, Show: c.showDay},
			{ID: "count", Label: tr("Passwords that expire"), Show: c.showCount},
		},
		Len:      func() int { return len(c.days) },
		Row:      func(i int) (core.ExpiryDay, bool) { return c.days[i], true },
		Selected: func(day core.ExpiryDay) bool { return day.Day.Equal(c.days[c.chosen].Day) },
		OnOpen:   func(i int, _ core.ExpiryDay) { c.choose(i) },
		Height:   calendarRow,
	})
	c.over = kit.NewField(kit.FieldSpec{
		Label: tr("Spread over how many days"), OnChanged: func(string) { c.over.SetProblem("") },
		OnSubmitted: func(string) { c.ask() },
	})
	c.over.SetText(strconv.Itoa(spreadDays))
	c.spread = kit.NewButton(kit.ButtonSpec{Text: tr("Spread…"), Act: c.ask})
	c.foot = kit.VBox(kit.Gap12, c.said)
	if p.app.session.own.Role.Can(core.RightExpiry) {
		c.foot.Add(kit.TopHBox(kit.Gap12, kit.FixedWidth(220, c.over), kit.VBox(0, kit.Gap(0, 23), c.spread)))
	} else {
		c.foot.Add(kit.CaptionText(tr("A root account can spread the passwords of one day over several.")).Wrapped())
	}
	c.dialog = kit.ShowDialog(p.app.window, kit.DialogSpec{
		Title: tr("Expiry calendar"), Sentence: trf("How many passwords expire on each of the next {{.N}} days.", "N", calendarDays),
		Body: kit.NewSkeleton(), Cancel: tr("Close"), Width: 560,
		OnClosed: func() { c.asked.forget() },
	})
	c.load()
}

// load reads the numbers.
func (c *expiryCalendar) load() {
	session := c.app.session
	c.app.back.latest(&c.asked, func(ctx context.Context) func() {
		days, err := c.page.site.ExpiryCalendar(ctx, session.token, calendarDays)
		return func() {
			switch {
			case c.app.session != session || c.dialog.Closed() || c.app.sessionEnded(err):
			case err != nil:
				c.dialog.SetBody(kit.NewFailed(kit.FailedSpec{
					Title: tr("The calendar could not be read"), Caption: problemWords(err), Retry: tr("Try again"), OnRetry: c.load,
				}))
			default:
				c.show(days)
			}
		}
	})
}

// show shows the numbers; at first the day on which most expire is chosen.
func (c *expiryCalendar) show(days []core.ExpiryDay) {
	first := c.days == nil
	c.days, c.most = days, 0
	busiest := 0
	for i, day := range days {
		if day.Count > c.most {
			c.most, busiest = day.Count, i
		}
	}
	if c.most == 0 {
		c.dialog.SetBody(kit.NewEmpty(kit.EmptySpec{
			Icon: kit.IconCalendarClock, Title: trf("No password expires in the next {{.N}} days", "N", calendarDays),
			Caption: tr("Passwords expire where the policy of an account gives them a longest age, or on a date that was set for one account."),
		}))
		return
	}
	if first {
		c.chosen = busiest
	}
	high := kit.ListHeight(calendarRows, calendarRow)
	list := container.NewStack(kit.Gap(0, high), c.list)
	c.dialog.SetBody(kit.VBox(kit.Gap12, list, c.foot))
	c.list.SetFoot(c.totalWords(), "")
	c.list.SetCursor(c.chosen)
	c.list.Reload()
	c.paintChosen()
	if first {
		c.dialog.Focus(c.list)
	}
}

// totalWords counts all that expires in the calendar.
func (c *expiryCalendar) totalWords() string {
	all := 0
	for _, day := range c.days {
		all += day.Count
	}
	return trf("{{.N}} in all", "N", numberWords(all))
}

// showDay names a day. The first one has all that expired before.
func (c *expiryCalendar) showDay(day core.ExpiryDay, cell *kit.Cell) {
	if day.Day.Equal(c.days[0].Day) {
		cell.Caption(tr("Today and before"))
		return
	}
	cell.Caption(c.app.weekdayWords(day.Day))
}

// showCount shows the number of a day as a bar.
func (c *expiryCalendar) showCount(day core.ExpiryDay, cell *kit.Cell) {
	cell.Bar(float32(day.Count)/float32(c.most), numberWords(day.Count))
}

// choose puts a day into the form.
func (c *expiryCalendar) choose(i int) {
	c.chosen = i
	c.over.SetProblem("")
	c.list.Reload()
	c.paintChosen()
}

// paintChosen says what is known of the chosen day.
func (c *expiryCalendar) paintChosen() {
	day := c.days[c.chosen]
	name := c.app.weekdayWords(day.Day)
	if c.chosen == 0 {
		name = tr("Today and before")
	}
	c.said.SetText(trf("{{.Day}}: {{.N}} expire", "Day", name, "N", numberWords(day.Count)))
	if day.Count > 0 {
		c.spread.Enable()
		c.over.Enable()
	} else {
		c.spread.Disable()
		c.over.Disable()
	}
	c.dialog.SetProblem("")
}

// ask asks before the dates are moved.
func (c *expiryCalendar) ask() {
	day := c.days[c.chosen]
	over, err := strconv.Atoi(strings.TrimSpace(c.over.Text()))
	if err != nil {
		c.beside(tr("Type a number of days, such as 14."))
		return
	}
	last := day.Day.In(c.app.site.Zone()).AddDate(0, 0, over-1)
	var dialog *kit.Dialog
	beside := func(e *core.Error) bool {
		if e.Field != core.FieldOver {
			return false
		}
		dialog.Close()
		c.beside(words(e.Text))
		return true
	}
	dialog = kit.ShowDialog(c.app.window, kit.DialogSpec{
		Title:    trf("Spread these passwords over {{.N}} days?", "N", over),
		Sentence: c.askedWords(day, last), Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Spread"), Kind: kit.Primary, Working: tr("Spreading"), Act: func() {
			c.page.asked(dialog, func(ctx context.Context, token core.Token) error {
				_, err := c.page.site.StaggerExpiry(ctx, token, day.Day, over)
				return err
			}, c.done, beside)
		}},
	})
}

// askedWords says what spreading a day does.
func (c *expiryCalendar) askedWords(day core.ExpiryDay, last time.Time) string {
	values := []any{"N", numberWords(day.Count), "First", c.app.dateWords(day.Day), "Last", c.app.dateWords(last)}
	if c.chosen == 0 {
		return trf("{{.N}} that expire today, or have expired, get new dates from today to {{.Last}}, about the same number each day. There is no way back for all of them at once.", values...)
	}
	return trf("{{.N}} that expire on {{.First}} get new dates from then to {{.Last}}, about the same number each day. There is no way back for all of them at once.", values...)
}

// beside says what to do about the number of days.
func (c *expiryCalendar) beside(problem string) {
	c.over.SetProblem(problem)
	c.dialog.SetProblem("")
	c.over.Focus(c.app.window.Canvas())
}

// done shows the new numbers.
func (c *expiryCalendar) done() {
	c.dialog.Focus(c.list)
	c.load()
	c.page.changed()
}

// weekdayWords is the day of a moment with its weekday.
func (a *App) weekdayWords(t time.Time) string {
	return trf("{{.Weekday}} {{.Date}}", "Weekday", weekday(t.In(a.site.Zone()).Weekday()), "Date", a.dateWords(t))
}

// weekday is the name of a day of the week.
func weekday(d time.Weekday) string {
	switch d {
	case time.Monday:
		return tr("Monday")
	case time.Tuesday:
		return tr("Tuesday")
	case time.Wednesday:
		return tr("Wednesday")
	case time.Thursday:
		return tr("Thursday")
	case time.Friday:
		return tr("Friday")
	case time.Saturday:
		return tr("Saturday")
	default:
		return tr("Sunday")
	}
}
