package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// deviceRow is the row of one session.
type deviceRow struct {
	section *deviceSection
	row     *kit.Row
	out     *kit.Button
	more    *kit.Button
	session openSession
	shown   deviceWords
	// ending: it is being signed out.
	ending bool
}

// deviceWords are what a row shows. A row that shows the same already is left as it is.
type deviceWords struct {
	icon           kit.IconName
	title, caption string
	state          deviceState
	this           bool
	ending         bool
}

// newDeviceRow makes the row of a session, which set fills.
func newDeviceRow(s *deviceSection, o openSession) *deviceRow {
	r := &deviceRow{section: s, session: o}
	r.out = kit.NewButton(kit.ButtonSpec{Text: tr("Sign out"), Row: true, Act: r.signOut})
	r.more = kit.NewButton(kit.ButtonSpec{
		Text: trf("More for {{.Name}}", "Name", hostWords(o.Device)), Icon: kit.IconDots, Kind: kit.IconOnly, Row: true, Act: r.menu,
	})
	return r
}

// set shows a session.
func (r *deviceRow) set(o openSession) {
	r.session = o
	now := deviceWords{
		icon: deviceIcon(o.Device), title: hostWords(o.Device), caption: r.caption(),
		state: r.section.page.app.sessionState(o.SessionView), this: o.This, ending: r.ending,
	}
	if r.row != nil && now == r.shown {
		return
	}
	r.shown = now
	spec := kit.RowSpec{Icon: now.icon, Title: now.title, Caption: now.caption, Action: r.more, Working: now.ending}
	if now.this {
		spec.Mark = kit.NewMark(tr("This device"))
	} else {
		spec.Action = kit.HBox(kit.Gap4, r.out, r.more)
	}
	spec.State = kit.CaptionText(now.state.word)
	if now.state.icon != "" {
		spec.State = kit.NewState(now.state.tone, now.state.icon, now.state.word)
	}
	if r.row == nil {
		r.row = kit.NewRow(spec)
	} else {
		r.row.Set(spec)
	}
}

// caption says what the device runs and where it is; of several on one computer also
// which one it is.
func (r *deviceRow) caption() string {
	o, a := r.session, r.section.page.app
	switch {
	case r.ending:
		return trf("Signing out {{.Name}}", "Name", hostWords(o.Device))
	case o.here && !o.This:
		return dotted(tr("Also on this computer"), programWords(o.Device), a.sinceShort(o.StartedAt), fromWords(o.Place, o.Device.Address))
	case o.several:
		return dotted(sessionWords(o.SessionView), a.sinceShort(o.StartedAt))
	}
	return sessionWords(o.SessionView)
}

// focused tells whether one of its buttons has the keyboard.
func (r *deviceRow) focused() bool {
	switch r.section.page.app.window.Canvas().Focused() {
	case fyne.Focusable(r.out), fyne.Focusable(r.more):
		return true
	}
	return false
}

// focus puts the keyboard on the row.
func (r *deviceRow) focus() {
	button := r.out
	if r.session.This {
		button = r.more
	}
	button.Focus(r.section.page.app.window.Canvas())
}

// menu drops what can be done with the session.
func (r *deviceRow) menu() {
	items := []*fyne.MenuItem{fyne.NewMenuItem(tr("Details…"), r.details)}
	if r.session.This {
		items = append(items, fyne.NewMenuItem(tr("Sign out everywhere…"), r.section.askEverywhere))
	} else {
		items = append(items, fyne.NewMenuItem(tr("Sign out"), r.signOut))
	}
	kit.DropMenu(r.more, fyne.NewMenu("", items...))
}

// signOut ends the session at once: nothing of it is on this device.
func (r *deviceRow) signOut() {
	if r.ending {
		return
	}
	s, id := r.section, r.session.ID
	r.ending = true
	r.set(r.session)
	s.page.act(func(ctx context.Context, token core.Token) error {
		return s.page.site.EndOwnSession(ctx, token, id)
	}, func(err error) {
		r.ending = false
		if err != nil {
			r.set(r.session)
			s.page.app.failed(tr("The device was not signed out"), err)
			return
		}
		s.gone(id)
		s.page.load()
	})
}

// details tell all that is known of the session.
func (r *deviceRow) details() {
	o, a := r.session, r.section.page.app
	state := a.sessionState(o.SessionView).word
	facts := []fact{
		{tr("Signed in"), a.momentWords(o.StartedAt)},
		{tr("Last used"), a.momentWords(o.LastActiveAt)},
		{tr("Signs out by itself"), a.momentWords(o.ExpiresAt)},
		{tr("Address"), kit.Shown(o.Device.Address)},
		{tr("Place"), kit.Shown(o.Place)},
		{tr("System"), kit.Shown(o.Device.System)},
		{tr("Program"), programName(o.Device)},
		{tr("Version"), kit.Shown(o.Device.Version)},
	}
	if !o.LockedAt.IsZero() {
		state = trf("Locked, {{.When}}", "When", a.momentWords(o.LockedAt))
	}
	a.showFacts(hostWords(o.Device), state, facts)
}

// programName is the program of a device, without its version.
func programName(d core.Device) string {
	switch d.Client {
	case core.ClientCommand:
		return tr("Command line")
	case core.ClientWindow:
		return tr("Gatehouse")
	}
	return kit.Shown(string(d.Client))
}
