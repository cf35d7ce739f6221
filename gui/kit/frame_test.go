package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// askAll asks each object for its size, as the toolkit does before it paints a frame.
func askAll(o fyne.CanvasObject) int {
	count := 1
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case *container.Scroll:
		children = []fyne.CanvasObject{o.Content}
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		count += askAll(child)
	}
	o.MinSize()
	return count
}

func BenchmarkFrameOfAFullPage(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(NewTheme(Light))
	page := Column(ColumnWidth, GapSections)
	for range 6 {
		var rows []fyne.CanvasObject
		for range 6 {
			rows = append(rows, NewRow(RowSpec{
				Icon: IconLaptop, Title: "okafor-mbp", Caption: "Windows 11 · Workshop · yesterday",
				State: NewState(ToneGood, "", "Active"), Action: NewButton(ButtonSpec{Text: "Sign out", Row: true}),
			}))
		}
		page.Add(SectionOf(NewHeader("Your devices", "Where you are signed in, and what each of them is allowed to do", nil), NewBox(rows...)))
	}
	w := test.NewTempWindow(b, container.NewVScroll(Inset(24, 24, 24, 24, page)))
	w.Resize(fyne.NewSize(900, 700))
	b.ReportMetric(float64(askAll(w.Content())), "objects")
	for b.Loop() {
		askAll(w.Content())
	}
}
