package kit

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// ButtonOrder is where a dialog's action stands among its buttons.
type ButtonOrder int

const (
	// OrderOfSystem is what the operating system does: Windows has the action first, macOS and Linux have it last.
	OrderOfSystem ButtonOrder = iota
	// ActionFirst has the action left of Cancel.
	ActionFirst
	// ActionLast has the action at the right end.
	ActionLast
)

// DialogWidth is the width of a dialog that asks for none, in logical units.
const DialogWidth float32 = 520

// DialogDo is the act of a dialog.
type DialogDo struct {
	Label   string // a verb; "" for a dialog without an act
	Kind    Kind   // Primary, or Danger for what cannot be undone
	Working string // the word on the button while busy
	Act     func() // the dialog stays until its Close
}

// DialogSpec describes a dialog. Only Title and one of Do and Cancel are needed.
type DialogSpec struct {
	Title    string
	Sentence string
	Body     fyne.CanvasObject // scrolls when the window is too low for it
	Do       DialogDo
	Cancel   string            // "" for no such button
	OnCancel func()            // by button or Escape, after the dialog has gone
	OnClosed func()            // whatever way the dialog went; the place to wipe secrets
	Foot     fyne.CanvasObject // at the left of the footer
	First    fyne.Focusable    // has the focus at first; nil is the body's first field, and Cancel where Do is Danger
	Width    float32           // at most; 0 is DialogWidth
	NoEscape bool
	Order    ButtonOrder
}

// Dialog is a question or a small form that lies over a window and takes its keyboard and mouse. Escape cancels, Return
// acts, Tab stays inside. What had the focus before has it again afterwards.
type Dialog struct {
	spec       DialogSpec
	canvas     fyne.Canvas
	layer      *dialogLayer
	do, cancel *Button
	keys       *dialogKeys
	before     fyne.Focusable
	busy, gone bool
}

// ShowDialog opens a dialog over a window's content and over dialogs that are already open.
func ShowDialog(w fyne.Window, spec DialogSpec) *Dialog {
	if spec.Width == 0 {
		spec.Width = DialogWidth
	}
	d := &Dialog{spec: spec, canvas: w.Canvas()}
	d.before = d.canvas.Focused()
	d.canvas.Unfocus()
	d.layer = newDialogLayer(d)
	d.canvas.Overlays().Add(d.layer)
	d.layer.Resize(d.canvas.Size())
	d.keys = listen(d)
	d.focusFirst()
	return d
}

// CloseDialogs closes all dialogs of a canvas, the newest first, and other things that lie over its content. It is for
// the moment the window locks.
func CloseDialogs(c fyne.Canvas) { closeDownTo(c, nil) }

// closeDownTo closes what lies above an overlay, because the toolkit drops it without a word when that overlay goes.
func closeDownTo(c fyne.Canvas, end fyne.CanvasObject) {
	for top := c.Overlays().Top(); top != nil && top != end; top = c.Overlays().Top() {
		if layer, ok := top.(*dialogLayer); ok {
			layer.dialog.Close()
		} else {
			c.Overlays().Remove(top)
		}
	}
}

// Close takes the dialog away, with those above it, and gives the focus back. Closing twice does nothing.
func (d *Dialog) Close() {
	if d.gone {
		return
	}
	d.gone = true
	closeDownTo(d.canvas, d.layer)
	d.canvas.Unfocus()
	d.canvas.Overlays().Remove(d.layer)
	d.keys.stop()
	if d.do != nil {
		d.do.SetIdle()
	}
	if d.before != nil {
		d.canvas.Focus(d.before)
	}
	if d.spec.OnClosed != nil {
		d.spec.OnClosed()
	}
}

// Closed says whether the dialog has gone.
func (d *Dialog) Closed() bool { return d.gone }

// SetBusy says whether the act is under way: the action shows it, and neither it nor Cancel nor Escape does anything.
func (d *Dialog) SetBusy(busy bool) {
	if d.gone || busy == d.busy {
		return
	}
	d.busy = busy
	if d.cancel != nil {
		enable(d.cancel, !busy)
	}
	switch {
	case d.do == nil:
	case busy:
		word := d.spec.Do.Working
		if word == "" {
			word = d.spec.Do.Label
		}
		d.do.SetWorking(word)
	default:
		d.do.SetIdle()
	}
	d.layer.Refresh()
}

// SetProblem shows above the footer why the act was not done and what to do; "" takes it away.
func (d *Dialog) SetProblem(text string) {
	d.layer.problem.Set(NoticeSpec{Tone: ToneDanger, Text: text})
	d.layer.problem.Hidden = text == ""
	d.layer.Refresh()
}

// SetBody replaces what stands between sentence and footer, such as the next step of an act.
func (d *Dialog) SetBody(body fyne.CanvasObject) {
	d.layer.setBody(body)
	d.layer.Refresh()
}

// Do is the button of the act, nil when there is none. A dialog that waits for a typed name disables it.
func (d *Dialog) Do() *Button { return d.do }

// Focus puts the keyboard on an object of the dialog.
func (d *Dialog) Focus(object fyne.Focusable) { d.canvas.Focus(object) }

func enable(b *Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

// focusFirst chooses where the keyboard is at first. The act of a danger is never chosen.
func (d *Dialog) focusFirst() {
	danger := d.spec.Do.Kind == Danger
	switch {
	case d.spec.First != nil:
		d.canvas.Focus(d.spec.First)
	case danger && d.cancel != nil:
		d.canvas.Focus(d.cancel)
	case danger:
	default:
		d.canvas.FocusNext()
		// Nothing in the body takes the keyboard: then the act does, wherever the system puts its button.
		if d.do != nil && d.canvas.Focused() == fyne.Focusable(d.cancel) {
			d.canvas.Focus(d.do)
		}
	}
}

// act is what the action and Return do.
func (d *Dialog) act() {
	if d.busy || d.gone || d.do == nil || d.do.Disabled() || d.spec.Do.Act == nil {
		return
	}
	d.spec.Do.Act()
}

// dismiss is what Cancel and Escape do.
func (d *Dialog) dismiss() {
	if d.busy || d.gone {
		return
	}
	d.Close()
	if d.spec.OnCancel != nil {
		d.spec.OnCancel()
	}
}

// typed gets the keys that no object of the dialog had a use for.
func (d *Dialog) typed(key fyne.KeyName, fresh bool) {
	switch key {
	case fyne.KeyEscape:
		if !d.spec.NoEscape {
			d.dismiss()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		nowhere := d.canvas.Focused() == nil
		if nowhere && (!fresh || d.spec.Do.Kind == Danger) {
			return
		}
		d.act()
	}
}

// buttons are the footer's, from left to right.
func (d *Dialog) buttons() []fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	if d.spec.Do.Label != "" {
		d.do = NewButton(ButtonSpec{Text: d.spec.Do.Label, Kind: d.spec.Do.Kind, Act: d.act})
		buttons = append(buttons, d.do)
	}
	if d.spec.Cancel != "" {
		d.cancel = NewButton(ButtonSpec{Text: d.spec.Cancel, Act: d.dismiss})
		buttons = append(buttons, d.cancel)
	}
	if len(buttons) == 2 && !actionFirst(d.spec.Order, runtime.GOOS) {
		buttons[0], buttons[1] = buttons[1], buttons[0]
	}
	return buttons
}

// actionFirst says whether the action is left of Cancel on an operating system.
func actionFirst(order ButtonOrder, system string) bool {
	if order == OrderOfSystem {
		return system == "windows"
	}
	return order == ActionFirst
}

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
	dialog  *Dialog
	head    *fyne.Container
	content *fyne.Container
	scroll  *container.Scroll
	problem *Notice
	footer  *fyne.Container
	panel   *fyne.Container
}

func newDialogLayer(d *Dialog) *dialogLayer {
	l := &dialogLayer{dialog: d, problem: NewNotice(NoticeSpec{Tone: ToneDanger})}
	l.problem.Hide()
	words := VBox(Gap4, NewText(TextSpec{Text: Shown(d.spec.Title), Size: SizeSection, Bold: true, Wrap: true}))
	if d.spec.Sentence != "" {
		words.Add(NewText(TextSpec{Text: Shown(d.spec.Sentence), Wrap: true}))
	}
	l.head = Inset(dialogTop, dialogPad, 0, dialogPad, words)
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
	l.panel = &fyne.Container{
		Layout:  &panelLayout{layer: l},
		Objects: []fyne.CanvasObject{ground, l.head, l.scroll, Inset(0, dialogPad, 0, dialogPad, l.problem), l.footer},
	}
	l.body = &fyne.Container{
		Layout:  &layerLayout{layer: l},
		Objects: []fyne.CanvasObject{NewGround(GroundSpec{Fill: ColorScrim}), l.panel},
	}
	l.ExtendBaseWidget(l)
	return l
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
	put(objects[1], EdgeWidth, inner, head)
	if l.scroll.Visible() {
		l.content.Resize(fyne.NewSize(inner, HeightFor(l.content, inner)))
		put(objects[2], EdgeWidth+head, inner, body)
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
