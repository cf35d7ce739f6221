package core_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// strictPassword complies with every preset.
const strictPassword = "Plinth-orbit-43-ta"

// begin makes a site with a preset; on an error there is no bed.
func begin(t *testing.T, change func(*core.NewSite)) (*bed, error) {
	t.Helper()
	top := t.TempDir()
	b := &bed{
		t: t, dir: filepath.Join(top, "data"), key: filepath.Join(top, "site.key"),
		clock: &clock{now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}, cfg: core.Config{Hasher: cheap(t, 64)},
	}
	form := formOf(t, b.key)
	form.Root.Password, form.Root.Confirm = strictPassword, strictPassword
	change(&form)
	if err := core.Create(t.Context(), storeAt(b.clock.Now), b.dir, form, b.cfg); err != nil {
		for _, left := range []string{b.dir, b.key} {
			if found, err := os.ReadDir(left); err == nil && len(found) > 0 || !os.IsNotExist(err) && err != nil {
				t.Errorf("a refused site left %s: %v", left, found)
			}
		}
		return nil, err
	}
	b.store, b.site = b.open(nil)
	return b, nil
}

// Every preset can be the start of a site: nothing in it waits for a part of the
// program that is not there, the root account can sign in, and it can be saved
// again as it is.
func TestCreateWithEveryPreset(t *testing.T) {
	for _, preset := range policy.Presets() {
		t.Run(preset.Name, func(t *testing.T) {
			b, err := begin(t, func(n *core.NewSite) { n.Preset, n.Reason = preset.Name, "The insurer asks for it" })
			must(t, err)
			if report := b.site.LintPolicy(preset.Policy()); !report.OK() {
				t.Errorf("it cannot be saved: %+v", report.Problems)
			}
			root := b.in("ada", strictPassword)
			view := b.policyOf(root, core.DefaultPolicy)
			if d := policy.Diff(preset.Policy(), view.Policy); len(d) != 0 || view.Altered || view.Number != 1 {
				t.Errorf("the site has %+v: %+v", view, d)
			}
			if view.Reason != "The insurer asks for it" {
				t.Errorf("the reason is %q", view.Reason)
			}
			terms := b.terms(1)
			if terms.Judged == 0 || !terms.Complied {
				t.Errorf("the root account has the terms %+v", terms)
			}
			b.wantNewest(core.EventPolicyAdded,
				`{"number":"1","policy":"Site policy","preset":"`+preset.Name+`","reason":"The insurer asks for it"}`)
		})
	}
}

// The password of the root account is judged by the preset, so that nobody begins
// with one that the site's own rules refuse.
func TestCreateJudgesByThePreset(t *testing.T) {
	tests := map[string]struct{ preset, password, says string }{
		"the default":      {"", "short", "Add 10 more characters"},
		"too long":         {"te", "Plinth-orbit-43-tally", "Leave out 1 character"},
		"no capitals":      {"data-room", "plinth-orbit-43", "upper-case letter"},
		"nothing special":  {"formflow", "Plinthorbit43", "Add 1 more of these"},
		"a common word":    {"web-host", "Password-1", "Make it longer"},
		"one kind":         {"active-directory", "plinthorbit", "kinds"},
		"short for a site": {"pci-dss-4", "plinth-43", "Add 3 more characters"},
		"the name in it":   {"data-room", "Ada-orbit-43", "Leave out"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := begin(t, func(n *core.NewSite) {
				n.Preset, n.Reason, n.Root.Password, n.Root.Confirm = tt.preset, "for the test", tt.password, tt.password
			})
			wantFields(t, err, core.FieldPassword)
			if text := core.ProblemsOf(err)[0].Text.String(); !strings.Contains(text, tt.says) {
				t.Errorf("it says %q", text)
			}
		})
	}
}

func TestCreateRefusesPresets(t *testing.T) {
	for _, name := range []string{"no-such", "NIST", " nist", "nist\x00", "../te", strings.Repeat("x", 1<<16)} {
		form := formOf(t, "unused")
		form.Preset = name
		must(t, form.CheckSite())
		wantFields(t, form.CheckPolicy(), core.FieldPreset)
		_, err := begin(t, func(n *core.NewSite) { n.Preset = name })
		wantFields(t, err, core.FieldPreset)
		if text := core.ProblemsOf(err)[0].Text.String(); !strings.Contains(text, "pci-dss-4") || strings.Contains(text, "x x") {
			t.Errorf("it says %q", text)
		}
	}
}

// A preset that leaves the standard needs a reason, as a policy that is saved does.
func TestCreateWantsAReason(t *testing.T) {
	var free []string
	for _, preset := range policy.Presets() {
		for _, reason := range []string{"", "  ", "The insurer asks for it"} {
			form := formOf(t, "unused")
			form.Preset, form.Reason = preset.Name, reason
			missing := len(core.ProblemsOf(form.CheckPolicy())) > 0
			if want := core.PresetDeparts(preset.Name) && strings.TrimSpace(reason) == ""; missing != want {
				t.Errorf("%s with the reason %q: refused %v", preset.Name, reason, missing)
			}
			if missing {
				wantFields(t, form.CheckPolicy(), core.FieldReason)
			}
		}
		if !core.PresetDeparts(preset.Name) {
			free = append(free, preset.Name)
		}
		b := newBed(t)
		_, err := b.site.SavePolicy(t.Context(), b.root(), core.PolicyDraft{Name: "New", Rank: 1, Policy: preset.Policy()})
		if saved := err == nil; saved == core.PresetDeparts(preset.Name) {
			t.Errorf("%s is saved without a reason: %v", preset.Name, saved)
		}
	}
	if !slices.Equal(free, []string{"nist"}) {
		t.Errorf("without a reason: %v", free)
	}
	form := formOf(t, "unused")
	form.Reason = strings.Repeat("x", 201)
	wantFields(t, form.CheckPolicy(), core.FieldReason)
	_, err := begin(t, func(n *core.NewSite) { n.Preset = "te" })
	wantFields(t, err, core.FieldReason)
}

// All that is wrong comes at once.
func TestCreateNamesAllProblems(t *testing.T) {
	_, err := begin(t, func(n *core.NewSite) { n.Name, n.Preset, n.Root.Password = "", "te", "short" })
	wantFields(t, err, core.FieldSiteName, core.FieldPassword, core.FieldConfirm, core.FieldReason)
}
