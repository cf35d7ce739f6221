package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Sizes of one module of a QR code in logical units: small codes have the larger one.
const (
	moduleSize      float32 = 5
	smallModuleSize float32 = 4
	// smallFrom is from how many modules a side a code has the smaller ones.
	smallFrom = 56
)

// QRCode shows a QR code, dark on white in every theme: a camera reads no other. Each module is as many whole pixels wide at
// any scale; what is left over makes the quiet zone around wider.
type QRCode struct {
	widget.BaseWidget
	modules [][]bool
	label   string
}

// NewQRCode makes it of square rows of modules, true for dark ones, with the quiet zone; label is what it is, for those who
// do not see it.
func NewQRCode(modules [][]bool, label string) *QRCode {
	q := &QRCode{modules: modules, label: label}
	q.ExtendBaseWidget(q)
	return q
}

// AccessibilityLabel is what the code is for.
func (q *QRCode) AccessibilityLabel() string { return q.label }

// MinSize is the size at which a phone reads the code from the screen.
func (q *QRCode) MinSize() fyne.Size {
	module := moduleSize
	if len(q.modules) >= smallFrom {
		module = smallModuleSize
	}
	return fyne.NewSquareSize(module * float32(len(q.modules)))
}

// CreateRenderer is called by the toolkit.
func (q *QRCode) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRaster(q.draw))
}

// draw paints the code in the middle of a picture of so many pixels.
func (q *QRCode) draw(width, height int) image.Image {
	picture := image.NewGray(image.Rect(0, 0, width, height))
	for i := range picture.Pix {
		picture.Pix[i] = 0xff
	}
	side := len(q.modules)
	if side == 0 {
		return picture
	}
	size := min(width, height) / side
	left, top := (width-size*side)/2, (height-size*side)/2
	for y, row := range q.modules {
		for x, dark := range row {
			if dark {
				blacken(picture, image.Rect(0, 0, size, size).Add(image.Pt(left+x*size, top+y*size)))
			}
		}
	}
	return picture
}

// blacken paints a part of a picture black.
func blacken(picture *image.Gray, area image.Rectangle) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			picture.SetGray(x, y, color.Gray{})
		}
	}
}
