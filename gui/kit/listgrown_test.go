package kit

import (
	"testing"

	"fyne.io/fyne/v2"
)

// Rows that come above the others move neither what is seen nor the keyboard; at the top they are seen.
func TestListGrows(t *testing.T) {
	inTheme(t, Light)
	p := &people{n: 1000}
	l := p.list()
	shown(t, l, 600, listHead+listFoot+10*HeightListRow)
	l.SetCursor(500)
	at, cursor := l.scroll.Offset.Y, l.Cursor()
	p.n += 7
	l.Grown(7)
	if l.scroll.Offset.Y != at+7*HeightListRow || l.Cursor() != cursor+7 {
		t.Errorf("offset %v, row %d, were %v and %d", l.scroll.Offset.Y, l.Cursor(), at, cursor)
	}
	p.n -= 7
	l.Grown(-7)
	if l.scroll.Offset.Y != at || l.Cursor() != cursor {
		t.Errorf("back again: offset %v, row %d, were %v and %d", l.scroll.Offset.Y, l.Cursor(), at, cursor)
	}
	l.ToTop()
	p.n += 3
	l.Grown(3)
	if l.scroll.Offset.Y != 0 || l.Cursor() != 3 {
		t.Errorf("at the top: offset %v, row %d", l.scroll.Offset.Y, l.Cursor())
	}
	p.n = 0
	l.Grown(-1003)
	if l.scroll.Offset.Y != 0 || l.Cursor() != 0 {
		t.Errorf("emptied: offset %v, row %d", l.scroll.Offset.Y, l.Cursor())
	}
}

// A drawer with nothing to press in its sections scrolls by keyboard, and one that has something does not stop there.
func TestDrawerScrollsByKeyboard(t *testing.T) {
	inTheme(t, Light)
	spec := DrawerSpec{Title: "Signed in", CloseName: "Close", Reads: true}
	for range 40 {
		spec.Sections = append(spec.Sections, BodyText("A fact"))
	}
	d := NewDrawer(spec)
	w := shown(t, d, DrawerWidth, 400)
	w.Canvas().Focus(d.keys)
	end := d.scroll.Content.Size().Height - d.scroll.Size().Height
	for _, c := range []struct {
		key  fyne.KeyName
		want float32
	}{
		{fyne.KeyDown, HeightListRow},
		{fyne.KeyUp, 0},
		{fyne.KeyUp, 0},
		{fyne.KeyEnd, end},
		{fyne.KeyDown, end},
		{fyne.KeyHome, 0},
		{fyne.KeyPageDown, d.scroll.Size().Height - HeightListRow},
		{fyne.KeyPageUp, 0},
	} {
		press1(w.Canvas(), c.key)
		if d.scroll.Offset.Y != c.want {
			t.Errorf("%s leads to %v, want %v", c.key, d.scroll.Offset.Y, c.want)
		}
	}
	if d.keys.AccessibilityLabel() != "Signed in" {
		t.Errorf("it is called %q", d.keys.AccessibilityLabel())
	}
	press1(w.Canvas(), fyne.KeyEnd)
	d.ToTop()
	if d.scroll.Offset.Y != 0 {
		t.Errorf("another row begins at %v", d.scroll.Offset.Y)
	}
	spec.Reads = false
	d.Set(spec)
	if d.keys.Visible() {
		t.Error("the keyboard stops where it has nothing to do")
	}
}
