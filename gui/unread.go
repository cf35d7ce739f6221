package gui

import (
	"context"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// A first password that nobody has passed on is nowhere else. The lock hides it
// and gives it back to the same person; the end of the session or of the program
// takes it away, and asks first where there is somebody to ask.

// issue gives an act that makes a first password the form in which asked takes
// one. A password that comes when the window has locked meanwhile waits behind the
// lock.
func (p *accountsPage) issue(
	issue func(context.Context, core.Token) (core.Added, error), show func(core.Added),
) (work func(context.Context, core.Token) error, done func()) {
	session := p.app.session
	var added core.Added
	work = func(ctx context.Context, token core.Token) error {
		made, err := issue(ctx, token)
		if err != nil {
			return err
		}
		added = made
		p.app.back.post(func() { p.app.issued(session, made) })
		return nil
	}
	return work, func() { show(added) }
}

// issued keeps a first password that came while the window is locked, and shows
// one that came after its person had unlocked it again. The page shows all others.
func (a *App) issued(asked *session, added core.Added) {
	if a.session == nil || a.session.own.ID != asked.own.ID {
		return
	}
	if _, locked := a.screen.(*lockedScreen); locked {
		a.once = &oncePassword{app: a, added: added, owner: asked.own.ID}
	} else if a.session != asked {
		a.showOnce(added, func() {})
	}
}

// closeDialogs takes everything away that lies over the window. A first password
// that was not passed on is kept.
func (a *App) closeDialogs() {
	kept := a.once
	if kept != nil {
		kept.closed = func() {}
	}
	kit.CloseDialogs(a.window.Canvas())
	if kept != nil && !kept.passedOn() {
		a.once = kept
	}
}

// passedOn tells whether the person said that somebody has the password.
func (o *oncePassword) passedOn() bool { return o.passed != nil && o.passed.Checked() }

// giveBack shows the first password that the lock has hidden, to who made it.
func (a *App) giveBack() {
	kept := a.once
	a.once = nil
	if kept != nil && kept.owner == a.session.own.ID {
		a.showOnce(kept.added, func() {})
	}
}

// lostWords adds to the words above the sign-in that a first password is gone.
func (a *App) lostWords(why string) string {
	if a.once == nil {
		return why
	}
	lost := trf("The first password of {{.Name}} is gone. Reset it to get another one.", "Name", kit.Shown(a.once.added.Name))
	a.once = nil
	if why == "" {
		return lost
	}
	return trf("{{.First}} {{.Second}}", "First", why, "Second", lost)
}

// beforeLoss asks before something is done that takes a first password away, and
// does it at once when none is shown or kept.
func (a *App) beforeLoss(verb string, do func()) {
	if a.once == nil || a.once.passedOn() {
		do()
		return
	}
	if a.asking != nil && !a.asking.Closed() {
		return
	}
	a.asking = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("Is the password passed on?"), Sentence: a.lossWords(),
		Do: kit.DialogDo{Label: verb, Kind: kit.Danger, Act: func() {
			a.asking.Close()
			do()
		}},
		Cancel: tr("Go back"),
	})
}

// lossWords says what would be lost. Whoever stands before a locked window is not
// told whose password it is.
func (a *App) lossWords() string {
	if _, locked := a.screen.(*lockedScreen); locked {
		return tr("A first password waits behind the lock and is shown nowhere else. Unlock the window to see it.")
	}
	return trf("The first password of {{.Name}} is shown nowhere again. When it is lost, reset it.", "Name", kit.Shown(a.once.added.Name))
}
