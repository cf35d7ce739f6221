package gui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// devicesShown is how many devices of an account are listed.
const devicesShown = 10

// drawerDevices is the section of the devices on which an account is signed in.
type drawerDevices struct {
	drawer *accountDrawer
	all    *kit.Button
	// out are the buttons of the sessions of one account. They stay the same, so that none
	// of them loses the keyboard when the account is read anew.
	out map[core.SessionID]*kit.Button
}

// newDrawerDevices makes the section of a drawer.
func newDrawerDevices(d *accountDrawer) *drawerDevices {
	s := &drawerDevices{drawer: d, out: map[core.SessionID]*kit.Button{}}
	s.all = kit.NewButton(kit.ButtonSpec{Text: tr("Sign out everywhere…"), Row: true, Act: func() { s.ask(core.Session{}) }})
	return s
}

// offer offers to sign out what there is.
func (s *drawerDevices) offer(v core.AccountView, may bool) {
	setShown(s.all, may && len(v.Sessions) > 1)
	for id, b := range s.out {
		here := slices.ContainsFunc(v.Sessions, func(one core.Session) bool { return one.ID == id })
		setShown(b, may && here)
		if !here {
			delete(s.out, id)
		}
	}
	for _, one := range v.Sessions {
		if s.out[one.ID] == nil {
			s.out[one.ID] = kit.NewButton(kit.ButtonSpec{Text: tr("Sign out…"), Kind: kit.Low, Row: true, Act: func() { s.ask(one) }})
			setShown(s.out[one.ID], may)
		}
	}
}

// section is what the drawer says of them.
func (s *drawerDevices) section() fyne.CanvasObject {
	head := kit.HBox(kit.Gap8, kit.Grow(kit.BoldText(tr("Devices")).Shrinking()), s.all)
	section := kit.VBox(kit.Gap8, kit.MinHeight(kit.HeightRowControl, head))
	sessions := s.drawer.view.Sessions
	if len(sessions) == 0 {
		section.Add(kit.CaptionText(tr("Not signed in anywhere")).Wrapped())
		return section
	}
	for _, session := range sessions[:min(len(sessions), devicesShown)] {
		section.Add(s.line(session))
	}
	if more := len(sessions) - devicesShown; more > 0 {
		section.Add(kit.CaptionText(trf("And {{.N}} more", "N", more)).Wrapped())
	}
	return section
}

// line is one device: its name, its system, since when it is signed in, and from where.
func (s *drawerDevices) line(one core.Session) fyne.CanvasObject {
	a := s.drawer.app
	words := kit.VBox(0, kit.BodyText(hostWords(one.Device)).Shrinking(), kit.CaptionText(a.deviceCaption(one)).Shrinking())
	if from := fromWords(one.Place, one.Device.Address); from != "" {
		words.Add(kit.CaptionText(from).Shrinking())
	}
	return kit.HBox(kit.Gap12, kit.NewGlyph(deviceIcon(one.Device), kit.ColorText2, kit.IconSize), kit.Grow(words), s.out[one.ID])
}

// deviceCaption says what a device runs and since when it is signed in.
func (a *App) deviceCaption(s core.Session) string {
	system := s.Device.System
	if system == "" {
		system = tr("System not known")
	}
	return a.sinceWords(system, s.StartedAt)
}

// sinceWords says since when a system is signed in.
func (a *App) sinceWords(system string, at time.Time) string {
	switch a.dayAgo(at) {
	case dayToday:
		return trf("{{.System}} · since {{.Time}} today", "System", system, "Time", a.clock(at))
	case dayYesterday:
		return trf("{{.System}} · since {{.Time}} yesterday", "System", system, "Time", a.clock(at))
	}
	return trf("{{.System}} · since {{.Date}}", "System", system, "Date", a.dateWords(at))
}

// signingOut asks why one session, or with none all of an account, is ended.
type signingOut struct {
	section *drawerDevices
	view    core.AccountView
	session core.Session
	dialog  *kit.Dialog
	reason  *kit.Field
}

// ask opens the dialog.
func (s *drawerDevices) ask(one core.Session) {
	o := &signingOut{section: s, view: s.drawer.view, session: one}
	o.reason = kit.NewField(kit.FieldSpec{
		Label: tr("Reason to sign out"), Optional: tr("optional"), Placeholder: tr("For example: the laptop is lost"), Help: tr("Kept in the log"),
		OnChanged: func(string) { mended(o.dialog, o.reason) },
	})
	label := tr("Sign out")
	if one.ID == 0 {
		label = tr("Sign out everywhere")
	}
	o.dialog = kit.ShowDialog(s.drawer.app.window, kit.DialogSpec{
		Title: o.title(), Sentence: o.sentence(), Body: o.reason, First: o.reason.Input(), Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: label, Kind: kit.Primary, Working: tr("Signing out"), Act: o.act},
	})
}

// title is that of the dialog.
func (o *signingOut) title() string {
	if o.session.ID == 0 {
		return trf("Sign {{.Name}} out everywhere?", "Name", kit.Shown(o.view.Name))
	}
	return trf("Sign {{.Name}} out of {{.Device}}?", "Name", kit.Shown(o.view.Name), "Device", hostWords(o.session.Device))
}

// sentence says what becomes of the account.
func (o *signingOut) sentence() string {
	if o.session.ID != 0 {
		return tr("The account is told. What was not saved there is lost. Whoever knows the password can sign in again.")
	}
	return trn("The account is told. {{.N}} devices are signed out, and what was not saved there is lost. Whoever knows the password can sign in again.", len(o.view.Sessions))
}

// act ends the session.
func (o *signingOut) act() {
	p, id, which, why := o.section.drawer.page, o.view.ID, o.session.ID, o.reason.Text()
	p.asked(o.dialog, func(ctx context.Context, token core.Token) error {
		return p.site.EndSessionsOf(ctx, token, id, which, why)
	}, o.done, o.beside)
}

// done goes on with the device that follows.
func (o *signingOut) done() {
	s, all := o.section, o.view.Sessions[:min(len(o.view.Sessions), devicesShown)]
	at := slices.IndexFunc(all, func(one core.Session) bool { return one.ID == o.session.ID })
	if at >= 0 && len(all) > 1 {
		left := slices.Delete(slices.Clone(all), at, at+1)
		if next := s.out[left[min(at, len(left)-1)].ID]; next != nil {
			next.Focus(s.drawer.app.window.Canvas())
		}
	}
	s.drawer.page.changed()
}

// beside shows a problem at its field, if it is that of the reason.
func (o *signingOut) beside(e *core.Error) bool {
	return besideReason(e, o.reason, o.section.drawer.app.window.Canvas())
}
