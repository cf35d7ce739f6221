package policy

import (
	"fmt"
	"testing"
	"time"
)

// timedSentence is what a published text says about locks and times, and what
// shows it. shows returns what is not so, "" when all is.
type timedSentence struct {
	quote string
	shows func(t *testing.T) string
}

// checkSentences runs the sentences of a text.
func checkSentences(t *testing.T, text []timedSentence) {
	t.Helper()
	for _, s := range text {
		t.Run(s.quote, func(t *testing.T) {
			if wrong := s.shows(t); wrong != "" {
				t.Error(wrong)
			}
		})
	}
}

// differs compares two writings.
func differs(got, want any) string {
	if fmt.Sprint(got) == fmt.Sprint(want) {
		return ""
	}
	return fmt.Sprintf("got %v, want %v", got, want)
}

// stepsShow is a claim about a simulation.
func stepsShow(l Lockout, steps, want string) func(*testing.T) string {
	return func(t *testing.T) string { return differs(simulated(t, l, steps), want) }
}

// lineShows is a claim about a timeline.
func lineShows(l Lockout, failures int, want string) func(*testing.T) string {
	return func(*testing.T) string { return differs(timelineText(Timeline(l, failures)), want) }
}

func TestReferenceTextDataRoomTimes(t *testing.T) {
	zone := atZone(t, "Europe/Berlin")
	three := Lockout{Enabled: true, FirstLockAt: new(3), Durations: readSchedule(t, "until_admin")}
	login := time.Date(2026, 1, 1, 17, 0, 0, 0, zone)
	changes := Change{ChangesPerDay: new(3)}
	own := []time.Time{login, login.Add(time.Hour), login.Add(2 * time.Hour)}
	checkSentences(t, []timedSentence{
		{
			"A blank or 0 will set no limit on the number of failed attempts on a password.",
			stepsShow(Lockout{}, `[{"t":0,"do":"fail","times":50},{"t":1,"do":"success"}]`, `[{counted,50,null},{ok,0,null}]`),
		},
		{
			"A strong password policy would be to set the number of failed attempts at 3 before a user is locked and must contact their administrator.",
			stepsShow(three, `[{"t":0,"do":"fail","times":2},{"t":1,"do":"fail"},{"t":1e9,"do":"success"},{"t":1e9,"do":"unlock"},{"t":1e9,"do":"success"}]`,
				`[{counted,2,null},{counted,3,until_admin},{refused,3,until_admin},{ok,0,null},{ok,0,null}]`),
		},
		{
			"Number of consecutive failed login attempts before user account is locked",
			stepsShow(three, `[{"t":0,"do":"fail","times":2},{"t":1,"do":"success"},{"t":2,"do":"fail","times":2}]`, `[{counted,2,null},{ok,0,null},{counted,2,null}]`),
		},
		{
			"A strong password policy would be to set the number of days before a user is forced to change their password at 30.",
			func(*testing.T) string {
				return differs(Expires(login, 30, zone).In(zone), "2026-01-31 00:00:00 +0100 CET")
			},
		},
		{
			"User's who have not logged in within 90 days of their last login would automatically be locked by the system at the end of day on the 90th day.",
			func(*testing.T) string {
				ninetieth := login.AddDate(0, 0, 90)
				locked := LockedFrom(login, 90, zone)
				return differs(locked.Add(-time.Second).In(zone), ninetieth.Format("2006-01-02")+" 23:59:59 +0200 CEST") +
					differs(locked.In(zone), "2026-04-02 00:00:00 +0200 CEST")
			},
		},
		{
			"setting this to 3 would allow the user to change their own password 3 times within a 24 hour period",
			func(*testing.T) string { return differs(NextChange(changes, own[:2], own[2]), time.Time{}) },
		},
		{
			"and then inform them they have reached their limit upon a fourth attempt",
			func(*testing.T) string {
				return differs(NextChange(changes, own, own[2].Add(time.Hour)), login.Add(24*time.Hour))
			},
		},
		{
			"A blank or 0 will set no limit on the number of times the user can change their password in a 24 hour period.",
			func(*testing.T) string { return differs(NextChange(Change{}, own, own[2]), time.Time{}) },
		},
	})
}

func TestReferenceTextTETimes(t *testing.T) {
	zone := atZone(t, "Asia/Kathmandu")
	te := Lockout{Enabled: true, FirstLockAt: new(5), FailuresPerNextLock: new(5), Durations: readSchedule(t, "15M")}
	changed := time.Date(2026, 3, 1, 9, 0, 0, 0, zone)
	checkSentences(t, []timedSentence{
		{
			"If a member has input the wrong password five consecutive times at a random time upon login, the account involved would be locked for 15 minutes.",
			stepsShow(te, `[{"t":0,"do":"fail"},{"t":70000,"do":"fail"},{"t":70001,"do":"fail"},{"t":200000,"do":"fail"},{"t":999999,"do":"fail"},{"t":1000898.9,"do":"success"}]`,
				`[{counted,1,null},{counted,2,null},{counted,3,null},{counted,4,null},{counted,5,900},{refused,5,900}]`),
		},
		{
			"15 minutes later, the member would try to log in with the password again.",
			stepsShow(te, `[{"t":0,"do":"fail","times":5},{"t":900,"do":"success"}]`, `[{counted,5,900},{ok,0,null}]`),
		},
		{
			"Password retry constraints could be enabled to avoid brute force cracking of passwords.",
			lineShows(te, 15, "1 –, 2 –, 3 –, 4 –, 5 15m0s, 6 –, 7 –, 8 –, 9 –, 10 15m0s, 11 –, 12 –, 13 –, 14 –, 15 15m0s"),
		},
		{
			"Expiration refers to the upper limit of the interval between the two password modifications by each member.",
			func(*testing.T) string {
				return differs(Expires(changed, 1, zone).In(zone), "2026-03-02 00:00:00 +0545 +0545") +
					differs(Expires(changed, 1024, zone).In(zone), "2028-12-19 00:00:00 +0545 +0545")
			},
		},
		{
			"The validity period of passwords should be updated after each member's password modification.",
			func(*testing.T) string {
				return differs(Expires(changed.AddDate(0, 0, 7), 30, zone).Sub(Expires(changed, 30, zone)), 7*24*time.Hour)
			},
		},
		{
			"The system will notify members after they have logged in to modify the password 5 days before the expiration date.",
			func(*testing.T) string {
				expires := Expires(changed, 30, zone)
				from := WarnsFrom(expires, 5, zone)
				return differs(from.In(zone), "2026-03-26 00:00:00 +0545 +0545") + differs(DaysLeft(expires, from, zone), 5)
			},
		},
		{
			"members should modify the password before the expiration date",
			func(*testing.T) string {
				expires := Expires(changed, 30, zone)
				return differs(DaysLeft(expires, expires.Add(-1), zone), 1) + differs(DaysLeft(expires, expires, zone), 0)
			},
		},
	})
}

func TestReferenceTextFormFlowTimes(t *testing.T) {
	limit := func(l int) Lockout {
		return Lockout{Enabled: true, FirstLockAt: new(l + 1), Durations: readSchedule(t, formflowTimes)}
	}
	raw := limit(0)
	raw.IndexBase = IndexRawFailure
	off := limit(0)
	off.Enabled = false
	const nine = "1 1m0s, 2 5m0s, 3 10m0s, 4 30m0s, 5 1h0m0s, 6 2h0m0s, 7 6h0m0s, 8 12h0m0s, 9 24h0m0s"
	checkSentences(t, []timedSentence{
		{"If you enter a zero, the account will be locked immediately after the first failed login attempt", lineShows(limit(0), 1, "1 1m0s")},
		{"the value of 1 means that it will be locked after a second failed login attempt", lineShows(limit(1), 2, "1 –, 2 1m0s")},
		{"if the field is set to 2, the account will be locked after a third failed attempt, etc.", lineShows(limit(2), 3, "1 –, 2 –, 3 1m0s")},
		{
			"If it is set to e.g. 3, the user can fail to log in three times without the account being locked. After a fourth fail, the first account lock is applied based on the locking duration schedule.",
			lineShows(limit(3), 5, "1 –, 2 –, 3 –, 4 1m0s, 5 5m0s"),
		},
		{
			"An interval placed on the n-th position in the list specifies the duration of a temporary lock after the n-th failed login using a password.",
			lineShows(raw, 9, nine),
		},
		{
			"the account will be locked for one minute after the first failed login, for five minutes after the second one, for 10 minutes after the third and for 30 minutes after the fourth. The fifth failed login will lock the account for an hour, the sixth for two hours, the seventh for six hours and the eighth for twelve hours. If the user fails to log in for the ninth time, their account will be locked for a whole day.",
			lineShows(limit(0), 9, nine),
		},
		{
			"Each interval is an integer followed by the character M (minutes), H (hours) or D (days).",
			func(t *testing.T) string {
				s := readSchedule(t, "30M;2H;1D")
				return differs([]any{s.Durations[0].Length(), s.Durations[1].Length(), s.Durations[2].Length()}, []any{30 * time.Minute, 2 * time.Hour, 24 * time.Hour})
			},
		},
		{
			"The resulting interval is the given number of the given time units (e.g. 30M means 30 minutes).",
			func(t *testing.T) string {
				return differs(readSchedule(t, "30M").Durations[0].Length(), 30*time.Minute)
			},
		},
		{
			"The option is a list of semicolon-separated time intervals.",
			func(t *testing.T) string {
				return differs(readSchedule(t, formflowTimes), formflowTimes) + differs(len(readSchedule(t, formflowTimes).Durations), 9)
			},
		},
		{
			"User account lock is only applied if the checkbox described below is checked: temporarily lock a user account, if an incorrect password is used on login",
			lineShows(off, 4, "1 –, 2 –, 3 –, 4 –"),
		},
		{
			"Use the field Password validity to set the maximum password validity period.",
			func(t *testing.T) string {
				zone := atZone(t, "Europe/Prague")
				return differs(Expires(time.Date(2026, 3, 20, 9, 0, 0, 0, zone), 90, zone).In(zone), "2026-06-18 00:00:00 +0200 CEST")
			},
		},
	})
}
