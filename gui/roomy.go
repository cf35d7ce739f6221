package gui

import (
	"fyne.io/fyne/v2"

	"gatehouse/gui/kit"
)

// roomy lays out a line, and a button at its right: with its words where the
// whole line has room beside it, else as the icon alone.
type roomy struct {
	whole       fyne.CanvasObject // as wide as the line would like to be
	words, icon *kit.Button
}

// newRoomy makes the container of a line and its button.
func newRoomy(line, whole fyne.CanvasObject, words, icon *kit.Button) *fyne.Container {
	return &fyne.Container{Layout: &roomy{whole: whole, words: words, icon: icon}, Objects: []fyne.CanvasObject{line, words, icon}}
}

// Layout is called by the toolkit.
func (r *roomy) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	button, other := r.words, r.icon
	if r.whole.MinSize().Width+kit.Gap8+r.words.MinSize().Width > size.Width {
		button, other = r.icon, r.words
	}
	other.Hide()
	button.Show()
	least := button.MinSize()
	button.Resize(least)
	button.Move(fyne.NewPos(size.Width-least.Width, (size.Height-least.Height)/2))
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(max(0, size.Width-least.Width-kit.Gap8), size.Height))
}

// MinSize is called by the toolkit.
func (r *roomy) MinSize(objects []fyne.CanvasObject) fyne.Size {
	line, button := objects[0].MinSize(), r.icon.MinSize()
	return fyne.NewSize(line.Width+kit.Gap8+button.Width, max(line.Height, button.Height))
}
