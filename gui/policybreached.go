package gui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// breachedControl is the choice of what leaked passwords are looked for, with the
// lists that they are looked up in below it.
type breachedControl struct {
	*choiceControl
	panel *breachedPanel
}

// newBreachedControl makes it.
func newBreachedControl(e *policyEditor, f policy.Field, set setter) *breachedControl {
	return &breachedControl{choiceControl: newChoiceControl(f, set), panel: newBreachedPanel(e)}
}

func (b *breachedControl) side() fyne.CanvasObject  { return b.object }
func (b *breachedControl) below() fyne.CanvasObject { return b.panel.object }

// show shows the lists where the policy looks into them.
func (b *breachedControl) show(p policy.Policy) {
	b.choiceControl.show(p)
	b.panel.want(p.Complexity.Breached == policy.BreachedAudit || p.Complexity.Breached == policy.BreachedRefuse)
}

// breachedPanel tells which lists of leaked passwords are in use and what they have
// found, and puts another one in use. They are the site's, not the policy's: what is
// done here is done at once.
type breachedPanel struct {
	editor  *policyEditor
	object  *fyne.Container
	lines   *fyne.Container
	note    *kit.Notice
	choose  *kit.Button
	remove  *kit.Button
	again   *kit.Button
	buttons *fyne.Container
	working *fyne.Container
	done    *kit.Text
	halt    *kit.Button
	// path is what was chosen last, so that it need not be typed twice.
	path string
	// asked: the lists were asked for since the editor was opened.
	asked, wanted bool
	load, act     sequence
	install       later
}

// newBreachedPanel builds it.
func newBreachedPanel(e *policyEditor) *breachedPanel {
	b := &breachedPanel{editor: e, lines: kit.VBox(kit.Gap8), note: kit.NewNotice(kit.NoticeSpec{})}
	b.choose = kit.NewButton(kit.ButtonSpec{Text: tr("Choose a file…"), Row: true, Act: b.askFile})
	b.remove = kit.NewButton(kit.ButtonSpec{Text: tr("Remove…"), Row: true, Act: b.askRemove})
	b.again = kit.NewButton(kit.ButtonSpec{Text: tr("Try again"), Row: true, Act: b.reload})
	b.buttons = kit.HBox(kit.Gap8, b.choose, b.remove, b.again)
	b.done = kit.CaptionText("").Shrinking()
	b.halt = kit.NewButton(kit.ButtonSpec{Text: tr("Stop"), Kind: kit.Low, Row: true, Act: b.stop})
	b.working = kit.HBox(kit.Gap8, kit.Grow(b.done), b.halt)
	about := kit.CaptionText(tr("The lists are the same for all policies. What you do here is done at once, without “Save changes”.")).Wrapped()
	b.object = kit.VBox(0, insetBox(kit.Gap12, kit.VBox(kit.Gap12, b.lines, b.note, b.buttons, b.working, about)), kit.Gap(0, kit.Gap8))
	b.note.Hide()
	b.working.Hide()
	b.remove.Hide()
	b.again.Hide()
	b.object.Hide()
	return b
}

// want shows or hides the panel, and asks for the lists when they are first seen.
func (b *breachedPanel) want(wanted bool) {
	if b.wanted == wanted {
		return
	}
	b.wanted = wanted
	b.object.Hidden = !wanted
	if wanted && !b.asked {
		b.asked = true
		b.reload()
	}
	b.relaid()
}

// close ends a copy that is under way, and drops what is still on its way.
func (b *breachedPanel) close() {
	b.install.cancel()
	b.load.forget()
	b.act.forget()
	b.idle()
	b.asked = false
}

// resume asks anew in an editor that is shown again.
func (b *breachedPanel) resume() {
	if b.wanted {
		b.asked = true
		b.reload()
	}
}

// relaid lays the form out anew after the panel has changed its height.
func (b *breachedPanel) relaid() {
	b.object.Refresh()
	b.editor.form.relaid("complexity.breached")
}

// reload asks for the lists and what they have found.
func (b *breachedPanel) reload() {
	e := b.editor
	var view core.BreachedView
	var counts core.BreachedCounts
	e.do(&b.load, func(ctx context.Context, token core.Token) error {
		var err error
		if view, err = e.site.Breached(ctx, token); err != nil {
			return err
		}
		counts, err = e.site.CountBreached(ctx, token)
		return err
	}, func(err error) {
		unread := !b.again.Hidden
		b.again.Hidden = err == nil
		if err == nil && unread {
			b.inform(kit.ToneNeutral, "")
		}
		if err != nil {
			b.inform(kit.ToneDanger, tr("The lists could not be read.")+" "+problemWords(err))
			return
		}
		b.show(view, counts)
	})
}

// show paints what is in use and what it has found.
func (b *breachedPanel) show(v core.BreachedView, n core.BreachedCounts) {
	b.lines.Objects = nil
	for _, line := range append(listLines(b.editor.app, v), countLines(n)...) {
		glyph := kit.NewGlyph(line.icon, line.tone.Colour(), kit.IconSizeSmall)
		text := kit.NewRich(kit.SizeCaption, kit.Span{Text: line.lead, Bold: true}, kit.Span{Text: " " + line.text})
		b.lines.Add(kit.TopHBox(kit.Gap8, glyph, kit.Grow(text)))
	}
	b.remove.Hidden = !v.Installed
	b.relaid()
}

// inform shows a sentence above the buttons, "" for none.
func (b *breachedPanel) inform(tone kit.Tone, text string) {
	b.note.Set(kit.NoticeSpec{Tone: tone, Text: text})
	b.note.Hidden = text == ""
	b.relaid()
}

// askFile asks for a list file.
func (b *breachedPanel) askFile() {
	a := b.editor.app
	var asked *kit.Dialog
	var place *placeField
	place = newPlaceField(a, placeSpec{existing: true, title: tr("Choose a list of leaked passwords"), field: kit.FieldSpec{
		Label: tr("List file"), Help: tr("Made of a published list by “gatehouse breached build”, on this or another computer."),
		OnChanged: func(string) { place.SetProblem("") }, OnSubmitted: func(string) { asked.Do().Tapped(nil) },
	}})
	place.SetText(b.path)
	asked = kit.ShowDialog(a.window, kit.DialogSpec{
		Title:    tr("Choose a list of leaked passwords"),
		Sentence: tr("The file is copied into the data folder and checked. It is in use at once, in the place of the list before."),
		Body:     place.object, Cancel: tr("Cancel"), First: place.Input(),
		Do: kit.DialogDo{Label: tr("Use this list"), Kind: kit.Primary, Act: func() {
			path := strings.TrimSpace(place.Text())
			if path == "" {
				place.SetProblem(tr("Choose a file."))
				place.Focus(a.window.Canvas())
				return
			}
			asked.Close()
			b.use(path)
		}},
	})
}

// use puts a list file in use.
func (b *breachedPanel) use(path string) {
	e := b.editor
	session := e.session
	token := session.token
	b.path = path
	b.inform(kit.ToneNeutral, "")
	b.buttons.Hide()
	b.working.Show()
	b.underWay(0, 1)
	b.halt.Focus(e.app.window.Canvas())
	b.install.run(e.app.back, 0, func(ctx context.Context, tell func(func())) func() {
		_, err := e.site.InstallBreached(ctx, token, path, b.progress(tell))
		return func() {
			if e.app.session == session && !e.dialog.Closed() && !e.app.sessionEnded(err) {
				b.used(err)
			}
		}
	})
}

// progress passes on how far a copy is, not too often. It is called by the copy
// alone.
func (b *breachedPanel) progress(tell func(func())) func(done, total int64) {
	last := time.Now()
	return func(done, total int64) {
		if now := time.Now(); now.Sub(last) >= impactTold {
			last = now
			tell(func() { b.underWay(done, total) })
		}
	}
}

// underWay shows how far the copy is.
func (b *breachedPanel) underWay(done, total int64) {
	b.done.SetText(trf("Copying and checking the list: {{.Percent}} %", "Percent", int(100*done/max(total, 1))))
	b.relaid()
}

// idle shows the buttons in place of the progress.
func (b *breachedPanel) idle() {
	b.working.Hide()
	b.buttons.Show()
}

// stop ends the copy. What was in use stays.
func (b *breachedPanel) stop() {
	b.install.cancel()
	b.idle()
	b.inform(kit.ToneNeutral, tr("Stopped. What was in use before is still in use."))
	b.choose.Focus(b.editor.app.window.Canvas())
	b.reload() // it may have been too late to stop it
}

// used tells what became of the copy.
func (b *breachedPanel) used(err error) {
	b.idle()
	if err != nil {
		b.inform(kit.ToneDanger, problemWords(err)+" "+tr("What was in use before is still in use."))
		b.choose.Focus(b.editor.app.window.Canvas())
		return
	}
	b.path = ""
	b.inform(kit.ToneGood, tr("The list is in use. Passwords are looked up in it at each next sign-in."))
	b.choose.Focus(b.editor.app.window.Canvas())
	b.changed()
}

// changed follows a change of what is in use.
func (b *breachedPanel) changed() {
	b.reload()
	b.editor.side.countSoon()
}

// askRemove asks before the site's list is given up.
func (b *breachedPanel) askRemove() {
	e := b.editor
	var asked *kit.Dialog
	asked = kit.ShowDialog(e.app.window, kit.DialogSpec{
		Title:    tr("Remove the list of leaked passwords?"),
		Sentence: tr("Its file is deleted from the data folder, and passwords are compared with the built-in list alone from now on. Your own copy of the file stays."),
		Width:    440, Cancel: tr("Cancel"), OnClosed: b.act.forget,
		Do: kit.DialogDo{Label: tr("Remove the list"), Kind: kit.Danger, Working: tr("Removing"), Act: func() {
			asked.SetBusy(true)
			e.do(&b.act, e.site.RemoveBreached, func(err error) {
				asked.SetBusy(false)
				if err != nil {
					asked.SetProblem(problemWords(err))
					return
				}
				asked.Close()
				b.inform(kit.ToneNeutral, tr("The list is removed. The built-in list stays in use."))
				b.choose.Focus(e.app.window.Canvas())
				b.changed()
			})
		}},
	})
}
