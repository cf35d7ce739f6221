package core_test

import (
	"crypto/rand"
	"io"
	"reflect"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/access"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
)

// callsWithToken lists the use cases that take a session's token, by name, each
// as a call with arguments that a full session of a root account may give.
func callsWithToken(t *testing.T, site *core.Site, now time.Time) map[string]func(core.Token) error {
	t.Helper()
	form := core.NewAccount{Name: "fresh", Role: core.RoleMember}
	given := map[reflect.Type]any{}
	for _, value := range []any{
		core.AccountID(2), core.PolicyID(1), core.GroupID(1), int64(1), 30, "words", now,
		[]core.AccountID{2},
		policy.Default(), form,
		core.AccountEdit{NewAccount: form},
		core.AccountQuery{Limit: 1},
		core.AuditQuery{Limit: 1},
		core.LogExport{Form: core.LogLines},
		core.GroupEdit{Name: "Yard"},
		core.RevisionQuery{Policy: 1, Limit: 1},
		core.GroupChange{Name: new("Yard")},
		core.PolicyDraft{ID: 1, Base: 1, Name: "Site policy", Policy: longer(20)},
		core.OwnChange{Current: memberPassword, New: secondPassword, Confirm: secondPassword},
		core.NewQuestion{Current: memberPassword, Question: "What was for dinner?", Answer: rightAnswer, Confirm: rightAnswer},
		core.NewApp{Current: memberPassword},
		core.AppID("00000000000000000000000000000000"),
		core.PasskeyID("00000000000000000000000000000000"), true,
		core.Unlock{},
		core.Answer(core.AnswerMe), core.HistoryID(1), core.SessionID(99),
		core.Keeping{EndedDays: 30},
		core.HistoryQuery{Limit: 1},
		core.ExportCSV, core.ByDay, core.LockScreen,
		core.AccessOf{},
		access.Rules{},
		core.AllowedSources{},
		[]core.PlaceRanges{},
		generate.Usual(),
		recoveryKey(t),
		core.ClockConfirmation{Password: memberPassword, Reason: "looked at the calendar", Machine: now},
	} {
		given[reflect.TypeOf(value)] = value
	}
	given[reflect.TypeFor[io.Writer]()] = io.Discard
	given[reflect.TypeFor[passkey.Provider]()] = software.New(rand.Reader)
	given[reflect.TypeFor[io.Writer]()] = nowhere{}
	calls := map[string]func(core.Token) error{}
	all := reflect.ValueOf(site)
	for i := range all.NumMethod() {
		name, method := all.Type().Method(i).Name, all.Method(i)
		kind := method.Type()
		if kind.NumIn() < 2 || kind.In(1) != reflect.TypeFor[core.Token]() {
			continue
		}
		calls[name] = func(token core.Token) error {
			in := []reflect.Value{reflect.ValueOf(t.Context()), reflect.ValueOf(token)}
			for p := 2; p < kind.NumIn(); p++ {
				value, known := given[kind.In(p)]
				switch {
				case known:
					in = append(in, reflect.ValueOf(value))
				case kind.In(p).Kind() == reflect.Func:
					in = append(in, reflect.Zero(kind.In(p)))
				default:
					t.Fatalf("%s takes a %v, which this test does not know", name, kind.In(p))
				}
			}
			out := method.Call(in)
			err, _ := out[len(out)-1].Interface().(error)
			return err
		}
	}
	return calls
}

// Every use case there is, with a session that may only set a new password: it
// reaches nothing else, though its account is a root account.
func TestLimitedSessionReachesNothing(t *testing.T) {
	b := newBed(t)
	root := b.root()
	second := b.add(root, "second", core.RoleRoot)
	must(t, b.site.ForceChange(t.Context(), root, second))
	token := b.limited("second", memberPassword).Token()
	may := map[string]bool{"ChangePassword": true, "SignOut": true}
	before := b.policyState()
	calls := callsWithToken(t, b.site, b.clock.Now())
	if len(calls) < 30 {
		t.Fatalf("there are only %d use cases", len(calls))
	}
	for name, call := range calls {
		if may[name] {
			continue
		}
		if err := call(token); core.ErrorCode(err) != core.CodeForbidden {
			t.Errorf("%s: %v", name, err)
		}
		if err := call(core.Token{}); core.ErrorCode(err) != core.CodeSession {
			t.Errorf("%s without a session: %v", name, err)
		}
	}
	if after := b.policyState(); after != before {
		t.Errorf("left\n%s\nwas\n%s", after, before)
	}
	must(t, calls["SignOut"](token))
	for name, call := range calls {
		if err := call(token); name != "SignOut" && core.ErrorCode(err) != core.CodeSession {
			t.Errorf("%s after the end: %v", name, err)
		}
	}
}

// A wrong password is answered alike whoever it is tried on: nobody, an account
// that is in use, switched off, deleted, altered, never used, to be changed,
// expired or blocked; the guess that locks, and those after it, too. An account
// that is locked for want of use is the exception: it says that it is locked.
func TestWrongPasswordsTellNothing(t *testing.T) {
	b := inZone(t, "Europe/Berlin", moment(t, "2026-03-01T09:30:00Z"))
	root := b.root()
	accounts := map[string]core.AccountID{}
	for _, name := range []string{"used", "off", "deleted", "altered", "asked", "expired", "grace"} {
		accounts[name] = b.add(root, name, core.RoleMember)
	}
	_, err := b.site.AddAccount(t.Context(), root, core.NewAccount{Name: "new", Role: core.RoleMember})
	must(t, err)
	blocked := b.newPolicy(root, "Blocked", 1, 16)
	grace := b.newPolicy(root, "Grace", 2, 16)
	for id, after := range map[core.PolicyID]policy.AfterExpiry{blocked.ID: policy.AfterBlocked, grace.ID: policy.AfterGrace} {
		b.saved(root, id, func(d *core.PolicyDraft) {
			d.Policy.Expiration.MaxAgeDays, d.Policy.Expiration.AfterExpiry, d.Reason = new(10), after, "for the test"
		})
	}
	must(t, b.site.AssignPolicy(t.Context(), root, accounts["expired"], blocked.ID))
	must(t, b.site.AssignPolicy(t.Context(), root, accounts["grace"], grace.ID))
	must(t, b.site.DisableAccount(t.Context(), root, accounts["off"]))
	must(t, b.site.DeleteAccount(t.Context(), root, accounts["deleted"], "deleted"))
	must(t, b.site.ForceChange(t.Context(), root, accounts["asked"]))
	b.byHand("UPDATE accounts SET role = 'root' WHERE key = 'altered'")
	b.clock.advance(20 * 24 * time.Hour)
	var wanted []string
	for i := range *lockout().FirstLockAt + 2 {
		_, _, err := b.try("nobody", wrong())
		wanted = append(wanted, string(core.ErrorCode(err))+" "+err.Error())
		if i == 0 {
			wantCode(t, err, core.CodeSignIn)
		}
	}
	for name := range accounts {
		for i, want := range wanted {
			_, _, err := b.try(name, wrong())
			if got := string(core.ErrorCode(err)) + " " + err.Error(); got != want {
				t.Errorf("%s, guess %d: %s\nwant %s", name, i+1, got, want)
			}
		}
	}
}

// A policy that was changed outside the program is told in the log by the next
// sign-in that it holds for, and nobody is asked for another password by it.
func TestAlteredPolicyIsRecorded(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Complexity.MinLength = new(20) })
	b.in("ada", rootPassword)
	if n := b.count(core.EventPolicyAltered); n != 0 {
		t.Fatalf("%d lines tell of a sound policy", n)
	}
	b.byHand("UPDATE policies SET rank = 7")
	b.in("ada", rootPassword)
	if n := b.count(core.EventPolicyAltered); n != 1 {
		t.Errorf("%d lines tell of it", n)
	}
	b.wantNewest(core.EventPolicyAltered, `{"policy":"Site policy"}`)
}

// The policy that everybody has stays compiled beside many others that are newer:
// a list of a million banned passwords is not read again at each sign-in.
func TestPolicyInUseStaysCompiled(t *testing.T) {
	b := newBed(t)
	root := b.root()
	for i := range 12 {
		b.newPolicy(root, "Policy "+string(rune('A'+i)), i+1, 16)
	}
	for range 2 {
		_, err := b.site.ExpiryCalendar(t.Context(), root, 3)
		must(t, err)
		b.in("ada", rootPassword)
		if !b.site.Keeps(1) {
			t.Error("the policy in use is not kept")
		}
	}
	if n := b.site.Kept(); n != 8 {
		t.Errorf("%d policies are kept", n)
	}
}

// The site's policy is assigned to no group: it would hold for its accounts
// before a stricter one of another group.
func TestSitePolicyIsNoGroups(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	strict := b.newPolicy(root, "Strict", 1, 30)
	_, err := b.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: "A", Policy: strict.ID, Members: []string{"ben"}})
	must(t, err)
	_, err = b.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: "B", Policy: core.DefaultPolicy, Members: []string{"ben"}})
	wantFields(t, err, core.FieldPolicy)
	if e := b.effectiveOf(root, ben); e.ID != strict.ID {
		t.Errorf("%+v holds", e)
	}
}

// Names that would deceive or break a list are refused for policies and groups
// alike, and so are two that differ by case or by form.
func TestNamesOfPoliciesAndGroups(t *testing.T) {
	b := newBed(t)
	root := b.root()
	long := make([]rune, 300)
	for i := range long {
		long[i] = 'é'
	}
	save := map[string]func(name string) error{
		"policy": func(name string) error {
			_, err := b.site.SavePolicy(t.Context(), root, core.PolicyDraft{Name: name, Rank: 5, Policy: longer(17)})
			return err
		},
		"group": func(name string) error {
			_, err := b.site.SaveGroup(t.Context(), root, core.GroupEdit{Name: name})
			return err
		},
	}
	for what, save := range save {
		for _, name := range []string{
			"", " ", "\t", "Pl\u202eant", "Pl\u200bant", "Plant\x1b[31m", "Plant\x00", "Pl\nant", "Pl\u2028ant", "\ufeffPlant", "Pl\xffant",
			string(long), string(long[:81]), "\u2066Plant\u2069", "Pl\u00adant",
		} {
			wantFields(t, save(name), core.FieldName)
		}
		must(t, save("  Straße 1é "))
		for _, same := range []string{"straße 1é", "STRASSE 1É", "Straße 1e\u0301"} {
			if err := save(same); core.ErrorCode(err) == "" {
				t.Errorf("%s %q was taken beside another", what, same)
			}
		}
	}
}
