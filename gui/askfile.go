package gui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"gatehouse/gui/kit"
)

// errTooLarge is a file beyond what is read.
var errTooLarge = errors.New("gui: the file is too large")

// fileQuestion asks for a file to read.
type fileQuestion struct {
	title, sentence, do, working string
	// formats to choose from, none for one only.
	formats []kit.Choice
	// limit is the largest file that is read, in bytes.
	limit int64
	// path is a file that was dropped, "" to be asked for.
	path string
	// read takes the file apart, off the window's goroutine: it gives what to do
	// with it, or what to do about the file.
	read func(format string, data []byte) (use func(), problem string)
}

// askFile asks for a file and reads it, one reading at a time. One that was dropped is
// read at once.
func (a *App) askFile(reading *sequence, q fileQuestion) {
	var asked *kit.Dialog
	var place *placeField
	format := kit.NewSelect(kit.SelectSpec{Label: tr("Format"), Options: q.formats, Act: func(string) { place.SetProblem("") }})
	if len(q.formats) > 0 {
		format.SetSelected(q.formats[0].ID)
	}
	act := func() {
		path, chosen := strings.TrimSpace(place.Text()), format.Selected()
		asked.SetBusy(true)
		a.back.latest(reading, func(context.Context) func() {
			use, problem, err := readFor(q, path, chosen)
			return func() {
				if asked.Closed() {
					return
				}
				asked.SetBusy(false)
				if err != nil {
					a.logged("read a file", err)
				}
				if problem != "" {
					place.SetProblem(problem)
					place.Focus(a.window.Canvas())
					return
				}
				asked.Close()
				use()
			}
		})
	}
	place = newPlaceField(a, placeSpec{existing: true, title: q.title, field: kit.FieldSpec{
		Label: tr("File"), OnChanged: func(string) { place.SetProblem("") }, OnSubmitted: func(string) { asked.Do().Tapped(nil) },
	}})
	body := kit.VBox(kit.GapFields, place.object)
	if len(q.formats) > 0 {
		body.Add(format)
	}
	asked = kit.ShowDialog(a.window, kit.DialogSpec{
		Title: q.title, Sentence: q.sentence, Body: body, Cancel: tr("Cancel"), First: place.Input(), OnClosed: reading.forget,
		Do: kit.DialogDo{Label: q.do, Kind: kit.Primary, Working: q.working, Act: act},
	})
	if q.path != "" {
		place.SetText(q.path)
		act()
	}
}

// readFor reads a file for a question. The error is for the log.
func readFor(q fileQuestion, path, format string) (use func(), problem string, err error) {
	if path == "" {
		return nil, tr("Choose a file."), nil
	}
	data, err := readLimited(path, q.limit)
	switch {
	case errors.Is(err, errTooLarge):
		return nil, trf("This file is larger than {{.MiB}} MiB. Choose another one.", "MiB", numberWords(int(q.limit>>20))), nil
	case err != nil:
		return nil, tr("This file cannot be opened. Choose another one."), err
	}
	use, problem = q.read(format, data)
	return use, problem, nil
}

// errNoFile is what is no file that can be read to an end, such as a pipe: opening one
// may wait for ever.
var errNoFile = errors.New("gui: no regular file")

// readLimited reads a file of at most limit bytes.
func readLimited(path string, limit int64) (data []byte, err error) {
	if about, err := os.Stat(filepath.Clean(path)); err != nil {
		return nil, fmt.Errorf("look at a file: %w", err)
	} else if !about.Mode().IsRegular() {
		return nil, errNoFile
	}
	file, err := os.Open(filepath.Clean(path))
	if err != nil {
		return nil, fmt.Errorf("open a file: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	data, err = io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read a file: %w", err)
	}
	if int64(len(data)) > limit {
		return nil, errTooLarge
	}
	return data, nil
}
