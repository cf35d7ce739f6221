package core_test

import (
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/access"
)

// rulesOf reads rules.
func rulesOf(t testing.TB, text string) access.Rules {
	t.Helper()
	rules, err := access.Parse(text)
	must(t, err)
	return rules
}

// rules replaces a list of rules.
func (b *bed) rules(by core.Token, of core.AccessOf, text string) error {
	b.t.Helper()
	now, err := b.site.AccessRules(b.t.Context(), by, of)
	must(b.t, err)
	return b.site.SetAccessRules(b.t.Context(), by, of, rulesOf(b.t, text), now.Revision, "for the test")
}

// The first rule that fits decides, of the account, then of its role, then of the site,
// and the edges of a range are exact (ASVS 8.2.4).
func TestAccessAtSignIn(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	b.add(root, "cleo", core.RoleAdmin)
	must(t, b.rules(root, core.AccessOf{}, "allow from 10.1.0.0/16, desk\ndeny"))
	for address, open := range map[string]bool{
		"10.1.0.0": true, "10.1.255.255": true, "10.0.255.255": false, "10.2.0.0": false, "::ffff:10.1.2.3": true, "2001:db8::1": false, "": true,
	} {
		err := b.tryFrom(from(address), "ben", memberPassword)
		if (err == nil) != open {
			t.Errorf("from %q: %v", address, err)
		}
		if !open {
			wantCode(t, err, core.CodeRefused)
		}
	}
	must(t, b.rules(root, core.AccessOf{Account: ben}, "allow from 10.9.9.9"))
	must(t, b.tryFrom(from("10.9.9.9"), "ben", memberPassword))
	wantCode(t, b.tryFrom(from("10.9.9.9"), "cleo", memberPassword), core.CodeRefused)
	must(t, b.rules(root, core.AccessOf{Role: core.RoleAdmin}, "allow from 10.9.9.9"))
	must(t, b.tryFrom(from("10.9.9.9"), "cleo", memberPassword))
	lines := b.past(root, core.HistoryQuery{Outcomes: []core.Outcome{core.OutcomeRefused}})
	if len(lines) != 4 || lines[0].Reason != "access_rule" {
		t.Errorf("the history has %+v", lines)
	}
	wantCode(t, b.tryFrom(from("10.2.0.0"), "ben", wrong()), core.CodeSignIn)
}

// Hours over midnight, and a place by its name.
func TestAccessHours(t *testing.T) {
	b := newBed(t) // Saturday, 10:00 in Berlin
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	must(t, b.site.SetPlaces(t.Context(), root, []core.PlaceRanges{{Name: "Workshop", Ranges: []string{"10.1.0.0/16"}}}, 0))
	must(t, b.rules(root, core.AccessOf{Role: core.RoleMember}, "deny from place:Workshop hours fri-sat 22:00-06:00"))
	shop := from("10.1.2.3")
	for _, step := range []struct {
		wait time.Duration
		open bool
	}{
		{0, true}, {11*time.Hour + 59*time.Minute, true}, {time.Minute, false}, {7*time.Hour + 59*time.Minute, false}, {time.Minute, true}, {20 * time.Hour, true},
	} {
		b.clock.advance(step.wait)
		if err := b.tryFrom(shop, "ben", memberPassword); (err == nil) != step.open {
			t.Errorf("at %v: %v", b.clock.Now(), err)
		}
	}
	must(t, b.tryFrom(from("10.2.0.1"), "ben", memberPassword))
}

// A rule ends a session that is open, in any program, and what ends by the hour ends at
// it (ASVS 8.2.4, 8.3.2).
func TestAccessDuringASession(t *testing.T) {
	b := newBed(t)
	_, second := b.open(nil)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	ben := b.inFrom(from("10.5.5.5"), "ben", memberPassword)
	must(t, b.rules(root, core.AccessOf{Role: core.RoleMember}, "deny hours 12:00-13:00"))
	must(t, second.Alive(t.Context(), ben))
	b.clock.advance(2 * time.Hour)
	wantCode(t, second.Alive(t.Context(), ben), core.CodeSession)
	b.clock.advance(2 * time.Hour)
	wantCode(t, b.site.Alive(t.Context(), ben), core.CodeSession)
	ben = b.inFrom(from("10.5.5.5"), "ben", memberPassword)
	must(t, b.site.Lock(t.Context(), ben))
	must(t, b.rules(b.root(), core.AccessOf{}, "deny from 10.5.0.0/16"))
	_, err := second.Unlock(t.Context(), ben, memberPassword)
	wantCode(t, err, core.CodeSession)
	lines := b.past(b.root(), core.HistoryQuery{Outcomes: []core.Outcome{core.OutcomeSignedOut}})
	count := 0
	for _, line := range lines {
		if line.Reason == string(core.EndAccessRule) {
			count++
		}
	}
	if count != 2 {
		t.Errorf("%d sessions ended by a rule: %+v", count, lines)
	}
}

// What would shut out the caller, or the last root account at this computer, also at
// another hour, is refused and changes nothing; places cannot do so, either.
func TestAccessKeepsRoot(t *testing.T) {
	b := newBed(t)
	root := b.root()
	for _, text := range []string{
		"deny", "deny from desk", "deny hours 03:00-03:30", "deny hours sun 23:45-00:15", "allow from 10.0.0.0/8\ndeny",
	} {
		wantFields(t, b.rules(root, core.AccessOf{}, text), core.FieldRules)
		wantFields(t, b.rules(root, core.AccessOf{Role: core.RoleRoot}, text), core.FieldRules)
		wantFields(t, b.rules(root, core.AccessOf{Account: 1}, text), core.FieldRules)
	}
	must(t, b.rules(root, core.AccessOf{}, "allow from desk\ndeny"))
	b.add(root, "second", core.RoleRoot)
	wantFields(t, b.rules(root, core.AccessOf{Role: core.RoleRoot}, "deny hours 03:00-03:30"), core.FieldRules)
	must(t, b.rules(root, core.AccessOf{Account: 1}, "deny hours 03:00-03:30"))
	far := b.inFrom(core.Device{Client: core.ClientWindow, Host: "far"}, "second", memberPassword)
	must(t, b.site.SetPlaces(t.Context(), far, []core.PlaceRanges{{Name: "Workshop", Ranges: []string{"10.1.0.0/16"}}}, 0))
}

// A trial tells what rules would do, and does nothing.
func TestTryAccess(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	for range 3 {
		must(t, b.tryFrom(from("10.1.0.1"), "ben", memberPassword))
		must(t, b.tryFrom(from("10.2.0.1"), "ben", memberPassword))
		b.clock.advance(time.Hour)
	}
	root = b.root()
	tried, err := b.site.TryAccess(t.Context(), root, core.AccessOf{}, rulesOf(t, "allow from desk, 10.1.0.0/16\ndeny\nallow from place:Nowhere"))
	must(t, err)
	if !tried.Me.Allowed || tried.Me.Number != 1 || !tried.Refused.IsZero() || tried.Shut != 3 || tried.More {
		t.Errorf("the trial is %+v", tried)
	}
	if len(tried.Accounts) != 1 || tried.Accounts[0].ID != ben || tried.Accounts[0].Shut != 3 || tried.Accounts[0].Last.Device.Address != "10.2.0.1" {
		t.Errorf("shut out would be %+v", tried.Accounts)
	}
	if len(tried.Problems) == 0 {
		t.Error("the rule that never acts is not told")
	}
	tried, err = b.site.TryAccess(t.Context(), root, core.AccessOf{}, rulesOf(t, "deny from desk"))
	must(t, err)
	if tried.Me.Allowed || tried.Refused.IsZero() {
		t.Errorf("the trial is %+v", tried)
	}
	must(t, b.tryFrom(from("10.2.0.1"), "ben", memberPassword))
}

// Rules that were changed by hand let in root accounts alone, and can be written again;
// rules of another revision are refused.
func TestAccessRulesEditedByHand(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	must(t, b.rules(root, core.AccessOf{}, "deny from 10.0.0.0/8"))
	err := b.site.SetAccessRules(t.Context(), root, core.AccessOf{}, nil, 0, "")
	wantCode(t, err, core.CodeConflict)
	b.byHand("UPDATE site_documents SET document = '[]' WHERE name = 'access/site'")
	wantCode(t, b.tryFrom(desk, "ben", memberPassword), core.CodeRefused)
	view, err := b.site.AccessRules(t.Context(), b.root(), core.AccessOf{})
	must(t, err)
	if !view.Altered {
		t.Errorf("the rules are %+v", view)
	}
	must(t, b.rules(b.root(), core.AccessOf{}, "deny from 10.0.0.0/8"))
	must(t, b.tryFrom(desk, "ben", memberPassword))
}

// Places that were changed by hand are none, so that rules which name them let in nobody
// but root accounts, which write them again.
func TestAccessWithPlacesEditedByHand(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	shop := from("10.1.0.1")
	root := b.inFrom(shop, "ada", rootPassword)
	yard := []core.PlaceRanges{{Name: "Yard", Ranges: []string{"10.0.0.0/8"}}}
	must(t, b.site.SetPlaces(t.Context(), root, yard, 0))
	must(t, b.rules(root, core.AccessOf{}, "allow from place:Yard\ndeny"))
	must(t, b.tryFrom(shop, "ben", memberPassword))
	b.byHand("UPDATE site_documents SET document = '{}' WHERE name = 'places'")
	wantCode(t, b.tryFrom(shop, "ben", memberPassword), core.CodeRefused)
	root = b.inFrom(shop, "ada", rootPassword)
	must(t, b.site.SetPlaces(t.Context(), root, yard, 1))
	must(t, b.tryFrom(shop, "ben", memberPassword))
	wantCode(t, b.tryFrom(from("192.0.2.1"), "ada", rootPassword), core.CodeRefused)
}

// Places have one name each and no range twice; nobody but root sets them.
func TestPlaces(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "cleo", core.RoleAdmin)
	set := func(by core.Token, base int64, places ...core.PlaceRanges) error {
		return b.site.SetPlaces(t.Context(), by, places, base)
	}
	for _, wrong := range []core.PlaceRanges{
		{Name: "", Ranges: []string{"10.0.0.0/8"}},
		{Name: "Yard", Ranges: []string{"010.0.0.1"}},
		{Name: "Yard", Ranges: []string{"10.0.0.1/8"}},
		{Name: strings.Repeat("x", 65), Ranges: nil},
	} {
		wantFields(t, set(root, 0, wrong), core.FieldPlaces)
	}
	yard := core.PlaceRanges{Name: "Yard", Ranges: []string{"10.0.0.0/8"}}
	wantFields(t, set(root, 0, yard, core.PlaceRanges{Name: "yard", Ranges: nil}), core.FieldPlaces)
	wantFields(t, set(root, 0, yard, core.PlaceRanges{Name: "Hall", Ranges: []string{"10.0.0.0/8"}}), core.FieldPlaces)
	must(t, set(root, 0, yard, core.PlaceRanges{Name: "Hall", Ranges: []string{"::ffff:10.1.0.0/112"}}))
	wantCode(t, set(root, 0, yard), core.CodeConflict)
	wantCode(t, set(b.in("cleo", memberPassword), 1, yard), core.CodeForbidden)
	seen, err := b.site.Places(t.Context(), root)
	must(t, err)
	if len(seen.Places) != 2 || seen.Places[1].Ranges[0] != "10.1.0.0/16" || seen.Revision != 1 || seen.ByName != "ada" {
		t.Errorf("the places are %+v", seen)
	}
	b.inFrom(from("10.1.2.3"), "ada", rootPassword)
	if lines := b.past(root, core.HistoryQuery{Search: "10.1.2.3"}); lines[0].Place != "Hall" {
		t.Errorf("the sign-in is %+v", lines)
	}
}

// Whoever signs out where no rule lets them go on any more is signed out, and not listed
// as signed in until the session runs out.
func TestSignOutWhereNobodyIsLetIn(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	token := b.inFrom(from("10.5.5.5"), "ben", memberPassword)
	must(t, b.rules(root, core.AccessOf{}, "deny from 10.5.0.0/16"))
	must(t, b.site.SignOut(t.Context(), token))
	seen, err := b.site.DevicesOf(t.Context(), root, ben)
	must(t, err)
	if len(seen.Open) != 0 || seen.Ended[0].Why != core.EndSignedOut {
		t.Errorf("open are %+v, ended %+v", seen.Open, seen.Ended)
	}
}
