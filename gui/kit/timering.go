package kit

import (
	"math"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	timeRingSize float32 = 36
	// timeRingHole is how much of the ring's width is open.
	timeRingHole float32 = .75
)

// TimeRing shows how much of a period is left: an arc that begins at the top and becomes shorter, and the whole seconds
// inside. It keeps no time itself; its owner calls Set once a second.
type TimeRing struct {
	widget.BaseWidget
	track, arc *canvas.Arc
	seconds    *Text
}

// NewTimeRing makes a ring that shows nothing yet. It takes its room all the same.
func NewTimeRing() *TimeRing {
	r := &TimeRing{track: canvas.NewArc(0, 360, timeRingHole, nil), arc: canvas.NewArc(0, 0, timeRingHole, nil)}
	r.seconds = NewText(TextSpec{Size: SizeCaption, Bold: true, Align: fyne.TextAlignCenter, Shrink: true})
	r.ExtendBaseWidget(r)
	r.Set(0, 0)
	return r
}

// Set shows the time left of a period, a begun second as a whole one. Less than none is shown as none, more than the period
// as all of it; without a period there is nothing to show.
func (r *TimeRing) Set(left, period time.Duration) {
	hidden := period <= 0
	r.track.Hidden, r.arc.Hidden, r.seconds.Hidden = hidden, hidden, hidden
	if !hidden {
		left = max(0, min(left, period))
		r.arc.EndAngle = 360 * float32(left.Seconds()/period.Seconds())
		r.arc.Hidden = left == 0
		r.seconds.SetText(strconv.Itoa(int(math.Ceil(left.Seconds()))))
	}
	r.Refresh()
}

// CreateRenderer is called by the toolkit.
func (r *TimeRing) CreateRenderer() fyne.WidgetRenderer {
	p := &parts{self: r, objects: []fyne.CanvasObject{r.track, r.arc, r.seconds}}
	side := fyne.NewSquareSize(timeRingSize)
	p.min = func() fyne.Size { return side }
	p.layout = func(size fyne.Size) {
		at := fyne.NewPos((size.Width-timeRingSize)/2, (size.Height-timeRingSize)/2)
		for _, arc := range []*canvas.Arc{r.track, r.arc} {
			arc.Move(at)
			arc.Resize(side)
		}
		line := r.seconds.lineHeight()
		r.seconds.Move(at.Add(centred(0, line, timeRingSize)))
		r.seconds.Resize(fyne.NewSize(timeRingSize, line))
	}
	p.paint = func() {
		r.track.FillColor, r.arc.FillColor = Colour(ColorLine), Colour(ColorAccent)
		r.track.Refresh()
		r.arc.Refresh()
		r.seconds.Refresh()
	}
	p.paint()
	return p
}
