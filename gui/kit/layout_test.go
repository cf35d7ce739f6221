package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
)

func TestGapsAreExact(t *testing.T) {
	inTheme(t, Light)
	a, b, hidden := Gap(10, 20), Gap(30, 40), Gap(5, 5)
	hidden.Hide()
	column := VBox(GapSections, a, hidden, b)
	column.Resize(fyne.NewSize(200, 300))
	if column.MinSize() != fyne.NewSize(30, 82) || b.Position().Y != 42 || b.Size().Width != 200 {
		t.Errorf("VBox: %v, second at %v, %v", column.MinSize(), b.Position(), b.Size())
	}
	line := HBox(Gap8, a, hidden, b)
	line.Resize(fyne.NewSize(200, 60))
	if line.MinSize() != fyne.NewSize(48, 40) || b.Position() != fyne.NewPos(18, 10) || b.Size() != fyne.NewSize(30, 40) {
		t.Errorf("HBox: %v, second at %v, %v", line.MinSize(), b.Position(), b.Size())
	}
	top := TopHBox(0, b, a)
	top.Resize(fyne.NewSize(200, 60))
	if a.Position() != fyne.NewPos(30, 0) {
		t.Errorf("TopHBox: second at %v", a.Position())
	}
	grow := HBox(Gap8, a, Grow(b), layout.NewSpacer(), hidden)
	grow.Resize(fyne.NewSize(226, 60))
	if b.Size().Width != 100 {
		t.Errorf("what grows is %v wide of 100", b.Size().Width)
	}
}

func TestColumnGrowsNoWiderThanItsMaximum(t *testing.T) {
	inTheme(t, Light)
	inside := Gap(10, 20)
	column := Column(ColumnWidth, 0, inside)
	for width, want := range map[float32]float32{1200: 760, 500: 500} {
		column.Resize(fyne.NewSize(width, 100))
		if inside.Size().Width != want || inside.Position().X != 0 {
			t.Errorf("in %v the content is %v wide at %v", width, inside.Size().Width, inside.Position().X)
		}
	}
	fixed := FixedWidth(244, inside)
	fixed.Resize(fyne.NewSize(500, 100))
	if fixed.MinSize().Width != 244 || inside.Size().Width != 244 {
		t.Errorf("fixed: %v, inside %v", fixed.MinSize(), inside.Size())
	}
}

// Wrapped text is why heights are asked for at a width: each level must give on what the text says.
func TestHeightFollowsWidthThroughLayouts(t *testing.T) {
	inTheme(t, Light)
	text := CaptionText("Sign in with a key, your face or a PIN instead of the password, on every device you have").Wrapped()
	narrow, wide := text.HeightFor(120), text.HeightFor(2000)
	if narrow < 4*wide {
		t.Fatalf("the text is %v high at 120 and %v at 2000", narrow, wide)
	}
	box := NewBox(Inset(10, 20, 10, 20, TopHBox(Gap8, Gap(30, 1), Grow(VBox(0, text)))))
	if got := box.HeightFor(120 + 40 + 38 + 2); got != narrow+20+2 {
		t.Errorf("the box asks for %v, its text for %v", got, narrow)
	}
	fixed := FixedWidth(200, box)
	if got := fixed.MinSize().Height; got != narrow+22 {
		t.Errorf("at a fixed width the box asks for %v, its text for %v", got, narrow)
	}
}

func TestResponsiveTellsEachChangeOnce(t *testing.T) {
	inTheme(t, Light)
	var classes []WidthClass
	content := Gap(3000, 10)
	r := NewResponsive(fyne.NewSize(900, 600), content, func(c WidthClass) { classes = append(classes, c) })
	w := shown(t, r.Object(), 1180, 780)
	for _, width := range []float32{1100, 1099.5, 1000, 999, 900, 1200} {
		w.Resize(fyne.NewSize(width, 780))
	}
	want := []WidthClass{Wide, Medium, Narrow, Wide}
	if classes[0] == Narrow { // the canvas begins with the least size
		classes = classes[1:]
	}
	if len(classes) != len(want) || r.Class() != Wide {
		t.Fatalf("classes %v, expected %v", classes, want)
	}
	for i := range want {
		if classes[i] != want[i] {
			t.Errorf("classes %v, expected %v", classes, want)
		}
	}
	if r.Object().MinSize() != fyne.NewSize(900, 600) || content.Size().Width != 1200 {
		t.Errorf("asks for %v, content is %v", r.Object().MinSize(), content.Size())
	}
}
