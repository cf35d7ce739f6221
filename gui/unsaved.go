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

// typing is a form that is open, or kept behind the lock, and whose it is.
type typing struct {
	form  form
	owner core.AccountID
	// right is needed to have it.
	right core.Right
	// under is the form that it lies over, nil for none.
	under *typing
}

// dirty tells whether something was typed in the form, or in one under it.
func (t *typing) dirty() bool { return t != nil && (t.form.dirty() || t.under.dirty()) }

// kept is the form, or the first one under it, in which something was typed, with
// all that it lies over.
func (t *typing) kept() *typing {
	for t != nil && !t.form.dirty() {
		t = t.under
	}
	return t
}

// typingIn tells that a form is shown, over those that are open.
func (a *App) typingIn(f form, right core.Right) {
	a.typing = &typing{form: f, owner: a.session.own.ID, right: right, under: a.typing}
}

// typingEnded tells that a form has gone.
func (a *App) typingEnded(f form) {
	for at := &a.typing; *at != nil; at = &(*at).under {
		if (*at).form == f {
			*at = (*at).under
			return
		}
	}
}

// unsaved tells whether a form is open or kept that has what is saved nowhere.
func (a *App) unsaved() bool { return a.typing.dirty() }

// resumeTyping shows the forms that the lock has hidden, to who typed in them.
func (a *App) resumeTyping() {
	kept := a.typing.kept()
	a.typing = nil
	if kept == nil {
		return
	}
	a.resumeForm(kept)
	// The theme may have changed meanwhile, and repaints only what is in the window.
	a.applyTheme()
}

// resumeForm shows a form over those under it. Where one of them is not for who is
// there now, what lies over it is not either.
func (a *App) resumeForm(t *typing) bool {
	own := a.session.own
	if t == nil {
		return true
	}
	if !a.resumeForm(t.under) || t.owner != own.ID || !own.Role.Can(t.right) {
		return false
	}
	t.form.resume()
	return true
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
