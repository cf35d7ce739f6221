package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Tone is what a state, a notice or a meter says about its thing. It is never shown by colour alone: each has its own
// icon, which differs in outline, and comes with a word.
type Tone int

const (
	// ToneNeutral is a plain fact.
	ToneNeutral Tone = iota
	// ToneGood needs nothing.
	ToneGood
	// ToneAttention can wait, but not for ever.
	ToneAttention
	// ToneDanger needs somebody now.
	ToneDanger
	// ToneOff is something that is not in use.
	ToneOff
	// ToneTip is advice.
	ToneTip
)

// Colour is the colour of the tone's icon and word.
func (t Tone) Colour() fyne.ThemeColorName {
	switch t {
	case ToneGood:
		return ColorGood
	case ToneAttention:
		return ColorAttention
	case ToneDanger:
		return ColorDanger
	case ToneTip:
		return ColorAccent
	}
	return ColorText2
}

// Ground is the colour of a tinted area in the tone.
func (t Tone) Ground() fyne.ThemeColorName {
	switch t {
	case ToneGood:
		return ColorGoodSoft
	case ToneAttention:
		return ColorAttentionSoft
	case ToneDanger:
		return ColorDangerSoft
	case ToneTip:
		return ColorAccentSoft
	}
	return ColorButton
}

// Icon is the tone's own icon.
func (t Tone) Icon() IconName {
	switch t {
	case ToneGood:
		return IconCheckCircle
	case ToneAttention:
		return IconAlertTriangle
	case ToneDanger:
		return IconAlertOctagon
	case ToneOff:
		return IconMinusCircle
	}
	return IconInfo
}

// State is a state line: a small icon and a bold word in the tone's colour.
type State struct {
	part
	icon *canvas.Image
	word *Text
}

// NewState makes a state line. An empty icon stands for the tone's own.
func NewState(tone Tone, icon IconName, word string) *State {
	s := &State{icon: NewGlyph(tone.Icon(), tone.Colour(), IconSizeSmall)}
	s.word = NewText(TextSpec{Text: word, Size: SizeCaption, Bold: true, Colour: tone.Colour()})
	s.body = HBox(6, s.icon, s.word)
	s.ExtendBaseWidget(s)
	s.Set(tone, icon, word)
	return s
}

// Set replaces what the line says.
func (s *State) Set(tone Tone, icon IconName, word string) {
	if icon == "" {
		icon = tone.Icon()
	}
	setGlyph(s.icon, icon, tone.Colour())
	s.word.SetColour(tone.Colour())
	s.word.SetText(word)
	s.relaid()
}

// Word returns the word.
func (s *State) Word() string { return s.word.Text() }
