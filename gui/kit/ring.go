package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// ring is the accent outline of the object that has the keyboard. Around controls it lies outside with a gap; inside list
// rows and fields it lies inside, where neighbours do not cut it.
type ring struct {
	line   *canvas.Rectangle
	inside bool
}

// newRing makes a ring for an object whose corners have the given radius.
func newRing(radius float32, inside bool) *ring {
	line := canvas.NewRectangle(color.Transparent)
	line.StrokeWidth = RingWidth
	line.CornerRadius = radius + RingGap + RingWidth/2
	if inside {
		line.CornerRadius = radius - RingWidth/2
	}
	line.Hide()
	return &ring{line: line, inside: inside}
}

// place puts the ring around (or inside) an area.
func (r *ring) place(at fyne.Position, size fyne.Size) {
	out := RingGap + RingWidth/2
	if r.inside {
		out = -RingWidth / 2
	}
	r.line.Move(at.SubtractXY(out, out))
	r.line.Resize(size.AddWidthHeight(2*out, 2*out))
}

// show draws the ring or takes it away, in the accent of the theme in use.
func (r *ring) show(on bool) {
	r.line.StrokeColor = Colour(ColorAccent)
	r.line.Hidden = !on
	r.line.Refresh()
}

// parts is the renderer of the kit's controls: objects from back to front and the three things that a renderer does.
type parts struct {
	objects []fyne.CanvasObject
	min     func() fyne.Size
	layout  func(fyne.Size)
	paint   func() // takes colours, texts and visibility from the control's state
	destroy func() // nil for none
	self    fyne.Widget
}

func (p *parts) Layout(size fyne.Size) { p.layout(size) }

func (p *parts) MinSize() fyne.Size { return p.min() }

func (p *parts) Refresh() {
	p.paint()
	p.layout(p.self.Size())
	canvas.Refresh(p.self)
}

func (p *parts) Objects() []fyne.CanvasObject { return p.objects }

func (p *parts) Destroy() {
	if p.destroy != nil {
		p.destroy()
	}
}

// fill gives a rectangle the named colour; "" makes it clear.
func fill(r *canvas.Rectangle, name fyne.ThemeColorName) {
	r.FillColor = colourOrClear(name)
	r.Refresh()
}

func colourOrClear(name fyne.ThemeColorName) color.Color {
	if name == "" {
		return color.Transparent
	}
	return Colour(name)
}

// stroke outlines a rectangle inside its area, which the toolkit would draw half outside.
func stroke(r *canvas.Rectangle, name fyne.ThemeColorName, width float32, at fyne.Position, size fyne.Size, radius float32) {
	r.StrokeColor = colourOrClear(name)
	r.StrokeWidth = width
	r.CornerRadius = min(radius-width/2, (min(size.Width, size.Height)-width)/2-.25) // a full half leaves a speck at the side
	r.Move(at.AddXY(width/2, width/2))
	r.Resize(size.SubtractWidthHeight(width, width))
	r.Refresh()
}

// centred returns the position that puts an object of a height into the middle of a line.
func centred(x, height, line float32) fyne.Position {
	return fyne.NewPos(x, (line-height)/2)
}

// newIcon makes an image of an icon; setIcon changes its colour later.
func newIcon(name IconName, colour fyne.ThemeColorName) *canvas.Image {
	image := canvas.NewImageFromResource(IconColoured(name, colour))
	image.FillMode = canvas.ImageFillContain
	return image
}

func setIcon(image *canvas.Image, name IconName, colour fyne.ThemeColorName) {
	if name == "" {
		image.Hide()
		return
	}
	// The same icon again is the same resource, which has its drawing at hand.
	if next := IconColoured(name, colour); image.Resource == nil || image.Resource.Name() != next.Name() {
		image.Resource = next
	}
	image.Show()
	image.Refresh()
}
