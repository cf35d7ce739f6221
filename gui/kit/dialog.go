package kit

import (
	"runtime"

	"fyne.io/fyne/v2"
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
	// SmallSentence makes it a caption: for what the dialog is about rather than what it asks.
	SmallSentence bool
	Body          fyne.CanvasObject // scrolls when the window is too low for it
	// Fill stands in place of Body: it has all the room between head and footer, up to the edges, and scrolls by itself.
	// Such a dialog is as high as the window lets it, at most Height; its sentence is a caption.
	Fill   fyne.CanvasObject
	Height float32
	// CloseName gives the head a cross, which does what Cancel does; it is the name of that button.
	CloseName string
	// Ask is asked before Cancel, the cross or Escape close the dialog, and calls leave when that is meant; nil closes at
	// once.
	Ask      func(leave func())
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

// Refresh places everything again, after something in the dialog came or went.
func (d *Dialog) Refresh() { d.layer.Refresh() }

// OnTop says whether the dialog is open and nothing lies over it.
func (d *Dialog) OnTop() bool {
	return !d.gone && d.canvas.Overlays().Top() == fyne.CanvasObject(d.layer)
}

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

// SetHead replaces title and sentence.
func (d *Dialog) SetHead(title, sentence string) {
	d.layer.title.SetText(title)
	d.layer.sentence.SetText(sentence)
	d.layer.sentence.Hidden = sentence == ""
	d.layer.Refresh()
}

// SetBody replaces what stands between sentence and footer, such as the next step of an act.
func (d *Dialog) SetBody(body fyne.CanvasObject) {
	d.layer.setBody(body)
	d.layer.Refresh()
}

// Do is the button of the act, nil when there is none. A dialog that waits for a typed name disables it.
func (d *Dialog) Do() *Button { return d.do }

// CancelButton is the button that closes the dialog, nil when there is none: for a dialog whose first button is no default.
func (d *Dialog) CancelButton() *Button { return d.cancel }

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
	if d.spec.Ask != nil {
		d.spec.Ask(d.leave)
		return
	}
	d.leave()
}

// leave closes the dialog without its act.
func (d *Dialog) leave() {
	if d.gone {
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
