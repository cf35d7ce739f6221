package gui

import (
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/password/generate"
	"gatehouse/core/seal"
	"gatehouse/gui/kit"
)

// App is the window and what it holds.
type App struct {
	program Program
	fyne    fyne.App
	window  fyne.Window
	back    *background
	clip    *clipboard
	looks   looks
	// store is open from the start; site once its key was had.
	store core.Store
	site  *core.Site
	// keyKind is how the site's key is kept.
	keyKind seal.Kind
	// session is the signed-in account, nil outside the shell and the lock.
	session *session
	screen  screen
	// opening, watching and alarming drop answers that come too late.
	opening, watching, alarming sequence
	stopWatch, stopAlarm        func()
	// idle is how long nobody has used the window.
	idle idleWatch
	// once is a secret that is shown once, or kept behind the lock: a first password
	// or recovery codes. asking is the question before it is lost.
	once   onceShown
	asking *kit.Dialog
	// typing is a form that is open, or kept behind the lock.
	typing *typing
	// now is the time that the window goes by: the site's, once it is open.
	now func() time.Time
	// passkeys is the way to passkeys, nil while nobody has asked for it.
	passkeys *passkeyWay
	// rested is called once, when the site is open and all is at rest; nil for
	// nothing to do.
	rested func()
}

// session is what a signed-in window holds.
type session struct {
	token core.Token
	own   core.Own
	// judge is that of the policy that holds for the account.
	judge *core.Judge
	// generator has the options of the account's generator, nil for what fits.
	generator *generate.Options
	// clock is how the computer's clock stood at the sign-in.
	clock core.ClockView
	// alarm is what was last seen of the code for emergencies.
	alarm alarmView
	// renewing: a change is under way that replaces the token. waiting is done
	// after it.
	renewing bool
	waiting  []func()
}

// screen is what the window shows as a whole.
type screen interface {
	// object is the content.
	object() fyne.CanvasObject
	// shown is called when the content is in the window, to set the focus.
	shown(fyne.Canvas)
	// size is what the window should have at least.
	size() fyne.Size
	// leave is called before another screen takes its place: secrets are wiped
	// and keys taken back.
	leave(fyne.Canvas)
}

// sizes of the window before and after the sign-in.
var (
	smallWindow = fyne.NewSize(440, 560)
	wideWindow  = fyne.NewSize(1180, 780)
)

// show replaces the screen.
func (a *App) show(s screen) {
	canvas := a.window.Canvas()
	canvas.Unfocus()
	if a.screen != nil {
		a.screen.leave(canvas)
	}
	a.screen = s
	size := s.size()
	a.window.SetContent(s.object())
	if !a.window.FullScreen() && size != canvas.Size() {
		a.window.Resize(size)
		a.window.CenterOnScreen()
	}
	s.shown(canvas)
}

// start opens the window, and the store behind it.
func (a *App) start() {
	a.show(newOpening())
	a.window.CenterOnScreen()
	a.window.Show()
	a.hearScreen()
	a.open()
}

// close is asked for by the person, or by the system for the person.
func (a *App) close() { a.beforeLoss(tr("Close anyway"), a.quit) }

// quit ends the program. The toolkit's clipboard goes with its window, so a secret is
// taken back before; nothing comes back to a window that is gone.
func (a *App) quit() {
	a.signOutQuietly()
	a.clip.clear()
	a.back.cancel()
	a.window.Close()
}

// end gives back what the window holds. The toolkit has ended.
func (a *App) end() {
	a.clip.way.end()
	a.back.stop()
	a.signOutQuietly()
	if a.site != nil {
		a.logged("close the site", a.site.Close())
		return
	}
	if a.store != nil {
		a.logged("close the store", a.store.Close())
	}
}

// logged writes an error that nobody can be shown any more.
func (a *App) logged(what string, err error) {
	if err != nil {
		a.program.Log.Error(what, "cause", err.Error())
	}
}
