package gui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/gui/kit"
)

// passkeySection is the part of the Security page for passkeys.
type passkeySection struct {
	page   *securityPage
	object *fyne.Container
	head   *kit.Header
	// only says what the rules make of the passkeys and of the password.
	only *kit.Notice
	// reset says that somebody else took passkeys away.
	reset *kit.Notice
	box   *kit.Box
	long  *kit.LongRows
	add   *kit.Button
	// rows are those of the passkeys that were in view. They stay the same, so that none
	// of them loses the keyboard when the page is loaded anew.
	rows map[core.PasskeyID]*passkeyRow
}

// newPasskeySection builds the section of a page.
func newPasskeySection(p *securityPage) *passkeySection {
	s := &passkeySection{page: p, box: kit.NewBox(), rows: map[core.PasskeyID]*passkeyRow{}}
	s.add = kit.NewButton(kit.ButtonSpec{Text: tr("+ Add a passkey"), Row: true, Act: s.askAdd})
	s.head = kit.NewHeader(tr("Passkeys"), "", s.add)
	s.only, s.reset = kit.NewNotice(kit.NoticeSpec{}), kit.NewNotice(kit.NoticeSpec{})
	s.only.Hide()
	s.reset.Hide()
	s.long = kit.NewLongRows(func(i int) fyne.CanvasObject {
		has := s.page.own.Passkeys
		return s.row(has.Keys[i], has).row
	})
	s.object = kit.SectionOf(s.head, s.reset, s.only, container.NewStack(s.box))
	return s
}

// paint shows what was loaded.
func (s *passkeySection) paint() {
	has := s.page.own.Passkeys
	s.paintHead(has)
	s.paintOnly(has)
	s.paintReset()
	s.forget(has.Keys)
	s.long.Set(len(has.Keys))
	switch {
	case len(has.Keys) == 0:
		s.box.SetChildren(s.emptyRow(has))
	case !slices.Equal(s.box.Children(), []fyne.CanvasObject{s.long}):
		s.box.SetChildren(s.long)
	}
}

// paintHead says what passkeys are for, and why none can be added where that is so.
func (s *passkeySection) paintHead(has core.Passkeys) {
	caption, why := tr("Sign in with a key, your face or a PIN instead of the password"), s.whyNot(has)
	if why != "" {
		caption = why
	}
	s.head.SetCaption(caption)
	setShown(s.add, has.Allowed)
	if why == "" {
		s.add.Enable()
	} else {
		s.add.Disable()
	}
}

// whyNot says why no passkey can be added here, "" where one can.
func (s *passkeySection) whyNot(has core.Passkeys) string {
	if !has.Allowed {
		return tr("Your rules do not allow passkeys")
	}
	if has.CodeAsked {
		return tr("None can be added: your rules ask for a code, so a passkey would not sign you in")
	}
	by, err := s.page.app.passkeyProvider()
	switch {
	case err != nil:
		return tr("None can be added here: this computer has no way to reach a passkey")
	case len(has.Offered(by)) == 0:
		return tr("None can be added here: this computer does not reach the kinds that your rules allow")
	case len(has.Keys) >= passkey.MostPasskeys:
		return trf("None can be added: you have {{.Max}}. Remove one first", "Max", passkey.MostPasskeys)
	}
	return ""
}

// paintOnly says what the rules make of the passkeys that there are, and of the password.
func (s *passkeySection) paintOnly(has core.Passkeys) {
	lacks := has.Required && len(has.Keys) > 0 && s.working() == 0
	switch {
	case lacks:
		s.only.Set(kit.NoticeSpec{Tone: kit.ToneAttention, Lead: tr("None of these signs you in."), Text: s.page.steps.requiredWords(has.Until)})
	case has.PasswordOff:
		s.only.Set(kit.NoticeSpec{
			Tone: kit.ToneTip, Lead: tr("Your password does not sign you in any more."),
			Text: tr("You have two passkeys or more, and your rules want you to sign in with one. Here the password is still asked for."),
		})
	case has.Only:
		s.only.Set(kit.NoticeSpec{
			Tone: kit.ToneTip, Text: tr("Your rules want you to sign in with a passkey. As soon as you have two, your password does not sign you in any more."),
		})
	}
	setShown(s.only, lacks || has.PasswordOff || has.Only)
}

// paintReset tells that somebody else took passkeys away, until one was added since.
func (s *passkeySection) paintReset() {
	own, a := s.page.own, s.page.app
	at := slices.IndexFunc(own.Notices, func(n core.Notice) bool { return n.Kind == core.NoticePasskeysReset })
	told := at >= 0 && !slices.ContainsFunc(own.Passkeys.Keys, func(k core.Passkey) bool { return k.CreatedAt.After(own.Notices[at].At) })
	if told {
		when := own.Notices[at].At
		s.reset.Set(kit.NoticeSpec{
			Tone: kit.ToneTip, Lead: tr("An administrator has taken passkeys away."),
			Text: trf("That was on {{.Date}} at {{.Time}}. If you did not ask for it, tell an administrator.",
				"Date", a.dateWords(when), "Time", a.clock(when)),
		})
	}
	setShown(s.reset, told)
}

// emptyRow stands in place of passkeys.
func (s *passkeySection) emptyRow(has core.Passkeys) fyne.CanvasObject {
	row := kit.RowSpec{
		Icon: kit.IconKeyOutline, Title: tr("No passkey yet"),
		Caption: tr("A key, a phone or this computer keeps it, and nobody can guess it"), State: kit.NewState(kit.ToneOff, "", tr("None")),
	}
	switch {
	case !has.Allowed:
		row.Title, row.Caption = tr("Passkeys are not used"), tr("You sign in with your password")
		row.State = kit.NewState(kit.ToneOff, "", tr("Off"))
	case has.Required:
		row.State = kit.NewState(kit.ToneAttention, "", tr("None"))
		row.Caption = s.page.steps.requiredWords(has.Until)
	}
	return kit.NewRow(row)
}

// row gives the row of a passkey as it is now.
func (s *passkeySection) row(k core.Passkey, has core.Passkeys) *passkeyRow {
	r := s.rows[k.ID]
	if r == nil {
		r = newPasskeyRow(s, k)
		s.rows[k.ID] = r
	}
	r.set(k, has)
	return r
}

// forget drops the rows of passkeys that are gone.
func (s *passkeySection) forget(keys []core.Passkey) {
	for id := range s.rows {
		if !slices.ContainsFunc(keys, func(k core.Passkey) bool { return k.ID == id }) {
			delete(s.rows, id)
		}
	}
}

// focusAfter puts the keyboard on the row that follows one that goes.
func (s *passkeySection) focusAfter(id core.PasskeyID) {
	keys := s.page.own.Passkeys.Keys
	at := slices.IndexFunc(keys, func(k core.Passkey) bool { return k.ID == id })
	next := s.add
	if left := slices.DeleteFunc(slices.Clone(keys), func(k core.Passkey) bool { return k.ID == id }); len(left) > 0 {
		next = s.row(left[max(0, min(at, len(left)-1))], s.page.own.Passkeys).more
	}
	next.Focus(s.page.app.window.Canvas())
}

// quiet takes away what was told of the change before.
func (s *passkeySection) quiet() { s.page.steps.quiet() }

// working counts the passkeys that sign in.
func (s *passkeySection) working() int {
	n := 0
	for _, k := range s.page.own.Passkeys.Keys {
		if k.Works {
			n++
		}
	}
	return n
}

// counting is how many of the account's passkeys count for what its password is worth.
func (s *passkeySection) counting() int {
	n := 0
	for _, k := range s.page.own.Passkeys.Keys {
		if k.Counts {
			n++
		}
	}
	return n
}
