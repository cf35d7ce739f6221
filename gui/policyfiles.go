package gui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// ownFormat is Gatehouse's own form of a policy file; the others are dialects.
const ownFormat = "gatehouse"

// errTooLarge is a file beyond what is read.
var errTooLarge = errors.New("gui: the file is too large")

// fileFormats are the forms of a policy file.
func fileFormats() []kit.Choice {
	formats := []kit.Choice{{ID: ownFormat, Text: tr("Gatehouse policy file")}}
	for _, dialect := range policy.Dialects() {
		formats = append(formats, kit.Choice{ID: dialect.Name, Text: dialect.Title})
	}
	return formats
}

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

// askFile asks for a file and reads it. One that was dropped is read at once.
func (e *policyEditor) askFile(q fileQuestion) {
	a := e.app
	var asked *kit.Dialog
	var place *placeField
	format := kit.NewSelect(kit.SelectSpec{Label: tr("Format"), Options: q.formats, Act: func(string) { place.SetProblem("") }})
	if len(q.formats) > 0 {
		format.SetSelected(q.formats[0].ID)
	}
	act := func() {
		path, chosen := strings.TrimSpace(place.Text()), format.Selected()
		asked.SetBusy(true)
		a.back.latest(&e.files, func(context.Context) func() {
			use, problem, err := readPolicyFile(q, path, chosen)
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
		Title: q.title, Sentence: q.sentence, Body: body, Cancel: tr("Cancel"), First: place.Input(), OnClosed: e.files.forget,
		Do: kit.DialogDo{Label: q.do, Kind: kit.Primary, Working: q.working, Act: act},
	})
	if q.path != "" {
		place.SetText(q.path)
		act()
	}
}

// readPolicyFile reads a file for a question. The error is for the log.
func readPolicyFile(q fileQuestion, path, format string) (use func(), problem string, err error) {
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

// readLimited reads a file of at most limit bytes.
func readLimited(path string, limit int64) (data []byte, err error) {
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

// askImport asks for a policy file; path may be "".
func (e *policyEditor) askImport(path string) {
	e.askFile(fileQuestion{
		title: tr("Open a policy file"), sentence: tr("Its settings take the place of those in the editor. Nothing is saved yet."),
		do: tr("Open"), working: tr("Reading"), formats: fileFormats(), limit: policy.MaxPolicyBytes, path: path,
		read: func(format string, data []byte) (func(), string) {
			p, losses, err := readPolicy(format, data)
			if err != nil {
				return nil, fileProblem(err)
			}
			return func() { e.opened(p, losses) }, ""
		},
	})
}

// readPolicy reads a policy in a format.
func readPolicy(format string, data []byte) (policy.Policy, []policy.Loss, error) {
	if format == ownFormat {
		p, err := policy.Parse(data)
		if err != nil {
			return policy.Policy{}, nil, fmt.Errorf("read a policy file: %w", err)
		}
		return p, nil, nil
	}
	p, losses, err := policy.Import(format, data)
	if err != nil {
		return policy.Policy{}, nil, fmt.Errorf("read a file of %s: %w", format, err)
	}
	return p, losses, nil
}

// fileProblem words why a policy file cannot be read, with the names of the
// first fields at fault.
func fileProblem(err error) string {
	const named = 3
	var several policy.FieldErrors
	if !errors.As(err, &several) {
		var one *policy.FieldError
		if !errors.As(err, &one) {
			return tr("This is no such file. Choose another one, or another format.")
		}
		several = policy.FieldErrors{one}
	}
	var lines []string
	for _, fault := range several[:min(named, len(several))] {
		lines = append(lines, trf("{{.Field}}: {{.Text}}", "Field", kit.Shown(fault.Field), "Text", words(fault.Text)))
	}
	if more := len(several) - named; more > 0 {
		lines = append(lines, trn("{{.N}} more", more))
	}
	return strings.Join(lines, "\n")
}

// opened takes the policy of a file as the draft, and says what of it could not
// be kept.
func (e *policyEditor) opened(p policy.Policy, losses []policy.Loss) {
	e.chosen = ""
	e.fill(p)
	e.view.choose(tabSettings)
	if len(losses) > 0 {
		kit.ShowDialog(e.app.window, kit.DialogSpec{
			Title: tr("Not everything could be taken over"), Cancel: tr("Close"), Body: lossList(losses),
			Sentence: tr("The settings are in the editor, but for these:"),
		})
	}
}

// lossList lists what another format cannot say.
func lossList(losses []policy.Loss) fyne.CanvasObject {
	list := kit.VBox(kit.Gap8)
	for _, loss := range losses {
		title := words(policy.Label(loss.Field))
		if title == "" {
			title = kit.Shown(loss.Field)
		}
		list.Add(kit.TopHBox(kit.Gap8, kit.NewGlyph(kit.IconAlertTriangle, kit.ColorAttention, kit.IconSizeSmall),
			kit.Grow(kit.NewRich(kit.SizeBody, kit.Span{Text: title + ": ", Bold: true}, kit.Span{Text: words(loss.Text)}))))
	}
	return list
}

// dropped opens the first of the files that were let go over the window: a list
// of banned passwords where that is shown, else a policy.
func (e *policyEditor) dropped(files []fyne.URI) {
	if !e.loaded || !e.dialog.OnTop() {
		return
	}
	at := slices.IndexFunc(files, func(file fyne.URI) bool { return file.Scheme() == "file" })
	if at < 0 {
		return
	}
	path := filepath.FromSlash(files[at].Path())
	if e.view.tab == tabBanned {
		e.askBannedFile(path)
		return
	}
	e.askImport(path)
}
