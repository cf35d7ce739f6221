package gui

import (
	"context"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// A first password that nobody has passed on is nowhere else, and so is what was
// typed and not saved. The lock hides both and gives them back to the same person;
// the end of the session or of the program takes them away, and asks first where
// there is somebody to ask.

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
// that was not passed on is kept, and what was typed in a form and not saved.
func (a *App) closeDialogs() {
	kept, typing := a.once, a.typing.kept()
	if kept != nil {
		kept.closed = func() {}
	}
	kit.CloseDialogs(a.window.Canvas())
	if kept != nil && !kept.passedOn() {
		a.once = kept
	}
	a.typing = typing
}

// passedOn tells whether the person said that somebody has the password.
func (o *oncePassword) passedOn() bool { return o.passed != nil && o.passed.Checked() }

// giveBack shows what the lock has hidden to whose it is: what was typed, and over
// it a first password.
func (a *App) giveBack() {
	a.resumeTyping()
	kept := a.once
	a.once = nil
	if kept != nil && kept.owner == a.session.own.ID {
		a.showOnce(kept.added, func() {})
	}
}

// lostWords adds to the words above the sign-in what is gone with the session.
func (a *App) lostWords(why string) string {
	if a.unsaved() {
		why = joined(why, tr("What was typed and not saved is gone."))
	}
	if a.once != nil {
		why = joined(why, trf("The first password of {{.Name}} is gone. Reset it to get another one.", "Name", kit.Shown(a.once.added.Name)))
	}
	a.once, a.typing = nil, nil
	return why
}

// joined are two sentences one after the other; the first may be empty.
func joined(first, second string) string {
	if first == "" {
		return second
	}
	return trf("{{.First}} {{.Second}}", "First", first, "Second", second)
}

// unread tells whether a first password is shown or kept that nobody has passed on.
func (a *App) unread() bool { return a.once != nil && !a.once.passedOn() }

// beforeLoss asks before something is done that takes a first password away or
// what was typed, and does it at once when there is neither.
func (a *App) beforeLoss(verb string, do func()) {
	if !a.unread() && !a.unsaved() {
		do()
		return
	}
	if a.asking != nil && !a.asking.Closed() {
		return
	}
	title, sentence := a.lossWords()
	a.asking = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: title, Sentence: sentence,
		Do: kit.DialogDo{Label: verb, Kind: kit.Danger, Act: func() {
			a.asking.Close()
			do()
		}},
		Cancel: tr("Go back"),
	})
}

// lossWords says what would be lost. Whoever stands before a locked window is not
// told whose password it is, or what was typed.
func (a *App) lossWords() (title, sentence string) {
	_, locked := a.screen.(*lockedScreen)
	switch {
	case !a.unread() && locked:
		return tr("Leave without saving?"), tr("What was typed waits behind the lock and is not saved. Unlock the window to go on with it.")
	case !a.unread():
		return tr("Leave without saving?"), tr("What was typed is not saved.")
	case locked:
		return tr("Is the password passed on?"), tr("A first password waits behind the lock and is shown nowhere else. Unlock the window to see it.")
	}
	return tr("Is the password passed on?"), trf("The first password of {{.Name}} is shown nowhere again. When it is lost, reset it.", "Name", kit.Shown(a.once.added.Name))
}
