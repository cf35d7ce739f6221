package main_test

import (
	"testing"
	"time"
)

// Hours of an access rule are what the clock on the wall shows: where it is put forward
// over them they do not come that night, where it is put back they come twice.
func TestAccessHoursOverDays(t *testing.T) {
	d := newDays(t, "Europe/Berlin", time.Date(2026, 3, 27, 9, 30, 0, 0, time.UTC), `{}`)
	d.person("ben", benPassword)
	d.ok(d.root+"\n", "access", "set", "deny hours 02:00-03:00", "--role", "member", "--as", "ada")
	for _, step := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2026, 3, 28, 0, 59, 59, 0, time.UTC), "done"},
		{time.Date(2026, 3, 28, 1, 0, 0, 0, time.UTC), "refused"},
		{time.Date(2026, 3, 28, 1, 59, 59, 0, time.UTC), "refused"},
		{time.Date(2026, 3, 28, 2, 0, 0, 0, time.UTC), "done"},
		{time.Date(2026, 3, 29, 0, 59, 59, 0, time.UTC), "done"},
		{time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC), "done"}, // it is three
		{time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), "refused"},
		{time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC), "refused"},
		{time.Date(2026, 10, 25, 2, 0, 0, 0, time.UTC), "done"},
	} {
		d.over(step.at)
		d.signIn("ben", benPassword, step.want)
	}
}
