package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/gui/kit"
)

// passkeyMade is the dialog that names a passkey that was just saved, or discards it.
type passkeyMade struct {
	add     *passkeyAdd
	name    *kit.Field
	discard *kit.Button
	dialog  *kit.Dialog
}

// showMade opens the dialog. The passkey is stored already, so only one of its two ways
// leads on.
func (p *passkeyAdd) showMade() {
	a, key := p.section.page.app, p.made.Passkey
	m := &passkeyMade{add: p}
	m.name = kit.NewField(kit.FieldSpec{
		Label: tr("Name"), Help: tr("It tells several passkeys apart here, such as “Key on my key ring”."),
		OnChanged: func(string) { mended(m.dialog, m.name) },
	})
	m.name.SetText(key.Name)
	m.discard = kit.NewButton(kit.ButtonSpec{Text: tr("Discard it"), Kind: kit.QuietDanger, Act: m.throwAway})
	what := passkeyKind(key.Kind)
	if copies := passkeyCopies(key); copies != "" {
		what = trf("{{.Kind}}, {{.Copies}}", "Kind", what, "Copies", copies)
	}
	made := kit.RowSpec{Icon: passkeyIcon(key.Kind), Title: what, Caption: tr("It signs you in from now on"), State: kit.NewState(kit.ToneGood, "", tr("Saved"))}
	if key.Model != "" {
		made.Title, made.Caption = kit.Shown(key.Model), what
	}
	m.dialog = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("Passkey saved"), Sentence: tr("Give it a name that you know it by."), Width: madeWidth,
		Body: kit.VBox(kit.GapFields, kit.NewBox(kit.NewRow(made)), m.name, discardWarning(m.add.by)),
		Do:   kit.DialogDo{Label: tr("Save"), Kind: kit.Primary, Working: tr("Saving"), Act: m.save},
		Foot: m.discard, First: m.name.Input(), NoEscape: true,
	})
	selectAll(m.name)
}

// madeWidth is the width of the dialog.
const madeWidth float32 = 480

// discardWarning says when to discard a passkey that a provider has made.
func discardWarning(by passkey.Provider) fyne.CanvasObject {
	text := tr("Discard it if you did not make it yourself just now.")
	if by.Name() == "browser" {
		text = tr("Discard it if you did not make it yourself just now, or if the page said that its link was used already.")
	}
	return kit.TopHBox(kit.Gap8, kit.NewGlyph(kit.IconInfo, kit.ColorText2, kit.IconSizeSmall), kit.Grow(kit.CaptionText(text).Wrapped()))
}

// save gives the passkey its name.
func (m *passkeyMade) save() {
	a, page := m.add.section.page.app, m.add.section.page
	name, id, token := m.name.Text(), m.add.made.Passkey.ID, a.session.token
	m.dialog.SetBusy(true)
	m.discard.Disable()
	m.dialog.SetProblem("")
	a.back.run(func(ctx context.Context) func() {
		err := page.site.RenamePasskey(ctx, token, id, name)
		return func() { m.saved(err) }
	})
}

// saved tells what was done, or what is wrong with the name.
func (m *passkeyMade) saved(err error) {
	page := m.add.section.page
	if m.dialog.Closed() { // the window was locked
		return
	}
	m.dialog.SetBusy(false)
	m.discard.Enable()
	if err != nil {
		page.keys.nameProblem(m.dialog, m.name, err)
		return
	}
	m.dialog.Close()
	text := trf("“{{.Name}}” signs you in from now on.", "Name", kit.Shown(m.name.Text()))
	if has := page.own.Passkeys; has.Only && !has.PasswordOff && page.keys.counting() == 1 {
		text = joined(text, tr("It is the second one, so your password does not sign you in any more."))
	}
	page.told(tr("The passkey is saved."), text)
}

// throwAway takes the passkey away again.
func (m *passkeyMade) throwAway() {
	a, page := m.add.section.page.app, m.add.section.page
	m.discard.SetWorking(tr("Discarding"))
	m.dialog.Do().Disable()
	m.dialog.SetProblem("")
	page.loaded.forget()
	a.renew(m.add.set.Discard, func(_ core.Changed, err error) { m.thrownAway(err) })
}

// thrownAway tells what was done, or why not.
func (m *passkeyMade) thrownAway(err error) {
	page := m.add.section.page
	if m.dialog.Closed() { // the window was locked
		return
	}
	m.discard.SetIdle()
	m.dialog.Do().Enable()
	switch {
	case err == nil:
		m.dialog.Close()
		page.told(tr("The passkey is discarded."), tr("It signs nobody in. Delete it on the key or device as well, where it has a list of passkeys."))
	case page.app.sessionEnded(err):
	default:
		m.dialog.SetProblem(problemWords(err))
	}
}

// nameProblem says what is wrong with a name, beside it.
func (s *passkeySection) nameProblem(dialog *kit.Dialog, name *kit.Field, err error) {
	a := s.page.app
	e := firstError(err)
	switch {
	case a.sessionEnded(err):
	case e != nil && e.Field == core.FieldPasskeyName:
		name.SetProblem(words(e.Text))
		name.Focus(a.window.Canvas())
		dialog.Refresh()
	default:
		dialog.SetProblem(problemWords(err))
	}
}
