package kit

import "fyne.io/fyne/v2"

const (
	settingHeight float32 = 46
	changedBar    float32 = 3
)

// SettingSpec describes a setting. Title and Control are needed.
type SettingSpec struct {
	Title   string
	Help    string
	Control fyne.CanvasObject // at the right of the title
	Below   fyne.CanvasObject // a wide control, below the title; in place of Control
}

// Setting is a row of a box in which something is set: title and help at the left, the control at the right. It says what
// was there before while it is changed, what to do when it cannot stay so, and what speaks against it.
type Setting struct {
	part
	spec    SettingSpec
	caption *Rich
	bar     *Ground
	problem *noteLineBox
	advice  *fyne.Container
	edges   *settingLayout
	shown   settingShown
}

// settingShown is what a setting says besides title and help.
type settingShown struct{ was, problem, lead, advice, source string }

// NewSetting makes a setting.
func NewSetting(spec SettingSpec) *Setting {
	s := &Setting{spec: spec, caption: NewRich(SizeCaption), edges: &settingLayout{}}
	s.bar = NewGround(GroundSpec{Fill: ColorAccent})
	s.problem = newNoteLineBox()
	s.advice = Layered()
	words := VBox(0, BodyText(spec.Title).Wrapped(), s.caption)
	line := HBox(Gap16, Grow(words))
	if spec.Control != nil {
		line.Add(spec.Control)
	}
	column := VBox(Gap4, MinHeight(settingHeight-2*5, line))
	if spec.Below != nil {
		column.Add(spec.Below)
	}
	column.Add(s.problem.object)
	inner := Inset(5, PadBoxRight, 5, PadBoxLeft, column)
	s.body = &fyne.Container{Layout: s.edges, Objects: []fyne.CanvasObject{s.bar, VBox(0, inner, s.advice)}}
	s.ExtendBaseWidget(s)
	s.show(settingShown{})
	return s
}

// SetWas says what was there before, such as "was 8", and marks the setting as changed; "" is for one that is not.
func (s *Setting) SetWas(was string) { s.set(func(to *settingShown) { to.was = was }) }

// SetProblem says what to do about the setting; "" takes that away.
func (s *Setting) SetProblem(problem string) { s.set(func(to *settingShown) { to.problem = problem }) }

// SetAdvice says below the setting what speaks against it, after a word of whose advice that is, and where it is written; an
// empty advice takes it away.
func (s *Setting) SetAdvice(lead, advice, source string) {
	s.set(func(to *settingShown) { to.lead, to.advice, to.source = lead, advice, source })
}

// Problem returns what SetProblem was given.
func (s *Setting) Problem() string { return s.shown.problem }

// Was returns what SetWas was given.
func (s *Setting) Was() string { return s.shown.was }

func (s *Setting) set(change func(*settingShown)) {
	to := s.shown
	change(&to)
	if to != s.shown {
		s.show(to)
	}
}

func (s *Setting) show(to settingShown) {
	s.shown = to
	var spans []Span
	if to.was != "" {
		spans = append(spans, Span{Text: to.was, Bold: true, Colour: ColorAccent})
		if s.spec.Help != "" {
			spans = append(spans, Span{Text: " · ", Colour: ColorText2})
		}
	}
	s.caption.SetSpans(append(spans, Span{Text: s.spec.Help, Colour: ColorText2})...)
	s.caption.Hidden = to.was == "" && s.spec.Help == ""
	s.problem.set(to.problem)
	s.bar.spec.Fill = ColorAccent
	if to.problem != "" {
		s.bar.spec.Fill = ColorDanger
	}
	s.bar.Hidden = to.was == "" && to.problem == ""
	s.bar.Refresh()
	s.advice.Hidden = to.advice == ""
	s.advice.Objects = nil
	if to.advice != "" {
		s.advice.Objects = []fyne.CanvasObject{adviceStrip(to)}
	}
	s.relaid()
}

// adviceStrip is a tinted strip in the width of the box.
func adviceStrip(to settingShown) fyne.CanvasObject {
	words := NewRich(SizeCaption, Span{Text: to.lead + " ", Bold: true, Colour: ColorAttention}, Span{Text: to.advice + " "},
		Span{Text: to.source, Colour: ColorText2})
	line := TopHBox(Gap8, NewGlyph(IconAlertTriangle, ColorAttention, IconSizeSmall), Grow(words))
	return Layered(NewGround(GroundSpec{Fill: ColorAttentionSoft}), Inset(7, PadBoxRight, 7, PadBoxLeft, line))
}

// has says whether an object is in the control: the whole setting comes into view with it.
func (s *Setting) has(object fyne.CanvasObject) bool {
	return pathTo(s.spec.Control, object) != nil || pathTo(s.spec.Below, object) != nil
}

// setEdges keeps the bar off the rounded corners of a box.
func (s *Setting) setEdges(first, last bool) { s.edges.first, s.edges.last = first, last }

// noteLineBox is a problem with its icon, as a field shows it.
type noteLineBox struct {
	object *fyne.Container
	text   *Text
}

func newNoteLineBox() *noteLineBox {
	n := &noteLineBox{text: NewText(TextSpec{Size: SizeCaption, Colour: ColorDanger, Wrap: true})}
	icon := NewGlyph(IconAlertOctagon, ColorDanger, IconSizeSmall)
	n.object = TopHBox(Gap4+2, icon, Grow(n.text))
	return n
}

func (n *noteLineBox) set(text string) {
	n.text.SetText(text)
	n.object.Hidden = text == ""
}

// settingLayout puts a bar at the left edge of a content.
type settingLayout struct {
	first, last bool
	width       float32
}

func (l *settingLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	top, bottom := float32(0), float32(0)
	if l.first {
		top = RadiusBox
	}
	if l.last {
		bottom = RadiusBox
	}
	objects[0].Move(fyne.NewPos(0, top))
	objects[0].Resize(fyne.NewSize(changedBar, max(0, size.Height-top-bottom)))
	objects[1].Resize(size)
}

func (l *settingLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return leastSize(l, objects, l.width)
}

func (l *settingLayout) minWidth(objects []fyne.CanvasObject) float32 { return leastWidth(objects[1]) }

func (l *settingLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightFor(objects[1], width)
}
