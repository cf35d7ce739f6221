package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// HeightTab is the height of a line of tabs in logical units.
const HeightTab float32 = 40

// Tab is the head of one of several contents that take turns, with a line below it while it is the one shown.
type Tab struct {
	press
	id, text string
	selected bool
}

// NewTab makes a tab; id is for its owner.
func NewTab(id, text string, act func()) *Tab {
	t := &Tab{id: id, text: text}
	t.act = act
	t.extend(t)
	return t
}

// ID is what the owner gave.
func (t *Tab) ID() string { return t.id }

// SetSelected marks the tab whose content is shown.
func (t *Tab) SetSelected(selected bool) {
	t.selected = selected
	t.Refresh()
}

// SetText replaces the words.
func (t *Tab) SetText(text string) {
	t.text = text
	t.Refresh()
}

// AccessibilityLabel is the text.
func (t *Tab) AccessibilityLabel() string { return t.text }

// AccessibilityRole is the nearest that the toolkit knows.
func (t *Tab) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is called by the toolkit.
func (t *Tab) CreateRenderer() fyne.WidgetRenderer {
	overlay, mark, around := canvas.NewRectangle(nil), canvas.NewRectangle(nil), newRing(RadiusControl, true)
	overlay.CornerRadius, mark.CornerRadius = RadiusControl, RingWidth/2
	text := NewText(TextSpec{Text: t.text})
	p := &parts{self: t, objects: []fyne.CanvasObject{overlay, text, mark, around.line}}
	p.min = func() fyne.Size {
		bold := TextSpec{Size: SizeBody, Bold: true}
		return fyne.NewSize(2*Gap12+bold.measure(t.text).Width, HeightTab)
	}
	p.layout = func(size fyne.Size) {
		overlay.Resize(size)
		around.place(fyne.Position{}, size)
		words := text.MinSize()
		text.Resize(words)
		text.Move(fyne.NewPos((size.Width-words.Width)/2, (size.Height-words.Height)/2))
		mark.Resize(fyne.NewSize(size.Width, RingWidth+1))
		mark.Move(fyne.NewPos(0, size.Height-RingWidth-1))
	}
	p.paint = func() {
		ink := ColorText2
		fillName := fyne.ThemeColorName("")
		if t.selected {
			ink, fillName = ColorAccent, ColorAccent
		}
		text.SetText(t.text)
		text.SetBold(t.selected)
		text.SetColour(ink)
		text.Refresh()
		fill(mark, fillName)
		fill(overlay, t.overlay())
		around.show(t.ringed())
	}
	p.paint()
	return p
}

// GroupItem leads to a group of settings and tells how many of them are changed.
type GroupItem struct {
	press
	id, text string
	selected bool
	count    int
	problem  bool
}

// NewGroupItem makes an item; id is for its owner.
func NewGroupItem(id, text string, act func()) *GroupItem {
	g := &GroupItem{id: id, text: text}
	g.act = act
	g.extend(g)
	return g
}

// ID is what the owner gave.
func (g *GroupItem) ID() string { return g.id }

// SetSelected marks the group in view.
func (g *GroupItem) SetSelected(selected bool) {
	if g.selected != selected {
		g.selected = selected
		g.Refresh()
	}
}

// SetChanges shows how many settings are changed, and whether one of them needs mending.
func (g *GroupItem) SetChanges(count int, problem bool) {
	if g.count != count || g.problem != problem {
		g.count, g.problem = count, problem
		g.Refresh()
	}
}

// AccessibilityLabel is the text.
func (g *GroupItem) AccessibilityLabel() string { return g.text }

// AccessibilityRole is the nearest that the toolkit knows.
func (g *GroupItem) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is called by the toolkit.
func (g *GroupItem) CreateRenderer() fyne.WidgetRenderer {
	ground, overlay, around := canvas.NewRectangle(nil), canvas.NewRectangle(nil), newRing(RadiusControl, true)
	ground.CornerRadius, overlay.CornerRadius = RadiusControl, RadiusControl
	text, count, icon := BodyText(g.text).Shrinking(), NewText(TextSpec{Size: SizeCaption, Bold: true}), newIcon(IconEdit, ColorAccent)
	p := &parts{self: g, objects: []fyne.CanvasObject{ground, overlay, text, icon, count, around.line}}
	p.min = func() fyne.Size { return fyne.NewSize(4*Gap32, HeightControl-2) }
	p.layout = func(size fyne.Size) {
		ground.Resize(size)
		overlay.Resize(size)
		around.place(fyne.Position{}, size)
		number := count.MinSize()
		right := size.Width - 10 - number.Width
		count.Resize(number)
		count.Move(centred(right, number.Height, size.Height))
		icon.Resize(fyne.NewSquareSize(IconSizeSmall - 2))
		icon.Move(centred(right-Gap4-IconSizeSmall+2, IconSizeSmall-2, size.Height))
		text.Resize(fyne.NewSize(max(0, right-IconSizeSmall-Gap4-10), text.lineHeight()))
		text.Move(centred(10, text.lineHeight(), size.Height))
	}
	p.paint = func() { g.paint(ground, text, count, icon); fill(overlay, g.overlay()); around.show(g.ringed()) }
	p.paint()
	return p
}

func (g *GroupItem) paint(ground *canvas.Rectangle, text, count *Text, icon *canvas.Image) {
	ink, soft := ColorText, fyne.ThemeColorName("")
	if g.selected {
		ink, soft = ColorAccent, ColorAccentSoft
	}
	fill(ground, soft)
	text.SetText(g.text)
	text.SetBold(g.selected)
	text.SetColour(ink)
	text.Refresh()
	number, mark, colour := "", IconName(""), ColorAccent
	switch {
	case g.problem:
		mark, colour = IconAlertOctagon, ColorDanger
	case g.count > 0:
		mark = IconEdit
	}
	if g.count > 0 {
		number = strconv.Itoa(g.count)
	}
	count.SetText(number)
	count.SetColour(colour)
	count.Refresh()
	setIcon(icon, mark, colour)
}
