package reader

import (
	"fmt"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"gatehouse/gui/kit"
	"gatehouse/gui/probe/screen"
)

// Read lists what a window shows. It is called on the window's own goroutine.
func Read(w fyne.Window) screen.Screen {
	c := w.Canvas()
	width, height := c.PixelCoordinateForPosition(fyne.NewPos(c.Size().Width, c.Size().Height))
	window := screen.Rect{Width: width, Height: height}
	r := &reading{canvas: c, screen: screen.Screen{Title: w.Title(), Scale: c.Scale(), Window: window, Items: []screen.Item{}}}
	overlays := c.Overlays().List()
	r.walk(c.Content(), place{clip: window, parent: -1, reachable: len(overlays) == 0})
	for i, overlay := range overlays {
		r.walk(overlay, place{clip: window, parent: -1, reachable: i == len(overlays)-1})
	}
	return r.screen
}

// reading is one walk over a window.
type reading struct {
	canvas fyne.Canvas
	screen screen.Screen
}

// place is where the walk is.
type place struct {
	offset    fyne.Position
	clip      screen.Rect
	parent    int
	reachable bool
	// said is the text of the nearest item that has one: its parts draw it once more.
	said string
	// secret is the field for a password that the walk is in.
	secret *kit.PasswordField
}

func (r *reading) walk(o fyne.CanvasObject, at place) {
	if o == nil || !o.Visible() {
		return
	}
	position := o.Position().Add(at.offset)
	area := r.pixels(position, o.Size())
	_, scrolls := o.(fyne.Scrollable)
	_, taps := o.(fyne.Tappable)
	if field, ok := o.(*kit.PasswordField); ok {
		at.secret = field
	}
	item := r.describe(o, at.secret)
	item.Area, item.View, item.Parent = area, area.Meet(at.clip), at.parent
	item.Reachable, item.Scrolls, item.Taps = at.reachable, scrolls, taps
	if r.wanted(item, at) {
		r.screen.Items = append(r.screen.Items, item)
		at.parent = len(r.screen.Items) - 1
		at.said = item.Text
	}
	if scrolls {
		at.clip = area.Meet(at.clip)
	}
	if isWords(o) {
		return
	}
	at.offset = position
	for _, child := range children(o) {
		r.walk(child, at)
	}
}

// wanted leaves out what says nothing of its own and cannot be used.
func (r *reading) wanted(item screen.Item, at place) bool {
	if item.Text != "" && item.Text == at.said {
		return false
	}
	return item.Text != "" || item.Hint != "" || item.Secret || item.Focused || item.Scrolls || isEntryKind(item.Kind)
}

// isEntryKind keeps entries and their fields in the list while nothing stands in them.
func isEntryKind(kind string) bool {
	switch kind {
	case "*kit.entry", "*kit.Field", "*kit.PasswordField", "*kit.SearchBox", "*widget.Entry":
		return true
	}
	return false
}

// describe says what an object is, without its place.
func (r *reading) describe(o fyne.CanvasObject, in *kit.PasswordField) screen.Item {
	item := screen.Item{Kind: fmt.Sprintf("%T", o)}
	if f, ok := o.(fyne.Focusable); ok {
		item.Focused = r.canvas.Focused() == f
	}
	if d, ok := o.(fyne.Disableable); ok {
		item.Disabled = d.Disabled()
	}
	if e, ok := entryOf(o); ok {
		item.Hint, item.Filled = e.hint, e.text != ""
		item.Secret = e.password || in != nil
		if !item.Secret {
			item.Text = e.text
		}
		return item
	}
	item.Text = textOf(o)
	if in != nil && item.Text == in.Text() {
		item.Text = "" // the field draws what stands in it
	}
	return item
}

// textOf is what an object that is no entry says.
func textOf(o fyne.CanvasObject) string {
	switch o := o.(type) {
	case *fyne.Container:
		return ""
	case *canvas.Text:
		return o.Text
	case *widget.RichText:
		return o.String()
	case fyne.Accessible:
		return o.AccessibilityLabel()
	}
	return ""
}

// isWords says whether an object's parts are only pieces of its own text.
func isWords(o fyne.CanvasObject) bool {
	switch o.(type) {
	case *kit.Text, *kit.Rich, *widget.Label, *widget.RichText:
		return true
	}
	return false
}

// entry is what is to be known of a text input.
type entry struct {
	text, hint string
	password   bool
	end        fyne.CanvasObject
}

// entryOf finds out whether an object is the toolkit's input, or built on it as the kit's is.
func entryOf(o fyne.CanvasObject) (entry, bool) {
	if e, ok := o.(*widget.Entry); ok {
		return entry{text: e.Text, hint: e.PlaceHolder, password: e.Password, end: e.ActionItem}, true
	}
	v := reflect.ValueOf(o)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return entry{}, false
	}
	inner := v.Elem().FieldByName("Entry")
	if !inner.IsValid() || inner.Type() != reflect.TypeFor[widget.Entry]() || !inner.CanAddr() {
		return entry{}, false
	}
	return entryOf(inner.Addr().Interface().(*widget.Entry))
}

// children are what an object is made of. Of an entry it is what stands at its end: the rest is the text, drawn.
func children(o fyne.CanvasObject) []fyne.CanvasObject {
	if e, ok := entryOf(o); ok {
		if e.end == nil {
			return nil
		}
		return []fyne.CanvasObject{e.end}
	}
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

func (r *reading) pixels(at fyne.Position, size fyne.Size) screen.Rect {
	left, top := r.canvas.PixelCoordinateForPosition(at)
	right, bottom := r.canvas.PixelCoordinateForPosition(at.AddXY(size.Width, size.Height))
	return screen.Rect{X: left, Y: top, Width: right - left, Height: bottom - top}
}
