package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestRevealScrollsToTheObject(t *testing.T) {
	inTheme(t, Light)
	column := VBox(Gap8)
	var buttons []*Button
	for range 40 {
		b := NewButton(ButtonSpec{Text: "One of many"})
		buttons = append(buttons, b)
		column.Add(NewBox(NewRow(RowSpec{Title: "Row", Action: b})))
	}
	scroll := container.NewVScroll(Inset(24, 24, 24, 24, column))
	w := shown(t, container.NewBorder(Gap(10, 60), nil, nil, nil, scroll), 500, 400)
	driver := fyne.CurrentApp().Driver()
	for _, i := range []int{39, 20, 21, 0, 5} {
		Reveal(buttons[i])
		y := driver.AbsolutePositionForObject(buttons[i]).Y
		if y < 60+ringRoom || y+buttons[i].Size().Height > 400-ringRoom {
			t.Errorf("button %d is at %v after it was revealed", i, y)
		}
	}
	before := scroll.Offset
	Reveal(buttons[4])
	if scroll.Offset != before {
		t.Error("an object in view was moved")
	}
	field := NewField(FieldSpec{Label: "Last"})
	d := ShowDialog(w, DialogSpec{Title: "High", Cancel: "Close", Body: VBox(Gap8, Gap(10, 900), field, Gap(10, 900))})
	d.layer.scroll.ScrollToOffset(fyne.Position{})
	Reveal(field.Input().(fyne.CanvasObject))
	top, offset := field.Position().Y, d.layer.scroll.Offset.Y
	if top < offset || top+field.Size().Height > offset+d.layer.scroll.Size().Height || scroll.Offset != before {
		t.Errorf("in a dialog: its offset %v, the field at %v; offset of the page %v", offset, top, scroll.Offset)
	}
	Reveal(NewButton(ButtonSpec{Text: "In no window"}))
}

// allControls is a long form with each control that takes the keyboard, far from one another.
func allControls() fyne.CanvasObject {
	controls := []fyne.CanvasObject{
		NewField(FieldSpec{Label: "Name", LabelAction: NewButton(ButtonSpec{Text: "Generate", Kind: Low, Row: true}), Help: "Small letters"}),
		NewPasswordField(PasswordSpec{Field: FieldSpec{Label: "Password"}, Words: testWords}),
		NewButton(ButtonSpec{Text: "Save"}), NewLink("More", nil), NewCheck(CheckSpec{Text: "Sign out"}),
		NewToggle(ToggleSpec{Words: testWords}), NewChip(ChipSpec{Text: "All"}), passkeyCards(),
		NewSelect(SelectSpec{Label: "Zone", Options: []Choice{{ID: "a", Text: "A"}}}),
		NewBox(NewRow(RowSpec{Title: "Opens", OnOpen: func() {}}), NewRow(RowSpec{Title: "Row", Action: NewButton(ButtonSpec{Text: "End"})})),
	}
	form := VBox(300)
	for _, control := range controls {
		form.Add(control)
	}
	return form
}

// TestTabNeverLeavesTheFocusOutOfView goes through a long page by Tab, around its end, and back.
func TestTabNeverLeavesTheFocusOutOfView(t *testing.T) {
	inTheme(t, Light)
	w := shown(t, container.NewVScroll(Inset(400, 24, 400, 24, allControls())), 500, 300)
	c, driver := w.Canvas(), fyne.CurrentApp().Driver()
	for name, step := range map[string]func(){"Tab": c.FocusNext, "Shift+Tab": c.FocusPrevious} {
		met := map[fyne.Focusable]bool{}
		for range 30 {
			step()
			focused := c.Focused().(fyne.CanvasObject)
			met[c.Focused()] = true
			top := driver.AbsolutePositionForObject(focused).Y
			if top < 0 || top+focused.Size().Height > 300 {
				t.Errorf("%s: the %T is at %v, %v high", name, focused, top, focused.Size().Height)
			}
		}
		if len(met) < 13 {
			t.Errorf("%s met %d controls only", name, len(met))
		}
	}
}

// TestAClickDoesNotScroll keeps what is clicked under the pointer.
func TestAClickDoesNotScroll(t *testing.T) {
	inTheme(t, Light)
	button, field := NewButton(ButtonSpec{Text: "Save"}), NewField(FieldSpec{Label: "Name"})
	scroll := container.NewVScroll(VBox(0, Gap(10, 90), HBox(0, button), Gap(10, 90), field, Gap(10, 900)))
	w := shown(t, scroll, 500, 100) // the button's lower half is cut
	down := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	for _, object := range []interface {
		desktop.Mouseable
		fyne.Focusable
	}{button, field.input} {
		w.Canvas().Unfocus()
		object.MouseDown(down)
		if w.Canvas().Focused() != fyne.Focusable(object) || scroll.Offset.Y != 0 {
			t.Errorf("%T: focused %T, scrolled to %v", object, w.Canvas().Focused(), scroll.Offset.Y)
		}
		w.Canvas().Unfocus()
		w.Canvas().Focus(object)
		if scroll.Offset.Y == 0 {
			t.Errorf("%T: by other means it is not revealed", object)
		}
		scroll.ScrollToTop()
	}
}

// TestFocusBeforeTheFirstLayoutDoesNotScroll: a page is shown from its top.
func TestFocusBeforeTheFirstLayoutDoesNotScroll(t *testing.T) {
	inTheme(t, Light)
	field := NewField(FieldSpec{Label: "Name"})
	scroll := container.NewVScroll(VBox(0, Gap(10, 200), field))
	scroll.Content.Resize(fyne.NewSize(500, 260))
	reveal(scroll, fyne.NewPos(0, 200), fyne.NewSize(500, 60))
	if scroll.Offset.Y != 0 {
		t.Errorf("scrolled to %v", scroll.Offset.Y)
	}
}
