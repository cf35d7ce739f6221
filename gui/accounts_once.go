package gui

import (
	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// oncePassword is the dialog that shows a first password, once.
type oncePassword struct {
	app    *App
	added  core.Added
	dialog *kit.Dialog
	shown  *kit.Text
	count  *kit.Countdown
	passed *kit.Check
	copied bool
	// owner is who it was made by, closed is told when the dialog has gone.
	owner  core.AccountID
	closed func()
}

// showOnce shows the first password of an account; closed is called when the
// dialog has gone.
func (p *accountsPage) showOnce(added core.Added, closed func()) { p.app.showOnce(added, closed) }

// showOnce shows a first password over everything else.
func (a *App) showOnce(added core.Added, closed func()) {
	o := &oncePassword{
		app: a, added: added, shown: kit.MonoText(added.FirstPassword).Wrapped(), owner: a.session.own.ID, closed: closed,
	}
	o.count = kit.NewCountdown(func(seconds int) string {
		return trf("Copied. Leaves the clipboard in {{.S}} s", "S", seconds)
	}, tr("Clear now"), a.clip.clear)
	o.passed = kit.NewCheck(kit.CheckSpec{Text: tr("I have passed it on")})
	secret := kit.NewButton(kit.ButtonSpec{Text: tr("Copy"), Icon: kit.IconCopy, Row: true, Act: o.copy})
	a.once = o
	o.dialog = kit.ShowDialog(a.window, kit.DialogSpec{
		Title:    trf("First password of {{.Name}}", "Name", added.Name),
		Sentence: onceWords(added),
		Body:     kit.VBox(kit.Gap12, append(o.passkeysLeft(), kit.VBox(kit.Gap8, o.panel(secret), o.count), o.passed)...),
		Do:       kit.DialogDo{Label: tr("Done"), Kind: kit.Primary, Act: o.done},
		First:    secret, NoEscape: true,
		OnClosed: func() {
			o.shown.SetText("")
			a.once = nil
			o.closed()
		},
	})
}

// onceWords says what becomes of a first password: an option of the policy lets it
// stay.
func onceWords(added core.Added) string {
	if added.MustChange {
		return tr("It is shown this once. Pass it on where nobody listens; it is to be changed at the next sign-in.")
	}
	return tr("It is shown this once. Pass it on where nobody listens. The policy lets it stay, so ask the person to change it: you have seen it.")
}

// passkeysLeft says that passkeys sign in though the password was reset, nothing where
// there are none.
func (o *oncePassword) passkeysLeft() []fyne.CanvasObject {
	n := o.added.Passkeys
	if n == 0 {
		return nil
	}
	return []fyne.CanvasObject{kit.NewNotice(kit.NoticeSpec{
		Tone: kit.ToneAttention, Lead: trn("{{.Count}} passkeys sign in as before.", n, "Count", numberWords(n)),
		Text: tr("If somebody else may have come in, remove them in the account, too."),
	})}
}

// panel is the password with the button that copies it.
func (o *oncePassword) panel(secret fyne.CanvasObject) fyne.CanvasObject {
	ground := kit.NewGround(kit.GroundSpec{Fill: kit.ColorInset, Edge: kit.ColorLine, Radius: kit.RadiusControl})
	return kit.Layered(ground, kit.Inset(kit.Gap8, kit.Gap8, kit.Gap8, kit.Gap12, kit.HBox(kit.Gap12, kit.Grow(o.shown), secret)))
}

// copy puts the password into the clipboard for a while.
func (o *oncePassword) copy() {
	o.copied = true
	o.app.clip.copy(o.shown.Text(), o.counted)
}

// counted shows how long the password is still in the clipboard. The dialog
// makes room for the line when it comes, and takes it back.
func (o *oncePassword) counted(left, total int) {
	was := o.count.Visible()
	o.count.Set(left, total)
	if o.count.Visible() != was {
		o.dialog.SetProblem("")
	}
}

// done closes the dialog. It asks once more when nothing was done with the
// password: it is nowhere else.
func (o *oncePassword) done() {
	if o.copied || o.passed.Checked() {
		o.dialog.Close()
		return
	}
	var sure *kit.Dialog
	sure = kit.ShowDialog(o.app.window, kit.DialogSpec{
		Title:    tr("Is the password passed on?"),
		Sentence: tr("It is shown nowhere again. When it is lost, reset it."),
		Do: kit.DialogDo{Label: tr("Close anyway"), Kind: kit.Danger, Act: func() {
			sure.Close()
			o.dialog.Close()
		}},
		Cancel: tr("Go back"),
	})
}

// passedOn tells whether the person said that somebody has the password.
func (o *oncePassword) passedOn() bool { return o.passed != nil && o.passed.Checked() }

func (o *oncePassword) belongsTo() core.AccountID { return o.owner }

// keep tells nobody of the end of a dialog that comes back.
func (o *oncePassword) keep() { o.closed = func() {} }

func (o *oncePassword) again() { o.app.showOnce(o.added, func() {}) }

func (o *oncePassword) goneWords() string {
	return trf("The first password of {{.Name}} is gone. Reset it to get another one.", "Name", kit.Shown(o.added.Name))
}

func (o *oncePassword) lossWords(locked bool) (title, sentence string) {
	title = tr("Is the password passed on?")
	if locked {
		return title, tr("A first password waits behind the lock and is shown nowhere else. Unlock the window to see it.")
	}
	return title, trf("The first password of {{.Name}} is shown nowhere again. When it is lost, reset it.", "Name", kit.Shown(o.added.Name))
}
