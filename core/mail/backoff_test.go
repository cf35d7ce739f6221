package mail_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse/core/mail"
)

func TestNext(t *testing.T) {
	first := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for attempts, want := range map[int]time.Duration{
		-1: time.Minute, 0: time.Minute, 1: time.Minute, 2: 5 * time.Minute, 3: 15 * time.Minute,
		4: 30 * time.Minute, 5: time.Hour, 6: time.Hour, 70: time.Hour,
	} {
		for chance, part := range map[uint64]time.Duration{0: 0, 500: want / 20, 1000: want / 10, 1001: 0} {
			at, giveUp := mail.Next(mail.Tried{Attempts: attempts, First: first, Now: first, Chance: chance})
			if giveUp || at.Sub(first) != want+part {
				t.Errorf("attempts %d, chance %d: %v %v, want %v", attempts, chance, at.Sub(first), giveUp, want+part)
			}
		}
	}
}

// TestNextEnds: the last moments before a message is given up.
func TestNextEnds(t *testing.T) {
	first := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		tried mail.Tried
		want  bool
	}{
		"an hour before three days":          {mail.Tried{Attempts: 9, Now: first.Add(71 * time.Hour)}, true},
		"a little more than an hour":         {mail.Tried{Attempts: 9, Now: first.Add(71*time.Hour - 1)}, false},
		"chance takes it past the end":       {mail.Tried{Attempts: 9, Now: first.Add(71*time.Hour - 1), Chance: 1}, true},
		"after three days":                   {mail.Tried{Attempts: 9, Now: first.Add(100 * time.Hour)}, true},
		"expires with the next attempt":      {mail.Tried{Attempts: 1, Now: first, Expires: first.Add(time.Minute)}, true},
		"expires just after it":              {mail.Tried{Attempts: 1, Now: first, Expires: first.Add(time.Minute + 1)}, false},
		"has expired":                        {mail.Tried{Attempts: 1, Now: first, Expires: first.Add(-time.Hour)}, true},
		"expires after it would be given up": {mail.Tried{Attempts: 9, Now: first.Add(72 * time.Hour), Expires: first.Add(900 * time.Hour)}, true},
		"too many attempts":                  {mail.Tried{Attempts: 80, Now: first}, true},
	} {
		test.tried.First = first
		if at, giveUp := mail.Next(test.tried); giveUp != test.want || at.IsZero() != test.want {
			t.Errorf("%s: %v %v", name, at, giveUp)
		}
	}
}

func TestNextProperties(t *testing.T) {
	moment := rapid.Custom(func(t *rapid.T) time.Time {
		return time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "seconds"), rapid.Int64Range(0, 999999999).Draw(t, "nanoseconds"))
	})
	rapid.Check(t, func(t *rapid.T) {
		tried := mail.Tried{Attempts: rapid.Int().Draw(t, "attempts"), First: moment.Draw(t, "first"), Chance: rapid.Uint64().Draw(t, "chance")}
		tried.Now = tried.First.Add(time.Duration(rapid.Int64Range(-int64(time.Hour), int64(100*time.Hour)).Draw(t, "since")))
		if rapid.Bool().Draw(t, "expires") {
			tried.Expires = tried.First.Add(time.Duration(rapid.Int64Range(0, int64(100*time.Hour)).Draw(t, "life")))
		}
		at, giveUp := mail.Next(tried)
		if again, same := mail.Next(tried); again != at || same != giveUp {
			t.Fatal("not the same twice")
		}
		if giveUp {
			return
		}
		if wait := at.Sub(tried.Now); wait < time.Minute || wait > 66*time.Minute {
			t.Fatalf("waits %v", wait)
		}
		if !at.Before(tried.First.Add(mail.MaxAge)) {
			t.Fatalf("tried again %v after the first attempt", at.Sub(tried.First))
		}
		if !tried.Expires.IsZero() && !at.Before(tried.Expires) {
			t.Fatalf("tried again at %v, expired at %v", at, tried.Expires)
		}
		without := tried
		without.Chance = 0
		if least, _ := mail.Next(without); at.Sub(tried.Now) < least.Sub(tried.Now) || at.Sub(tried.Now)*10 > least.Sub(tried.Now)*11 {
			t.Fatalf("chance makes %v of %v", at.Sub(tried.Now), least.Sub(tried.Now))
		}
	})
}

// TestNextWalk: a message that always fails is given up after at most three days, and not
// long before, and also when the clock is set back again and again.
func TestNextWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "first"), 0)
		back := time.Duration(rapid.Int64Range(0, int64(2*time.Hour)).Draw(t, "back"))
		setBack := rapid.Bool().Draw(t, "set back")
		now, attempts, gap := first, 0, time.Duration(0)
		for {
			attempts++
			at, giveUp := mail.Next(mail.Tried{
				Attempts: attempts, First: first, Now: now, Chance: rapid.Uint64().Draw(t, "chance"),
			})
			if giveUp {
				break
			}
			if wait := at.Sub(now); !setBack && wait*11 < gap*10 {
				t.Fatalf("waits %v after %v", wait, gap)
			}
			gap = at.Sub(now)
			now = at
			if setBack {
				now = now.Add(-back)
			}
		}
		if attempts > 80 {
			t.Fatalf("%d attempts", attempts)
		}
		if age := now.Sub(first); !setBack && (age < mail.MaxAge-2*time.Hour || age >= mail.MaxAge) {
			t.Fatalf("given up after %v", age)
		}
	})
}
