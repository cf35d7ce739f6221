package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
)

func key(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

func TestButtonActsOnMouseAndKeys(t *testing.T) {
	inTheme(t, Light)
	acts := 0
	b := NewButton(ButtonSpec{Text: "Save", Kind: Primary, Act: func() { acts++ }})
	w := shown(t, b, 100, 40)
	test.Tap(b)
	w.Canvas().Focus(b)
	for _, name := range []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter} {
		b.TypedKey(key(name))
	}
	if acts != 4 {
		t.Errorf("acted %d times, want 4", acts)
	}
	b.Disable()
	test.Tap(b)
	b.TypedKey(key(fyne.KeySpace))
	if acts != 4 {
		t.Error("a disabled button acted")
	}
}

func TestTabReachesOnlyWhatIsEnabled(t *testing.T) {
	inTheme(t, Light)
	first, off, last := NewButton(ButtonSpec{Text: "A"}), NewButton(ButtonSpec{Text: "B"}), NewLink("C", nil)
	off.Disable()
	w := shown(t, HBox(Gap8, first, off, last), 300, 40)
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != first || !first.ringed() {
		t.Fatal("the first button has no ring")
	}
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != last || !last.ringed() || first.ringed() {
		t.Error("Tab did not skip the disabled button")
	}
}

func TestClickFocusesWithoutARingUntilAKey(t *testing.T) {
	inTheme(t, Light)
	b := NewButton(ButtonSpec{Text: "Save"})
	w := shown(t, b, 100, 40)
	b.MouseIn(nil)
	b.MouseDown(&desktop.MouseEvent{})
	if b.overlay() != ColorPressed {
		t.Error("a press does not show")
	}
	b.MouseUp(&desktop.MouseEvent{})
	b.Tapped(&fyne.PointEvent{})
	if w.Canvas().Focused() != b || b.ringed() {
		t.Error("a click is to give the focus and no ring")
	}
	b.TypedKey(key(fyne.KeyTab))
	if !b.ringed() {
		t.Error("a key after a click brings no ring")
	}
	b.MouseOut()
	if b.overlay() != "" {
		t.Error("hover stays")
	}
}

// TestHeldKeyActsOnce keeps Return, held down in one dialog, from confirming the next.
func TestHeldKeyActsOnce(t *testing.T) {
	inTheme(t, Light)
	acts := 0
	b := NewButton(ButtonSpec{Text: "Delete", Act: func() { acts++ }})
	b.keys.strict = true
	w := shown(t, b, 100, 40)
	w.Canvas().Focus(b)
	b.TypedKey(key(fyne.KeyReturn))
	if acts != 0 {
		t.Fatal("acted on the repeat of a key that went down elsewhere")
	}
	b.KeyDown(key(fyne.KeyReturn))
	for range 5 {
		b.TypedKey(key(fyne.KeyReturn))
	}
	if acts != 1 {
		t.Errorf("a held key acted %d times", acts)
	}
}

func TestUnusedKeysReachTheWindow(t *testing.T) {
	inTheme(t, Light)
	check := NewCheck(CheckSpec{Text: "Sign out"})
	group := passkeyCards()
	field := NewField(FieldSpec{Label: "Name"})
	button := NewButton(ButtonSpec{Text: "Save"})
	w := shown(t, VBox(0, check, group, field, button), 400, 500)
	var got []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { got = append(got, ev.Name) })
	for _, o := range []fyne.Focusable{check, group, field.Input()} {
		w.Canvas().Focus(o)
		o.TypedKey(key(fyne.KeyEscape))
		o.TypedKey(key(fyne.KeyReturn))
		o.TypedKey(key(fyne.KeyF6))
	}
	button.TypedKey(key(fyne.KeyEscape))
	if len(got) != 10 {
		t.Errorf("the window got %v", got)
	}
}

// TestShortcutsReachTheWindow uses a bare canvas, because that of the test driver's windows runs no shortcuts.
func TestShortcutsReachTheWindow(t *testing.T) {
	inTheme(t, Light)
	search := &desktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: fyne.KeyModifierControl}
	c, got := software.NewCanvas(), 0
	c.AddShortcut(search, func(fyne.Shortcut) { got++ })
	if runShortcut(c, search); got != 1 || editsText(search) {
		t.Error("Ctrl K is the window's")
	}
	field := NewField(FieldSpec{Label: "Name"})
	w := shown(t, field, 200, 80)
	field.Focus(w.Canvas())
	field.SetText("one two")
	field.input.TypedShortcut(search)
	field.input.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyBackspace, Modifier: fyne.KeyModifierShortcutDefault})
	if field.Text() != "one " {
		t.Errorf("deleting a word left %q", field.Text())
	}
}

// TestHeldReturnPassesOnce is the same for the controls that leave Return to the window.
func TestHeldReturnPassesOnce(t *testing.T) {
	inTheme(t, Light)
	check, group, field := NewCheck(CheckSpec{Text: "Sign out"}), passkeyCards(), NewField(FieldSpec{Label: "Name"})
	drop := NewSelect(SelectSpec{Options: zones(3)})
	w := shown(t, VBox(0, check, group, field, drop), 400, 600)
	passed := 0
	w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { passed++ })
	check.keys.strict, group.keys.strict, field.input.keys.strict, drop.keys.strict = true, true, true, true
	for i, o := range []fyne.Focusable{check, group, field.Input()} {
		w.Canvas().Focus(o)
		o.TypedKey(key(fyne.KeyReturn))
		if passed != i {
			t.Errorf("%T passed the repeat of a key that went down elsewhere", o)
		}
		o.(desktop.Keyable).KeyDown(key(fyne.KeyReturn))
		o.TypedKey(key(fyne.KeyReturn))
		o.TypedKey(key(fyne.KeyReturn))
		if passed != i+1 {
			t.Errorf("%T passed Return %d times", o, passed-i)
		}
	}
	drop.KeyDown(key(fyne.KeyReturn))
	drop.TypedKey(key(fyne.KeyReturn))
	list := w.Canvas().Focused().(*dropList)
	list.keys.strict = true
	list.TypedKey(key(fyne.KeyReturn))
	if drop.list == nil || drop.Selected() != "" {
		t.Error("the Return that opened the list also chose")
	}
}

func TestWorkingButtonIsDeafAndKeepsTheFocus(t *testing.T) {
	inTheme(t, Light)
	acts := 0
	b := NewButton(ButtonSpec{Text: "Save", Kind: Primary, Act: func() { acts++ }})
	w := shown(t, b, 100, 40)
	w.Canvas().Focus(b)
	b.SetWorking("Saving")
	b.TypedKey(key(fyne.KeyReturn))
	if acts != 0 || w.Canvas().Focused() != b || b.Disabled() {
		t.Error("a working button is to ignore keys and keep the focus")
	}
	if b.caption() != "Saving" || b.Text() != "Save" {
		t.Errorf("shows %q, is named %q", b.caption(), b.Text())
	}
	b.SetIdle()
	b.TypedKey(key(fyne.KeyReturn))
	if acts != 1 || b.caption() != "Save" || b.Working() {
		t.Error("not itself again after work")
	}
}

// TestNothingMovesForHalfASecond drives the wait by hand, because the test driver ends each animation at once.
func TestNothingMovesForHalfASecond(t *testing.T) {
	inTheme(t, Light)
	b := NewButton(ButtonSpec{Text: "Save"})
	b.working = "Saving"
	b.spinner.waited(0.99)
	if b.caption() != "Save" || b.spinner.shown {
		t.Error("something moved before half a second")
	}
	b.spinner.waited(1)
	if b.caption() != "Saving" || !b.spinner.shown {
		t.Error("nothing shows after half a second")
	}
	if workingDelay.Milliseconds() != 500 || b.spinner.wait.Duration != workingDelay {
		t.Error("the wait is not half a second")
	}
	steps := map[int]bool{}
	for i := range 240 {
		b.spinner.MinSize() // as before each frame
		b.spinner.turned(float32(i) / 240)
		steps[b.spinner.step] = true
	}
	if len(steps) != turnSteps {
		t.Errorf("a turn has %d steps", len(steps))
	}
}

func TestSpinnerBeginsByItselfAndEndsWithItsWindow(t *testing.T) {
	inTheme(t, Light)
	s := NewSpinner()
	r := test.WidgetRenderer(s)
	if !s.shown {
		t.Error("not at work")
	}
	r.Destroy()
	if s.shown {
		t.Error("still turning without a window")
	}
}

// TestSpinnerRestsOutOfItsWindow: a page is replaced while it loads.
func TestSpinnerRestsOutOfItsWindow(t *testing.T) {
	inTheme(t, Light)
	s := NewSpinner()
	s.MinSize()
	s.turned(1. / turnSteps)
	s.turned(2. / turnSteps)
	if s.step != 1 || !s.resting {
		t.Errorf("no frame was painted, but it is at step %d, resting: %v", s.step, s.resting)
	}
	s.MinSize() // the test driver makes a step of the beginning
	s.MinSize()
	s.turned(3. / turnSteps)
	if s.step != 3 || s.resting || !s.shown {
		t.Errorf("back in a window it is at step %d, resting: %v, shown: %v", s.step, s.resting, s.shown)
	}
	s.turned(4. / turnSteps)
	s.Stop()
	s.MinSize()
	if s.resting || s.shown {
		t.Error("stopped while it rested, it goes on")
	}
}

// What has just come into view is on no canvas that the driver knows of: the test's driver takes it for one of the newest
// window.
func TestFocusGoesToTheGivenCanvas(t *testing.T) {
	inTheme(t, Light)
	button, list := NewButton(ButtonSpec{Text: "Print"}), (&people{n: 3}).list()
	w := shown(t, VBox(Gap8, button, list), 300, 300)
	shown(t, NewButton(ButtonSpec{Text: "Another window"}), 100, 40)
	button.Focus(w.Canvas())
	if w.Canvas().Focused() != button {
		t.Error("the button has no focus")
	}
	list.FocusQuietly(w.Canvas())
	if w.Canvas().Focused() != list || !list.pointer {
		t.Error("the list has no focus, or a ring")
	}
}
