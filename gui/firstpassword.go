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
	signInStep
	notice *kit.Notice
	fresh  *newPassword
	// chosen are options of the generator that are kept with the new password, nil
	// while there are no others than before.
	chosen *generate.Options
}

// newFirstPassword builds the screen.
func newFirstPassword(a *App, flow *core.SignIn) *firstPassword {
	s := &firstPassword{}
	s.signInStep = newSignInStep(a, flow, s.submit)
	s.notice = kit.NewNotice(kit.NoticeSpec{
		Tone: kit.ToneTip, Text: changeWords(flow.Why()),
	})
	s.fresh = newNewPassword(a, newPasswordSpec{
		judge: flow.Judge(), who: func() policy.Subject { return flow.Subject() },
		layout: kit.RulesPlain, label: tr("New password"), submit: s.submit, relaid: func() { s.content.Refresh() },
		options: flow.Generator(), keep: func(o generate.Options) { s.chosen = &o },
	})
	s.problem, s.undone = s.fieldProblem, tr("The password was not changed")
	s.content = centred(tr("Choose a new password"), siteLine(a.site), s.notice, s.fresh.fields(), s.fresh.rules, s.buttons())
	return s
}

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
	change := core.OwnChange{New: s.fresh.fresh.Text(), Confirm: s.fresh.confirm.Text(), EndOthers: true, Generator: s.chosen}
	s.ask(func(ctx context.Context) (core.Step, error) { return s.flow.ChangePassword(ctx, change) })
}

// fieldProblem shows a problem beside its field.
func (s *firstPassword) fieldProblem(e *core.Error) *kit.Field {
	if field := s.fresh.problem(e); field != nil {
		return &field.Field
	}
	return nil
}
