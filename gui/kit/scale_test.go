package kit

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
)

func TestSetScale(t *testing.T) {
	t.Setenv(scaleVariable, "")
	app := inTheme(t, Light)
	told := 0
	app.Settings().AddListener(func(fyne.Settings) { told++ })
	for percent, want := range map[int]string{100: "1.00", 150: "1.50", 200: "2.00"} {
		if err := SetScale(app, percent); err != nil || os.Getenv(scaleVariable) != want {
			t.Errorf("%d %%: %v, %s", percent, err, os.Getenv(scaleVariable))
		}
	}
	if told != 3 {
		t.Errorf("the windows were told %d times", told)
	}
	before := os.Getenv(scaleVariable)
	for _, percent := range []int{0, 99, 201, -150} {
		if SetScale(app, percent) == nil || os.Getenv(scaleVariable) != before {
			t.Errorf("%d %% was taken", percent)
		}
	}
}

// TestScaledLooks draws one form at each scale. Its logical size is the same, so nothing is cut or moves to another line.
func TestScaledLooks(t *testing.T) {
	for scale, name := range map[float32]string{1: "scale-100.png", 1.5: "scale-150.png", 2: "scale-200.png"} {
		inTheme(t, Light)
		field := NewField(FieldSpec{Label: "Account name", Help: "Small letters, digits and dots"})
		field.SetText("a.okafor")
		save := NewButton(ButtonSpec{Text: "Save", Kind: Primary})
		form := VBox(GapFields, field, NewCheck(CheckSpec{Text: "Sign out of all other devices", Checked: true}),
			HBox(Gap8, save, NewButton(ButtonSpec{Text: "Cancel"})))
		c := software.NewCanvas()
		c.SetPadded(false)
		c.SetScale(scale)
		c.SetContent(Inset(16, 16, 16, 16, form))
		c.Resize(fyne.NewSize(280, 200))
		save.FocusGained()
		if got := form.MinSize(); got.Height > 168 {
			t.Errorf("scale %v: needs %v", scale, got)
		}
		test.AssertImageMatches(t, name, c.Capture())
	}
}
