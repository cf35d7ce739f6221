package kit

import "fyne.io/fyne/v2"

// NoticeSpec describes a notice. Only Text or Lead is needed.
type NoticeSpec struct {
	Tone      Tone
	Icon      IconName // "" is the tone's own
	Lead      string   // bold first words
	Text      string
	Stacked   bool              // Lead on its own line, Text below it as a caption
	Action    fyne.CanvasObject // one button of row size
	Below     fyne.CanvasObject // below the words, such as the answers to a question
	OnClose   func()            // gives the notice a close button
	CloseName string            // what that button is called
}

// Notice is a tinted bar above the head of a page or in a panel. It is part of the page, never floating, so the keyboard
// reaches its action.
type Notice struct {
	part
}

// noticeHeight is the least height of a notice in logical units.
const noticeHeight float32 = 44

// NewNotice makes a notice from its description.
func NewNotice(spec NoticeSpec) *Notice {
	n := &Notice{}
	n.body = Layered()
	n.ExtendBaseWidget(n)
	n.Set(spec)
	return n
}

// Set replaces all that the notice shows.
func (n *Notice) Set(spec NoticeSpec) {
	icon := spec.Icon
	if icon == "" {
		icon = spec.Tone.Icon()
	}
	said := noticeWords(spec)
	if spec.Below != nil {
		said = VBox(Gap8, said, spec.Below)
	}
	words := TopHBox(10, NewGlyph(icon, spec.Tone.Colour(), IconSize), Grow(said))
	line, right := HBox(Gap8, Grow(Inset(Gap12, 0, Gap12, 0, words))), float32(14)
	if spec.Action != nil {
		line.Add(Inset(Gap8, 0, Gap8, 0, spec.Action))
		right = Gap8
	}
	if spec.OnClose != nil {
		line.Add(NewButton(ButtonSpec{Text: spec.CloseName, Icon: IconClose, Kind: IconOnly, Row: true, Act: spec.OnClose}))
		right = Gap8
	}
	ground := NewGround(GroundSpec{Fill: spec.Tone.Ground(), Radius: RadiusBox})
	n.body.Objects = []fyne.CanvasObject{ground, Inset(0, right, 0, 14, MinHeight(noticeHeight, line))}
	n.relaid()
}

func noticeWords(spec NoticeSpec) fyne.CanvasObject {
	lead := Span{Text: spec.Lead, Bold: true, Colour: spec.Tone.Colour()}
	if spec.Tone == ToneNeutral || spec.Tone == ToneOff {
		lead.Colour = ColorText
	}
	if spec.Stacked {
		text := NewText(TextSpec{Text: Shown(spec.Text), Size: SizeCaption, Wrap: true})
		return VBox(0, NewRich(SizeBody, lead), text)
	}
	if spec.Lead != "" && spec.Text != "" {
		lead.Text += " "
	}
	return NewRich(SizeBody, lead, Span{Text: spec.Text})
}
