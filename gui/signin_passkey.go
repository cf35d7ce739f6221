package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/gui/kit"
)

// newPasskeyButton offers the sign-in with a passkey below the form, where this computer
// can use one. No name is needed for it.
func (s *signInScreen) newPasskeyButton() fyne.CanvasObject {
	s.passkey = kit.NewButton(kit.ButtonSpec{Text: tr("Sign in with a passkey"), Icon: kit.IconKey, Act: s.byPasskey})
	s.passkeyPart = kit.VBox(kit.GapFields, orLine(), s.passkey)
	setShown(s.passkeyPart, s.app.canPasskey())
	return s.passkeyPart
}

// orLine parts two ways of which one is enough.
func orLine() fyne.CanvasObject {
	line := func() fyne.CanvasObject { return container.New(halfHigh{}, hairline()) }
	return kit.HBox(kit.Gap12, kit.Grow(line()), kit.CaptionText(tr("or")), kit.Grow(line()))
}

// halfHigh places a line at half the height.
type halfHigh struct{}

// Layout is called by the toolkit.
func (halfHigh) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, 0, size.Height/2, size.Width, 1)
	}
}

// MinSize is called by the toolkit.
func (halfHigh) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 1) }

// byPasskey asks for a passkey in place of the form. What was typed stays in it.
func (s *signInScreen) byPasskey() {
	by, err := s.app.passkeyProvider()
	if err != nil || s.working {
		return
	}
	s.notice.Hide()
	s.name.SetProblem("")
	s.password.SetProblem("")
	flow := s.app.site.StartSignIn(s.app.program.Device)
	s.under = flow
	s.stage.begin(passkeyUse{
		by: by, run: s.app.signsInBy(flow, by),
		done:    func() { s.app.goOn(flow, flow.Step(), "") },
		refused: s.passkeyRefused,
		gaveUp: func() {
			s.under = nil
			s.passkey.Focus(s.app.window.Canvas())
		},
		late: func() { s.app.endLate(flow.Token()) },
	})
}

// passkeyRefused says above the form why nobody came in.
func (s *signInScreen) passkeyRefused(err error) {
	s.under = nil
	if e := firstError(err); e != nil && e.Lock != nil {
		// The lock is that of the passkey's account, whatever name was typed.
		s.name.SetText("")
		s.password.Wipe()
		s.lockUntil(*e.Lock)
		return
	}
	told := passkeyNotice(err)
	s.notice.Set(told)
	s.notice.Show()
	s.content.Refresh()
	if told.Tone == kit.ToneTip { // it may be tried again
		s.passkey.Focus(s.app.window.Canvas())
		return
	}
	s.name.Focus(s.app.window.Canvas())
}
