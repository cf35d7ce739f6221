package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// dropRowHeight is the height of an entry of the list that drops down.
const dropRowHeight = HeightRowControl + Gap4

// dropList is the list of a select. It has the keyboard while it is open: arrows, Home, End, letters, Return or Space
// chooses, Escape or Tab closes. The toolkit's own menu cannot scroll to the entry that the arrows reach.
type dropList struct {
	widget.BaseWidget
	options []Choice
	chosen  int
	active  int
	rows    []*dropRow
	scroll  *container.Scroll
	onPick  func(int)
	onClose func()
	keys    keyPress
	bare    bool // what it is part of has the outline
}

func newDropList(options []Choice, chosen int, onPick func(int), onClose func()) *dropList {
	d := &dropList{options: options, chosen: chosen, active: max(0, chosen), onPick: onPick, onClose: onClose, keys: newKeyPress()}
	rows := VBox(0)
	for i := range options {
		row := &dropRow{list: d, index: i}
		row.ExtendBaseWidget(row)
		d.rows = append(d.rows, row)
		rows.Add(row)
	}
	d.scroll = container.NewVScroll(rows)
	d.ExtendBaseWidget(d)
	return d
}

// wanted is the height that shows all entries.
func (d *dropList) wanted() float32 { return float32(len(d.options))*dropRowHeight + 2*Gap4 }

// FocusGained is called by the toolkit.
func (d *dropList) FocusGained() {}

// FocusLost is called by the toolkit.
func (d *dropList) FocusLost() {}

// TypedRune is called by the toolkit.
func (d *dropList) TypedRune(r rune) {
	if i := nextWithLetter(d.options, d.active, r); i >= 0 {
		d.moveTo(i)
	}
}

// KeyDown is called by the toolkit for a key's own press, not for its repeats.
func (d *dropList) KeyDown(*fyne.KeyEvent) { d.keys.fresh = true }

// KeyUp is called by the toolkit.
func (d *dropList) KeyUp(*fyne.KeyEvent) {}

// AcceptsTab keeps Tab from leading to objects beneath the list.
func (d *dropList) AcceptsTab() bool { return true }

// TypedKey is called by the toolkit.
func (d *dropList) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyDown:
		d.moveTo(d.active + 1)
	case fyne.KeyUp:
		d.moveTo(d.active - 1)
	case fyne.KeyPageDown:
		d.moveTo(d.active + d.page())
	case fyne.KeyPageUp:
		d.moveTo(d.active - d.page())
	case fyne.KeyHome:
		d.moveTo(0)
	case fyne.KeyEnd:
		d.moveTo(len(d.options) - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if d.keys.once() {
			d.onPick(d.active)
		}
	case fyne.KeyEscape, fyne.KeyTab:
		d.onClose()
	}
}

func (d *dropList) page() int { return max(1, int(d.scroll.Size().Height/dropRowHeight)-1) }

func (d *dropList) moveTo(i int) {
	before := d.active
	d.active = min(max(0, i), len(d.options)-1)
	d.rows[before].Refresh()
	d.rows[d.active].Refresh()
	d.reveal()
}

// reveal scrolls as little as shows the active entry.
func (d *dropList) reveal() {
	top, height := float32(d.active)*dropRowHeight, d.scroll.Size().Height
	switch {
	case top < d.scroll.Offset.Y:
		d.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+dropRowHeight > d.scroll.Offset.Y+height:
		d.scroll.ScrollToOffset(fyne.NewPos(0, top+dropRowHeight-height))
	}
}

// CreateRenderer is called by the toolkit.
func (d *dropList) CreateRenderer() fyne.WidgetRenderer {
	edge := canvas.NewRectangle(nil)
	p := &parts{self: d, objects: []fyne.CanvasObject{edge, d.scroll}, paint: func() {}}
	p.min = func() fyne.Size { return fyne.NewSize(IconSize, dropRowHeight+2*Gap4) }
	p.layout = func(size fyne.Size) {
		if !d.bare {
			edge.FillColor = Colour(ColorSurface)
			stroke(edge, ColorLine, EdgeWidth, fyne.Position{}, size, RadiusBox)
		}
		d.scroll.Move(fyne.NewPos(Gap4, Gap4))
		d.scroll.Resize(size.SubtractWidthHeight(2*Gap4, 2*Gap4))
	}
	return p
}

// dropRow is one entry of the list.
type dropRow struct {
	widget.BaseWidget
	list  *dropList
	index int
}

// Tapped is called by the toolkit.
func (r *dropRow) Tapped(*fyne.PointEvent) { r.list.onPick(r.index) }

// MouseIn is called by the toolkit.
func (r *dropRow) MouseIn(*desktop.MouseEvent) { r.list.moveTo(r.index) }

// MouseMoved is called by the toolkit.
func (r *dropRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by the toolkit.
func (r *dropRow) MouseOut() {}

// CreateRenderer is called by the toolkit.
func (r *dropRow) CreateRenderer() fyne.WidgetRenderer {
	ground, tick := canvas.NewRectangle(nil), newIcon(IconCheck, ColorAccent)
	text := BodyText(r.list.options[r.index].Text).Shrinking()
	ground.CornerRadius = RadiusControl
	p := &parts{self: r, objects: []fyne.CanvasObject{ground, text, tick}}
	p.min = func() fyne.Size { return fyne.NewSize(IconSize, dropRowHeight) }
	p.layout = func(size fyne.Size) {
		ground.Resize(size)
		words := fyne.NewSize(max(0, size.Width-3*Gap8-IconSizeSmall), text.lineHeight())
		text.Resize(words)
		text.Move(centred(Gap8, words.Height, size.Height))
		tick.Resize(fyne.NewSquareSize(IconSizeSmall))
		tick.Move(centred(size.Width-Gap8-IconSizeSmall, IconSizeSmall, size.Height))
	}
	p.paint = func() {
		name := fyne.ThemeColorName("")
		if r.index == r.list.active {
			name = ColorAccentSoft
		}
		fill(ground, name)
		tick.Hidden = r.index != r.list.chosen
		tick.Refresh()
		text.Refresh()
	}
	p.paint()
	return p
}
