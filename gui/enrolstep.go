package gui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// enrolStep is the step of the sign-in in which an authenticator app is set up. The
// password was typed a moment before.
type enrolStep struct {
	signInStep
	body *fyne.Container
	held *enrolling
	form *appForm
	// left: another screen has taken the place of this one.
	left bool
}

// newEnrolStep builds the screen. The secret is drawn when it is shown.
func newEnrolStep(a *App, flow *core.SignIn) *enrolStep {
	s := &enrolStep{body: kit.VBox(kit.Gap16)}
	s.signInStep = newSignInStep(a, flow, s.submit)
	s.save.SetText(tr("Continue"))
	s.save.Disable()
	s.content = pinned(a, tr("Set up two-step verification"), s.body,
		kit.CaptionText(tr("Nothing changes until you choose Continue")).Wrapped(),
		kit.HBox(kit.Gap8, kit.Grow(s.save), kit.Grow(s.cancel)))
	return s
}

// size is higher than that of other steps, so that picture and code are seen together.
func (s *enrolStep) size() fyne.Size { return highWindow() }

// highWindow is the size of the window for the steps of the set-up, pinnedWidth the
// width of what they show.
func highWindow() fyne.Size { return fyne.NewSize(smallWindow.Width, wideWindow.Height) }

const pinnedWidth = 392

// pinned is a form of the sign-in that is higher than its window: it scrolls between
// the edge and the buttons, which stay.
func pinned(a *App, title string, body fyne.CanvasObject, foot ...fyne.CanvasObject) fyne.CanvasObject {
	head := kit.NewText(kit.TextSpec{Text: title, Size: kit.SizeTitle, Bold: true, Align: fyne.TextAlignCenter, Wrap: true})
	scroll := container.NewVScroll(container.New(middle{width: pinnedWidth, top: kit.Gap16}, kit.VBox(kit.Gap16, head, body)))
	ground := kit.NewGround(kit.GroundSpec{Fill: kit.ColorSurface})
	acts := kit.Layered(ground, container.New(narrow{width: pinnedWidth}, kit.VBox(kit.Gap12, foot...)))
	return onSurface(framed(frame{
		middle: scroll, bottom: framed(frame{top: hairline(), middle: acts, bottom: footLine(siteLine(a.site))}),
	}))
}

// narrow places one object in the middle of the width, with room above and below.
type narrow struct{ width float32 }

// Layout is called by the toolkit.
func (n narrow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(n.width, size.Width-2*kit.Gap16)
	for _, o := range objects {
		o.Move(fyne.NewPos((size.Width-width)/2, kit.Gap12))
		o.Resize(fyne.NewSize(width, kit.HeightFor(o, width)))
	}
}

// MinSize is called by the toolkit.
func (n narrow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(n.width+2*kit.Gap16, 0)
	for _, o := range objects {
		size.Height = max(size.Height, kit.HeightFor(o, n.width)+kit.Gap12+kit.Gap16)
	}
	return size
}

// shown draws the secret.
func (s *enrolStep) shown(fyne.Canvas) { s.begin() }

// leave wipes the secret.
func (s *enrolStep) leave(fyne.Canvas) {
	s.left = true
	s.asked.forget()
	s.drop()
}

// drop gives a set-up up.
func (s *enrolStep) drop() {
	if s.held != nil {
		s.form.end()
		s.held.discard()
		s.held, s.form = nil, nil
	}
}

// begin asks core for the secret.
func (s *enrolStep) begin() {
	s.fill(kit.NewSkeleton())
	s.app.back.run(func(ctx context.Context) func() {
		set, err := s.flow.Enrol(ctx, core.NewApp{})
		return func() { s.begun(set, err) }
	})
}

// fill shows what stands below the head.
func (s *enrolStep) fill(objects ...fyne.CanvasObject) {
	s.body.Objects = objects
	s.content.Refresh()
}

// begun shows the secret, or why there is none.
func (s *enrolStep) begun(set *core.Enrolment, err error) {
	if s.left {
		if err == nil {
			set.Discard()
		}
		return
	}
	var form *appForm
	if err == nil {
		if form, err = newAppForm(s.app, set, func() { s.content.Refresh() }); err != nil {
			set.Discard()
		}
	}
	switch {
	case core.ErrorCode(err) == core.CodeSession:
		s.app.showSignIn(problemWords(err))
		return
	case err != nil:
		s.failed(kit.FailedSpec{Title: tr("The set-up could not begin"), Caption: problemWords(err), Retry: tr("Try again")})
		return
	}
	s.held, s.form = &enrolling{set: set}, form
	form.code.SetOnSubmitted(func(string) { s.submit() })
	why := kit.NewNotice(kit.NoticeSpec{Tone: kit.ToneTip, Text: joined(tr("Your rules ask for a code after the password."), form.tooLong())})
	s.fill(why, kit.HBox(0, kit.Grow(kit.Gap(0, 0)), form.picture(), kit.Grow(kit.Gap(0, 0))), form.count, form.steps)
	s.save.Enable()
	form.start()
	form.code.Focus(s.app.window.Canvas())
	kit.Reveal(form.note)
}

// failed shows why there is nothing to scan, with the keyboard on the way to begin again.
func (s *enrolStep) failed(spec kit.FailedSpec) {
	s.save.Disable()
	spec.OnRetry = s.begin
	s.fill(kit.NewFailed(spec))
	c := s.app.window.Canvas()
	c.Unfocus()
	c.FocusNext()
}

// submit asks core. A code that is wrong may be typed again.
func (s *enrolStep) submit() {
	if s.working || s.held == nil {
		return
	}
	s.working = true
	s.save.SetWorking(tr("Checking"))
	s.cancel.Disable()
	held, code := s.held, s.form.code.Text()
	held.busy = true
	s.app.back.latest(&s.asked, func(ctx context.Context) func() {
		defer s.app.back.post(held.idle)
		done, step, err := s.flow.Confirm(ctx, held.set, code)
		return func() { s.confirmed(done, step, err) }
	})
}

// confirmed goes on by way of the recovery codes, or says what to do.
func (s *enrolStep) confirmed(done core.Enrolled, step core.Step, err error) {
	s.working = false
	s.save.SetIdle()
	s.cancel.Enable()
	e := firstError(err)
	switch {
	case err == nil && len(done.Codes) > 0:
		s.app.show(newCodesStep(s.app, s.flow, step, shownCodes{codes: done.Codes, first: true}))
	case err == nil:
		s.app.goOn(s.flow, step, "")
	case core.ErrorCode(err) == core.CodeSession:
		s.app.showSignIn(problemWords(err))
	case e != nil && e.Field == core.FieldCode:
		s.form.problem(words(e.Text))
	case core.ErrorCode(err) == core.CodeRefused: // it is over, and another one may begin
		s.drop()
		s.failed(kit.FailedSpec{Title: tr("The set-up is over"), Caption: problemWords(err), Retry: tr("Begin again")})
	default:
		s.app.failed(tr("The code could not be checked"), err)
	}
}

// codesStep shows the recovery codes that came with the set-up, before the sign-in goes
// on.
type codesStep struct {
	app     *App
	flow    *core.SignIn
	next    core.Step
	view    *codesView
	unsaid  *kit.Notice
	content fyne.CanvasObject
}

// newCodesStep builds the screen.
func newCodesStep(a *App, flow *core.SignIn, next core.Step, shown shownCodes) *codesStep {
	s := &codesStep{app: a, flow: flow, next: next, unsaid: kit.NewNotice(kit.NoticeSpec{})}
	s.view = newCodesView(a, shown, func() { s.content.Refresh() })
	s.unsaid.Hide()
	v := s.view
	body := kit.VBox(kit.Gap12, v.notice(), v.words(), v.list,
		kit.VBox(kit.Gap8, kit.HBox(kit.Gap8, v.print, v.save, v.copy), v.count, v.told))
	done := kit.NewButton(kit.ButtonSpec{Text: tr("Done"), Kind: kit.Primary, Act: s.done})
	s.content = pinned(a, tr("Save your recovery codes"), body, s.unsaid, kit.HBox(0, v.saved), done)
	return s
}

func (s *codesStep) object() fyne.CanvasObject { return s.content }
func (s *codesStep) size() fyne.Size           { return highWindow() }
func (s *codesStep) heldToken() core.Token     { return s.flow.Token() }

// shown holds the codes against the end of the window.
func (s *codesStep) shown(c fyne.Canvas) {
	s.app.once = s
	s.view.print.Focus(c)
}

// leave wipes the codes.
func (s *codesStep) leave(fyne.Canvas) {
	s.app.once = nil
	s.view.wipe()
}

// done goes on. Without the word of the person it asks once more.
func (s *codesStep) done() {
	if s.view.done() {
		s.app.once = nil
		s.app.goOn(s.flow, s.next, "")
		return
	}
	s.unsaid.Set(kit.NoticeSpec{Tone: kit.ToneDanger, Text: s.view.lost()})
	s.unsaid.Show()
	s.content.Refresh()
	s.view.saved.Focus(s.app.window.Canvas())
}

func (s *codesStep) passedOn() bool            { return s.view.saved.Checked() }
func (s *codesStep) belongsTo() core.AccountID { return 0 }
func (s *codesStep) goneWords() string         { return codesGone() }

// keep and again have nothing to do: before the window opens nothing locks it.
func (s *codesStep) keep()  {}
func (s *codesStep) again() {}

func (s *codesStep) lossWords(locked bool) (title, sentence string) { return codesLoss(locked) }
