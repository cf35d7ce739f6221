package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"gatehouse/gui/kit"
)

// rail is the list of pages at the left.
type rail struct {
	object fyne.CanvasObject
	items  []*kit.RailItem
	inner  fyne.CanvasObject
	frame  *fyne.Container
	foot   fyne.CanvasObject
}

// newRail builds the rail; open is told which page is wanted.
func newRail(routes []route, foot fyne.CanvasObject, open func(id string)) *rail {
	r := &rail{foot: foot}
	list := kit.VBox(kit.Gap4)
	for _, route := range routes {
		item := kit.NewRailItem(route.id, route.icon, route.title, func() { open(route.id) })
		r.items = append(r.items, item)
		list.Add(item)
	}
	column := container.NewBorder(nil, foot, nil, nil, kit.VBox(0, list, layout.NewSpacer()))
	r.inner = column
	r.frame = container.NewStack()
	r.object = container.NewBorder(nil, nil, nil, widget.NewSeparator(), r.frame)
	r.resized(kit.Wide)
	return r
}

// choose marks the page that is shown.
func (r *rail) choose(id string) {
	for _, item := range r.items {
		item.SetSelected(item.ID() == id)
	}
}

// resized makes the rail narrow in a narrow window: the icon above its word,
// and no foot.
func (r *rail) resized(class kit.WidthClass) {
	narrow := class == kit.Narrow
	for _, item := range r.items {
		item.SetNarrow(narrow)
	}
	width, side := kit.RailWidth, kit.Gap12
	r.foot.Show()
	if narrow {
		width, side = kit.RailNarrow, kit.Gap8
		r.foot.Hide()
	}
	r.frame.Objects = []fyne.CanvasObject{kit.FixedWidth(width, kit.Inset(kit.Gap16, side, kit.Gap16, side, r.inner))}
	r.frame.Refresh()
}

// railFoot says where the site's key lives.
func railFoot(a *App) fyne.CanvasObject {
	text := kit.CaptionText(keyPlace(a)).Wrapped()
	line := kit.TopHBox(kit.Gap8, kit.NewGlyph(kit.IconKey, kit.ColorText2, kit.IconSizeSmall), kit.Grow(text))
	return kit.VBox(kit.Gap12, widget.NewSeparator(), kit.Inset(0, kit.Gap4, 0, kit.Gap12, line))
}
