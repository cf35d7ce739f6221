package core_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// resident is an account as the plain model of the impact knows it.
type resident struct {
	core.Account
	core.Terms
	setAt time.Time
	group bool
}

// town is a site with many residents, who were put into the store past the use
// cases.
type town struct {
	*bed
	zone  *time.Location
	plant core.PolicyID
	yard  core.GroupID
	// judged are the revisions that residents may have been judged by, with their
	// least lengths.
	judged map[core.RevisionID]int
	people []resident
}

// newTown fills a site with residents whose times lie around some instants.
func newTown(t *testing.T, zone string, around []time.Time) *town {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	must(t, err)
	tn := &town{bed: newBedIn(t, zone, around[0].AddDate(0, 0, -1)), zone: loc}
	root := tn.root()
	tn.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Complexity.MinLength = new(18) })
	tn.plant = tn.newPolicy(root, "Plant", 1, 20).ID
	view, err := tn.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: "Yard", Policy: tn.plant})
	must(t, err)
	tn.yard = view.ID
	tn.judged = map[core.RevisionID]int{1: 15, 2: 18, 3: 20}
	must(t, tn.store.Update(t.Context(), func(tx core.Tx) error { return tn.fill(tx, around) }))
	return tn
}

// fill draws the residents.
func (tn *town) fill(tx core.Tx, around []time.Time) error {
	r := rand.New(rand.NewPCG(1, 2))
	at := func(days int) time.Time {
		moment := around[r.IntN(len(around))].Add(time.Duration(r.IntN(5)-2) * time.Millisecond)
		return moment.AddDate(0, 0, -days)
	}
	var yard []core.AccountID
	for i := range 600 {
		p := resident{setAt: at(r.IntN(3) + 89), group: r.IntN(5) == 0}
		name := fmt.Sprintf("person%03d", i)
		p.Account = core.Account{
			Name: name, Key: name, Skeleton: name, Role: core.RoleMember, State: core.StateActive,
			CreatedAt: at(r.IntN(4) + 29), UpdatedAt: tx.Now(),
		}
		if r.IntN(3) > 0 {
			p.LastSignInAt = at(r.IntN(4) + 29)
		}
		switch r.IntN(12) {
		case 0:
			p.State = core.StateDisabled
		case 1:
			p.setAt = time.Time{}
		}
		if err := tx.InsertAccount(&p.Account); err != nil {
			return err
		}
		p.Terms = core.Terms{AccountID: p.Account.ID, Judged: core.RevisionID(r.IntN(4)), GraceUsed: 0}
		p.Complied = p.Judged != 0 && r.IntN(2) == 0
		p.LeakList = core.ListNumber(r.IntN(3))
		p.Leaked = p.LeakList != 0 && r.IntN(4) == 0
		if r.IntN(5) == 0 {
			p.ExpiresAt = at(r.IntN(3) - 1)
		}
		if r.IntN(5) == 0 {
			p.UnlockedAt = at(r.IntN(3) + 29)
		}
		if r.IntN(8) == 0 {
			p.Policy = tn.plant
		}
		if err := tx.PutTerms(p.Terms); err != nil {
			return err
		}
		if !p.setAt.IsZero() {
			stored := core.PasswordRecord{AccountID: p.Account.ID, PHC: "$argon2id$none", SetAt: p.setAt, SetBy: p.Account.ID}
			if err := tx.PutPassword(stored); err != nil {
				return err
			}
		}
		if p.group {
			yard = append(yard, p.Account.ID)
		}
		tn.people = append(tn.people, p)
	}
	return tx.SetMembers(tn.yard, yard)
}

// expected says of one resident what a policy would do, one account and one
// instant at a time.
func (tn *town) expected(p resident, q policy.Policy, now time.Time) []core.ImpactKind {
	kinds := append([]core.ImpactKind{tn.judgedAs(p, q.Complexity)}, p.leaks(q.Complexity)...)
	year, month, day := now.In(tn.zone).Date()
	tomorrow := policy.StartOfDate(year, month, day+1, tn.zone)
	expires := p.ExpiresAt
	if expires.IsZero() && q.Expiration.MaxAgeDays != nil {
		expires = policy.Expires(p.setAt, *q.Expiration.MaxAgeDays, tn.zone)
	}
	if !expires.IsZero() && expires.Before(tomorrow) {
		kinds = append(kinds, core.ImpactExpire)
	}
	if q.Expiration.InactivityDays != nil {
		used := slices.MaxFunc([]time.Time{p.CreatedAt, p.LastSignInAt, p.UnlockedAt}, time.Time.Compare)
		if !policy.LockedFrom(used, *q.Expiration.InactivityDays, tn.zone).After(tomorrow) {
			kinds = append(kinds, core.ImpactLock)
		}
	}
	return kinds
}

// judgedAs says whether a password complies with other rules, as far as that is known.
// All rules of the town refuse leaked passwords.
func (tn *town) judgedAs(p resident, rules policy.Complexity) core.ImpactKind {
	seen, refuses := p.LeakList == core.BuiltInList, rules.Breached == policy.BreachedRefuse
	old, judged := tn.judged[p.Judged]
	switch {
	case refuses && seen && p.Leaked:
		return core.ImpactFail
	case judged && p.Complied && old >= *rules.MinLength && (!refuses || seen):
		return core.ImpactComply
	case judged && !p.Complied && old <= *rules.MinLength && refuses && (!p.Leaked || seen):
		return core.ImpactFail
	}
	return core.ImpactUnknown
}

// leaks says what is known of a password where rules ask whether it has leaked.
func (p resident) leaks(rules policy.Complexity) []core.ImpactKind {
	switch seen := p.LeakList == core.BuiltInList; {
	case rules.Breached == "":
		return nil
	case !seen:
		return []core.ImpactKind{core.ImpactUnseen}
	case p.Leaked:
		return []core.ImpactKind{core.ImpactLeaked}
	}
	return nil
}

// first is the root account, which signs in meanwhile.
func (tn *town) first() resident {
	tn.t.Helper()
	r := resident{setAt: tn.setOf(firstID)}
	must(tn.t, tn.store.View(tn.t.Context(), func(tx core.Tx) error {
		var err, more error
		r.Account, err = tx.AccountByID(firstID)
		r.Terms, more = tx.Terms(firstID)
		return errors.Join(err, more)
	}))
	return r
}

// counts is the whole model.
func (tn *town) counts(id core.PolicyID, q policy.Policy, now time.Time) (core.ImpactCounts, map[core.ImpactKind][]string) {
	names := map[core.ImpactKind][]string{}
	total := 0
	for _, p := range append([]resident{tn.first()}, tn.people...) {
		holds := core.DefaultPolicy
		if p.Policy != 0 || p.group {
			holds = tn.plant
		}
		if holds != id || p.State != core.StateActive || p.setAt.IsZero() {
			continue
		}
		total++
		for _, kind := range tn.expected(p, q, now) {
			names[kind] = append(names[kind], p.Name)
		}
	}
	return core.ImpactCounts{
		Total: total, Comply: len(names[core.ImpactComply]), Fail: len(names[core.ImpactFail]), Unknown: len(names[core.ImpactUnknown]),
		Expire: len(names[core.ImpactExpire]), Lock: len(names[core.ImpactLock]),
		Leaked: len(names[core.ImpactLeaked]), Unseen: len(names[core.ImpactUnseen]),
	}, names
}

// midnights are the instants around the beginning of a local date.
func midnights(t *testing.T, zone string, year int, month time.Month, day int) []time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	must(t, err)
	start := policy.StartOfDate(year, month, day, loc)
	return []time.Time{start.Add(-time.Millisecond), start, start.Add(time.Millisecond), start.Add(12 * time.Hour)}
}

// The counts and names are those of a plain model that asks for each account when
// its password expires and when it is locked, just before, at and after midnight,
// also where the clock is put forward or back that day.
func TestPolicyImpact(t *testing.T) {
	days := map[string][]time.Time{
		"Europe/Berlin":  midnights(t, "Europe/Berlin", 2027, 3, 28),
		"Asia/Kathmandu": midnights(t, "Asia/Kathmandu", 2026, 12, 1),
		"Asia/Beirut":    midnights(t, "Asia/Beirut", 2027, 3, 28),
		"Pacific/Apia":   midnights(t, "Pacific/Apia", 2011, 12, 31),
	}
	age := func(length int, maxAge, idle *int) policy.Policy {
		p := longer(length)
		p.Expiration.MaxAgeDays, p.Expiration.InactivityDays = maxAge, idle
		return p
	}
	audits, off := age(18, nil, nil), age(16, nil, nil)
	audits.Complexity.Breached, off.Complexity.Breached = policy.BreachedAudit, ""
	for zone, moments := range days {
		t.Run(zone, func(t *testing.T) {
			tn := newTown(t, zone, moments)
			for _, now := range moments {
				tn.clock.now = now
				root := tn.root()
				for _, q := range []policy.Policy{age(15, nil, nil), age(18, new(90), nil), age(19, nil, new(30)), age(22, new(91), new(31)), audits, off} {
					for _, id := range []core.PolicyID{0, tn.plant} {
						tn.compare(root, id, q, now)
					}
				}
			}
		})
	}
}

// compare asks for an impact and compares it with the model.
func (tn *town) compare(root core.Token, id core.PolicyID, q policy.Policy, now time.Time) {
	tn.t.Helper()
	got, err := tn.site.PolicyImpact(tn.t.Context(), root, id, q, nil)
	must(tn.t, err)
	want, names := tn.counts(max(id, core.DefaultPolicy), q, now)
	if got.ImpactCounts != want {
		tn.t.Errorf("%s, policy %d, %d: %+v, want %+v", now, id, *q.Complexity.MinLength, got.ImpactCounts, want)
	}
	for _, kind := range []core.ImpactKind{
		core.ImpactFail, core.ImpactUnknown, core.ImpactExpire, core.ImpactLock, core.ImpactLeaked, core.ImpactUnseen,
	} {
		var listed []string
		for _, n := range got.Names[kind] {
			listed = append(listed, n.Name)
		}
		if expected := names[kind][:min(200, len(names[kind]))]; !slices.Equal(listed, expected) {
			tn.t.Errorf("%s, %s: %d names, want %d", now, kind, len(listed), len(expected))
		}
	}
	if _, listed := got.Names[core.ImpactComply]; listed {
		tn.t.Error("those who comply are listed")
	}
}

// A panic comes to whoever asked, who can catch it, and does not end the program.
func TestPolicyImpactPassesAPanic(t *testing.T) {
	b := newBed(t)
	root := b.root()
	defer func() {
		if got := recover(); got == nil || !strings.Contains(fmt.Sprint(got), "nobody expected this") {
			t.Errorf("caught %v", got)
		}
		must(t, b.site.Alive(t.Context(), root))
	}()
	_, err := b.site.PolicyImpact(t.Context(), root, 0, longer(15), func(int, int) { panic("nobody expected this") })
	t.Errorf("it came back with %v", err)
}

// The answer tells how far it is, ends with its context, and refuses what cannot
// be asked.
func TestPolicyImpactEnds(t *testing.T) {
	b := newBed(t)
	root := b.root()
	must(t, b.store.Update(t.Context(), func(tx core.Tx) error {
		for i := range 3 {
			name := fmt.Sprintf("person%d", i)
			a := core.Account{Name: name, Key: name, Skeleton: name, Role: core.RoleMember, State: core.StateActive, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
			if err := tx.InsertAccount(&a); err != nil {
				return err
			}
		}
		return nil
	}))
	b.byHand("PRAGMA foreign_keys = off; UPDATE accounts SET id = 120000 WHERE key = 'person2'")
	var told [][2]int
	ctx, cancel := context.WithCancel(t.Context())
	_, err := b.site.PolicyImpact(ctx, root, 0, longer(15), func(done, total int) { told = append(told, [2]int{done, total}) })
	must(t, err)
	// The last slice is shorter, and may be done before another one.
	if len(told) != 3 || told[0][0] >= told[1][0] || told[1][0] >= told[2][0] || told[2] != [2]int{120_000, 120_000} {
		t.Errorf("told %v", told)
	}
	told = nil
	_, err = b.site.PolicyImpact(ctx, root, 0, longer(15), func(done, total int) {
		told = append(told, [2]int{done, total})
		cancel()
	})
	wantCode(t, err, core.CodeFault)
	if len(told) != 1 {
		t.Errorf("went on after its end: %v", told)
	}
	_, err = b.site.PolicyImpact(t.Context(), root, 99, longer(15), nil)
	wantCode(t, err, core.CodeNotFound)
	bad := longer(15)
	bad.Complexity.MaxLength = new(3)
	_, err = b.site.PolicyImpact(t.Context(), root, 0, bad, nil)
	wantFields(t, err, "complexity.min_length", "complexity.min_length_with_two_step")
}
