package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

const (
	dialogPad    float32 = 24 // at left and right
	dialogTop    float32 = 17 // above the title
	dialogEnd    float32 = 14 // above the footer's line, and around its buttons
	dialogMargin float32 = 16 // between the dialog and the window
	ringRoom     float32 = 4  // what a focus ring needs around an object that is clipped
)

// dialogLayer covers the whole window; it is what the canvas knows as its overlay.
type dialogLayer struct {
	part
	dialog          *Dialog
	head            *fyne.Container
	content         *fyne.Container
	scroll          *container.Scroll
	problem         *Notice
	footer          *fyne.Container
	title, sentence *Text
	panel           *fyne.Container
}

func newDialogLayer(d *Dialog) *dialogLayer {
	l := &dialogLayer{dialog: d, problem: NewNotice(NoticeSpec{Tone: ToneDanger})}
	l.problem.Hide()
	l.head = Inset(dialogTop, dialogPad, 0, dialogPad, l.words())
	l.content = Inset(Gap12, dialogPad, ringRoom, dialogPad, Layered())
	l.scroll = container.NewVScroll(l.content)
	l.setBody(d.spec.Body)
	line := HBox(Gap8)
	if d.spec.Foot != nil {
		line.Add(d.spec.Foot)
	}
	line.Add(layout.NewSpacer())
	line.Objects = append(line.Objects, d.buttons()...)
	l.footer = VBox(0, newRule(), Inset(dialogEnd, dialogPad, dialogEnd-EdgeWidth, dialogPad, line))
	ground := NewGround(GroundSpec{Fill: ColorSurface, Edge: ColorLine, Radius: RadiusDialog, Shadow: ShadowDialog})
	if d.spec.Fill != nil {
		// What scrolls by itself may reach below both.
		l.head = Layered(NewGround(GroundSpec{Fill: ColorSurface, Radius: RadiusDialog}), l.head)
		l.footer = Layered(NewGround(GroundSpec{Fill: ColorSurface, Radius: RadiusDialog}), l.footer)
	}
	l.panel = &fyne.Container{
		Layout:  &panelLayout{layer: l},
		Objects: []fyne.CanvasObject{ground, l.middle(), l.head, Inset(0, dialogPad, 0, dialogPad, l.problem), l.footer},
	}
	l.body = &fyne.Container{
		Layout:  &layerLayout{layer: l},
		Objects: []fyne.CanvasObject{NewGround(GroundSpec{Fill: ColorScrim}), l.panel},
	}
	l.ExtendBaseWidget(l)
	return l
}

// words are title and sentence, with the cross at their right.
func (l *dialogLayer) words() fyne.CanvasObject {
	spec := l.dialog.spec
	l.title = NewText(TextSpec{Text: spec.Title, Size: SizeSection, Bold: true, Wrap: true})
	l.sentence = NewText(TextSpec{Text: spec.Sentence, Wrap: true})
	gap := Gap4
	if spec.Fill != nil || spec.SmallSentence {
		l.sentence, gap = CaptionText(spec.Sentence).Wrapped(), 0
	}
	l.sentence.Hidden = spec.Sentence == ""
	words := VBox(gap, l.title, l.sentence)
	if spec.CloseName == "" {
		return words
	}
	cross := NewButton(ButtonSpec{Text: spec.CloseName, Icon: IconClose, Kind: IconOnly, Act: l.dialog.dismiss})
	return HBox(Gap12, Grow(words), cross)
}

// middle is what stands between head and footer.
func (l *dialogLayer) middle() fyne.CanvasObject {
	if l.dialog.spec.Fill != nil {
		return l.dialog.spec.Fill
	}
	return l.scroll
}

func (l *dialogLayer) setBody(body fyne.CanvasObject) {
	if body == nil {
		l.scroll.Hide()
		return
	}
	l.content.Objects = []fyne.CanvasObject{body}
	l.scroll.Show()
}

// Refresh places everything again: words may have come or gone.
func (l *dialogLayer) Refresh() {
	l.relaid()
	l.BaseWidget.Refresh()
}

// layerLayout centres the panel and lets it grow with its content, up to the window.
type layerLayout struct{ layer *dialogLayer }

func (l *layerLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	width := max(0, min(l.layer.dialog.spec.Width, size.Width-2*dialogMargin))
	height := max(0, min(l.layer.wanted(width), size.Height-2*dialogMargin))
	panel := objects[1]
	panel.Move(fyne.NewPos(whole((size.Width-width)/2), whole((size.Height-height)/2)))
	panel.Resize(fyne.NewSize(width, height))
	// The size may be the same although words changed.
	l.layer.panel.Layout.Layout(l.layer.panel.Objects, panel.Size())
}

// MinSize is nothing, because a dialog never makes its window larger.
func (l *layerLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func whole(v float32) float32 { return float32(int(v)) }

// wanted is the height of the panel without any need to scroll.
func (l *dialogLayer) wanted(width float32) float32 {
	if l.dialog.spec.Fill != nil {
		return l.dialog.spec.Height
	}
	inner := width - 2*EdgeWidth
	height := 2*EdgeWidth + HeightFor(l.head, inner) + HeightFor(l.footer, inner) + dialogEnd
	if l.scroll.Visible() {
		height += HeightFor(l.content, inner) - ringRoom
	}
	return height + l.problemHeight(inner)
}

func (l *dialogLayer) problemHeight(inner float32) float32 {
	if l.problem.Hidden {
		return 0
	}
	return Gap12 + HeightFor(l.problem, inner-2*dialogPad)
}

// panelLayout keeps head, problem and footer and gives the body what is left.
type panelLayout struct{ layer *dialogLayer }

func (p *panelLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l, inner := p.layer, size.Width-2*EdgeWidth
	head, footer := HeightFor(l.head, inner), HeightFor(l.footer, inner)
	problem := l.problemHeight(inner)
	foot := size.Height - EdgeWidth - footer
	body := max(0, foot-dialogEnd+ringRoom-problem-head-EdgeWidth)
	objects[0].Resize(size)
	put(objects[2], EdgeWidth, inner, head)
	switch {
	case l.dialog.spec.Fill != nil:
		// The problem has room of its own above the footer's line.
		room := problem
		if room > 0 {
			room += Gap12
		}
		put(objects[1], EdgeWidth+head+Gap12, inner, max(0, foot-room-head-Gap12-EdgeWidth))
	case l.scroll.Visible():
		l.content.Resize(fyne.NewSize(inner, HeightFor(l.content, inner)))
		put(objects[1], EdgeWidth+head, inner, body)
	}
	put(objects[3], foot-dialogEnd-max(0, problem-Gap12), inner, max(0, problem-Gap12))
	put(objects[4], foot, inner, footer)
}

// put places an object at the inside of the left edge.
func put(o fyne.CanvasObject, y, width, height float32) {
	o.Move(fyne.NewPos(EdgeWidth, y))
	o.Resize(fyne.NewSize(width, height))
}

// MinSize is nothing; the layer decides.
func (p *panelLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
