package gui

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/gui/kit"
)

// sheet is what goes on paper or into a file with a secret that is shown once.
type sheet struct {
	title string
	// lines stand above the secret, after below it.
	lines, after []string
	// secret may have several lines.
	secret string
}

// text is the sheet as plain text.
func (t sheet) text() string {
	paragraphs := append([]string{t.title}, t.lines...)
	paragraphs = append(append(paragraphs, "    "+strings.ReplaceAll(t.secret, "\n", "\n    ")), t.after...)
	return strings.Join(paragraphs, "\n\n") + "\n"
}

// page is the sheet as a page to print.
func (t sheet) page() string {
	var b strings.Builder
	title := html.EscapeString(t.title)
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%s</title>\n", title)
	b.WriteString("<style>body{font:12pt sans-serif;margin:2cm;max-width:16cm}pre{font:14pt monospace;border:1px solid;padding:1em;white-space:pre-wrap}</style></head>\n")
	fmt.Fprintf(&b, "<body><h1>%s</h1>\n", title)
	for _, line := range t.lines {
		fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(line))
	}
	fmt.Fprintf(&b, "<pre>%s</pre>\n", html.EscapeString(t.secret))
	for _, line := range t.after {
		fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(line))
	}
	b.WriteString("</body></html>\n")
	return b.String()
}

// paper takes a secret that is shown once to paper, or into a file.
type paper struct {
	app *App
	// sheet has the secret. It is asked for when a file is written, not before.
	sheet func() sheet
	// name is what a file is called, without its ending.
	name func() string
	// tell says where the secret went.
	tell func(string)
	// printTitle and saveTitle are the heads of the questions for a file.
	printTitle, saveTitle string
	// kept says that the secret is in a file, inside that no file of it may be in the
	// data folder; "" is what core says of a key.
	kept   func(path string) string
	inside string
}

// askSave asks for a file and writes the sheet into it.
func (p paper) askSave() {
	p.ask(sheetDialog{
		title: p.saveTitle, ending: ".txt", do: tr("Save"), content: sheet.text,
		sentence: tr("Best on a disk that you take away. Only your account on this computer may read the file."),
		done:     func(path string) { p.tell(p.kept(path)) },
	})
}

// askPrint asks for a file, writes a page into it and opens it for printing: the
// toolkit has no printer.
func (p paper) askPrint() {
	p.ask(sheetDialog{
		title: p.printTitle, ending: ".html", do: tr("Save and open"), content: sheet.page,
		sentence: tr("A page is saved and opened in the program that shows such pages; print it there. The file stays, and printers keep copies too: delete the file afterwards."),
		done:     p.openPage,
	})
}

// openPage opens the page that was saved.
func (p paper) openPage(path string) {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/… of Windows
	}
	err := p.app.fyne.OpenURL(&url.URL{Scheme: "file", Path: slashed})
	if err != nil {
		p.app.logged("open a page", err)
		p.tell(trf("The page is in {{.Path}}. Open it yourself, print it, then delete it.", "Path", path))
		return
	}
	p.tell(trf("The page is in {{.Path}}. Delete it when it is printed.", "Path", path))
}

// sheetDialog describes the question for a file.
type sheetDialog struct {
	title, sentence, ending, do string
	content                     func(sheet) string
	// done is told the path that was written.
	done func(path string)
}

// ask asks for a file and writes it.
func (p paper) ask(spec sheetDialog) {
	app := p.app
	var d *kit.Dialog
	var asked sequence
	var place *placeField
	save := func() {
		d.SetBusy(true)
		path, text := place.Text(), spec.content(p.sheet())
		app.back.latest(&asked, func(context.Context) func() {
			err := saveApart(app.program.DataDir, path, text)
			return func() {
				d.SetBusy(false)
				if err != nil {
					app.loggedCauses("save a secret", err)
					place.SetProblem(p.unsavedWords(path, err))
					place.Focus(app.window.Canvas())
					return
				}
				d.Close()
				spec.done(path)
			}
		})
	}
	name := p.name() + spec.ending
	place = newPlaceField(app, placeSpec{name: name, field: kit.FieldSpec{
		Label: tr("File"), OnChanged: func(string) { place.SetProblem("") }, OnSubmitted: func(string) { d.Do().Tapped(nil) },
	}})
	place.SetText(filepath.Join(homeFolder(), name))
	d = kit.ShowDialog(app.window, kit.DialogSpec{
		Title: spec.title, Sentence: spec.sentence, Body: place.object,
		Do:     kit.DialogDo{Label: spec.do, Kind: kit.Primary, Working: tr("Saving"), Act: save},
		Cancel: tr("Cancel"), OnClosed: asked.forget,
	})
}

// unsavedWords says why a file was not written. Core speaks of a key there.
func (p paper) unsavedWords(path string, err error) string {
	if inside, unknown := seal.Inside(p.app.program.DataDir, path); p.inside != "" && inside && unknown == nil {
		return p.inside
	}
	return unsavedWords(err)
}

// unsavedWords says why a file was not written.
func unsavedWords(err error) string {
	if len(core.ProblemsOf(err)) > 0 {
		return problemWords(err)
	}
	return tr("The file could not be written there. Choose another place.")
}

// saveApart writes a secret text into a new file for its owner alone. Core says
// where such a file may be: the rules are those of a key file.
func saveApart(dataDir, path, text string) error {
	if err := (core.KeyChoice{Kind: seal.KindKeyFile, KeyFile: path}).Check(dataDir); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("make a file: %w", err)
	}
	_, err = file.WriteString(text)
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return fmt.Errorf("write a file: %w", errors.Join(err, os.Remove(path)))
	}
	return nil
}

// loggedCauses writes the technical reasons of an error: people are told only
// what to do.
func (a *App) loggedCauses(what string, err error) {
	for _, e := range core.ProblemsOf(err) {
		if e.Cause != nil {
			a.logged(what, e.Cause)
		}
	}
	if len(core.ProblemsOf(err)) == 0 {
		a.logged(what, err)
	}
}
