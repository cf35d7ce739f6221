package gui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// guideSteps is how many steps the guide has.
const guideSteps = 3

// secureGuide leads through what is to be done when somebody else has signed in. It can
// be left: the page has it as long as something of it is not done.
type secureGuide struct {
	page   *securityPage
	notice *kit.Notice
	goOn   *kit.Button
	// since is when the owner said that it was not them, zero for never.
	since  time.Time
	dialog *kit.Dialog
	out    *kit.Button
	change *kit.Button
	keys   *kit.Button
	steps  *kit.Button
	mine   *kit.Button
}

// newSecureGuide makes the guide of a page.
func newSecureGuide(p *securityPage) *secureGuide {
	g := &secureGuide{page: p, notice: kit.NewNotice(kit.NoticeSpec{})}
	g.goOn = kit.NewButton(kit.ButtonSpec{Text: tr("Go on…"), Row: true, Act: g.open})
	g.out = kit.NewButton(kit.ButtonSpec{Text: tr("Sign out of all other devices"), Row: true, Act: g.endOthers})
	g.change = kit.NewButton(kit.ButtonSpec{Text: tr("Change password"), Row: true, Act: func() { g.leave(p.openPanel) }})
	g.keys = kit.NewButton(kit.ButtonSpec{Text: tr("See passkeys"), Row: true, Act: func() {
		g.leave(func() { p.show(p.keys.object, p.keys.add) })
	}})
	g.steps = kit.NewButton(kit.ButtonSpec{Text: tr("See two-step verification"), Row: true, Act: func() {
		g.leave(func() { p.show(p.steps.object, p.steps.add) })
	}})
	g.mine = kit.NewButton(kit.ButtonSpec{Text: tr("All of them are mine"), Row: true, Act: g.waysChecked})
	g.notice.Hide()
	return g
}

// take learns from the marked lines whether there is something to do.
func (g *secureGuide) take(lines []core.HistoryLine) {
	g.since = time.Time{}
	for _, line := range lines {
		if line.Answer == core.AnswerNotMe && line.AnsweredAt.After(g.since) {
			g.since = line.AnsweredAt
		}
	}
	g.paint()
}

// done tells of each step whether it is.
func (g *secureGuide) done() [guideSteps]bool {
	p := g.page
	return [guideSteps]bool{
		p.devices.known && g.strangers() == 0,
		p.own.PasswordSetAt.After(g.since),
		p.own.WaysCheckedAt.After(g.since),
	}
}

// strangers counts the other sessions that were there when the owner said so.
func (g *secureGuide) strangers() int {
	count := 0
	for _, device := range g.page.devices.seen.Open {
		for _, session := range device.Sessions {
			if !session.This && !session.StartedAt.After(g.since) {
				count++
			}
		}
	}
	return count
}

// left counts the steps that are not done.
func (g *secureGuide) left() int {
	count := 0
	for _, done := range g.done() {
		if !done {
			count++
		}
	}
	return count
}

// paint shows on the page that something is to be done, and in the dialog what.
func (g *secureGuide) paint() {
	left := g.left()
	unfinished := !g.since.IsZero() && left > 0
	setShown(g.notice, unfinished)
	if unfinished {
		g.notice.Set(kit.NoticeSpec{
			Tone: kit.ToneAttention, Lead: tr("Secure your account."),
			Text: trn("{{.N}} of {{.All}} steps are left.", left, "All", guideSteps), Action: g.goOn,
		})
	}
	if g.dialog != nil {
		g.dialog.SetBody(g.body())
		g.head()
	}
}

// begin opens the guide after an answer.
func (g *secureGuide) begin(at time.Time) {
	g.since = at
	g.paint()
	g.open()
}

// open shows the steps.
func (g *secureGuide) open() {
	if g.dialog != nil {
		return
	}
	g.dialog = kit.ShowDialog(g.page.app.window, kit.DialogSpec{
		Title: tr("Secure your account"), Sentence: g.sentence(), Body: g.body(), Cancel: tr("Close"), Width: 560,
		First: g.first(), OnClosed: func() { g.dialog = nil },
	})
	g.head()
}

// sentence says how far it is.
func (g *secureGuide) sentence() string {
	if g.left() == 0 {
		return tr("All steps are done. Whoever signed in is out, and does not come back the same way.")
	}
	return tr("Do these steps in their order. You can leave this and come back: it stays on your Security page until all of them are done.")
}

// head writes it above the steps.
func (g *secureGuide) head() { g.dialog.SetHead(tr("Secure your account"), g.sentence()) }

// first is the button of the first step that is not done, nil for none.
func (g *secureGuide) first() fyne.Focusable {
	done := g.done()
	for i, button := range []*kit.Button{g.out, g.change, g.keys} {
		if !done[i] {
			return button
		}
	}
	return nil
}

// body has the steps with their buttons.
func (g *secureGuide) body() fyne.CanvasObject {
	done := g.done()
	others := tr("No other device is signed in.")
	if n := g.page.devices.seen.Others(); n > 0 {
		others = trn("{{.N}} other devices are signed in.", n)
	}
	return kit.NewSteps(
		kit.StepItem{Title: tr("Sign out of all other devices"), Caption: others, Content: stepEnd(done[0], g.out)},
		kit.StepItem{
			Title: tr("Change your password"), Content: stepEnd(done[1], g.change),
			Caption: tr("Whoever knows the old one does not get in any more. Choose one that is used nowhere else."),
		},
		kit.StepItem{
			Title: tr("Check your ways to sign in"), Content: stepEnd(done[2], g.keys, g.steps, g.mine),
			Caption: g.waysWords(),
		},
	)
}

// stepEnd is the end of a step: that it is done, or the buttons for it.
func stepEnd(done bool, buttons ...*kit.Button) fyne.CanvasObject {
	if done {
		return kit.HBox(0, kit.NewState(kit.ToneGood, "", tr("Done")))
	}
	line := kit.HBox(kit.Gap8)
	for _, button := range buttons {
		line.Add(button)
	}
	return line
}

// waysWords count what signs in besides the password, and say what to do about it.
func (g *secureGuide) waysWords() string {
	own := g.page.own
	said := dotted(trn("{{.N}} passkeys", len(own.Passkeys.Keys)), trn("{{.N}} authenticator apps", len(own.TwoStep.Apps)))
	then := tr("Remove what is not yours.")
	if own.TwoStep.Codes.Made > 0 {
		said = dotted(said, trn("{{.N}} recovery codes left", own.TwoStep.Codes.Left))
		then = tr("Remove what is not yours, and make new recovery codes.")
	}
	return joined(trf("{{.Facts}}.", "Facts", said), then)
}

// endOthers signs all other devices out.
func (g *secureGuide) endOthers() {
	p := g.page
	g.do(func(ctx context.Context, token core.Token) error {
		_, err := p.site.EndOtherSessions(ctx, token)
		return err
	}, func() {
		for i := range p.devices.seen.Open {
			device := &p.devices.seen.Open[i]
			device.Sessions = slices.DeleteFunc(device.Sessions, func(v core.SessionView) bool { return !v.This })
		}
		p.devices.seen.Open = slices.DeleteFunc(p.devices.seen.Open, func(d core.DeviceView) bool { return len(d.Sessions) == 0 })
		p.devices.paint()
	})
}

// waysChecked keeps that the owner knows all ways to sign in.
func (g *secureGuide) waysChecked() {
	p := g.page
	g.do(func(ctx context.Context, token core.Token) error { return p.site.CheckedWays(ctx, token) },
		func() { p.own.WaysCheckedAt = p.app.now() })
}

// do does a step, and puts the keyboard on the next one.
func (g *secureGuide) do(work func(context.Context, core.Token) error, done func()) {
	dialog := g.dialog
	if dialog == nil {
		return
	}
	dialog.SetProblem("")
	g.page.act(work, func(err error) {
		switch {
		case g.page.app.sessionEnded(err):
			return
		case err != nil:
			dialog.SetProblem(problemWords(err))
			return
		}
		done()
		g.paint()
		if !dialog.Closed() {
			g.focusNext(dialog)
		}
		g.page.load()
	})
}

// focusNext puts the keyboard on the step that is next, and after the last one on Close.
func (g *secureGuide) focusNext(dialog *kit.Dialog) {
	if next := g.first(); next != nil {
		dialog.Focus(next)
		return
	}
	dialog.Focus(dialog.CancelButton())
}

// leave closes the guide for something on the page.
func (g *secureGuide) leave(then func()) {
	kit.CloseDialogs(g.page.app.window.Canvas())
	then()
}
