package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

type person struct {
	name, full, role, last string
	tone                   Tone
	icon                   IconName
	state                  string
}

// people makes a list of n rows; it notes which rows were asked for and which were opened.
type people struct {
	n        int
	missing  func(i int) bool
	selected string
	asked    map[int]int
	opened   []int
	ranges   [][2]int
}

func (p *people) row(i int) (person, bool) {
	if p.asked == nil {
		p.asked = map[int]int{}
	}
	p.asked[i]++
	if i < 0 || i >= p.n {
		panic(fmt.Sprintf("row %d of %d was asked for", i, p.n))
	}
	if p.missing != nil && p.missing(i) {
		return person{}, false
	}
	row := person{name: fmt.Sprintf("user.%05d", i), full: "Hana Petrov", role: "Member", last: "Today 07:58", tone: ToneGood, state: "Active"}
	switch i % 4 {
	case 1:
		row.tone, row.icon, row.state = ToneDanger, IconLock, "Locked, 11 min left"
	case 2:
		row.name, row.full = longName, longName
	case 3:
		row.tone, row.icon, row.state = ToneNeutral, IconAccountOff, "Switched off"
	}
	return row, true
}

func (p *people) list() *List {
	return NewList(ListSpec[person]{
		Columns: []ListColumn[person]{
			{ID: "name", Label: "Account", Show: func(v person, c *Cell) { c.Name(v.name, v.full) }},
			{ID: "role", Label: "Role", Width: 64, Show: func(v person, c *Cell) { c.Caption(v.role) }},
			{ID: "state", Label: "State", Width: 160, Show: func(v person, c *Cell) { c.State(v.tone, v.icon, v.state) }},
			{ID: "last", Label: "Last sign-in", Width: 100, From: 500, Show: func(v person, c *Cell) { c.Caption(v.last) }},
		},
		Len:      func() int { return p.n },
		Row:      p.row,
		Selected: func(v person) bool { return v.name == p.selected },
		OnOpen:   func(i int, _ person) { p.opened = append(p.opened, i) },
		OnRange:  func(first, last int) { p.ranges = append(p.ranges, [2]int{first, last}) },
	})
}

func TestListAsksOnlyForWhatIsSeen(t *testing.T) {
	inTheme(t, Light)
	p := &people{n: 100_000}
	l := p.list()
	shown(t, l, 600, listHead+listFoot+10*HeightListRow)
	if len(p.asked) > 12 {
		t.Errorf("%d rows were asked for to show 10", len(p.asked))
	}
	rows := len(l.rows)
	l.scrollTo(50_000 * HeightListRow)
	if len(p.asked) > 24 || p.asked[50_000] != 1 || len(l.rows) != rows {
		t.Errorf("after a jump %d rows were asked for, row 50,000 %d times; %d row objects, before %d", len(p.asked), p.asked[50_000], len(l.rows), rows)
	}
	if last := p.ranges[len(p.ranges)-1]; last != [2]int{50_000, 50_009} {
		t.Errorf("the range in view is %v", last)
	}
	l.scrollTo(1e12)
	if last := p.ranges[len(p.ranges)-1]; last[1] != p.n-1 {
		t.Errorf("at the end the range in view is %v", last)
	}
}

func TestListKeys(t *testing.T) {
	inTheme(t, Light)
	p := &people{n: 1000}
	l := p.list()
	w := shown(t, l, 600, listHead+listFoot+10*HeightListRow)
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != fyne.Focusable(l) {
		t.Fatalf("Tab goes to %T", w.Canvas().Focused())
	}
	for _, step := range []struct {
		key    fyne.KeyName
		cursor int
	}{
		{fyne.KeyUp, 0},
		{fyne.KeyDown, 1},
		{fyne.KeyDown, 2},
		{fyne.KeyPageDown, 11},
		{fyne.KeyEnd, 999},
		{fyne.KeyDown, 999},
		{fyne.KeyPageUp, 990},
		{fyne.KeyHome, 0},
		{fyne.KeyPageDown, 9},
		{fyne.KeyDown, 10},
	} {
		press1(w.Canvas(), step.key)
		top := l.scroll.Offset.Y
		seen := float32(step.cursor)*HeightListRow >= top && float32(step.cursor+1)*HeightListRow <= top+10*HeightListRow
		if l.Cursor() != step.cursor || !seen {
			t.Errorf("%s: row %d, expected %d; in view %v", step.key, l.Cursor(), step.cursor, seen)
		}
	}
	press1(w.Canvas(), fyne.KeyReturn)
	press1(w.Canvas(), fyne.KeySpace)
	if len(p.opened) != 2 || p.opened[0] != 10 || p.opened[1] != 10 {
		t.Errorf("opened %v", p.opened)
	}
	var passed fyne.KeyName
	w.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { passed = ev.Name })
	press1(w.Canvas(), fyne.KeyEscape)
	if passed != fyne.KeyEscape {
		t.Error("Escape did not reach the window")
	}
}

func TestListClickOpensWithoutRing(t *testing.T) {
	inTheme(t, Light)
	p := &people{n: 30}
	l := p.list()
	w := shown(t, l, 600, listHead+listFoot+10*HeightListRow)
	test.TapCanvas(w.Canvas(), fyne.NewPos(100, listHead+2.5*HeightListRow))
	if len(p.opened) != 1 || p.opened[0] != 2 || l.Cursor() != 2 || l.ringed() {
		t.Errorf("opened %v, keyboard on %d, ring %v", p.opened, l.Cursor(), l.ringed())
	}
	if w.Canvas().Focused() != fyne.Focusable(l) {
		t.Error("the keyboard did not follow the mouse")
	}
	press1(w.Canvas(), fyne.KeyDown)
	if l.Cursor() != 3 || !l.ringed() {
		t.Error("the ring does not come with the arrow")
	}
}

func TestListReload(t *testing.T) {
	inTheme(t, Light)
	p := &people{n: 300}
	l := p.list()
	shown(t, l, 600, listHead+listFoot+10*HeightListRow)
	l.SetCursor(250)
	p.n = 3
	l.Reload()
	if l.Cursor() != 2 || l.scroll.Offset.Y != 0 {
		t.Errorf("after rows went: row %d, offset %v", l.Cursor(), l.scroll.Offset.Y)
	}
	p.n = 0
	l.Reload()
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if l.Cursor() != 0 || len(p.opened) != 0 {
		t.Errorf("an empty list has row %d and opened %v", l.Cursor(), p.opened)
	}
	p.n, p.missing = 30, func(i int) bool { return i == 1 }
	l.Reload()
	l.clicked(1, 100, 0)
	if len(p.opened) != 0 {
		t.Error("a row that is not loaded was opened")
	}
	if row := l.rows[1]; row.known || row.cells[0].lines[0].full != "" {
		t.Error("a row that is not loaded shows words")
	}
}

func TestListScrollingMakesLittle(t *testing.T) {
	inTheme(t, Light)
	p := &people{n: 100_000, missing: func(int) bool { return true }}
	l := p.list()
	shown(t, l, 600, listHead+listFoot+10*HeightListRow)
	y := float32(0)
	if allocs := testing.AllocsPerRun(50, func() { y += HeightListRow; l.scrollTo(y) }); allocs > 60 {
		t.Errorf("scrolling by a row allocates %v times", allocs)
	}
}

func BenchmarkListScroll(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(NewTheme(Light))
	l := (&people{n: 100_000}).list()
	w := test.NewTempWindow(b, l)
	w.Resize(fyne.NewSize(600, 600))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		l.scrollTo(float32(i%90_000) * HeightListRow)
	}
}

func TestListLook(t *testing.T) {
	for variant, suffix := range map[Variant]string{Light: "-light.png", Dark: "-dark.png"} {
		inTheme(t, variant)
		p := &people{n: 100_412, selected: "user.00001", missing: func(i int) bool { return i == 4 }}
		l := p.list()
		l.SetFoot("Rows 1 to 6 of 100,412", "Sorted by name")
		w := shown(t, Inset(24, 24, 24, 24, l), 648, listHead+listFoot+48+6*HeightListRow)
		w.Canvas().FocusNext()
		l.SetCursor(2)
		l.rows[3].hover(true)
		test.AssertImageMatches(t, "list"+suffix, w.Canvas().Capture())
	}
}
