package gui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// policyRow is the row of a field, which has to be shown.
func (h *hand) policyRow(e *policyEditor, name string) *policyRow {
	h.Helper()
	row := e.form.row(name)
	if row == nil || row.setting.Hidden {
		h.Fatalf("the field %s is not shown:\n%s", name, h.says())
	}
	return row
}

// number types a number into a field, in place of what it holds.
func (h *hand) number(e *policyEditor, name, text string) {
	h.Helper()
	number := h.policyRow(e, name).control.(*numberControl).number
	number.Focus(h.app.window.Canvas())
	number.SetText("")
	h.type1(text)
}

// wantProblem fails unless a field says what to do.
func (h *hand) wantProblem(e *policyEditor, name, part string) {
	h.Helper()
	got := h.policyRow(e, name).setting.Problem()
	if part == "" && got != "" || !strings.Contains(got, part) {
		h.Errorf("beside %s stands %q, not %q", name, got, part)
	}
}

// saved reads the site's default policy.
func (h *hand) saved() core.PolicyView {
	h.Helper()
	view, err := h.app.site.Policy(h.Context(), h.app.session.token, core.DefaultPolicy)
	h.must(err)
	return view
}

// The gear is for those who may change the policy, and Ctrl comma is its key.
func TestPolicyGear(t *testing.T) {
	signedIn(t, func(h *hand) {
		s := h.app.screen.(*shell)
		h.tap("Password policy")
		h.wantText("Password settings", "Banned passwords", "Revisions", "Complexity", "Sign-in")
		h.key(fyne.KeyEscape)
		h.noDialog()
		h.focusedOn("the gear", s.top.gear)
		h.shortcut(fyne.KeyComma)
		h.wantText("Password settings")
		h.key(fyne.KeyEscape)
		h.app.signOut()
		h.settle()
		h.admit("d.admin", core.RoleAdmin)
		if h.app.screen.(*shell).top.gear == nil {
			t.Error("an administrator has no gear")
		}
		h.app.signOut()
		h.settle()
		h.admit("d.member", core.RoleMember)
		h.wantNoText("Password policy")
		h.shortcut(fyne.KeyComma)
		h.noDialog()
	})
}

// What is typed is judged at once: beside the field, in the sentences, in the
// timeline and in the list of groups.
func TestPolicyTyping(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.focusedOn("the first field", h.policyRow(e, "min_length").control.(*numberControl).number.Input())
		h.number(e, "max_length", "12")
		h.wantProblem(e, "min_length", "12")
		h.wantProblem(e, "max_length", "12")
		h.wantText("1 change", "was No limit")
		h.tap("Save changes")
		h.focusedOn("the first field at fault", h.policyRow(e, "min_length").control.(*numberControl).number.Input())
		h.number(e, "max_length", "64")
		h.wantProblem(e, "min_length", "")
		h.number(e, "min_length", "x")
		h.wantProblem(e, "min_length", "Write a whole number in figures.")
		h.number(e, "min_length", "123456789")
		h.wantProblem(e, "min_length", "1024")
		h.number(e, "min_length", "9")
		h.wantProblem(e, "min_length", "")
		h.wantText("Passwords have at least 9 characters", "at most 64 characters", "SP 800-63B-4")
		h.key(fyne.KeyUp)
		h.key(fyne.KeyUp)
		h.key(fyne.KeyDown)
		if got := *e.draft.Complexity.MinLength; got != 10 {
			t.Errorf("two up and one down from 9 are %d", got)
		}
	})
}

// Rules that belong to a choice come with it.
func TestPolicyRowsFollowChoices(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		hidden := func(want bool, names ...string) {
			t.Helper()
			for _, name := range names {
				if got := e.form.row(name).setting.Hidden; got != want {
					t.Errorf("%s is hidden: %v", name, got)
				}
			}
		}
		hidden(true, "warn_days", "after_expiry", "grace_sign_ins", "fresh_seconds", "recheck_scope", "two_step_roles", "two_step_grace_days", "passkey_roles")
		hidden(false, "recovery_by_mail", "recovery_code_minutes", "two_step", "two_step_methods", "passkeys", "passkey_only", "passkey_kinds")
		h.number(e, "max_age_days", "90")
		hidden(false, "warn_days", "after_expiry")
		h.policyRow(e, "enabled").control.(*switchControl).toggle.Tapped(nil)
		h.settle()
		hidden(true, "first_lock_at", "durations")
		hidden(false, "source_failures", "source_window_minutes", "source_block_minutes")
		e.fill(noMethodLeft())
		h.settle()
		hidden(false, "two_step_grace_days")
		hidden(true, "passkey_only", "passkey_kinds")
		h.wantProblem(e, "two_step_methods", "or codes from an app, too")
		e.undo()
		h.settle()
		h.wantProblem(e, "two_step_methods", "")
		hidden(true, "warn_days", "two_step_grace_days")
		hidden(false, "first_lock_at", "passkey_only", "passkey_kinds")
	})
}

// noMethodLeft is a policy that nobody could follow: the second step is a passkey,
// and passkeys are not allowed.
func noMethodLeft() policy.Policy {
	p := policy.Default()
	p.SignIn.TwoStep, p.SignIn.TwoStepMethods = policy.TwoStepRequired, []string{policy.MethodPasskey}
	p.SignIn.Passkeys = policy.PasskeysOff
	return p
}

// Every control of the form gives back what it was shown, and what is set in it
// by keyboard.
func TestPolicyControlsRoundTrip(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		for _, preset := range policy.Presets() {
			e.view.chosePreset(preset.Name)
			h.settle()
			if changes := policy.Diff(preset.Policy(), e.draft); len(changes) > 0 {
				t.Errorf("%s in the form differs: %v", preset.Name, changes)
			}
			for _, row := range e.form.rows {
				if row.unread != "" {
					t.Errorf("%s of %s cannot be read: %s", row.field.Path(), preset.Name, row.unread)
				}
			}
		}
	})
}

// setText puts a text into a row of characters or durations.
func (h *hand) setText(e *policyEditor, name, text string) {
	h.Helper()
	field := h.policyRow(e, name).control.(*textControl).text
	field.Focus(h.app.window.Canvas())
	field.SetText(text)
	h.settle()
}

func TestPolicyTexts(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.setText(e, "durations", "30m;2H;1d")
		if got := e.draft.Lockout.Durations.String(); got != "30M;2H;1D" {
			t.Errorf("the schedule is %q", got)
		}
		h.setText(e, "durations", "30M;2X")
		h.wantProblem(e, "durations", "Entry 2, “2X”")
		if got := e.draft.Lockout.Durations.String(); got != "30M;2H;1D" {
			t.Errorf("what cannot be read makes the schedule %q", got)
		}
		h.tap("Save changes")
		h.focusedOn("the schedule", h.policyRow(e, "durations").control.(*textControl).text.Input())
		h.policyRow(e, "durations").control.(*textControl).check.Tapped(nil)
		h.settle()
		if !e.draft.Lockout.Durations.UntilAdmin {
			t.Error("the check does not lock until an administrator comes")
		}
		h.wantText("Until unlocked")
		h.policyRow(e, "forbidden_chars").control.(*textControl).check.Tapped(nil)
		h.setText(e, "forbidden_chars", "#")
		if got := e.draft.Complexity.ForbiddenChars; got != " #" {
			t.Errorf("forbidden is %q", got)
		}
		h.setText(e, "min_age", "1D")
		if got := e.draft.Change.MinAge; got == nil || got.String() != "1D" {
			t.Errorf("the wait is %v", got)
		}
		h.setText(e, "min_age", "")
		if got := e.draft.Change.MinAge; got != nil {
			t.Errorf("an empty wait is %v", got)
		}
	})
}

func TestPolicyKinds(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		kinds := h.policyRow(e, "min_kinds").control.(*kindsControl)
		kinds.least.SetSelected("2")
		kinds.changed()
		h.settle()
		if got := e.draft.Complexity.MinKinds; got == nil || got.K != 2 || len(got.Of) != 3 {
			t.Fatalf("the kinds are %+v", got)
		}
		kinds.checks[0].Tapped(nil)
		kinds.checks[4].Tapped(nil)
		h.settle()
		h.wantProblem(e, "min_kinds", "2")
		kinds.least.SetSelected("0")
		kinds.changed()
		h.settle()
		if e.draft.Complexity.MinKinds != nil {
			t.Error("no kinds asked for are still some")
		}
	})
}

// A preset fills the form, is named, and says when it was changed.
func TestPolicyPreset(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		if got := e.view.preset.Selected(); got != "nist" {
			t.Errorf("the preset of a new site is %q", got)
		}
		canvas := h.app.window.Canvas()
		e.view.preset.Focus(canvas)
		for e.view.preset.Selected() != "te" {
			h.key(fyne.KeyDown)
		}
		te, _ := policy.PresetNamed("te")
		if changes := policy.Diff(te, e.draft); len(changes) > 0 {
			t.Errorf("the draft differs from the preset: %v", changes)
		}
		h.number(e, "min_length", "10")
		if got := e.view.preset.AccessibilityLabel(); !strings.Contains(got, "TE, changed") {
			t.Errorf("the preset is called %q", got)
		}
		h.tap("Back to the preset")
		if got := *e.draft.Complexity.MinLength; got != 8 {
			t.Errorf("back at the preset the least length is %d", got)
		}
		h.tap("Undo all")
		h.wantNoText("Undo all")
	})
}

// A password is tried against the draft; nothing of it stays.
func TestPolicyTry(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		e.side.try.Focus(h.app.window.Canvas())
		h.type1("okafor likes a long walk")
		h.wantText("Would be refused", "Not met")
		e.side.try.SetText("a long walk by the sea")
		h.settle()
		h.wantText("Would be accepted")
		h.number(e, "min_length", "30")
		h.wantText("Would be refused", "At least 30 characters, you have 22")
		e.dialog.Close()
		if e.side.try.Text() != "" {
			t.Error("the password is still there")
		}
	})
}

// When the window locks, the editor goes with all that was typed into it.
func TestPolicyLocks(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		e.side.try.SetText("a long walk by the sea")
		h.number(e, "min_length", "20")
		h.tap("Save changes")
		h.app.lock()
		h.settle()
		h.pass(impactPause)
		h.noDialog()
		h.wantText("The window is locked")
		if e.side.try.Text() != "" {
			t.Error("the password is still there")
		}
		e.dropped(nil)
		h.noDialog()
	})
}

// The groups stand in the order in which they are read about: what is rarely set
// comes last.
func TestPolicyGroupOrder(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		var got []string
		for _, group := range e.form.groups {
			if group.section.Visible() {
				got = append(got, words(policy.GroupLabel(group.name)))
			}
		}
		if want := "Complexity, Change, Expiration, Lockout, Sign-in, Recovery"; strings.Join(got, ", ") != want {
			t.Errorf("the groups are %q", got)
		}
	})
}

// What this version cannot do yet is there and off. Switched on, by hand or by a
// file, it says why it cannot stay so, and is switched off in the same place.
func TestPolicyNotYet(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.wantText("Recovery", "This version cannot send mail yet.", "10 minutes at most.")
		h.wantNoText("cannot ask for a second step", "knows no passkeys")
		mail := h.policyRow(e, "recovery_by_mail").control.(*switchControl).toggle
		if mail.On() {
			t.Error("recovery by mail is on")
		}
		mail.Tapped(nil)
		h.settle()
		h.wantProblem(e, "recovery_by_mail", "Gatehouse cannot send mail yet. Leave this off.")
		h.tap("Save changes")
		h.wantNoText("Why this site needs it")
		mail.Tapped(nil)
		h.settle()
		h.wantProblem(e, "recovery_by_mail", "")
		h.number(e, "recovery_code_minutes", "11")
		h.wantProblem(e, "recovery_code_minutes", "10")
		h.number(e, "recovery_code_minutes", "5")
		h.wantProblem(e, "recovery_code_minutes", "")

		p := noMethodLeft()
		p.Recovery.RecoveryByMail, p.SignIn.TwoStep, p.SignIn.TwoStepRoles = true, policy.TwoStepByRole, []string{"root"}
		e.fill(p)
		h.settle()
		h.wantProblem(e, "recovery_by_mail", "Leave this off.")
		h.wantProblem(e, "two_step", "")
		h.wantProblem(e, "two_step_roles", "")
		h.wantProblem(e, "two_step_methods", "Allow passkeys, or codes from an app, too")
		methods := h.policyRow(e, "two_step_methods").control.(*listControl)
		h.policyRow(e, "recovery_by_mail").control.(*switchControl).toggle.Tapped(nil)
		h.settle()
		h.wantProblem(e, "recovery_by_mail", "")
		h.tap("Save changes")
		h.focusedOn("the methods", methods.checks[0])
		h.key(fyne.KeySpace)
		h.wantProblem(e, "two_step_methods", "")
		if got := strings.Join(e.draft.SignIn.TwoStepMethods, " "); got != "totp passkey" {
			t.Errorf("the methods are %q", got)
		}
	})
}

// What is optional can be chosen again where a file demanded what nobody could do.
func TestPolicyTwoStepOptionalAgain(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		p := noMethodLeft()
		p.SignIn.TwoStep, p.SignIn.TwoStepRoles = policy.TwoStepByRole, []string{"root"}
		e.fill(p)
		h.settle()
		h.wantProblem(e, "two_step_methods", "Allow passkeys, or codes from an app, too")
		h.policyRow(e, "two_step").control.focus(h.app.window.Canvas())
		h.key(fyne.KeyUp)
		h.key(fyne.KeyUp)
		h.wantProblem(e, "two_step_methods", "")
		if got := e.draft.SignIn.TwoStep; got.Demanded() {
			t.Errorf("two-step verification is %q", got)
		}
	})
}
