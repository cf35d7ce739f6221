package gui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/gui/kit"
)

// A passkey is made or used outside the window: in the person's browser, or in a window
// of the system. passkeyWait is what stands in ours meanwhile. In a dialog:
//
//	a.waitForPasskey(passkeyAsk{by: provider, run: ..., ended: ..., late: ...})
//
// On a screen, which shows object and the button cancelButton, calls start in its own
// shown, and leave in its own leave:
//
//	s.wait = newPasskeyWait(a, passkeyAsk{..., relaid: func() { s.content.Refresh() }})
//	s.content = centred(s.wait.title(), "", s.wait.object(), s.wait.cancelButton)
//
// All of it but run is for the window's goroutine.

// passkeyAsk is a ceremony to wait for.
type passkeyAsk struct {
	by passkey.Provider
	// run is the ceremony, off the window's goroutine. It hands opened on to core and
	// returns when the ceremony has ended. Its context ends when the person gives up,
	// when what shows the wait goes, and when the window closes.
	run func(ctx context.Context, opened core.Opened) error
	// ended is told how it ended, once: nil for a passkey that was taken, also where the
	// person gave up a moment too late. What shows the wait is still there, unless it is
	// a dialog, which has gone.
	ended func(error)
	// late is told in place of ended where what showed the wait has gone before, as at
	// the lock; nil for nothing to do then.
	late func(error)
	// relaid lays anew what the wait stands in.
	relaid func()
}

// passkeyWait says what to do, how much time is left, and where a page is to be opened,
// how to open it by hand.
type passkeyWait struct {
	app  *App
	ask  passkeyAsk
	body *fyne.Container
	ring *kit.TimeRing
	// what says what to do, left how long there is for it.
	what, left *kit.Text
	// quiet offers the link of a ceremony that has one, loud where no browser was started.
	quiet *fyne.Container
	loud  *kit.Notice
	// copyQuiet and copyLoud copy it, and count says how long it stays.
	copyQuiet *kit.Link
	copyLoud  *kit.Button
	count     *kit.Countdown
	link      func() string
	// cancelButton gives up, for a screen. A dialog has its own.
	cancelButton *kit.Button
	// giveUp ends the context of the ceremony, stop the time.
	giveUp, stop func()
	// until is when the time is up, by the computer's clock.
	until time.Time
	// cancelled: the person has given up. over: the ceremony has ended. gone: what showed
	// the wait has gone, and no widget is touched any more.
	cancelled, over, gone bool
}

// newPasskeyWait builds it. The ceremony begins with start.
func newPasskeyWait(a *App, ask passkeyAsk) *passkeyWait {
	w := &passkeyWait{app: a, ask: ask, giveUp: func() {}, stop: func() {}}
	w.what, w.ring, w.left = kit.BodyText(w.words()).Wrapped(), kit.NewTimeRing(), kit.CaptionText("").Wrapped()
	w.copyQuiet = kit.NewSmallLink(tr("Copy link"), w.copyLink)
	w.copyLoud = kit.NewButton(kit.ButtonSpec{Text: tr("Copy link"), Icon: kit.IconCopy, Row: true, Act: w.copyLink})
	w.quiet = kit.HBox(kit.Gap8, kit.CaptionText(tr("The page did not open?")), w.copyQuiet)
	w.loud = kit.NewNotice(kit.NoticeSpec{
		Tone: kit.ToneAttention, Lead: tr("No browser could be started."),
		Text: tr("Copy the link and open it in a browser on this computer. It works once."), Action: w.copyLoud,
	})
	w.count = newClipLine(a)
	w.quiet.Hide()
	w.loud.Hide()
	w.cancelButton = kit.NewButton(kit.ButtonSpec{Text: tr("Cancel"), Act: w.cancel})
	w.body = kit.VBox(kit.Gap16,
		w.what,
		w.loud, kit.HBox(kit.Gap12, w.ring, kit.Grow(w.left)),
		kit.VBox(kit.Gap8, w.quiet, w.count))
	w.until = a.program.Now().Add(passkey.Lifetime)
	w.tick()
	return w
}

// object is the wait without a way to give up.
func (w *passkeyWait) object() fyne.CanvasObject { return w.body }

// title is the heading that belongs to it.
func (w *passkeyWait) title() string {
	switch w.ask.by.Name() {
	case "browser":
		return tr("Go on in your browser")
	case "windows":
		return tr("Windows asks you")
	}
	return tr("Your passkey is asked for")
}

// words say what to do.
func (w *passkeyWait) words() string {
	switch w.ask.by.Name() {
	case "browser":
		return tr("Your browser shows a page of Gatehouse. Follow what it asks. This window goes on by itself.")
	case "windows":
		return tr("Windows asks in a window of its own. Follow what it asks. This window goes on by itself.")
	}
	return tr("Follow what is asked for the passkey. This window goes on by itself.")
}

// start begins the ceremony and lets the time run.
func (w *passkeyWait) start() {
	a := w.app
	a.passkeyWay().window.Store(windowHandle(a.window))
	alive, giveUp := context.WithTimeout(a.back.ctx, passkey.Lifetime+waitGrace)
	w.giveUp = giveUp
	w.until = a.program.Now().Add(passkey.Lifetime)
	w.tick()
	w.stop = a.back.every(time.Second, w.tick)
	opened := func(c passkey.Ceremony) { a.back.post(func() { w.opened(alive, c) }) }
	a.back.run(func(context.Context) func() {
		defer giveUp()
		err := w.ask.run(alive, opened)
		return func() { w.ended(err) }
	})
}

// tick shows the time left.
func (w *passkeyWait) tick() {
	if w.over || w.gone {
		return
	}
	left := max(0, w.until.Sub(w.app.program.Now()))
	w.ring.Set(left, passkey.Lifetime)
	words := trf("{{.Left}} left to answer", "Left", durationWords(left))
	if w.cancelled {
		words = tr("Cancelling")
	}
	w.left.SetText(words)
}

// opened is told that the ceremony waits. Silence does not tell that a page is there, so
// its link is offered in any case.
func (w *passkeyWait) opened(alive context.Context, c passkey.Ceremony) {
	linked, can := linkOf(c)
	if !can || w.over || w.gone {
		return
	}
	w.link = linked.Link
	w.quiet.Show()
	w.ask.relaid()
	w.app.back.run(func(context.Context) func() {
		select {
		case err, told := <-linked.NotOpened():
			if told && err != nil {
				return w.notOpened
			}
		case <-alive.Done():
		}
		return nil
	})
}

// linkOf is the link of a ceremony, where it has one.
func linkOf(c passkey.Ceremony) (passkey.Linked, bool) {
	if late, wrapped := c.(*lateCeremony); wrapped {
		c = late.Ceremony
	}
	linked, can := c.(passkey.Linked)
	return linked, can
}

// notOpened says that the link is needed, and puts the keyboard on it.
func (w *passkeyWait) notOpened() {
	if w.over || w.gone {
		return
	}
	w.what.SetText(tr("Open the page of Gatehouse by hand, and follow what it asks. This window goes on by itself."))
	w.quiet.Hide()
	w.loud.Show()
	w.ask.relaid()
	w.copyLoud.Focus(w.app.window.Canvas())
}

// copyLink copies the link as a secret: whoever opens it first answers.
func (w *passkeyWait) copyLink() {
	if w.link == nil || w.over || w.gone {
		return
	}
	w.app.clip.copy(w.link(), func(left, total int) {
		if !w.over && !w.gone {
			w.count.Set(left, total)
			w.ask.relaid()
		}
	})
}

// cancel gives up. What is told of the end comes a moment later: an answer that is being
// written down at that moment counts.
func (w *passkeyWait) cancel() {
	if w.cancelled || w.over || w.gone {
		return
	}
	w.cancelled = true
	w.tick()
	w.cancelButton.SetWorking(tr("Cancelling"))
	w.giveUp()
}

// leave ends the ceremony because what shows the wait goes.
func (w *passkeyWait) leave() {
	w.gone, w.link = true, nil
	w.stop()
	w.giveUp()
}

// ended tells who asked.
func (w *passkeyWait) ended(err error) {
	w.stop()
	w.over, w.link = true, nil
	if !w.gone {
		w.cancelButton.SetIdle()
		w.ask.ended(err)
	} else if w.ask.late != nil {
		w.ask.late(err)
	}
}

// waitForPasskey shows the wait in a dialog, which goes when the ceremony has ended.
func (a *App) waitForPasskey(ask passkeyAsk) *passkeyWait {
	var dialog *kit.Dialog
	ended := ask.ended
	var w *passkeyWait
	ask.ended = func(err error) {
		dialog.Close()
		ended(err)
	}
	ask.relaid = func() { dialog.Refresh() }
	w = newPasskeyWait(a, ask)
	dialog = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: w.title(), Body: w.object(), Cancel: tr("Cancel"), Width: waitWidth,
		Ask: func(func()) {
			w.cancel()
			dialog.SetBusy(true)
		},
		OnClosed: w.leave,
	})
	w.start()
	return w
}

// waitWidth is the width of the dialog.
const waitWidth float32 = 440

// waitGrace is how much longer than its time a ceremony may take to end by itself.
const waitGrace = 5 * time.Second
