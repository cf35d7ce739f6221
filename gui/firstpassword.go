package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// firstPassword is the step of the sign-in in which a password that somebody
// else has set is replaced.
type firstPassword struct {
	app     *App
	flow    *core.SignIn
	content fyne.CanvasObject
	notice  *kit.Notice
	fresh   *newPassword
	save    *kit.Button
	cancel  *kit.Button
	working bool
	asked   sequence
	// chosen are options of the generator that are kept with the new password, nil
	// while there are no others than before.
	chosen *generate.Options
}

// newFirstPassword builds the screen.
func newFirstPassword(a *App, flow *core.SignIn) *firstPassword {
	s := &firstPassword{app: a, flow: flow}
	s.notice = kit.NewNotice(kit.NoticeSpec{
		Tone: kit.ToneTip, Text: changeWords(flow.Why()),
	})
	s.fresh = newNewPassword(a, newPasswordSpec{
		judge: flow.Judge(), who: func() policy.Subject { return flow.Subject() },
		layout: kit.RulesPlain, label: tr("New password"), submit: s.submit, relaid: func() { s.content.Refresh() },
		options: flow.Generator(), keep: func(o generate.Options) { s.chosen = &o },
	})
	s.save = kit.NewButton(kit.ButtonSpec{Text: tr("Save and go on"), Kind: kit.Primary, Act: s.submit})
	s.cancel = kit.NewButton(kit.ButtonSpec{Text: tr("Cancel"), Act: s.leaveSignIn})
	s.content = centred(tr("Choose a new password"), siteLine(a.site),
		s.notice, s.fresh.fields(), s.fresh.rules, kit.VBox(kit.Gap8, s.save, s.cancel))
	return s
}

func (s *firstPassword) object() fyne.CanvasObject { return s.content }
func (s *firstPassword) size() fyne.Size           { return fyne.NewSize(smallWindow.Width, 740) }

// shown takes Escape, which closes the options of the generator.
func (s *firstPassword) shown(c fyne.Canvas) {
	c.SetOnTypedKey(s.fresh.typedKey)
	s.fresh.fresh.Focus(c)
}

// leave wipes what was typed.
func (s *firstPassword) leave(c fyne.Canvas) {
	c.SetOnTypedKey(nil)
	s.asked.forget()
	s.fresh.wipe()
}

// leaveSignIn goes back; the password stays as it was.
func (s *firstPassword) leaveSignIn() {
	s.app.endSession(s.flow.Token())
	s.app.showSignIn("")
}

// changeWords says why a new password is asked for.
func changeWords(why core.ChangeReason) string {
	switch why {
	case core.ReasonReset:
		return tr("An administrator has reset your password. Choose one that only you know.")
	case core.ReasonWeak:
		return tr("The rules for passwords have become stricter, and yours does not meet them. Choose a stronger one.")
	case core.ReasonLeaked:
		return tr("Your password is on a list of passwords that are common or have leaked, so others may try it. Choose another one.")
	case core.ReasonAsked:
		return tr("An administrator asks you to choose a new password.")
	case core.ReasonPolicy:
		return tr("The rules for passwords were changed, and everybody chooses a new one.")
	case core.ReasonExpired:
		return tr("Your password has expired. Choose a new one to go on.")
	default:
		return tr("Your password was set by an administrator. Choose one that only you know.")
	}
}

// submit asks core.
func (s *firstPassword) submit() {
	if s.working {
		return
	}
	s.working = true
	s.save.SetWorking(tr("Saving"))
	s.cancel.Disable()
	change := core.OwnChange{New: s.fresh.fresh.Text(), Confirm: s.fresh.confirm.Text(), EndOthers: true, Generator: s.chosen}
	s.app.back.latest(&s.asked, func(ctx context.Context) func() {
		step, err := s.flow.ChangePassword(ctx, change)
		return func() { s.answered(step, err) }
	})
}

// answered goes on or shows what to do.
func (s *firstPassword) answered(step core.Step, err error) {
	s.working = false
	s.save.SetIdle()
	s.cancel.Enable()
	if err == nil {
		s.app.goOn(s.flow, step, "")
		return
	}
	var first *kit.PasswordField
	for _, e := range core.ProblemsOf(err) {
		if field := s.fresh.problem(e); field != nil && first == nil {
			first = field
		}
	}
	if first != nil {
		first.Focus(s.app.window.Canvas())
		return
	}
	if core.ErrorCode(err) == core.CodeSession {
		s.app.showSignIn(problemWords(err))
		return
	}
	s.app.failed(tr("The password was not changed"), err)
}
