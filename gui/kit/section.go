package kit

import "fyne.io/fyne/v2"

// Header is the head of a section: a bold title, an optional caption below it, an optional action at the right.
type Header struct {
	part
	title, caption *Text
}

// NewHeader makes a header. An empty caption and a nil action take no room.
func NewHeader(title, caption string, action fyne.CanvasObject) *Header {
	h := &Header{title: SectionText(title).Shrinking(), caption: CaptionText(caption).Wrapped()}
	line := HBox(Gap12, Grow(VBox(0, h.title, h.caption)))
	if action != nil {
		line.Add(action)
	}
	h.body = MinHeight(HeightRowControl, line)
	h.ExtendBaseWidget(h)
	h.SetCaption(caption)
	return h
}

// SetCaption replaces the caption.
func (h *Header) SetCaption(caption string) {
	h.caption.SetText(caption)
	h.caption.Hidden = caption == ""
	h.relaid()
}

// SectionOf puts a header above its box at the design's distance.
func SectionOf(header *Header, content ...fyne.CanvasObject) *fyne.Container {
	return VBox(GapHeader, append([]fyne.CanvasObject{header}, content...)...)
}
