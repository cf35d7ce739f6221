package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const (
	cardPad  float32 = 13
	cardText         = cardPad + IconTile + 14 // where a card's words begin
	cardEnd          = cardPad + IconSize + Gap16
)

// optionItem is one option of a group, as a card or as a plain radio. The group has the focus, the item only the mouse.
type optionItem struct {
	widget.BaseWidget
	group   *OptionGroup
	option  Option
	hovered bool
	around  *ring
}

func newOptionItem(g *OptionGroup, o Option) *optionItem {
	i := &optionItem{group: g, option: o}
	i.ExtendBaseWidget(i)
	return i
}

// Tapped is called by the toolkit.
func (i *optionItem) Tapped(*fyne.PointEvent) {
	if i.group.usable(i) {
		i.group.takePointerFocus()
		i.group.choose(i)
	}
}

// MouseIn is called by the toolkit.
func (i *optionItem) MouseIn(*desktop.MouseEvent) {
	i.hovered = true
	i.Refresh()
}

// MouseMoved is called by the toolkit.
func (i *optionItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by the toolkit.
func (i *optionItem) MouseOut() {
	i.hovered = false
	i.Refresh()
}

func (i *optionItem) selected() bool { return i.group.spec.Selected == i.option.ID }

func (i *optionItem) disabled() bool { return !i.group.usable(i) }

// caption is the second line: for a disabled option the reason.
func (i *optionItem) caption() string {
	if i.option.Disabled && i.option.Reason != "" {
		return i.option.Reason
	}
	return i.option.Caption
}

func (i *optionItem) overlay() fyne.ThemeColorName {
	if i.hovered && !i.disabled() {
		return ColorHover
	}
	return ""
}

// radio returns the icon of the choice and its colour.
func (i *optionItem) radio() (IconName, fyne.ThemeColorName) {
	switch {
	case i.selected():
		return IconRadioOn, inkOr(ColorAccent, i.disabled())
	case i.disabled():
		return IconRadioOff, ColorLine
	}
	return IconRadioOff, ColorEdge
}

func (i *optionItem) paintRing() {
	if i.around != nil {
		i.around.show(i.group.ringed() && i.group.current() == i)
	}
}

// HeightFor returns the height at a width.
func (i *optionItem) HeightFor(width float32) float32 {
	if !i.group.spec.Cards {
		return labelledHeight(i.option.Title, i.caption(), width)
	}
	room := width - cardText - cardEnd
	height := BodyText(i.option.Title).Wrapped().HeightFor(room)
	if i.caption() != "" {
		height += CaptionText(i.caption()).Wrapped().HeightFor(room)
	}
	if len(i.option.Note) > 0 {
		height += Gap4 + NewRich(SizeCaption, i.option.Note...).HeightFor(room-noteIndent)
	}
	return max(height, IconTile) + 2*cardPad
}

// CreateRenderer is called by the toolkit.
func (i *optionItem) CreateRenderer() fyne.WidgetRenderer {
	if i.group.spec.Cards {
		return i.cardRenderer()
	}
	l := newLabelled()
	i.around = l.ring
	p := &parts{self: i, objects: l.objects()}
	p.min = func() fyne.Size { return l.min(i.Size().Width) }
	p.layout = l.layout
	p.paint = func() {
		icon, colour := i.radio()
		setIcon(l.icon, icon, colour)
		l.show(i.option.Title, i.caption(), i.disabled())
		fill(l.overlay, i.overlay())
		i.paintRing()
	}
	p.paint()
	return p
}

func (i *optionItem) cardRenderer() fyne.WidgetRenderer {
	c := &cardParts{
		item: i, ground: canvas.NewRectangle(nil), overlay: canvas.NewRectangle(nil), tile: canvas.NewRectangle(nil),
		icon: newIcon(IconKey, ColorText2), radio: newIcon(IconRadioOff, ColorEdge),
		warning: newIcon(IconAlertTriangle, ColorAttention), note: NewRich(SizeCaption),
		title: BodyText("").Wrapped(), caption: CaptionText("").Wrapped(),
	}
	i.around = newRing(RadiusBox, false)
	c.overlay.CornerRadius, c.tile.CornerRadius = RadiusBox, RadiusControl
	p := &parts{self: i, min: c.min, layout: c.layout, paint: c.paint}
	p.objects = []fyne.CanvasObject{c.ground, c.overlay, c.tile, c.icon, c.title, c.caption, c.warning, c.note, c.radio, i.around.line}
	c.paint()
	return p
}

// cardParts draws a card.
type cardParts struct {
	item                  *optionItem
	ground, overlay, tile *canvas.Rectangle
	icon, radio, warning  *canvas.Image
	title, caption        *Text
	note                  *Rich
}

func (c *cardParts) paint() {
	i := c.item
	ground, tile, ink := ColorSurface, ColorInset, inkOr(ColorText2, i.disabled())
	if i.selected() {
		ground, tile, ink = ColorAccentSoft, ColorSurface, inkOr(ColorAccent, i.disabled())
	}
	fill(c.ground, ground)
	fill(c.tile, tile)
	fill(c.overlay, i.overlay())
	setIcon(c.icon, i.option.Icon, ink)
	icon, colour := i.radio()
	setIcon(c.radio, icon, colour)
	c.title.SetText(i.option.Title)
	c.title.SetBold(i.selected())
	c.title.SetColour(inkOr(ColorText, i.disabled()))
	c.title.Refresh()
	c.caption.SetText(i.caption())
	c.caption.Refresh()
	c.note.SetSpans(i.option.Note...)
	c.note.Hidden, c.warning.Hidden = len(i.option.Note) == 0, len(i.option.Note) == 0
	c.warning.Refresh()
	i.paintRing()
}

func (c *cardParts) min() fyne.Size {
	width := cardText + cardEnd + 10*SizeBody
	return fyne.NewSize(width, c.item.HeightFor(max(width, c.item.Size().Width)))
}

func (c *cardParts) layout(size fyne.Size) {
	edge, width := ColorLine, EdgeWidth
	if c.item.selected() {
		edge, width = ColorAccent, RingWidth
	}
	stroke(c.ground, edge, width, fyne.Position{}, size, RadiusBox)
	c.overlay.Resize(size)
	c.item.around.place(fyne.Position{}, size)
	c.tile.Resize(fyne.NewSquareSize(IconTile))
	c.tile.Move(fyne.NewPos(cardPad, cardPad))
	c.icon.Resize(fyne.NewSquareSize(IconSize))
	c.icon.Move(fyne.NewPos(cardPad+(IconTile-IconSize)/2, cardPad+(IconTile-IconSize)/2))
	c.radio.Resize(fyne.NewSquareSize(IconSize))
	c.radio.Move(fyne.NewPos(size.Width-cardPad-IconSize, cardPad))
	c.layoutWords(size.Width - cardText - cardEnd)
}

func (c *cardParts) layoutWords(room float32) {
	y := cardPad
	place := func(o fyne.CanvasObject, left, height float32) {
		o.Move(fyne.NewPos(cardText+left, y))
		o.Resize(fyne.NewSize(room-left, height))
		y += height
	}
	place(c.title, 0, c.title.HeightFor(room))
	if c.caption.Text() != "" {
		place(c.caption, 0, c.caption.HeightFor(room))
	}
	y += Gap4
	c.warning.Resize(fyne.NewSquareSize(IconSizeSmall))
	c.warning.Move(fyne.NewPos(cardText, y))
	place(c.note, noteIndent, c.note.HeightFor(room-noteIndent))
}
