package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// ChartBar is one hour or day of a chart: how often it went well, and how often it did not.
type ChartBar struct{ Good, Bad int64 }

// ChartSpec describes a chart. All its words come from the caller.
type ChartSpec struct {
	Bars []ChartBar
	// Good and Bad are the legend: what stands above the line and what below it, with the numbers.
	Good, Bad string
	// Note stands at the right of the legend: what one bar is, and in which time zone.
	Note string
	// Empty stands in place of the bars where there is none or all are 0.
	Empty string
	// Tick is what stands below a bar, "" for nothing. Where there is no room for all, some of them are left out.
	Tick func(i int) string
	// Number writes a number the way the language does.
	Number func(n int64) string
	// Describe tells of one bar in a sentence.
	Describe func(i int) string
	// OnOpen is told which bar was chosen by click, Return or Space.
	OnOpen func(i int)
}

// BarChart draws two numbers for each of many hours or days: one as a bar above a line, the other as a bar below it, so that
// nobody needs the colours to tell them apart. Both have the same scale. Left and Right, Home and End move over the bars,
// and the line above them tells of the one that the keyboard or the mouse is on; Return, Space and a click open it.
type BarChart struct {
	press
	spec   ChartSpec
	chosen int // the bar that is open, -1 for none
	cursor int // where the keyboard is
	over   int // where the mouse is, -1 for elsewhere
	plot   chartPlot
	drawn  int // counts the calls of Set, so that what they gave is drawn once
}

// Heights of a chart, in logical units.
const (
	chartWords = IconSize // of the line above the bars
	chartBars  = float32(88)
	chartTicks = float32(18)
	chartPad   = Gap12
)

// ChartHeight is the height of a chart.
const ChartHeight = 2*chartPad + chartWords + Gap8 + chartBars + chartTicks

// NewBarChart makes a chart without bars.
func NewBarChart() *BarChart {
	b := &BarChart{chosen: -1, over: -1}
	b.extend(b)
	return b
}

// Set replaces the bars and their words. The keyboard stays as far from the last bar as it was; at first it is on that one.
func (b *BarChart) Set(spec ChartSpec) {
	fromEnd := len(b.spec.Bars) - b.cursor
	if len(b.spec.Bars) != len(spec.Bars) || fromEnd < 1 {
		fromEnd = 1
	}
	b.spec, b.over = spec, -1
	b.cursor = max(0, len(spec.Bars)-fromEnd)
	b.drawn++
	b.Refresh()
}

// SetChosen marks the bar that is open; -1 is none.
func (b *BarChart) SetChosen(i int) {
	if i >= 0 {
		b.cursor = i
	}
	b.chosen = i
	b.Refresh()
}

// Cursor is the bar that the keyboard is on.
func (b *BarChart) Cursor() int { return b.cursor }

// active is the bar that the line above the bars tells of, -1 for none.
func (b *BarChart) active() int {
	switch {
	case b.over >= 0:
		return b.over
	case b.ringed():
		return b.cursor
	}
	return b.chosen
}

// said is the sentence of the bar that is told of, "" for none.
func (b *BarChart) said() string {
	if i := b.active(); i >= 0 && i < len(b.spec.Bars) {
		return b.spec.Describe(i)
	}
	return ""
}

// AccessibilityLabel is what the line above the bars says.
func (b *BarChart) AccessibilityLabel() string {
	if said := b.said(); said != "" {
		return said
	}
	return b.spec.Good + ", " + b.spec.Bad
}

// AccessibilityRole is the nearest that the toolkit knows.
func (b *BarChart) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// TypedKey is called by the toolkit.
func (b *BarChart) TypedKey(ev *fyne.KeyEvent) {
	b.showRing()
	switch ev.Name {
	case fyne.KeyLeft:
		b.moveTo(b.cursor - 1)
	case fyne.KeyRight:
		b.moveTo(b.cursor + 1)
	case fyne.KeyHome:
		b.moveTo(0)
	case fyne.KeyEnd:
		b.moveTo(len(b.spec.Bars) - 1)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if b.keys.once() {
			b.open(b.cursor)
		}
	default:
		passKey(b, ev)
	}
}

func (b *BarChart) moveTo(i int) {
	b.cursor, b.over = max(0, min(i, len(b.spec.Bars)-1)), -1
	b.Refresh()
}

func (b *BarChart) open(i int) {
	if i >= 0 && i < len(b.spec.Bars) && b.spec.OnOpen != nil {
		b.spec.OnOpen(i)
	}
}

// Tapped is called by the toolkit.
func (b *BarChart) Tapped(ev *fyne.PointEvent) {
	b.takePointerFocus()
	if i := b.barAt(ev.Position.X); i >= 0 {
		b.cursor = i
		b.open(i)
	}
}

// MouseIn is called by the toolkit.
func (b *BarChart) MouseIn(ev *desktop.MouseEvent) { b.MouseMoved(ev) }

// MouseMoved is called by the toolkit.
func (b *BarChart) MouseMoved(ev *desktop.MouseEvent) {
	if i := b.barAt(ev.Position.X); i != b.over {
		b.over = i
		b.Refresh()
	}
}

// MouseOut is called by the toolkit.
func (b *BarChart) MouseOut() {
	b.over = -1
	b.Refresh()
}

// barAt is the bar at a place, -1 for none.
func (b *BarChart) barAt(x float32) int {
	if len(b.spec.Bars) == 0 || b.plot.step == 0 || x < b.plot.left {
		return -1
	}
	if i := int((x - b.plot.left) / b.plot.step); i < len(b.spec.Bars) {
		return i
	}
	return -1
}

// CreateRenderer is called by the toolkit.
func (b *BarChart) CreateRenderer() fyne.WidgetRenderer {
	r := newChartParts(b)
	p := &chartRenderer{parts: parts{self: b, min: r.min, layout: r.layout, paint: r.paint}, chart: r}
	p.paint()
	return p
}

// chartRenderer has other objects as often as the bars change.
type chartRenderer struct {
	parts
	chart *chartParts
}

// Objects is called by the toolkit.
func (r *chartRenderer) Objects() []fyne.CanvasObject { return r.chart.objects() }

// greatest are the greatest numbers above and below the line.
func (s ChartSpec) greatest() (good, bad int64) {
	for _, bar := range s.Bars {
		good, bad = max(good, bar.Good), max(bad, bar.Bad)
	}
	return good, bad
}
