package gui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/twostep"
	"gatehouse/gui/kit"
)

// appAsk asks for the password, and on wish for the parameters of an authenticator app,
// before its secret is drawn.
type appAsk struct {
	section   *twoStepSection
	dialog    *kit.Dialog
	current   *kit.PasswordField
	name      *kit.Field
	algorithm *kit.Select
	digits    *kit.Select
	fold      *kit.Fold
}

// askSetUp opens the first dialog of the set-up.
func (s *twoStepSection) askSetUp() {
	q := &appAsk{section: s}
	s.quiet()
	q.current = newCurrentPassword(func(f *kit.Field) { mended(q.dialog, f) })
	q.name = kit.NewField(kit.FieldSpec{
		Label: tr("Name of the app"), Optional: tr("optional"), Placeholder: tr("Authenticator app"),
		Help: tr("It tells several apps apart here, such as “Work phone”."), OnChanged: func(string) { mended(q.dialog, q.name) },
	})
	usual := twostep.Usual()
	q.algorithm = kit.NewSelect(kit.SelectSpec{
		Label: tr("Algorithm"), Selected: string(usual.Algorithm), Act: func(string) { q.valued() }, Options: []kit.Choice{
			{ID: string(twostep.SHA1), Text: trf("{{.Name}} (most apps)", "Name", algorithmName(twostep.SHA1))},
			{ID: string(twostep.SHA256), Text: algorithmName(twostep.SHA256)},
			{ID: string(twostep.SHA512), Text: algorithmName(twostep.SHA512)},
		},
	})
	q.digits = kit.NewSelect(kit.SelectSpec{
		Label: tr("Digits"), Selected: strconv.Itoa(usual.Digits), Act: func(string) { q.valued() },
		Options: []kit.Choice{{ID: "6", Text: "6"}, {ID: "8", Text: "8"}},
	})
	choices := kit.TopHBox(kit.Gap12, kit.Grow(q.algorithm), kit.FixedWidth(120, q.digits))
	help := kit.CaptionText(tr("Many apps know SHA-1 and 6 digits alone, and show wrong codes for others.")).Wrapped()
	q.fold = kit.NewFold(tr("Options"), "", kit.VBox(kit.GapFields, q.name, kit.VBox(kit.Gap8, choices, help)), func(bool) { q.dialog.Refresh() })
	q.valued()
	q.dialog = kit.ShowDialog(s.page.app.window, kit.DialogSpec{
		Title: tr("Add two-step verification"), Sentence: tr("After your password, a code from your phone. It works without a network."),
		Body: kit.VBox(kit.GapFields, q.current, q.fold), First: q.current.Input(), Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Continue"), Kind: kit.Primary, Working: tr("Checking"), Act: q.submit}, OnClosed: q.current.Wipe,
	})
}

// valued says in the closed fold what is chosen.
func (q *appAsk) valued() {
	q.fold.SetValue(trf("{{.Algorithm}}, {{.Digits}} digits",
		"Algorithm", algorithmName(twostep.Algorithm(q.algorithm.Selected())), "Digits", q.digits.Selected()))
}

// form is what was chosen.
func (q *appAsk) form() core.NewApp {
	params := twostep.Usual()
	params.Algorithm = twostep.Algorithm(q.algorithm.Selected())
	if q.digits.Selected() == "8" {
		params.Digits = 8
	}
	return core.NewApp{Current: q.current.Text(), Name: q.name.Text(), Params: params}
}

// submit asks core for the secret. One that comes when the dialog has gone is wiped.
func (q *appAsk) submit() {
	a, page := q.section.page.app, q.section.page
	form, token := q.form(), a.session.token
	q.dialog.SetBusy(true)
	q.dialog.SetProblem("")
	a.back.run(func(ctx context.Context) func() {
		set, err := page.site.Enrol(ctx, token, form)
		return func() { q.answered(set, err) }
	})
}

// answered goes on to the picture or says what to do.
func (q *appAsk) answered(set *core.Enrolment, err error) {
	a := q.section.page.app
	if q.dialog.Closed() {
		if err == nil {
			set.Discard()
		}
		return
	}
	q.dialog.SetBusy(false)
	if err == nil {
		q.dialog.Close()
		q.section.showSetUp(set)
		return
	}
	if a.sessionEnded(err) {
		return
	}
	var first *kit.Field
	for _, e := range core.ProblemsOf(err) {
		field := q.problem(e)
		if first == nil {
			first = field
		}
	}
	if first == nil {
		q.dialog.SetProblem(problemWords(err))
		return
	}
	q.dialog.Refresh()
	first.Focus(a.window.Canvas())
}

// problem shows a problem beside its field and gives the field.
func (q *appAsk) problem(e *core.Error) *kit.Field {
	var field *kit.Field
	switch e.Field {
	case core.FieldCurrent:
		field = &q.current.Field
	case core.FieldAppName:
		field = q.name
		q.fold.SetOpen(true)
	default:
		return nil
	}
	field.SetProblem(words(e.Text))
	return field
}

// appSetUp is the dialog that shows the secret of an app and takes its first code.
type appSetUp struct {
	section *twoStepSection
	held    *enrolling
	form    *appForm
	others  *kit.Check
	dialog  *kit.Dialog
	session *session
}

// setUpWidth is the width of the dialog beside the picture.
const setUpWidth float32 = 470

// showSetUp opens the second dialog. Nothing is stored before its Continue.
func (s *twoStepSection) showSetUp(set *core.Enrolment) {
	a := s.page.app
	n := &appSetUp{section: s, held: &enrolling{set: set}, session: a.session}
	form, err := newAppForm(a, set, n.relaid)
	if err != nil {
		n.held.discard()
		a.failed(tr("The QR code could not be drawn"), err)
		return
	}
	n.form = form
	body := kit.VBox(kit.Gap16, kit.TopHBox(kit.Gap24, form.picture(), kit.Grow(form.steps)), form.count)
	if why := form.tooLong(); why != "" {
		body.Objects = append([]fyne.CanvasObject{kit.NewNotice(kit.NoticeSpec{Tone: kit.ToneTip, Text: why})}, body.Objects...)
	}
	others := len(s.page.own.Others)
	n.others = kit.NewCheck(kit.CheckSpec{
		Text: tr("Sign out of all other devices"), Caption: trn("{{.N}} devices. They need a code to come back.", others),
	})
	if others > 0 {
		body.Add(n.others)
	}
	n.dialog = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("Add two-step verification"), Sentence: tr("After your password, a code from your phone. It works without a network."),
		Body: body, Width: form.side + setUpWidth, First: form.code.Input(), CloseName: tr("Close"), Cancel: tr("Cancel"),
		Foot: kit.CaptionText(tr("Nothing changes until you choose Continue")),
		Do:   kit.DialogDo{Label: tr("Continue"), Kind: kit.Primary, Working: tr("Checking"), Act: n.submit},
		OnClosed: func() {
			form.end()
			n.held.discard()
		},
	})
	form.start()
}

// relaid lays the dialog anew.
func (n *appSetUp) relaid() {
	if n.dialog != nil {
		n.dialog.Refresh()
	}
}

// submit asks core. A code that is wrong is no guess, and may be typed again.
func (n *appSetUp) submit() {
	a := n.section.page.app
	code, others := n.form.code.Text(), n.others.Checked()
	n.held.busy = true
	n.dialog.SetBusy(true)
	n.dialog.SetProblem("")
	n.section.page.loaded.forget()
	var made core.Enrolled
	a.renew(func(ctx context.Context, token core.Token) (core.Changed, error) {
		defer a.back.post(n.held.idle)
		done, err := n.held.set.Confirm(ctx, token, code, others)
		made = done
		return done.Changed, err
	}, func(_ core.Changed, err error) { n.answered(made, err) })
}

// answered closes the dialog and shows what came of it, or says what to do.
func (n *appSetUp) answered(made core.Enrolled, err error) {
	a := n.section.page.app
	if n.dialog.Closed() { // the window was locked
		if err == nil {
			a.keepCodes(n.session, shownCodes{codes: made.Codes, first: true})
		}
		return
	}
	n.dialog.SetBusy(false)
	e := firstError(err)
	switch {
	case err == nil:
		n.dialog.Close()
		n.section.added(made)
	case a.sessionEnded(err):
	case e != nil && e.Field == core.FieldCode:
		n.form.problem(words(e.Text))
	default:
		n.dialog.SetProblem(problemWords(err))
	}
}

// added tells what the set-up did, and shows the recovery codes that came with it.
func (s *twoStepSection) added(made core.Enrolled) {
	lead, text := tr("Two-step verification is on."), tr("Your next sign-in asks for a code.")
	if s.page.own.TwoStep.On() {
		lead, text = tr("The app is added."), tr("A sign-in takes a code of any of your apps.")
	}
	if made.Ended > 0 {
		text = joined(text, trn("{{.N}} other devices are signed out.", made.Ended))
	}
	s.page.told(lead, text)
	if len(made.Codes) > 0 {
		s.page.app.showCodes(shownCodes{codes: made.Codes, first: true})
	}
}
