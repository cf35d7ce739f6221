package gui

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/gui/kit"
)

// finishStep shows what will be made.
type finishStep struct {
	wizard *wizard
	notice *kit.Notice
	rows   *kit.Box
	column fyne.CanvasObject
}

// newFinishStep builds the step.
func newFinishStep(w *wizard) *finishStep {
	s := &finishStep{wizard: w, notice: kit.NewNotice(kit.NoticeSpec{}), rows: kit.NewBox()}
	s.notice.Hide()
	s.column = stepColumn(s.notice,
		stepHead(tr("Check and finish"), tr("This is what will be made. Go back to change anything.")), s.rows)
	return s
}

func (s *finishStep) heading() string            { return tr("Check and finish") }
func (s *finishStep) object() fyne.CanvasObject  { return s.column }
func (s *finishStep) ready() bool                { return true }
func (s *finishStep) check() func() error        { return func() error { return nil } }
func (s *finishStep) problem(*core.Error) target { return nil }
func (s *finishStep) resized(kit.WidthClass)     {}
func (s *finishStep) leave()                     {}

// shown puts the focus on the act.
func (s *finishStep) shown(c fyne.Canvas) { s.wizard.frame.next.Focus(c) }

// arrive lists what was typed and chosen.
func (s *finishStep) arrive() {
	s.notice.Hide()
	n := s.wizard.newSite()
	root := n.Root.Name
	if n.Root.FullName != "" {
		root = trf("{{.Name}}, {{.FullName}}", "Name", root, "FullName", n.Root.FullName)
	}
	s.rows.SetChildren(
		kit.NewRow(kit.RowSpec{Icon: kit.IconBuilding, Title: kit.Shown(n.Name), Caption: tr("Site name")}),
		kit.NewRow(kit.RowSpec{Icon: kit.IconClock, Title: n.TimeZone, Caption: tr("Time zone")}),
		kit.NewRow(kit.RowSpec{Icon: kit.IconFolder, Title: s.wizard.app.program.DataDir, Caption: tr("Data folder")}),
		kit.NewRow(kit.RowSpec{Icon: kit.IconShieldAccount, Title: kit.Shown(root), Caption: tr("Root account")}),
		kit.NewRow(kit.RowSpec{Icon: kit.IconPassword, Title: n.StartPreset().Title, Caption: tr("Password rules")}),
		kit.NewRow(kit.RowSpec{Icon: kit.IconKey, Title: keySentence(n.Key), Caption: tr("Where the key lives")}),
		kit.NewRow(kit.RowSpec{Icon: kit.IconText, Title: tr("You have saved both"), Caption: tr("Recovery key and code for emergencies")}),
	)
}

// keySentence says where a key will be.
func keySentence(choice core.KeyChoice) string {
	switch choice.Kind {
	case seal.KindKeyring:
		return tr("In this computer’s keyring")
	case seal.KindPassphrase:
		return tr("Under a passphrase that is asked at each start")
	default:
		return trf("In the key file {{.Path}}", "Path", choice.KeyFile)
	}
}

// fail says above the summary why the site was not made.
func (s *finishStep) fail(err error) {
	s.notice.Set(kit.NoticeSpec{Tone: kit.ToneDanger, Lead: tr("The site was not made."), Text: problemWords(err)})
	s.notice.Show()
	s.wizard.frame.relaid()
	kit.Reveal(s.notice)
}

// make makes the site and opens it.
func (w *wizard) make() {
	w.setWorking(true, tr("Making the site"))
	n := w.newSite()
	app := w.app
	app.back.run(func(ctx context.Context) func() {
		made, err := app.program.makeSite(ctx, n)
		return func() { w.made(made, n, err) }
	})
}

// errUnopened marks the error of a site that was made but did not open.
var errUnopened = errors.New("gui: the new site did not open")

// madeSite is a new site, open.
type madeSite struct {
	store core.Store
	site  *core.Site
}

// makeSite makes a site and opens it with the key that it was just given.
func (p Program) makeSite(ctx context.Context, n core.NewSite) (madeSite, error) {
	if err := core.Create(ctx, p.CreateStore, p.DataDir, n, p.config()); err != nil {
		return madeSite{}, err
	}
	store, err := p.OpenStore(ctx, p.DataDir)
	if err != nil {
		return madeSite{}, errors.Join(errUnopened, err)
	}
	key := core.Unlock{Keyring: n.Key.Keyring, KeyFile: n.Key.KeyFile, Passphrase: n.Key.Passphrase}
	site, err := core.Open(ctx, store, key, p.config())
	if err == nil {
		err = ctx.Err() // nobody is left to close it
	}
	if err != nil {
		return madeSite{}, errors.Join(errUnopened, err, store.Close())
	}
	return madeSite{store: store, site: site}, nil
}

// made goes to the sign-in, or says why there is no site.
func (w *wizard) made(made madeSite, n core.NewSite, err error) {
	w.setWorking(false, "")
	if err == nil {
		w.app.store, w.app.keyKind = made.store, n.Key.Kind
		w.app.opened(made.site)
		w.app.showSignIn(trf("The site is ready. Sign in as {{.Name}}.", "Name", n.Root.Name))
		return
	}
	w.app.loggedCauses("make the site", err)
	switch {
	case errors.Is(err, errUnopened):
		w.app.retryOpen()
	case inTheWay(err):
		w.app.show(newStoreProblem(w.app, err))
	case !w.place(core.ProblemsOf(err)):
		w.finish.fail(err)
	}
}

// inTheWay tells whether there is something in the data folder that was not
// there when the set-up began: it is not for the set-up to touch.
func inTheWay(err error) bool {
	codes := []core.Code{
		core.CodeRefused, core.CodeStoreEmpty, core.CodeStoreForeign, core.CodeStoreNewer, core.CodeStoreDamaged,
	}
	problems := core.ProblemsOf(err)
	return len(problems) == 1 && problems[0].Field == "" && slices.Contains(codes, problems[0].Code)
}
