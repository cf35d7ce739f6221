package kit

import "fyne.io/fyne/v2"

// beside puts a mark right after a title, which ends in an ellipsis before the mark loses room.
func beside(title *Text, mark *Mark) *fyne.Container {
	return &fyne.Container{Layout: &besideLayout{title: title}, Objects: []fyne.CanvasObject{title, mark}}
}

// besideLayout has a title and what stands beside it.
type besideLayout struct {
	title *Text
	width float32
}

// Layout is called by the toolkit.
func (l *besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	mark := objects[1].MinSize()
	room := max(0, size.Width-mark.Width-Gap8)
	words := min(room, l.title.measure(l.title.Text())+1) // a rounded width would cut the last letter
	height := l.title.HeightFor(words)
	objects[0].Move(fyne.NewPos(0, (size.Height-height)/2))
	objects[0].Resize(fyne.NewSize(words, height))
	objects[1].Move(fyne.NewPos(words+Gap8, (size.Height-mark.Height)/2))
	objects[1].Resize(mark)
}

// MinSize is called by the toolkit.
func (l *besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return leastSize(l, objects, l.width)
}

func (l *besideLayout) minWidth(objects []fyne.CanvasObject) float32 {
	return leastWidth(objects[0]) + Gap8 + leastWidth(objects[1])
}

func (l *besideLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return max(HeightFor(objects[0], width), HeightFor(objects[1], width))
}
