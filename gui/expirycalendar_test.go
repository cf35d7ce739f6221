package gui

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// calendarList is the list of the calendar that is open.
func (h *hand) calendarList() *kit.List {
	h.Helper()
	for _, o := range h.visible() {
		if list, is := o.(*kit.List); is {
			return list
		}
	}
	h.Fatalf("there is no calendar:\n%s", h.says())
	return nil
}

// due moves the date of an account to a day from today on, past the window.
func (h *hand) due(p *person, days int) {
	h.Helper()
	day := h.now().AddDate(0, 0, days)
	h.must(h.app.site.MoveExpiry(h.Context(), h.app.session.token, p.id, day))
}

// The calendar opens on the busiest day, is walked by keyboard, and spreads the
// passwords of a day over others.
func TestExpiryCalendar(t *testing.T) {
	people := crew()
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.rule(lasts(90, 5))
		h.due(people[0], 0)
		h.due(people[2], 1)
		h.due(people[3], 36)
		h.due(people[4], 36)
		h.app.window.Resize(wideWindow)
		h.tap("Expiry calendar")
		list := h.calendarList()
		h.focusedOn("the calendar", list)
		h.wantText("Expiry calendar", "Thursday 31 December: 5 expire", "Spread over how many days")
		if list.Cursor() != 40 {
			t.Errorf("it opens on row %d", list.Cursor())
		}
		h.golden("calendar", fyne.Size{})
		h.picture("calendar-900x600", leastWindow)
		h.key(fyne.KeyHome)
		h.key(fyne.KeyReturn)
		h.wantText("Today and before: 1 expire")
		if said := strings.Join(list.Said(), " "); !strings.HasPrefix(said, "Today and before 1 Sunday 22 November 1 Monday 23 November 0") {
			t.Errorf("the calendar says %s", said)
		}
		h.key(fyne.KeyDown)
		h.key(fyne.KeyDown)
		h.key(fyne.KeyReturn)
		h.wantText("Monday 23 November: 0 expire")
		for range 38 {
			h.key(fyne.KeyDown)
		}
		h.key(fyne.KeySpace)
		over := h.inForm("Spread over how many days")
		for typed, problem := range map[string]string{
			"many": "Type a number of days, such as 14.", "": "Type a number of days, such as 14.", "2.5": "Type a number of days, such as 14.",
		} {
			over.SetText(typed)
			h.tap("Spread…")
			if over.Problem() != problem {
				t.Errorf("%q has the problem %q", typed, over.Problem())
			}
		}
		h.fill(over, "1")
		h.tap("Spread…")
		h.tap("Spread")
		if over.Problem() != "Choose 2 to 366 days." {
			t.Errorf("1 day has the problem %q", over.Problem())
		}
		h.focusedOn("the days", over.Input())
		h.fill(over, "3")
		h.key(fyne.KeyReturn)
		h.wantText("Spread these passwords over 3 days?", "5 that expire on 31 December get new dates from then to 2 January 2027")
		h.golden("calendar-spread", leastWindow)
		h.key(fyne.KeyReturn)
		h.wantText("Thursday 31 December: 2 expire")
		h.focusedOn("the calendar", list)
		if said := list.Said(); !slices.Contains(said, "Saturday 2 January 2027") {
			t.Errorf("the calendar says %v", said)
		}
		days, err := h.app.site.ExpiryCalendar(h.Context(), h.app.session.token, 60)
		h.must(err)
		if days[40].Count != 2 || days[41].Count != 2 || days[42].Count != 1 {
			t.Errorf("the days have %d, %d, %d", days[40].Count, days[41].Count, days[42].Count)
		}
		h.key(fyne.KeyEscape)
		h.noDialog()
		h.focusedOn("the button", p.calendar)
	})
}

// Where nothing expires, the calendar says so.
func TestExpiryCalendarEmpty(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, _ *accountsPage) {
		h.tap("Expiry calendar")
		h.wantText("No password expires in the next 60 days")
		h.golden("calendar-empty", wideWindow)
	})
}

// An administrator who is not root sees the numbers, and who can change them.
func TestExpiryCalendarByAdmin(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.insert(crew()...)
		h.rule(lasts(90, 5))
		h.app.signOut()
		h.settle()
		h.admit("d.admin", core.RoleAdmin)
		h.openAccounts(h.app.site)
		h.tap("Expiry calendar")
		h.wantText("A root account can spread the passwords of one day over several.")
		h.wantNoText("Spread…")
		h.picture("calendar-admin", wideWindow)
	})
}

// brokenCalendar cannot be read until it is mended.
type brokenCalendar struct {
	accountsService
	err error
}

func (b *brokenCalendar) ExpiryCalendar(ctx context.Context, token core.Token, days int) ([]core.ExpiryDay, error) {
	if b.err != nil {
		return nil, b.err
	}
	return b.accountsService.ExpiryCalendar(ctx, token, days)
}

func TestExpiryCalendarFails(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.insert(crew()...)
		h.rule(lasts(90, 5))
		site := &brokenCalendar{h.app.site, &core.Error{Code: core.CodeStoreBusy, Text: core.Text{Key: "Another program holds the store."}}}
		h.openAccounts(site)
		h.tap("Expiry calendar")
		h.wantText("The calendar could not be read", "Another program holds the store.")
		site.err = nil
		h.tap("Try again")
		h.wantText("expire")
	})
}

// The dialogs of the policy hold together when the window is enlarged by half.
func TestPolicyDialogsEnlarged(t *testing.T) {
	people := crew()
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.rule(lasts(90, 5))
		h.app.window.Resize(leastWindow)
		h.openRow(p, people[0].name)
		h.enlarged(1.5)
		h.tap("Expiry calendar")
		h.picture("calendar-150", fyne.Size{})
		h.key(fyne.KeyEscape)
		h.tap("Move the date…")
		h.picture("accounts-expiry-150", fyne.Size{})
	})
}

// enlarged sets the scale of the window.
func (h *hand) enlarged(scale float32) {
	h.Helper()
	canvas, ok := h.app.window.Canvas().(software.WindowlessCanvas)
	if !ok {
		h.Fatal("the canvas has no scale to set")
	}
	canvas.SetScale(scale)
	h.settle()
}
