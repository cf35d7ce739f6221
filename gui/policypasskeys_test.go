package gui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core/policy"
)

// choosePasskeys chooses by keyboard who may have a passkey, so many choices
// further down.
func (h *hand) choosePasskeys(e *policyEditor, down int, want policy.Passkeys) {
	h.Helper()
	h.policyRow(e, "passkeys").control.focus(h.app.window.Canvas())
	key := fyne.KeyDown
	if down < 0 {
		key, down = fyne.KeyUp, -down
	}
	for range down {
		h.key(key)
	}
	if got := e.draft.SignIn.Passkeys; got != want {
		h.Fatalf("passkeys are %q, not %q", got, want)
	}
}

// tick presses a check of a list.
func (h *hand) tick(e *policyEditor, name string, at int) {
	h.Helper()
	h.policyRow(e, name).control.(*listControl).checks[at].Tapped(nil)
	h.settle()
}

// Who demands a passkey says of whom, and within what time.
func TestPolicyPasskeysDemanded(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.wantText("Passkeys are up to each person.", "Passkeys only", "Phones and tablets", "Security keys", "This device")
		h.choosePasskeys(e, 2, policy.PasskeysRequired)
		h.wantText("Everybody needs a passkey.")
		h.wantGrace(e, 0)
		h.number(e, "two_step_grace_days", "14")
		h.wantText("Everybody needs a passkey, within 14 days of the first sign-in that asks for it.")
		h.choosePasskeys(e, 1, policy.PasskeysByRole)
		h.wantProblem(e, "passkey_roles", "Name the roles that need a passkey")
		h.tick(e, "passkey_roles", 1)
		h.wantProblem(e, "passkey_roles", "")
		h.wantText("A passkey is needed by administrators, within 14 days of the first sign-in that asks for it.")
		h.choosePasskeys(e, -3, "")
		h.wantProblem(e, "two_step_grace_days", "acts only where one is required")
		h.policyRow(e, "two_step_grace_days").control.(*numberControl).absent.Tapped(nil)
		h.settle()
		if !e.form.row("two_step_grace_days").setting.Hidden || !e.form.row("passkey_roles").setting.Hidden {
			t.Error("a time or roles of what is optional are still shown")
		}
	})
}

// What would act only with passkeys stays in sight until it is taken away.
func TestPolicyPasskeysOff(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		only := h.policyRow(e, "passkey_only").control.(*switchControl).toggle
		only.Tapped(nil)
		h.settle()
		h.tick(e, "passkey_kinds", 1)
		h.wantText("Once an account has two passkeys, its password no longer signs in.", "Kinds of passkeys that are allowed: security keys.")
		h.choosePasskeys(e, 1, policy.PasskeysOff)
		h.wantProblem(e, "passkey_only", "switch this off")
		h.wantProblem(e, "passkey_kinds", "name no kind")
		h.app.window.Resize(leastWindow)
		h.settle()
		e.view.toGroup(policy.GroupSignIn)
		h.policyRow(e, "passkey_kinds").control.focus(h.app.window.Canvas())
		h.settle()
		h.picture("policy-passkeys-900x600", fyne.Size{})
		h.tap("Save changes")
		h.wantNoText("change to the policy", "changes to the policy")
		only.Tapped(nil)
		h.settle()
		h.tick(e, "passkey_kinds", 1)
		h.wantText("Passkeys are not allowed.")
		for _, name := range []string{"passkey_only", "passkey_kinds"} {
			if !e.form.row(name).setting.Hidden {
				t.Errorf("%s is still shown", name)
			}
		}
	})
}

// The demand is saved with all that belongs to it.
func TestPolicyPasskeysSaved(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.choosePasskeys(e, 3, policy.PasskeysByRole)
		h.tick(e, "passkey_roles", 0)
		h.policyRow(e, "passkey_only").control.(*switchControl).toggle.Tapped(nil)
		h.settle()
		h.tick(e, "passkey_kinds", 1)
		h.tick(e, "passkey_kinds", 2)
		e.view.toGroup(policy.GroupSignIn)
		h.pass(impactPause)
		h.golden("policy-passkeys", fyne.Size{})
		h.tap("Save changes")
		h.wantText("4 changes to the policy", "security keys and this device")
		h.tap("Save changes")
		h.noDialog()
		saved := h.saved().Policy.SignIn
		if saved.Passkeys != policy.PasskeysByRole || !saved.PasskeyOnly || !slices.Equal(saved.PasskeyRoles, []string{"root"}) ||
			!slices.Equal(saved.PasskeyKinds, []string{policy.PasskeySecurityKey, policy.PasskeyThisDevice}) {
			t.Errorf("saved is %+v", saved)
		}
	})
}
