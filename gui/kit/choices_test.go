package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestCheckByMouseAndSpace(t *testing.T) {
	inTheme(t, Light)
	var told []bool
	c := NewCheck(CheckSpec{Text: "Sign out of all other devices", Act: func(on bool) { told = append(told, on) }})
	w := shown(t, c, 300, 40)
	test.Tap(c)
	w.Canvas().Focus(c)
	c.TypedKey(key(fyne.KeySpace))
	c.SetPartial()
	c.TypedKey(key(fyne.KeySpace))
	if fmt.Sprint(told) != "[true false true]" || !c.Checked() {
		t.Errorf("told %v", told)
	}
	c.TypedKey(key(fyne.KeyReturn))
	c.Disable()
	test.Tap(c)
	if !c.Checked() || len(told) != 3 {
		t.Error("Return or a disabled check changed it")
	}
	c.SetChecked(false)
	if len(told) != 3 {
		t.Error("SetChecked is not a person's act")
	}
}

func TestCheckGrowsWhereItsWordsWrap(t *testing.T) {
	inTheme(t, Light)
	c := NewCheck(CheckSpec{Text: "Sign out of all other devices", Caption: "2 devices: okafor-mbp and relay-02. They need the new password."})
	if wide, narrow := c.HeightFor(600), c.HeightFor(150); narrow <= wide {
		t.Errorf("%v high at 150, %v at 600", narrow, wide)
	}
}

func TestArrowsMoveTheChoice(t *testing.T) {
	inTheme(t, Light)
	var told []string
	g := NewOptionGroup(OptionSpec{Cards: true, Options: []Option{
		{ID: "a", Title: "A"}, {ID: "b", Title: "B", Disabled: true, Reason: "Not on this computer"}, {ID: "c", Title: "C"},
	}, Act: func(id string) { told = append(told, id) }})
	w := shown(t, g, 400, 300)
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != g {
		t.Fatal("the group is one stop of Tab")
	}
	g.TypedKey(key(fyne.KeySpace))
	g.TypedKey(key(fyne.KeyDown))
	g.TypedKey(key(fyne.KeyRight))
	g.TypedKey(key(fyne.KeyUp))
	if fmt.Sprint(told) != "[a c a c]" {
		t.Errorf("chosen in turn: %v, want the disabled one skipped and the ends joined", told)
	}
	test.Tap(g.items[1])
	if g.Selected() != "c" || g.items[1].caption() != "Not on this computer" {
		t.Error("a disabled option was chosen, or does not say why it is disabled")
	}
	test.Tap(g.items[0])
	if g.Selected() != "a" || w.Canvas().Focused() != g || g.ringed() {
		t.Error("a click is to choose and give the focus without a ring")
	}
	g.SetDisabled("a", true, "Taken")
	g.SetSelected("c")
	if g.step(1) != g.items[2] {
		t.Error("the only one left is the next one")
	}
	g.Disable()
	g.TypedKey(key(fyne.KeyDown))
	test.Tap(g.items[0])
	if g.Selected() != "c" {
		t.Error("a disabled group changed its choice")
	}
}

func TestToggleSaysItsWord(t *testing.T) {
	inTheme(t, Light)
	var told []bool
	s := NewToggle(ToggleSpec{Name: "Mail", Words: testWords, Act: func(on bool) { told = append(told, on) }})
	w := shown(t, s, 100, 40)
	if s.AccessibilityLabel() != "Mail, Off" {
		t.Errorf("named %q", s.AccessibilityLabel())
	}
	w.Canvas().Focus(s)
	s.TypedKey(key(fyne.KeySpace))
	test.Tap(s)
	s.SetOn(true)
	if fmt.Sprint(told) != "[true false]" || !s.On() || s.word() != "On" {
		t.Errorf("told %v", told)
	}
}

func TestChipWithNothingToShowStillWorks(t *testing.T) {
	inTheme(t, Light)
	acts := 0
	c := NewChip(ChipSpec{Text: "Inactive", Act: func() { acts++ }})
	shown(t, c, 120, 40)
	plain := c.MinSize().Width
	c.SetCount(0, "0")
	test.Tap(c)
	c.TypedKey(key(fyne.KeySpace))
	if acts != 2 || c.MinSize().Width <= plain || c.AccessibilityLabel() != "Inactive, 0" {
		t.Errorf("acted %d times", acts)
	}
	c.SetSelected(true)
	if _, _, ink := c.look(); !c.Selected() || ink != ColorAccent {
		t.Error("selection does not show")
	}
}

func TestLinkActs(t *testing.T) {
	inTheme(t, Light)
	acts := 0
	l := NewSmallLink("Clear now", func() { acts++ })
	shown(t, l, 120, 40)
	test.Tap(l)
	l.TypedKey(key(fyne.KeyReturn))
	if acts != 2 {
		t.Errorf("acted %d times", acts)
	}
}

func zones(n int) []Choice {
	options := make([]Choice, n)
	for i := range options {
		options[i] = Choice{ID: fmt.Sprint(i), Text: fmt.Sprintf("%c zone %d", 'a'+i%26, i)}
	}
	return options
}

func TestSelectByKeysWithoutTheList(t *testing.T) {
	inTheme(t, Light)
	var told []string
	s := NewSelect(SelectSpec{Label: "Time zone", Options: zones(60), Act: func(id string) { told = append(told, id) }})
	w := shown(t, s, 300, 100)
	w.Canvas().Focus(s)
	for _, name := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyUp, fyne.KeyEnd, fyne.KeyDown, fyne.KeyHome} {
		s.TypedKey(key(name))
	}
	s.TypedRune('C')
	s.TypedRune('c')
	s.TypedRune(' ')
	if fmt.Sprint(told) != "[0 1 0 59 0 2 28]" {
		t.Errorf("chosen in turn: %v", told)
	}
	s.SetOptions(zones(5))
	if s.Selected() != "" {
		t.Error("a choice that is gone is still chosen")
	}
}

func TestSelectListByKeys(t *testing.T) {
	inTheme(t, Light)
	s := NewSelect(SelectSpec{Label: "Time zone", Options: zones(60), Selected: "40"})
	w := shown(t, s, 300, 400)
	w.Canvas().Focus(s)
	s.TypedKey(key(fyne.KeyReturn))
	list, ok := w.Canvas().Focused().(*dropList)
	if !ok {
		t.Fatalf("Return did not open the list; focused is %T", w.Canvas().Focused())
	}
	seen := func() bool {
		top := float32(list.active)*dropRowHeight - list.scroll.Offset.Y
		return top >= 0 && top+dropRowHeight <= list.scroll.Size().Height+.5
	}
	if list.active != 40 || !seen() {
		t.Error("the list does not show the chosen entry")
	}
	for _, name := range []fyne.KeyName{fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyUp, fyne.KeyHome, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyDown} {
		if list.TypedKey(key(name)); !seen() {
			t.Errorf("after %s the active entry is out of sight", name)
		}
	}
	list.TypedRune('z')
	list.TypedKey(key(fyne.KeyReturn))
	if s.Selected() != "25" || s.list != nil || w.Canvas().Focused() != s {
		t.Errorf("chose %q; the focus is at %T", s.Selected(), w.Canvas().Focused())
	}
	s.TypedKey(key(fyne.KeySpace))
	w.Canvas().Focused().TypedKey(key(fyne.KeyEscape))
	if s.list != nil || s.Selected() != "25" {
		t.Error("Escape did not close the list unchanged")
	}
}

func TestSelectListByMouse(t *testing.T) {
	inTheme(t, Light)
	s := NewSelect(SelectSpec{Options: zones(4), Placeholder: "Choose"})
	w := shown(t, VBox(0, Gap(1, 250), s), 300, 300)
	if s.shownText() != "Choose" {
		t.Errorf("shows %q", s.shownText())
	}
	test.Tap(s)
	list, ok := w.Canvas().Focused().(*dropList)
	if !ok {
		t.Fatal("a click did not open the list")
	}
	if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(list); at.Y >= 250 {
		t.Error("at the bottom of the window the list is to open upwards")
	}
	list.rows[2].MouseIn(nil)
	test.Tap(list.rows[2])
	if s.Selected() != "2" {
		t.Errorf("chose %q", s.Selected())
	}
	s.Disable()
	test.Tap(s)
	if s.list != nil {
		t.Error("a disabled select opened")
	}
}

func TestSelectLooks(t *testing.T) {
	for variant, suffix := range map[Variant]string{Light: "-light.png", Dark: "-dark.png"} {
		inTheme(t, variant)
		s := NewSelect(SelectSpec{Label: "Time zone", Options: zones(12), Selected: "2", Help: "Times are shown in it"})
		w := shown(t, Inset(24, 24, 24, 24, VBox(0, s)), 320, 360)
		w.Canvas().Focus(s)
		s.TypedKey(key(fyne.KeyReturn))
		w.Canvas().Focused().TypedKey(key(fyne.KeyDown))
		test.AssertImageMatches(t, "select"+suffix, w.Canvas().Capture())
	}
}
