package core_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"

	"pgregory.net/rapid"
)

// leakModel says in the plainest way what becomes of one account.
type leakModel struct {
	list    core.ListNumber
	onList  map[string]bool
	use     policy.Breached
	current string
	terms   core.Terms
	demand  core.ChangeReason
	told    int
}

// looks tells whether passwords are looked up, leaked what comes of it.
func (m *leakModel) looks() bool { return m.use != policy.BreachedOff }

func (m *leakModel) leaked(secret string) bool { return secret == commonPassword || m.onList[secret] }

// signIn is a sign-in with the right password.
func (m *leakModel) signIn() {
	if !m.looks() {
		return
	}
	if m.terms.LeakList != m.list {
		m.terms.LeakList, m.terms.Leaked = m.list, m.leaked(m.current)
		m.tell()
	}
	if m.terms.Leaked && m.use == policy.BreachedRefuse {
		m.demand = core.ReasonLeaked
	}
}

// change is a change of the password; it tells whether it is refused.
func (m *leakModel) change(fresh string) (refused bool) {
	if m.use == policy.BreachedRefuse && m.leaked(fresh) {
		return true
	}
	m.current, m.demand, m.terms = fresh, core.ReasonNone, core.Terms{}
	if m.looks() {
		m.terms.LeakList, m.terms.Leaked = m.list, m.leaked(fresh)
		m.tell()
	}
	return false
}

// tell counts what the owner is told.
func (m *leakModel) tell() {
	if m.terms.Leaked && m.use == policy.BreachedAudit {
		m.told++
	}
}

// Whatever lists come and go, whatever the policy says of them and in whichever of two
// programs: sign-ins, changes, what is kept and what is told are those of the model.
func TestBreachedIsAsTheModel(t *testing.T) {
	secrets := []string{
		commonPassword, "the forklift is yellow", "the forklift is orange", "the forklift is purple", "the forklift is unseen",
	}
	b := newBed(t)
	_, other := b.open(nil)
	sites := []*core.Site{b.site, other}
	root := b.root()
	lists := map[string][]string{}
	for _, on := range [][]string{secrets[1:2], secrets[2:4], secrets[1:4]} {
		lists[leakedWords(t, on...)] = on
	}
	m := &leakModel{onList: map[string]bool{}, list: core.BuiltInList, use: policy.BreachedRefuse}
	accounts := 0
	rapid.Check(t, func(t *rapid.T) {
		accounts++
		name := fmt.Sprintf("person%d", accounts)
		added, err := b.site.AddAccount(b.t.Context(), root, core.NewAccount{Name: name, Role: core.RoleMember})
		if err != nil {
			t.Fatal(err)
		}
		m.current, m.demand, m.terms, m.told = added.FirstPassword, core.ReasonFirst, core.Terms{}, 0
		if m.looks() {
			m.terms.LeakList = m.list
		}
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			site := rapid.SampledFrom(sites).Draw(t, "program")
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				path := rapid.SampledFrom(slices.Sorted(maps.Keys(lists))).Draw(t, "list")
				_, err := site.InstallBreached(b.t.Context(), root, path, nil)
				if core.ErrorCode(err) == core.CodeRefused {
					continue // it is in use already
				}
				must(b.t, err)
				m.list, m.onList = m.list+1, map[string]bool{}
				for _, secret := range lists[path] {
					m.onList[secret] = true
				}
			case 1:
				if err := site.RemoveBreached(b.t.Context(), root); err == nil {
					m.list, m.onList = m.list+1, map[string]bool{}
				}
			case 2:
				m.use = rapid.SampledFrom([]policy.Breached{policy.BreachedOff, policy.BreachedAudit, policy.BreachedRefuse}).Draw(t, "use")
				b.leaks(m.use)
			default:
				m.walk(t, b, site, name, rapid.SampledFrom(secrets).Draw(t, "new password"))
			}
		}
		terms := b.terms(added.ID)
		if terms.LeakList != m.terms.LeakList || terms.Leaked != m.terms.Leaked || b.told(added.ID, core.NoticePasswordLeaked) != m.told {
			t.Fatalf("kept %+v and told %d, want %+v", terms, b.told(added.ID, core.NoticePasswordLeaked), m)
		}
	})
}

// walk signs in, compares, and tries a new password.
func (m *leakModel) walk(t *rapid.T, b *bed, site *core.Site, name, fresh string) {
	flow := site.StartSignIn(desk)
	before := m.demand
	step, err := flow.Password(b.t.Context(), name, m.current)
	if err != nil {
		t.Fatal(err)
	}
	m.signIn()
	want := core.StepDone
	if before != core.ReasonNone {
		m.demand = before // what was demanded before stays the reason
	}
	if m.demand != core.ReasonNone {
		want = core.StepChangePassword
	}
	if step != want || flow.Why() != m.demand && want == core.StepChangePassword {
		t.Fatalf("stands at %s for %q, want %+v", step, flow.Why(), m)
	}
	if fresh == m.current {
		return
	}
	change := core.OwnChange{New: fresh, Confirm: fresh}
	if want == core.StepDone {
		change.Current = m.current
		_, err = site.ChangePassword(b.t.Context(), flow.Token(), change)
	} else {
		_, err = flow.ChangePassword(b.t.Context(), change)
	}
	if refused := m.change(fresh); refused != (err != nil) {
		t.Fatalf("%q: %v, want %+v", fresh, err, m)
	}
}
