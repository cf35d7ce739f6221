package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// lockedScreen covers the window until its person proves to be back.
type lockedScreen struct {
	app      *App
	content  fyne.CanvasObject
	password *kit.PasswordField
	button   *kit.Button
	other    *kit.Button
	pause    *lockPanel
	// stage has the form, or the wait for a passkey in its place; passkey begins that,
	// and notice says why one was not taken.
	stage   *passkeyStage
	passkey *kit.Button
	notice  *kit.Notice
	// keys are the passkeys of the account, as they were when the window locked.
	keys    core.Passkeys
	working bool
	asked   sequence
	// ready is closed when the store knows of the lock: an unlock that came
	// before it would be locked out by it.
	ready chan struct{}
	// token is that of the locked session, once ready is closed.
	token core.Token
	// away: the screen was left since the unlock that is under way began, and why.
	away  bool
	cause core.LockCause
}

// lock is lockFor when somebody asks for it, or the window itself does.
func (a *App) lock() { a.lockFor(core.LockAsked) }

// lockFor covers the window at once and locks the session in the store, for a cause. If
// the store cannot be told, the session is given up: a lock that a second program
// could ignore is none.
func (a *App) lockFor(cause core.LockCause) {
	if a.session == nil {
		return
	}
	if _, already := a.screen.(*lockedScreen); already {
		return
	}
	a.clip.clear()
	a.stopWatching()
	a.closeDialogs()
	screen := newLockedScreen(a)
	a.show(screen)
	a.settled(func() { a.lockInStore(screen, cause) })
}

// lockInStore locks the session for every program.
func (a *App) lockInStore(screen *lockedScreen, cause core.LockCause) {
	a.stopWatching()
	screen.token = a.session.token
	a.back.run(func(ctx context.Context) func() {
		defer close(screen.ready)
		own, unread := a.site.Me(ctx, screen.token)
		err := a.site.LockBecause(ctx, screen.token, cause)
		if err == nil && unread == nil {
			return func() { screen.offer(own.Passkeys) }
		}
		if err == nil {
			return nil // what was known before holds
		}
		a.logged("lock the session", err)
		return func() { a.showSignIn(problemWords(err)) }
	})
}

// newLockedScreen builds the screen.
func newLockedScreen(a *App) *lockedScreen {
	s := &lockedScreen{app: a, ready: make(chan struct{})}
	own := a.session.own
	s.pause = newLockPanel(a, s.pauseOver)
	s.password = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{Label: tr("Password"), OnSubmitted: func(string) { s.submit() }, OnChanged: func(string) { s.password.SetProblem("") }},
		Words: controlWords(),
	})
	s.button = kit.NewButton(kit.ButtonSpec{Text: tr("Unlock"), Kind: kit.Primary, Act: s.submit})
	s.other = kit.NewButton(kit.ButtonSpec{Text: tr("Sign out"), Act: s.signOut})
	name := kit.NewText(kit.TextSpec{Text: trf("Signed in as {{.Name}}", "Name", own.Name), Align: fyne.TextAlignCenter, Colour: kit.ColorText2, Wrap: true})
	s.notice = kit.NewNotice(kit.NoticeSpec{})
	s.notice.Hide()
	s.passkey = kit.NewButton(kit.ButtonSpec{Text: tr("Unlock with a passkey"), Icon: kit.IconKey, Act: s.byPasskey})
	s.stage = newPasskeyStage(a, centred(tr("The window is locked"), siteLine(a.site),
		name, s.pause.object(), s.notice, s.password, s.button, s.passkey, s.other, s.pause.advice()))
	s.content = s.stage.body
	s.keys = own.Passkeys
	s.paint()
	return s
}

func (s *lockedScreen) object() fyne.CanvasObject { return s.content }
func (s *lockedScreen) size() fyne.Size           { return s.app.window.Canvas().Size() }
func (s *lockedScreen) shown(fyne.Canvas)         { s.focus() }

// leave wipes what was typed.
func (s *lockedScreen) leave(fyne.Canvas) {
	s.asked.forget()
	s.stage.leave()
	s.pause.stop()
	s.password.Wipe()
}

// submit asks core.
func (s *lockedScreen) submit() {
	if s.working || s.pause.locked() {
		return
	}
	s.working, s.away = true, false
	s.notice.Hide()
	s.button.SetWorking(tr("Unlocking"))
	s.other.Disable()
	typed := s.password.Text()
	s.app.back.latest(&s.asked, func(ctx context.Context) func() {
		select {
		case <-s.ready:
		case <-ctx.Done():
			return nil
		}
		fresh, err := s.app.site.Unlock(ctx, s.token, typed)
		return func() { s.answered(fresh, err) }
	})
}

// answered goes back to the shell or says what to do.
func (s *lockedScreen) answered(fresh core.Token, err error) {
	s.working = false
	s.button.SetIdle()
	s.other.Enable()
	if err == nil {
		s.app.enter(fresh)
		return
	}
	s.password.Wipe()
	e := firstError(err)
	switch {
	case core.ErrorCode(err) == core.CodeSession:
		s.app.showSignIn(problemWords(err))
		return
	case e != nil && e.Lock != nil:
		s.lockUntil(*e.Lock)
	default:
		s.password.SetProblem(problemWords(err))
		s.password.Focus(s.app.window.Canvas())
	}
	s.content.Refresh()
}

// lockUntil shows how long the account is locked.
func (s *lockedScreen) lockUntil(lock core.Lock) {
	s.pause.start(lock)
	s.paint()
	s.other.Focus(s.app.window.Canvas())
}

// pauseOver lets the password be tried again.
func (s *lockedScreen) pauseOver() {
	s.paint()
	s.focus()
}

// signOut ends the session instead, when a change that is under way has come to its end:
// it may bring something that is shown once.
func (s *lockedScreen) signOut() {
	s.app.settled(func() { s.app.beforeLoss(tr("Sign out anyway"), s.app.signOut) })
}
