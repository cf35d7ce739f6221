package kit

import (
	"fyne.io/fyne/v2"
)

// Option is one of several things of which a person chooses one.
type Option struct {
	ID       string
	Icon     IconName // of a card
	Title    string
	Caption  string
	Note     []Span // a warning under the caption of a card, with the triangle
	Disabled bool
	Reason   string // why it is disabled; stands in for the caption
}

// OptionSpec describes a group of options.
type OptionSpec struct {
	Options  []Option
	Selected string // "" is none yet
	Cards    bool   // cards with an icon tile; otherwise plain radios
	Act      func(id string)
}

// OptionGroup lets a person choose one of a few options. It is one stop of the Tab key; the arrows move the choice.
type OptionGroup struct {
	press
	spec  OptionSpec
	items []*optionItem
	body  *fyne.Container
}

// NewOptionGroup makes a group.
func NewOptionGroup(spec OptionSpec) *OptionGroup {
	g := &OptionGroup{spec: spec}
	gap := Gap4
	if spec.Cards {
		gap = 10
	}
	g.body = VBox(gap)
	for _, option := range spec.Options {
		item := newOptionItem(g, option)
		g.items = append(g.items, item)
		g.body.Add(item)
	}
	g.extend(g)
	return g
}

// Selected returns the chosen option's ID, "" when none is.
func (g *OptionGroup) Selected() string { return g.spec.Selected }

// SetSelected chooses an option without calling Act.
func (g *OptionGroup) SetSelected(id string) {
	g.spec.Selected = id
	g.refreshAll()
}

// SetDisabled switches an option off with the reason that stands in for its caption, or on again.
func (g *OptionGroup) SetDisabled(id string, disabled bool, reason string) {
	for _, item := range g.items {
		if item.option.ID == id {
			item.option.Disabled, item.option.Reason = disabled, reason
		}
	}
	g.refreshAll()
}

func (g *OptionGroup) refreshAll() {
	for _, item := range g.items {
		item.Refresh()
	}
	g.Refresh()
}

func (g *OptionGroup) choose(item *optionItem) {
	if item == nil || !g.usable(item) || g.spec.Selected == item.option.ID {
		return
	}
	g.spec.Selected = item.option.ID
	g.refreshAll()
	if g.spec.Act != nil {
		g.spec.Act(item.option.ID)
	}
}

func (g *OptionGroup) usable(item *optionItem) bool { return !g.Disabled() && !item.option.Disabled }

// current is the item that the ring is drawn around: the chosen one, else the first that can be chosen.
func (g *OptionGroup) current() *optionItem {
	var first *optionItem
	for _, item := range g.items {
		if item.option.ID == g.spec.Selected {
			return item
		}
		if first == nil && g.usable(item) {
			first = item
		}
	}
	return first
}

// step returns the next usable item in a direction, going around at the ends.
func (g *OptionGroup) step(by int) *optionItem {
	at := 0
	for i, item := range g.items {
		if item == g.current() {
			at = i
		}
	}
	for range g.items {
		at = (at + by + len(g.items)) % len(g.items)
		if g.usable(g.items[at]) {
			return g.items[at]
		}
	}
	return nil
}

// TypedKey is called by the toolkit.
func (g *OptionGroup) TypedKey(ev *fyne.KeyEvent) {
	g.showRing()
	switch ev.Name {
	case fyne.KeyDown, fyne.KeyRight:
		g.choose(g.step(1))
	case fyne.KeyUp, fyne.KeyLeft:
		g.choose(g.step(-1))
	case fyne.KeySpace:
		g.choose(g.current())
	case fyne.KeyReturn, fyne.KeyEnter:
		g.passReturn(ev)
	default:
		passKey(g, ev)
	}
}

// Refresh paints the group and its items, because the ring belongs to the item.
func (g *OptionGroup) Refresh() {
	for _, item := range g.items {
		item.paintRing()
	}
	g.press.Refresh()
}

// FocusGained is called by the toolkit.
func (g *OptionGroup) FocusGained() {
	g.press.FocusGained()
	g.Refresh()
}

// FocusLost is called by the toolkit.
func (g *OptionGroup) FocusLost() {
	g.press.FocusLost()
	g.Refresh()
}

// HeightFor returns the height at a width, because the words wrap.
func (g *OptionGroup) HeightFor(width float32) float32 { return HeightFor(g.body, width) }

// CreateRenderer is called by the toolkit.
func (g *OptionGroup) CreateRenderer() fyne.WidgetRenderer {
	p := &parts{self: g, objects: []fyne.CanvasObject{g.body}, paint: func() {}}
	p.min = g.body.MinSize
	p.layout = func(size fyne.Size) { g.body.Resize(size) }
	return p
}
