package gui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// codeScreen is the step of the sign-in that asks for the second step: the code of an
// authenticator app, or in its place a recovery code.
type codeScreen struct {
	halfScreen
	ways []core.SecondWay
	// way is the one whose field is shown.
	way      core.Way
	code     *kit.CodeField
	recovery *kit.Field
	// swap shows another way; none is for who has nothing set up, hidden where that is
	// no way.
	swap *kit.Link
	none *kit.Button
}

// newCodeScreen builds the screen for a sign-in of a name.
func newCodeScreen(a *App, flow *core.SignIn, name string) *codeScreen {
	s := &codeScreen{ways: flow.SecondWays()}
	s.halfScreen = newHalfScreen(a, flow, name, s.submit)
	s.code = kit.NewCodeField(kit.CodeSpec{
		Digits: slices.Min(append(s.of(core.WayApp).Digits, longestCode)), Label: codeLabel(s.of(core.WayApp).Apps),
		OnSubmitted: func(string) { s.submit() }, OnChanged: s.codeTyped,
	})
	s.code.SetHelp(s.help())
	s.recovery = kit.NewField(kit.FieldSpec{
		Label: tr("Recovery code"), Mono: true, Help: tr("16 letters and digits; dashes do not matter. Each code works once."),
		OnSubmitted: func(string) { s.submit() }, OnChanged: func(string) { s.recovery.SetProblem("") },
	})
	s.swap = kit.NewLink(tr("Use another way"), s.useOther)
	setShown(s.swap, len(s.ways) > 1)
	s.none = kit.NewButton(kit.ButtonSpec{Text: tr("I have not set it up yet"), Kind: kit.Low, Act: s.notSetUp})
	s.content = centred(tr("Two-step verification"), siteLine(a.site), s.who(),
		kit.VBox(kit.Gap12, s.code, s.recovery, kit.HBox(0, s.swap)), kit.VBox(kit.Gap8, s.button, s.none, s.other))
	s.use(core.WayApp)
	if len(s.ways) > 0 {
		s.use(s.ways[0].Way)
	}
	return s
}

// help says where the code comes from, and what to do without it.
func (s *codeScreen) help() string {
	if len(s.ways) > 1 {
		return tr("The app on your phone shows it.")
	}
	return tr("The app on your phone shows it. Without the phone, ask an administrator to reset it.")
}

// longestCode is how many digits a code has at most.
const longestCode = 8

// of is a way, without anything in it where it is none.
func (s *codeScreen) of(way core.Way) core.SecondWay {
	for _, w := range s.ways {
		if w.Way == way {
			return w
		}
	}
	return core.SecondWay{}
}

// codeLabel says whose code is asked for. No name is told where the account may not be
// known to have any.
func codeLabel(apps []string) string {
	switch len(apps) {
	case 0:
		return tr("Code of your authenticator app")
	case 1:
		return trf("Code of “{{.App}}”", "App", kit.Shown(apps[0]))
	}
	return trf("Code of “{{.App}}” or another app", "App", kit.Shown(apps[0]))
}

// codeTyped follows the code. Where some apps have longer codes than others, the field
// shows the groups of the shortest one that what is typed can be.
func (s *codeScreen) codeTyped(typed string) {
	s.code.SetProblem("")
	digits := s.of(core.WayApp).Digits
	if len(digits) < 2 {
		return
	}
	fit := slices.Max(digits)
	for _, n := range digits {
		if n >= len(typed) {
			fit = min(fit, n)
		}
	}
	s.code.SetDigits(fit)
}

// shown puts the focus into the field.
func (s *codeScreen) shown(fyne.Canvas) {
	s.focus()
	s.wait()
}

// leave wipes what was typed.
func (s *codeScreen) leave(fyne.Canvas) {
	s.wipe()
	s.left()
}

// wipe empties both fields.
func (s *codeScreen) wipe() {
	s.code.Wipe()
	s.recovery.SetText("")
	s.recovery.SetProblem("")
}

// focus puts the keyboard into the field that is shown.
func (s *codeScreen) focus() {
	if s.way == core.WayRecovery {
		s.recovery.Focus(s.app.window.Canvas())
		return
	}
	s.code.Focus(s.app.window.Canvas())
}

// use shows the field of a way in the place of the other one.
func (s *codeScreen) use(way core.Way) {
	s.way = way
	s.wipe()
	byRecovery := way == core.WayRecovery
	setShown(s.code, !byRecovery)
	setShown(s.recovery, byRecovery)
	setShown(s.none, s.of(core.WayNone).Way != "")
	s.content.Refresh()
}

// useOther changes between the code of an app and a recovery code.
func (s *codeScreen) useOther() {
	if s.working {
		return
	}
	if s.way == core.WayRecovery {
		s.use(core.WayApp)
	} else {
		s.use(core.WayRecovery)
	}
	s.focus()
}

// submit asks core.
func (s *codeScreen) submit() {
	if s.working {
		return
	}
	if s.way == core.WayRecovery {
		typed := s.recovery.Text()
		s.try(func(ctx context.Context) (core.Step, error) { return s.flow.RecoveryCode(ctx, typed) })
		return
	}
	typed := s.code.Text()
	s.try(func(ctx context.Context) (core.Step, error) { return s.flow.Code(ctx, typed) })
}

// notSetUp goes on without a code.
func (s *codeScreen) notSetUp() {
	if !s.working {
		s.try(s.flow.NotSetUp)
	}
}

// try hands something for the second step to core.
func (s *codeScreen) try(act func(context.Context) (core.Step, error)) {
	s.none.Disable()
	s.ask(act, s.answered)
}

// answered goes to the next step or says what to do. Where password and code are tried
// together, no field is said to be wrong: it stands at the one that is there.
func (s *codeScreen) answered(step core.Step, err error) {
	s.none.Enable()
	if s.ended(core.StepTwoStep, step, err) {
		return
	}
	e := firstError(err)
	if e == nil || e.Code != core.CodeSignIn && e.Field != core.FieldCode {
		s.app.failed(tr("The code could not be checked"), err)
		s.content.Refresh()
		return
	}
	if e.Code == core.CodeSignIn {
		s.wipe() // it is a secret, and not kept for a second try
	}
	s.code.SetProblem(words(e.Text))
	s.recovery.SetProblem(words(e.Text))
	s.focus()
	s.content.Refresh()
}
