package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	// workingDelay is how long an act may take before anything moves.
	workingDelay = 500 * time.Millisecond
	// turnSteps are the positions of the working ring in one turn of a second; more would only cost processor time.
	turnSteps = 12
)

// Spinner is the working ring of 16. It appears after half a second, so that what is quick shows nothing.
type Spinner struct {
	widget.BaseWidget
	wait, turn *fyne.Animation
	shown      bool
	step       int
	asked      bool // for its size since the last step
	resting    bool // in no window, although at work
	atOnce     bool // begins when it comes into a window, without Start
	creating   bool
	onShown    func()
}

// NewSpinner makes a ring that is at work from the moment it comes into a window until it leaves it.
func NewSpinner() *Spinner {
	s := newSpinner()
	s.atOnce = true
	return s
}

// newSpinner makes a ring that waits for Start.
func newSpinner() *Spinner {
	s := &Spinner{}
	s.wait = fyne.NewAnimation(workingDelay, s.waited)
	s.turn = fyne.NewAnimation(time.Second, s.turned)
	s.turn.Curve = fyne.AnimationLinear
	s.turn.RepeatCount = fyne.AnimationRepeatForever
	s.ExtendBaseWidget(s)
	return s
}

// Start begins the wait, after which the ring turns until Stop.
func (s *Spinner) Start() {
	s.Stop()
	s.wait.Start()
}

// Stop takes the ring away.
func (s *Spinner) Stop() {
	s.halt()
	s.Refresh()
}

func (s *Spinner) halt() {
	s.wait.Stop()
	s.turn.Stop()
	s.shown, s.step, s.resting = false, 0, false
}

func (s *Spinner) waited(done float32) {
	if done < 1 {
		return
	}
	s.shown = true
	if !s.creating {
		s.Refresh()
	}
	if s.onShown != nil {
		s.onShown()
	}
	s.turn.Start()
}

// turned takes a step. The toolkit asks whatever is in a window for its size before it paints a frame, and each step asks
// for a frame. A ring that nobody asked since its last step has left its window, with a page that was replaced while it
// worked; it would have the window painted anew twelve times a second for ever.
func (s *Spinner) turned(done float32) {
	step := int(done*turnSteps) % turnSteps
	if step == s.step {
		return
	}
	if !s.asked {
		s.resting = true
		s.turn.Stop()
		return
	}
	s.asked, s.step = false, step
	s.Refresh()
}

// minSize notes that the ring is in a window, and lets it turn again when it comes back into one.
func (s *Spinner) minSize() fyne.Size {
	s.asked = true
	if s.resting {
		s.resting = false
		s.turn.Start()
	}
	return fyne.NewSquareSize(IconSizeSmall)
}

// CreateRenderer is called by the toolkit.
func (s *Spinner) CreateRenderer() fyne.WidgetRenderer {
	if s.atOnce && !s.shown {
		s.creating = true
		s.wait.Start()
		s.creating = false
	}
	side := fyne.NewSquareSize(IconSizeSmall)
	track := canvas.NewArc(0, 360, .7, Colour(ColorLine))
	arc := canvas.NewArc(-60, 60, .7, Colour(ColorAccent))
	p := &parts{objects: []fyne.CanvasObject{track, arc}, self: s, destroy: s.halt}
	p.min = s.minSize
	p.layout = func(size fyne.Size) {
		for _, o := range p.objects {
			o.Move(fyne.NewPos((size.Width-side.Width)/2, (size.Height-side.Height)/2))
			o.Resize(side)
		}
	}
	p.paint = func() {
		track.FillColor, arc.FillColor = Colour(ColorLine), Colour(ColorAccent)
		angle := float32(s.step) * 360 / turnSteps
		arc.StartAngle, arc.EndAngle = angle-60, angle+60
		track.Hidden, arc.Hidden = !s.shown, !s.shown
		track.Refresh()
		arc.Refresh()
	}
	p.paint()
	return p
}
