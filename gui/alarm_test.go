package gui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/twostep"
)

// usedWords are the beginning of the alarm.
const usedWords = "The code for emergencies was used by a.okafor on 21 November at 08:"

// withEmergency runs a test at the sign-in of a site with a code for emergencies, whose
// root account has an app.
func withEmergency(t *testing.T, do func(h *hand, m *codeMaker, code twostep.RecoveryCode)) {
	t.Helper()
	inWindow(t, func(h *hand) {
		var m *codeMaker
		var code twostep.RecoveryCode
		h.asRoot(func(token *core.Token) {
			m = h.addApp(token, rootPassword, "Phone", twostep.Params{})
			var err error
			code, err = h.app.site.RenewEmergencyCode(h.Context(), *token, rootPassword)
			h.must(err)
		})
		do(h, m, code)
	})
}

// usesEmergency signs in elsewhere with the code for emergencies.
func (h *hand) usesEmergency(typed string) {
	h.Helper()
	flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand, Host: "relay-02"})
	_, err := flow.Password(h.Context(), "a.okafor", rootPassword)
	h.must(err)
	_, err = flow.RecoveryCode(h.Context(), typed)
	h.must(err)
}

// That the code was used is told on every page, half a minute later at most; a new code
// ends it, is shown once, and works.
func TestAlarm(t *testing.T) {
	folder := t.TempDir()
	withEmergency(t, func(h *hand, m *codeMaker, code twostep.RecoveryCode) {
		h.toCode("a.okafor", rootPassword).gives(h, m.now())
		h.entered()
		h.app.window.Resize(wideWindow)
		h.wantNoText("code for emergencies")
		h.usesEmergency(code.Shown())
		h.pass(alarmEvery)
		h.wantText(usedWords, "If nobody of you did this, somebody has the code and a password: reset that password.", "Make a new code…")
		h.app.screen.(*shell).open("accounts")
		h.settle()
		h.wantText(usedWords)
		h.golden("alarm", fyne.NewSize(1180, 560))
		h.golden("alarm-narrow", leastWindow)
		h.app.window.Resize(wideWindow)

		h.tap("Make a new code…")
		h.wantText("Make a new code for emergencies?", "The code made before does not work any more.", emergencyUse())
		h.golden("alarm-renew", fyne.Size{})
		h.key(fyne.KeyReturn)
		h.type1("not it")
		h.key(fyne.KeyReturn)
		h.wantText("This is not your password.")
		h.type1(rootPassword)
		h.key(fyne.KeyReturn)
		d := h.app.once.(*emergencyShown)
		fresh := d.code.Shown()
		h.wantText("Store the code for emergencies", fresh, "I have stored this code")
		h.key(fyne.KeyEscape)
		h.wantText(fresh)
		h.savesEmergency(folder, fresh)
		h.tap("Copy")
		if got := h.app.fyne.Clipboard().Content(); got != fresh {
			t.Errorf("the clipboard holds %q", got)
		}
		d.text.SetText("7KQ2-MZ4X-0CWD-9RTV")
		d.tell("The code is in /media/ada/code.txt.")
		h.golden("alarm-code", wideWindow)
		h.tap("Done")
		h.wantText("This code is shown nowhere again.")
		h.focusedOn("the check", d.stored)
		h.golden("alarm-code-narrow", leastWindow)
		h.key(fyne.KeySpace)
		h.tap("Done")
		h.noDialog()
		h.wantNoText("The code for emergencies was used", fresh)
		if d.text.Text() != "" || h.app.once != nil {
			t.Error("the code is kept")
		}
		h.usesEmergency(fresh)
		h.pass(alarmEvery)
		h.wantText(usedWords)
	})
}

// savesEmergency saves the code that is shown.
func (h *hand) savesEmergency(folder, code string) {
	h.Helper()
	path := filepath.Join(folder, "code.txt")
	h.tap("Save to a file…")
	h.retype(filepath.Join(h.app.program.DataDir, "code.txt"))
	h.tap("Save")
	h.wantText("Keep the code apart from the data folder")
	h.retype(path)
	h.tap("Save")
	h.wantText("The code is in " + path)
	text, err := os.ReadFile(path)
	h.must(err)
	for _, part := range []string{"Code for emergencies of Northfield Depot", "2026-11-21", code, "Use another way"} {
		if !strings.Contains(string(text), part) {
			h.Errorf("%q is not in\n%s", part, text)
		}
	}
}

// Who signs in while the alarm is on sees it at once: an administrator with whom to
// tell, a member not at all.
func TestAlarmOfOthers(t *testing.T) {
	withEmergency(t, func(h *hand, m *codeMaker, code twostep.RecoveryCode) {
		h.second(m, func(token core.Token) {
			for name, role := range map[string]core.Role{"t.anders": core.RoleAdmin, "j.moreau": core.RoleMember} {
				added, err := h.app.site.AddAccount(h.Context(), token, core.NewAccount{Name: name, Role: role})
				h.must(err)
				h.memberIn(name, added.FirstPassword)
			}
		})
		h.usesEmergency(code.Shown())
		h.signIn("t.anders", memberPassword)
		h.wantText(usedWords, "Tell a root account.")
		h.wantNoText("Make a new code…")
		h.app.screen.(*shell).open("accounts")
		h.settle()
		h.golden("alarm-admin", fyne.Size{})
		h.app.signOut()
		h.settle()
		h.signIn("j.moreau", memberPassword)
		h.entered()
		h.pass(alarmEvery)
		h.wantNoText("code for emergencies")
		h.app.signOut()
		h.pass(time.Minute) // each code works once
		h.toCode("a.okafor", rootPassword).gives(h, m.now())
		h.entered()
		h.wantText(usedWords, "Make a new code…")
		// The keyboard reaches the act, and is not lost with it.
		s := h.app.screen.(*shell)
		s.alarm.renew.Focus(h.app.window.Canvas())
		h.second2(m)
		h.pass(alarmEvery)
		h.wantNoText("The code for emergencies was used")
		if focused := h.app.window.Canvas().Focused(); focused != nil {
			t.Errorf("the keyboard is on %T", focused)
		}
	})
}

// second2 makes a new code elsewhere.
func (h *hand) second2(m *codeMaker) {
	h.Helper()
	h.pass(m.key.Params.Period)
	h.second(m, func(token core.Token) {
		_, err := h.app.site.RenewEmergencyCode(h.Context(), token, rootPassword)
		h.must(err)
	})
}

// What somebody has changed in the store past the program is an alarm, too, and nobody is
// kept out by it.
func TestAlarmAltered(t *testing.T) {
	withEmergency(t, func(h *hand, m *codeMaker, _ twostep.RecoveryCode) {
		alter := func(edit func(*core.EmergencyCodeRecord)) {
			h.must(h.app.store.Update(h.Context(), func(tx core.Tx) error {
				r, err := tx.EmergencyCode()
				if err != nil {
					return err
				}
				edit(&r)
				return tx.UpdateEmergencyCode(r)
			}))
		}
		h.toCode("a.okafor", rootPassword).gives(h, m.now())
		h.entered()
		alter(func(r *core.EmergencyCodeRecord) { r.UsedAt, r.UsedBy = h.now(), 1 })
		h.pass(alarmEvery)
		h.wantText("The code for emergencies was changed outside Gatehouse.", "It does not work any more.", "Make a new code…")
		h.app.screen.(*shell).open("accounts")
		h.settle()
		h.golden("alarm-altered", leastWindow)
		h.app.screen.(*shell).alarmSeen(alarmView{unread: true})
		h.wantText("The state of the code for emergencies cannot be read.", "The log of this program says why.")
		h.wantNoText("Make a new code…")
	})
}

// A code that nobody has stored waits behind the lock; closing asks before it is lost.
func TestEmergencyCodeBehindTheLock(t *testing.T) {
	withEmergency(t, func(h *hand, m *codeMaker, _ twostep.RecoveryCode) {
		h.toCode("a.okafor", rootPassword).gives(h, m.now())
		h.entered()
		h.wantMenu("Code for emergencies…")
		h.app.askEmergencyCode()
		h.wantText("The code of 21 November stops working. The new one is shown once.")
		h.type1(rootPassword)
		h.app.lock()
		h.settle()
		h.unlock()
		h.noDialog()
		h.app.askEmergencyCode()
		if got := h.says(); strings.Contains(got, rootPassword) {
			t.Error("the password waits behind the lock")
		}
		h.type1(rootPassword)
		h.key(fyne.KeyReturn)
		fresh := h.app.once.(*emergencyShown).code.Shown()
		h.app.lock()
		h.settle()
		h.wantNoText(fresh)
		h.app.close()
		h.settle()
		h.wantText("Is the code for emergencies stored?", "A code waits behind the lock and is shown nowhere else.")
		h.tap("Go back")
		h.unlock()
		h.wantText(fresh)
		h.app.close()
		h.settle()
		h.wantText("It is shown nowhere again. When it is lost, make another one.")
		h.tap("Go back")
		h.app.signOut()
		h.settle()
	})
}

// A code that comes after the lock waits there; one that comes after the unlocking is
// shown; and one that nobody is there for is not kept.
func TestEmergencyCodeComesLate(t *testing.T) {
	withEmergency(t, func(h *hand, m *codeMaker, code twostep.RecoveryCode) {
		h.toCode("a.okafor", rootPassword).gives(h, m.now())
		h.entered()
		asked := h.app.session
		h.app.lock()
		h.settle()
		h.app.emergencyLate(asked, code)
		h.noDialog()
		h.unlock()
		h.wantText("Store the code for emergencies", code.Shown())
		h.tap("I have stored this code")
		h.tap("Done")
		h.app.emergencyLate(asked, code)
		h.settle()
		h.wantText(code.Shown())
		h.tap("I have stored this code")
		h.tap("Done")
		h.app.signOut()
		h.settle()
		h.app.emergencyLate(asked, code)
		h.noDialog()
		if h.app.once != nil {
			t.Error("the code is kept")
		}
	})
}

// wantMenu fails unless the account's menu has an entry.
func (h *hand) wantMenu(text string) {
	h.Helper()
	for _, item := range h.app.screen.(*shell).top.menu().Items {
		if item.Label == text {
			return
		}
	}
	h.Errorf("the menu has no %q", text)
}

// The code that is shown with the recovery key is that of the site, and lets its root
// account in.
func TestSetUpMakesTheEmergencyCode(t *testing.T) {
	inSetUp(t, nil, func(h *hand, w *wizard) {
		h.toKey()
		h.choosePhrase(w.key.form)
		h.tap("Next")
		code := w.paper.emergency.Shown()
		h.wantText(strings.Split(code, "-")...)
		h.tap("Back")
		h.tap("Next")
		h.wantText(strings.Split(code, "-")...)
		h.tap("I have saved the key and the code")
		h.tap("Next")
		h.tap("Make the site")
		if w.paper.emergency.Text() != "" {
			t.Error("the code is still there")
		}
		h.signIn("root", setUpPassword)
		h.entered()
		h.addApp(&h.app.session.token, setUpPassword, "Phone", twostep.Params{})
		h.app.signOut()
		h.settle()
		s := h.toCode("root", setUpPassword)
		h.tap("Use another way")
		s.gives(h, code)
		h.entered()
		h.wantText("The code for emergencies was used by root on 21 November at 08:12.")
	})
}

// That the log was cut, or an old copy of the store put back, is told in the same
// place; an anchor that holds, or that there is none, is not.
func TestAlarmOfTheLog(t *testing.T) {
	inWindow(t, func(h *hand) {
		bar := &alarmBar{app: h.app}
		for finding, told := range map[core.AnchorFinding]bool{
			"": false, core.AnchorHolds: false, core.AnchorPurged: false,
			core.AnchorCut: true, core.AnchorDiffers: true, core.AnchorUnreadable: true, core.AnchorOtherSite: true,
		} {
			said, more := bar.words(alarmView{log: finding})
			if (said != "") != told || (more != "") != told {
				t.Errorf("%s: %q, %q", finding, said, more)
			}
		}
		said, _ := bar.words(alarmView{log: core.AnchorCut, Emergency: core.Emergency{Altered: true}})
		if !strings.Contains(said, "code for emergencies") {
			t.Errorf("of two alarms %q is told", said)
		}
	})
}
