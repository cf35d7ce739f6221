package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// chartPlot is where the bars stand.
type chartPlot struct {
	left, top     float32
	width, height float32
	step          float32 // from one bar to the next
	line          float32 // the height of the line between good and bad
	most          int64   // the sum of the greatest numbers, which has the whole height
}

// heightOf is that of a bar for a number; what is there at all is to be seen.
func (p chartPlot) heightOf(n int64) float32 {
	if n <= 0 || p.most <= 0 {
		return 0
	}
	const least = 2
	return max(least, float32(float64(n)/float64(p.most)*float64(p.height)))
}

// chartParts is what a chart is drawn with.
type chartParts struct {
	chart     *BarChart
	ground    *Ground
	icons     [2]*canvas.Image
	words     [2]*Text
	note      *Text
	said      *Text
	empty     *Text
	line      *canvas.Rectangle
	now       *canvas.Rectangle // behind the bar that is told of
	open      *canvas.Rectangle // behind the bar that is open
	axis      [3]*Text          // the greatest above the line, 0, the greatest below it
	bars      []*canvas.Rectangle
	ticks     []*Text
	around    *ring
	tickedFor chartDrawn
}

func newChartParts(b *BarChart) *chartParts {
	small := func(align fyne.TextAlign, shrink bool) *Text {
		return NewText(TextSpec{Size: SizeCaption, Colour: ColorText2, Align: align, Shrink: shrink})
	}
	c := &chartParts{
		chart:  b,
		ground: NewGround(GroundSpec{Fill: ColorSurface, Edge: ColorLine, Radius: RadiusBox, Shadow: ShadowBox}),
		icons:  [2]*canvas.Image{newIcon(ToneGood.Icon(), ColorGood), newIcon(ToneDanger.Icon(), ColorDanger)},
		words: [2]*Text{
			NewText(TextSpec{Size: SizeCaption, Shrink: true}), NewText(TextSpec{Size: SizeCaption, Shrink: true}),
		},
		note:  small(fyne.TextAlignTrailing, true),
		said:  NewText(TextSpec{Size: SizeCaption, Bold: true, Shrink: true}),
		empty: small(fyne.TextAlignCenter, true),
		line:  canvas.NewRectangle(nil), now: canvas.NewRectangle(nil), open: canvas.NewRectangle(nil),
		around: newRing(RadiusBox-EdgeWidth, true),
	}
	for i := range c.axis {
		c.axis[i] = small(fyne.TextAlignTrailing, false)
	}
	return c
}

func (c *chartParts) objects() []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, 0, 16+len(c.bars)+len(c.ticks))
	all = append(all, c.ground, c.open, c.now, c.line)
	for _, bar := range c.bars {
		all = append(all, bar)
	}
	all = append(all, c.icons[0], c.icons[1], c.words[0], c.words[1], c.note, c.said, c.empty)
	for _, text := range c.axis {
		all = append(all, text)
	}
	for _, text := range c.ticks {
		all = append(all, text)
	}
	return append(all, c.around.line)
}

func (c *chartParts) min() fyne.Size { return fyne.NewSize(2*RailWidth, ChartHeight) }

// paint takes words and colours from the chart's state.
func (c *chartParts) paint() {
	spec := c.chart.spec
	said := c.chart.said()
	good, bad := spec.greatest()
	c.said.SetText(said)
	c.words[0].SetText(spec.Good)
	c.words[1].SetText(spec.Bad)
	c.note.SetText(spec.Note)
	c.empty.SetText(spec.Empty)
	setIcon(c.icons[0], ToneGood.Icon(), ColorGood)
	setIcon(c.icons[1], ToneDanger.Icon(), ColorDanger)
	c.said.Hidden = said == ""
	for i := range c.words {
		c.words[i].Hidden, c.icons[i].Hidden = said != "", said != "" || spec.Good == ""
	}
	c.empty.Hidden = good+bad > 0
	c.paintAxis(good, bad)
	fill(c.line, ColorEdge)
	c.line.Hidden = len(spec.Bars) == 0
	fill(c.open, ColorAccentSoft)
	fill(c.now, ColorHover)
	c.around.show(c.chart.ringed())
}

// paintAxis writes the greatest numbers.
func (c *chartParts) paintAxis(good, bad int64) {
	write := func(i int, n int64, there bool) {
		c.axis[i].Hidden = !there
		if there && c.chart.spec.Number != nil {
			c.axis[i].SetText(c.chart.spec.Number(n))
		}
	}
	write(0, good, good > 0)
	write(1, 0, good+bad > 0)
	write(2, bad, bad > 0)
}

// layout places everything in a size.
func (c *chartParts) layout(size fyne.Size) {
	c.ground.Resize(size)
	c.around.place(fyne.NewPos(EdgeWidth, EdgeWidth), size.SubtractWidthHeight(2*EdgeWidth, 2*EdgeWidth))
	c.layoutWords(size.Width)
	c.measure(size)
	c.layoutAxis()
	c.drawBars()
	c.drawTicks()
	p := c.chart.plot
	c.line.Move(fyne.NewPos(p.left, p.line))
	c.line.Resize(fyne.NewSize(p.width, EdgeWidth))
	placeLine(c.empty, p.left, p.top, p.width, p.height)
	c.behind(c.open, c.chart.chosen)
	c.behind(c.now, c.chart.active())
}

// layoutWords places the line above the bars.
func (c *chartParts) layoutWords(width float32) {
	left, right := PadBoxLeft, width-PadBoxRight
	placeLine(c.said, left, chartPad, right-left, chartWords)
	x := left
	for i := range c.words {
		c.icons[i].Resize(fyne.NewSquareSize(IconSizeSmall))
		c.icons[i].Move(fyne.NewPos(x, chartPad+(chartWords-IconSizeSmall)/2))
		x += IconSizeSmall + 6
		wide := min(c.words[i].spec.measure(c.words[i].Text()).Width+1, right-x)
		placeLine(c.words[i], x, chartPad, wide, chartWords)
		x += wide + Gap16
	}
	room := right - x
	needs := c.note.spec.measure(c.note.Text()).Width + 1
	c.note.Hidden = needs > room || !c.said.Hidden
	placeLine(c.note, right-needs, chartPad, needs, chartWords)
}

// measure finds where the bars stand. The numbers of the axis have the left.
func (c *chartParts) measure(size fyne.Size) {
	spec := c.chart.spec
	good, bad := spec.greatest()
	axis := float32(0)
	for _, text := range c.axis {
		if !text.Hidden {
			axis = max(axis, text.MinSize().Width)
		}
	}
	p := chartPlot{left: PadBoxLeft, top: chartPad + chartWords + Gap8, height: chartBars, most: good + bad}
	if axis > 0 {
		p.left += whole(axis) + 2 + Gap8
	}
	p.width = max(1, size.Width-PadBoxRight-p.left)
	if n := len(spec.Bars); n > 0 {
		p.step = p.width / float32(n)
	}
	p.line = p.top + p.height
	if p.most > 0 {
		p.line = whole(p.top + float32(float64(good)/float64(p.most)*float64(p.height)))
		if bad > 0 {
			p.line = min(p.line, p.top+p.height-2)
		}
		if good > 0 {
			p.line = max(p.line, p.top+2)
		}
	}
	c.chart.plot = p
}

// layoutAxis puts the numbers beside the greatest bars, and leaves the 0 out where it would touch one.
func (c *chartParts) layoutAxis() {
	p := c.chart.plot
	high := c.axis[0].lineHeight()
	at := [3]float32{p.top, p.line, p.top + p.height}
	if !c.axis[1].Hidden {
		c.axis[1].Hidden = !c.axis[0].Hidden && at[1]-at[0] < high || !c.axis[2].Hidden && at[2]-at[1] < high
	}
	for i, text := range c.axis {
		y := min(max(at[i]-high/2, p.top-high/3), p.top+p.height-high*2/3)
		text.Resize(fyne.NewSize(p.left-Gap8-PadBoxLeft, high))
		text.Move(fyne.NewPos(PadBoxLeft, y))
	}
}

// drawBars makes and places a rectangle for each number that is not 0.
func (c *chartParts) drawBars() {
	p, used := c.chart.plot, 0
	const widest = 48
	gap := max(min(Gap4, p.step/4), p.step-widest)
	if p.step < Gap4 {
		gap = 0 // a gap would be a part of a pixel
	}
	radius := float32(0)
	if p.step >= Gap8 {
		radius = 2
	}
	draw := func(i int, n int64, ink fyne.ThemeColorName, up bool) {
		high := p.heightOf(n)
		if high == 0 {
			return
		}
		if used == len(c.bars) {
			c.bars = append(c.bars, canvas.NewRectangle(nil))
		}
		bar := c.bars[used]
		used++
		y := p.line + EdgeWidth
		if up {
			y = max(p.top, p.line-high)
			high = p.line - y
		}
		bar.FillColor, bar.CornerRadius = Colour(ink), radius
		bar.Move(fyne.NewPos(p.left+float32(i)*p.step+gap/2, y))
		bar.Resize(fyne.NewSize(p.step-gap, high))
	}
	for i, bar := range c.chart.spec.Bars {
		draw(i, bar.Good, ColorGood, true)
		draw(i, bar.Bad, ColorDanger, false)
	}
	c.bars = c.bars[:used]
}

// behind puts a tint behind a bar, or hides it.
func (c *chartParts) behind(tint *canvas.Rectangle, i int) {
	tint.Hidden = i < 0 || i >= len(c.chart.spec.Bars)
	if tint.Hidden {
		return
	}
	p := c.chart.plot
	const least = 3
	wide := max(least, p.step)
	x := p.left + float32(i)*p.step - (wide-p.step)/2
	tint.Move(fyne.NewPos(x, p.top-Gap4))
	tint.Resize(fyne.NewSize(wide, p.height+2*Gap4))
}
