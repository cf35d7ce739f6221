package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// A line of a history opens by mouse and keys, arrows walk the lines, and a text that is
// too long stays in its column.
func TestHistoryRow(t *testing.T) {
	inTheme(t, Light)
	opened := ""
	spec := func(what string) HistorySpec {
		return HistorySpec{
			Tone: ToneDanger, Icon: IconCloseCircle, What: what, Bold: true, How: strings.Repeat("how ", 90), When: "18 Nov 02:44",
			Where: strings.Repeat("W", 64), OnOpen: func() { opened += what },
		}
	}
	first, plain, last := NewHistoryRow(spec("a")), NewHistoryRow(HistorySpec{Icon: IconInfo, What: "plain"}), NewHistoryRow(spec("c"))
	box := NewBox(first, plain, last)
	c := shown(t, VBox(0, box), 600, 300).Canvas()
	if height := box.HeightFor(600); height != 3*HeightCompactRow+2*EdgeWidth {
		t.Errorf("three lines are %v high", height)
	}
	c.FocusNext()
	if c.Focused() != first.Focus() {
		t.Fatalf("Tab goes to %T", c.Focused())
	}
	press1(c, fyne.KeyReturn)
	press1(c, fyne.KeyDown)
	if c.Focused() != last.Focus() {
		t.Error("Down does not go to the next line that opens something")
	}
	last.Set(spec("d"))
	if c.Focused() != last.Focus() {
		t.Error("a line that shows something else loses the keyboard")
	}
	press1(c, fyne.KeySpace)
	if opened != "ad" {
		t.Errorf("opened are %q", opened)
	}
	if width := first.MinSize().Width; width > 600 {
		t.Errorf("a line with long texts asks for %v", width)
	}
}

// A mark stands right after a short title, and keeps its room beside a long one.
func TestRowMark(t *testing.T) {
	inTheme(t, Light)
	mark := NewMark("This device")
	row := NewRow(RowSpec{Icon: IconMonitor, Title: "DEPOT-PC-14", Mark: mark, Caption: "Windows 11"})
	shown(t, VBox(0, NewBox(row)), 600, 200)
	title := TextSpec{Text: "DEPOT-PC-14", Size: SizeBody}
	if x, want := mark.Position().X, title.measure(title.Text).Width+1+Gap8; x != want {
		t.Errorf("the mark is at %v, want %v", x, want)
	}
	long := NewMark("This device")
	row = NewRow(RowSpec{Icon: IconMonitor, Title: strings.Repeat("W", 64), Mark: long, Caption: "Windows 11"})
	shown(t, VBox(0, NewBox(row)), 400, 200)
	if end, width := long.Position().X+long.Size().Width, 400-2*EdgeWidth-PadBoxLeft-IconSize-Gap12-PadBoxRight; end > width+.5 || long.Size() != long.MinSize() {
		t.Errorf("the mark ends at %v of %v, and is %v", end, width, long.Size())
	}
}

// What stands below the words of a notice takes its room, and the keyboard reaches it.
func TestNoticeBelow(t *testing.T) {
	inTheme(t, Light)
	button := NewButton(ButtonSpec{Text: "Yes, it was me", Row: true})
	notice := NewNotice(NoticeSpec{Tone: ToneDanger, Stacked: true, Lead: "Was this you?", Text: "Password"})
	before := notice.HeightFor(500)
	notice.Set(NoticeSpec{Tone: ToneDanger, Stacked: true, Lead: "Was this you?", Text: "Password", Below: HBox(0, button)})
	if after := notice.HeightFor(500); after < before+HeightRowControl {
		t.Errorf("the notice is %v high, before %v", after, before)
	}
	c := shown(t, VBox(0, notice), 500, 200).Canvas()
	c.FocusNext()
	if c.Focused() != fyne.Focusable(button) {
		t.Errorf("Tab goes to %T", c.Focused())
	}
}
