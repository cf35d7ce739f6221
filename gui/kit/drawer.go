package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// DrawerSpec describes a drawer. Only Title is needed.
type DrawerSpec struct {
	Initials  string // of the account it is about
	Title     string
	Caption   string
	Actions   []fyne.CanvasObject // icon buttons in the head, before the one that closes
	Sections  []fyne.CanvasObject // with hairlines between them; they scroll
	Footer    fyne.CanvasObject   // stays below the sections; nil for none
	Reads     bool                // nothing in the sections takes the keyboard: then they scroll by it
	CloseName string              // what the button that closes is called
}

// Drawer shows one row of a list in detail at the right of the list. Head and footer stay, the sections scroll.
type Drawer struct {
	part
	head, sections, footer *fyne.Container
	scroll                 *container.Scroll
	keys                   *drawerKeys
	title                  string
	onClose                func()
}

// NewDrawer makes a drawer. DrawerHost shows it.
func NewDrawer(spec DrawerSpec) *Drawer {
	d := &Drawer{head: VBox(0), sections: VBox(0), footer: VBox(0)}
	d.scroll = container.NewVScroll(d.sections)
	d.keys = newDrawerKeys(d)
	d.body = &fyne.Container{
		Layout:  drawerLayout{d},
		Objects: []fyne.CanvasObject{newShield(), NewGround(GroundSpec{Fill: ColorSurface}), newLine(), d.head, d.keys, d.scroll, d.footer},
	}
	d.ExtendBaseWidget(d)
	d.Set(spec)
	return d
}

// Set replaces all that the drawer shows; the sections keep their place as far as they reach.
func (d *Drawer) Set(spec DrawerSpec) {
	d.title = Shown(spec.Title)
	d.keys.Hidden = !spec.Reads
	words := VBox(0, SectionText(d.title).Shrinking())
	if spec.Caption != "" {
		words.Add(CaptionText(Shown(spec.Caption)).Shrinking())
	}
	line := HBox(Gap12)
	if spec.Initials != "" {
		line.Add(NewAvatar(spec.Initials, HeightRailItem))
	}
	line.Add(Grow(words))
	buttons := HBox(Gap8, spec.Actions...)
	buttons.Add(NewButton(ButtonSpec{Text: spec.CloseName, Icon: IconClose, Kind: IconOnly, Act: d.close}))
	line.Add(buttons)
	d.head.Objects = []fyne.CanvasObject{Inset(14, Gap8, Gap12, PadBoxLeft, MinHeight(HeightRailItem, line))}
	d.sections.Objects = nil
	for i, section := range spec.Sections {
		top := ringRoom
		if i > 0 {
			d.sections.Add(newRule())
			top = Gap12
		}
		d.sections.Add(Inset(top, PadBoxLeft, Gap12, PadBoxLeft, section))
	}
	d.footer.Objects = nil
	if spec.Footer != nil {
		d.footer.Objects = []fyne.CanvasObject{newRule(), Inset(9, PadBoxLeft, 9, PadBoxLeft, spec.Footer)}
	}
	d.relaid()
}

// ToTop scrolls to the first section, as for another row than before.
func (d *Drawer) ToTop() { d.scroll.ScrollToTop() }

func (d *Drawer) close() {
	if d.onClose != nil {
		d.onClose()
	}
}

type drawerLayout struct{ drawer *Drawer }

func (l drawerLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	d, inner := l.drawer, size.Width-EdgeWidth
	head, foot := HeightFor(d.head, inner), HeightFor(d.footer, inner)
	objects[0].Resize(size)
	objects[1].Resize(size)
	objects[2].Resize(fyne.NewSize(EdgeWidth, size.Height))
	put(d.head, 0, inner, head)
	d.sections.Resize(fyne.NewSize(inner, HeightFor(d.sections, inner)))
	put(d.scroll, head, inner, max(0, size.Height-head-foot))
	put(d.keys, head, inner, max(0, size.Height-head-foot))
	put(d.footer, size.Height-foot, inner, foot)
}

func (l drawerLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(DrawerWidth, HeightRow)
}

// shield lies under a drawer and keeps the mouse from what the drawer covers.
type shield struct{ widget.BaseWidget }

func newShield() *shield {
	s := &shield{}
	s.ExtendBaseWidget(s)
	return s
}

func (s *shield) Tapped(*fyne.PointEvent)          {}
func (s *shield) TappedSecondary(*fyne.PointEvent) {}
func (s *shield) Scrolled(*fyne.ScrollEvent)       {}
func (s *shield) MouseIn(*desktop.MouseEvent)      {}
func (s *shield) MouseMoved(*desktop.MouseEvent)   {}
func (s *shield) MouseOut()                        {}

// CreateRenderer is called by the toolkit.
func (s *shield) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{Layout: gapLayout{}})
}

// DrawerHost shows a list and, beside it or over its right side, a drawer.
type DrawerHost struct {
	part
	main    fyne.CanvasObject
	drawer  *Drawer
	shadow  *Ground
	over    bool
	before  fyne.Focusable
	onClose func()
}

// NewDrawerHost makes a host for a list. onClose is told when a person closes the drawer; it may be nil.
func NewDrawerHost(main fyne.CanvasObject, onClose func()) *DrawerHost {
	h := &DrawerHost{main: main, onClose: onClose}
	h.shadow = NewGround(GroundSpec{Fill: ColorSurface, Shadow: ShadowDialog})
	h.body = &fyne.Container{Layout: hostLayout{h}, Objects: []fyne.CanvasObject{main}}
	h.ExtendBaseWidget(h)
	return h
}

// Open shows a drawer in place of any other.
func (h *DrawerHost) Open(d *Drawer) {
	if h.drawer == nil {
		if c := canvasOf(h); c != nil {
			h.before = c.Focused()
		}
	}
	h.drawer = d
	d.onClose = func() { h.Close() }
	h.body.Objects = []fyne.CanvasObject{h.main, h.shadow, d}
	h.relaid()
}

// Close takes the drawer away and puts the keyboard where it was before. It says whether there was one, so that Escape
// can go on to others if not.
func (h *DrawerHost) Close() bool {
	if h.drawer == nil {
		return false
	}
	c := canvasOf(h)
	if c != nil {
		c.Unfocus()
	}
	h.drawer = nil
	h.body.Objects = []fyne.CanvasObject{h.main}
	h.relaid()
	if c != nil && h.before != nil {
		c.Focus(h.before)
	}
	h.before = nil
	if h.onClose != nil {
		h.onClose()
	}
	return true
}

// IsOpen says whether a drawer is to be seen.
func (h *DrawerHost) IsOpen() bool { return h.drawer != nil }

// SetClass tells the width class of the window: in a wide one the drawer stands beside the list, else it lies over it.
func (h *DrawerHost) SetClass(class WidthClass) {
	if over := class != Wide; over != h.over {
		h.over = over
		h.relaid()
	}
}

type hostLayout struct{ host *DrawerHost }

func (l hostLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	h, main := l.host, size
	if h.drawer != nil {
		width := min(DrawerWidth, size.Width)
		for _, o := range []fyne.CanvasObject{h.shadow, h.drawer} {
			o.Move(fyne.NewPos(size.Width-width, 0))
			o.Resize(fyne.NewSize(width, size.Height))
		}
		h.shadow.Hidden = !h.over
		if !h.over {
			main.Width -= width
		}
	}
	h.main.Resize(main)
}

func (l hostLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	least := l.host.main.MinSize()
	return fyne.NewSize(max(least.Width, DrawerWidth), least.Height)
}
