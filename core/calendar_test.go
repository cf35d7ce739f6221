package core_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// The calendar of a site is that of a plain model that asks for each account when
// its password expires, and the days are those that exist.
func TestExpiryCalendar(t *testing.T) {
	zones := map[string][]time.Time{
		"Europe/Berlin":  midnights(t, "Europe/Berlin", 2027, 3, 28),
		"Asia/Kathmandu": midnights(t, "Asia/Kathmandu", 2026, 12, 1),
	}
	for zone, moments := range zones {
		t.Run(zone, func(t *testing.T) {
			tn := newTown(t, zone, moments)
			root := tn.root()
			tn.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Expiration.MaxAgeDays, d.Reason = new(92), "x" })
			for _, now := range moments {
				tn.clock.now = now
				root := tn.root()
				for _, days := range []int{1, 2, 5, 400} {
					got, err := tn.site.ExpiryCalendar(t.Context(), root, days)
					must(t, err)
					tn.compareCalendar(got, now, days)
				}
			}
		})
	}
}

// compareCalendar compares a calendar with the model.
func (tn *town) compareCalendar(got []core.ExpiryDay, now time.Time, days int) {
	tn.t.Helper()
	year, month, day := now.In(tn.zone).Date()
	want := make([]core.ExpiryDay, days)
	for i := range want {
		want[i].Day = policy.StartOfDate(year, month, day+i, tn.zone)
	}
	end := policy.StartOfDate(year, month, day+days, tn.zone)
	for _, p := range append([]resident{tn.first()}, tn.people...) {
		expires := p.ExpiresAt
		if expires.IsZero() && p.Policy == 0 && !p.group {
			expires = policy.Expires(p.setAt, 92, tn.zone)
		}
		if p.setAt.IsZero() || p.State != core.StateActive || expires.IsZero() || !expires.Before(end) {
			continue
		}
		at := 0
		for i := range want {
			if !expires.Before(want[i].Day) {
				at = i
			}
		}
		want[at].Count++
	}
	for i := range want {
		if !got[i].Day.Equal(want[i].Day) || got[i].Count != want[i].Count {
			tn.t.Errorf("%s, day %d of %d: %v, want %v", now, i, days, got[i], want[i])
		}
	}
}

// setOf is when the password of an account was set.
func (b *bed) setOf(id core.AccountID) time.Time {
	b.t.Helper()
	var stored core.PasswordRecord
	must(b.t, b.store.View(b.t.Context(), func(tx core.Tx) error {
		var err error
		stored, err = tx.Password(id)
		return err
	}))
	return stored.SetAt
}

// A zone that moved over the date line has lost a date: Apia has no 30 December
// 2011. What expires on it expires on the next one.
func TestCalendarWithoutADate(t *testing.T) {
	now := time.Date(2011, 12, 28, 22, 0, 0, 0, time.UTC)
	b := newBedIn(t, "Pacific/Apia", now)
	root := b.root()
	b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Expiration.MaxAgeDays, d.Reason = new(2), "x" })
	days, err := b.site.ExpiryCalendar(t.Context(), root, 3)
	must(t, err)
	var dates []string
	for _, day := range days {
		dates = append(dates, day.Day.In(b.site.Zone()).Format("2 January"))
		if day.Count > 0 {
			dates = append(dates, "expires")
		}
	}
	if got := strings.Join(dates, ", "); got != "28 December, 29 December, 31 December, expires" {
		t.Error(got)
	}
}

func TestCalendarBounds(t *testing.T) {
	b := newBed(t)
	root := b.root()
	for _, days := range []int{-1, 0, 401} {
		_, err := b.site.ExpiryCalendar(t.Context(), root, days)
		wantCode(t, err, core.CodeUsage)
	}
}

// A mass expiry is spread evenly, by number, and told in one line.
func TestStaggerExpiry(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Expiration.MaxAgeDays, d.Reason = new(10), "x" })
	plant := b.newPolicy(root, "Plant", 1, 16)
	b.saved(root, plant.ID, func(d *core.PolicyDraft) { d.Policy.Expiration.MaxAgeDays, d.Reason = new(10), "x" })
	ids := []core.AccountID{firstID}
	for _, name := range []string{"b.one", "c.two", "d.three", "e.four", "f.five", "g.six"} {
		ids = append(ids, b.add(root, name, core.RoleMember))
	}
	must(t, b.site.AssignPolicy(t.Context(), root, ids[2], plant.ID))
	day := time.Date(2026, 12, 1, 7, 0, 0, 0, b.site.Zone())
	for _, over := range []int{1, 367} {
		_, err := b.site.StaggerExpiry(t.Context(), root, day, over)
		wantFields(t, err, core.FieldOver)
	}
	for _, bad := range []time.Time{day.AddDate(0, 0, -11), day.AddDate(2, 0, 0), {}} {
		_, err := b.site.StaggerExpiry(t.Context(), root, bad, 3)
		wantFields(t, err, core.FieldDay)
	}
	_, err := b.site.StaggerExpiry(t.Context(), root, day.AddDate(0, 0, 1), 3)
	wantCode(t, err, core.CodeRefused)
	n, err := b.site.StaggerExpiry(t.Context(), root, day, 3)
	must(t, err)
	if e := b.newest(); n != 7 || e.Kind != core.EventExpiryMoved || e.Detail != `{"accounts":"7","date":"2026-12-01","days":"3"}` {
		t.Errorf("%d: %s %s", n, e.Kind, e.Detail)
	}
	for i, id := range ids {
		view, err := b.site.Account(t.Context(), root, id)
		must(t, err)
		if want := []int{1, 1, 1, 2, 2, 3, 3}[i]; view.ExpiresAt.In(b.site.Zone()).Format(time.DateTime) != time.Date(2026, 12, want, 0, 0, 0, 0, time.UTC).Format(time.DateTime) {
			t.Errorf("account %d expires %s, want day %d", id, view.ExpiresAt, want)
		}
	}
	days, err := b.site.ExpiryCalendar(t.Context(), root, 14)
	must(t, err)
	if days[10].Count != 3 || days[11].Count != 2 || days[12].Count != 2 {
		t.Errorf("%v", days)
	}
	// What has expired already stands on the first day, and is spread from it on.
	must(t, b.site.MoveExpiry(t.Context(), root, firstID, day.AddDate(1, 0, 0)))
	b.clock.advance(20 * 24 * time.Hour)
	root = b.root()
	n, err = b.site.StaggerExpiry(t.Context(), root, b.clock.Now(), 7)
	must(t, err)
	if n != 6 {
		t.Errorf("%d were moved", n)
	}
}

func TestMoveExpiry(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Expiration.MaxAgeDays, d.Reason = new(10), "x" })
	ben := b.add(root, "ben", core.RoleMember)
	view := func() core.AccountView {
		v, err := b.site.Account(t.Context(), root, ben)
		must(t, err)
		return v
	}
	zone := b.site.Zone()
	if v := view(); !v.ExpiresAt.Equal(time.Date(2026, 12, 1, 0, 0, 0, 0, zone)) || v.Expired || !v.MayMoveExpiry {
		t.Errorf("%+v", v)
	}
	move := func(day time.Time) error { return b.site.MoveExpiry(t.Context(), root, ben, day) }
	now := b.clock.Now()
	wantFields(t, move(now.AddDate(0, 0, -1)), core.FieldExpiry)
	wantFields(t, move(now.AddDate(11, 0, 0)), core.FieldExpiry)
	wantCode(t, move(time.Time{}), core.CodeRefused)
	wantCode(t, b.site.MoveExpiry(t.Context(), root, 99, now), core.CodeNotFound)
	must(t, b.store.Update(t.Context(), func(tx core.Tx) error {
		return tx.PutTerms(core.Terms{AccountID: ben, GraceUsed: 1})
	}))
	must(t, move(time.Date(2027, 1, 15, 13, 0, 0, 0, zone)))
	if v := view(); !v.ExpiresAt.Equal(time.Date(2027, 1, 15, 0, 0, 0, 0, zone)) {
		t.Errorf("expires %s", v.ExpiresAt)
	}
	wantCode(t, move(time.Date(2027, 1, 15, 0, 0, 0, 0, zone)), core.CodeRefused)
	if e := b.newest(); e.Kind != core.EventExpiryMoved || e.TargetName != "ben" || e.Detail != `{"date":"2027-01-15","date.was":""}` {
		t.Errorf("%+v", e)
	}
	must(t, b.store.View(t.Context(), func(tx core.Tx) error {
		terms, err := tx.Terms(ben)
		if terms.GraceUsed != 0 {
			t.Errorf("%d grace sign-ins are used", terms.GraceUsed)
		}
		notices, more := tx.Notices(ben, 1)
		if len(notices) != 1 || notices[0].Kind != core.NoticeExpiryMoved {
			t.Errorf("told of %+v", notices)
		}
		return errors.Join(err, more)
	}))
	must(t, move(now))
	if v := view(); !v.Expired || v.Why != core.ReasonExpired {
		t.Errorf("%+v", v)
	}
	must(t, move(time.Time{}))
	if v := view(); !v.ExpiresAt.Equal(time.Date(2026, 12, 1, 0, 0, 0, 0, zone)) {
		t.Errorf("expires %s", v.ExpiresAt)
	}
}

// A date that an administrator has set holds under a policy without expiry, too;
// an account without a password has none.
func TestMoveExpiryWithoutMaximumAge(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	must(t, b.site.MoveExpiry(t.Context(), root, ben, b.clock.Now().AddDate(0, 0, 3)))
	days, err := b.site.ExpiryCalendar(t.Context(), root, 5)
	must(t, err)
	if days[3].Count != 1 {
		t.Errorf("%v", days)
	}
	must(t, b.store.Update(t.Context(), func(tx core.Tx) error { return tx.DeletePassword(ben) }))
	wantCode(t, b.site.MoveExpiry(t.Context(), root, ben, b.clock.Now()), core.CodeRefused)
	view, err := b.site.Account(t.Context(), root, ben)
	must(t, err)
	if view.MayMoveExpiry || !view.ExpiresAt.IsZero() {
		t.Errorf("%+v", view)
	}
}
