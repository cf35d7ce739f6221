package kit

import "fyne.io/fyne/v2"

// PasswordSpec describes a password field. OnChanged of the Field is called as for any field.
type PasswordSpec struct {
	Field FieldSpec
	Words Words
	// OnCopy puts the text on the clipboard and starts the countdown that takes it away again; nil leaves the copy
	// button out. The shortcut for copying does the same while the text is revealed, and nothing else.
	OnCopy func()
}

// PasswordField is a field for a secret: concealed until the eye is pressed, in monospace while revealed, with a note when
// Caps Lock is certainly on.
type PasswordField struct {
	Field
	words    Words
	eye      *Button
	revealed bool
}

// NewPasswordField makes a password field, concealed.
func NewPasswordField(spec PasswordSpec) *PasswordField {
	p := &PasswordField{words: spec.Words}
	p.eye = newFieldButton(IconEye, spec.Words.Reveal, func() { p.SetRevealed(!p.revealed) })
	field := spec.Field
	field.Actions = append([]fyne.CanvasObject{p.eye}, field.Actions...)
	if spec.OnCopy != nil {
		field.Actions = append(field.Actions, newFieldButton(IconCopy, spec.Words.Copy, spec.OnCopy))
	}
	p.init(field)
	p.input.secret, p.input.Password = true, true
	p.input.onCopy = spec.OnCopy
	p.input.caps = newCapsWatch()
	p.input.onCaps = p.noteCaps
	p.ExtendBaseWidget(p)
	return p
}

// SetRevealed shows the text or conceals it.
func (p *PasswordField) SetRevealed(revealed bool) {
	p.revealed = revealed
	p.input.Password = !revealed
	p.eye.spec.Icon, p.eye.spec.Text = IconEye, p.words.Reveal
	if revealed {
		p.eye.spec.Icon, p.eye.spec.Text = IconEyeOff, p.words.Conceal
	}
	p.eye.Refresh()
	p.input.setMono(revealed)
	p.input.Refresh()
}

// Revealed says whether the text can be read.
func (p *PasswordField) Revealed() bool { return p.revealed }

// Wipe empties the field, its selection and what could be undone, conceals it and takes the problem away. OnChanged is
// called when there was a text. Go cannot zero the string that was typed; nothing here refers to it any more.
func (p *PasswordField) Wipe() {
	p.input.SetText("")
	p.tooLong = false
	p.notes = nil
	p.SetRevealed(false)
	p.SetProblem("")
	p.Refresh()
}

func (p *PasswordField) noteCaps(on bool) {
	p.notes = nil
	if on {
		p.notes = []note{{icon: IconCapsLock, colour: ColorAttention, text: p.words.CapsLockOn}}
	}
	p.Refresh()
}
