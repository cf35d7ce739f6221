package kit

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// finder is the list of a select with a search above it, for choices that are too many to look through. The search has
// the keyboard; the arrows and Page keys move in the list, Return chooses, Escape and Tab close.
type finder struct {
	part
	choices []Choice
	chosen  string
	box     *Field
	hits    []Choice
	list    *dropList // nil when nothing is found
	none    fyne.CanvasObject
	hold    *fyne.Container
	onPick  func(id string)
	onClose func()
	// onHits is called when the height that shows all hits may be another one.
	onHits func()
}

// newFinder makes the finder of a select.
func newFinder(spec SelectSpec, onPick func(id string), onClose func()) *finder {
	f := &finder{
		choices: spec.Options, chosen: spec.Selected, onPick: onPick, onClose: onClose, onHits: func() {}, hold: container.NewStack(),
	}
	f.none = Inset(Gap8, Gap12, Gap8, Gap12, VBox(0, NewText(TextSpec{Text: spec.Nothing, Colour: ColorText2, Wrap: true})))
	f.box = NewField(FieldSpec{Placeholder: spec.Search, OnChanged: f.find})
	f.box.input.SetIcon(IconColoured(IconSearch, ColorText2))
	f.box.input.onKey = f.typed
	edge := canvas.NewRectangle(nil)
	f.body = &fyne.Container{Layout: &finderLayout{edge: edge}, Objects: []fyne.CanvasObject{edge, f.box, f.hold}}
	f.find("")
	f.ExtendBaseWidget(f)
	return f
}

// find shows the choices that fit what was typed.
func (f *finder) find(text string) {
	f.hits = fitting(f.choices, text)
	f.hold.Objects = []fyne.CanvasObject{f.none}
	f.list = nil
	if len(f.hits) > 0 {
		chosen := slices.IndexFunc(f.hits, func(c Choice) bool { return c.ID == f.chosen })
		f.list = newDropList(f.hits, chosen, f.pick, f.onClose)
		f.list.bare = true
		if strings.TrimSpace(text) != "" {
			f.list.active = 0
		}
		f.hold.Objects = []fyne.CanvasObject{f.list}
	}
	f.hold.Refresh()
	f.onHits()
	f.reveal()
}

// reveal scrolls to the active choice.
func (f *finder) reveal() {
	if f.list != nil {
		f.list.reveal()
	}
}

func (f *finder) pick(i int) { f.onPick(f.hits[i].ID) }

// typed takes the keys that are the list's before the search sees them.
func (f *finder) typed(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp:
		if f.list != nil {
			f.list.TypedKey(ev)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.box.input.keys.once() && f.list != nil {
			f.pick(f.list.active)
		}
	case fyne.KeyEscape, fyne.KeyTab:
		f.onClose()
	default:
		return false
	}
	return true
}

// wanted is the height that shows all hits, or that there is none, at a width.
func (f *finder) wanted(width float32) float32 {
	height := HeightFor(f.none, width)
	if f.list != nil {
		height = f.list.wanted()
	}
	return HeightControl + 2*Gap8 + height
}

// fitting are the choices that have every word of a text in them, in large or small letters. Those with a part that
// begins with the first word come first.
func fitting(choices []Choice, text string) []Choice {
	words := strings.Fields(plainWords(text))
	if len(words) == 0 {
		return choices
	}
	var begin, rest []Choice
	for _, c := range choices {
		in := " " + plainWords(c.Text)
		switch {
		case slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(in, word) }):
		case strings.Contains(in, " "+words[0]):
			begin = append(begin, c)
		default:
			rest = append(rest, c)
		}
	}
	return append(begin, rest...)
}

// plainWords is a text in small letters, its parts set apart by spaces.
func plainWords(text string) string {
	return strings.NewReplacer("/", " ", "_", " ", "-", " ", "(", " ").Replace(strings.ToLower(text))
}

// finderLayout has the search above the list, which has what room is left.
type finderLayout struct{ edge *canvas.Rectangle }

func (l *finderLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.edge.FillColor = Colour(ColorSurface)
	stroke(l.edge, ColorLine, EdgeWidth, fyne.Position{}, size, RadiusBox)
	objects[1].Move(fyne.NewPos(Gap8, Gap8))
	objects[1].Resize(fyne.NewSize(max(0, size.Width-2*Gap8), HeightControl))
	top := HeightControl + 2*Gap8
	objects[2].Move(fyne.NewPos(0, top))
	objects[2].Resize(fyne.NewSize(size.Width, max(0, size.Height-top)))
}

// MinSize is room for the search and one choice.
func (l *finderLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(IconSize, HeightControl+2*Gap8+dropRowHeight+2*Gap4)
}
