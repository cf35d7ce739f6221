package gui

import (
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/passkey"
	"gatehouse/gui/kit"
)

// passkeyRow is the row of one passkey.
type passkeyRow struct {
	section *passkeySection
	row     *kit.Row
	more    *kit.Button
	key     core.Passkey
	shown   passkeyWords
}

// passkeyWords are what a row shows. A row that shows the same already is left as it is.
type passkeyWords struct {
	icon           kit.IconName
	title, caption string
	tone           kit.Tone
	state          string
}

// newPasskeyRow makes the row of a passkey, which set fills.
func newPasskeyRow(s *passkeySection, k core.Passkey) *passkeyRow {
	r := &passkeyRow{section: s, key: k}
	name := trf("More for {{.Name}}", "Name", kit.Shown(k.Name))
	r.more = kit.NewButton(kit.ButtonSpec{Text: name, Icon: kit.IconDots, Kind: kit.IconOnly, Row: true, Act: r.menu})
	return r
}

// set shows a passkey.
func (r *passkeyRow) set(k core.Passkey, has core.Passkeys) {
	r.key = k
	now := r.words(k, has)
	if now == r.shown {
		return
	}
	if r.row != nil && now.title != r.shown.title {
		r.more.SetText(trf("More for {{.Name}}", "Name", now.title))
	}
	r.shown = now
	spec := kit.RowSpec{Icon: now.icon, Title: now.title, Caption: now.caption, Action: r.more}
	if now.state != "" {
		spec.State, spec.Bold = kit.NewState(now.tone, "", now.state), now.tone == kit.ToneDanger
	}
	if r.row == nil {
		r.row = kit.NewRow(spec)
	} else {
		r.row.Set(spec)
	}
}

// words are what there is to say of a passkey.
func (r *passkeyRow) words(k core.Passkey, has core.Passkeys) passkeyWords {
	w := passkeyWords{icon: passkeyIcon(k.Kind), title: kit.Shown(k.Name), caption: r.facts(k)}
	switch {
	case !k.ClonedAt.IsZero():
		w.tone, w.state = kit.ToneDanger, tr("Refused")
		w.caption = tr("May have been copied – signs in no more. Remove it")
	case !has.Allowed:
		w.tone, w.state = kit.ToneAttention, tr("Not allowed")
		w.caption = tr("Your rules do not allow passkeys: it does not sign you in")
	case !k.Works && has.CodeAsked:
		w.tone, w.state = kit.ToneAttention, tr("Not used")
		w.caption = tr("Your rules ask for a code: it does not sign you in")
	case !k.Works:
		w.tone, w.state = kit.ToneAttention, tr("Not allowed")
		w.caption = tr("Your rules do not allow this kind: it does not sign you in")
	}
	return w
}

// facts say where a passkey is kept, since when there is one, and when it was last used.
func (r *passkeyRow) facts(k core.Passkey) string {
	where := passkeyKind(k.Kind)
	if copies := passkeyCopies(k); copies != "" {
		where = trf("{{.Kind}}, {{.Copies}}", "Kind", where, "Copies", copies)
	}
	return trf("{{.Where}} · {{.Added}} · {{.Used}}", "Where", where, "Added", r.addedWords(k.CreatedAt), "Used", r.usedWords(k.UsedAt))
}

func (r *passkeyRow) addedWords(at time.Time) string {
	a := r.section.page.app
	switch a.dayAgo(at) {
	case dayToday:
		return trf("added today at {{.Time}}", "Time", a.clock(at))
	case dayYesterday:
		return trf("added yesterday at {{.Time}}", "Time", a.clock(at))
	}
	return trf("added {{.Date}}", "Date", a.dateWords(at))
}

func (r *passkeyRow) usedWords(at time.Time) string {
	if at.IsZero() {
		return tr("not used yet")
	}
	return r.section.page.app.lastUsedWords(at)
}

// passkeyKind says where a passkey is kept.
func passkeyKind(kind passkey.Kind) string {
	switch kind {
	case passkey.SecurityKey:
		return tr("Security key")
	case passkey.ThisDevice:
		return tr("Computer")
	case passkey.Phone:
		return tr("Phone or tablet")
	}
	return tr("Passkey")
}

// passkeyCopies says whether there are copies of it on other devices of its owner. A
// security key, which has none, needs no word for that.
func passkeyCopies(k core.Passkey) string {
	switch {
	case k.Synced:
		return tr("synced")
	case k.Syncable:
		return tr("not synced yet")
	case k.Kind == passkey.SecurityKey:
		return ""
	}
	return tr("on one device only")
}

// passkeyIcon is the icon of where a passkey is kept.
func passkeyIcon(kind passkey.Kind) kit.IconName {
	switch kind {
	case passkey.SecurityKey:
		return kit.IconSecurityKey
	case passkey.ThisDevice:
		return kit.IconLaptop
	case passkey.Phone:
		return kit.IconPhone
	}
	return kit.IconKeyOutline
}

// menu drops what can be done with the passkey.
func (r *passkeyRow) menu() {
	kit.DropMenu(r.more, fyne.NewMenu("",
		fyne.NewMenuItem(tr("Rename…"), func() { r.section.askRename(r.key) }),
		fyne.NewMenuItem(tr("Remove…"), func() { r.section.askRemove(r.key) }),
	))
}
