package gui

import (
	"context"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// A first password that nobody has passed on is nowhere else, nor are recovery codes
// that nobody has saved, nor what was typed and not saved. The lock hides all of it and
// gives it back to the same person; the end of the session or of the program takes it
// away, and asks first where there is somebody to ask.

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

// onceShown is a secret that is shown once and is nowhere else: what the lock hides and
// gives back, and what nobody loses without a question.
type onceShown interface {
	// passedOn tells whether the person said that somebody has it, or that it is saved.
	passedOn() bool
	// belongsTo is the account that it is shown to.
	belongsTo() core.AccountID
	// keep is called before its dialog goes that comes back with again.
	keep()
	again()
	// goneWords say at the sign-in that it is gone.
	goneWords() string
	// lossWords ask before it is lost. At the lock they do not say whose it is.
	lossWords(locked bool) (title, sentence string)
}

// closeDialogs takes everything away that lies over the window. A secret that is shown
// once and was not passed on is kept, and what was typed in a form and not saved.
func (a *App) closeDialogs() {
	kept, typing := a.once, a.typing.kept()
	if kept != nil {
		kept.keep()
	}
	kit.CloseDialogs(a.window.Canvas())
	if kept != nil && !kept.passedOn() {
		a.once = kept
	}
	a.typing = typing
}

// giveBack shows what the lock has hidden to whose it is: what was typed, and over
// it a first password.
func (a *App) giveBack() {
	a.resumeTyping()
	kept := a.once
	a.once = nil
	if kept != nil && kept.belongsTo() == a.session.own.ID {
		kept.again()
	}
}

// lostWords adds to the words above the sign-in what is gone with the session.
func (a *App) lostWords(why string) string {
	if a.unsaved() {
		why = joined(why, tr("What was typed and not saved is gone."))
	}
	if a.once != nil {
		why = joined(why, a.once.goneWords())
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

// unread tells whether a secret is shown or kept, once, that nobody has passed on.
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
	case a.unread():
		return a.once.lossWords(locked)
	case locked:
		return tr("Leave without saving?"), tr("What was typed waits behind the lock and is not saved. Unlock the window to go on with it.")
	}
	return tr("Leave without saving?"), tr("What was typed is not saved.")
}
