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

// sheet is what goes on paper or into a file with the recovery key.
type sheet struct {
	title string
	// lines stand above the key, after below it.
	lines, after []string
	key          string
}

// sheet words the paper.
func (s *paperStep) sheet() sheet {
	site := s.wizard.site.form()
	date := s.wizard.app.program.Now()
	if zone, err := core.LoadZone(site.TimeZone); err == nil {
		date = date.In(zone)
	}
	return sheet{
		title: trf("Recovery key of {{.Site}}", "Site", kit.Shown(strings.TrimSpace(site.Name))),
		lines: []string{
			trf("Made on {{.Date}} with Gatehouse.", "Date", date.Format("2006-01-02")),
			tr("This key opens the site when its everyday key is lost. Whoever has it and the data folder can read everything: keep it on paper, in a safe place."),
		},
		key: s.key.Reveal(),
		after: []string{
			tr("To use it: start Gatehouse, choose “Use the recovery key…” and type the key. Dashes and upper or lower case do not matter."),
		},
	}
}

// text is the sheet as plain text.
func (t sheet) text() string {
	paragraphs := append([]string{t.title}, t.lines...)
	paragraphs = append(append(paragraphs, "    "+t.key), t.after...)
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
	fmt.Fprintf(&b, "<pre>%s</pre>\n", html.EscapeString(t.key))
	for _, line := range t.after {
		fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(line))
	}
	b.WriteString("</body></html>\n")
	return b.String()
}

// askSave asks for a file and writes the sheet into it.
func (s *paperStep) askSave() {
	s.ask(sheetDialog{
		title: tr("Save the recovery key"), ending: ".txt", do: tr("Save"), content: sheet.text,
		sentence: tr("Best on a disk that you take away. Only your account on this computer may read the file."),
		done: func(path string) {
			s.tell(trf("The key is in {{.Path}}.", "Path", path))
		},
	})
}

// askPrint asks for a file, writes a page into it and opens it for printing: the
// toolkit has no printer.
func (s *paperStep) askPrint() {
	s.ask(sheetDialog{
		title: tr("Print the recovery key"), ending: ".html", do: tr("Save and open"), content: sheet.page,
		sentence: tr("A page is saved and opened in the program that shows such pages; print it there. The file stays, and printers keep copies too: delete the file afterwards."),
		done:     s.openPage,
	})
}

// openPage opens the page that was saved.
func (s *paperStep) openPage(path string) {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/… of Windows
	}
	err := s.wizard.app.fyne.OpenURL(&url.URL{Scheme: "file", Path: slashed})
	if err != nil {
		s.wizard.app.logged("open a page", err)
		s.tell(trf("The page is in {{.Path}}. Open it yourself, print it, then delete it.", "Path", path))
		return
	}
	s.tell(trf("The page is in {{.Path}}. Delete it when it is printed.", "Path", path))
}

// tell says where the key went.
func (s *paperStep) tell(text string) {
	s.done.Set(kit.NoticeSpec{Tone: kit.ToneGood, Text: text})
	s.done.Show()
	s.wizard.frame.relaid()
}

// sheetDialog describes the question for a file.
type sheetDialog struct {
	title, sentence, ending, do string
	content                     func(sheet) string
	// done is told the path that was written.
	done func(path string)
}

// ask asks for a file and writes it.
func (s *paperStep) ask(spec sheetDialog) {
	app := s.wizard.app
	var d *kit.Dialog
	var asked sequence
	var place *placeField
	save := func() {
		d.SetBusy(true)
		path, text := place.Text(), spec.content(s.sheet())
		app.back.latest(&asked, func(context.Context) func() {
			err := saveApart(app.program.DataDir, path, text)
			return func() {
				d.SetBusy(false)
				if err != nil {
					app.loggedCauses("save the recovery key", err)
					place.SetProblem(unsavedWords(err))
					place.Focus(app.window.Canvas())
					return
				}
				d.Close()
				spec.done(path)
			}
		})
	}
	name := "gatehouse-" + fileNameOf(s.wizard.site.title.Text()) + "-recovery-key" + spec.ending
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
