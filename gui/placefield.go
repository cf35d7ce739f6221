package gui

import (
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"gatehouse/gui/kit"
)

// placeField asks for the path of a file: typed, or its folder chosen. The
// toolkit's own question for a file to save makes the file, and would replace
// one; so only the folder is chosen there.
type placeField struct {
	*kit.Field
	app    *App
	object fyne.CanvasObject
	choose *kit.Button
	// name is the file's name in a chosen folder when none was typed.
	name string
	// existing asks for a file that is there already, under this title.
	existing bool
	title    string
}

// placeSpec describes a place field.
type placeSpec struct {
	field    kit.FieldSpec
	name     string
	existing bool
	// title is of the question for a file that is there already; "" is that for a key file.
	title string
}

// newPlaceField makes the field with its button.
func newPlaceField(a *App, spec placeSpec) *placeField {
	p := &placeField{app: a, name: spec.name, existing: spec.existing, title: spec.title}
	if p.title == "" {
		p.title = tr("Choose the key file")
	}
	spec.field.Mono = true
	p.Field = kit.NewField(spec.field)
	p.choose = kit.NewButton(kit.ButtonSpec{Text: tr("Choose…"), Act: p.ask})
	label := kit.BodyText("M").MinSize().Height + kit.GapLabel
	p.object = kit.TopHBox(kit.Gap8, kit.Grow(p.Field), kit.VBox(0, kit.Gap(0, label), p.choose))
	return p
}

// ask shows the folders of the computer.
func (p *placeField) ask() {
	var d *dialog.FileDialog
	if p.existing {
		d = dialog.NewFileOpen(p.openedFile, p.app.window)
		d.SetTitleText(p.title)
	} else {
		d = dialog.NewFolderOpen(p.openedFolder, p.app.window)
		d.SetTitleText(tr("Choose a folder"))
	}
	d.SetConfirmText(tr("Choose"))
	d.SetDismissText(tr("Cancel"))
	if folder, err := storage.ListerForURI(storage.NewFileURI(nearestFolder(p.Text()))); err == nil {
		d.SetLocation(folder)
	}
	canvas := p.app.window.Canvas()
	before := canvas.OnTypedKey()
	canvas.Unfocus()
	canvas.SetOnTypedKey(func(key *fyne.KeyEvent) {
		if key.Name == fyne.KeyEscape {
			d.Dismiss()
		}
	})
	d.SetOnClosed(func() { canvas.SetOnTypedKey(before) })
	d.Show()
	d.Resize(chooserSize(canvas.Size()))
	if top := canvas.Overlays().Top(); top != nil {
		top.Refresh() // or the toolkit leaves it where its former size belonged
	}
}

// chooserSize is the size of the question for a folder or file in a window.
func chooserSize(window fyne.Size) fyne.Size {
	const width, height = 760, 560
	return fyne.NewSize(min(width, window.Width-2*kit.Gap16), min(height, window.Height-2*kit.Gap16))
}

// openedFolder takes a folder that was chosen; the file keeps its name.
func (p *placeField) openedFolder(folder fyne.ListableURI, err error) {
	if err != nil {
		p.SetProblem(tr("This folder cannot be opened. Choose another one."))
	} else if folder != nil {
		name := filepath.Base(p.Text())
		if strings.TrimSpace(p.Text()) == "" {
			name = p.name
		}
		p.take(filepath.Join(filepath.FromSlash(folder.Path()), name))
	}
	p.Focus(p.app.window.Canvas())
}

// openedFile takes a file that was chosen. Only its path is wanted.
func (p *placeField) openedFile(file fyne.URIReadCloser, err error) {
	if err != nil {
		p.SetProblem(tr("This file cannot be opened. Choose another one."))
	} else if file != nil {
		p.app.logged("close a chosen file", file.Close())
		p.take(filepath.FromSlash(file.URI().Path()))
	}
	p.Focus(p.app.window.Canvas())
}

// take puts a path into the field.
func (p *placeField) take(path string) {
	p.SetProblem("")
	p.SetText(path)
}

// nearestFolder is the folder of a path, or the nearest above it that is there.
func nearestFolder(path string) string {
	for folder := filepath.Dir(path); ; folder = filepath.Dir(folder) {
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			return folder
		}
		if folder == filepath.Dir(folder) {
			return homeFolder()
		}
	}
}

// homeFolder is the person's own folder, or "" when the system does not tell.
func homeFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}

// fileNameOf makes a part of a file's name of a site's name.
func fileNameOf(site string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		case unicode.IsSpace(r), r == '-', r == '_':
			return '-'
		}
		return -1
	}, site)
	name = strings.Trim(strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '-' }), "-"), "-")
	if name == "" {
		return "site"
	}
	return name
}
