package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// askRename opens the dialog that gives a passkey another name.
func (s *passkeySection) askRename(k core.Passkey) {
	s.quiet()
	var dialog *kit.Dialog
	var name *kit.Field
	name = kit.NewField(kit.FieldSpec{Label: tr("Name"), OnChanged: func(string) { mended(dialog, name) }})
	name.SetText(k.Name)
	dialog = kit.ShowDialog(s.page.app.window, kit.DialogSpec{
		Title: tr("Rename this passkey"), Sentence: tr("The name is for you; it changes nothing on the key or device."),
		Body: name, First: name.Input(), Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Save"), Kind: kit.Primary, Working: tr("Saving"), Act: func() { s.rename(k, dialog, name) }},
	})
	selectAll(name)
}

// selectAll lets the next key replace what is in a field.
func selectAll(f *kit.Field) {
	if input, ok := f.Input().(fyne.Shortcutable); ok {
		input.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// rename asks core.
func (s *passkeySection) rename(k core.Passkey, dialog *kit.Dialog, name *kit.Field) {
	a, page := s.page.app, s.page
	typed, token := name.Text(), a.session.token
	dialog.SetBusy(true)
	dialog.SetProblem("")
	a.back.run(func(ctx context.Context) func() {
		err := page.site.RenamePasskey(ctx, token, k.ID, typed)
		return func() {
			if dialog.Closed() { // the window was locked
				return
			}
			dialog.SetBusy(false)
			if err != nil {
				s.nameProblem(dialog, name, err)
				return
			}
			dialog.Close()
			page.load()
		}
	})
}

// askRemove asks for the password before a passkey is taken away. What the rules do not
// allow is said before anything is typed.
func (s *passkeySection) askRemove(k core.Passkey) {
	s.quiet()
	if has := s.page.own.Passkeys; has.Required && k.Works && s.working() == 1 {
		s.stays(tr("Your rules ask for a passkey. Add the new one first, then remove this one."))
		return
	}
	ends := kit.NewCheck(kit.CheckSpec{
		Text:    tr("Sign out of all other devices"),
		Caption: trn("{{.N}} devices. Choose it if the passkey is lost, or somebody else may have it.", len(s.page.own.Others)),
	})
	q := passkeyRemoval{section: s, key: k, ends: ends}
	ask := passwordAsk{
		before: q.before, title: trf("Remove “{{.Name}}”?", "Name", kit.Shown(k.Name)), sentence: s.removalWords(k),
		do:     kit.DialogDo{Label: tr("Remove passkey"), Kind: kit.Danger, Working: tr("Removing")},
		change: q.change, done: q.done,
	}
	if len(s.page.own.Others) > 0 {
		ask.below = ends
	}
	s.page.app.askPassword(ask)
}

// stays says at the head of the page why a passkey is not removed.
func (s *passkeySection) stays(why string) {
	n := s.page.notice
	n.Set(kit.NoticeSpec{Tone: kit.ToneTip, Lead: tr("This passkey stays."), Text: why, OnClose: s.quiet, CloseName: tr("Close")})
	n.Show()
	s.page.scroll.Refresh()
}

// removalWords say what the removal of a passkey changes.
func (s *passkeySection) removalWords(k core.Passkey) string {
	has := s.page.own.Passkeys
	left := s.working()
	if k.Works {
		left--
	}
	elsewhere := tr("Delete it on the key or device as well.")
	switch {
	case has.PasswordOff && !has.PasswordOffWithout(k.ID):
		return joined(tr("One passkey is left then, and your password signs you in again."), elsewhere)
	case !k.Works:
		return joined(tr("It signs you in no more already."), elsewhere)
	case left == 0:
		return joined(tr("It is the only one that works. You sign in with your password then."), elsewhere)
	}
	return joined(tr("It does not sign you in any more. Your other passkeys stay."), elsewhere)
}

// passkeyRemoval takes a passkey away when the password is there.
type passkeyRemoval struct {
	section *passkeySection
	key     core.Passkey
	ends    *kit.Check
	// others is what was chosen, told what it did.
	others bool
	told   core.Changed
}

// before is called when the removal begins.
func (q *passkeyRemoval) before() {
	q.others = q.ends.Checked()
	q.section.page.loaded.forget()
}

// change asks core, off the window's goroutine.
func (q *passkeyRemoval) change(ctx context.Context, token core.Token, current string) (core.Changed, error) {
	done, err := q.section.page.site.RemovePasskey(ctx, token, q.key.ID, current, q.others)
	q.told = done
	return done, err
}

// done goes on with the next row.
func (q *passkeyRemoval) done() {
	s := q.section
	text := tr("It signs nobody in any more.")
	if q.told.Ended > 0 {
		text = joined(text, trn("{{.N}} other devices are signed out.", q.told.Ended))
	}
	s.focusAfter(q.key.ID)
	s.page.told(trf("“{{.Name}}” is removed.", "Name", kit.Shown(q.key.Name)), text)
}
