package gui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

const (
	// impactPause is how long a draft is at rest before the accounts are counted.
	impactPause = 400 * time.Millisecond
	// impactTold is how often the progress is written at most.
	impactTold = 250 * time.Millisecond
)

// policyImpact tells what the draft would do to the accounts.
type policyImpact struct {
	editor  *policyEditor
	relaid  func()
	object  fyne.CanvasObject
	total   *kit.Text
	lines   *fyne.Container
	working *fyne.Container
	done    *kit.Text
	why     *kit.Text
	again   *kit.Button
	names   *kit.Link
	answer  core.Impact
	count   later
}

// newPolicyImpact builds the part; relaid is called when its height has changed.
func newPolicyImpact(e *policyEditor, relaid func()) *policyImpact {
	i := &policyImpact{editor: e, relaid: relaid}
	i.total = kit.CaptionText("")
	i.lines = kit.VBox(kit.Gap8)
	i.done = kit.CaptionText("").Shrinking()
	stop := kit.NewButton(kit.ButtonSpec{Text: tr("Stop"), Kind: kit.Low, Row: true, Act: i.stop})
	i.working = kit.HBox(kit.Gap8, kit.Grow(i.done), stop)
	i.why = kit.CaptionText("").Wrapped()
	i.again = kit.NewButton(kit.ButtonSpec{Text: tr("Count now"), Row: true, Act: func() { i.run(0) }})
	i.names = kit.NewLink(tr("Show the accounts"), func() { showImpactNames(e.app, i.answer) })
	i.object = kit.VBox(kit.Gap8, sideHead(tr("If you save this"), i.total), i.lines, i.working, i.why,
		kit.HBox(0, i.again), kit.HBox(0, i.names))
	i.put("", false)
	return i
}

// close ends the count.
func (i *policyImpact) close() { i.count.cancel() }

// soon counts once the draft has been at rest for a while.
func (i *policyImpact) soon() { i.run(impactPause) }

// run counts the accounts. A count that is under way is ended, and what it would
// have shown is dropped.
func (i *policyImpact) run(pause time.Duration) {
	e := i.editor
	id, draft, session := e.open.ID, e.draft, e.session
	token := session.token
	i.total.SetText(tr("Counting…"))
	i.count.run(e.app.back, pause, func(ctx context.Context, tell func(func())) func() {
		if !e.site.LintPolicy(draft).OK() {
			return func() { i.put(tr("Counted as soon as the settings fit together."), false) }
		}
		impact, err := e.site.PolicyImpact(ctx, token, id, draft, i.progress(tell))
		return func() {
			if e.app.session == session && !e.dialog.Closed() && !e.app.sessionEnded(err) {
				i.counted(impact, err)
			}
		}
	})
}

// progress passes on how far a count is, not too often. It is called by the
// count alone.
func (i *policyImpact) progress(tell func(func())) func(done, total int) {
	last := time.Now()
	return func(done, total int) {
		if now := time.Now(); now.Sub(last) >= impactTold {
			last = now
			tell(func() { i.underWay(done, total) })
		}
	}
}

// underWay shows how far the count is.
func (i *policyImpact) underWay(done, total int) {
	i.put("", false)
	i.total.SetText("")
	i.done.SetText(trf("{{.Done}} of {{.All}} accounts looked at", "Done", numberWords(done), "All", numberWords(total)))
	i.working.Show()
	i.relaid()
}

// stop ends the count for this draft.
func (i *policyImpact) stop() {
	i.count.cancel()
	i.put(tr("Not counted."), true)
	i.again.Focus(i.editor.app.window.Canvas())
}

// put shows a sentence in place of numbers, and whether to count again.
func (i *policyImpact) put(why string, again bool) {
	i.total.SetText("")
	i.lines.Objects = nil
	i.lines.Hide()
	i.working.Hide()
	i.names.Hide()
	i.why.SetText(why)
	i.why.Hidden = why == ""
	i.again.Hidden = !again
	i.relaid()
}

// counted shows the numbers, or why there are none.
func (i *policyImpact) counted(impact core.Impact, err error) {
	if err != nil {
		i.put(problemWords(err), true)
		return
	}
	i.put("", false)
	i.answer = impact
	i.total.SetText(trn("{{.Count}} accounts", impact.Total, "Count", numberWords(impact.Total)))
	for _, line := range impactLines(impact) {
		glyph := kit.NewGlyph(line.icon, line.tone.Colour(), kit.IconSizeSmall)
		text := kit.NewRich(kit.SizeCaption, kit.Span{Text: line.lead, Bold: true}, kit.Span{Text: " " + line.text})
		i.lines.Add(kit.TopHBox(kit.Gap8, glyph, kit.Grow(text)))
	}
	i.lines.Show()
	i.names.Hidden = len(namedKinds(impact)) == 0
	i.relaid()
}

// impactLine is one number with what it means.
type impactLine struct {
	tone       kit.Tone
	icon       kit.IconName
	lead, text string
}

// impactLines are the numbers that say something.
func impactLines(impact core.Impact) []impactLine {
	var lines []impactLine
	add := func(n int, tone kit.Tone, icon kit.IconName, text string) {
		if n > 0 {
			lines = append(lines, impactLine{tone: tone, icon: icon, lead: trn("{{.Count}} accounts", n, "Count", numberWords(n)), text: text})
		}
	}
	add(impact.Expire, kit.ToneAttention, kit.IconCalendarAlert, tr("with a password that would have expired by the end of today"))
	add(impact.Lock, kit.ToneAttention, kit.IconLock, tr("locked tonight, not used for too long"))
	add(impact.Question, kit.ToneNeutral, kit.IconHelp, tr("to set a security question at the next sign-in"))
	add(impact.TwoStep, kit.ToneAttention, kit.IconKey, tr("to set up two-step verification"))
	add(impact.Passkey, kit.ToneAttention, kit.IconKey, tr("to add a passkey"))
	add(impact.PasskeyLost, kit.ToneAttention, kit.IconAlertTriangle, tr("with a passkey that would sign in no more"))
	add(impact.PasswordOff, kit.ToneNeutral, kit.IconKey, tr("to sign in with passkeys alone, without the password"))
	add(impact.Fail, kit.ToneAttention, kit.IconAlertTriangle, tr("with a password that is known to break these rules"))
	add(impact.Leaked, kit.ToneAttention, kit.IconAlertTriangle, tr("with a common or leaked password"))
	add(impact.Comply, kit.ToneGood, kit.IconCheckCircle, tr("with a password that is known to comply"))
	if impact.Unseen > impact.Unknown { // else it is said below
		add(impact.Unseen, kit.ToneNeutral, kit.IconHelp, tr("not looked up yet: that happens at the next sign-in"))
	}
	add(impact.Unknown, kit.ToneNeutral, kit.IconHelp, tr("unknown until the next sign-in: a stored password cannot be read"))
	return lines
}
