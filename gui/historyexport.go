package gui

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// historyFile writes the own history into a file.
type historyFile struct {
	app    *App
	site   ownService
	query  core.HistoryQuery
	dialog *kit.Dialog
	place  *placeField
	format *kit.Select
	asked  sequence
}

// historyName is the name that is proposed for the file, without its ending.
const historyName = "sign-in-history"

// askHistoryExport asks where the lines that a query finds are to be written.
func (a *App) askHistoryExport(site ownService, query core.HistoryQuery) {
	x := &historyFile{app: a, site: site, query: query}
	x.format = kit.NewSelect(kit.SelectSpec{
		Label: tr("Format"), Selected: string(core.ExportCSV), Act: x.formatChosen,
		Options: []kit.Choice{
			{ID: string(core.ExportCSV), Text: tr("CSV, for a spreadsheet")},
			{ID: string(core.ExportJSON), Text: tr("JSON, one line for each entry")},
		},
	})
	name := historyName + "." + string(core.ExportCSV)
	x.place = newPlaceField(a, placeSpec{name: name, field: kit.FieldSpec{
		Label: tr("File"), OnChanged: func(string) { x.place.SetProblem("") }, OnSubmitted: func(string) { x.dialog.Do().Tapped(nil) },
	}})
	x.place.SetText(filepath.Join(homeFolder(), name))
	sentence := tr("All lines of your own history, as they are now. Only you can read the file.")
	if len(query.Outcomes) > 0 || query.Marked {
		sentence = tr("The lines that the filter finds, as they are now. Only you can read the file.")
	}
	x.dialog = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: tr("Export the sign-in history"), Sentence: sentence, Body: kit.VBox(kit.GapFields, x.place.object, x.format),
		Cancel: tr("Cancel"), First: x.place.Input(), OnClosed: x.asked.forget,
		Do: kit.DialogDo{Label: tr("Save"), Kind: kit.Primary, Working: tr("Saving"), Act: x.act},
	})
}

// formatChosen changes the ending of the file with the format.
func (x *historyFile) formatChosen(id string) {
	path := x.place.Text()
	for _, form := range []core.ExportForm{core.ExportCSV, core.ExportJSON} {
		if before, ends := strings.CutSuffix(path, "."+string(form)); ends {
			x.place.SetText(before + "." + id)
		}
	}
	x.place.SetProblem("")
}

// act writes the file.
func (x *historyFile) act() {
	a, path, form := x.app, strings.TrimSpace(x.place.Text()), core.ExportForm(x.format.Selected())
	x.dialog.SetBusy(true)
	x.dialog.SetProblem("")
	a.settled(func() {
		token := a.session.token
		a.back.latest(&x.asked, func(ctx context.Context) func() {
			count := 0
			err := writeNewFile(path, func(to io.Writer) (err error) {
				count, err = x.site.ExportOwnHistory(ctx, token, x.query, form, to)
				return err
			})
			return func() { x.done(count, err) }
		})
	})
}

// done closes the dialog and tells of the file, or says what to do.
func (x *historyFile) done(count int, err error) {
	if x.dialog.Closed() {
		return
	}
	x.dialog.SetBusy(false)
	refused, unfit := errors.AsType[*placeError](err)
	switch {
	case unfit:
		x.app.logged("write a file with the history", err)
		x.place.SetProblem(refused.words())
		x.place.Focus(x.app.window.Canvas())
	case x.app.sessionEnded(err):
	case err != nil:
		x.dialog.SetProblem(problemWords(err))
	default:
		path := strings.TrimSpace(x.place.Text())
		x.dialog.Close()
		kit.ShowDialog(x.app.window, kit.DialogSpec{
			Title: tr("The file is written"), Cancel: tr("Close"),
			Sentence: trn("{{.Count}} lines are in {{.File}}.", count, "Count", numberWords(count), "File", kit.Shown(path)),
		})
	}
}
