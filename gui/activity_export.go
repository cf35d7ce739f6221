package gui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// activityExport writes the lines that the page shows, and those that it would show
// further down, into a new file.
type activityExport struct {
	page   *activityPage
	ask    activityAsk
	dialog *kit.Dialog
	place  *placeField
	form   *kit.Select
	// stop ends the writing, nil while there is none; under says how far it is, nil where
	// it takes no time.
	stop  context.CancelFunc
	under *kit.Dialog
	said  *kit.Text
}

// askExport asks where the lines are to be written.
func (p *activityPage) askExport() {
	x := &activityExport{page: p, ask: p.had}
	x.form = kit.NewSelect(kit.SelectSpec{
		Label: tr("Format"), Selected: string(core.ExportCSV), Act: x.formChosen,
		Options: []kit.Choice{
			{ID: string(core.ExportCSV), Text: tr("CSV, for spreadsheets")}, {ID: string(core.ExportJSON), Text: tr("JSON, one line each")},
		},
	})
	name := x.fileName()
	x.place = newPlaceField(p.app, placeSpec{name: name, field: kit.FieldSpec{
		Label: tr("File"), OnChanged: func(string) { x.place.SetProblem("") }, OnSubmitted: func(string) { x.dialog.Do().Tapped(nil) },
	}})
	x.place.SetText(filepath.Join(homeFolder(), name))
	x.dialog = kit.ShowDialog(p.app.window, kit.DialogSpec{
		Title: tr("Export the sign-in history"), Sentence: x.sentence(), Cancel: tr("Cancel"),
		Body: kit.VBox(kit.GapFields, x.place.object, x.form), First: x.place.Input(), OnClosed: x.closed,
		Do: kit.DialogDo{Label: tr("Export"), Kind: kit.Primary, Working: tr("Exporting"), Act: x.act},
	})
}

// sentence says which lines are written.
func (x *activityExport) sentence() string {
	what := tr("All lines of the time that is chosen.")
	if x.ask.narrow() {
		what = tr("The lines that the search and the filters find.")
	}
	return trf("{{.What}} Names, computers and addresses are in it: keep the file where others cannot read it.", "What", what)
}

// fileName is the name that is proposed.
func (x *activityExport) fileName() string {
	day := x.page.app.dateTyped(x.page.app.now())
	return fmt.Sprintf("%s-sign-ins-%s.%s", fileNameOf(x.page.app.site.Name()), day, x.form.Selected())
}

// formChosen gives the proposed name the other ending.
func (x *activityExport) formChosen(id string) {
	path := x.place.Text()
	for _, form := range []core.ExportForm{core.ExportCSV, core.ExportJSON} {
		path = strings.TrimSuffix(path, "."+string(form))
	}
	x.place.SetText(path + "." + id)
	x.place.SetProblem("")
}

// closed ends the writing when the dialog goes, also when the window locks.
func (x *activityExport) closed() {
	if x.stop != nil {
		x.stop()
	}
}

// act writes the file.
func (x *activityExport) act() {
	p, path, form := x.page, strings.TrimSpace(x.place.Text()), core.ExportForm(x.form.Selected())
	session := p.app.session
	token, query := session.token, x.ask.query(core.HistoryPlace{}, activityPageLines)
	x.dialog.SetBusy(true)
	x.dialog.SetProblem("")
	ctx, stop := context.WithCancel(p.app.back.ctx)
	x.stop = stop
	tell := x.progress(ctx)
	p.app.back.run(func(context.Context) func() {
		defer stop()
		err := writeNewFile(path, func(to io.Writer) error {
			_, err := p.site.ExportHistory(ctx, token, query, form, &lineCounter{to: to, tell: tell})
			return err
		})
		stopped := ctx.Err() != nil
		return func() {
			if p.app.session == session && !x.dialog.Closed() {
				x.came(err, stopped)
			}
		}
	})
}

// came says what came of it.
func (x *activityExport) came(err error, stopped bool) {
	a := x.page.app
	x.stop = nil
	if x.under != nil {
		x.under.Close()
		x.under = nil
	}
	x.dialog.SetBusy(false)
	var refused *placeError
	switch {
	case err == nil:
		x.dialog.Close()
	case stopped:
		x.dialog.SetProblem(tr("The export was stopped. No file was left."))
	case a.sessionEnded(err):
	case errors.As(err, &refused):
		a.logged("export the history", err)
		x.place.SetProblem(refused.words())
		x.place.Focus(a.window.Canvas())
	default:
		a.logged("export the history", err)
		x.dialog.SetProblem(problemWords(err))
	}
}

// progress passes on how many lines are written, not too often. It is called by the
// writing alone.
func (x *activityExport) progress(ctx context.Context) func(lines int) {
	last := time.Now()
	return func(lines int) {
		now := time.Now()
		if now.Sub(last) < impactTold {
			return
		}
		last = now
		x.page.app.back.post(func() {
			if ctx.Err() == nil && !x.dialog.Closed() {
				x.tell(lines)
			}
		})
	}
}

// tell shows how far the writing is, with a button that stops it.
func (x *activityExport) tell(lines int) {
	text := trf("{{.N}} lines written", "N", numberWords(lines))
	if x.under != nil {
		x.said.SetText(text)
		return
	}
	x.said = kit.BodyText(text).Shrinking()
	x.under = kit.ShowDialog(x.page.app.window, kit.DialogSpec{
		Title: tr("Exporting the sign-in history"), Sentence: tr("When you stop, no file is left."),
		Body: x.said, Cancel: tr("Stop"),
		Ask: func(func()) {
			x.stop()
			x.said.SetText(tr("Stopping…"))
		},
	})
}

// lineCounter counts the lines that go by.
type lineCounter struct {
	to    io.Writer
	lines int
	tell  func(lines int)
}

// Write is called by the writing. The error is the writer's own.
func (c *lineCounter) Write(data []byte) (int, error) {
	n, err := c.to.Write(data)
	c.lines += bytes.Count(data[:n], []byte{'\n'})
	c.tell(c.lines)
	return n, err
}
