package gui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/gui/kit"
)

// passkeyStage is a form without a shell around it that gives its place to the wait for
// a passkey, and has it back when that did not come.
type passkeyStage struct {
	app  *App
	form fyne.CanvasObject
	body *fyne.Container
	wait *passkeyWait
}

// passkeyUse is a ceremony that a stage waits for.
type passkeyUse struct {
	by  passkey.Provider
	run func(ctx context.Context, opened core.Opened) error
	// done is told that the passkey was taken; the wait stays until another screen comes.
	done func()
	// refused is told why it was not, when the form is back; gaveUp, that the person has
	// given up in this window.
	refused func(error)
	gaveUp  func()
	// late is told of a passkey that was taken after the screen had gone.
	late func()
}

// newPasskeyStage shows a form.
func newPasskeyStage(a *App, form fyne.CanvasObject) *passkeyStage {
	return &passkeyStage{app: a, form: form, body: kit.Layered(form)}
}

// waiting tells whether the form has given its place away.
func (s *passkeyStage) waiting() bool { return s.wait != nil }

// begin waits in the place of the form.
func (s *passkeyStage) begin(use passkeyUse) {
	if s.waiting() {
		return
	}
	s.wait = newPasskeyWait(s.app, passkeyAsk{
		by: use.by, run: use.run,
		ended:  func(err error) { s.ended(use, err) },
		late:   func(err error) { taken(err, use.late) },
		relaid: s.body.Refresh,
	})
	w := s.wait
	s.put(centred(w.title(), siteLine(s.app.site), w.object(), w.cancelButton))
	w.start()
	w.cancelButton.Focus(s.app.window.Canvas())
}

// taken tells of a passkey that was taken too late.
func taken(err error, late func()) {
	if err == nil {
		late()
	}
}

// put shows something else. Nothing that goes keeps the keyboard.
func (s *passkeyStage) put(object fyne.CanvasObject) {
	s.app.window.Canvas().Unfocus()
	s.body.Objects = []fyne.CanvasObject{object}
	s.body.Refresh()
}

// ended goes on, or shows the form again.
func (s *passkeyStage) ended(use passkeyUse, err error) {
	if err == nil {
		use.done()
		return
	}
	gaveUp := s.wait.cancelled && cancelledCeremony(err)
	s.back()
	if gaveUp {
		use.gaveUp()
		return
	}
	use.refused(err)
}

// back shows the form again.
func (s *passkeyStage) back() {
	s.wait = nil
	s.put(s.form)
}

// leave ends a ceremony whose screen goes.
func (s *passkeyStage) leave() {
	if s.wait != nil {
		s.wait.leave()
		s.wait = nil
	}
}

// cancelledCeremony tells whether a ceremony ended because somebody gave up.
func cancelledCeremony(err error) bool {
	return errors.Is(err, passkey.ErrCancelled) || errors.Is(err, context.Canceled)
}

// passkeyNotice says above a form why a passkey was not taken: quietly where nothing is
// wrong with it.
func passkeyNotice(err error) kit.NoticeSpec {
	spec := kit.NoticeSpec{Tone: kit.ToneDanger, Text: problemWords(err)}
	if cancelledCeremony(err) || errors.Is(err, passkey.ErrTimedOut) || errors.Is(err, context.DeadlineExceeded) {
		spec.Tone = kit.ToneTip
	}
	return spec
}

// signsInBy is the ceremony of a sign-in. A session that it began while the program ends
// is over with it: nobody holds its token.
func (a *App) signsInBy(flow *core.SignIn, by passkey.Provider) func(context.Context, core.Opened) error {
	return func(ctx context.Context, opened core.Opened) error {
		_, err := flow.Passkey(ctx, by, opened)
		if err == nil && a.back.ctx.Err() != nil {
			a.dropSession(flow.Token())
		}
		return err
	}
}

// dropSession ends a session, where there is one, while the program ends. It is not for
// the window's goroutine.
func (a *App) dropSession(token core.Token) {
	if token != (core.Token{}) {
		a.logged("sign out", a.site.SignOut(context.Background(), token))
	}
}

// endLate ends a session that began when its screen had gone.
func (a *App) endLate(token core.Token) {
	if token != (core.Token{}) {
		a.endSession(token)
	}
}

// canPasskey tells whether this computer can use passkeys.
func (a *App) canPasskey() bool {
	_, err := a.passkeyProvider()
	return err == nil
}
