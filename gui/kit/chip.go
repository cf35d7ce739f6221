package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// ChipSpec describes a filter chip.
type ChipSpec struct {
	Text     string
	Icon     IconName
	Selected bool
	Act      func()
}

// Chip is a filter with the number of what it would show. Selected it has a tick and bold text; with nothing to show it is
// pale and still works.
type Chip struct {
	press
	spec  ChipSpec
	count int    // -1 is not known
	shown string // the number as written
}

// NewChip makes a chip without a number.
func NewChip(spec ChipSpec) *Chip {
	c := &Chip{spec: spec, count: -1}
	c.act = spec.Act
	c.extend(c)
	return c
}

// SetCount shows how many the filter finds, written the way the language writes numbers; a negative number shows none.
func (c *Chip) SetCount(n int, shown string) {
	c.count, c.shown = n, shown
	c.Refresh()
}

// SetText replaces the words of the filter.
func (c *Chip) SetText(text string) {
	c.spec.Text = text
	c.Refresh()
}

// SetSelected marks the chip as the filter in use, or not.
func (c *Chip) SetSelected(selected bool) {
	c.spec.Selected = selected
	c.Refresh()
}

// Selected says whether the chip is the filter in use.
func (c *Chip) Selected() bool { return c.spec.Selected }

// AccessibilityLabel is the text with the number.
func (c *Chip) AccessibilityLabel() string {
	if c.count < 0 {
		return c.spec.Text
	}
	return c.spec.Text + ", " + c.shown
}

// AccessibilityRole is the nearest that the toolkit knows.
func (c *Chip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// look returns ground, outline and ink.
func (c *Chip) look() (ground, edge, ink fyne.ThemeColorName) {
	switch {
	case c.Disabled():
		return "", ColorLine, ColorDisabled
	case c.spec.Selected:
		return ColorAccentSoft, ColorAccent, ColorAccent
	case c.count == 0:
		return ColorSurface, ColorLine, ColorText2
	}
	return ColorSurface, ColorEdge, ColorText
}

// CreateRenderer is called by the toolkit.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	ground, overlay, around := canvas.NewRectangle(nil), canvas.NewRectangle(nil), newRing(HeightChip/2, false)
	icon, text, count := newIcon(IconCheck, ColorText), BodyText(""), CaptionText("")
	overlay.CornerRadius = HeightChip / 2
	line := &chipLine{chip: c, icon: icon, text: text, count: count}
	p := &parts{self: c, objects: []fyne.CanvasObject{ground, overlay, icon, text, count, around.line}}
	p.min = line.min
	p.layout = func(size fyne.Size) {
		fillName, edge, _ := c.look()
		ground.FillColor = colourOrClear(fillName)
		stroke(ground, edge, EdgeWidth, fyne.Position{}, size, HeightChip/2)
		overlay.Resize(size)
		around.place(fyne.Position{}, size)
		line.layout(size)
	}
	p.paint = func() {
		fill(overlay, c.overlay())
		line.paint()
		around.show(c.ringed())
	}
	p.paint()
	return p
}

// chipLine draws what stands inside a chip.
type chipLine struct {
	chip        *Chip
	icon        *canvas.Image
	text, count *Text
}

func (l *chipLine) iconName() IconName {
	if l.chip.spec.Selected {
		return IconCheck
	}
	return l.chip.spec.Icon
}

func (l *chipLine) paint() {
	_, _, ink := l.chip.look()
	setIcon(l.icon, l.iconName(), ink)
	l.text.SetText(l.chip.spec.Text)
	l.text.SetBold(l.chip.spec.Selected)
	l.text.SetColour(ink)
	l.text.Refresh()
	number := ""
	if l.chip.count >= 0 {
		number = l.chip.shown
	}
	l.count.SetText(number)
	l.count.Refresh()
}

func (l *chipLine) min() fyne.Size {
	width := 2*Gap12 + l.text.MinSize().Width
	if l.iconName() != "" {
		width += IconSizeSmall + Gap8
	}
	if l.count.Text() != "" {
		width += Gap8 - 2 + l.count.MinSize().Width
	}
	return fyne.NewSize(width, HeightChip)
}

func (l *chipLine) layout(size fyne.Size) {
	x := Gap12
	if l.iconName() != "" {
		l.icon.Resize(fyne.NewSquareSize(IconSizeSmall))
		l.icon.Move(centred(x, IconSizeSmall, size.Height))
		x += IconSizeSmall + Gap8
	}
	text, count := l.text.MinSize(), l.count.MinSize()
	l.text.Resize(text)
	l.text.Move(centred(x, text.Height, size.Height))
	l.count.Resize(count)
	l.count.Move(centred(x+text.Width+Gap8-2, count.Height, size.Height))
}
