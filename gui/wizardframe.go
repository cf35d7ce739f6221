package gui

import (
	"runtime"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"gatehouse/gui/kit"
)

// Measures of the set-up, in logical units.
const (
	stepWidth   float32 = 600 // the column of a step
	stepsWidth  float32 = 263 // the list of steps
	stepsItem   float32 = 44
	stepsNumber float32 = 24
	footHeight  float32 = 67
)

// wizardFrame is what stays around the steps: their list at the left, the
// buttons at the foot.
type wizardFrame struct {
	wizard *wizard
	object fyne.CanvasObject
	list   *fyne.Container
	body   *fyne.Container
	scroll *container.Scroll
	foot   *fyne.Container
	count  *kit.Text
	next   *kit.Button
	back   *kit.Button
	leave  *kit.Button
	pad    float32
}

// newWizardFrame builds the frame without a step in it.
func newWizardFrame(w *wizard) *wizardFrame {
	f := &wizardFrame{wizard: w, list: kit.VBox(0), count: kit.CaptionText(""), pad: 2 * kit.Gap24}
	f.next = kit.NewButton(kit.ButtonSpec{Text: tr("Next"), Kind: kit.Primary, Act: w.next})
	f.back = kit.NewButton(kit.ButtonSpec{Text: tr("Back"), Act: w.back})
	f.leave = kit.NewButton(kit.ButtonSpec{Text: tr("Leave set-up"), Kind: kit.Low, Act: w.askLeave})
	f.body, f.foot = container.NewStack(), container.NewStack()
	f.scroll = container.NewVScroll(f.body)
	ground := kit.NewGround(kit.GroundSpec{Fill: kit.ColorSurface})
	f.object = container.New(frameLayout{},
		f.scroll, kit.Layered(ground, kit.MinHeight(footHeight, f.foot)), f.column(), widget.NewSeparator(), widget.NewSeparator())
	return f
}

// column is the mark, the list of steps, and what holds for all of them.
func (f *wizardFrame) column() fyne.CanvasObject {
	mark := kit.HBox(10, kit.NewLogo(30), kit.VBox(0,
		kit.NewText(kit.TextSpec{Text: "Gatehouse", Size: kit.SizeSection, Bold: true}), kit.CaptionText(tr("First set-up"))))
	head := kit.VBox(0, kit.Inset(27, kit.Gap12, kit.Gap24, kit.Gap12, mark), f.list)
	promise := kit.TopHBox(kit.Gap8, kit.NewGlyph(kit.IconInfo, kit.ColorText2, kit.IconSizeSmall),
		kit.Grow(kit.CaptionText(tr("Nothing is written until the last step. It all stays on this computer.")).Wrapped()))
	foot := kit.Inset(kit.Gap16, kit.Gap12, kit.Gap24, kit.Gap12, promise)
	column := container.NewBorder(head, foot, nil, nil)
	return kit.Inset(0, 20, 0, 20, column)
}

// frameLayout places the step, the foot, the list of steps, and the lines below
// the step and beside the list, in this order. The toolkit's own borders keep
// a distance between their parts.
type frameLayout struct{}

// Layout is called by the toolkit.
func (frameLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, foot := stepsWidth+1, size.Height-footHeight
	places := []struct{ x, y, width, height float32 }{
		{left, 0, size.Width - left, foot - 1},
		{left, foot, size.Width - left, footHeight},
		{0, 0, stepsWidth, size.Height},
		{left, foot - 1, size.Width - left, 1},
		{stepsWidth, 0, 1, size.Height},
	}
	for i, p := range places {
		objects[i].Move(fyne.NewPos(p.x, p.y))
		objects[i].Resize(fyne.NewSize(p.width, p.height))
	}
}

// MinSize is nothing: the window has its own least size.
func (frameLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// resized gives the steps less room around them in a smaller window.
func (f *wizardFrame) resized(class kit.WidthClass) {
	f.pad = kit.Gap24
	if class == kit.Wide {
		f.pad = 2 * kit.Gap24
	}
	f.paint()
}

// paint shows the step that the wizard is at.
func (f *wizardFrame) paint() {
	w := f.wizard
	f.paintList()
	f.paintFoot()
	step := w.steps[w.at].object()
	shown := kit.Inset(28, f.pad, kit.Gap32, f.pad, step)
	if len(f.body.Objects) == 0 || f.shownStep() != step {
		f.scroll.Offset = fyne.Position{}
	}
	f.body.Objects = []fyne.CanvasObject{shown}
	f.relaid()
}

// shownStep is the step that is in view.
func (f *wizardFrame) shownStep() fyne.CanvasObject {
	return f.body.Objects[0].(*fyne.Container).Objects[0]
}

// paintList marks the step that is shown and those that are done.
func (f *wizardFrame) paintList() {
	f.list.Objects = nil
	for i, step := range f.wizard.steps {
		f.list.Add(stepLine(i, f.wizard.at, step.heading()))
	}
	f.list.Refresh()
}

// stepLine is a line of the list.
func stepLine(i, at int, name string) fyne.CanvasObject {
	number := kit.NewText(kit.TextSpec{Text: strconv.Itoa(i + 1), Size: kit.SizeCaption, Colour: kit.ColorText2, Align: fyne.TextAlignCenter})
	circle := kit.GroundSpec{Fill: kit.ColorPage, Edge: kit.ColorEdge, Radius: stepsNumber / 2}
	var inside fyne.CanvasObject = container.NewCenter(number)
	text := kit.NewText(kit.TextSpec{Text: name, Wrap: true})
	line := container.NewStack()
	switch {
	case i == at:
		circle.Fill, circle.Edge = kit.ColorAccent, kit.ColorAccent
		number.SetColour(kit.ColorOnAccent)
		number.SetBold(true)
		text.SetBold(true)
		text.SetColour(kit.ColorAccent)
		line.Add(kit.NewGround(kit.GroundSpec{Fill: kit.ColorAccentSoft, Radius: kit.RadiusControl}))
	case i < at:
		inside = container.NewCenter(kit.NewGlyph(kit.IconCheck, kit.ColorAccent, kit.IconSizeSmall))
	}
	disc := kit.FixedWidth(stepsNumber, kit.MinHeight(stepsNumber, kit.Layered(kit.NewGround(circle), kit.MinHeight(stepsNumber, inside))))
	line.Add(kit.MinHeight(stepsItem, kit.Inset(0, kit.Gap12, 0, kit.Gap12, kit.HBox(kit.Gap12, disc, kit.Grow(text)))))
	return line
}

// paintFoot shows where the person is and the buttons, in the system's order.
func (f *wizardFrame) paintFoot() {
	w := f.wizard
	f.count.SetText(trf("Step {{.At}} of {{.All}}", "At", w.at+1, "All", len(w.steps)))
	f.next.SetText(tr("Next"))
	if w.at == len(w.steps)-1 {
		f.next.SetText(tr("Make the site"))
	}
	if w.at == 0 || w.working {
		f.back.Disable()
	} else {
		f.back.Enable()
	}
	line := append([]fyne.CanvasObject{f.count, kit.Grow(kit.Gap(0, 0))}, f.buttons(runtime.GOOS)...)
	f.foot.Objects = []fyne.CanvasObject{kit.Inset(0, f.pad, 0, f.pad, kit.HBox(kit.Gap8, line...))}
	f.foot.Refresh()
}

// buttons are in the order of a system: Windows has the act first, the others
// have it last.
func (f *wizardFrame) buttons(system string) []fyne.CanvasObject {
	buttons := []fyne.CanvasObject{f.next, f.back, f.leave}
	if system != "windows" {
		slices.Reverse(buttons)
	}
	return buttons
}

// setWorking shows that an answer is waited for.
func (f *wizardFrame) setWorking(working bool, word string) {
	if working {
		f.next.SetWorking(word)
		f.back.Disable()
		f.leave.Disable()
		return
	}
	f.next.SetIdle()
	f.leave.Enable()
	f.paintFoot()
}

// relaid lays the step out again after it has changed its height.
func (f *wizardFrame) relaid() {
	f.body.Refresh()
	f.scroll.Refresh()
}
