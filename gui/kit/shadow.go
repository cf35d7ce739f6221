package kit

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

const (
	// shadowBlur is how wide the edge of a dialog's shadow is, in logical units: half of it lies outside the outline.
	shadowBlur = 32
	// shadowDrop is how far the shadow lies below what casts it, in logical units.
	shadowDrop float32 = 10
)

// shadow is a soft shadow around an opaque area, in eight small pictures that are stretched: corners and edges. The
// toolkit's own shadow looks the same, but blurs the whole area for each picture that is painted in software.
type shadow struct {
	colour color.Color
	// pieces are the corners and edges from the top left on, row by row.
	pieces [8]*canvas.Image
}

func newShadow() *shadow {
	s := &shadow{}
	for i := range s.pieces {
		s.pieces[i] = &canvas.Image{}
	}
	return s
}

// objects are what is drawn, below what casts the shadow.
func (s *shadow) objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(s.pieces))
	for i, piece := range s.pieces {
		objects[i] = piece
	}
	return objects
}

// paint draws the pieces in a colour.
func (s *shadow) paint(c color.Color) {
	if c == s.colour {
		return
	}
	s.colour = c
	for i, piece := range s.pieces {
		column, row := shadowCell(i)
		piece.Image = shadowPicture(color.NRGBAModel.Convert(c).(color.NRGBA), column, row)
		piece.Refresh()
	}
}

// layout places the pieces around an area of a size.
func (s *shadow) layout(size fyne.Size) {
	const half = shadowBlur / 2
	x := [4]float32{-half, half, size.Width - half, size.Width + half}
	y := [4]float32{shadowDrop - half, shadowDrop + half, size.Height + shadowDrop - half, size.Height + shadowDrop + half}
	for i, piece := range s.pieces {
		column, row := shadowCell(i)
		piece.Move(fyne.NewPos(x[column], y[row]))
		piece.Resize(fyne.NewSize(max(0, x[column+1]-x[column]), max(0, y[row+1]-y[row])))
	}
}

// shadowCell is the column and row of a piece, each 0 to 2. The middle has no piece.
func shadowCell(piece int) (column, row int) {
	if piece >= 4 {
		piece++
	}
	return piece % 3, piece / 3
}

// shadowPicture draws a piece: a corner, or a line across an edge.
func shadowPicture(c color.NRGBA, column, row int) image.Image {
	width, height := shadowBlur, shadowBlur
	if column == 1 {
		width = 1
	}
	if row == 1 {
		height = 1
	}
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			strength := shadowStrength(math.Hypot(shadowReach(x, column), shadowReach(y, row)))
			picture.SetNRGBA(x, y, color.NRGBA{R: c.R, G: c.G, B: c.B, A: uint8(math.Round(float64(c.A) * strength))})
		}
	}
	return picture
}

// shadowReach is how far the middle of a pixel lies beyond the full shadow, in the direction of a column or row.
func shadowReach(pixel, part int) float64 {
	switch part {
	case 0:
		return shadowBlur - (float64(pixel) + 0.5)
	case 2:
		return float64(pixel) + 0.5
	}
	return 0
}

// shadowStrength falls from 1 to 0 over the width of the edge, as the toolkit's shader has it: by the cubic Hermite curve.
func shadowStrength(beyond float64) float64 {
	t := min(1, beyond/shadowBlur)
	return 1 - t*t*(3-2*t)
}
