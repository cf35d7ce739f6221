package gui

import (
	"context"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// askOthers asks before all other devices are signed out.
func (s *deviceSection) askOthers() {
	s.page.steps.quiet()
	var dialog *kit.Dialog
	dialog = kit.ShowDialog(s.page.app.window, kit.DialogSpec{
		Title: tr("Sign out of all other devices?"), Cancel: tr("Cancel"),
		Sentence: trn("{{.N}} other devices are signed out at once. What was not saved there is lost.", s.seen.Others()),
		Do: kit.DialogDo{Label: tr("Sign out"), Kind: kit.Primary, Working: tr("Signing out"), Act: func() {
			s.endOthers(dialog, func(ended int) {
				s.focusHere()
				s.page.told(tr("Done."), trn("{{.N}} other devices are signed out.", ended))
			})
		}},
	})
}

// endOthers ends all other sessions from a dialog, which closes then.
func (s *deviceSection) endOthers(dialog *kit.Dialog, done func(ended int)) {
	ended := 0
	dialog.SetBusy(true)
	dialog.SetProblem("")
	s.page.act(func(ctx context.Context, token core.Token) (err error) {
		ended, err = s.page.site.EndOtherSessions(ctx, token)
		return err
	}, func(err error) {
		dialog.SetBusy(false)
		switch {
		case err == nil:
			dialog.Close()
			done(ended)
		case s.page.app.sessionEnded(err):
		default:
			dialog.SetProblem(problemWords(err))
		}
	})
}

// focusHere puts the keyboard on the row of the session in use, the only one left.
func (s *deviceSection) focusHere() {
	for _, o := range s.open {
		if o.This {
			s.row(o).focus()
			return
		}
	}
}

// askEverywhere asks before this session is ended with all others.
func (s *deviceSection) askEverywhere() {
	others := s.seen.Others()
	sentence := tr("You are signed in on this device alone. The sign-in comes next.")
	if others > 0 {
		sentence = trn("This device and {{.N}} others are signed out at once. What was not saved there is lost.", others)
	}
	a := s.page.app
	var dialog *kit.Dialog
	dialog = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("Sign out everywhere?"), Sentence: sentence, Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Sign out everywhere"), Kind: kit.Primary, Working: tr("Signing out"), Act: func() {
			a.beforeLoss(tr("Sign out anyway"), func() { s.endAll(dialog) })
		}},
	})
}

// endAll ends all sessions, and goes to the sign-in.
func (s *deviceSection) endAll(dialog *kit.Dialog) {
	a := s.page.app
	dialog.SetBusy(true)
	dialog.SetProblem("")
	a.stopWatching() // or it would be the first to tell, as of an end that nobody here knows of
	s.page.act(func(ctx context.Context, token core.Token) error {
		return s.page.site.EndAllSessions(ctx, token)
	}, func(err error) {
		dialog.SetBusy(false)
		switch {
		case err == nil:
			a.leaveSession(tr("You are signed out everywhere."))
		case a.sessionEnded(err):
		default:
			a.watch()
			dialog.SetProblem(problemWords(err))
		}
	})
}
