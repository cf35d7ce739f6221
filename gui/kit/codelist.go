package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
)

const (
	codeLine      float32 = 32 // height of a line
	codeNumber    float32 = 24 // width of the numbers
	codeListSide  float32 = 17 // left and right of the lines
	codeListAbove float32 = 14 // above and below them
)

// CodeList shows numbered codes in a box, the first half at the left and the rest at the right, or all in one column where
// two have no room.
type CodeList struct {
	part
	numbers, codes []*Text
}

// NewCodeList makes a list of the codes in their order.
func NewCodeList(codes []string) *CodeList {
	l := &CodeList{}
	lines := &fyne.Container{Layout: &codeListLayout{}}
	for i, code := range codes {
		number := NewText(TextSpec{Text: strconv.Itoa(i + 1), Size: SizeCaption, Colour: ColorText2, Align: fyne.TextAlignTrailing, Shrink: true})
		text := MonoText(code)
		l.numbers, l.codes = append(l.numbers, number), append(l.codes, text)
		lines.Add(MinHeight(codeLine, HBox(Gap16, FixedWidth(codeNumber, number), text)))
	}
	ground := NewGround(GroundSpec{Fill: ColorInset, Edge: ColorLine, Radius: RadiusBox})
	l.body = Layered(ground, Inset(codeListAbove, codeListSide, codeListAbove, codeListSide, lines))
	l.ExtendBaseWidget(l)
	return l
}

// Wipe empties all lines. Go cannot zero the strings; nothing here refers to them any more.
func (l *CodeList) Wipe() {
	for i := range l.codes {
		l.numbers[i].SetText("")
		l.codes[i].SetText("")
		l.codes[i].lineHeight() // forgets the measures of the code
	}
	l.relaid()
}

// codeListLayout puts lines of the same height into two columns, or one.
type codeListLayout struct{ width float32 }

// columns is how many columns a width has room for.
func (l *codeListLayout) columns(objects []fyne.CanvasObject, width float32) int {
	if width < 2*widest(objects)+Gap16 {
		return 1
	}
	return 2
}

func (l *codeListLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	columns := l.columns(objects, size.Width)
	perColumn := inColumn(objects, columns)
	width := (size.Width - Gap16*float32(columns-1)) / float32(columns)
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i/perColumn)*(width+Gap16), float32(i%perColumn)*codeLine))
		o.Resize(fyne.NewSize(width, codeLine))
	}
}

// inColumn is how many lines the first of some columns has.
func inColumn(objects []fyne.CanvasObject, columns int) int {
	return (len(objects) + columns - 1) / columns
}

func (l *codeListLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return leastSize(l, objects, l.width)
}

func (l *codeListLayout) minWidth(objects []fyne.CanvasObject) float32 { return widest(objects) }

func (l *codeListLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return codeLine * float32(inColumn(objects, l.columns(objects, width)))
}
