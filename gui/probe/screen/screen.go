// Package screen is what a probe tells of a window: a list of what is on it, in pixels. It knows no toolkit, so that the
// program that drives the window can be built without one.
package screen

// Rect is an area in pixels, from the window's top left corner.
type Rect struct {
	X      int `json:"x"`
	Y      int `json:"y"`
	Width  int `json:"width"`
	Height int `json:"height"`
}

// Empty says whether nothing is in the area.
func (r Rect) Empty() bool { return r.Width <= 0 || r.Height <= 0 }

// Centre is the middle of the area.
func (r Rect) Centre() (x, y int) { return r.X + r.Width/2, r.Y + r.Height/2 }

// Meet is the area that two areas share.
func (r Rect) Meet(o Rect) Rect {
	left, top := max(r.X, o.X), max(r.Y, o.Y)
	right, bottom := min(r.X+r.Width, o.X+o.Width), min(r.Y+r.Height, o.Y+o.Height)
	return Rect{X: left, Y: top, Width: max(0, right-left), Height: max(0, bottom-top)}
}

// Item is one object of the window that has a text, takes the keyboard, or scrolls others.
type Item struct {
	// Kind is the object's Go type, such as "*kit.Button".
	Kind string `json:"kind"`
	// Text is what the object says: a button's verb, a text, what stands in an entry that is no password's.
	Text string `json:"text,omitempty"`
	// Hint is an entry's placeholder.
	Hint string `json:"hint,omitempty"`
	// Parent is the index of the item that this one is part of, -1 for none. Parents come before their parts.
	Parent int `json:"parent"`
	// Area is where the object is, View the part of it that neither a scroller nor the window's edge cuts off.
	Area Rect `json:"area"`
	View Rect `json:"view"`
	// Reachable says that no overlay keeps the mouse and keyboard from the object.
	Reachable bool `json:"reachable"`
	Focused   bool `json:"focused,omitempty"`
	Disabled  bool `json:"disabled,omitempty"`
	// Taps marks what a click does something to.
	Taps bool `json:"taps,omitempty"`
	// Secret marks an entry for a password; Filled says whether anything stands in it.
	Secret bool `json:"secret,omitempty"`
	Filled bool `json:"filled,omitempty"`
	// Scrolls marks what moves its parts when the wheel turns over it.
	Scrolls bool `json:"scrolls,omitempty"`
}

// Seen says whether a person sees any of the item and can use it.
func (i Item) Seen() bool { return i.Reachable && !i.View.Empty() }

// Screen is a window at one moment.
type Screen struct {
	Title string `json:"title"`
	// Scale is how many pixels a logical unit has.
	Scale float32 `json:"scale"`
	// Window is the size of the content in pixels; its corner is at 0, 0.
	Window Rect   `json:"window"`
	Items  []Item `json:"items"`
}
