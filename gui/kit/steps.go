package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
)

const (
	// stepBadge is how wide the round ground of a number is.
	stepBadge float32 = 24
	// stepContentGap is between a step's words and its content.
	stepContentGap float32 = 6
)

// StepItem is one thing to do.
type StepItem struct {
	Title   string
	Caption string            // below the title; "" for none
	Content fyne.CanvasObject // below the words and in line with them; nil for none
}

// Steps is a list of things to do one after another, each with its number on a round ground.
type Steps struct {
	part
	titles, captions []*Text
}

// NewSteps makes a list from its first step to its last.
func NewSteps(items ...StepItem) *Steps {
	s := &Steps{}
	s.body = VBox(Gap16)
	for i, item := range items {
		s.body.Add(s.step(i+1, item))
	}
	s.ExtendBaseWidget(s)
	return s
}

// SetCaption replaces the caption of a step, which are counted from 0; "" takes it away.
func (s *Steps) SetCaption(i int, text string) {
	s.captions[i].SetText(text)
	s.captions[i].Hidden = text == ""
	s.relaid()
}

// SetTitle replaces the title of a step, which are counted from 0.
func (s *Steps) SetTitle(i int, text string) {
	s.titles[i].SetText(text)
	s.relaid()
}

func (s *Steps) step(number int, item StepItem) fyne.CanvasObject {
	caption := CaptionText(item.Caption).Wrapped()
	caption.Hidden = item.Caption == ""
	title := BoldText(item.Title).Wrapped()
	s.titles, s.captions = append(s.titles, title), append(s.captions, caption)
	words := VBox(0, title, caption)
	if item.Content != nil {
		words = VBox(stepContentGap, words, item.Content)
	}
	return TopHBox(10, newStepNumber(number), Grow(words))
}

func newStepNumber(number int) fyne.CanvasObject {
	ground := NewGround(GroundSpec{Fill: ColorAccentSoft, Radius: stepBadge / 2})
	text := NewText(TextSpec{
		Text: strconv.Itoa(number), Size: SizeCaption, Bold: true, Colour: ColorAccent, Align: fyne.TextAlignCenter, Shrink: true,
	})
	return Layered(Gap(stepBadge, stepBadge), ground, MinHeight(stepBadge, text))
}
