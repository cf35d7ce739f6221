package gui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// signInScreen asks for name and password.
type signInScreen struct {
	app      *App
	content  fyne.CanvasObject
	notice   *kit.Notice
	name     *kit.Field
	password *kit.PasswordField
	button   *kit.Button
	working  bool
	lock     *lockPanel
	asked    sequence
	// under is the sign-in that is under way, nil for none.
	under *core.SignIn
	// stage has the form, or the wait for a passkey in its place. passkeyPart has the
	// button that begins that.
	stage       *passkeyStage
	passkey     *kit.Button
	passkeyPart fyne.CanvasObject
}

// showSignIn shows the sign-in, with a sentence above it if there is a reason.
func (a *App) showSignIn(why string) {
	a.session = nil
	a.opening.forget() // an answer that would enter comes too late
	a.show(newSignInScreen(a, a.lostWords(why)))
}

// newSignInScreen builds the screen.
func newSignInScreen(a *App, why string) *signInScreen {
	s := &signInScreen{app: a}
	s.notice = kit.NewNotice(kit.NoticeSpec{Tone: kit.ToneTip, Text: why})
	if why == "" {
		s.notice.Hide()
	}
	s.lock = newLockPanel(a, s.unlocked)
	s.name = kit.NewField(kit.FieldSpec{
		Label: tr("Account name"), OnSubmitted: func(string) { s.nameDone() },
		OnChanged: func(string) { s.name.SetProblem("") },
	})
	s.password = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{Label: tr("Password"), OnSubmitted: func(string) { s.submit() }, OnChanged: func(string) { s.password.SetProblem("") }},
		Words: controlWords(),
	})
	s.button = kit.NewButton(kit.ButtonSpec{Text: tr("Sign in"), Kind: kit.Primary, Act: s.submit})
	s.stage = newPasskeyStage(a, centred(tr("Sign in to Gatehouse"), siteLine(a.site),
		s.notice, s.lock.object(), s.name, s.password, s.button, s.newPasskeyButton(), s.lock.advice()))
	s.content = s.stage.body
	return s
}

// siteLine names the site and its time zone.
func siteLine(site *core.Site) string {
	return trf("{{.Site}} · {{.Zone}}", "Site", site.Name(), "Zone", site.Zone().String())
}

func (s *signInScreen) object() fyne.CanvasObject { return s.content }
func (s *signInScreen) size() fyne.Size           { return smallWindow }

// shown puts the focus into the name.
func (s *signInScreen) shown(c fyne.Canvas) { s.name.Focus(c) }

// leave wipes what was typed.
func (s *signInScreen) leave(fyne.Canvas) {
	s.asked.forget()
	s.stage.leave()
	s.lock.stop()
	s.password.Wipe()
}

// nameDone moves on to the password.
func (s *signInScreen) nameDone() {
	if s.lock.locked() {
		return
	}
	s.password.Focus(s.app.window.Canvas())
}

// submit asks core. The screen stays as it is until the answer comes.
func (s *signInScreen) submit() {
	if s.working || s.lock.locked() {
		return
	}
	s.working = true
	s.button.SetWorking(tr("Signing in"))
	name, password := s.name.Text(), s.password.Text()
	flow := s.app.site.StartSignIn(s.app.program.Device)
	s.under = flow
	s.app.back.latest(&s.asked, func(ctx context.Context) func() {
		step, err := flow.Password(ctx, name, password)
		return func() { s.answered(flow, step, err) }
	})
}

// answered goes to the next step or says what to do.
func (s *signInScreen) answered(flow *core.SignIn, step core.Step, err error) {
	s.working = false
	s.button.SetIdle()
	if err != nil {
		s.under = nil
		s.refused(err)
		return
	}
	s.app.goOn(flow, step, s.name.Text())
}

// goOn shows the step of a sign-in that is due; after the last one the window opens.
func (a *App) goOn(flow *core.SignIn, step core.Step, name string) {
	switch step {
	case core.StepTwoStep:
		a.show(newCodeScreen(a, flow, name))
	case core.StepAnswer:
		a.show(newAnswerScreen(a, flow, name))
	case core.StepChangePassword:
		a.show(newFirstPassword(a, flow))
	case core.StepAddPasskey:
		a.show(newAddPasskeyStep(a, flow))
	case core.StepEnrol:
		a.show(newEnrolStep(a, flow))
	case core.StepSetQuestion:
		a.show(newSetQuestion(a, flow))
	default:
		a.enter(flow.Token())
	}
}

// showLocked shows the sign-in of an account that was locked by its last step.
func (a *App) showLocked(name string, lock core.Lock) {
	s := newSignInScreen(a, a.lostWords(""))
	s.name.SetText(name)
	a.opening.forget()
	a.show(s)
	s.lockUntil(lock)
}

// refused shows an error where it belongs. The password is a secret: it is not
// kept for a second try.
func (s *signInScreen) refused(err error) {
	s.notice.Hide()
	canvas := s.app.window.Canvas()
	problems := core.ProblemsOf(err)
	if len(problems) == 0 || problems[0].Field == "" {
		s.refusedAsWhole(err)
		return
	}
	for i := len(problems) - 1; i >= 0; i-- {
		switch problems[i].Field {
		case core.FieldName:
			s.name.SetProblem(words(problems[i].Text))
			s.name.Focus(canvas)
		case core.FieldPassword:
			s.password.SetProblem(words(problems[i].Text))
			s.password.Focus(canvas)
		}
	}
}

// refusedAsWhole shows an error that is about no single field.
func (s *signInScreen) refusedAsWhole(err error) {
	s.password.Wipe()
	if e := firstError(err); e != nil && e.Lock != nil {
		s.lockUntil(*e.Lock)
		return
	}
	if core.ErrorCode(err) == core.CodeLocked {
		// No other password would do: the one that was typed is right.
		s.notice.Set(kit.NoticeSpec{Tone: kit.ToneDanger, Icon: kit.IconCalendarAlert, Text: problemWords(err)})
		s.notice.Show()
		s.content.Refresh()
		s.name.Focus(s.app.window.Canvas())
		return
	}
	s.password.SetProblem(problemWords(err))
	s.password.Focus(s.app.window.Canvas())
}

// lockUntil shows the pause. The name stays editable: another person may sign
// in meanwhile.
func (s *signInScreen) lockUntil(lock core.Lock) {
	s.lock.start(lock)
	s.password.Hide()
	s.button.SetIcon(kit.IconLock)
	if !lock.UntilUnlocked {
		s.button.SetText(trf("Sign in at {{.Time}}", "Time", s.app.clock(lock.Until)))
	}
	s.button.Disable()
	name := s.name.Text()
	s.name.SetOnChanged(func(typed string) {
		s.name.SetProblem("")
		if typed != name {
			s.lock.stop()
			s.unlocked()
		}
	})
	s.name.Focus(s.app.window.Canvas())
	s.content.Refresh()
}

// unlocked shows the form again when the pause is over.
func (s *signInScreen) unlocked() {
	s.password.Show()
	setShown(s.passkeyPart, s.app.canPasskey())
	s.button.SetIcon("")
	s.button.SetText(tr("Sign in"))
	s.button.Enable()
	s.content.Refresh()
}

// firstError is the first error for people in err, or nil.
func firstError(err error) *core.Error {
	problems := core.ProblemsOf(err)
	if len(problems) == 0 {
		return nil
	}
	return problems[0]
}

// controlWords are the words that controls say by themselves.
func controlWords() kit.Words {
	return kit.Words{
		Optional: tr("optional"), Reveal: tr("Show the password"), Conceal: tr("Hide the password"),
		Copy: tr("Copy"), CapsLockOn: tr("Caps Lock is on"), On: tr("On"), Off: tr("Off"), Clear: tr("Clear the search"),
	}
}

// clock is a time of the day in the site's zone.
func (a *App) clock(t time.Time) string { return t.In(a.site.Zone()).Format("15:04") }
