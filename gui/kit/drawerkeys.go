package kit

import (
	"fyne.io/fyne/v2"
)

// drawerKeys lies under the sections of a drawer that has nothing to press in them, and scrolls them by keyboard.
type drawerKeys struct {
	press
	drawer *Drawer
}

func newDrawerKeys(d *Drawer) *drawerKeys {
	k := &drawerKeys{drawer: d}
	k.extend(k)
	k.Hide()
	return k
}

// TypedKey is called by the toolkit.
func (k *drawerKeys) TypedKey(ev *fyne.KeyEvent) {
	k.showRing()
	scroll := k.drawer.scroll
	page := scroll.Size().Height - HeightListRow
	by, moves := map[fyne.KeyName]float32{
		fyne.KeyUp: -HeightListRow, fyne.KeyDown: HeightListRow, fyne.KeyPageUp: -page, fyne.KeyPageDown: page,
		fyne.KeyHome: -scroll.Content.Size().Height, fyne.KeyEnd: scroll.Content.Size().Height,
	}[ev.Name]
	if !moves {
		k.press.TypedKey(ev)
		return
	}
	end := max(0, scroll.Content.Size().Height-scroll.Size().Height)
	scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(scroll.Offset.Y+by, end))))
}

// AccessibilityLabel is the title of the drawer.
func (k *drawerKeys) AccessibilityLabel() string { return k.drawer.title }

// AccessibilityRole says that this is text.
func (k *drawerKeys) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by the toolkit.
func (k *drawerKeys) CreateRenderer() fyne.WidgetRenderer {
	around := newRing(RadiusControl, true)
	p := &parts{self: k, objects: []fyne.CanvasObject{around.line}}
	p.min = func() fyne.Size { return fyne.Size{} }
	p.layout = func(size fyne.Size) {
		around.place(fyne.NewPos(EdgeWidth, 0), size.SubtractWidthHeight(2*EdgeWidth, 0))
	}
	p.paint = func() { around.show(k.ringed()) }
	p.paint()
	return p
}
