package kit

import "fyne.io/fyne/v2"

// Avatar stands for an account: its initials on a soft round ground.
type Avatar struct {
	part
	text *Text
}

// NewAvatar makes an avatar with sides of the given length, 28 in the top bar and 40 in a drawer. Initials are one or two
// letters that the caller takes from the account's name.
func NewAvatar(initials string, side float32) *Avatar {
	size := SizeCaption
	if side >= HeightControl {
		size = SizeBody
	}
	a := &Avatar{text: NewText(TextSpec{
		Text: initials, Size: size, Bold: true, Colour: ColorAccent, Align: fyne.TextAlignCenter, Shrink: true,
	})}
	ground := NewGround(GroundSpec{Fill: ColorAccentSoft, Radius: side / 2})
	a.body = Layered(Gap(side, side), ground, MinHeight(side, a.text))
	a.ExtendBaseWidget(a)
	return a
}

// SetInitials replaces the letters.
func (a *Avatar) SetInitials(initials string) { a.text.SetText(initials) }
