package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// avatarInBar is the side of the avatar in the top bar.
const avatarInBar float32 = 28

// MenuButton shows who is signed in and drops a menu.
type MenuButton struct {
	press
	avatar *Avatar
	name   string
	bare   bool
	items  func() *fyne.Menu
}

// NewMenuButton makes a button with an avatar and a name; items makes the menu when it is wanted.
func NewMenuButton(initials, name string, items func() *fyne.Menu) *MenuButton {
	b := &MenuButton{avatar: NewAvatar(initials, avatarInBar), name: name, items: items}
	b.act = b.drop
	b.extend(b)
	return b
}

// SetBare leaves the name out, for a narrow window.
func (b *MenuButton) SetBare(bare bool) {
	b.bare = bare
	b.Refresh()
}

// drop shows the menu below the button.
func (b *MenuButton) drop() {
	c := canvasOf(b.self)
	if c == nil {
		return
	}
	menu := widget.NewPopUpMenu(b.items(), c)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.self)
	right := at.X + b.Size().Width - menu.MinSize().Width
	menu.ShowAtPosition(fyne.NewPos(max(Gap8, right), at.Y+b.Size().Height+Gap4))
	c.Focus(menu)
}

// AccessibilityLabel is the name.
func (b *MenuButton) AccessibilityLabel() string { return b.name }

// AccessibilityRole is the nearest that the toolkit knows.
func (b *MenuButton) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// nameAtMost is the widest name shown; longer ones end in an ellipsis.
const nameAtMost float32 = 160

// CreateRenderer is called by the toolkit.
func (b *MenuButton) CreateRenderer() fyne.WidgetRenderer {
	overlay, around := canvas.NewRectangle(nil), newRing(RadiusControl, false)
	overlay.CornerRadius = RadiusControl
	name, arrow := BodyText(b.name).Shrinking(), newIcon(IconDropDown, ColorText)
	full := BodyText(b.name).MinSize().Width
	width := func() float32 {
		if b.bare {
			return 0
		}
		return min(nameAtMost, full) + Gap8
	}
	p := &parts{self: b, objects: []fyne.CanvasObject{overlay, b.avatar, name, arrow, around.line}}
	p.min = func() fyne.Size {
		return fyne.NewSize(Gap4+avatarInBar+width()+Gap8+IconSize+Gap4, HeightControl)
	}
	p.layout = func(size fyne.Size) {
		overlay.Resize(size)
		around.place(fyne.Position{}, size)
		b.avatar.Resize(fyne.NewSquareSize(avatarInBar))
		b.avatar.Move(centred(Gap4, avatarInBar, size.Height))
		x := Gap4 + avatarInBar
		if !b.bare {
			height := name.MinSize().Height
			name.Resize(fyne.NewSize(width()-Gap8, height))
			name.Move(centred(x+Gap8, height, size.Height))
		}
		arrow.Resize(fyne.NewSquareSize(IconSize))
		arrow.Move(centred(size.Width-Gap4-IconSize, IconSize, size.Height))
	}
	p.paint = func() {
		name.Hidden = b.bare
		name.Refresh()
		setIcon(arrow, IconDropDown, ColorText)
		fill(overlay, b.overlay())
		around.show(b.ringed())
	}
	p.paint()
	return p
}
