package gui

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// codesOf are the recovery codes that are shown.
func (h *hand) codesOf() []string {
	h.Helper()
	d, ok := h.app.once.(*codesDialog)
	if !ok {
		h.Fatalf("what is shown once is %T; the window says:\n%s", h.app.once, h.says())
	}
	return d.shown.lines()
}

// showingCodes runs a test while the codes of a first app are shown.
func showingCodes(t *testing.T, do func(h *hand, codes []string)) {
	t.Helper()
	steady(t, func(h *hand) {
		h.setUp()
		do(h, h.codesOf())
	})
}

// The codes are shown until their person says that they are saved, or chooses Done
// twice. Escape does nothing.
func TestRecoveryCodes(t *testing.T) {
	showingCodes(t, func(h *hand, codes []string) {
		h.wantText("Save your recovery codes", "Each works once.", codes[0], codes[9])
		h.wantNoText("Cancel")
		h.golden("recovery-codes", wideWindow)
		h.golden("recovery-codes-900x600", leastWindow)
		h.key(fyne.KeyEscape)
		h.wantText(codes[0])
		h.tap("Done")
		h.wantText("These codes are shown nowhere again.", codes[0])
		h.focusedOn("the check", h.app.once.(*codesDialog).view.saved)
		h.golden("recovery-codes-unsaved", wideWindow)
		h.picture("recovery-codes-unsaved-900x600", leastWindow)
		d := h.app.once.(*codesDialog)
		h.tap("Done")
		h.noDialog()
		if h.app.once != nil || d.shown.codes != nil || d.view.shown.codes != nil {
			t.Error("the codes are still held")
		}
	})
}

// By keyboard: Tab goes from the ways to keep the codes to the check and to Done.
func TestRecoveryCodesByKeyboard(t *testing.T) {
	showingCodes(t, func(h *hand, _ []string) {
		v := h.app.once.(*codesDialog).view
		c := h.app.window.Canvas()
		h.focusedOn("Print", v.print)
		for _, next := range []fyne.Focusable{v.save, v.copy, v.saved} {
			c.FocusNext()
			h.focusedOn("the next", next)
		}
		h.key(fyne.KeySpace)
		h.key(fyne.KeyReturn)
		h.noDialog()
	})
}

// The codes leave the clipboard by themselves, are in the file for their owner alone,
// and on a page to print.
func TestRecoveryCodesKept(t *testing.T) {
	folder := t.TempDir()
	showingCodes(t, func(h *hand, codes []string) {
		clip := h.app.fyne.Clipboard()
		h.tap("Copy")
		if clip.Content() != strings.Join(codes, "\n") {
			t.Error("the codes are not in the clipboard")
		}
		h.golden("recovery-codes-copied", wideWindow)
		h.pass(21 * time.Second)
		if clip.Content() != "" {
			t.Error("the codes stay in the clipboard")
		}
		path := filepath.Join(folder, "codes.txt")
		h.tap("Save to a file…")
		h.golden("recovery-codes-file", wideWindow)
		h.retype(filepath.Join(h.app.program.DataDir, "codes.txt"))
		h.tap("Save")
		h.wantText("Keep the codes apart from the data folder")
		h.retype(path)
		h.key(fyne.KeyReturn)
		h.wantText("The codes are in " + path)
		text, err := os.ReadFile(path)
		h.must(err)
		for _, part := range append([]string{"Recovery codes for Northfield Depot", "Made on 2026-11-21"}, codes...) {
			if !strings.Contains(string(text), part) {
				t.Errorf("%q is not in the file", part)
			}
		}
		if strings.Contains(string(text), "okafor") {
			t.Error("the file says whose the codes are")
		}
		info, err := os.Stat(path)
		h.must(err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v", info.Mode())
		}
		system := &openingApp{App: h.app.fyne}
		h.app.fyne = system
		h.tap("Print…")
		h.wantText("The file stays, and printers keep copies too")
		h.retype(filepath.Join(folder, "codes.html"))
		h.tap("Save and open")
		h.wantText("Delete it when it is printed.")
		page, err := os.ReadFile(filepath.Join(folder, "codes.html"))
		h.must(err)
		if !strings.Contains(string(page), strings.Join(codes, "\n")) || len(system.opened) != 1 {
			t.Errorf("the page lacks the codes, or %q was opened", system.opened)
		}
		if h.app.once.passedOn() {
			t.Error("saving ticked the check: that is the person's word")
		}
	})
}

// The lock hides the codes and gives them back, and the end of the session says that
// they are gone; closing the window asks.
func TestRecoveryCodesAreNotLost(t *testing.T) {
	showingCodes(t, func(h *hand, codes []string) {
		for range 2 {
			h.app.lock()
			h.settle()
			h.wantNoText(codes[0])
			h.tap("Sign out")
			h.wantText("Are the recovery codes saved?", "Recovery codes wait behind the lock")
			h.key(fyne.KeyEscape)
			h.unlock()
			h.wantText(codes[0], codes[9])
		}
		h.app.close()
		h.settle()
		h.wantText("Are the recovery codes saved?", "They are shown nowhere again.")
		h.golden("recovery-codes-close", wideWindow)
		h.tap("Go back")
		h.wantText(codes[0])
		h.must(h.app.site.SignOut(h.Context(), h.app.session.token))
		h.pass(2 * time.Second)
		h.wantText("The recovery codes that were not saved are gone. Make new ones on the Security page.")
		h.wantNoText(codes[0])
	})
	showingCodes(t, func(h *hand, codes []string) {
		h.tap("I have saved these codes")
		h.away()
		h.noDialog()
		h.wantNoText(codes[0])
	})
}

// heldCodes makes new codes, and answers only when it is let.
type heldCodes struct {
	ownService
	let  chan struct{}
	made []string
}

func (o *heldCodes) RenewRecoveryCodes(ctx context.Context, token core.Token, current string) (core.Enrolled, error) {
	done, err := o.ownService.RenewRecoveryCodes(ctx, token, current)
	o.made = shownCodes{codes: done.Codes}.lines()
	<-o.let
	return done, err
}

// Codes that come while the window is locked wait behind the lock.
func TestRecoveryCodesComeLate(t *testing.T) {
	showingCodes(t, func(h *hand, _ []string) {
		h.tap("I have saved these codes")
		h.tap("Done")
		p := h.security()
		held := &heldCodes{ownService: p.site, let: make(chan struct{})}
		p.site = held
		h.tap("New codes…")
		h.type1(rootPassword)
		h.key(fyne.KeyReturn)
		h.app.lock()
		close(held.let)
		h.settle()
		h.wantNoText(held.made[0])
		h.unlock()
		h.wantText("The former codes do not work any more.", held.made[0])
	})
}

// New codes end the former ones, after the password; the page tells when few are left.
func TestNewRecoveryCodes(t *testing.T) {
	showingCodes(t, func(h *hand, codes []string) {
		h.tap("I have saved these codes")
		h.tap("Done")
		for _, code := range codes[:7] {
			flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand, Host: "relay-02"})
			_, err := flow.Password(h.Context(), "a.okafor", rootPassword)
			h.must(err)
			_, err = flow.RecoveryCode(h.Context(), code)
			h.must(err)
			h.must(h.app.site.SignOut(h.Context(), flow.Token()))
		}
		h.security().load()
		h.settle()
		h.wantText("3 recovery codes are left. Make new ones before they run out.", "3 left", "3 of 10 left")
		h.golden("recovery-few", wideWindow)
		h.golden("recovery-few-900x600", leastWindow)
		h.tap("New codes…")
		h.wantText("Make new recovery codes?", "The codes that you have now do not work any more then.")
		h.golden("recovery-new", wideWindow)
		h.type1("wrong")
		h.key(fyne.KeyReturn)
		h.wantText("This is not your password.")
		h.retype(rootPassword)
		h.turn()
		h.key(fyne.KeyReturn)
		h.wantText("The former codes do not work any more.")
		fresh := h.codesOf()
		if len(fresh) != 10 || slices.Contains(fresh, codes[9]) {
			t.Error("they are not new")
		}
		h.picture("recovery-codes-new", wideWindow)
		h.tap("I have saved these codes")
		h.tap("Done")
		h.wantText("10 of 10 left")
		h.wantNoText("recovery codes are left", "3 left")
		p := h.security()
		p.own.TwoStep.Codes = core.RecoveryCodes{Made: 10, MadeAt: h.now(), Few: true}
		p.paint()
		h.wantText("No recovery codes are left.", "None left")
		p.own.TwoStep.Codes = core.RecoveryCodes{Few: true}
		p.paint()
		h.wantText("You have no recovery codes.", "They get you in when the phone is lost", "None")
		h.golden("recovery-none", wideWindow)
		h.tap("New codes…")
		h.wantText("They are shown once.")
		h.wantNoText("The codes that you have now")
	})
}

// Where the rules allow no recovery codes none are shown, made or promised.
func TestNoRecoveryCodes(t *testing.T) {
	steady(t, func(h *hand) {
		h.rule(func(p *policy.Policy) {
			p.SignIn.TwoStepMethods = []string{policy.MethodTOTP}
		})
		h.setUp()
		h.noDialog()
		h.wantText("Two-step verification is on. Your next sign-in asks for a code.", "Remove…")
		h.wantNoText("Recovery codes", "New codes…")
	})
	showingCodes(t, func(h *hand, _ []string) {
		h.tap("I have saved these codes")
		h.tap("Done")
		h.ruleAsOwner(func(p *policy.Policy) { p.SignIn.TwoStepMethods = []string{policy.MethodTOTP} })
		h.tap("New codes…")
		h.type1(rootPassword)
		h.key(fyne.KeyReturn)
		h.wantText("Your rules do not allow recovery codes.")
		h.picture("recovery-refused", wideWindow)
	})
}

// An app is taken away after the password, and the dialog says what remains.
func TestTwoStepRemove(t *testing.T) {
	showingCodes(t, func(h *hand, _ []string) {
		h.tap("I have saved these codes")
		h.tap("Done")
		h.pass(time.Minute)
		h.tap("+ two-step verification")
		h.type1(rootPassword)
		h.tap("Options")
		h.fill(h.inForm("Name of the app"), "Work phone")
		h.key(fyne.KeyReturn)
		p := h.scan()
		h.type1(p.code(0))
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("The app is added. A sign-in takes a code of any of your apps.", "Work phone")
		h.golden("twostep-two-apps", wideWindow)
		h.tap("Remove…")
		h.wantText("Remove Authenticator app?", "Your other apps and your recovery codes stay.")
		h.golden("twostep-remove", wideWindow)
		h.type1("wrong")
		h.key(fyne.KeyReturn)
		h.wantText("This is not your password.")
		h.retype(rootPassword)
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("Authenticator app is removed. A sign-in takes codes of your other apps.", "Work phone", "10 of 10 left")
		own := h.ownNow().TwoStep
		h.focusedOn("the next button", h.security().steps.remove[own.Apps[0].ID])
		h.tap("Remove…")
		h.wantText("Two-step verification is off then")
		h.picture("twostep-remove-last", leastWindow)
		h.type1(rootPassword)
		h.key(fyne.KeyReturn)
		h.wantText("Work phone is removed. Two-step verification is off.", "Off")
		h.wantNoText("Recovery codes")
		h.focusedOn("the button that adds", h.security().steps.add)
	})
}

// What the rules ask for stays, and the dialog says why.
func TestTwoStepRemoveRefused(t *testing.T) {
	showingCodes(t, func(h *hand, _ []string) {
		h.tap("I have saved these codes")
		h.tap("Done")
		h.ruleAsOwner(func(p *policy.Policy) {
			p.SignIn.TwoStep, p.SignIn.TwoStepRoles = policy.TwoStepByRole, []string{string(core.RoleRoot)}
		})
		h.tap("Remove…")
		h.type1(rootPassword)
		h.key(fyne.KeyReturn)
		h.wantText("Your rules ask for two-step verification, so one app stays.")
		h.golden("twostep-remove-refused", wideWindow)
		h.key(fyne.KeyEscape)
		h.noDialog()
		// Once the page knows it, it says so before anything is typed.
		h.security().load()
		h.settle()
		h.tap("Remove…")
		h.noDialog()
		h.wantText("This app stays. Your rules ask for two-step verification. Add the new app first, then remove this one.")
		h.golden("twostep-stays", wideWindow)
	})
}

// Whose two-step verification somebody else has reset is told so on the page, until there
// is a new app.
func TestTwoStepResetIsTold(t *testing.T) {
	steady(t, func(h *hand) {
		p := h.security()
		p.own.Notices = []core.Notice{{Kind: core.NoticePasswordChanged, At: h.now()}, {Kind: core.NoticeTwoStepReset, At: h.now()}}
		p.paint()
		h.wantText("Your two-step verification was reset. That was on 21 November at 08:12. If you did not ask for it, tell an administrator.")
		h.golden("twostep-reset", wideWindow)
		p.own.TwoStep.Apps = []core.App{{Name: "Phone", CreatedAt: h.now().Add(time.Minute)}}
		p.paint()
		h.wantNoText("Your two-step verification was reset.")
	})
}

// ruleAsOwner changes the site's policy in the session of the window, where another
// sign-in would ask for a code.
func (h *hand) ruleAsOwner(edit func(*policy.Policy)) {
	h.Helper()
	view, err := h.app.site.Policy(h.Context(), h.app.session.token, core.DefaultPolicy)
	h.must(err)
	edit(&view.Policy)
	_, err = h.app.site.SavePolicy(h.Context(), h.app.session.token, core.PolicyDraft{
		ID: view.ID, Base: view.Number, Name: view.Name, Policy: view.Policy, Reason: "for the test",
	})
	h.must(err)
}

// Other devices are signed out on wish, and told of.
func TestTwoStepSignsOthersOut(t *testing.T) {
	steady(t, func(h *hand) {
		other := h.in(h.app.site, "a.okafor", rootPassword)
		h.security().load()
		h.settle()
		p := h.toPicture()
		h.wantText("Sign out of all other devices", "1 device. It needs a code to come back.")
		h.golden("twostep-setup-others", wideWindow)
		h.picture("twostep-setup-others-900x600", leastWindow)
		h.tap("Sign out of all other devices")
		h.codeField().Focus(h.app.window.Canvas())
		h.type1(p.code(0))
		h.key(fyne.KeyReturn)
		h.tap("I have saved these codes")
		h.tap("Done")
		h.wantText("Your next sign-in asks for a code. 1 other device is signed out.")
		if core.ErrorCode(h.app.site.Alive(h.Context(), other)) != core.CodeSession {
			t.Error("the other device is signed in")
		}
	})
}
