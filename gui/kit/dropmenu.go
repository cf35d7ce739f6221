package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// DropMenu drops a menu below an object, its right edge below the object's, and gives it the keyboard.
func DropMenu(under fyne.CanvasObject, items *fyne.Menu) {
	c := canvasOf(under)
	if c == nil {
		return
	}
	menu := widget.NewPopUpMenu(items, c)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(under)
	right := at.X + under.Size().Width - menu.MinSize().Width
	menu.ShowAtPosition(fyne.NewPos(max(Gap8, right), at.Y+under.Size().Height+Gap4))
	c.Focus(menu)
}
