package kit

import (
	"slices"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// markable is a list of n rows with boxes, and what was done to it.
type markable struct {
	*List
	marks  map[int]bool
	opened []int
}

func newMarkable(n int) *markable {
	m := &markable{marks: map[int]bool{}}
	m.List = NewList(ListSpec[int]{
		Columns: []ListColumn[int]{
			{ID: "name", Label: "Name", Show: func(row int, c *Cell) { c.Name(strconv.Itoa(row), "") }},
			{ID: "bar", Label: "Bar", Width: 200, Show: func(row int, c *Cell) { c.Bar(float32(row)/10, strconv.Itoa(row)) }},
		},
		Len:    func() int { return n },
		Row:    func(i int) (int, bool) { return i, true },
		OnOpen: func(i int, _ int) { m.opened = append(m.opened, i) },
		Marked: func(row int) bool { return m.marks[row] },
		OnMark: func(first, last int, toggle bool) {
			for i := first; i <= last; i++ {
				m.marks[i] = !toggle || !m.marks[i]
			}
		},
		Height: 34,
	})
	return m
}

// marked are the rows that are ticked.
func (m *markable) marked() []int {
	var marked []int
	for i, yes := range m.marks {
		if yes {
			marked = append(marked, i)
		}
	}
	slices.Sort(marked)
	return marked
}

// press presses a row with the mouse while a key is held.
func (m *markable) press(i int, x float32, held fyne.KeyModifier) {
	row := m.rows[i%len(m.rows)]
	at := fyne.PointEvent{Position: fyne.NewPos(x, 10)}
	row.MouseDown(&desktop.MouseEvent{PointEvent: at, Modifier: held})
	row.MouseUp(&desktop.MouseEvent{PointEvent: at, Modifier: held})
	row.Tapped(&at)
}

// wantMarks fails unless these rows are ticked and those were opened.
func (m *markable) wantMarks(t *testing.T, what string, marked, opened []int) {
	t.Helper()
	if got := m.marked(); !slices.Equal(got, marked) || !slices.Equal(m.opened, opened) {
		t.Errorf("%s: ticked %v, opened %v; want %v and %v", what, got, m.opened, marked, opened)
	}
}

// A click on the box ticks, one beside it opens; Ctrl and Shift tick wherever
// the click is.
func TestListMarksByMouse(t *testing.T) {
	inTheme(t, Light)
	m := newMarkable(8)
	shown(t, m.List, 600, ListHeight(8, 34))
	m.press(1, PadBoxLeft+4, 0)
	m.wantMarks(t, "on the box", []int{1}, nil)
	m.press(3, 200, 0)
	m.wantMarks(t, "on the row", []int{1}, []int{3})
	m.press(2, 200, fyne.KeyModifierShortcutDefault)
	m.wantMarks(t, "with Ctrl", []int{1, 2}, []int{3})
	m.press(5, 200, fyne.KeyModifierShift)
	m.wantMarks(t, "with Shift", []int{1, 2, 3, 4, 5}, []int{3})
	m.press(5, PadBoxLeft+4, 0)
	m.wantMarks(t, "the box again", []int{1, 2, 3, 4}, []int{3})
}

// Space ticks and Return opens; Shift with the arrows ticks a range, Ctrl+A all.
// Without Shift the arrows only move.
func TestListMarksByKeyboard(t *testing.T) {
	inTheme(t, Light)
	m := newMarkable(8)
	w := shown(t, m.List, 600, ListHeight(4, 34))
	w.Canvas().Focus(m.List)
	key := func(names ...fyne.KeyName) {
		for _, name := range names {
			m.KeyDown(&fyne.KeyEvent{Name: name})
			m.TypedKey(&fyne.KeyEvent{Name: name})
			m.KeyUp(&fyne.KeyEvent{Name: name})
		}
	}
	key(fyne.KeySpace, fyne.KeyDown, fyne.KeyReturn)
	m.wantMarks(t, "Space, Down, Return", []int{0}, []int{1})
	m.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftRight})
	key(fyne.KeyDown, fyne.KeyDown)
	m.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftRight})
	m.wantMarks(t, "Shift and Down", []int{0, 1, 2, 3}, []int{1})
	key(fyne.KeyDown, fyne.KeyEnd)
	m.wantMarks(t, "without Shift", []int{0, 1, 2, 3}, []int{1})
	m.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	w.Canvas().Unfocus()
	w.Canvas().Focus(m.List)
	key(fyne.KeyUp)
	m.wantMarks(t, "Shift before the focus", []int{0, 1, 2, 3}, []int{1})
	m.TypedShortcut(&fyne.ShortcutSelectAll{})
	m.wantMarks(t, "Ctrl+A", []int{0, 1, 2, 3, 4, 5, 6, 7}, []int{1})
}

// A list without boxes has neither the keys nor the room of one.
func TestListWithoutMarks(t *testing.T) {
	inTheme(t, Light)
	var opened int
	l := NewList(ListSpec[int]{
		Columns: []ListColumn[int]{{ID: "name", Label: "Name", Show: func(row int, c *Cell) { c.Name(strconv.Itoa(row), "") }}},
		Len:     func() int { return 3 },
		Row:     func(i int) (int, bool) { return i, true },
		OnOpen:  func(int, int) { opened++ },
	})
	w := shown(t, l, 600, ListHeight(3, HeightListRow))
	w.Canvas().Focus(l)
	l.TypedShortcut(&fyne.ShortcutSelectAll{})
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	l.clicked(1, 1, fyne.KeyModifierShift)
	if opened != 2 || l.markRoom() != 0 {
		t.Errorf("opened %d, room %v", opened, l.markRoom())
	}
	if got := l.Said(); !slices.Equal(got, []string{"0", "1", "2"}) {
		t.Errorf("the list says %v", got)
	}
}

// A bar takes its share of the column, a small one is still to be seen, and its
// number stands beside it.
func TestListBar(t *testing.T) {
	inTheme(t, Light)
	m := newMarkable(11)
	shown(t, m.List, 600, ListHeight(11, 34))
	for i, want := range map[int]float32{0: 0, 1: (200 - barNumber) / 10, 10: 200 - barNumber} {
		bar := m.rows[i%len(m.rows)].cells[1].bar
		if bar.Hidden != (want == 0) || !bar.Hidden && bar.Size().Width != want {
			t.Errorf("the bar of %d is %v wide, hidden %v; want %v", i, bar.Size().Width, bar.Hidden, want)
		}
	}
}
