package gui

import (
	"strings"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/twostep"
	"gatehouse/gui/kit"
)

// shownCodes are recovery codes that are shown once.
type shownCodes struct {
	codes []twostep.RecoveryCode
	// first: there were none before; else they replace former ones.
	first bool
}

// text is one code a line.
func (c shownCodes) text() string { return strings.Join(c.lines(), "\n") }

// lines are the codes as they are read.
func (c shownCodes) lines() []string {
	lines := make([]string, len(c.codes))
	for i, code := range c.codes {
		lines[i] = code.Shown()
	}
	return lines
}

// codesView shows recovery codes with the ways to keep them. A dialog and a step of the
// sign-in have it.
type codesView struct {
	app   *App
	shown shownCodes
	list  *kit.CodeList
	print *kit.Button
	save  *kit.Button
	copy  *kit.Button
	count *kit.Countdown
	told  *kit.Notice
	// saved is the word of the person, which saving by itself does not give.
	saved *kit.Check
	// asked: Done was pressed without that word once.
	asked  bool
	relaid func()
}

// newCodesView builds it. relaid lays anew what it stands in.
func newCodesView(a *App, shown shownCodes, relaid func()) *codesView {
	v := &codesView{app: a, shown: shown, relaid: relaid, list: kit.NewCodeList(shown.lines())}
	keep := v.paper()
	v.print = kit.NewButton(kit.ButtonSpec{Text: tr("Print…"), Icon: kit.IconPrint, Act: keep.askPrint})
	v.save = kit.NewButton(kit.ButtonSpec{Text: tr("Save to a file…"), Icon: kit.IconSave, Act: keep.askSave})
	v.copy = kit.NewButton(kit.ButtonSpec{Text: tr("Copy"), Icon: kit.IconCopy, Act: v.toClipboard})
	v.count = newClipLine(a)
	v.told = kit.NewNotice(kit.NoticeSpec{})
	v.told.Hide()
	v.saved = kit.NewCheck(kit.CheckSpec{Text: tr("I have saved these codes")})
	return v
}

// newClipLine is the line that says how long a copied secret stays.
func newClipLine(a *App) *kit.Countdown {
	return kit.NewCountdown(func(seconds int) string {
		return trf("Copied. Leaves the clipboard in {{.S}} s", "S", seconds)
	}, tr("Clear now"), a.clip.clear)
}

// notice says what the codes come with.
func (v *codesView) notice() *kit.Notice {
	spec := kit.NoticeSpec{Tone: kit.ToneGood, Lead: tr("Two-step verification is on."), Text: tr("Your next sign-in asks for a code.")}
	if !v.shown.first {
		spec.Lead, spec.Text = tr("The new codes count."), tr("The former codes do not work any more.")
	}
	return kit.NewNotice(spec)
}

// words say what the codes are for.
func (v *codesView) words() fyne.CanvasObject {
	return kit.BodyText(tr("Lost your phone? One of these codes gets you in. Each works once. They are shown only now, so keep them on paper or in a safe place, not on the phone.")).Wrapped()
}

// lost says what Done does without the word of the person.
func (v *codesView) lost() string {
	return tr("These codes are shown nowhere again. Save or print them and tick the box, or choose Done once more.")
}

// done tells whether the codes may go: at once with the word of the person, else when
// they were asked once.
func (v *codesView) done() bool {
	if v.saved.Checked() || v.asked {
		return true
	}
	v.asked = true
	return false
}

// wipe empties the lines and forgets the codes.
func (v *codesView) wipe() {
	v.list.Wipe()
	v.shown.codes = nil
}

// toClipboard copies all codes for a while.
func (v *codesView) toClipboard() {
	v.app.clip.copy(v.shown.text(), func(left, total int) {
		v.count.Set(left, total)
		v.relaid()
	})
}

// tell says where the codes went.
func (v *codesView) tell(text string) {
	v.told.Set(kit.NoticeSpec{Tone: kit.ToneGood, Text: text})
	v.told.Show()
	v.relaid()
	kit.Reveal(v.told)
}

// paper takes the codes to paper.
func (v *codesView) paper() paper {
	return paper{
		app: v.app, sheet: v.sheet, tell: v.tell,
		name:       func() string { return "gatehouse-" + fileNameOf(v.app.site.Name()) + "-recovery-codes" },
		printTitle: tr("Print the recovery codes"), saveTitle: tr("Save the recovery codes"),
		kept:   func(path string) string { return trf("The codes are in {{.Path}}.", "Path", path) },
		inside: tr("Keep the codes apart from the data folder: whoever copies the folder would have both."),
	}
}

// sheet words the paper. It does not say whose the codes are: whoever finds it needs
// the name, too.
func (v *codesView) sheet() sheet {
	return sheet{
		title: trf("Recovery codes for {{.Site}}", "Site", kit.Shown(v.app.site.Name())),
		lines: []string{
			trf("Made on {{.Date}} with Gatehouse.", "Date", v.app.now().In(v.app.site.Zone()).Format("2006-01-02")),
			tr("Each code works once, after the password, in place of the code from the phone. Keep them in a safe place, apart from the phone and the password."),
		},
		secret: v.shown.text(),
		after: []string{
			tr("To use one: sign in with name and password, choose “Use another way” and type it. Dashes and upper or lower case do not matter."),
		},
	}
}

// codesDialog shows recovery codes over the window, once.
type codesDialog struct {
	app    *App
	view   *codesView
	shown  shownCodes
	dialog *kit.Dialog
	owner  core.AccountID
	// kept: the lock hides it, and it comes back.
	kept bool
}

// showCodes opens the dialog. Escape does not close it.
func (a *App) showCodes(shown shownCodes) {
	d := &codesDialog{app: a, shown: shown, owner: a.session.own.ID}
	d.view = newCodesView(a, shown, func() { d.dialog.Refresh() })
	v := d.view
	a.once = d
	d.dialog = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("Save your recovery codes"), Width: 600,
		Body: kit.VBox(kit.Gap12, v.notice(), v.words(), v.list,
			kit.VBox(kit.Gap8, kit.HBox(kit.Gap8, v.print, v.save, v.copy), v.count, v.told)),
		Do:   kit.DialogDo{Label: tr("Done"), Kind: kit.Primary, Act: d.done},
		Foot: v.saved, First: v.print, NoEscape: true,
		OnClosed: d.closed,
	})
}

// done closes the dialog. Without the word of the person it asks once more: the codes
// are nowhere else.
func (d *codesDialog) done() {
	if d.view.done() {
		d.dialog.Close()
		return
	}
	d.dialog.SetProblem(d.view.lost())
	d.view.saved.Focus(d.app.window.Canvas())
}

// closed wipes the codes, unless the lock has only hidden them.
func (d *codesDialog) closed() {
	d.app.once = nil
	d.view.wipe()
	if !d.kept {
		d.shown.codes = nil
	}
}

func (d *codesDialog) passedOn() bool            { return d.view != nil && d.view.saved.Checked() }
func (d *codesDialog) belongsTo() core.AccountID { return d.owner }
func (d *codesDialog) keep()                     { d.kept = !d.passedOn() }
func (d *codesDialog) again()                    { d.app.showCodes(d.shown) }
func (d *codesDialog) goneWords() string         { return codesGone() }

func (d *codesDialog) lossWords(locked bool) (title, sentence string) { return codesLoss(locked) }

// codesGone says at the sign-in what became of codes that nobody has saved.
func codesGone() string {
	return tr("The recovery codes that were not saved are gone. Make new ones on the Security page.")
}

// codesLoss asks before codes are lost.
func codesLoss(locked bool) (title, sentence string) {
	title = tr("Are the recovery codes saved?")
	if locked {
		return title, tr("Recovery codes wait behind the lock and are shown nowhere else. Unlock the window to see them.")
	}
	return title, tr("They are shown nowhere again. Without one a lost phone keeps you out.")
}

// keepCodes keeps codes that came while the window is locked, for who asked for them.
func (a *App) keepCodes(asked *session, shown shownCodes) {
	if a.session == nil || len(shown.codes) == 0 {
		return
	}
	if _, locked := a.screen.(*lockedScreen); locked {
		a.once = &codesDialog{app: a, shown: shown, owner: asked.own.ID, kept: true}
	}
}
