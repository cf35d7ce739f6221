package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// days is a site whose program is told the time, over months.
type days struct {
	*site
	now time.Time
	// root is the root account's password.
	root string
}

// newDays makes the site at a time in a time zone, under a policy.
func newDays(t *testing.T, zone string, now time.Time, policy string) *days {
	t.Helper()
	d := &days{site: &site{t: t, program: moved, dir: t.TempDir()}, root: strings.TrimSpace(rightPassword)}
	d.at(now)
	d.ok(rightPassword, "init", "--site", "Workshop", "--root", "ada", "--time-zone", zone, "--key-file", "D.key")
	if err := os.WriteFile(filepath.Join(d.dir, "p.json"), []byte(policy), 0o600); err != nil {
		t.Fatal(err)
	}
	d.ok(rightPassword, "policy", "set", "p.json", "--as", "ada", "--reason", "shown by a test")
	return d
}

// at sets the clock.
func (d *days) at(now time.Time) {
	d.now = now
	d.env = []string{"GATEHOUSE_NOW=" + now.UTC().Format(time.RFC3339)}
}

// over moves the clock on over months in which the site is used: somebody signs in
// every 30 days, so that the clock never jumps.
func (d *days) over(to time.Time) {
	d.t.Helper()
	for next := d.now.Add(30 * 24 * time.Hour); next.Before(to); next = next.Add(30 * 24 * time.Hour) {
		d.at(next)
		d.signIn("ada", d.root, "done")
	}
	d.at(to)
}

// ok runs a command that has to succeed and gives its JSON answer.
func (d *days) ok(input string, args ...string) map[string]any {
	d.t.Helper()
	answer, status := d.ask(input, args...)
	if status != 0 {
		d.t.Fatalf("%s, %q: status %d, %v", d.now, args, status, answer)
	}
	return answer
}

// ask runs a command and gives its JSON answer.
func (d *days) ask(input string, args ...string) (map[string]any, int) {
	d.t.Helper()
	out, status := d.run(input, append(args, "--json")...)
	var answer map[string]any
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		d.t.Fatalf("%q: %v: %s", args, err, out)
	}
	return answer, status
}

// person adds an account that has set its own password.
func (d *days) person(name, password string) {
	d.t.Helper()
	added := d.ok(d.root+"\n", "account", "add", "--name", name, "--as", "ada")
	d.ok(added["first_password"].(string)+"\n"+password+"\n", "password", "change", "--as", name)
}

// signIn wants the outcome of a sign-in: the next step, or the code of the
// refusal.
func (d *days) signIn(name, password, want string) map[string]any {
	d.t.Helper()
	answer, _ := d.ask(password+"\n", "signin", "--user", name)
	got := answer["next"]
	if got == nil {
		got = answer["code"]
	}
	if got != want {
		d.t.Fatalf("%s: %s signs in: %v, want %s", d.now.Format(time.RFC3339), name, answer, want)
	}
	return answer
}

const (
	benPassword  = "plinth orbit tally forty"
	benPassword2 = "harbour violin crate nine"
	evePassword  = "granite lemon sparrow two"
)

// Passwords that last 30 days, told 5 days before, with one sign-in after
// ("login after expiration"); then only a root account helps, and its new
// password starts the days anew.
func TestExpiryOverDays(t *testing.T) {
	start := time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	d := newDays(t, "Europe/Berlin", start, `{"expiration":{"max_age_days":30,"warn_days":5,"after_expiry":"grace"}}`)
	d.person("ben", benPassword)

	// Set on 1 March: the 31st is the first day on which it is expired, and
	// summer time begins on the 29th.
	expires := time.Date(2026, 3, 30, 22, 0, 0, 0, time.UTC)
	d.at(expires.Add(-time.Second))
	d.signIn("ben", benPassword, "done")
	d.at(expires)
	d.signIn("ben", benPassword, "change_password")
	d.signIn("ben", benPassword, "locked")

	// The only root account is never shut out: it changes its own and helps.
	d.signIn("ada", d.root, "change_password")
	d.ok(d.root+"\n"+benPassword2+"\n", "password", "change", "--as", "ada")
	d.root = benPassword2
	d.signIn("ada", d.root, "done")
	reset := d.ok(d.root+"\n", "account", "reset", "ben", "--as", "ada")
	first := reset["first_password"].(string)
	d.signIn("ben", first, "change_password")
	d.ok(first+"\n"+evePassword+"\n", "password", "change", "--as", "ben")
	d.at(expires.Add(29*24*time.Hour - time.Second))
	d.signIn("ben", evePassword, "done")
}

// Ninety days without use lock at the end of the ninetieth, by the site's own
// midnight.
func TestInactivityOverDays(t *testing.T) {
	tests := map[string]struct {
		zone     string
		from     time.Time
		last, at string
	}{
		// Summer time begins in between: midnight is 22:00 UTC, not 23:00.
		"Berlin":    {"Europe/Berlin", time.Date(2026, 1, 10, 23, 30, 0, 0, time.UTC), "2026-04-11T21:59:59Z", "2026-04-11T22:00:00Z"},
		"Kathmandu": {"Asia/Kathmandu", time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC), "2026-04-10T18:14:59Z", "2026-04-10T18:15:00Z"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := newDays(t, tt.zone, tt.from, `{"expiration":{"inactivity_days":90}}`)
			d.person("ben", benPassword)
			d.person("eve", evePassword)
			d.over(moment(t, tt.last))
			d.signIn("ben", benPassword, "done")
			d.at(moment(t, tt.at))
			d.signIn("eve", evePassword, "locked")
			d.signIn("ben", benPassword, "done")
			// The site's only root account is never locked for want of use.
			d.ok(d.root+"\n", "account", "unlock", "eve", "--as", "ada", "--reason", "back from leave")
			d.signIn("eve", evePassword, "done")
		})
	}
}

// moment reads a time.
func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// A schedule of nine locks, each wrong password typed the moment the former
// lock ends; the tenth lock is as long as the ninth.
func TestEscalationOverDays(t *testing.T) {
	d := newDays(t, "Europe/Berlin", time.Date(2026, 3, 28, 9, 0, 0, 0, time.UTC), `{"lockout":{
		"enabled":true,"first_lock_at":1,"durations":"1M;5M;10M;30M;1H;2H;6H;12H;1D","index_base":"first_lock","failures_per_next_lock":1}}`)
	d.person("ben", benPassword)
	minutes := []int{1, 5, 10, 30, 60, 120, 360, 720, 1440, 1440}
	for i, m := range minutes {
		answer := d.signIn("ben", "wrong "+string(rune('a'+i)), "locked")
		if got := answer["retry_after_seconds"]; got != float64(m*60) {
			t.Fatalf("lock %d is %v s, want %d", i+1, got, m*60)
		}
		end := d.now.Add(time.Duration(m) * time.Minute)
		d.at(end.Add(-time.Second))
		d.signIn("ben", benPassword, "locked")
		d.at(end)
	}
	d.signIn("ben", benPassword, "done")
	d.signIn("ben", "wrong again", "locked")
}

// A clock that is ten years ahead, in the whole program: nobody is expired or locked
// for want of use and no lock ends, until a root account confirms the date. Set
// back again, the site goes on from there.
func TestClockTenYearsAhead(t *testing.T) {
	start := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	d := newDays(t, "Europe/Berlin", start, `{"expiration":{"max_age_days":60,"inactivity_days":90},
		"lockout":{"enabled":true,"first_lock_at":1,"durations":"15M"}}`)
	d.person("ben", benPassword)
	d.person("eve", evePassword)
	d.signIn("nobody", "wrong", "locked")
	d.at(start.AddDate(10, 0, 0))
	answer := d.signIn("nobody", "wrong again", "locked")
	if left := answer["retry_after_seconds"]; left != float64(900) {
		t.Errorf("the lock lasts %v more seconds", left)
	}
	d.signIn("ben", benPassword, "done")
	if shown := d.ok("", "clock", "show"); shown["held"] != true || shown["site"] != "2026-11-03T09:00:00Z" {
		t.Errorf("the clock is %v", shown)
	}
	d.ok(d.root+"\n", "clock", "confirm", "--as", "ada", "--reason", "opened again after ten years")
	d.signIn("ben", benPassword, "locked")
	d.signIn("eve", evePassword, "locked")
	d.signIn("ada", d.root, "change_password")
	d.at(start)
	d.signIn("ben", benPassword, "locked")
	d.signIn("ada", d.root, "change_password")
	if shown := d.ok("", "clock", "show"); shown["held"] != true {
		t.Errorf("the clock is %v", shown)
	}
}
