package core_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// What an impact names is what happens: the policy is saved, the clock goes to
// the end of the day, a sweep is made and everybody comes to the sign-in. The
// last root account is never locked and is never named.
func TestImpactIsWhatHappens(t *testing.T) {
	for _, zone := range []string{"Europe/Berlin", "Asia/Kathmandu", "America/Santiago"} {
		t.Run(zone, func(t *testing.T) {
			b := newBedIn(t, zone, moment(t, "2026-09-05T02:30:00Z").AddDate(0, 0, -12))
			start := b.clock.Now()
			b.rule(func(p *policy.Policy) { p.SignIn.SessionHours = new(24) })
			b.add(b.root(), "adm", core.RoleAdmin)
			var members []string
			for day := range 12 {
				b.until(start.AddDate(0, 0, day).Add(time.Duration(day) * 2 * time.Hour))
				name := fmt.Sprintf("m%02d", day)
				b.add(b.in("adm", memberPassword), name, core.RoleMember)
				if day%3 == 0 {
					b.in(name, memberPassword)
				}
				members = append(members, name)
			}
			b.until(moment(t, "2026-09-05T14:30:00Z"))
			by := b.in("adm", memberPassword)
			p := policy.Default()
			p.Expiration = policy.Expiration{MaxAgeDays: new(7), InactivityDays: new(5), AfterExpiry: policy.AfterForceChange}
			impact, err := b.site.PolicyImpact(t.Context(), by, core.DefaultPolicy, p, nil)
			must(t, err)
			b.saved(by, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy, d.Reason = p, "for the test" })
			zone := b.site.Zone()
			now := b.clock.Now().In(zone)
			b.until(policy.StartOfDate(now.Year(), now.Month(), now.Day()+1, zone).Add(-time.Millisecond))
			var expired, locked []string
			for _, name := range append(members, "ada", "adm") {
				view, err := b.site.AccountNamed(t.Context(), by, name)
				must(t, err)
				if view.Expired {
					expired = append(expired, name)
				}
			}
			b.clock.advance(time.Millisecond)
			_, err = b.site.Sweep(t.Context())
			must(t, err)
			for _, name := range append(members, "ada", "adm") {
				secret := memberPassword
				if name == "ada" {
					secret = rootPassword
				}
				_, _, err := b.try(name, secret)
				if core.ErrorCode(err) == core.CodeLocked {
					locked = append(locked, name)
				}
			}
			for kind, want := range map[core.ImpactKind][]string{core.ImpactExpire: expired, core.ImpactLock: locked} {
				var named []string
				for _, n := range impact.Names[kind] {
					named = append(named, n.Name)
				}
				slices.Sort(want)
				if len(want) == 0 || !slices.Equal(named, want) {
					t.Errorf("%s: %q were named, %q it was", kind, named, want)
				}
			}
			if impact.Expire != len(expired) || impact.Lock != len(locked) {
				t.Errorf("counted %d and %d, it was %d and %d", impact.Expire, impact.Lock, len(expired), len(locked))
			}
		})
	}
}

// Of several root accounts that are all due, the impact names all but the one
// that a sweep leaves.
func TestImpactSparesOneRoot(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "second", core.RoleRoot)
	b.add(root, "third", core.RoleRoot)
	b.add(root, "adm", core.RoleAdmin)
	b.clock.advance(30 * 24 * time.Hour)
	by := b.in("adm", memberPassword)
	p := policy.Default()
	p.Expiration.InactivityDays = new(20)
	impact, err := b.site.PolicyImpact(t.Context(), by, core.DefaultPolicy, p, nil)
	must(t, err)
	var named []string
	for _, n := range impact.Names[core.ImpactLock] {
		named = append(named, n.Name)
	}
	if !slices.Equal(named, []string{"ada", "second"}) || impact.Lock != 2 {
		t.Errorf("%q are named, %d counted", named, impact.Lock)
	}
	b.saved(by, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy, d.Reason = p, "for the test" })
	swept, err := b.site.Sweep(t.Context())
	must(t, err)
	if swept.Locked != 2 {
		t.Errorf("%d were locked", swept.Locked)
	}
	b.in("third", memberPassword)
	b.in("adm", memberPassword)
}
