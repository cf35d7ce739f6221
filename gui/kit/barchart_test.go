package kit

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// chartOf is a chart of bars with words for tests.
func chartOf(bars []ChartBar, open func(int)) *BarChart {
	b := NewBarChart()
	var good, bad int64
	for _, bar := range bars {
		good, bad = good+bar.Good, bad+bar.Bad
	}
	b.Set(ChartSpec{
		Bars: bars, Good: fmt.Sprintf("%d signed in, above the line", good), Bad: fmt.Sprintf("%d wrong or refused, below", bad),
		Note: "By day, in the time of Europe/London", Empty: "Nobody has tried to sign in",
		Tick: func(i int) string { return fmt.Sprintf("%d May", i+1) }, Number: func(n int64) string { return fmt.Sprint(n) },
		Describe: func(i int) string {
			return fmt.Sprintf("%d May: %d signed in, %d wrong or refused", i+1, bars[i].Good, bars[i].Bad)
		},
		OnOpen: open,
	})
	return b
}

// wave are bars with some ups and downs.
func wave(n int) []ChartBar {
	bars := make([]ChartBar, n)
	for i := range bars {
		bars[i] = ChartBar{Good: int64(60 + 50*math.Sin(float64(i)/3)), Bad: int64(i*i) % 37}
	}
	return bars
}

func TestBarChartLook(t *testing.T) {
	pictures(t, "barchart", 640, 1130, func() fyne.CanvasObject {
		ringed := chartOf(wave(7), nil)
		ringed.focused = true
		ringed.moveTo(2)
		chosen := chartOf(wave(24), nil)
		chosen.SetChosen(5)
		return VBox(Gap16,
			chartOf(nil, nil), chartOf([]ChartBar{{3, 1}}, nil), ringed, chosen,
			chartOf(wave(365), nil), chartOf([]ChartBar{{2, 9_000_000_000_000}, {0, 1}, {1, 0}}, nil),
		)
	})
}

// notZero counts the numbers that are to be seen.
func notZero(bars []ChartBar) int {
	count := 0
	for _, bar := range bars {
		if bar.Good > 0 {
			count++
		}
		if bar.Bad > 0 {
			count++
		}
	}
	return count
}

// Every chart stays within its place and shows each number that is there, whatever the numbers are.
func TestBarChartStaysInside(t *testing.T) {
	inTheme(t, Light)
	for name, bars := range map[string][]ChartBar{
		"none": nil, "one": {{1, 0}}, "nothing": make([]ChartBar, 30), "only bad": {{0, 5}, {0, 0}}, "year": wave(366),
		"huge": {{math.MaxInt64 / 4, math.MaxInt64 / 4}, {1, 1}}, "lopsided": {{1, 1_000_000}, {0, 1}},
	} {
		for _, width := range []float32{400, 572, 941} {
			b := chartOf(bars, nil)
			shown(t, b, width, ChartHeight)
			parts := newChartParts(b)
			parts.paint()
			parts.layout(fyne.NewSize(width, ChartHeight))
			if wanted := notZero(bars); len(parts.bars) != wanted {
				t.Errorf("%s has %d bars, want %d", name, len(parts.bars), wanted)
			}
			for _, o := range parts.objects() {
				if !o.Visible() || o == fyne.CanvasObject(parts.ground) {
					continue
				}
				at, size := o.Position(), o.Size()
				if at.X < 0 || at.Y < 0 || at.X+size.Width > width+1 || at.Y+size.Height > ChartHeight+1 {
					t.Errorf("%s at %v wide: %T is at %v, %v large", name, width, o, at, size)
				}
			}
			for i := 1; i < len(parts.ticks); i++ {
				if left := parts.ticks[i]; left.Position().X+left.Size().Width > parts.ticks[i-1].Position().X {
					t.Errorf("%s at %v wide: %q touches %q", name, width, left.Text(), parts.ticks[i-1].Text())
				}
			}
		}
	}
}

func TestBarChartKeysAndMouse(t *testing.T) {
	inTheme(t, Light)
	var opened []int
	b := chartOf(wave(10), func(i int) { opened = append(opened, i) })
	w := shown(t, b, 600, ChartHeight)
	says := func(want string) {
		t.Helper()
		if got := b.AccessibilityLabel(); !strings.HasPrefix(got, want) {
			t.Errorf("the chart says %q, want %q", got, want)
		}
	}
	says("895 signed in")
	b.Focus(w.Canvas())
	says("10 May")
	for _, key := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyLeft} {
		press1(w.Canvas(), key)
	}
	says("8 May")
	press1(w.Canvas(), fyne.KeyReturn)
	press1(w.Canvas(), fyne.KeyHome)
	press1(w.Canvas(), fyne.KeyLeft)
	says("1 May")
	press1(w.Canvas(), fyne.KeySpace)
	press1(w.Canvas(), fyne.KeyEnd)
	press1(w.Canvas(), fyne.KeyRight)
	says("10 May")
	w.Canvas().Unfocus()
	at := fyne.NewPos(b.plot.left+b.plot.step*4.5, 80)
	b.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
	says("5 May")
	b.Tapped(&fyne.PointEvent{Position: at})
	b.Tapped(&fyne.PointEvent{Position: fyne.NewPos(2, 80)})
	b.MouseOut()
	w.Canvas().Unfocus()
	b.SetChosen(4)
	says("5 May")
	b.SetChosen(-1)
	says("895 signed in")
	if fmt.Sprint(opened) != "[7 0 4]" {
		t.Errorf("opened %v", opened)
	}
}

// New numbers keep the bar that the keyboard is on.
func TestBarChartKeepsItsPlace(t *testing.T) {
	inTheme(t, Light)
	b := chartOf(wave(10), nil)
	if b.Cursor() != 9 {
		t.Errorf("it begins at %d", b.Cursor())
	}
	b.moveTo(3)
	b.Set(chartOf(wave(10), nil).spec)
	if b.Cursor() != 3 {
		t.Errorf("the keyboard is on %d", b.Cursor())
	}
	b.Set(chartOf(wave(4), nil).spec)
	if b.Cursor() != 3 {
		t.Errorf("of other bars it is on %d, want the last", b.Cursor())
	}
	b.Set(ChartSpec{})
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}
