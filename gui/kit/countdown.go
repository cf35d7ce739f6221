package kit

import "fyne.io/fyne/v2"

// Countdown is a line that says how long something lasts, with a bar and a link that ends it at once: a password on the
// clipboard, the time until the window locks. It keeps no time itself; its owner calls Set once a second.
type Countdown struct {
	part
	sentence func(seconds int) string
	text     *Text
	bar      *bar
}

// NewCountdown makes a hidden line. Sentence gives the words for the whole seconds left; stop is the link's text and
// onStop what it does.
func NewCountdown(sentence func(seconds int) string, stop string, onStop func()) *Countdown {
	c := &Countdown{sentence: sentence, text: CaptionText(""), bar: newBar()}
	icon := NewGlyph(IconTimer, ColorText2, IconSizeSmall)
	c.body = HBox(Gap8, icon, c.text, Grow(c.bar), NewSmallLink(stop, onStop))
	c.ExtendBaseWidget(c)
	c.Hide()
	return c
}

// Set shows how many seconds are left of a total. With none left the line goes.
func (c *Countdown) Set(seconds, total int) {
	if seconds <= 0 || total <= 0 {
		c.Hide()
		return
	}
	c.text.SetText(c.sentence(seconds))
	c.bar.set(float32(seconds) / float32(total))
	c.Show()
	c.relaid()
}

const barHeight float32 = 4

// bar is a thin bar, filled from the left.
type bar struct {
	part
	layout *barLayout
}

func newBar() *bar {
	b := &bar{layout: &barLayout{}}
	track := NewGround(GroundSpec{Fill: ColorLine, Radius: barHeight / 2})
	filled := NewGround(GroundSpec{Fill: ColorAccent, Radius: barHeight / 2})
	b.body = &fyne.Container{Layout: b.layout, Objects: []fyne.CanvasObject{track, filled}}
	b.ExtendBaseWidget(b)
	return b
}

// set fills a part of the bar, from 0 to 1.
func (b *bar) set(part float32) {
	b.layout.part = max(0, min(part, 1))
	b.relaid()
}

type barLayout struct{ part float32 }

func (l *barLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := (size.Height - barHeight) / 2
	for i, part := range []float32{1, l.part} {
		objects[i].Move(fyne.NewPos(0, y))
		objects[i].Resize(fyne.NewSize(size.Width*part, barHeight))
	}
}

func (l *barLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(Gap32, barHeight) }
