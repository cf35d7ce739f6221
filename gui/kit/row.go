package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// RowSpec describes a row of a box. Only Title is needed.
type RowSpec struct {
	Icon    IconName          // 20 at the left; "" for none
	Leading fyne.CanvasObject // in place of an icon, such as a state word in a column of StateColumn
	Title   string
	Mark    *Mark // beside the title; nil for none
	Bold    bool  // the title says that something needs doing
	Caption string
	State   fyne.CanvasObject // a state line before the action
	Action  fyne.CanvasObject // at most one button, of row size
	OnOpen  func()            // the whole row opens something; gives it hover, focus and an arrow
	Working bool              // a turning ring in place of the action
	Height  float32           // at least this; 0 is HeightRow
}

// Row is a line of a box: icon, title, caption, state and at most one button. Title and caption end in an ellipsis where
// there is no room.
type Row struct {
	part
	hit     *hitArea
	spinner *Spinner
}

// NewRow makes a row from its description.
func NewRow(spec RowSpec) *Row {
	r := &Row{hit: newHitArea(RadiusBox - EdgeWidth), spinner: newSpinner()}
	r.ExtendBaseWidget(r)
	r.body = Layered()
	r.fill(spec)
	return r
}

// Set replaces everything the row shows. The focus stays on a row that still opens something.
func (r *Row) Set(spec RowSpec) {
	r.fill(spec)
	r.relaid()
}

// fill puts together what the row shows. A new row is laid out when it gets its size: to refresh it before that would have
// the toolkit read each icon twice.
func (r *Row) fill(spec RowSpec) {
	r.hit.act = spec.OnOpen
	r.hit.label = spec.Title
	if spec.OnOpen == nil || spec.Working {
		r.hit.Hide()
	} else {
		r.hit.Show()
	}
	if spec.Working {
		r.spinner.Start()
	} else {
		r.spinner.Stop()
	}
	height := spec.Height
	if height == 0 {
		height = HeightRow
	}
	line := HBox(Gap12, r.objects(spec)...)
	r.body.Objects = []fyne.CanvasObject{r.hit, Inset(0, PadBoxRight, 0, PadBoxLeft, MinHeight(height, line))}
}

func (r *Row) objects(spec RowSpec) []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	switch {
	case spec.Leading != nil:
		objects = append(objects, spec.Leading)
	case spec.Icon != "":
		objects = append(objects, NewGlyph(spec.Icon, ColorText2, IconSize))
	}
	title := NewText(TextSpec{Text: spec.Title, Bold: spec.Bold, Shrink: true})
	words := VBox(0, title)
	if spec.Mark != nil {
		words.Objects[0] = beside(title, spec.Mark)
	}
	if spec.Caption != "" {
		words.Add(CaptionText(spec.Caption).Shrinking())
	}
	objects = append(objects, Grow(words))
	if end := r.end(spec); len(end) > 0 {
		objects = append(objects, HBox(Gap8, end...))
	}
	return objects
}

// end is what stands at the right: state, then one of ring, button and arrow.
func (r *Row) end(spec RowSpec) []fyne.CanvasObject {
	var end []fyne.CanvasObject
	if spec.State != nil {
		end = append(end, spec.State)
	}
	switch {
	case spec.Working:
		end = append(end, r.spinner)
	case spec.Action != nil:
		end = append(end, spec.Action)
	case spec.OnOpen != nil:
		end = append(end, NewGlyph(IconChevronRight, ColorText2, IconSize))
	}
	return end
}

// Focus is what takes the keyboard when the whole row opens something.
func (r *Row) Focus() fyne.Focusable { return r.hit }

func (r *Row) setEdges(first, last bool) { r.hit.first, r.hit.last = first, last }

func (r *Row) hitArea() *hitArea { return r.hit }

// NewGlyph shows an icon in a colour of the theme, at a size in logical units.
func NewGlyph(name IconName, colour fyne.ThemeColorName, size float32) *canvas.Image {
	glyph := canvas.NewImageFromResource(IconColoured(name, colour))
	glyph.FillMode = canvas.ImageFillContain
	glyph.SetMinSize(fyne.NewSquareSize(size))
	return glyph
}

// setGlyph shows another icon in the same place.
func setGlyph(glyph *canvas.Image, name IconName, colour fyne.ThemeColorName) {
	glyph.Resource = IconColoured(name, colour)
	glyph.Refresh()
}

// hitArea lies under a row's words and makes the row open something by mouse and keyboard.
type hitArea struct {
	press
	label         string
	before, after *hitArea // where the arrow keys go
	first, last   bool     // rounds the corners towards the box
	radius        float32  // of those corners
}

// newHitArea makes one for an area whose outer corners have the given radius.
func newHitArea(radius float32) *hitArea {
	h := &hitArea{radius: radius}
	h.extend(h)
	return h
}

// TypedKey is called by the toolkit. Arrows walk the rows of a box.
func (h *hitArea) TypedKey(key *fyne.KeyEvent) {
	to := h.after
	switch key.Name {
	case fyne.KeyUp:
		to = h.before
	case fyne.KeyDown:
	default:
		h.press.TypedKey(key)
		return
	}
	if c := canvasOf(h); to != nil && c != nil {
		to.Focus(c)
	}
}

// AccessibilityLabel is the title of the row.
func (h *hitArea) AccessibilityLabel() string { return h.label }

// AccessibilityRole says that the row is pressed like a button.
func (h *hitArea) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is called by the toolkit.
func (h *hitArea) CreateRenderer() fyne.WidgetRenderer {
	overlay, around := canvas.NewRectangle(nil), newRing(RadiusControl, true)
	p := &parts{self: h, objects: []fyne.CanvasObject{overlay, around.line}}
	p.min = func() fyne.Size { return fyne.Size{} }
	p.layout = func(size fyne.Size) {
		overlay.Resize(size)
		around.place(fyne.NewPos(EdgeWidth, EdgeWidth), size.SubtractWidthHeight(2*EdgeWidth, 2*EdgeWidth))
	}
	p.paint = func() {
		overlay.TopLeftCornerRadius, overlay.TopRightCornerRadius = h.corner(h.first), h.corner(h.first)
		overlay.BottomLeftCornerRadius, overlay.BottomRightCornerRadius = h.corner(h.last), h.corner(h.last)
		fill(overlay, h.overlay())
		around.show(h.ringed())
	}
	p.paint()
	return p
}

func (h *hitArea) corner(outer bool) float32 {
	if outer {
		return h.radius
	}
	return 0
}
