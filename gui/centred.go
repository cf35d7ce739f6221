package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/gui/kit"
)

// formWidth is the width of the forms before the sign-in.
const formWidth = 320

// centred is a form in the middle of the window below the mark, with the site
// at the foot, as the sign-in is.
func centred(title, foot string, form ...fyne.CanvasObject) fyne.CanvasObject {
	head := kit.NewText(kit.TextSpec{Text: title, Size: kit.SizeTitle, Bold: true, Align: fyne.TextAlignCenter, Wrap: true})
	column := kit.VBox(0,
		container.NewCenter(kit.NewLogo(44)),
		kit.Gap(0, kit.Gap12), head, kit.Gap(0, kit.Gap24),
		kit.VBox(kit.GapFields, form...),
	)
	body := container.NewVScroll(container.New(middle{width: formWidth, top: 36}, column))
	if foot == "" {
		return onSurface(body)
	}
	return onSurface(framed(frame{bottom: footLine(foot), middle: body}))
}

// footLine is the line at the bottom that names the site.
func footLine(text string) fyne.CanvasObject {
	line := kit.HBox(kit.Gap8,
		kit.NewGlyph(kit.IconBuilding, kit.ColorText2, kit.IconSizeSmall),
		kit.CaptionText(text),
	)
	ground := kit.NewGround(kit.GroundSpec{Fill: kit.ColorInset})
	return framed(frame{top: hairline(), middle: kit.Layered(ground, kit.MinHeight(39, container.NewCenter(line)))})
}

// middle places one object at the middle of the width, at a fixed width and the
// height that it needs there.
type middle struct{ width, top float32 }

// Layout is called by the toolkit.
func (m middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		width := min(m.width, size.Width-2*kit.Gap16)
		o.Move(fyne.NewPos((size.Width-width)/2, m.top))
		o.Resize(fyne.NewSize(width, kit.HeightFor(o, width)))
	}
}

// MinSize is called by the toolkit.
func (m middle) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(m.width+2*kit.Gap16, 0)
	for _, o := range objects {
		size.Height = max(size.Height, kit.HeightFor(o, m.width)+m.top+kit.Gap24)
	}
	return size
}
