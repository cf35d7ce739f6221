package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// press1 sends a key the way the drivers do: to what has the focus, else to the canvas.
func press1(c fyne.Canvas, key fyne.KeyName) {
	ev := &fyne.KeyEvent{Name: key}
	switch focused := c.Focused(); {
	case focused != nil:
		focused.TypedKey(ev)
	case c.OnTypedKey() != nil:
		c.OnTypedKey()(ev)
	}
}

// page is a window with two buttons below dialogs.
func page(t *testing.T, width, height float32) (fyne.Window, *Button) {
	t.Helper()
	inTheme(t, Light)
	first, second := NewButton(ButtonSpec{Text: "First"}), NewButton(ButtonSpec{Text: "Second"})
	w := shown(t, HBox(Gap8, first, second), width, height)
	return w, second
}

type wish struct{ done, cancelled, closed int }

func (h *wish) spec() DialogSpec {
	return DialogSpec{
		Title: "Reset the password?", Sentence: "A new one is shown once.",
		Do:     DialogDo{Label: "Reset", Kind: Primary, Working: "Resetting", Act: func() { h.done++ }},
		Cancel: "Cancel", OnCancel: func() { h.cancelled++ }, OnClosed: func() { h.closed++ },
	}
}

func TestDialogKeysActAndCancel(t *testing.T) {
	w, _ := page(t, 800, 600)
	c := w.Canvas()
	var h wish
	field := NewField(FieldSpec{Label: "Reason"})
	spec := h.spec()
	spec.Body = field
	d := ShowDialog(w, spec)
	if c.Focused() != field.Input() {
		t.Fatalf("focus is on %T, not in the first field", c.Focused())
	}
	press1(c, fyne.KeyReturn)
	if h.done != 1 || d.Closed() {
		t.Errorf("Return in a field: done %d, closed %v; the act runs once and the dialog stays", h.done, d.Closed())
	}
	press1(c, fyne.KeyEscape)
	if h.cancelled != 1 || h.closed != 1 || !d.Closed() || c.Overlays().Top() != nil {
		t.Errorf("Escape in a field: cancelled %d, closed %d", h.cancelled, h.closed)
	}
}

func TestDialogReturnLeavesMultiLineAlone(t *testing.T) {
	w, _ := page(t, 800, 600)
	var h wish
	field := NewField(FieldSpec{Label: "Why", Rows: 3})
	spec := h.spec()
	spec.Body = field
	ShowDialog(w, spec)
	press1(w.Canvas(), fyne.KeyReturn)
	if h.done != 0 || field.Text() != "\n" {
		t.Errorf("Return in a text of several lines: done %d, text %q", h.done, field.Text())
	}
}

func TestDialogReturnOnCancelCancels(t *testing.T) {
	w, _ := page(t, 800, 600)
	var h wish
	d := ShowDialog(w, h.spec())
	w.Canvas().Focus(d.cancel)
	press1(w.Canvas(), fyne.KeyReturn)
	if h.done != 0 || h.cancelled != 1 {
		t.Errorf("Return on Cancel: done %d, cancelled %d", h.done, h.cancelled)
	}
}

func TestDialogDangerIsNeverTheDefault(t *testing.T) {
	w, _ := page(t, 800, 600)
	c := w.Canvas()
	var h wish
	spec := h.spec()
	spec.Do.Kind = Danger
	for _, order := range []ButtonOrder{ActionFirst, ActionLast} {
		spec.Order = order
		d := ShowDialog(w, spec)
		if c.Focused() != fyne.Focusable(d.cancel) {
			t.Errorf("focus is on %T, not on Cancel", c.Focused())
		}
		c.Unfocus()
		press1(c, fyne.KeyReturn)
		if h.done != 0 {
			t.Error("Return without a focus did the dangerous act")
		}
		d.Close()
	}
	confirm := NewField(FieldSpec{Label: "Type the name"})
	spec.Body, spec.First = confirm, confirm.Input()
	ShowDialog(w, spec)
	press1(c, fyne.KeyReturn)
	if h.done != 1 {
		t.Error("Return in the typed confirm did not act")
	}
}

func TestDialogKeepsAndReturnsFocus(t *testing.T) {
	w, second := page(t, 800, 600)
	c := w.Canvas()
	c.Focus(second)
	var h wish
	d := ShowDialog(w, h.spec())
	if second.ringed() {
		t.Error("the button below the dialog still has its ring")
	}
	for range 7 {
		c.FocusNext()
		if f := c.Focused(); f != fyne.Focusable(d.do) && f != fyne.Focusable(d.cancel) {
			t.Fatalf("Tab left the dialog for %T", f)
		}
	}
	d.Close()
	if c.Focused() != fyne.Focusable(second) || !second.ringed() {
		t.Errorf("after the dialog the focus is on %v", c.Focused())
	}
	d.Close()
	if h.closed != 1 {
		t.Errorf("OnClosed ran %d times", h.closed)
	}
}

// shortcutCanvas runs shortcuts as the real canvas does; that of the test driver only collects them.
type shortcutCanvas struct {
	fyne.Canvas
	handler fyne.ShortcutHandler
}

func (c *shortcutCanvas) AddShortcut(s fyne.Shortcut, act func(fyne.Shortcut)) {
	c.handler.AddShortcut(s, act)
}

func TestDialogShortcutsAreOffBeneath(t *testing.T) {
	w, _ := page(t, 800, 600)
	search, lock := 0, 0
	key := func(name fyne.KeyName) fyne.Shortcut {
		return &desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierControl}
	}
	c := &shortcutCanvas{Canvas: w.Canvas()}
	WindowShortcut(c, key(fyne.KeyK), func() { search++ })
	c.AddShortcut(key(fyne.KeyL), func(fyne.Shortcut) { lock++ })
	both := func() {
		for _, name := range []fyne.KeyName{fyne.KeyK, fyne.KeyL} {
			c.handler.TypedShortcut(key(name))
		}
	}
	var h wish
	d := ShowDialog(w, h.spec())
	both()
	if search != 0 || lock != 1 {
		t.Errorf("under a dialog: search %d, lock %d", search, lock)
	}
	d.Close()
	both()
	if search != 1 || lock != 2 {
		t.Errorf("after it: search %d, lock %d", search, lock)
	}
}

func TestDialogBusy(t *testing.T) {
	w, _ := page(t, 800, 600)
	c := w.Canvas()
	var h wish
	field := NewField(FieldSpec{Label: "Reason"})
	spec := h.spec()
	spec.Body = field
	d := ShowDialog(w, spec)
	d.SetBusy(true)
	press1(c, fyne.KeyReturn)
	press1(c, fyne.KeyEscape)
	test.Tap(d.do)
	test.Tap(d.cancel)
	if h.done != 0 || h.cancelled != 0 || !d.do.Working() {
		t.Errorf("while busy: done %d, cancelled %d, working %v", h.done, h.cancelled, d.do.Working())
	}
	d.SetBusy(false)
	d.SetProblem("The store could not be written. Nothing was changed.")
	if d.layer.problem.Hidden || d.do.Working() {
		t.Error("the problem is not to be seen, or the act still works")
	}
	test.Tap(d.do)
	d.SetProblem("")
	if h.done != 1 || !d.layer.problem.Hidden {
		t.Error("after it the dialog does not act again")
	}
}

func TestDialogsAboveOneAnother(t *testing.T) {
	w, second := page(t, 800, 600)
	c := w.Canvas()
	var keys []fyne.KeyName
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) { keys = append(keys, ev.Name) })
	c.Focus(second)
	var lower, upper wish
	below := ShowDialog(w, lower.spec())
	ShowDialog(w, upper.spec())
	press1(c, fyne.KeyEscape)
	if upper.cancelled != 1 || lower.cancelled != 0 {
		t.Fatalf("Escape: upper %d, lower %d", upper.cancelled, lower.cancelled)
	}
	if c.Focused() != fyne.Focusable(below.do) {
		t.Errorf("focus is on %T, not back on the lower act", c.Focused())
	}
	third := wish{}
	ShowDialog(w, third.spec())
	below.Close()
	if third.closed != 1 || c.Overlays().Top() != nil || c.Focused() != fyne.Focusable(second) {
		t.Errorf("closing the lower: upper closed %d, focus %v", third.closed, c.Focused())
	}
	c.Unfocus()
	press1(c, fyne.KeyF6)
	if len(keys) != 1 || keys[0] != fyne.KeyF6 {
		t.Errorf("the window's own keys are %v", keys)
	}
}

func TestCloseDialogs(t *testing.T) {
	w, _ := page(t, 800, 600)
	var h wish
	ShowDialog(w, h.spec())
	ShowDialog(w, h.spec())
	w.Canvas().Overlays().Add(canvas.NewRectangle(nil))
	CloseDialogs(w.Canvas())
	if h.closed != 2 || h.cancelled != 0 || w.Canvas().Overlays().Top() != nil {
		t.Errorf("closed %d, cancelled %d", h.closed, h.cancelled)
	}
}

func TestDialogNoEscape(t *testing.T) {
	w, _ := page(t, 800, 600)
	spec := DialogSpec{Title: "Save your recovery codes", NoEscape: true, Do: DialogDo{Label: "Done", Act: func() {}}}
	d := ShowDialog(w, spec)
	press1(w.Canvas(), fyne.KeyEscape)
	if d.Closed() {
		t.Error("Escape closed a dialog that it must not close")
	}
}

func TestDialogFollowsTheWindow(t *testing.T) {
	w, _ := page(t, 900, 700)
	spec := DialogSpec{Title: "Long", Cancel: "Close", Body: VBox(Gap8, Gap(10, 900), BodyText("End"))}
	d := ShowDialog(w, spec)
	for _, size := range []fyne.Size{{Width: 900, Height: 700}, {Width: 440, Height: 300}, {Width: 1200, Height: 1400}} {
		w.Resize(size)
		panel := d.layer.panel
		within := panel.Size().Width <= size.Width-32 && panel.Size().Height <= size.Height-32
		centred := panel.Position().X == whole((size.Width-panel.Size().Width)/2)
		foot := d.layer.footer.Position().Y + d.layer.footer.Size().Height
		if !within || !centred || foot > panel.Size().Height {
			t.Errorf("in %v the dialog is %v at %v, its footer ends at %v", size, panel.Size(), panel.Position(), foot)
		}
		if scrolls := d.layer.content.Size().Height > d.layer.scroll.Size().Height; scrolls != (size.Height < 1000) {
			t.Errorf("in %v scrolling is %v", size, scrolls)
		}
	}
}

func TestDialogButtonOrder(t *testing.T) {
	for _, c := range []struct {
		order  ButtonOrder
		system string
		first  bool
	}{
		{OrderOfSystem, "windows", true},
		{OrderOfSystem, "darwin", false},
		{OrderOfSystem, "linux", false},
		{ActionFirst, "linux", true},
		{ActionLast, "windows", false},
	} {
		if got := actionFirst(c.order, c.system); got != c.first {
			t.Errorf("order %d on %s: action first is %v", c.order, c.system, got)
		}
	}
}

// withoutShadow saves the seconds that a large shadow takes to be drawn in software; the first picture has one.
func withoutShadow(d *Dialog) {
	ground := d.layer.panel.Objects[0].(*Ground)
	ground.spec.Shadow = ShadowNone
	ground.Refresh()
}

func TestDialogsLook(t *testing.T) {
	for variant, suffix := range map[Variant]string{Light: "-light.png", Dark: "-dark.png"} {
		inTheme(t, variant)
		w := shown(t, NewBox(NewRow(RowSpec{Icon: IconLaptop, Title: "Page", Caption: "below"})), 480, 300)
		d := ShowDialog(w, DialogSpec{
			Title: "Delete the account m.brandt?", Order: ActionFirst, Cancel: "Cancel", Width: 400,
			Sentence: "2 passkeys and 1 device go with it. Its history stays in the log. The name cannot be used again.",
			Do:       DialogDo{Label: "Delete account", Kind: Danger, Act: func() {}},
		})
		test.AssertImageMatches(t, "dialog-danger"+suffix, w.Canvas().Capture())
		d.Close()
		w.Resize(fyne.NewSize(640, 420))
		name := NewField(FieldSpec{Label: "Account name", Help: "Letters, numbers, dot and hyphen"})
		d = ShowDialog(w, DialogSpec{
			Title: "New account", Order: ActionLast, Cancel: "Cancel", Width: 480,
			Body: VBox(GapFields, name, NewField(FieldSpec{Label: "Full name"}), NewField(FieldSpec{Label: "Mail"})),
			Do:   DialogDo{Label: "Add account", Kind: Primary, Act: func() {}},
			Foot: CaptionText("Step 1 of 2"),
		})
		d.SetProblem("The store is read-only. Nothing was changed; free some space on its disk, then try again.")
		withoutShadow(d)
		test.AssertImageMatches(t, "dialog-form"+suffix, w.Canvas().Capture())
	}
}
