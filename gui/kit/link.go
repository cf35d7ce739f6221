package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Link is underlined accent text that opens something or leads elsewhere.
type Link struct {
	press
	spec TextSpec
}

// NewLink makes a link in body size.
func NewLink(text string, act func()) *Link {
	return newLink(TextSpec{Text: text}, act)
}

// NewSmallLink makes a link in caption size, for the end of a caption line.
func NewSmallLink(text string, act func()) *Link {
	return newLink(TextSpec{Text: text, Size: SizeCaption}, act)
}

func newLink(spec TextSpec, act func()) *Link {
	spec.Colour = ColorAccent
	l := &Link{spec: spec}
	l.act = act
	l.extend(l)
	return l
}

// SetText replaces the words.
func (l *Link) SetText(text string) {
	l.spec.Text = text
	l.Refresh()
}

// Text returns the words.
func (l *Link) Text() string { return l.spec.Text }

// AccessibilityLabel is the text.
func (l *Link) AccessibilityLabel() string { return l.spec.Text }

// AccessibilityRole says that this is a link.
func (l *Link) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

// CreateRenderer is called by the toolkit.
func (l *Link) CreateRenderer() fyne.WidgetRenderer {
	text, underline, around := NewText(l.spec), canvas.NewRectangle(nil), newRing(Gap4, false)
	p := &parts{self: l, objects: []fyne.CanvasObject{text, underline, around.line}}
	p.min = func() fyne.Size { return text.MinSize().AddWidthHeight(0, RingWidth) }
	p.layout = func(size fyne.Size) {
		words := text.MinSize()
		words.Width = min(words.Width, size.Width)
		text.Resize(words)
		text.Move(centred(0, words.Height+RingWidth, size.Height))
		underline.Resize(fyne.NewSize(words.Width, EdgeWidth))
		underline.Move(fyne.NewPos(0, text.Position().Y+words.Height-EdgeWidth))
		around.place(text.Position(), words.AddWidthHeight(0, EdgeWidth))
	}
	p.paint = func() {
		ink := ColorAccent
		if l.Disabled() {
			ink = ColorDisabled
		}
		text.SetText(l.spec.Text)
		text.SetColour(ink)
		text.Refresh()
		fill(underline, ink)
		underline.Hidden = l.hovered
		around.show(l.ringed())
	}
	p.paint()
	return p
}
