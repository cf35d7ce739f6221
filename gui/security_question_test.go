package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core"
)

// The section is on the Security page only where a question is asked or set. It sets
// one in place, with the password asked again.
func TestSecurityQuestionSection(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.wantNoText("Security question")
		h.asks()
		p := h.security()
		p.load()
		h.settle()
		h.wantText("Security question", "No question is set", "Your rules ask for one")
		h.golden("security-question", wideWindow)
		h.picture("security-question-900x600", leastWindow)
		h.tap("Set question")
		n := p.asked.panel
		h.focusedOn("the current password", n.current.Input())
		h.golden("security-question-panel", wideWindow)
		h.app.window.Resize(leastWindow)
		h.app.window.Canvas().Unfocus()
		h.tap("Save")
		h.wantText("Type a password.", "Type an answer.")
		h.focusedOn("the current password", n.current.Input())
		h.picture("security-question-problems-900x600", leastWindow)
		h.fill(n.current, "wrong")
		h.fill(n.fields.answer, rightAnswer)
		h.fill(n.fields.confirm, rightAnswer)
		h.key(fyne.KeyReturn)
		h.wantText("This is not your password.")
		h.focusedOn("the current password", n.current.Input())
		h.fill(n.current, rootPassword)
		h.tap("Save")
		h.wantText("Saved. The next sign-in asks your question.", "Set today at 08:12", "Asked at each sign-in, after the password")
		if p.asked.panel != nil || n.current.Text()+n.fields.answer.Text()+n.fields.confirm.Text() != "" {
			t.Error("the form is still there, or holds secrets")
		}
		h.golden("security-question-set", wideWindow)
	})
}

// Escape, Cancel, another page and the lock close the form and wipe it; of the two
// forms of the page one is open at a time.
func TestSecurityQuestionCloses(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.asks()
		p := h.security()
		p.load()
		h.settle()
		for name, leave := range map[string]func(){
			"cancel": func() { h.tap("Cancel") }, "escape": func() { h.key(fyne.KeyEscape) },
			"page":     func() { h.shortcut(fyne.Key2); h.shortcut(fyne.Key1) },
			"password": func() { h.tap("Change password"); h.tap("Cancel") },
			"lock": func() {
				h.app.lock()
				h.settle()
				s := h.app.screen.(*lockedScreen)
				s.password.SetText(rootPassword)
				s.submit()
				h.settle()
				p = h.security()
				h.settle()
			},
		} {
			h.tap("Set question")
			n := p.asked.panel
			n.current.SetText(rootPassword)
			n.fields.answer.SetText(rightAnswer)
			leave()
			if n.current.Text()+n.fields.answer.Text() != "" || n.section.panel != nil {
				t.Errorf("%s: the form is still there, or holds secrets", name)
			}
		}
	})
}

// A question that no policy asks for any more can be removed, with the password.
func TestSecurityQuestionRemoved(t *testing.T) {
	asked(t, func(h *hand) {
		h.gives(h.half(), rightAnswer)
		h.wantText("Asked at each sign-in", "Change question")
		h.wantNoText("Remove…")
		h.asksNoMore()
		p := h.security()
		p.load()
		h.settle()
		h.wantText("Your rules do not ask for it any more")
		h.picture("security-question-unasked", wideWindow)
		h.tap("Remove…")
		h.golden("security-question-remove", wideWindow)
		h.type1("wrong")
		h.key(fyne.KeyReturn)
		h.wantText("This is not your password.")
		h.type1("x")
		h.wantNoText("This is not your password.")
		h.key(fyne.KeyBackspace)
		for range "wrong" {
			h.key(fyne.KeyBackspace)
		}
		h.type1(rootPassword)
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("Removed. There is no security question any more.")
		h.wantNoText("Change question", "Remove…")
	})
}

// An administrator sees whether a question is set, never which, and resets it with a
// reason.
func TestAccountsQuestion(t *testing.T) {
	inWindow(t, func(h *hand) {
		first := h.addAccount("ben", core.RoleMember)
		h.signIn("a.okafor", rootPassword)
		h.asks()
		flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand})
		_, err := flow.Password(h.Context(), "ben", first)
		h.must(err)
		_, err = flow.ChangePassword(h.Context(), core.OwnChange{New: memberPassword, Confirm: memberPassword})
		h.must(err)
		_, err = flow.SetQuestion(h.Context(), core.NewQuestion{Question: "What was for dinner?", Answer: rightAnswer, Confirm: rightAnswer})
		h.must(err)
		p := h.openAccounts(h.app.site)
		h.app.window.Resize(wideWindow)
		h.openRow(p, "ben")
		h.wantText("Security question", "Set on 21 November, asked at each sign-in after the password", "Reset question…")
		h.wantNoText("What was for dinner?")
		h.golden("accounts-question", wideWindow)
		h.tap("Reset question…")
		h.wantText("Reset the security question of ben?", "Devices stay signed in.")
		h.golden("accounts-question-reset", wideWindow)
		h.key(fyne.KeyReturn)
		h.wantText("This is still empty.")
		h.type1("came to the desk")
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("None is set. The next sign-in asks for one.")
		h.wantNoText("Reset question…")
		h.openRow(p, "a.okafor")
		h.wantText("None is set. The next sign-in asks for one.")
		h.wantNoText("Reset question…")
	})
}

// The policy editor says why a question never counts as two-step verification, what
// the standard advises, and how many would have to set one; with a reason it is saved.
func TestPolicyEditorAsksQuestion(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		toggle := h.policyRow(e, "require_security_question").control.(*switchControl).toggle
		toggle.Focus(h.app.window.Canvas())
		toggle.Tapped(nil)
		h.settle()
		h.pass(impactPause)
		h.wantText(
			"Require a security question", "It never counts as two-step verification: others can find answers out or guess them, so NIST SP 800-63B-4 does not accept them.",
			"Leave security questions out: others can find the answers or guess them", "12 accounts to set a security question at the next sign-in",
		)
		h.golden("policy-question", fyne.Size{})
		h.tap("Show the accounts")
		h.wantText("Set a question, 12")
		h.key(fyne.KeyEscape)
		h.tap("Save changes")
		h.type1("as in the data room")
		h.key(fyne.KeyReturn)
		h.noDialog()
		if !h.saved().Policy.Complexity.RequireSecurityQuestion {
			t.Error("it is not saved")
		}
	})
}
