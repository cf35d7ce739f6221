package kit

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// FieldSpec describes a field. Only Label is needed.
type FieldSpec struct {
	Label       string
	Optional    string            // the word "optional", shown after the label; "" for a field that is needed
	LabelAction fyne.CanvasObject // at the right of the label, such as a low button
	Placeholder string
	Help        string
	Mono        bool
	Size        float32             // of a large text; 0 is SizeMono for Mono, else SizeBody
	Width       float32             // of the frame; 0 is the whole width
	Beside      fyne.CanvasObject   // at the right of a frame with a Width
	Rows        int                 // more than 1 makes a text of several lines
	Actions     []fyne.CanvasObject // at the end inside the frame
	MaxRunes    int                 // longer texts show TooLong and are never cut; 0 is no limit
	TooLong     string
	OnChanged   func(string)
	OnSubmitted func(string) // Return; nil leaves Return to the window
	OnLeft      func()       // the focus goes elsewhere
}

// Field is a text input with its label above and help, or the problem with it, below.
type Field struct {
	widget.BaseWidget
	spec     FieldSpec
	input    *entry
	problem  string
	tooLong  bool
	focused  bool
	disabled bool
	notes    []note // below the frame, besides help or problem
	known    struct {
		label measures
		lines [1 + maxNotes]measures
	}
}

// note is a line with an icon below the frame.
type note struct {
	icon   IconName
	colour fyne.ThemeColorName
	text   string
}

// NewField makes a field.
func NewField(spec FieldSpec) *Field {
	f := &Field{}
	f.init(spec)
	f.ExtendBaseWidget(f)
	return f
}

func (f *Field) init(spec FieldSpec) {
	f.spec = spec
	f.input = newEntry()
	f.input.MultiLine = spec.Rows > 1
	f.input.size = spec.Size
	f.input.PlaceHolder = spec.Placeholder
	f.input.OnChanged = f.changed
	f.input.OnSubmitted = spec.OnSubmitted
	f.input.onFocus = f.focusMoved
	if spec.Rows > 1 {
		f.input.Wrapping = fyne.TextWrapWord
		f.input.SetMinRowsVisible(spec.Rows)
	}
	if len(spec.Actions) > 0 {
		end := append([]fyne.CanvasObject{Grow(Gap(0, 0))}, spec.Actions...)
		f.input.ActionItem = Inset(0, Gap4, 0, 0, HBox(0, end...))
	}
	f.input.setMono(spec.Mono)
}

func (f *Field) changed(text string) {
	if f.spec.MaxRunes > 0 {
		if long := utf8.RuneCountInString(text) > f.spec.MaxRunes; long != f.tooLong {
			f.tooLong = long
			f.Refresh()
		}
	}
	if f.spec.OnChanged != nil {
		f.spec.OnChanged(text)
	}
}

func (f *Field) focusMoved(here bool) {
	f.focused = here
	f.Refresh()
	if !here && f.spec.OnLeft != nil {
		f.spec.OnLeft()
	}
}

// Text returns what stands in the field.
func (f *Field) Text() string { return f.input.Text }

// SetText replaces what stands in the field, puts the cursor at its end and forgets what could be undone.
func (f *Field) SetText(text string) {
	f.input.SetText(text)
	f.input.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
}

// SetProblem shows what to do about the field in place of the help; "" shows the help again.
func (f *Field) SetProblem(text string) {
	if f.problem != text {
		f.problem = text
		f.Refresh()
	}
}

// Problem returns what SetProblem was given, or TooLong while the text is too long.
func (f *Field) Problem() string {
	if f.problem == "" && f.tooLong {
		return f.spec.TooLong
	}
	return f.problem
}

// SetHelp replaces the help.
func (f *Field) SetHelp(text string) {
	if f.spec.Help != text {
		f.spec.Help = text
		f.Refresh()
	}
}

// SetLabel replaces the label.
func (f *Field) SetLabel(text string) {
	if f.spec.Label != text {
		f.spec.Label = text
		f.Refresh()
	}
}

// SetOnChanged replaces what is called after each change.
func (f *Field) SetOnChanged(changed func(string)) { f.spec.OnChanged = changed }

// SetOnSubmitted replaces what Return does; nil leaves Return to the window.
func (f *Field) SetOnSubmitted(submitted func(string)) { f.input.OnSubmitted = submitted }

// SetOnLeft replaces what is called when the focus goes elsewhere.
func (f *Field) SetOnLeft(left func()) { f.spec.OnLeft = left }

// Focus puts the keyboard into the field. It does nothing for a disabled field or one that the canvas does not show.
func (f *Field) Focus(c fyne.Canvas) {
	if !f.disabled {
		c.Focus(f.input)
	}
}

// Input is the object that takes the keyboard, for those who compare it with what is focused.
func (f *Field) Input() fyne.Focusable { return f.input }

// Focused says whether the keyboard is here.
func (f *Field) Focused() bool { return f.focused }

// Enable lets the text be edited.
func (f *Field) Enable() { f.setDisabled(false) }

// Disable keeps the text from being edited; it stays readable.
func (f *Field) Disable() { f.setDisabled(true) }

// Disabled says whether the text can not be edited.
func (f *Field) Disabled() bool { return f.disabled }

func (f *Field) setDisabled(disabled bool) {
	f.disabled = disabled
	if disabled {
		f.input.Disable()
	} else {
		f.input.Enable()
	}
	f.Refresh()
}

// foot is the line below the frame: the problem, else the help.
func (f *Field) foot() note {
	if problem := f.Problem(); problem != "" {
		return note{icon: IconAlertOctagon, colour: ColorDanger, text: problem}
	}
	return note{colour: ColorText2, text: f.spec.Help}
}

// CreateRenderer is called by the toolkit.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	r := &fieldParts{field: f, frame: canvas.NewRectangle(nil), shown: NewText(TextSpec{Shrink: true, Size: f.spec.Size, Mono: f.spec.Mono, Colour: ColorDisabled})}
	r.label, r.optional = NewText(TextSpec{Text: f.spec.Label, Shrink: true}), CaptionText("")
	p := &parts{self: f, min: r.min, layout: r.layout, paint: func() { r.paint() }}
	p.objects = []fyne.CanvasObject{r.label, r.optional, r.frame, f.input.place, r.shown}
	for _, o := range []fyne.CanvasObject{f.spec.LabelAction, f.spec.Beside} {
		if o != nil {
			p.objects = append(p.objects, o)
		}
	}
	for range 1 + maxNotes {
		line := newNoteLine()
		r.feet = append(r.feet, line)
		p.objects = append(p.objects, line.icon, line.text)
	}
	f.input.rethemed()
	r.paint()
	return p
}

// HeightFor returns the height at a width, because help and problems wrap.
func (f *Field) HeightFor(width float32) float32 {
	height := f.labelHeight() + f.lineHeight(width)
	for i, n := range f.lines() {
		height += Gap4 + n.heightFor(&f.known.lines[i], width)
	}
	return height
}

func (f *Field) labelHeight() float32 {
	if f.spec.Label == "" && f.spec.LabelAction == nil {
		return 0
	}
	return f.known.label.lineHeight(&TextSpec{Size: SizeBody}) + GapLabel
}

func (f *Field) frameHeight() float32 { return max(HeightControl, f.input.MinSize().Height) }

func (f *Field) frameWidth(width float32) float32 {
	if f.spec.Width > 0 {
		return min(width, f.spec.Width)
	}
	return width
}

// lineHeight is the height of the frame and what is beside it.
func (f *Field) lineHeight(width float32) float32 {
	height := f.frameHeight()
	if f.spec.Beside != nil {
		height = max(height, HeightFor(f.spec.Beside, f.besideWidth(width)))
	}
	return height
}

func (f *Field) besideWidth(width float32) float32 {
	return max(0, width-f.frameWidth(width)-besideGap)
}

// leastWidth is the width below which the frame or what is beside it is cut.
func (f *Field) leastWidth() float32 {
	width := max(6*SizeBody, f.input.MinSize().Width, f.spec.Width)
	if f.spec.Beside != nil {
		width += besideGap + leastWidth(f.spec.Beside)
	}
	return width
}

// lines are the lines below the frame that have something to say.
func (f *Field) lines() []note {
	var lines []note
	if foot := f.foot(); foot.text != "" {
		lines = append(lines, foot)
	}
	return append(lines, f.notes...)
}
