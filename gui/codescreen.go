package gui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// codeScreen is the step of the sign-in that asks for the second step: the code of an
// authenticator app, or in its place a recovery code or a passkey.
type codeScreen struct {
	halfScreen
	// ways are those that this computer can take.
	ways []core.SecondWay
	// way is the one that is shown, "" where there is none.
	way      core.Way
	code     *kit.CodeField
	recovery *kit.Field
	// passkey says what the button does where the way is a passkey, and notice why one
	// was not taken.
	passkey *kit.Text
	notice  *kit.Notice
	stage   *passkeyStage
	// swap shows the other one of two ways; where there are more, links names each.
	swap  *kit.Link
	links map[core.Way]wayLink
	// none is for who has nothing set up, hidden where that is no way.
	none *kit.Button
}

// newCodeScreen builds the screen for a sign-in of a name.
func newCodeScreen(a *App, flow *core.SignIn, name string) *codeScreen {
	s := &codeScreen{ways: a.secondWays(flow)}
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
	s.passkey = kit.BodyText("").Wrapped()
	s.notice = kit.NewNotice(kit.NoticeSpec{})
	s.notice.Hide()
	s.none = kit.NewButton(kit.ButtonSpec{Text: tr("I have not set it up yet"), Kind: kit.Low, Act: s.notSetUp})
	s.stage = newPasskeyStage(a, centred(tr("Two-step verification"), siteLine(a.site), s.who(), s.notice,
		kit.VBox(kit.Gap12, s.code, s.recovery, s.passkey, s.others()), kit.VBox(kit.Gap8, s.button, s.none, s.other)))
	s.content = s.stage.body
	first := core.Way("")
	if len(s.ways) > 0 {
		first = s.ways[0].Way
	}
	s.use(first)
	return s
}

// help says where the code comes from, and what to do without it.
func (s *codeScreen) help() string {
	if len(s.proofs()) > 1 {
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
	s.stage.leave()
	s.wipe()
	s.left()
}

// wipe empties both fields.
func (s *codeScreen) wipe() {
	s.code.Wipe()
	s.recovery.SetText("")
	s.recovery.SetProblem("")
}

// focus puts the keyboard into the field that is shown, or on the button.
func (s *codeScreen) focus() {
	c := s.app.window.Canvas()
	switch s.way {
	case core.WayApp:
		s.code.Focus(c)
	case core.WayRecovery:
		s.recovery.Focus(c)
	case core.WayPasskey:
		s.button.Focus(c)
	default:
		s.other.Focus(c)
	}
}

// use shows the field of a way in the place of the other ones.
func (s *codeScreen) use(way core.Way) {
	s.way = way
	s.wipe()
	s.notice.Hide()
	setShown(s.code, way == core.WayApp)
	setShown(s.recovery, way == core.WayRecovery)
	s.usePasskey(way)
	for other, link := range s.links {
		setShown(link.line, other != way)
	}
	setShown(s.none, s.of(core.WayNone).Way != "")
	s.content.Refresh()
}

// useOther changes to the other one of two ways.
func (s *codeScreen) useOther() {
	for _, way := range s.proofs() {
		if way != s.way {
			s.useNow(way)
			return
		}
	}
}

// useNow changes to a way, with the keyboard.
func (s *codeScreen) useNow(way core.Way) {
	if s.working {
		return
	}
	s.use(way)
	s.focus()
}

// submit asks core.
func (s *codeScreen) submit() {
	if s.working {
		return
	}
	switch s.way {
	case core.WayPasskey:
		s.byPasskey()
	case core.WayRecovery:
		typed := s.recovery.Text()
		s.try(func(ctx context.Context) (core.Step, error) { return s.flow.RecoveryCode(ctx, typed) })
	case core.WayApp:
		typed := s.code.Text()
		s.try(func(ctx context.Context) (core.Step, error) { return s.flow.Code(ctx, typed) })
	}
}

// notSetUp goes on without a code.
func (s *codeScreen) notSetUp() {
	if !s.working {
		s.try(s.flow.NotSetUp)
	}
}

// try hands something for the second step to core.
func (s *codeScreen) try(act func(context.Context) (core.Step, error)) {
	s.notice.Hide()
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
	if s.way == core.WayPasskey { // there is no field to stand at
		s.notice.Set(kit.NoticeSpec{Tone: kit.ToneDanger, Text: words(e.Text)})
		s.notice.Show()
	}
	s.focus()
	s.content.Refresh()
}
