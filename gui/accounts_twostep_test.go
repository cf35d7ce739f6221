package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/core/twostep"
)

// memberIn changes the first password of an account, past the window, and gives the
// token.
func (h *hand) memberIn(name, first string) core.Token {
	h.Helper()
	flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand, Host: "relay-02"})
	_, err := flow.Password(h.Context(), name, first)
	h.must(err)
	_, err = flow.ChangePassword(h.Context(), core.OwnChange{New: memberPassword, Confirm: memberPassword})
	h.must(err)
	return flow.Token()
}

// An administrator sees what is set up, and takes one app away or all of it, with a
// reason.
func TestAccountsTwoStep(t *testing.T) {
	inWindow(t, func(h *hand) {
		token := h.memberIn("ben", h.addAccount("ben", core.RoleMember))
		h.signIn("a.okafor", rootPassword)
		p := h.openAccounts(h.app.site)
		h.app.window.Resize(wideWindow)
		h.openRow(p, "ben")
		h.wantText("Two-step verification\nOff")
		h.wantNoText("Reset…", "ask for it")
		phone := h.addApp(&token, memberPassword, "Phone", twostep.Params{})
		h.addApp(&token, memberPassword, "Tablet", twostep.Params{})
		p.changed()
		h.settle()
		h.wantText("On: Phone, Tablet. 10 of 10 recovery codes left.", "Reset…")
		h.wantNoText(phone.recovery[0])
		h.golden("accounts-twostep", wideWindow)

		h.tap("Reset…")
		h.wantText("Reset two-step verification of ben?", "The account is told. From then on its sign-in asks for the password alone.", "Kept in the log")
		h.golden("accounts-twostep-reset", wideWindow)
		h.key(fyne.KeyReturn)
		h.wantText("This is still empty.")
		h.type1("lost the phone")
		h.app.window.Canvas().FocusPrevious()
		h.key(fyne.KeyDown)
		h.wantText("Codes of this app do not work any more; what else is set up stays.")
		h.golden("accounts-twostep-reset-one", leastWindow)
		h.app.window.Resize(wideWindow)
		h.tap("Reset")
		h.noDialog()
		h.wantText("On: Tablet. 10 of 10 recovery codes left.")

		h.tap("Reset…")
		h.wantNoText("What to reset")
		h.type1("lost the tablet, too")
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("Two-step verification\nOff")
		h.wantNoText("Reset…")
		if v := h.view(p.drawer.id); v.TwoStep.On() {
			t.Errorf("there is still %v", v.TwoStep)
		}
	})
}

// Where the rules ask for it, that is said; the own account has no button.
func TestAccountsTwoStepAskedFor(t *testing.T) {
	inWindow(t, func(h *hand) {
		token := h.memberIn("ben", h.addAccount("ben", core.RoleMember))
		h.memberIn("eve", h.addAccount("eve", core.RoleMember))
		h.addApp(&token, memberPassword, "Phone", twostep.Params{})
		var m *codeMaker
		h.asRoot(func(own *core.Token) {
			m = h.addApp(own, rootPassword, "Key ring", twostep.Params{})
			h.changeRules(*own, func(p *policy.Policy) {
				p.SignIn.TwoStep, p.SignIn.TwoStepRoles = policy.TwoStepByRole, []string{"root", "member"}
				p.SignIn.TwoStepGraceDays = number(14)
			})
		})
		h.toCode("a.okafor", rootPassword).gives(h, m.now())
		h.entered()
		p := h.openAccounts(h.app.site)
		h.app.window.Resize(wideWindow)
		h.openRow(p, "eve")
		h.wantText("Off. Its rules ask for it.")
		flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand})
		_, err := flow.Password(h.Context(), "eve", memberPassword)
		h.must(err)
		h.openRow(p, "ben")
		h.openRow(p, "eve")
		h.wantText("Off. Its rules ask for it from 5 December on.")
		h.openRow(p, "a.okafor")
		h.wantText("On: Key ring. 10 of 10 recovery codes left.")
		h.wantNoText("Reset…")
		h.openRow(p, "ben")
		h.tap("Reset…")
		h.wantText("The account is told, and sets it up anew at the next sign-in, because its rules ask for it.")
		h.key(fyne.KeyEscape)
		h.focusedOn("the button", p.drawer.resetSteps)
	})
}
