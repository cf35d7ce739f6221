package kit

import "fyne.io/fyne/v2"

// chartDrawn is what the dates below the bars depend on.
type chartDrawn struct {
	number      int
	left, width float32
}

// drawTicks writes what stands below the bars: the last one, and of those before it each second, third and so on that has
// room.
func (c *chartParts) drawTicks() {
	spec, p := c.chart.spec, c.chart.plot
	of := chartDrawn{number: c.chart.drawn, left: p.left, width: p.width}
	if of == c.tickedFor || spec.Tick == nil {
		return
	}
	c.tickedFor, c.ticks = of, nil
	var at []int
	var text []string
	widest := float32(0)
	caption := TextSpec{Size: SizeCaption}
	for i := range spec.Bars {
		if tick := spec.Tick(i); tick != "" {
			at, text = append(at, i), append(text, tick)
			widest = max(widest, caption.measure(tick).Width)
		}
	}
	if len(at) == 0 {
		return
	}
	apart := p.width
	if len(at) > 1 {
		apart = float32(at[len(at)-1]-at[0]) / float32(len(at)-1) * p.step
	}
	// The last one is moved in where it would reach over the edge.
	moved := max(0, p.left+(float32(at[len(at)-1])+.5)*p.step+widest/2-p.left-p.width)
	every := 1
	for every < len(at) && float32(every)*apart < widest+Gap8+moved {
		every++
	}
	for n := len(at) - 1; n >= 0; n -= every {
		tick := NewText(TextSpec{Text: text[n], Size: SizeCaption, Colour: ColorText2})
		size := tick.MinSize()
		x := max(PadBoxLeft, min(p.left+(float32(at[n])+.5)*p.step-size.Width/2, p.left+p.width-size.Width))
		if last := len(c.ticks) - 1; last >= 0 && x+size.Width+Gap4 > c.ticks[last].Position().X {
			continue // the last one was moved in from the edge
		}
		tick.Resize(size)
		tick.Move(fyne.NewPos(x, p.top+p.height+Gap4))
		c.ticks = append(c.ticks, tick)
	}
}
