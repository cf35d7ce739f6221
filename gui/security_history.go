package gui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

const (
	// historyShown is how many rows of the history the Security page has.
	historyShown = 6
	// historyRead is how many lines are read for them: tries that are told as one are
	// many.
	historyRead = 200
)

// historySection is the part of the Security page that tells what came in and what did
// not.
type historySection struct {
	page   *securityPage
	object *fyne.Container
	body   *fyne.Container
	box    *kit.Box
	// rows stay the same, so that none of them loses the keyboard when the page is loaded
	// anew.
	rows   []*kit.HistoryRow
	foot   fyne.CanvasObject
	all    *kit.Button
	groups []signInGroup
	known  bool
}

// newHistorySection builds the section of a page.
func newHistorySection(p *securityPage) *historySection {
	s := &historySection{page: p, box: kit.NewBox(), body: container.NewStack(kit.NewSkeleton())}
	s.all = kit.NewButton(kit.ButtonSpec{Text: tr("Show all"), Kind: kit.Low, Row: true, Act: s.showAll})
	export := kit.NewButton(kit.ButtonSpec{Text: tr("Export…"), Kind: kit.Low, Row: true, Act: func() { p.app.askHistoryExport(p.site, core.HistoryQuery{}) }})
	s.foot = kit.Inset(6, kit.PadBoxRight, 6, kit.PadBoxLeft-buttonPad, kit.HBox(kit.Gap4, s.all, export))
	s.object = kit.SectionOf(kit.NewHeader(tr("Sign-in history"), "", nil), s.body)
	return s
}

// take shows what was read, or says that it could not be.
func (s *historySection) take(page core.HistoryPage, err error) {
	if err != nil {
		s.known = false
		s.put(kit.NewFailed(kit.FailedSpec{
			Title: tr("The sign-in history could not be read"), Caption: problemWords(err), Retry: tr("Try again"), OnRetry: s.page.load,
		}))
		return
	}
	s.groups, s.known = groupSignIns(nil, page.Lines, page.More), true
	s.paint()
}

// put shows one object below the head.
func (s *historySection) put(object fyne.CanvasObject) {
	if !slices.Equal(s.body.Objects, []fyne.CanvasObject{object}) {
		s.body.Objects = []fyne.CanvasObject{object}
	}
	s.object.Refresh()
}

// paint shows what is known.
func (s *historySection) paint() {
	switch {
	case !s.known:
		return
	case len(s.groups) == 0:
		s.put(kit.NewEmpty(kit.EmptySpec{
			Icon: kit.IconHistory, Title: tr("Nothing yet"), Caption: tr("Each sign-in and each try is listed here."),
		}))
		return
	}
	var children []fyne.CanvasObject
	for i, g := range s.groups[:min(historyShown, len(s.groups))] {
		spec := s.page.app.historySpec(g)
		spec.OnOpen = func() { s.page.app.showSignInLine(s.page, g, func() {}) }
		if i == len(s.rows) {
			s.rows = append(s.rows, kit.NewHistoryRow(spec))
		} else {
			s.rows[i].Set(spec)
		}
		children = append(children, s.rows[i])
	}
	children = append(children, s.foot)
	if !slices.Equal(s.box.Children(), children) {
		s.box.SetChildren(children...)
	}
	s.put(s.box)
}

// showAll opens the whole history.
func (s *historySection) showAll() { s.page.app.showHistory(s.page) }
