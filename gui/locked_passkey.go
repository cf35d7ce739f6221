package gui

import (
	"context"
	"slices"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// offer takes the passkeys of the account as they were when the window locked. Until
// then, and where core has locked first, those hold that the window saw last.
func (s *lockedScreen) offer(keys core.Passkeys) {
	if s.app.screen != screen(s) {
		return
	}
	off := s.keys.PasswordOff
	s.keys = keys
	s.paint()
	if off != keys.PasswordOff && !s.stage.waiting() {
		s.focus()
	}
}

// byKey tells whether a passkey can open the window here.
func (s *lockedScreen) byKey() bool {
	works := slices.ContainsFunc(s.keys.Keys, func(k core.Passkey) bool { return k.Works })
	return works && s.app.canPasskey()
}

// paint shows the ways to open the window: the password, unless it is off, and a passkey
// where there is one. While the account is locked there is neither.
func (s *lockedScreen) paint() {
	off, pause := s.keys.PasswordOff, s.pause.locked()
	setShown(s.password, !off && !pause)
	setShown(s.button, !off)
	setShown(s.passkey, s.byKey() && (off || !pause))
	s.button.Enable()
	if pause {
		s.button.Disable()
	}
	s.passkey.SetKind(kit.Tonal)
	if off {
		s.passkey.SetKind(kit.Primary)
	}
	if off && !s.app.canPasskey() {
		s.notice.Set(kit.NoticeSpec{
			Tone: kit.ToneAttention,
			Text: tr("Your password does not open this window beside your passkeys, and this computer has no way to use one. Sign out, and sign in on another computer."),
		})
		s.notice.Show()
	}
	s.content.Refresh()
}

// focus puts the keyboard where the window is opened.
func (s *lockedScreen) focus() {
	c := s.app.window.Canvas()
	switch {
	case s.password.Visible():
		s.password.Focus(c)
	case s.passkey.Visible():
		s.passkey.Focus(c)
	default:
		s.other.Focus(c)
	}
}

// byPasskey asks for a passkey in place of the form.
func (s *lockedScreen) byPasskey() {
	by, err := s.app.passkeyProvider()
	if err != nil || s.working || s.pause.locked() && !s.keys.PasswordOff {
		return
	}
	s.away = false
	s.notice.Hide()
	s.password.SetProblem("")
	var fresh core.Token
	s.stage.begin(passkeyUse{
		by: by,
		run: func(ctx context.Context, opened core.Opened) error {
			select {
			case <-s.ready:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
			var err error
			fresh, err = s.app.site.UnlockByPasskey(ctx, s.token, by, opened)
			if err == nil && s.app.back.ctx.Err() != nil {
				s.app.dropSession(fresh)
			}
			return err
		},
		done:    func() { s.app.enter(fresh) },
		refused: s.passkeyRefused,
		gaveUp:  s.passkeyGivenUp,
		late:    func() { s.app.endLate(fresh) },
	})
}

// passkeyGivenUp goes back to the form.
func (s *lockedScreen) passkeyGivenUp() { s.passkey.Focus(s.app.window.Canvas()) }

// passkeyRefused says above the form why the window stays locked.
func (s *lockedScreen) passkeyRefused(err error) {
	e := firstError(err)
	switch {
	case core.ErrorCode(err) == core.CodeSession:
		s.app.showSignIn(problemWords(err))
		return
	case e != nil && e.Lock != nil:
		s.password.Wipe()
		s.lockUntil(*e.Lock)
		return
	}
	s.notice.Set(passkeyNotice(err))
	s.notice.Show()
	s.content.Refresh()
	s.passkey.Focus(s.app.window.Canvas())
}
