package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// cellLimit is the most characters of a text that a cell measures; no column is wide enough for more.
const cellLimit = 300

// Cell is one field of a long list's row. A column's Show calls one of its methods; a cell it leaves alone is empty.
type Cell struct {
	icon   *canvas.Image
	lines  [2]cellLine
	glyph  IconName // what icon shows now
	ink    fyne.ThemeColorName
	strong bool // the first line is bold in a selected row
	bar    *canvas.Rectangle
	share  float32 // of the column that the bar takes, 0 for none
}

// cellLine is a line of text with an ellipsis where it is too long.
type cellLine struct {
	shown *canvas.Text
	spec  TextSpec
	full  string
	cut   struct { // what shown was made from
		full  string
		spec  TextSpec
		width float32
	}
}

func newCell() *Cell {
	c := &Cell{icon: newIcon(IconInfo, ColorText2), bar: canvas.NewRectangle(nil)}
	c.bar.CornerRadius = Gap4
	for i := range c.lines {
		c.lines[i].shown = canvas.NewText("", nil)
	}
	return c
}

func (c *Cell) clear() {
	c.glyph, c.strong, c.share = "", false, 0
	c.lines[0].full, c.lines[1].full = "", ""
}

// Name shows a name in body size with a caption below it.
func (c *Cell) Name(title, caption string) {
	c.strong = true
	c.lines[0].set(title, TextSpec{Size: SizeBody, Colour: ColorText})
	c.lines[1].set(caption, TextSpec{Size: SizeCaption, Colour: ColorText2})
}

// Caption shows a quiet text.
func (c *Cell) Caption(text string) {
	c.lines[0].set(text, TextSpec{Size: SizeCaption, Colour: ColorText2})
}

// State shows a state line. An empty icon stands for the tone's own.
func (c *Cell) State(tone Tone, icon IconName, word string) {
	if icon == "" {
		icon = tone.Icon()
	}
	if c.glyph != icon || c.ink != tone.Colour() {
		c.icon.Resource = IconColoured(icon, tone.Colour())
		c.icon.Refresh() // else the toolkit goes on showing the former one
	}
	c.glyph, c.ink = icon, tone.Colour()
	c.lines[0].set(word, TextSpec{Size: SizeCaption, Colour: tone.Colour(), Bold: true})
}

// Outcome shows what came of something: an icon in the colour of its tone, and words in body size, bold where something went
// wrong.
func (c *Cell) Outcome(tone Tone, icon IconName, words string, strong bool) {
	c.State(tone, icon, words)
	c.lines[0].spec = TextSpec{Size: SizeBody, Colour: ColorText, Bold: strong}
}

// Below adds a caption below what the cell shows.
func (c *Cell) Below(caption string) {
	c.lines[1].set(caption, TextSpec{Size: SizeCaption, Colour: ColorText2})
}

// Bar shows a bar over a share of the column from 0 to 1, with a number after it. A share above 0 is always to be seen.
func (c *Cell) Bar(share float32, number string) {
	c.share = min(1, max(0, share))
	c.lines[0].set(number, TextSpec{Size: SizeCaption, Bold: c.share > 0, Colour: onlyInk(c.share > 0)})
}

func onlyInk(strong bool) fyne.ThemeColorName {
	if strong {
		return ColorText
	}
	return ColorText2
}

func (l *cellLine) set(text string, spec TextSpec) { l.full, l.spec = head(text, cellLimit), spec }

// fit makes what is seen for a width.
func (l *cellLine) fit(width float32, bold bool) {
	spec := l.spec
	spec.Bold = spec.Bold || bold
	l.shown.Color = Colour(colourOr(spec.Colour, ColorText))
	if l.full == l.cut.full && spec == l.cut.spec && width == l.cut.width {
		return
	}
	l.cut.full, l.cut.spec, l.cut.width = l.full, spec, width
	l.shown.TextSize, l.shown.TextStyle = spec.Size, spec.style()
	l.shown.Text = ""
	if width > 0 {
		l.shown.Text = spec.cut(Shown(l.full), width)
	}
	l.shown.FontSource = fontOf(l.shown.Text, l.shown.TextStyle)
}

// height is that of a line of the design's type, without asking the font at every scroll; 0 for an empty line.
func (l *cellLine) height() float32 {
	if l.full == "" {
		return 0
	}
	return whole(l.spec.Size*1.36 + .5)
}

func colourOr(name, other fyne.ThemeColorName) fyne.ThemeColorName {
	if name == "" {
		return other
	}
	return name
}

// barNumber is the room for the number after the longest bar.
const barNumber float32 = 64

// place puts the cell's parts into its column.
func (c *Cell) place(span listSpan, height float32, selected bool) {
	x, width := span.x, span.width
	c.icon.Hidden = c.glyph == "" || !span.shown
	if c.glyph != "" {
		c.icon.Resize(fyne.NewSquareSize(IconSizeSmall))
		c.icon.Move(fyne.NewPos(x, (height-IconSizeSmall)/2))
		x, width = x+IconSizeSmall+6, width-IconSizeSmall-6
	}
	c.bar.Hidden = c.share == 0 || !span.shown
	if !c.bar.Hidden {
		long := max(Gap4, c.share*(width-barNumber))
		c.bar.FillColor = Colour(ColorAccent)
		c.bar.Move(fyne.NewPos(x, (height-Gap8)/2))
		c.bar.Resize(fyne.NewSize(long, Gap8))
		x, width = x+long+Gap8, width-long-Gap8
	}
	y := height / 2
	for i := range c.lines {
		y -= c.lines[i].height() / 2
	}
	for i := range c.lines {
		line := &c.lines[i]
		line.shown.Hidden = line.full == "" || !span.shown
		if line.shown.Hidden {
			continue
		}
		line.fit(width, i == 0 && selected && c.strong)
		line.shown.Move(fyne.NewPos(x, y))
		line.shown.Resize(fyne.NewSize(width, line.height()))
		y += line.height()
	}
}

// listRow is a row in view. The list gives it another index as it scrolls.
type listRow struct {
	widget.BaseWidget
	list            *List
	index           int // -1 for none
	cells           []*Cell
	known, selected bool
	hovered, marked bool
	held            fyne.KeyModifier // when the button of the mouse went down
}

func newListRow(l *List) *listRow {
	row := &listRow{list: l, index: -1}
	for range l.columns {
		row.cells = append(row.cells, newCell())
	}
	row.ExtendBaseWidget(row)
	return row
}

// Tapped is called by the toolkit.
func (r *listRow) Tapped(ev *fyne.PointEvent) {
	if r.index >= 0 {
		r.list.clicked(r.index, ev.Position.X, r.held)
	}
	r.held = 0
}

// MouseDown is called by the toolkit, before Tapped.
func (r *listRow) MouseDown(ev *desktop.MouseEvent) { r.held = ev.Modifier }

// MouseUp is called by the toolkit.
func (r *listRow) MouseUp(*desktop.MouseEvent) {}

// MouseIn is called by the toolkit.
func (r *listRow) MouseIn(*desktop.MouseEvent) { r.hover(true) }

// MouseMoved is called by the toolkit.
func (r *listRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by the toolkit.
func (r *listRow) MouseOut() { r.hover(false) }

func (r *listRow) hover(on bool) {
	r.hovered = on
	r.Refresh()
}

// CreateRenderer is called by the toolkit.
func (r *listRow) CreateRenderer() fyne.WidgetRenderer {
	tint, over, line, pale := canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	pale.CornerRadius = Gap4
	around, box := newSquareRing(), newIcon(IconCheckOff, ColorEdge)
	p := &parts{self: r, objects: []fyne.CanvasObject{tint, over, line, pale, box}}
	for _, c := range r.cells {
		p.objects = append(p.objects, c.icon, c.bar, c.lines[0].shown, c.lines[1].shown)
	}
	p.objects = append(p.objects, around[0], around[1], around[2], around[3])
	p.min = func() fyne.Size { return fyne.NewSize(0, r.list.height) }
	p.layout = func(size fyne.Size) {
		for _, o := range []*canvas.Rectangle{tint, over} {
			o.Resize(size)
		}
		line.Move(fyne.NewPos(0, size.Height-EdgeWidth))
		line.Resize(fyne.NewSize(size.Width, EdgeWidth))
		box.Resize(fyne.NewSquareSize(IconSize))
		box.Move(fyne.NewPos(PadBoxLeft, (size.Height-EdgeWidth-IconSize)/2))
		pale.Move(fyne.NewPos(PadBoxLeft+r.list.markRoom(), (size.Height-10)/2))
		pale.Resize(fyne.NewSize(min(190, size.Width/2), 10))
		around.place(size)
		spans := r.list.spans(size.Width)
		for i, c := range r.cells {
			c.place(spans[i], size.Height-EdgeWidth, r.selected)
		}
	}
	p.paint = func() {
		fill(line, ColorLine)
		fill(pale, ColorLine)
		pale.Hidden = r.known
		if r.list.mark != nil {
			icon, colour := markLook(r.marked)
			setIcon(box, icon, colour)
		}
		box.Hidden = r.list.mark == nil || !r.known
		fill(tint, onlyIf(r.selected, ColorAccentSoft))
		fill(over, onlyIf(r.hovered && r.known, ColorHover))
		around.show(r.list.ringed() && r.list.cursor == r.index)
	}
	p.paint()
	return p
}

func markLook(marked bool) (IconName, fyne.ThemeColorName) {
	if marked {
		return IconCheckOn, ColorAccent
	}
	return IconCheckOff, ColorEdge
}

func onlyIf(yes bool, name fyne.ThemeColorName) fyne.ThemeColorName {
	if yes {
		return name
	}
	return ""
}

// squareRing is the focus ring of a row: top, bottom, left and right. It is made of fills, because in a scroller one of
// the toolkit's painters shifts outlines that begin near the edge.
type squareRing [4]*canvas.Rectangle

func newSquareRing() squareRing {
	var ring squareRing
	for i := range ring {
		ring[i] = canvas.NewRectangle(nil)
	}
	return ring
}

func (r squareRing) place(size fyne.Size) {
	for i, side := range r {
		if i < 2 {
			side.Resize(fyne.NewSize(size.Width, RingWidth))
		} else {
			side.Resize(fyne.NewSize(RingWidth, size.Height))
		}
	}
	r[1].Move(fyne.NewPos(0, size.Height-RingWidth))
	r[3].Move(fyne.NewPos(size.Width-RingWidth, 0))
}

func (r squareRing) show(on bool) {
	for _, side := range r {
		side.Hidden = !on
		fill(side, ColorAccent)
	}
}
