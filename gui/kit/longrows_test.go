package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
)

// longRows are rows that count how often they are asked for.
type longRows struct {
	*LongRows
	made  map[int]fyne.CanvasObject
	asked int
}

func newLongRows(t *testing.T, count int) *longRows {
	t.Helper()
	inTheme(t, Light)
	r := &longRows{made: map[int]fyne.CanvasObject{}}
	r.LongRows = NewLongRows(func(i int) fyne.CanvasObject {
		r.asked++
		if r.made[i] == nil {
			r.made[i] = NewRow(RowSpec{Title: fmt.Sprintf("Row %d", i), Caption: "of many"})
		}
		return r.made[i]
	})
	r.Set(count)
	return r
}

func (r *longRows) want(t *testing.T, first, end int) {
	t.Helper()
	if gotFirst, gotEnd := r.span(); gotFirst != first || gotEnd != end || len(r.shown) != end-first {
		t.Errorf("rows %d to %d are to exist and %d do, want %d to %d", gotFirst, gotEnd, len(r.shown), first, end)
	}
}

func TestLongRowsExistNearTheView(t *testing.T) {
	l := newLongRows(t, 100)
	box := NewBox(l)
	shown(t, box, 400, 300)
	l.InView(0, 300)
	if l.HeightFor(400) != 100*HeightRow || box.HeightFor(400) != 100*HeightRow+2*EdgeWidth {
		t.Errorf("it is %v high", l.HeightFor(400))
	}
	l.want(t, 0, 9)
	before := l.asked
	l.InView(0, 301)
	if l.asked != before {
		t.Error("rows were asked for although they were there")
	}
	l.InView(50*HeightRow, 50*HeightRow+300)
	l.want(t, 47, 59)
	for n, row := range l.shown {
		if row != l.made[47+n] || row.Position().Y != float32(47+n)*HeightRow || row.Size() != fyne.NewSize(398, HeightRow) {
			t.Errorf("row %d is at %v and %v large", 47+n, row.Position(), row.Size())
		}
	}
}

func TestLongRowsBesideTheView(t *testing.T) {
	l := newLongRows(t, 100)
	l.InView(1e6, 1e6+300)
	l.want(t, 100, 100)
	l.InView(-1000, -700)
	l.want(t, 0, 0)
	l.InView(0, 300)
	l.Set(2)
	l.want(t, 0, 2)
	l.Set(0)
	l.want(t, 0, 0)
	if l.HeightFor(400) != 0 {
		t.Error("no rows take room")
	}
}

func TestLongRowsLooks(t *testing.T) {
	pictures(t, "longrows", 420, 290, func() fyne.CanvasObject {
		l := NewLongRows(func(i int) fyne.CanvasObject {
			return NewRow(RowSpec{Icon: IconSecurityKey, Title: fmt.Sprintf("Row %d", i), Caption: "of many", Action: NewButton(ButtonSpec{Text: "More", Icon: IconDots, Kind: IconOnly, Row: true})})
		})
		l.Set(4)
		l.InView(0, 260)
		return NewBox(l)
	})
}
