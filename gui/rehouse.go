package gui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/gui/kit"
)

// rehouseScreen opens the site with its recovery key and gives its key a new
// home.
type rehouseScreen struct {
	app      *App
	door     core.Door
	content  fyne.CanvasObject
	notice   *kit.Notice
	recovery *kit.Field
	form     *keyForm
	button   *kit.Button
	scroll   *container.Scroll
	asked    sequence
	working  bool
}

// newRehouseScreen builds the screen.
func newRehouseScreen(a *App, door core.Door) *rehouseScreen {
	const width = 480
	s := &rehouseScreen{app: a, door: door}
	s.notice = kit.NewNotice(kit.NoticeSpec{})
	s.notice.Hide()
	s.form = newKeyForm(a, door.SiteName, s.submit, func() { s.relaid() })
	s.recovery = kit.NewField(kit.FieldSpec{
		Label: tr("Recovery key"), Mono: true, Help: tr("The 32 letters and digits that were printed when the site was made. Dashes and upper or lower case do not matter."),
		OnChanged: func(string) { s.recovery.SetProblem("") }, OnSubmitted: func(string) { s.submit() },
	})
	s.button = kit.NewButton(kit.ButtonSpec{Text: tr("Open the site"), Kind: kit.Primary, Act: s.submit})
	back := kit.NewButton(kit.ButtonSpec{Text: tr("Back"), Act: s.back})
	head := kit.NewText(kit.TextSpec{Text: tr("Open with the recovery key"), Size: kit.SizeTitle, Bold: true, Align: fyne.TextAlignCenter, Wrap: true})
	column := kit.VBox(kit.Gap16, container.NewCenter(kit.NewLogo(44)), head, s.notice, s.recovery,
		kit.SectionOf(kit.NewHeader(tr("Where the key lives from now on"), tr("Its former place no longer opens the site."), nil), s.form.object),
		kit.VBox(kit.Gap8, s.button, back))
	s.scroll = container.NewVScroll(container.New(middle{width: width, top: kit.Gap24}, column))
	s.content = onSurface(container.NewBorder(nil, footLine(doorLine(door)), nil, nil, s.scroll))
	return s
}

func (s *rehouseScreen) object() fyne.CanvasObject { return s.content }
func (s *rehouseScreen) size() fyne.Size           { return fyne.NewSize(600, 780) }

// shown puts the focus into the recovery key and looks for the keyring.
func (s *rehouseScreen) shown(c fyne.Canvas) {
	s.recovery.Focus(c)
	s.form.shown()
}

// leave wipes what was typed.
func (s *rehouseScreen) leave(fyne.Canvas) {
	s.asked.forget()
	s.recovery.SetText("")
	s.form.leave()
}

// relaid lays the form out again after it has changed its height.
func (s *rehouseScreen) relaid() {
	s.scroll.Content.Refresh()
	s.scroll.Refresh()
}

// back asks for the everyday key again.
func (s *rehouseScreen) back() {
	if !s.working {
		s.app.retryOpen()
	}
}

// submit asks core.
func (s *rehouseScreen) submit() {
	if s.working {
		return
	}
	if strings.TrimSpace(s.recovery.Text()) == "" {
		// To core an empty one means that another key is to be used.
		s.recovery.SetProblem(tr("Type the recovery key."))
		s.recovery.Focus(s.app.window.Canvas())
		return
	}
	s.working = true
	s.button.SetWorking(tr("Opening"))
	app, typed, choice := s.app, s.recovery.Text(), s.form.choice()
	app.back.latest(&s.asked, func(ctx context.Context) func() {
		site, err := core.Rehouse(ctx, app.store, typed, choice, app.program.DataDir, app.program.config())
		return func() { s.answered(site, choice.Kind, err) }
	})
}

// answered goes to the sign-in or says what to do.
func (s *rehouseScreen) answered(site *core.Site, kind seal.Kind, err error) {
	s.working = false
	s.button.SetIdle()
	if err == nil {
		s.app.keyKind = kind
		s.app.opened(site)
		return
	}
	s.app.loggedCauses("open with the recovery key", err)
	s.notice.Hide()
	var first target
	for _, e := range core.ProblemsOf(err) {
		if found := s.problem(e); first == nil {
			first = found
		}
	}
	if first == nil {
		s.notice.Set(kit.NoticeSpec{Tone: kit.ToneDanger, Text: problemWords(err)})
		s.notice.Show()
		s.scroll.ScrollToTop()
	} else {
		first.Focus(s.app.window.Canvas())
	}
	s.relaid()
}

// problem shows a problem beside its control and gives the control.
func (s *rehouseScreen) problem(e *core.Error) target {
	if e.Field == core.FieldRecovery {
		s.recovery.SetProblem(words(e.Text))
		return s.recovery
	}
	return s.form.problem(e)
}
