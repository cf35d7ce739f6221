package core_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// What each use of the lists makes of a new password, wherever it is set.
func TestBreachedNewPasswords(t *testing.T) {
	const onSite, fine = "the forklift is yellow", "the forklift is orange"
	for _, use := range []policy.Breached{policy.BreachedOff, policy.BreachedAudit, policy.BreachedRefuse} {
		t.Run(string(use), func(t *testing.T) {
			b := newBed(t)
			root := b.root()
			b.use(root, leakedWords(t, onSite))
			b.leaks(use)
			id := b.add(root, "ben", core.RoleMember)
			current, told := memberPassword, 0
			for _, fresh := range []string{onSite, commonPassword, fine} {
				leaked := fresh != fine
				for _, forced := range []bool{false, true} {
					if forced {
						fresh += " " // another password, which is on no list
						leaked = false
					}
					err := b.setOwn(id, current, fresh, forced)
					if leaked && use == policy.BreachedRefuse {
						wantLeaked(t, err)
						continue
					}
					must(t, err)
					current = fresh
					terms := b.terms(id)
					if looked := use != policy.BreachedOff; (terms.LeakList != 0) != looked || terms.Leaked != (looked && leaked) {
						t.Errorf("%q left %+v", fresh, terms)
					}
					if use == policy.BreachedAudit && leaked {
						told++
					}
				}
			}
			if n, m := b.count(core.EventPasswordLeaked), b.told(id, core.NoticePasswordLeaked); n != told || m != told {
				t.Errorf("recorded %d times and told %d times, want %d", n, m, told)
			}
			if n := b.told(id, core.NoticePasswordChanged); n == 0 {
				t.Error("no change was told")
			}
		})
	}
}

// setOwn changes the password of an account in a session of its own, or because an
// administrator asks for it.
func (b *bed) setOwn(id core.AccountID, current, fresh string, forced bool) error {
	b.t.Helper()
	if !forced {
		_, err := b.change(b.in("ben", current), current, fresh)
		return err
	}
	must(b.t, b.site.ForceChange(b.t.Context(), b.root(), id))
	flow := b.limitedIn("ben", current, core.ReasonAsked)
	_, err := flow.ChangePassword(b.t.Context(), core.OwnChange{New: fresh, Confirm: fresh})
	return err
}

// A site is not set up with a common password, and the lists know the password that
// it is set up with.
func TestBreachedSetUp(t *testing.T) {
	form := formOf(t, "site.key")
	form.Root.Password, form.Root.Confirm = commonPassword, commonPassword
	wantFields(t, form.CheckSite(), core.FieldPassword)
	if v := form.Judge().New(commonPassword, policy.Subject{}).Verdict; v.OK {
		t.Error("the checklist takes it")
	}
	form.Preset = "keycloak"
	must(t, form.CheckSite())
	b := newBed(t)
	if terms := b.terms(firstID); terms.LeakList != core.BuiltInList || terms.Leaked {
		t.Errorf("%+v", terms)
	}
}

// The checklist answers while somebody types: at once for the built-in list, and for
// the site's when it is open.
func TestBreachedChecklist(t *testing.T) {
	b := newBed(t)
	root := b.root()
	state := func(j *core.Judge, typed string) policy.State {
		t.Helper()
		for _, rule := range j.New(typed, policy.Subject{}).Verdict.Rules {
			if rule.Name == "breached" {
				return rule.State
			}
		}
		t.Fatal("there is no such rule")
		return ""
	}
	judge, err := b.site.OwnJudge(t.Context(), root)
	must(t, err)
	for typed, want := range map[string]policy.State{commonPassword: policy.NotMet, secondPassword: policy.Met, "": policy.NotYet} {
		if got := state(judge, typed); got != want {
			t.Errorf("%q is %s, want %s", typed, got, want)
		}
	}
	b.use(root, leakedWords(t, secondPassword))
	_, other := b.open(nil)
	judge = other.JudgeOf(policy.Default())
	if got := state(judge, secondPassword); got != policy.OnSave {
		t.Errorf("before the list is open it is %s", got)
	}
	judge.Prepare()
	if got := state(judge, secondPassword); got != policy.NotMet {
		t.Errorf("then it is %s", got)
	}
	if got := state(judge, memberPassword); got != policy.Met {
		t.Errorf("another one is %s", got)
	}
}

// Audit, then refuse: a password that leaks later is told of once, and has to be
// changed when the policy is made stricter, with no other look-up.
func TestBreachedAuditThenRefuse(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	b.leaks(policy.BreachedAudit)
	b.in("ben", memberPassword)
	if terms := b.terms(id); terms.LeakList != core.BuiltInList || terms.Leaked {
		t.Fatalf("%+v", terms)
	}
	b.use(root, leakedWords(t, memberPassword, "another one of them"))
	b.fail("ben", 3) // a wrong password tells nothing of the right one
	if b.terms(id).Leaked {
		t.Fatal("told by a wrong password")
	}
	for range 3 {
		b.in("ben", memberPassword)
	}
	if n, m := b.count(core.EventPasswordLeaked), b.told(id, core.NoticePasswordLeaked); n != 1 || m != 1 {
		t.Errorf("recorded %d times, told %d times", n, m)
	}
	own, err := b.site.Me(t.Context(), b.in("ben", memberPassword))
	must(t, err)
	if !own.Leaked {
		t.Error("the own page does not tell")
	}
	b.leaks(policy.BreachedRefuse)
	for range 2 { // whoever gives up is asked again
		b.limitedIn("ben", memberPassword, core.ReasonLeaked)
	}
	if n := b.count(core.EventChangeDemanded); n != 1 {
		t.Errorf("demanded %d times", n)
	}
	b.wantNewest(core.EventChangeDemanded, `{"why":"leaked"}`)
	flow := b.limitedIn("ben", memberPassword, core.ReasonLeaked)
	_, err = flow.ChangePassword(t.Context(), core.OwnChange{New: "another one of them", Confirm: "another one of them"})
	wantLeaked(t, err)
	_, err = flow.ChangePassword(t.Context(), core.OwnChange{New: secondPassword, Confirm: secondPassword})
	must(t, err)
	own, err = b.site.Me(t.Context(), b.in("ben", secondPassword))
	must(t, err)
	if terms := b.terms(id); own.Leaked || terms.Leaked || !terms.Complied {
		t.Errorf("%+v", terms)
	}
}

// What is in use is described as the file says.
func TestBreachedDescribed(t *testing.T) {
	b := newBed(t)
	list := b.use(b.root(), leakedWords(t, memberPassword, "another one of them"))
	if list.Entries != 2 || list.Source != "words" || list.By != "ada" || list.FalseOneIn != 65536 || !list.Since.Equal(b.clock.Now()) {
		t.Errorf("%+v", list)
	}
	checked, err := b.site.CheckBreached(t.Context())
	must(t, err)
	if !reflect.DeepEqual(checked, list) {
		t.Errorf("%+v, want %+v", checked, list)
	}
}

// Only where the list says something new is it asked: in between neither the site's
// list nor its file is needed.
func TestBreachedAsksOnce(t *testing.T) {
	b := newBed(t)
	b.use(b.root(), leakedWords(t, secondPassword))
	b.root()
	must(t, b.site.RemoveBreached(t.Context(), b.root()))
	b.root()
	if terms := b.terms(firstID); terms.LeakList != 3 || terms.Leaked {
		t.Errorf("%+v", terms)
	}
	b.leaks(policy.BreachedOff)
	b.use(b.root(), leakedWords(t, rootPassword))
	b.root()
	if terms := b.terms(firstID); terms.LeakList != 3 {
		t.Errorf("looked up although no rule asks: %+v", terms)
	}
}

// Two programs on one store: what one puts in use the other one looks into at its next
// look-up, without being told, and no file stays that nobody needs.
func TestBreachedTwoPrograms(t *testing.T) {
	b := newBed(t)
	root := b.root()
	_, other := b.open(nil)
	b.add(root, "ben", core.RoleMember)
	signIn := func(want core.Step) {
		t.Helper()
		_, step, err := tryOn(t.Context(), other, "ben", memberPassword)
		must(t, err)
		if step != want {
			t.Fatalf("stands at %s, want %s", step, want)
		}
	}
	first := b.use(root, leakedWords(t, secondPassword))
	signIn(core.StepDone) // and now the other one has it open
	second := b.use(root, leakedWords(t, secondPassword, "something else again"))
	if files := b.listFiles(); len(files) != 1 || files[0] != second.File || first.File == second.File {
		t.Errorf("left are %v", files)
	}
	signIn(core.StepDone)
	must(t, b.site.RemoveBreached(t.Context(), root))
	if files := b.listFiles(); len(files) != 0 {
		t.Errorf("left are %v", files)
	}
	signIn(core.StepDone)
	b.use(root, leakedWords(t, memberPassword))
	signIn(core.StepChangePassword)
	if n := b.count(core.EventBreachedFailed); n != 0 {
		t.Errorf("%d faults were recorded", n)
	}
}

// A list that another one has replaced between the reading of its name and the opening
// of its file is no fault: the new one is asked.
func TestBreachedReplacedMeanwhile(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	b.use(root, leakedWords(t, secondPassword))
	lists := []string{leakedWords(t, secondPassword, "one more"), leakedWords(t, memberPassword)}
	replaced := &replacing{do: func() {
		for _, list := range lists {
			b.use(root, list)
		}
		lists = nil
	}}
	_, site := b.open(func(s core.Store) core.Store { replaced.Store = s; return replaced })
	replaced.armed = true
	_, step, err := tryOn(t.Context(), site, "ben", memberPassword)
	must(t, err)
	if terms := b.terms(id); step != core.StepChangePassword || !terms.Leaked || terms.LeakList != 4 || len(lists) != 0 {
		t.Errorf("%s, %+v", step, terms)
	}
}

// replacing does something once, after the program has read which list is in use.
type replacing struct {
	core.Store
	do    func()
	armed bool
}

func (r *replacing) View(ctx context.Context, do func(core.Tx) error) error {
	read := false
	err := r.Store.View(ctx, func(tx core.Tx) error { return do(readingTx{tx, &read}) })
	if r.armed && read {
		r.armed = false
		r.do()
	}
	return err
}

// readingTx tells whether it was asked which list is in use.
type readingTx struct {
	core.Tx
	read *bool
}

func (r readingTx) BreachedList() (core.BreachedRecord, error) {
	*r.read = true
	return r.Tx.BreachedList()
}

// Members may neither look nor change anything; administrators may, and each refusal is
// recorded. Who is refused has copied nothing.
func TestBreachedRights(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	b.add(root, "eve", core.RoleAdmin)
	list := leakedWords(t, secondPassword)
	acts := func(token core.Token) []error {
		_, look := b.site.Breached(t.Context(), token)
		_, count := b.site.CountBreached(t.Context(), token)
		_, use := b.site.InstallBreached(t.Context(), token, list, nil)
		return []error{look, count, use, b.site.RemoveBreached(t.Context(), token)}
	}
	for _, err := range acts(b.in("ben", memberPassword)) {
		wantCode(t, err, core.CodeForbidden)
	}
	if n := b.count(core.EventForbidden); n != 4 || len(b.listFiles()) != 0 {
		t.Errorf("%d refusals are recorded, and there are %v", n, b.listFiles())
	}
	for _, err := range acts(b.in("eve", memberPassword)) {
		must(t, err)
	}
	used, removed := b.count(core.EventBreachedUsed), b.count(core.EventBreachedRemoved)
	if used != 1 || removed != 1 {
		t.Errorf("recorded %d and %d times", used, removed)
	}
}

// A first password that is on the list by chance is drawn again: here the list has all
// that are drawn first.
func TestBreachedFirstPasswords(t *testing.T) {
	random := &repeating{}
	b := newBedOf(t, core.Config{Hasher: cheap(t, 64), Rand: random})
	root := b.root()
	drawn := func(name string) string {
		t.Helper()
		added, err := b.site.AddAccount(t.Context(), root, core.NewAccount{Name: name, Role: core.RoleMember})
		must(t, err)
		return added.FirstPassword
	}
	random.again()
	first := drawn("ann")
	random.again()
	if again := drawn("ben"); again != first {
		t.Fatalf("%q and %q are not drawn from the same", first, again)
	}
	for _, use := range []policy.Breached{policy.BreachedAudit, policy.BreachedRefuse} {
		b.leaks(use)
		b.use(root, leakedWords(t, first, "made for "+string(use)))
		random.again()
		if got := drawn("of." + string(use)); got == first {
			t.Errorf("%s: a leaked password was given away", use)
		}
	}
	if n := b.count(core.EventPasswordLeaked); n != 0 {
		t.Errorf("%d were told of", n)
	}
}

// Counts are of the accounts whose policy asks.
func TestBreachedCounts(t *testing.T) {
	b := newBed(t)
	root := b.root()
	for _, name := range []string{"ann", "ben", "eve"} {
		b.add(root, name, core.RoleMember)
	}
	counts := func(want core.BreachedCounts) {
		t.Helper()
		got, err := b.site.CountBreached(t.Context(), root)
		must(t, err)
		if got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	counts(core.BreachedCounts{Policies: 1, Accounts: 4, Seen: 4})
	b.leaks(policy.BreachedAudit)
	b.use(root, leakedWords(t, memberPassword))
	counts(core.BreachedCounts{Policies: 1, Accounts: 4, Unseen: 4})
	b.in("ann", memberPassword)
	b.root()
	counts(core.BreachedCounts{Policies: 1, Accounts: 4, Seen: 2, Leaked: 1, Unseen: 2})
	impact, err := b.site.PolicyImpact(t.Context(), root, core.DefaultPolicy, policy.Default(), nil)
	must(t, err)
	if impact.Leaked != 1 || impact.Unseen != 2 || impact.Fail != 1 || impact.Unknown != 2+1 || len(impact.Names[core.ImpactLeaked]) != 1 {
		t.Errorf("%+v", impact)
	}
	b.leaks(policy.BreachedOff)
	counts(core.BreachedCounts{})
}

// Nothing of a password but whether it has leaked gets into the log, and no file of a
// list has one.
func TestBreachedLogsNoPassword(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	b.leaks(policy.BreachedAudit)
	b.use(root, leakedWords(t, memberPassword))
	b.in("ben", memberPassword)
	for _, e := range b.events(1) {
		if strings.Contains(e.Detail, memberPassword) || strings.Contains(e.Detail, "words.txt") {
			t.Errorf("%s: %s", e.Kind, e.Detail)
		}
	}
	if terms := b.terms(id); terms.LeakList == 0 || !terms.Leaked {
		t.Errorf("%+v", terms)
	}
}
