package gui

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// ownFormat is Gatehouse's own form of a policy file; the others are dialects.
const ownFormat = "gatehouse"

// fileFormats are the forms of a policy file.
func fileFormats() []kit.Choice {
	formats := []kit.Choice{{ID: ownFormat, Text: tr("Gatehouse policy file")}}
	for _, dialect := range policy.Dialects() {
		formats = append(formats, kit.Choice{ID: dialect.Name, Text: dialect.Title})
	}
	return formats
}

// askImport asks for a policy file; path may be "".
func (e *policyEditor) askImport(path string) {
	e.app.askFile(&e.files, fileQuestion{
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
