package gui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// The recommended preset is proposed, every other one can be chosen, and each says
// what it asks for in one sentence and in whole.
func TestSetUpRules(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		h.toRules()
		s := w.rules
		if s.preset() != "nist" || s.refused.Visible() {
			t.Errorf("%q is proposed", s.preset())
		}
		h.focusedOn("the presets", s.group)
		h.wantText("NIST SP 800-63B-4 (recommended)", "Passwords have at least 15 characters")
		h.wantNoText("Why this site needs it")
		for _, preset := range policy.Presets() {
			h.choosePreset(preset.Name)
			for _, sentence := range policy.Describe(preset.Policy()) {
				if !strings.Contains(h.says(), sentence.Text.String()) {
					t.Errorf("%s does not say %q", preset.Name, sentence.Text)
				}
			}
			for _, advice := range policy.Lint(preset.Policy()).Advice {
				h.wantText(advice.Text.String())
			}
			h.wantText(preset.Plain.String())
			reason := strings.Contains(h.says(), "Why this site needs it")
			if reason != core.PresetDeparts(preset.Name) {
				t.Errorf("%s asks for a reason: %v", preset.Name, reason)
			}
		}
	})
}

// A preset that refuses the password that was typed says so at once, does not go
// on, and leads back to the password, where its own rules stand.
func TestSetUpRulesRefuseThePassword(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		h.toRules()
		h.choosePreset("te")
		h.wantText("The password of the root account does not meet these rules.", "Leave out 1 character")
		h.write(w.rules.reason, "The insurer asks for it")
		h.tap("Next")
		fresh := w.site.password.fresh
		if w.at != 0 || !strings.Contains(fresh.Problem(), "Leave out 1 character") || !fresh.Focused() {
			t.Errorf("step %d, the password says %q", w.at+1, fresh.Problem())
		}
		h.wantText("At most 20 characters", "No spaces")
		h.tap("Next")
		if w.at != 0 || fresh.Problem() == "" {
			t.Errorf("step %d takes a password that the rules refuse", w.at+1)
		}
		h.tap("Generate password")
		h.tap("Next")
		h.wantNoText("does not meet these rules")
		h.tap("Back")
		for _, field := range []target{w.site.password.fresh, w.site.password.confirm} {
			h.write(field, "")
		}
		w.site.password.fresh.SetText("ferry-Quilt-88-marb")
		w.site.password.confirm.SetText("ferry-Quilt-88-marb")
		h.tap("Next")
		h.tap("Next")
		h.choosePhrase(w.key.form)
		h.toFinish()
		h.wantText("TE", "Password rules")
		h.tap("Make the site")
		h.wantText("The site is ready. Sign in as root.")
		h.signIn("root", "ferry-Quilt-88-marb")
		token := h.app.session.token
		view, err := h.app.site.Policy(h.Context(), token, core.DefaultPolicy)
		h.must(err)
		te, _ := policy.PresetNamed("te")
		if len(policy.Diff(te, view.Policy)) != 0 || view.Reason != "The insurer asks for it" {
			t.Errorf("the site has %+v", view)
		}
	})
}

func TestSetUpRulesLooks(t *testing.T) {
	inSetUp(t, pictured(nil), func(h *hand, w *wizard) {
		h.toRules()
		h.golden("wizard-rules", wideWindow)
		h.golden("wizard-rules-900x600", leastWindow)
		h.choosePreset("te")
		h.golden("wizard-rules-refused", wideWindow)
		h.picture("wizard-rules-refused-900x600", leastWindow)
		h.tap("Change it")
		h.golden("wizard-site-te", wideWindow)
		w.site.password.fresh.SetText("ferry-Quilt-88-marb")
		w.site.password.confirm.SetText("ferry-Quilt-88-marb")
		h.tap("Next")
		h.tap("Next")
		h.golden("wizard-rules-reason", wideWindow)
		h.picture("wizard-rules-reason-900x600", leastWindow)
		h.app.window.Resize(leastWindow)
		h.enlarged(1.5)
		h.picture("wizard-rules-150", fyne.Size{})
	})
}

// The button of the notice leads to the password as well.
func TestSetUpRulesChangeIt(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		h.toRules()
		h.choosePreset("te")
		h.tap("Change it")
		if w.at != 0 || w.site.password.fresh.Problem() == "" {
			t.Errorf("step %d, the password says %q", w.at+1, w.site.password.fresh.Problem())
		}
		h.tap("Next")
		if w.at != 0 {
			t.Error("the first step takes the password")
		}
		w.rules.group.SetSelected("nist")
		w.rules.chose()
		h.tap("Next")
		h.wantText("Choose the password rules")
		h.tap("Next")
		h.wantText("Choose where the key lives")
	})
}

// A preset that leaves the standard does not go on without a reason.
func TestSetUpRulesWantAReason(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		h.toRules()
		h.choosePreset("web-host")
		h.wantNoText("does not meet these rules")
		h.tap("Next")
		if w.at != 1 || w.rules.reason.Problem() == "" || !w.rules.reason.Focused() {
			t.Errorf("step %d, the reason says %q", w.at+1, w.rules.reason.Problem())
		}
		h.choosePreset("nist")
		if w.rules.reason.Problem() != "" {
			t.Error("the problem stays with another preset")
		}
		h.choosePreset("web-host")
		h.write(w.rules.reason, "As on the former server")
		h.tap("Next")
		h.wantText("Choose where the key lives")
		h.tap("Back")
		if w.rules.preset() != "web-host" || w.rules.reason.Text() != "As on the former server" {
			t.Error("what was chosen is gone")
		}
	})
}

// A chosen preset is something that would be lost.
func TestSetUpRulesTouched(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		h.toRules()
		h.choosePreset("te")
		s := w.site
		s.title.SetText("")
		s.fullName.SetText("")
		s.password.wipe()
		h.tap("Back")
		h.tap("Leave set-up")
		h.wantText("Leave set-up?")
	})
}

// The presets stand in the order of the editor, the recommended one first.
func TestSetUpRulesOrder(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		h.toRules()
		var seen []string
		for range policy.Presets() {
			seen = append(seen, w.rules.preset())
			h.app.window.Canvas().Focus(w.rules.group)
			h.key("Down")
		}
		var want []string
		for _, preset := range policy.Presets() {
			want = append(want, preset.Name)
		}
		if !slices.Equal(seen, want) {
			t.Errorf("the arrows go through %v", seen)
		}
	})
}
