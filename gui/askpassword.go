package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// passwordAsk asks for the password again, and then changes what the account is proved
// by. The change replaces the token of the session.
type passwordAsk struct {
	title, sentence string
	// below stands below the field, nil for nothing.
	below fyne.CanvasObject
	// do is the button; its act is the change.
	do     kit.DialogDo
	change func(ctx context.Context, token core.Token, current string) (core.Changed, error)
	// before is called when the change begins: an answer to what was asked before would
	// come with a token that is none any more.
	before func()
	// done is called when the dialog has gone, late in its place where the window was
	// locked before the answer came; nil for nothing to do then.
	done, late func()
}

// askPassword opens the dialog.
func (a *App) askPassword(q passwordAsk) {
	var dialog *kit.Dialog
	current := newCurrentPassword(func(f *kit.Field) { mended(dialog, f) })
	body := kit.VBox(kit.GapFields, current)
	if q.below != nil {
		body.Add(q.below)
	}
	q.do.Act = func() {
		typed := current.Text()
		dialog.SetBusy(true)
		dialog.SetProblem("")
		q.before()
		a.renew(func(ctx context.Context, token core.Token) (core.Changed, error) {
			return q.change(ctx, token, typed)
		}, func(_ core.Changed, err error) { a.passwordAsked(q, dialog, current, err) })
	}
	dialog = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: q.title, Sentence: q.sentence, Do: q.do,
		Body: body, First: current.Input(), Cancel: tr("Cancel"), OnClosed: current.Wipe,
	})
}

// newCurrentPassword is a field for the password of who is signed in; changed is told of
// each key.
func newCurrentPassword(changed func(*kit.Field)) *kit.PasswordField {
	var current *kit.PasswordField
	current = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{Label: tr("Current password"), OnChanged: func(string) { changed(&current.Field) }},
		Words: controlWords(),
	})
	return current
}

// passwordAsked closes the dialog, or says what to do.
func (a *App) passwordAsked(q passwordAsk, dialog *kit.Dialog, current *kit.PasswordField, err error) {
	if dialog.Closed() { // the window was locked
		if err == nil && q.late != nil {
			q.late()
		}
		return
	}
	dialog.SetBusy(false)
	e := firstError(err)
	switch {
	case err == nil:
		dialog.Close()
		q.done()
	case a.sessionEnded(err):
	case e != nil && e.Field == core.FieldCurrent:
		current.SetProblem(words(e.Text))
		current.Focus(a.window.Canvas())
		dialog.Refresh()
	default:
		dialog.SetProblem(problemWords(err))
	}
}
