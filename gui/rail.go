package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"gatehouse/gui/kit"
)

// rail is the list of pages at the left.
type rail struct {
	object fyne.CanvasObject
	items  []*kit.RailItem
	column *fyne.Container
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
	inner := framed(frame{bottom: foot, middle: kit.VBox(0, list, layout.NewSpacer())})
	r.column = &fyne.Container{Objects: []fyne.CanvasObject{inner}}
	r.object = &fyne.Container{Layout: beside{}, Objects: []fyne.CanvasObject{r.column, hairline()}}
	r.resized(kit.Wide)
	return r
}

// choose marks the page that is shown.
func (r *rail) choose(id string) {
	for _, item := range r.items {
		item.SetSelected(item.ID() == id)
	}
}

// focus puts the keyboard on the item of a page.
func (r *rail) focus(id string, c fyne.Canvas) {
	for _, item := range r.items {
		if item.ID() == id {
			item.Focus(c)
		}
	}
}

// resized makes the rail narrow in a narrow window: the icon above its word,
// and no foot.
func (r *rail) resized(class kit.WidthClass) {
	narrow := class == kit.Narrow
	for _, item := range r.items {
		item.SetNarrow(narrow)
	}
	r.foot.Show()
	r.column.Layout = side{width: kit.RailWidth - 1, top: kit.Gap16, edge: kit.Gap12}
	if narrow {
		r.foot.Hide()
		r.column.Layout = side{width: kit.RailNarrow - 1, top: kit.Gap16, edge: kit.Gap8}
	}
	r.column.Refresh()
}

// beside puts a line one unit wide at the right of a column.
type beside struct{}

// Layout is called by the toolkit.
func (beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], 0, 0, size.Width-1, size.Height)
	place(objects[1], size.Width-1, 0, 1, size.Height)
}

// MinSize is called by the toolkit.
func (beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(1, 0)
}

// railFoot says where the site's key lives.
func railFoot(a *App) fyne.CanvasObject {
	text := kit.CaptionText(keyPlace(a)).Wrapped()
	line := kit.TopHBox(kit.Gap8, kit.NewGlyph(kit.IconKey, kit.ColorText2, kit.IconSizeSmall), kit.Grow(text))
	return kit.VBox(kit.Gap12, hairline(), kit.Inset(0, kit.Gap4, 0, kit.Gap12, line))
}
