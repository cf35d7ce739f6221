package gui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// revisionsShown is how many revisions are fetched at first, and how many more
// each time.
const revisionsShown = 30

// revisionsTab lists who changed the policy, when, what and why.
type revisionsTab struct {
	editor    *policyEditor
	object    *fyne.Container
	scroll    *container.Scroll
	revisions []core.RevisionView
	// more: there are older ones, which the button below the list fetches.
	more    bool
	older   *kit.Button
	loading sequence
}

// newRevisionsTab builds the tab.
func newRevisionsTab(e *policyEditor) *revisionsTab {
	return &revisionsTab{editor: e, object: stack(kit.Gap(0, 0))}
}

// load reads the revisions of the policy in the editor.
func (t *revisionsTab) load() {
	e := t.editor
	if e.isNew() {
		t.fill(kit.NewEmpty(kit.EmptySpec{Icon: kit.IconHistory, Title: tr("Each saved change is listed here"), Caption: tr("This policy is not saved yet.")}))
		return
	}
	t.fill(kit.NewSkeleton())
	t.fetch(0, func(page core.RevisionPage, err error) {
		if err != nil {
			t.fill(kit.NewFailed(kit.FailedSpec{
				Title: tr("The revisions could not be read"), Caption: problemWords(err), Retry: tr("Try again"), OnRetry: t.load,
			}))
			return
		}
		t.revisions, t.more = page.Revisions, page.More
		t.list()
	})
}

// fetch reads the revisions before one, 0 for the newest.
func (t *revisionsTab) fetch(before int64, came func(core.RevisionPage, error)) {
	e := t.editor
	q := core.RevisionQuery{Policy: e.open.ID, Before: before, Limit: revisionsShown}
	var page core.RevisionPage
	e.do(&t.loading, func(ctx context.Context, token core.Token) error {
		var err error
		page, err = e.site.PolicyRevisions(ctx, token, q)
		return err
	}, func(err error) { came(page, err) })
}

// loadOlder adds the next ones below those that are shown, which stay in place.
func (t *revisionsTab) loadOlder() {
	if t.older.Working() {
		return
	}
	t.older.SetWorking(tr("Reading"))
	t.fetch(t.revisions[len(t.revisions)-1].Number, func(page core.RevisionPage, err error) {
		t.older.SetIdle()
		if err != nil {
			t.editor.app.failed(tr("The revisions could not be read"), err)
			return
		}
		t.revisions, t.more = append(t.revisions, page.Revisions...), page.More
		at := t.scroll.Offset
		t.list()
		t.scroll.ScrollToOffset(at)
		if t.more {
			t.older.Focus(t.editor.app.window.Canvas())
		}
	})
}

// fill shows something in the column of the tab.
func (t *revisionsTab) fill(content ...fyne.CanvasObject) {
	column := kit.Inset(kit.Gap16, kit.Gap24, kit.Gap24, kit.Gap24, kit.Column(kit.ColumnWidth, kit.Gap12, content...))
	t.scroll = container.NewVScroll(column)
	t.object.Objects = []fyne.CanvasObject{t.scroll}
	t.object.Refresh()
}

// list shows the revisions that were fetched.
func (t *revisionsTab) list() {
	rows := make([]fyne.CanvasObject, 0, len(t.revisions))
	for i, revision := range t.revisions {
		rows = append(rows, t.row(revision, i == 0))
	}
	content := []fyne.CanvasObject{kit.NewBox(rows...)}
	if t.more {
		t.older = kit.NewButton(kit.ButtonSpec{Text: tr("Show older ones"), Act: t.loadOlder})
		content = append(content, kit.HBox(0, t.older))
	}
	t.fill(content...)
}

// row is one revision. The newest one needs not be brought back, and one that
// was changed outside cannot be.
func (t *revisionsTab) row(revision core.RevisionView, newest bool) fyne.CanvasObject {
	a := t.editor.app
	who := trf("{{.When}} by {{.Who}}", "When", a.whenWords(revision.At), "Who", kit.Shown(revision.By))
	if revision.By == "" {
		who = trf("{{.When}}, with the site", "When", a.whenWords(revision.At))
	}
	head := kit.HBox(kit.Gap12, kit.BoldText(trf("Revision {{.N}}", "N", revision.Number)), kit.Grow(kit.CaptionText(who).Shrinking()))
	column := kit.VBox(kit.Gap4, head)
	if revision.Reason != "" {
		column.Add(kit.NewRich(kit.SizeBody, kit.Span{Text: trf("“{{.Reason}}”", "Reason", kit.Shown(revision.Reason))}))
	}
	if revision.Number > 1 {
		column.Add(kit.NewRich(kit.SizeCaption, changedSpans(revision.Changes)...))
	}
	line := kit.HBox(kit.Gap16, kit.Grow(column))
	switch {
	case revision.Altered:
		line.Add(kit.NewState(kit.ToneDanger, "", tr("Changed outside")))
	case newest:
		line.Add(kit.NewState(kit.ToneGood, "", tr("In force")))
	default:
		line.Add(kit.NewButton(kit.ButtonSpec{Text: tr("Bring back…"), Row: true, Act: func() { t.bringBack(revision) }}))
	}
	return kit.Inset(10, kit.PadBoxRight, 10, kit.PadBoxLeft, line)
}

// changedSpans are the changes of a revision, one a line.
func changedSpans(changes []policy.Difference) []kit.Span {
	if len(changes) == 0 {
		return []kit.Span{{Text: tr("Without a change of the rules"), Colour: kit.ColorText2}}
	}
	lines := make([]string, 0, len(changes))
	for _, change := range changes {
		lines = append(lines, trf("{{.What}}: {{.New}}, was {{.Old}}", "What", words(change.Label), "Old", words(change.Old), "New", words(change.New)))
	}
	return []kit.Span{{Text: strings.Join(lines, "\n"), Colour: kit.ColorText2}}
}

// bringBack asks before a former revision holds again.
func (t *revisionsTab) bringBack(revision core.RevisionView) {
	e, id := t.editor, t.editor.open.ID
	q := newPolicyAsk(e, tr("It is kept in the log beside the changes."))
	q.work = func(ctx context.Context, token core.Token, why string) error {
		_, err := e.site.RestorePolicy(ctx, token, id, revision.Number, why)
		return err
	}
	q.done = func() {
		e.app.reloadPage()
		e.load(id)
	}
	e.sure(tr("Bring a former revision back?"), func() {
		q.show(kit.DialogSpec{
			Title:    trf("Bring revision {{.N}} back?", "N", revision.Number),
			Sentence: tr("Its rules become a new revision and hold at once. The revisions in between stay in this list."),
			Width:    620,
			Body:     kit.VBox(kit.Gap16, differences(nil, policy.Diff(e.base, revision.Policy)), q.reason),
			Do:       kit.DialogDo{Label: tr("Bring back"), Kind: kit.Primary, Working: tr("Saving")},
		})
	})
}
