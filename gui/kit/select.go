package kit

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// SelectSpec describes a select.
type SelectSpec struct {
	Label       string
	Name        string // what is chosen, for assistive technology, where no label is drawn
	Options     []Choice
	Selected    string // ID; "" is none yet
	Placeholder string // shown while none is selected
	Help        string
	// Search makes the list one with a search, for many options, and is shown in it while nothing is typed; Nothing is
	// shown when no option fits. A letter then opens the search with it.
	Search, Nothing string
	Act             func(id string)
}

// Choice is one entry of a select.
type Choice struct{ ID, Text string }

// Select lets a person choose one of many, in a list that drops down. Up and Down change the choice without the list,
// Space and Return open it, a letter goes to the next entry that begins with it.
type Select struct {
	press
	spec SelectSpec
	list *widget.PopUp
	find *finder // while a list with a search is open

	known struct {
		label, help measures
		widest      float32 // of the options, 0 for not measured
		theme       fyne.Theme
	}
}

// NewSelect makes a select.
func NewSelect(spec SelectSpec) *Select {
	s := &Select{spec: spec}
	s.act = s.open
	s.extend(s)
	return s
}

// Selected returns the chosen entry's ID, "" when none is.
func (s *Select) Selected() string { return s.spec.Selected }

// SetSelected chooses an entry without calling Act.
func (s *Select) SetSelected(id string) {
	s.spec.Selected = id
	s.Refresh()
}

// SetOptions replaces the entries; a choice that is no longer among them is given up.
func (s *Select) SetOptions(options []Choice) {
	s.spec.Options, s.known.widest = options, 0
	if s.index() < 0 {
		s.spec.Selected = ""
	}
	s.Refresh()
}

// SetHelp replaces the help below.
func (s *Select) SetHelp(text string) {
	s.spec.Help = text
	s.Refresh()
}

func (s *Select) index() int {
	for i, choice := range s.spec.Options {
		if choice.ID == s.spec.Selected {
			return i
		}
	}
	return -1
}

func (s *Select) choose(i int) {
	if i < 0 || i >= len(s.spec.Options) || i == s.index() || s.Disabled() {
		return
	}
	s.spec.Selected = s.spec.Options[i].ID
	s.Refresh()
	if s.spec.Act != nil {
		s.spec.Act(s.spec.Selected)
	}
}

// TypedKey is called by the toolkit.
func (s *Select) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyDown:
		s.showRing()
		s.choose(s.index() + 1)
	case fyne.KeyUp:
		s.showRing()
		s.choose(s.index() - 1)
	case fyne.KeyHome:
		s.choose(0)
	case fyne.KeyEnd:
		s.choose(len(s.spec.Options) - 1)
	default:
		s.press.TypedKey(ev)
	}
}

// TypedRune is called by the toolkit.
func (s *Select) TypedRune(r rune) {
	if s.spec.Search != "" {
		s.search(r)
		return
	}
	s.choose(nextWithLetter(s.spec.Options, s.index(), r))
}

// search opens the list with a letter typed into its search.
func (s *Select) search(r rune) {
	if unicode.IsSpace(r) || s.Disabled() {
		return
	}
	s.open()
	if s.find != nil {
		s.find.box.input.TypedRune(r)
	}
}

// nextWithLetter returns the next entry after a place that begins with a letter, going around; -1 when none does.
func nextWithLetter(options []Choice, from int, letter rune) int {
	if unicode.IsSpace(letter) {
		return -1
	}
	for n := range options {
		i := (from + 1 + n) % len(options)
		first, _ := utf8.DecodeRuneInString(strings.TrimSpace(options[i].Text))
		if unicode.ToLower(first) == unicode.ToLower(letter) {
			return i
		}
	}
	return -1
}

// open drops the list down.
func (s *Select) open() {
	c := canvasOf(s)
	if c == nil || len(s.spec.Options) == 0 {
		return
	}
	s.close()
	if s.spec.Search != "" {
		s.find = newFinder(s.spec, func(id string) {
			s.close()
			s.choose(slices.IndexFunc(s.spec.Options, func(o Choice) bool { return o.ID == id }))
		}, s.close)
		width := s.Size().Width
		s.drop(c, s.find, s.find.wanted(width))
		// The search stays where it is, also in a list above the field.
		tall := s.list.Size().Height
		s.find.onHits = func() { s.list.Resize(fyne.NewSize(width, min(tall, s.find.wanted(width)))) }
		s.find.box.Focus(c)
		s.find.reveal()
		return
	}
	list := newDropList(s.spec.Options, s.index(), func(i int) {
		s.close()
		s.choose(i)
	}, s.close)
	s.drop(c, list, list.wanted())
	c.Focus(list)
	list.reveal()
}

// drop shows an object of a height at most below the field, or above it where there is more room.
func (s *Select) drop(c fyne.Canvas, object fyne.CanvasObject, height float32) {
	s.list = widget.NewPopUp(object, c)
	frame := fyne.CurrentApp().Driver().AbsolutePositionForObject(s).AddXY(0, s.labelHeight())
	y := frame.Y + HeightControl + Gap4
	below, above := c.Size().Height-y-Gap4, frame.Y-2*Gap4
	if height > below && above > below {
		height = min(height, above)
		y = frame.Y - Gap4 - height
	}
	s.list.Resize(fyne.NewSize(s.Size().Width, min(height, max(below, above))))
	s.list.ShowAtPosition(fyne.NewPos(frame.X, y))
}

// widest is the width of the widest option. It is remembered, because there may be hundreds and every frame asks.
func (s *Select) widest() float32 {
	theme := fyne.CurrentApp().Settings().Theme()
	if s.known.widest == 0 || s.known.theme != theme {
		s.known.widest, s.known.theme = 0, theme
		look := TextSpec{Size: SizeBody}
		for _, choice := range s.spec.Options {
			s.known.widest = max(s.known.widest, look.measure(choice.Text).Width)
		}
	}
	return s.known.widest
}

func (s *Select) close() {
	if s.list != nil {
		s.list.Hide()
		s.list, s.find = nil, nil
	}
}

func (s *Select) labelHeight() float32 {
	if s.spec.Label == "" {
		return 0
	}
	return s.known.label.lineHeight(&TextSpec{Size: SizeBody}) + GapLabel
}

// AccessibilityLabel is the label with the choice.
func (s *Select) AccessibilityLabel() string {
	return s.spec.Label + s.spec.Name + ", " + s.shownText()
}

// AccessibilityRole is the nearest that the toolkit knows.
func (s *Select) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (s *Select) shownText() string {
	if i := s.index(); i >= 0 {
		return s.spec.Options[i].Text
	}
	return s.spec.Placeholder
}

// HeightFor returns the height at a width, because the help wraps.
func (s *Select) HeightFor(width float32) float32 {
	height := s.labelHeight() + HeightControl
	if s.spec.Help != "" {
		height += Gap4 + note{text: s.spec.Help}.heightFor(&s.known.help, width)
	}
	return height
}

// CreateRenderer is called by the toolkit.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	r := &selectParts{
		sel: s, label: BodyText("").Shrinking(), value: BodyText("").Shrinking(), help: newNoteLine(),
		frame: canvas.NewRectangle(nil), overlay: canvas.NewRectangle(nil), arrow: newIcon(IconDropDown, ColorText2),
	}
	r.overlay.CornerRadius = RadiusControl
	p := &parts{self: s, min: r.min, layout: r.layout, paint: r.paint}
	p.objects = []fyne.CanvasObject{r.label, r.frame, r.overlay, r.value, r.arrow, r.help.icon, r.help.text}
	r.paint()
	return p
}

type selectParts struct {
	sel            *Select
	label, value   *Text
	help           *noteLine
	frame, overlay *canvas.Rectangle
	arrow          *canvas.Image
}

func (r *selectParts) min() fyne.Size {
	width := min(r.sel.widest(), 20*SizeBody) + 2*Gap12 + IconSize
	return fyne.NewSize(width, r.sel.HeightFor(max(width, r.sel.Size().Width)))
}

func (r *selectParts) layout(size fyne.Size) {
	s := r.sel
	r.label.Resize(fyne.NewSize(size.Width, r.label.lineHeight()))
	at, frame := fyne.NewPos(0, s.labelHeight()), fyne.NewSize(size.Width, HeightControl)
	ground, edge, width := ColorSurface, ColorEdge, EdgeWidth
	switch {
	case s.Disabled():
		ground, edge = ColorInset, ColorLine
	case s.ringed():
		edge, width = ColorAccent, RingWidth
	}
	r.frame.FillColor = Colour(ground)
	stroke(r.frame, edge, width, at, frame, RadiusControl)
	r.overlay.Move(at)
	r.overlay.Resize(frame)
	text := fyne.NewSize(max(0, size.Width-Gap8-2-Gap4-IconSize-Gap8), r.value.lineHeight())
	r.value.Resize(text)
	r.value.Move(at.Add(centred(Gap8, text.Height, HeightControl)))
	r.arrow.Resize(fyne.NewSquareSize(IconSize))
	r.arrow.Move(at.Add(centred(size.Width-IconSize-Gap8, IconSize, HeightControl)))
	r.help.place(at.AddXY(0, HeightControl+Gap4), size.Width)
}

func (r *selectParts) paint() {
	s := r.sel
	r.label.SetText(s.spec.Label)
	r.label.Refresh()
	ink := ColorText
	if s.index() < 0 {
		ink = ColorText2
	}
	r.value.SetText(s.shownText())
	r.value.SetColour(inkOr(ink, s.Disabled()))
	r.value.Refresh()
	setIcon(r.arrow, IconDropDown, inkOr(ColorText2, s.Disabled()))
	fill(r.overlay, s.overlay())
	if s.spec.Help == "" {
		r.help.hide()
	} else {
		r.help.show(note{colour: ColorText2, text: s.spec.Help})
	}
}
