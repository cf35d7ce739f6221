package gui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// drawerPasskeys is the section of an account's passkeys: what they are, never a key.
type drawerPasskeys struct {
	drawer *accountDrawer
	all    *kit.Button
	// remove are the buttons of the passkeys of one account. They stay the same, so that
	// none of them loses the keyboard when the account is read anew.
	remove map[core.PasskeyID]*kit.Button
}

// newDrawerPasskeys makes the section of a drawer.
func newDrawerPasskeys(d *accountDrawer) *drawerPasskeys {
	s := &drawerPasskeys{drawer: d, remove: map[core.PasskeyID]*kit.Button{}}
	s.all = kit.NewButton(kit.ButtonSpec{Text: tr("Remove all…"), Row: true, Act: func() { s.ask("") }})
	return s
}

// offer offers to remove what there is.
func (s *drawerPasskeys) offer(v core.AccountView, may bool) {
	setShown(s.all, may && len(v.Passkeys.Keys) > 1)
	for id, b := range s.remove {
		here := slices.ContainsFunc(v.Passkeys.Keys, func(k core.Passkey) bool { return k.ID == id })
		setShown(b, may && here)
		if !here {
			delete(s.remove, id)
		}
	}
	for _, k := range v.Passkeys.Keys {
		if s.remove[k.ID] == nil {
			s.remove[k.ID] = kit.NewButton(kit.ButtonSpec{Text: tr("Remove…"), Kind: kit.Low, Row: true, Act: func() { s.ask(k.ID) }})
			setShown(s.remove[k.ID], may)
		}
	}
}

// shown tells whether there is anything to say of the passkeys of an account.
func (s *drawerPasskeys) shown(p core.Passkeys) bool { return p.Allowed || len(p.Keys) > 0 }

// section is what the drawer says of them.
func (s *drawerPasskeys) section() fyne.CanvasObject {
	p := s.drawer.view.Passkeys
	head := kit.HBox(kit.Gap8, kit.Grow(kit.BoldText(tr("Passkeys")).Shrinking()), s.all)
	section := kit.VBox(kit.Gap4, kit.MinHeight(kit.HeightRowControl, head))
	if said := s.drawer.app.passkeysWords(p); said != "" {
		section.Add(kit.CaptionText(said).Wrapped())
	}
	for _, k := range p.Keys {
		section.Add(s.line(k))
	}
	return section
}

// line is one passkey: its name, where it is kept, when it was used, and why it opens
// nothing where it does not.
func (s *drawerPasskeys) line(k core.Passkey) fyne.CanvasObject {
	a := s.drawer.app
	said := kit.VBox(0, kit.BodyText(kit.Shown(k.Name)).Shrinking(), kit.CaptionText(a.drawerPasskeyWords(k)).Wrapped())
	if tone, mark := passkeyMark(k, s.drawer.view.Passkeys); mark != "" && s.drawer.view.Passkeys.Allowed {
		said.Add(kit.TopHBox(kit.Gap4, kit.NewGlyph(tone.Icon(), tone.Colour(), kit.IconSizeSmall),
			kit.Grow(kit.NewText(kit.TextSpec{Text: mark, Size: kit.SizeCaption, Bold: true, Colour: tone.Colour(), Wrap: true}))))
	}
	icon := kit.NewGlyph(passkeyIcon(k.Kind), kit.ColorText2, kit.IconSize)
	return kit.Inset(kit.Gap4, 0, 0, 0, kit.TopHBox(kit.Gap12, icon, kit.Grow(said), s.remove[k.ID]))
}

// passkeysWords say what holds for all passkeys of an account, "" where nothing does.
func (a *App) passkeysWords(p core.Passkeys) string {
	working := slices.ContainsFunc(p.Keys, func(k core.Passkey) bool { return k.Works })
	switch {
	case !p.Allowed:
		return tr("Its rules do not allow passkeys, so none signs in.")
	case p.PasswordOff:
		return trn("{{.N}} passkeys. Its password does not sign in beside them.", len(p.Keys))
	case working:
		return trn("{{.N}} passkeys", len(p.Keys))
	case p.Required && p.Until.After(a.now()):
		return trf("None that signs in. Its rules ask for one from {{.Date}} on.", "Date", a.dateWords(p.Until))
	case p.Required:
		return tr("None that signs in. Its rules ask for one at the next sign-in.")
	case len(p.Keys) > 0:
		return tr("None that signs in")
	}
	return tr("None")
}

// drawerPasskeyWords say where a passkey is kept and when it was used last.
func (a *App) drawerPasskeyWords(k core.Passkey) string {
	used := tr("not used yet")
	if !k.UsedAt.IsZero() {
		used = a.lastUsedWords(k.UsedAt)
	}
	return trf("{{.Kind}} · {{.Used}}", "Kind", passkeyKind(k.Kind), "Used", used)
}

// passkeyMark says why a passkey opens nothing, "" where it does open something.
func passkeyMark(k core.Passkey, has core.Passkeys) (kit.Tone, string) {
	switch {
	case !k.ClonedAt.IsZero():
		return kit.ToneDanger, tr("May have been copied")
	case !k.Works && has.CodeAsked:
		return kit.ToneOff, tr("Its rules ask for a code instead")
	case !k.Works:
		return kit.ToneOff, tr("Its rules do not allow this kind")
	}
	return kit.ToneGood, ""
}

// removingPasskeys asks why one passkey, or with "" all of an account, is removed.
type removingPasskeys struct {
	section *drawerPasskeys
	view    core.AccountView
	id      core.PasskeyID
	dialog  *kit.Dialog
	reason  *kit.Field
}

// ask opens the dialog.
func (s *drawerPasskeys) ask(id core.PasskeyID) {
	r := &removingPasskeys{section: s, view: s.drawer.view, id: id}
	r.reason = kit.NewField(kit.FieldSpec{
		Label: tr("Reason to remove"), Placeholder: tr("For example: lost the key"), Help: tr("Kept in the log"),
		OnChanged: func(string) { mended(r.dialog, r.reason) },
	})
	label := tr("Remove passkey")
	if id == "" {
		label = tr("Remove all")
	}
	r.dialog = kit.ShowDialog(s.drawer.app.window, kit.DialogSpec{
		Title: r.title(), Sentence: r.sentence(), Body: r.reason, First: r.reason.Input(), Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: label, Kind: kit.Danger, Working: tr("Removing"), Act: r.act},
	})
}

// title is that of the dialog.
func (r *removingPasskeys) title() string {
	for _, k := range r.view.Passkeys.Keys {
		if k.ID == r.id {
			return trf("Remove the passkey “{{.Passkey}}” of {{.Name}}?", "Passkey", kit.Shown(k.Name), "Name", kit.Shown(r.view.Name))
		}
	}
	return trf("Remove all passkeys of {{.Name}}?", "Name", kit.Shown(r.view.Name))
}

// left counts the passkeys that still sign in afterwards.
func (r *removingPasskeys) left() int {
	n := 0
	for _, k := range r.view.Passkeys.Keys {
		if k.Works && r.id != "" && k.ID != r.id {
			n++
		}
	}
	return n
}

// sentence says what becomes of the account.
func (r *removingPasskeys) sentence() string {
	v, left := r.view, r.left()
	said := tr("The account is told. This passkey signs in no more; what else is set up stays. Devices stay signed in.")
	switch {
	case left == 0 && v.Passkeys.Required:
		said = tr("The account is told. Its next sign-in asks for the password and then for a new passkey, because its rules ask for one. Devices stay signed in.")
	case left == 0 && v.TwoStep.On() && len(v.TwoStep.Apps) == 0:
		said = tr("The account is told. Its next sign-in asks for the password and then sets two-step verification up anew, because its rules ask for it. Devices stay signed in.")
	case left == 0 && (r.id == "" || !v.Passkeys.PasswordOffWithout(r.id)):
		said = tr("The account is told. From then on it signs in with its password. Devices stay signed in.")
	case r.id != "" && v.Passkeys.PasswordOff && !v.Passkeys.PasswordOffWithout(r.id):
		said = tr("The account is told. From then on its password signs in again, beside the passkey that stays. Devices stay signed in.")
	}
	if v.Lock != nil {
		said = trf("{{.Sentence}} The lock stays until it ends or you unlock the account.", "Sentence", said)
	}
	return said
}

// act removes them.
func (r *removingPasskeys) act() {
	p, id, which, why := r.section.drawer.page, r.view.ID, r.id, r.reason.Text()
	p.asked(r.dialog, func(ctx context.Context, token core.Token) error {
		return p.site.ResetPasskeys(ctx, token, id, which, why)
	}, r.done, r.beside)
}

// done goes on with the passkey that follows.
func (r *removingPasskeys) done() {
	s, keys := r.section, r.view.Passkeys.Keys
	at := slices.IndexFunc(keys, func(k core.Passkey) bool { return k.ID == r.id })
	if at >= 0 && len(keys) > 1 {
		left := slices.Delete(slices.Clone(keys), at, at+1)
		if next := s.remove[left[min(at, len(left)-1)].ID]; next != nil {
			next.Focus(s.drawer.app.window.Canvas())
		}
	}
	s.drawer.page.changed()
}

// beside shows a problem at its field, if it is that of the reason.
func (r *removingPasskeys) beside(e *core.Error) bool {
	return besideReason(e, r.reason, r.section.drawer.app.window.Canvas())
}
