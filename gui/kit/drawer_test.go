package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func drawerOf(title string) *Drawer {
	act := func() {}
	return NewDrawer(DrawerSpec{
		Initials: "JM", Title: title, Caption: "Jules Moreau · Member", CloseName: "Close",
		Actions: []fyne.CanvasObject{NewButton(ButtonSpec{Text: "More", Icon: IconDots, Kind: IconOnly})},
		Sections: []fyne.CanvasObject{
			VBox(Gap12,
				NewNotice(NoticeSpec{Tone: ToneDanger, Icon: IconLock, Stacked: true, Lead: "Locked until 14:43, 11 minutes left", Text: "5 wrong passwords, the last at 14:28 from Workshop, 10.20.4.31"}),
				NewField(FieldSpec{Label: "Reason to unlock", Help: "Kept in the log"}),
				HBox(0, NewButton(ButtonSpec{Text: "Unlock now", Icon: IconUnlock, Kind: Primary, Act: act}))),
			VBox(0, HBox(Gap8, Grow(BoldText("Password")), NewButton(ButtonSpec{Text: "Reset password…", Row: true, Act: act})), CaptionText("Set on 2 October")),
			HBox(Gap8, Grow(BoldText("Two-step and passkeys")), NewState(ToneOff, "", "Off")),
		},
		Footer: HBox(Gap8, NewButton(ButtonSpec{Text: "Open account", Row: true}), NewButton(ButtonSpec{Text: "Sign-in history", Kind: Low, Row: true})),
	})
}

func TestDrawerBesideAndOver(t *testing.T) {
	inTheme(t, Light)
	p := &people{n: 50}
	l := p.list()
	closed := 0
	h := NewDrawerHost(l, func() { closed++ })
	w := shown(t, h, 900, 600)
	c := w.Canvas()
	c.Focus(l)
	h.SetClass(Wide)
	h.Open(drawerOf("j.moreau"))
	if l.Size().Width != 560 || h.drawer.Position().X != 560 || h.drawer.Size().Width != DrawerWidth {
		t.Errorf("beside: list %v, drawer %v at %v", l.Size(), h.drawer.Size(), h.drawer.Position())
	}
	h.SetClass(Narrow)
	if l.Size().Width != 900 || h.drawer.Position().X != 560 || h.shadow.Hidden {
		t.Errorf("over: list %v, drawer at %v", l.Size(), h.drawer.Position())
	}
	test.TapCanvas(c, fyne.NewPos(880, 520))
	if len(p.opened) != 0 {
		t.Errorf("a click on the drawer opened row %v below it", p.opened)
	}
	test.TapCanvas(c, fyne.NewPos(100, 100))
	if len(p.opened) != 1 {
		t.Error("the list at the left of the drawer does not hear clicks")
	}
	c.FocusNext()
	if c.Focused() == fyne.Focusable(l) {
		t.Fatal("Tab does not go from the list into the drawer")
	}
	if !h.Close() || h.IsOpen() || closed != 1 || c.Focused() != fyne.Focusable(l) {
		t.Errorf("closed %d times, focus on %T", closed, c.Focused())
	}
	if h.Close() {
		t.Error("closing a host without a drawer says that there was one")
	}
}

func TestDrawerLook(t *testing.T) {
	for variant, suffix := range map[Variant]string{Light: "-light.png", Dark: "-dark.png"} {
		inTheme(t, variant)
		h := NewDrawerHost((&people{n: 50}).list(), nil)
		w := shown(t, h, 700, 520)
		h.SetClass(Wide) // without its shadow, which takes seconds to draw in software
		h.Open(drawerOf("j.moreau"))
		test.AssertImageMatches(t, "drawer"+suffix, w.Canvas().Capture())
	}
}
