package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

const (
	meterSegments = 4
	meterBar      = float32(6) // height of a segment
)

// Meter shows how hard a password is to guess: four segments, an icon, a word and a sentence, and beneath what makes it
// weak and what would help. It only judges; whether a password may be used is said by Rules.
type Meter struct {
	part
	segments       [meterSegments]*Ground
	icon           *canvas.Image
	word, sentence *Text
	line           *fyne.Container
	advice         *Rich
}

// NewMeter makes a meter that shows nothing yet. It keeps room for its line of words, so that what is below stays where
// it is while there is no advice.
func NewMeter() *Meter {
	m := &Meter{
		icon:     NewGlyph(IconAlertOctagon, ColorDanger, IconSizeSmall),
		word:     NewText(TextSpec{Size: SizeCaption, Bold: true}),
		sentence: CaptionText("").Shrinking(),
	}
	bars := &fyne.Container{Layout: segmentLayout{}}
	for i := range m.segments {
		m.segments[i] = NewGround(GroundSpec{Fill: ColorLine, Radius: meterBar / 2})
		bars.Add(m.segments[i])
	}
	m.line = HBox(6, m.icon, m.word, Grow(Inset(0, 0, 0, Gap4, m.sentence)))
	m.advice = NewRich(SizeCaption)
	m.body = VBox(Gap4, bars, MinHeight(IconSizeSmall, m.line), m.advice)
	m.ExtendBaseWidget(m)
	m.Clear()
	return m
}

// SetScore shows a score from 0, very weak, to 4, strong, with its word and a sentence about guessing. A score outside
// that is brought to the nearer end.
func (m *Meter) SetScore(score int, word, sentence string) {
	score = max(0, min(score, meterSegments))
	tone := meterTone(score)
	for i, segment := range m.segments {
		if i < score {
			segment.SetFill(tone.Colour())
		} else {
			segment.SetFill(ColorLine)
		}
	}
	setGlyph(m.icon, tone.Icon(), tone.Colour())
	m.word.SetColour(tone.Colour())
	m.word.SetText(word)
	m.sentence.SetText(sentence)
	m.line.Show()
	m.relaid()
}

// SetAdvice shows beneath the score what makes the password weak, "" for nothing, and sentences about what would help.
func (m *Meter) SetAdvice(warning string, suggestions []string) {
	spans := make([]Span, 0, 2)
	if warning != "" {
		spans = append(spans, Span{Text: warning + " "})
	}
	if len(suggestions) > 0 {
		spans = append(spans, Span{Text: strings.Join(suggestions, " "), Colour: ColorText2})
	}
	m.advice.SetSpans(spans...)
	m.showAdvice(len(spans) > 0)
	m.relaid()
}

// showAdvice keeps advice without words out of the way, where it would leave a gap.
func (m *Meter) showAdvice(show bool) {
	if show {
		m.advice.Show()
	} else {
		m.advice.Hide()
	}
}

// Clear shows four empty segments and no words, as for a field without a password.
func (m *Meter) Clear() {
	for _, segment := range m.segments {
		segment.SetFill(ColorLine)
	}
	m.line.Hide()
	m.SetAdvice("", nil)
}

func meterTone(score int) Tone {
	switch {
	case score >= 3:
		return ToneGood
	case score == 2:
		return ToneAttention
	}
	return ToneDanger
}

// segmentLayout shares the width evenly, with gaps of 4.
type segmentLayout struct{}

func (segmentLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := (size.Width - Gap4*float32(len(objects)-1)) / float32(len(objects))
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i)*(width+Gap4), 0))
		o.Resize(fyne.NewSize(width, size.Height))
	}
}

func (segmentLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(len(objects))*IconSizeSmall, meterBar)
}
