package kit

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const (
	stepperWidth float32 = 108
	stepWidth    float32 = 28
	// stepperFigures is how much can be typed: one figure more than any number that is counted here has.
	stepperFigures = 6
)

// StepperSpec describes a number field.
type StepperSpec struct {
	Name        string // what is counted, for assistive technology
	Less, More  string // names of the two buttons
	Placeholder string // shown while there is no number
	Min, Max    int    // what the buttons and arrows stay within; what is typed is not changed
	OnChanged   func(text string)
}

// Stepper is a field for a number that may be absent: minus, the number, plus. Up and Down count as the buttons do, so the
// keyboard has one stop here. It never shows a number that stands for none.
type Stepper struct {
	widget.BaseWidget
	spec       StepperSpec
	input      *entry
	less, more *stepButton
	focused    bool
	disabled   bool
	problem    bool
}

// NewStepper makes a number field without a number.
func NewStepper(spec StepperSpec) *Stepper {
	s := &Stepper{spec: spec, input: newEntry()}
	s.input.PlaceHolder = spec.Placeholder
	// A number needs no scroller, and the toolkit's software painter does not cut one that lies in another.
	s.input.Wrapping, s.input.Scroll = fyne.TextWrapOff, fyne.ScrollNone
	s.input.onFocus = func(here bool) {
		s.focused = here
		s.Refresh()
	}
	s.input.onStep = s.step
	s.input.OnChanged = func(text string) {
		if len(text) > stepperFigures {
			s.SetText(text[:stepperFigures])
			return
		}
		s.Refresh()
		if spec.OnChanged != nil {
			spec.OnChanged(text)
		}
	}
	s.input.setMono(false)
	s.less = newStepButton(IconMinus, spec.Less, func() { s.step(-1) })
	s.more = newStepButton(IconPlus, spec.More, func() { s.step(1) })
	s.ExtendBaseWidget(s)
	return s
}

// Text is what stands in the field.
func (s *Stepper) Text() string { return s.input.Text }

// SetText replaces it; OnChanged is called.
func (s *Stepper) SetText(text string) {
	s.input.SetText(text)
	s.input.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	s.Refresh()
}

// SetProblem outlines the field as one that needs mending.
func (s *Stepper) SetProblem(problem bool) {
	if s.problem != problem {
		s.problem = problem
		s.Refresh()
	}
}

// step counts up or down within the bounds; from nothing it begins at the least.
func (s *Stepper) step(by int) {
	if s.disabled {
		return
	}
	n, err := strconv.Atoi(strings.TrimSpace(s.input.Text))
	switch {
	case err != nil:
		n = s.spec.Min
	default:
		n += by
	}
	s.SetText(strconv.Itoa(max(s.spec.Min, min(n, s.spec.Max))))
}

// Focus puts the keyboard into the field.
func (s *Stepper) Focus(c fyne.Canvas) {
	if !s.disabled {
		c.Focus(s.input)
	}
}

// Input is the object that takes the keyboard, for those who compare it with what is focused.
func (s *Stepper) Input() fyne.Focusable { return s.input }

// SetDisabled keeps the number from being edited, or lets it.
func (s *Stepper) SetDisabled(disabled bool) {
	s.disabled = disabled
	if disabled {
		s.input.Disable()
	} else {
		s.input.Enable()
	}
	s.Refresh()
}

// AccessibilityLabel is the name with the number.
func (s *Stepper) AccessibilityLabel() string {
	if s.input.Text == "" {
		return s.spec.Name
	}
	return s.spec.Name + ", " + s.input.Text
}

// AccessibilityRole is the nearest that the toolkit knows.
func (s *Stepper) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (s *Stepper) has(object fyne.CanvasObject) bool { return object == fyne.CanvasObject(s.input) }

// CreateRenderer is called by the toolkit.
func (s *Stepper) CreateRenderer() fyne.WidgetRenderer {
	back, frame := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	back.CornerRadius = RadiusControl
	p := &parts{self: s, objects: []fyne.CanvasObject{back, s.input.place}}
	covers := &inputCovers{}
	for i := range covers {
		covers[i] = canvas.NewRectangle(nil)
		p.objects = append(p.objects, covers[i])
	}
	p.objects = append(p.objects, frame, s.less, s.more)
	p.min = func() fyne.Size { return fyne.NewSize(stepperWidth, HeightControl) }
	p.layout = func(size fyne.Size) {
		ground, edge, width := s.look()
		back.FillColor = Colour(ground)
		back.Resize(size)
		back.Refresh()
		stroke(frame, edge, width, fyne.Position{}, size, RadiusControl)
		button := fyne.NewSize(stepWidth, size.Height)
		s.less.Resize(button)
		s.more.Resize(button)
		s.more.Move(fyne.NewPos(size.Width-stepWidth, 0))
		s.placeNumber(size)
		covers.place(s.input.place.Position(), s.input.place.Size(), ground)
	}
	p.paint = func() {
		s.less.Refresh()
		s.more.Refresh()
	}
	s.input.rethemed()
	return p
}

// inputCovers lie over the outline that the toolkit draws around an input that has the keyboard: the frame of the whole
// is drawn above them.
type inputCovers [4]*canvas.Rectangle

func (c *inputCovers) place(at fyne.Position, size fyne.Size, ground fyne.ThemeColorName) {
	const side, end = Gap8 - 1, 2 * RingWidth
	areas := [4]struct {
		at   fyne.Position
		size fyne.Size
	}{
		{at, fyne.NewSize(size.Width, end)},
		{at.AddXY(0, size.Height-end), fyne.NewSize(size.Width, end)},
		{at, fyne.NewSize(side, size.Height)},
		{at.AddXY(size.Width-side, 0), fyne.NewSize(side, size.Height)},
	}
	for i, cover := range c {
		cover.FillColor = Colour(ground)
		cover.Move(areas[i].at)
		cover.Resize(areas[i].size)
		cover.Refresh()
	}
}

// placeNumber puts the number into the middle: the toolkit's input begins at its left.
func (s *Stepper) placeNumber(size fyne.Size) {
	shown := s.input.Text
	if shown == "" {
		shown = s.spec.Placeholder
	}
	look := TextSpec{Size: SizeBody}
	room := size.Width - 2*stepWidth
	left := max(0, (room-look.measure(shown).Width)/2-Gap8)
	// One unit inside, so that at no scale its outline reaches over ours.
	s.input.place.Move(fyne.NewPos(stepWidth+left, EdgeWidth))
	s.input.place.Resize(fyne.NewSize(room-left, size.Height-2*EdgeWidth))
}

func (s *Stepper) look() (ground, edge fyne.ThemeColorName, width float32) {
	switch {
	case s.disabled:
		return ColorInset, ColorLine, EdgeWidth
	case s.focused:
		return ColorSurface, ColorAccent, RingWidth
	case s.problem:
		return ColorSurface, ColorDanger, RingWidth
	}
	return ColorSurface, ColorEdge, EdgeWidth
}

// stepButton counts by one. It takes no focus: the arrows of the field do the same.
type stepButton struct {
	widget.BaseWidget
	icon    IconName
	name    string
	act     func()
	hovered bool
}

func newStepButton(icon IconName, name string, act func()) *stepButton {
	b := &stepButton{icon: icon, name: name, act: act}
	b.ExtendBaseWidget(b)
	return b
}

// Tapped is called by the toolkit.
func (b *stepButton) Tapped(*fyne.PointEvent) { b.act() }

// MouseIn is called by the toolkit.
func (b *stepButton) MouseIn(*desktop.MouseEvent) { b.hover(true) }

// MouseMoved is called by the toolkit.
func (b *stepButton) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by the toolkit.
func (b *stepButton) MouseOut() { b.hover(false) }

func (b *stepButton) hover(on bool) {
	b.hovered = on
	b.Refresh()
}

// AccessibilityLabel is the name.
func (b *stepButton) AccessibilityLabel() string { return b.name }

// AccessibilityRole says that this is a button.
func (b *stepButton) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is called by the toolkit.
func (b *stepButton) CreateRenderer() fyne.WidgetRenderer {
	overlay, icon := canvas.NewRectangle(nil), newIcon(b.icon, ColorText2)
	overlay.CornerRadius = Gap4
	p := &parts{self: b, objects: []fyne.CanvasObject{overlay, icon}}
	p.min = func() fyne.Size { return fyne.NewSize(stepWidth, HeightControl) }
	p.layout = func(size fyne.Size) {
		overlay.Move(fyne.NewPos(3, 3))
		overlay.Resize(size.SubtractWidthHeight(6, 6))
		icon.Resize(fyne.NewSquareSize(IconSizeSmall))
		icon.Move(centred((size.Width-IconSizeSmall)/2, IconSizeSmall, size.Height))
	}
	p.paint = func() {
		setIcon(icon, b.icon, ColorText2)
		name := fyne.ThemeColorName("")
		if b.hovered {
			name = ColorHover
		}
		fill(overlay, name)
	}
	p.paint()
	return p
}
