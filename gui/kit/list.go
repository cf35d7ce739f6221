package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// ListColumn is a column of a long list whose rows are of type T.
type ListColumn[T any] struct {
	ID    string // names the column to the program
	Label string // above the column
	Width float32
	From  float32 // shown only in a list at least this wide
	Show  func(row T, cell *Cell)
}

// ListSpec describes a long list. Its data stays with the caller: the list asks for the rows it shows and for no other.
type ListSpec[T any] struct {
	Columns  []ListColumn[T]       // a Width of 0 shares what the others leave
	Len      func() int            // number of rows
	Row      func(i int) (T, bool) // a row from 0; false while it is not loaded, then it is shown pale
	Selected func(row T) bool      // tints the row that is open beside the list; nil for none
	OnOpen   func(i int, row T)    // click, Return or Space
	OnRange  func(first, last int) // rows that have come into view, last included; may be nil

	Height float32          // of a row; 0 is HeightListRow
	Marked func(row T) bool // ticks the box before a row; nil for a list without boxes
	// OnMark is told that the box of a row was pressed, or that all rows from first to last are to be ticked: by Space and
	// Ctrl+click, by Shift with the arrows or a click, by Ctrl+A.
	OnMark func(first, last int, toggle bool)
}

// List is a long list: a header, rows of 46 and a foot. Only the rows in view exist; they are used again while scrolling.
// Arrows, Page keys, Home and End move the ring, Return and Space open. The toolkit's own list tells neither the keyboard
// from the mouse nor draws a ring, and makes a new row at each key, so this one is built on its scroller.
type List struct {
	press
	columns  []listColumn
	length   func() int
	show     func(i int, row *listRow) // fills a row's cells
	open     func(i int)
	onRange  func(first, last int)
	rows     []*listRow // as many as fit into view
	scroll   *container.Scroll
	body     *fyne.Container
	head     []*Text
	foot     [2]*Text
	cursor   int // where the keyboard is
	from, to int // rows in view, to excluded
	height   float32
	mark     func(first, last int, toggle bool) // nil for a list without boxes
	anchor   int                                // where marking with Shift begins
	shift    bool                               // the key is down
}

type listColumn struct {
	label       string
	width, from float32
}

const (
	listHead float32 = 33 // the line below it included
	listFoot float32 = 30
)

// ListHeight is the height of a list that shows so many rows at once.
func ListHeight(rows int, height float32) float32 { return listHead + float32(rows)*height + listFoot }

// NewList makes a list from its description.
func NewList[T any](spec ListSpec[T]) *List {
	l := &List{length: spec.Len, onRange: spec.OnRange, height: spec.Height}
	if l.height == 0 {
		l.height = HeightListRow
	}
	if spec.Marked != nil {
		l.mark = spec.OnMark
	}
	for _, c := range spec.Columns {
		l.columns = append(l.columns, listColumn{label: c.Label, width: c.Width, from: c.From})
	}
	l.show = func(i int, row *listRow) {
		value, known := spec.Row(i)
		row.known = known
		row.marked = known && spec.Marked != nil && spec.Marked(value)
		row.selected = known && spec.Selected != nil && spec.Selected(value)
		for n, c := range spec.Columns {
			row.cells[n].clear()
			if known {
				c.Show(value, row.cells[n])
			}
		}
	}
	l.open = func(i int) {
		if value, known := spec.Row(i); known && spec.OnOpen != nil {
			spec.OnOpen(i, value)
		}
	}
	l.build()
	l.extend(l)
	return l
}

func (l *List) build() {
	l.body = &fyne.Container{Layout: &listBodyLayout{list: l}}
	l.scroll = container.NewVScroll(l.body)
	l.scroll.OnScrolled = func(fyne.Position) { l.place() }
	for _, c := range l.columns {
		l.head = append(l.head, CaptionText(c.label).Shrinking())
	}
	l.foot = [2]*Text{CaptionText("").Shrinking(), NewText(TextSpec{
		Size: SizeCaption, Colour: ColorText2, Align: fyne.TextAlignTrailing, Shrink: true,
	})}
}

// SetFoot writes below the rows: at the left which rows they are, at the right how they are sorted.
func (l *List) SetFoot(left, right string) {
	l.foot[0].SetText(left)
	l.foot[1].SetText(right)
}

// Reload asks for the rows again: after data changed, came in, or another row is selected. The place stays as far as the
// new length lets it.
func (l *List) Reload() {
	l.cursor = max(0, min(l.cursor, l.length()-1))
	for _, row := range l.rows {
		row.index = -1
	}
	l.scroll.Refresh()
	l.scrollTo(l.scroll.Offset.Y)
}

// Grown tells that rows have come before the others, or with a negative number that some have gone there. A list that is
// not at its top goes on showing the same ones, and the keyboard stays on its row.
func (l *List) Grown(by int) {
	l.cursor = max(0, min(l.cursor+by, l.length()-1))
	for _, row := range l.rows {
		row.index = -1
	}
	l.scroll.Refresh()
	y := l.scroll.Offset.Y
	if y > 0 {
		y += float32(by) * l.height
	}
	l.scrollTo(y)
}

// Cursor is the row that the keyboard is on, from 0.
func (l *List) Cursor() int { return l.cursor }

// SetCursor moves the keyboard's row and brings it into view.
func (l *List) SetCursor(i int) {
	former := l.cursor
	l.cursor = max(0, min(i, l.length()-1))
	top, height := float32(l.cursor)*l.height, l.scroll.Size().Height
	switch {
	case top < l.scroll.Offset.Y:
		l.scrollTo(top)
	case top+l.height > l.scroll.Offset.Y+height:
		l.scrollTo(top + l.height - height)
	}
	for _, row := range l.rows {
		if row.index == former || row.index == l.cursor {
			row.Refresh()
		}
	}
}

// ToTop scrolls to the first row and puts the keyboard there, as after another filter was chosen.
func (l *List) ToTop() {
	l.SetCursor(0)
	l.scrollTo(0)
}

func (l *List) scrollTo(y float32) {
	end := float32(l.length())*l.height - l.scroll.Size().Height
	l.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(y, end))))
	l.place()
}

// TypedKey is called by the toolkit.
func (l *List) TypedKey(ev *fyne.KeyEvent) {
	l.showRing()
	if to, moves := l.target(ev.Name); moves {
		l.SetCursor(to)
		l.marking()
		return
	}
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if !l.keys.once() || l.cursor >= l.length() {
			return
		}
		if ev.Name == fyne.KeySpace && l.mark != nil {
			l.toggle(l.cursor)
			return
		}
		l.open(l.cursor)
	default:
		passKey(l, ev)
	}
}

// target is the row that a key moves to.
func (l *List) target(key fyne.KeyName) (int, bool) {
	page := max(1, int(l.scroll.Size().Height/l.height)-1)
	switch key {
	case fyne.KeyDown:
		return l.cursor + 1, true
	case fyne.KeyUp:
		return l.cursor - 1, true
	case fyne.KeyPageDown:
		return l.cursor + page, true
	case fyne.KeyPageUp:
		return l.cursor - page, true
	case fyne.KeyHome:
		return 0, true
	case fyne.KeyEnd:
		return l.length() - 1, true
	}
	return 0, false
}

// place puts the rows in view where they belong and fills those that show another row than before.
func (l *List) place() {
	height, length := l.scroll.Size().Height, l.length()
	if height <= 0 {
		return
	}
	first := max(0, min(int(l.scroll.Offset.Y/l.height), length-1))
	last := min(length, first+int(height/l.height)+2)
	l.provide(int(height/l.height) + 2)
	width := l.scroll.Size().Width
	for i := first; i < last; i++ {
		row := l.rows[i%len(l.rows)]
		row.Move(fyne.NewPos(0, float32(i)*l.height))
		row.Resize(fyne.NewSize(width, l.height))
		if row.index != i {
			row.index, row.hovered = i, false
			l.show(i, row)
			row.Refresh()
		}
		row.Show()
	}
	for _, row := range l.rows {
		if row.index < first || row.index >= last {
			row.index = -1
			row.Hide()
		}
	}
	l.tellRange(first, last)
}

// provide makes as many rows as fit into view.
func (l *List) provide(count int) {
	for len(l.rows) < count {
		row := newListRow(l)
		l.rows = append(l.rows, row)
		l.body.Objects = append(l.body.Objects, row)
		for _, other := range l.rows {
			other.index = -1 // a row's place follows from how many there are
		}
	}
}

func (l *List) tellRange(first, last int) {
	if first == l.from && last == l.to {
		return
	}
	l.from, l.to = first, last
	if l.onRange != nil {
		// The last row may be only half in view.
		seen := min(last, int((l.scroll.Offset.Y+l.scroll.Size().Height)/l.height))
		l.onRange(first, max(first, seen-1))
	}
}

// CreateRenderer is called by the toolkit.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	ground := NewGround(GroundSpec{Fill: ColorInset, Edge: ColorLine, Radius: RadiusBox, Shadow: ShadowBox})
	rows, above, below := NewGround(GroundSpec{Fill: ColorSurface}), newLine(), newLine()
	p := &parts{self: l, objects: []fyne.CanvasObject{ground, rows, l.scroll, above, below, l.foot[0], l.foot[1]}}
	for _, label := range l.head {
		p.objects = append(p.objects, label)
	}
	p.min = func() fyne.Size { return fyne.NewSize(RailWidth, listHead+3*l.height+listFoot) }
	p.paint = func() {
		for _, row := range l.rows {
			row.Refresh()
		}
	}
	p.layout = func(size fyne.Size) {
		inner := size.Width - 2*EdgeWidth
		height := max(0, size.Height-listHead-listFoot)
		ground.Resize(size)
		put(rows, listHead, inner, height)
		put(l.scroll, listHead, inner, height)
		put(above, listHead-EdgeWidth, inner, EdgeWidth)
		put(below, listHead+height, inner, EdgeWidth)
		for i, span := range l.spans(inner) {
			l.head[i].Hidden = !span.shown
			placeLine(l.head[i], EdgeWidth+span.x, 0, span.width, listHead)
		}
		half := (inner - PadBoxLeft - PadBoxRight) / 2
		placeLine(l.foot[0], EdgeWidth+PadBoxLeft, listHead+height, half, listFoot)
		placeLine(l.foot[1], EdgeWidth+PadBoxLeft+half, listHead+height, half, listFoot)
		l.place()
	}
	return p
}

// placeLine centres a line of text in a stripe.
func placeLine(text *Text, x, y, width, height float32) {
	line := text.lineHeight()
	text.Resize(fyne.NewSize(width, line))
	text.Move(fyne.NewPos(x, y+(height-line)/2))
}

// FocusQuietly puts the keyboard into the list as a click would: the ring comes with the first key. It is for a page that
// has just been opened, perhaps by mouse.
func (l *List) FocusQuietly(c fyne.Canvas) { l.focusUnderPointer(c) }
