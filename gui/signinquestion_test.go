package gui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
)

// markedLines are the lines of the own history that are marked, the newest first.
func (h *hand) markedLines() []core.HistoryLine {
	h.Helper()
	page, err := h.app.site.OwnHistory(h.Context(), h.app.session.token, core.HistoryQuery{Marked: true, Limit: 100})
	h.must(err)
	return page.Lines
}

// Each sign-in that is marked is asked about, one after another, the newest first, and
// by keyboard.
func TestWasThisYou(t *testing.T) {
	withOthers(t, func(h *hand, p *securityPage, _ []core.Token) {
		h.wantText(
			"Was this you? Signed in", "Password · Today 08:12 · relay-02 · 10.20.8.102. You have not signed in from this computer before.", "1 of 2",
		)
		h.golden("question", fyne.Size{})
		h.picture("question-900x600", leastWindow)
		h.inside()
		h.app.window.Resize(wideWindow)
		h.settle()
		h.tabTo("the answer", p.question.yes)
		h.key(fyne.KeySpace)
		h.wantText("okafor-mbp · 10.20.8.102", "2 of 2")
		h.focusedOn("the next answer", p.question.yes)
		h.key(fyne.KeySpace)
		h.wantNoText("Was this you?")
		h.noDialog()
		h.focusedOn("the page", p.change)
		for _, line := range h.markedLines() {
			if line.Answer != core.AnswerMe {
				t.Errorf("the answer to %d is %q", line.ID, line.Answer)
			}
		}
		p.load()
		h.settle()
		h.wantNoText("Was this you?", "Secure your account.")
	})
}

// Whoever has just signed in from a new place is not asked about that: it would be
// asking the intruder.
func TestNobodyIsAskedAboutThemselves(t *testing.T) {
	withOthers(t, func(h *hand, _ *securityPage, _ []core.Token) {
		h.app.signOut()
		h.settle()
		h.app.program.Device.Host = "kiosk"
		h.signIn("a.okafor", rootPassword)
		if len(h.markedLines()) != 3 {
			t.Fatalf("marked are %+v", h.markedLines())
		}
		h.wantText("Was this you?", "relay-02 · 10.20.8.102", "1 of 2")
		h.wantNoText("· kiosk ·")
		h.app.signOut()
		h.settle()
		h.app.program.Device.Host = "DEPOT-PC-14"
		h.signIn("a.okafor", rootPassword)
		h.wantText("Was this you?", "· kiosk", "1 of 3")
	})
}

// Tries from one source are asked about at once, and all of them have the answer.
func TestWasThisYouOfTries(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.window.Resize(wideWindow)
		var lines []core.HistoryLine
		for i := range 3 {
			line := from("kiosk", core.OutcomeWrong, "signin", "")
			line.Seq = int64(1000 + i)
			line.At, line.Marks, line.Failures = h.now().Add(-time.Hour), core.Marks{core.MarkManyNames}, 3
			lines = append(lines, line)
		}
		h.wrote(lines)
		p := h.security()
		p.load()
		h.settle()
		h.wantText("Was this you? Wrong password", "3 tries within a minute", "Many names were tried from there within an hour.")
		h.wantNoText("1 of 1")
		p.question.yes.Focus(h.app.window.Canvas())
		h.key(fyne.KeySpace)
		for _, line := range h.markedLines() {
			if line.Answer != core.AnswerMe {
				t.Errorf("the answer to %d is %q", line.ID, line.Answer)
			}
		}
	})
}

// An answer that was not kept is asked for again.
func TestAnswerFails(t *testing.T) {
	withOthers(t, func(h *hand, p *securityPage, _ []core.Token) {
		good := p.site
		p.site = failingAnswer{good}
		p.question.no.Focus(h.app.window.Canvas())
		h.key(fyne.KeySpace)
		h.wantText("Your answer was not kept", "E-4F21AB")
		h.key(fyne.KeyEscape)
		h.wantText("Was this you?", "1 of 2")
		h.wantNoText("Secure your account")
		p.site = good
		h.key(fyne.KeySpace)
		h.wantText("Secure your account")
	})
}

// failingAnswer keeps no answer.
type failingAnswer struct{ ownService }

func (failingAnswer) AnswerSignIn(context.Context, core.Token, core.HistoryID, core.Answer) error {
	return fault()
}

// toGuide says of a sign-in that it was somebody else.
func (h *hand) toGuide(p *securityPage) {
	h.Helper()
	h.pass(time.Second)
	p.question.no.Focus(h.app.window.Canvas())
	h.key(fyne.KeySpace)
	h.wantText("Secure your account", "Sign out of all other devices", "2 other devices are signed in.", "Change your password",
		"Check your ways to sign in", "0 passkeys · 0 authenticator apps.")
}

// Somebody else was it: the guide leads through what is to be done, and every step says
// that it is.
func TestSecureGuide(t *testing.T) {
	withOthers(t, func(h *hand, p *securityPage, others []core.Token) {
		h.toGuide(p)
		if lines := h.markedLines(); lines[0].Answer != core.AnswerNotMe || lines[1].Answer != core.AnswerNone {
			t.Errorf("the answers are %q and %q", lines[0].Answer, lines[1].Answer)
		}
		h.focusedOn("the first step", p.guide.out)
		h.golden("guide", fyne.Size{})
		h.picture("guide-900x600", leastWindow)
		h.inside()
		h.app.window.Resize(wideWindow)
		h.pass(time.Second)
		h.key(fyne.KeySpace)
		h.over(true, others...)
		h.wantText("No other device is signed in.", "Done")
		h.focusedOn("the second step", p.guide.change)
		h.picture("guide-out", fyne.Size{})
		h.key(fyne.KeySpace)
		h.noDialog()
		h.wantText("Current password", "Secure your account. 2 of 3 steps are left.", "Was this you?")
		h.pass(time.Second)
		p.panel.fill(rootPassword, memberPassword, memberPassword)
		h.tap("Save")
		h.wantText("Saved.", "Secure your account. 1 of 3 steps is left.")
		h.picture("guide-left", fyne.Size{})
		h.tap("Go on…")
		h.focusedOn("the third step", p.guide.keys)
		h.pass(time.Second)
		h.tap("All of them are mine")
		h.wantText("All steps are done. Whoever signed in is out, and does not come back the same way.")
		h.picture("guide-done", fyne.Size{})
		if h.app.window.Canvas().Focused() == nil {
			t.Error("the keyboard is nowhere")
		}
		h.key(fyne.KeySpace) // on Close
		h.noDialog()
		h.wantNoText("Secure your account.")
		p.load()
		h.settle()
		h.wantNoText("Secure your account.")
	})
}

// What was begun is found again, also after another sign-in.
func TestSecureGuideIsFoundAgain(t *testing.T) {
	withOthers(t, func(h *hand, p *securityPage, _ []core.Token) {
		h.toGuide(p)
		h.key(fyne.KeyEscape)
		h.noDialog()
		h.wantText("Secure your account. 3 of 3 steps are left.")
		h.app.signOut()
		h.settle()
		h.signIn("a.okafor", rootPassword)
		p = h.security()
		h.wantText("Secure your account. 3 of 3 steps are left.")
		p.guide.goOn.Focus(h.app.window.Canvas())
		h.key(fyne.KeySpace)
		h.tap("See two-step verification")
		h.noDialog()
		h.focusedOn("two-step verification", p.steps.add)
		h.tap("Go on…")
		h.tap("See passkeys")
		h.noDialog()
		// Once more it was the owner after all.
		h.app.showHistory(p)
		h.settle()
		h.tap("Marked")
		h.app.window.Canvas().Focus(h.historyList())
		h.key(fyne.KeyReturn)
		h.wantText("You said", "It was not me, Today 08:12", "Marked, because")
		h.golden("history-marked", wideWindow)
		h.key(fyne.KeyReturn)
		h.wantNoText("You said") // Return says nothing
		h.key(fyne.KeyReturn)
		h.tap("Yes, it was me")
		h.wantText("2 lines\n")
		h.key(fyne.KeyEscape)
		h.noDialog()
		h.wantNoText("Secure your account.")
	})
}
