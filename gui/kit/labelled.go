package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// labelIndent is where the label of a check or radio begins.
const labelIndent = IconSize + Gap8

// labelled draws an icon with a label and a caption beside it, which wrap; the ring encloses what is there, not the room.
type labelled struct {
	overlay       *canvas.Rectangle
	icon          *canvas.Image
	text, caption *Text
	ring          *ring
}

func newLabelled() *labelled {
	overlay := canvas.NewRectangle(nil)
	overlay.CornerRadius = Gap4
	return &labelled{
		overlay: overlay, icon: newIcon(IconCheckOff, ColorEdge),
		text: BodyText("").Wrapped(), caption: CaptionText("").Wrapped(), ring: newRing(Gap4, false),
	}
}

func (l *labelled) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{l.overlay, l.icon, l.text, l.caption, l.ring.line}
}

func (l *labelled) show(text, caption string, disabled bool) {
	l.text.SetText(text)
	l.caption.SetText(caption)
	l.text.SetColour(inkOr(ColorText, disabled))
	l.text.Refresh()
	l.caption.Hidden = caption == ""
	l.caption.Refresh()
}

// inkOr is a colour, or that of what is disabled.
func inkOr(colour fyne.ThemeColorName, disabled bool) fyne.ThemeColorName {
	if disabled {
		return ColorDisabled
	}
	return colour
}

// words is the width that the words want on one line each.
func (l *labelled) words() float32 {
	width := l.text.measure(l.text.Text())
	if !l.caption.Hidden {
		width = max(width, l.caption.measure(l.caption.Text()))
	}
	return width
}

// min asks for the whole width until it has been placed, because a label that wraps without need looks broken.
func (l *labelled) min(width float32) fyne.Size {
	if l.text.Text() == "" {
		return fyne.NewSquareSize(IconSize + Gap4)
	}
	if width <= 0 {
		width = labelIndent + l.words()
	}
	least := labelIndent + l.text.measure(l.text.Text())
	return fyne.NewSize(min(least, 20*SizeBody), labelledHeight(l.text.Text(), l.captionText(), max(width, min(least, 20*SizeBody))))
}

func (l *labelled) captionText() string {
	if l.caption.Hidden {
		return ""
	}
	return l.caption.Text()
}

func (l *labelled) layout(size fyne.Size) {
	room := size.Width - labelIndent
	line := max(l.text.lineHeight(), IconSize)
	top := Gap4 / 2
	l.icon.Resize(fyne.NewSquareSize(IconSize))
	l.icon.Move(centred(0, IconSize, line+2*top))
	text := l.text.HeightFor(room)
	l.text.Resize(fyne.NewSize(room, text))
	l.text.Move(fyne.NewPos(labelIndent, top+(line-l.text.lineHeight())/2))
	caption := l.caption.HeightFor(room)
	l.caption.Resize(fyne.NewSize(room, caption))
	l.caption.Move(fyne.NewPos(labelIndent, l.text.Position().Y+text))
	used := fyne.NewSize(IconSize, line+2*top)
	if l.text.Text() != "" {
		used = fyne.NewSize(min(size.Width, labelIndent+l.words())+Gap4, size.Height)
	}
	l.overlay.Resize(used)
	l.ring.place(fyne.Position{}, used)
}

// labelledHeight is the height of such a drawing at a width.
func labelledHeight(text, caption string, width float32) float32 {
	t := BodyText(text).Wrapped()
	room := width - labelIndent
	height := Gap4 + max(IconSize, IconSize-t.lineHeight()+t.HeightFor(room))
	if caption != "" {
		height += CaptionText(caption).Wrapped().HeightFor(room)
	}
	return height
}
