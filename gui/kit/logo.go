package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Logo is the Gatehouse mark: the gate in a rounded square of the accent colour.
type Logo struct {
	widget.BaseWidget
	side float32
}

// NewLogo makes a mark with sides of the given length; 30 beside the program's name, 44 above the sign-in form.
func NewLogo(side float32) *Logo {
	l := &Logo{side: side}
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer is called by the toolkit.
func (l *Logo) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(Colour(ColorAccent))
	gate := canvas.NewImageFromResource(IconColoured(IconGate, ColorOnAccent))
	gate.FillMode = canvas.ImageFillContain
	return &logoRenderer{logo: l, ground: ground, gate: gate}
}

type logoRenderer struct {
	logo   *Logo
	ground *canvas.Rectangle
	gate   *canvas.Image
}

func (r *logoRenderer) Layout(size fyne.Size) {
	side := fyne.NewSquareSize(min(size.Width, size.Height))
	at := fyne.NewPos((size.Width-side.Width)/2, (size.Height-side.Height)/2)
	r.ground.CornerRadius = side.Width / 4.4
	r.ground.Move(at)
	r.ground.Resize(side)
	r.gate.Move(at)
	r.gate.Resize(side)
}

func (r *logoRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.logo.side) }

func (r *logoRenderer) Refresh() {
	r.ground.FillColor = Colour(ColorAccent)
	r.ground.Refresh()
	r.gate.Refresh()
}

func (r *logoRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground, r.gate} }

func (r *logoRenderer) Destroy() {}
