package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

const (
	meterSegments = 4
	meterBar      = float32(6) // height of a segment
)

// Meter shows how hard a password is to guess: four segments, an icon, a word and a sentence. It only judges; whether a
// password may be used is said by Rules.
type Meter struct {
	part
	segments       [meterSegments]*Ground
	icon           *canvas.Image
	word, sentence *Text
	line           *fyne.Container
}

// NewMeter makes a meter that shows nothing yet. It keeps its height, so that what is below stays where it is.
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
	m.body = VBox(Gap4, bars, MinHeight(IconSizeSmall, m.line))
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

// Clear shows four empty segments and no words, as for a field without a password.
func (m *Meter) Clear() {
	for _, segment := range m.segments {
		segment.SetFill(ColorLine)
	}
	m.line.Hide()
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
