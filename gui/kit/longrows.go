package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// longSpare is how many rows exist beyond each end of what is in view, for the Tab key and for a turn of the wheel.
const longSpare = 3

// LongRows is the inside of a box with many rows of HeightRow, of which only those near the view exist: a hundred of them
// cost as much as ten. It does not scroll by itself; its owner says what is in view.
type LongRows struct {
	widget.BaseWidget
	row         func(i int) fyne.CanvasObject
	count       int
	top, bottom float32
	first       int
	shown       []fyne.CanvasObject
	lines       []*Ground
}

// NewLongRows makes rows; row gives the one of a number from 0 on, the same object each time, as it is to be shown now.
func NewLongRows(row func(i int) fyne.CanvasObject) *LongRows {
	l := &LongRows{row: row}
	l.ExtendBaseWidget(l)
	return l
}

// Set says how many rows there are, and has those in view given anew.
func (l *LongRows) Set(count int) {
	l.count = count
	l.provide()
}

// InView says which part of the rows is seen: from top to bottom, in logical units below their upper edge.
func (l *LongRows) InView(top, bottom float32) {
	before, end := l.span()
	l.top, l.bottom = top, bottom
	if first, last := l.span(); first != before || last != end {
		l.provide()
		canvas.Refresh(l) // what each row shows is as it was
	}
}

// span is the first row that exists and the one after the last.
func (l *LongRows) span() (first, end int) {
	first = min(l.count, max(0, int(l.top/HeightRow)-longSpare))
	end = min(l.count, max(first, int(l.bottom/HeightRow)+1+longSpare))
	return first, end
}

// provide has the rows of the span given, and makes the lines between them.
func (l *LongRows) provide() {
	first, end := l.span()
	l.first, l.shown = first, l.shown[:0]
	for i := first; i < end; i++ {
		l.shown = append(l.shown, l.row(i))
	}
	for len(l.lines) < len(l.shown) {
		l.lines = append(l.lines, newLine())
	}
	l.place()
}

// place puts each row where it belongs among all of them, with a line above it but above the first.
func (l *LongRows) place() {
	width := l.Size().Width
	for n, row := range l.shown {
		y := float32(l.first+n) * HeightRow
		row.Move(fyne.NewPos(0, y))
		row.Resize(fyne.NewSize(width, HeightRow))
		l.lines[n].Move(fyne.NewPos(0, y))
		l.lines[n].Resize(fyne.NewSize(width, EdgeWidth))
	}
}

// HeightFor returns the height of all rows.
func (l *LongRows) HeightFor(float32) float32 { return float32(l.count) * HeightRow }

func (l *LongRows) minWidth() float32 { return widest(l.shown) }

func (l *LongRows) held() []fyne.CanvasObject { return l.shown }

// CreateRenderer is called by the toolkit.
func (l *LongRows) CreateRenderer() fyne.WidgetRenderer { return &longRenderer{rows: l} }

type longRenderer struct{ rows *LongRows }

func (r *longRenderer) Layout(fyne.Size) { r.rows.place() }

func (r *longRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.rows.minWidth(), r.rows.HeightFor(0))
}

// Objects are rows and lines; the first row of all has none above it.
func (r *longRenderer) Objects() []fyne.CanvasObject {
	objects := append([]fyne.CanvasObject{}, r.rows.shown...)
	for n := range r.rows.shown {
		if r.rows.first+n > 0 {
			objects = append(objects, r.rows.lines[n])
		}
	}
	return objects
}

func (r *longRenderer) Refresh() {
	r.rows.place()
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *longRenderer) Destroy() {}
