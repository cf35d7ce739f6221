package gui

import (
	"fyne.io/fyne/v2"

	"gatehouse/gui/kit"
)

// target is a control that a problem leads to.
type target interface {
	fyne.CanvasObject
	Focus(c fyne.Canvas)
}

// problemLine says what to do about a control that shows no problem by itself.
type problemLine struct {
	object *fyne.Container
	text   *kit.Text
}

// newProblemLine makes a hidden line.
func newProblemLine() *problemLine {
	p := &problemLine{text: kit.NewText(kit.TextSpec{Size: kit.SizeCaption, Colour: kit.ColorDanger, Wrap: true})}
	p.object = kit.TopHBox(kit.Gap4+2,
		kit.NewGlyph(kit.IconAlertOctagon, kit.ColorDanger, kit.IconSizeSmall), kit.Grow(p.text))
	p.object.Hide()
	return p
}

// set shows a sentence; "" takes the line away.
func (p *problemLine) set(sentence string) {
	p.text.SetText(sentence)
	p.object.Hidden = sentence == ""
	p.object.Refresh()
}
