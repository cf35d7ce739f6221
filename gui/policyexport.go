package gui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// askExport asks where the policy of the editor is to be written.
func (e *policyEditor) askExport() {
	if row := e.form.firstProblem(); row != nil {
		row.control.focus(e.app.window.Canvas())
		return
	}
	x := &policyExport{editor: e, draft: e.draft}
	name := fileNameOf(e.name.text()) + ".json"
	x.format = kit.NewSelect(kit.SelectSpec{Label: tr("Format"), Options: fileFormats(), Selected: ownFormat, Act: func(string) { x.reset() }})
	x.place = newPlaceField(e.app, placeSpec{name: name, field: kit.FieldSpec{
		Label: tr("File"), OnChanged: func(string) { x.place.SetProblem("") }, OnSubmitted: func(string) { x.dialog.Do().Tapped(nil) },
	}})
	x.place.SetText(filepath.Join(homeFolder(), name))
	x.dialog = kit.ShowDialog(e.app.window, kit.DialogSpec{
		Title: tr("Save as a policy file"), Sentence: tr("The settings as they are in the editor now, saved or not."),
		Body: x.body(), Cancel: tr("Cancel"), First: x.place.Input(), OnClosed: e.files.forget,
		Do: kit.DialogDo{Label: tr("Save"), Kind: kit.Primary, Working: tr("Saving"), Act: x.act},
	})
}

// policyExport writes a policy into a file. What the format cannot say is named
// before.
type policyExport struct {
	editor *policyEditor
	draft  policy.Policy
	dialog *kit.Dialog
	place  *placeField
	format *kit.Select
	// told: the losses are on the screen.
	told bool
}

func (x *policyExport) body(more ...fyne.CanvasObject) fyne.CanvasObject {
	return kit.VBox(kit.GapFields, append([]fyne.CanvasObject{x.place.object, x.format}, more...)...)
}

// reset forgets what was said of another format.
func (x *policyExport) reset() {
	x.told = false
	x.dialog.Do().SetText(tr("Save"))
	x.dialog.SetBody(x.body())
}

// act writes the file, or says first what would not be in it.
func (x *policyExport) act() {
	a, path, format, told := x.editor.app, strings.TrimSpace(x.place.Text()), x.format.Selected(), x.told
	x.dialog.SetBusy(true)
	a.back.latest(&x.editor.files, func(context.Context) func() {
		losses, err := writePolicy(path, format, x.draft, told)
		return func() {
			if x.dialog.Closed() {
				return
			}
			x.dialog.SetBusy(false)
			switch {
			case err != nil:
				a.logged("write a policy file", err)
				x.place.SetProblem(tr("The file could not be written there. Choose another place, or another name."))
				x.place.Focus(a.window.Canvas())
			case len(losses) > 0 && !told:
				x.told = true
				x.dialog.Do().SetText(tr("Save anyway"))
				x.dialog.SetBody(x.body(kit.BodyText(tr("This format cannot say everything. What would differ there:")).Wrapped(), lossList(losses)))
			default:
				x.dialog.Close()
			}
		}
	})
}

// writePolicy writes a new file, unless it would lose something that was not
// told yet. It never replaces one.
func writePolicy(path, format string, p policy.Policy, told bool) (losses []policy.Loss, err error) {
	var data []byte
	if format == ownFormat {
		data, err = p.JSON()
	} else {
		data, losses, err = policy.Export(format, p)
	}
	if err != nil {
		return nil, fmt.Errorf("word a policy: %w", err)
	}
	if len(losses) > 0 && !told {
		return losses, nil
	}
	file, err := os.OpenFile(filepath.Clean(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return losses, fmt.Errorf("make a file: %w", err)
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return losses, fmt.Errorf("write a file: %w", errors.Join(err, os.Remove(path)))
	}
	return losses, nil
}
