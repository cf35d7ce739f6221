package gui

import "gatehouse/core"

// form is a dialog in which a person types for a while. The lock hides what was
// typed, and gives it back to the same person in the same session; fields of
// passwords it wipes.
type form interface {
	// dirty tells whether something was typed that is saved nowhere.
	dirty() bool
	// resume shows the dialog again, as it was, to the session that is there now.
	resume()
	// close takes the dialog away without a question.
	close()
}

// typing is the form that is open, or kept behind the lock, and whose it is.
type typing struct {
	form  form
	owner core.AccountID
	// right is needed to have it.
	right core.Right
}

// typingIn tells that a form is shown.
func (a *App) typingIn(f form, right core.Right) {
	a.typing = &typing{form: f, owner: a.session.own.ID, right: right}
}

// typingEnded tells that a form has gone.
func (a *App) typingEnded(f form) {
	if a.typing != nil && a.typing.form == f {
		a.typing = nil
	}
}

// unsaved tells whether a form is open or kept that has what is saved nowhere.
func (a *App) unsaved() bool { return a.typing != nil && a.typing.form.dirty() }

// resumeTyping shows the form that the lock has hidden, to who typed in it.
func (a *App) resumeTyping() {
	kept := a.typing
	a.typing = nil
	if own := a.session.own; kept != nil && kept.owner == own.ID && own.Role.Can(kept.right) {
		kept.form.resume()
		// The theme may have changed meanwhile, and repaints only what is in the window.
		a.applyTheme()
	}
}

// saving begins a save of a form; ended is called when it is over, on whatever
// goroutine, and passes its error on. What was saved while the window was locked is
// not given back, or taken away again.
func (a *App) saving(f form) (ended func(error) error) {
	asked := a.session
	return func(err error) error {
		if err == nil {
			a.back.post(func() { a.savedLate(asked, f) })
		}
		return err
	}
}

// savedLate drops a form that its own page does not close any more.
func (a *App) savedLate(asked *session, f form) {
	if _, locked := a.screen.(*lockedScreen); locked || a.session != asked {
		f.close()
		a.typingEnded(f)
	}
}
