package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// narrowRailItem is the height of an item whose word stands below its icon.
const narrowRailItem = HeightRow - Gap4

// RailItem leads to a page. In a wide window icon and word stand beside each other, in a narrow one the icon is above.
type RailItem struct {
	press
	id, word string
	icon     IconName
	selected bool
	narrow   bool
}

// NewRailItem makes an item; id is for its owner.
func NewRailItem(id string, icon IconName, word string, act func()) *RailItem {
	r := &RailItem{id: id, icon: icon, word: word}
	r.act = act
	r.extend(r)
	return r
}

// ID is what the owner gave.
func (r *RailItem) ID() string { return r.id }

// SetSelected marks the page that is shown.
func (r *RailItem) SetSelected(selected bool) {
	r.selected = selected
	r.Refresh()
}

// SetNarrow puts the icon above the word, or beside it.
func (r *RailItem) SetNarrow(narrow bool) {
	r.narrow = narrow
	r.Refresh()
}

// AccessibilityLabel is the word.
func (r *RailItem) AccessibilityLabel() string { return r.word }

// AccessibilityRole is the nearest that the toolkit knows.
func (r *RailItem) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is called by the toolkit.
func (r *RailItem) CreateRenderer() fyne.WidgetRenderer {
	ground, overlay, around := canvas.NewRectangle(nil), canvas.NewRectangle(nil), newRing(RadiusControl, true)
	ground.CornerRadius, overlay.CornerRadius = RadiusControl, RadiusControl
	icon, body, caption := newIcon(r.icon, ColorText2), BodyText(r.word), CaptionText(r.word)
	p := &parts{self: r, objects: []fyne.CanvasObject{ground, overlay, icon, body, caption, around.line}}
	p.min = func() fyne.Size {
		if r.narrow {
			return fyne.NewSize(caption.MinSize().Width, narrowRailItem)
		}
		return fyne.NewSize(IconSize+3*Gap12+body.MinSize().Width, HeightRailItem)
	}
	p.layout = func(size fyne.Size) {
		ground.Resize(size)
		overlay.Resize(size)
		around.place(fyne.Position{}, size)
		icon.Resize(fyne.NewSquareSize(IconSize))
		words, below := body.MinSize(), caption.MinSize()
		body.Resize(words)
		caption.Resize(below)
		if r.narrow {
			icon.Move(fyne.NewPos((size.Width-IconSize)/2, Gap8))
			caption.Move(fyne.NewPos((size.Width-below.Width)/2, Gap8+IconSize+2))
			return
		}
		icon.Move(centred(Gap12, IconSize, size.Height))
		body.Move(centred(2*Gap12+IconSize, words.Height, size.Height))
	}
	p.paint = func() {
		ink, mark := ColorText, ColorText2
		body.Hidden, caption.Hidden = r.narrow, !r.narrow
		if r.selected {
			ink, mark = ColorAccent, ColorAccent
			fill(ground, ColorAccentSoft)
		} else {
			fill(ground, "")
		}
		for _, text := range []*Text{body, caption} {
			text.SetBold(r.selected)
			text.SetColour(ink)
			text.Refresh()
		}
		setIcon(icon, r.icon, mark)
		fill(overlay, r.overlay())
		around.show(r.ringed())
	}
	p.paint()
	return p
}
