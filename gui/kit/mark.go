package kit

// Mark is a short fact about a row, such as that it is this very device: a tick and a bold word on a soft ground.
type Mark struct {
	part
}

// NewMark makes a mark with its word.
func NewMark(word string) *Mark {
	m := &Mark{}
	text := NewText(TextSpec{Text: word, Size: SizeCaption, Bold: true, Colour: ColorAccent})
	line := HBox(Gap4, NewGlyph(IconCheck, ColorAccent, IconSizeSmall), text)
	ground := NewGround(GroundSpec{Fill: ColorAccentSoft, Radius: HeightMark / 2})
	m.body = Layered(ground, Inset(0, Gap8, 0, 5, MinHeight(HeightMark, line)))
	m.ExtendBaseWidget(m)
	return m
}
