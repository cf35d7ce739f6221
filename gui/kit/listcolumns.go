package kit

import "fyne.io/fyne/v2"

// spans returns where each column begins and how wide it is, in a list of this width; a width of 0 is not shown.
func (l *List) spans(width float32) []listSpan {
	spans, left, sharing := make([]listSpan, len(l.columns)), width-PadBoxLeft-l.markRoom()-PadBoxRight+Gap12, 0
	for i, c := range l.columns {
		switch {
		case width < c.from:
			continue
		case c.width == 0:
			sharing++
		}
		spans[i] = listSpan{width: c.width, shown: true}
		left -= c.width + Gap12
	}
	x := PadBoxLeft + l.markRoom()
	for i := range spans {
		if !spans[i].shown {
			continue
		}
		if spans[i].width == 0 {
			spans[i].width = max(0, left/float32(sharing))
		}
		spans[i].x = x
		x += spans[i].width + Gap12
	}
	return spans
}

type listSpan struct {
	x, width float32
	shown    bool
}

// listBodyLayout gives the scroller the height of all rows, of which only those in view exist.
type listBodyLayout struct{ list *List }

func (l *listBodyLayout) Layout([]fyne.CanvasObject, fyne.Size) { l.list.place() }

func (l *listBodyLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, float32(l.list.length())*l.list.height)
}
