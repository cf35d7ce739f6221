package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

const (
	switchWidth  float32 = 36
	switchHeight float32 = 20
	switchInset  float32 = 4
)

// ToggleSpec describes a switch.
type ToggleSpec struct {
	Name  string // what it switches, for assistive technology; the row shows it
	Words Words  // On and Off
	On    bool
	Act   func(on bool)
}

// Toggle is a switch that acts at once; the word beside it says which way it stands.
type Toggle struct {
	press
	spec ToggleSpec
}

// NewToggle makes a switch.
func NewToggle(spec ToggleSpec) *Toggle {
	t := &Toggle{spec: spec}
	t.act = func() {
		t.SetOn(!t.spec.On)
		if t.spec.Act != nil {
			t.spec.Act(t.spec.On)
		}
	}
	t.extend(t)
	return t
}

// On says which way the switch stands.
func (t *Toggle) On() bool { return t.spec.On }

// SetOn puts the switch without calling Act.
func (t *Toggle) SetOn(on bool) {
	t.spec.On = on
	t.Refresh()
}

func (t *Toggle) word() string {
	if t.spec.On {
		return t.spec.Words.On
	}
	return t.spec.Words.Off
}

// AccessibilityLabel is the name with the word.
func (t *Toggle) AccessibilityLabel() string { return t.spec.Name + ", " + t.word() }

// AccessibilityRole is the nearest that the toolkit knows.
func (t *Toggle) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is called by the toolkit.
func (t *Toggle) CreateRenderer() fyne.WidgetRenderer {
	word, track, overlay, knob := CaptionText(""), canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewCircle(nil)
	around := newRing(switchHeight/2, false)
	overlay.CornerRadius = switchHeight / 2
	p := &parts{self: t, objects: []fyne.CanvasObject{word, track, overlay, knob, around.line}}
	p.min = func() fyne.Size {
		words := max(word.measure(t.spec.Words.On), word.measure(t.spec.Words.Off))
		return fyne.NewSize(words+Gap8+switchWidth, HeightRowControl-Gap4)
	}
	p.layout = func(size fyne.Size) {
		text, at := word.MinSize(), centred(size.Width-switchWidth, switchHeight, size.Height)
		word.Resize(text)
		word.Move(centred(at.X-Gap8-text.Width, text.Height, size.Height))
		ground, edge, ink := t.look()
		track.FillColor = colourOrClear(ground)
		stroke(track, edge, 1.5, at, fyne.NewSize(switchWidth, switchHeight), switchHeight/2)
		overlay.Resize(fyne.NewSize(switchWidth, switchHeight))
		overlay.Move(at)
		side, x := switchHeight-2*switchInset, switchInset
		if t.spec.On {
			side += 2
			x = switchWidth - side - switchInset + 1
		}
		knob.FillColor = Colour(ink)
		knob.Resize(fyne.NewSquareSize(side))
		knob.Move(at.AddXY(x, (switchHeight-side)/2))
		around.place(at, fyne.NewSize(switchWidth, switchHeight))
	}
	p.paint = func() {
		word.SetText(t.word())
		word.SetColour(inkOr(ColorText2, t.Disabled()))
		word.Refresh()
		fill(overlay, t.overlay())
		knob.Refresh()
		around.show(t.ringed())
	}
	p.paint()
	return p
}

// look returns ground, outline and knob.
func (t *Toggle) look() (ground, edge, knob fyne.ThemeColorName) {
	switch {
	case t.Disabled() && t.spec.On:
		return ColorDisabled, ColorDisabled, ColorSurface
	case t.Disabled():
		return "", ColorLine, ColorDisabled
	case t.spec.On:
		return ColorAccent, ColorAccent, ColorOnAccent
	}
	return ColorSurface, ColorEdge, ColorEdge
}
