package gui

import (
	"bytes"
	"errors"

	"fyne.io/fyne/v2"

	"gatehouse/core/password/generate"
	"gatehouse/gui/kit"
)

// wordList says where the words of passphrases come from, and lets another list be
// chosen. A list of one's own is read once and holds until the form is left: the file
// may be gone tomorrow.
type wordList struct {
	app     *App
	from    *kit.Text
	usual   *kit.Button
	choose  *kit.Button
	row     *fyne.Container
	changed func()
	reading sequence
	// list is nil for the usual one.
	list *generate.List
}

// newWordList makes the line. changed is called when there is another list.
func newWordList(a *App, changed func()) *wordList {
	w := &wordList{app: a, changed: changed}
	w.from = kit.CaptionText(tr("Words from the long list of the EFF")).Wrapped()
	w.usual = kit.NewButton(kit.ButtonSpec{Text: tr("Usual list"), Row: true, Act: func() {
		w.use(nil)
		w.choose.Focus(a.window.Canvas()) // this button goes
	}})
	w.usual.Hide()
	w.choose = kit.NewButton(kit.ButtonSpec{Text: tr("Other words…"), Row: true, Act: w.ask})
	w.row = kit.HBox(kit.Gap8, kit.Grow(w.from), w.usual, w.choose)
	return w
}

// ask asks for a file.
func (w *wordList) ask() {
	w.app.askFile(&w.reading, fileQuestion{
		title: tr("Other words"), do: tr("Use these words"), working: tr("Reading"), limit: generate.MaxListBytes,
		sentence: tr("A text file with one word on each line. It is used until you leave this form."),
		read: func(_ string, data []byte) (func(), string) {
			list, err := generate.ReadList(bytes.NewReader(data))
			if err != nil {
				return nil, listProblem(err)
			}
			return func() { w.use(list) }, ""
		},
	})
}

// listProblem words why a list of words cannot be used.
func listProblem(err error) string {
	wrong, ok := errors.AsType[*generate.ListError](err)
	switch {
	case !ok:
		return tr("This file cannot be read. Choose another one.")
	case wrong.Line == 0:
		return words(wrong.Text) + "."
	default:
		return trf("Line {{.Line}}: {{.Text}}.", "Line", numberWords(wrong.Line), "Text", words(wrong.Text))
	}
}

// use takes the words from a list, nil for the usual one.
func (w *wordList) use(list *generate.List) {
	w.list = list
	if list == nil {
		w.from.SetText(tr("Words from the long list of the EFF"))
	} else {
		w.from.SetText(trf("{{.N}} words of your own list", "N", numberWords(list.Len())))
	}
	w.usual.Hidden = list == nil
	w.row.Refresh()
	w.changed()
}
