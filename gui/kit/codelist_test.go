package kit

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// tenCodes are codes in the form of recovery codes.
func tenCodes() []string {
	return []string{
		"4TQK-9MWD-ABCD-EFGH", "H7XN-2RPC-JKMN-PQRS", "LW83-VKJF-TVWX-YZ23", "9DYB-TM4X-4567-89AB", "QX6F-P7HN-CDEF-GHJK",
		"2KRW-8CJV-MNPQ-RSTV", "M5TD-XN9L-WXYZ-2345", "WB4P-J6QK-6789-ABCD", "7FHC-RY3M-EFGH-JKMN", "VN8X-D2TW-PQRS-TVWX",
	}
}

func TestCodeListLooks(t *testing.T) {
	pictures(t, "codelist", 598, 620, func() fyne.CanvasObject {
		return VBox(Gap16, NewCodeList(tenCodes()), HBox(0, FixedWidth(360, NewCodeList(tenCodes()))))
	})
}

func TestCodeListHasAsManyColumnsAsFit(t *testing.T) {
	inTheme(t, Light)
	codes := tenCodes()
	for count, rows := range map[int]float32{0: 0, 1: 1, 2: 1, 5: 3, 9: 5, 10: 5} {
		l := NewCodeList(codes[:count])
		shown(t, VBox(0, l), 550, 400)
		if height := l.HeightFor(550) - 2*codeListAbove; height != rows*codeLine {
			t.Errorf("%d codes are %v high", count, height)
		}
	}
	l := NewCodeList(codes)
	w := shown(t, VBox(0, l), 550, 400)
	two := l.MinSize().Width*2 - 2*codeListSide + Gap16
	if two < 400 || two > 430 {
		t.Errorf("two columns need %v", two)
	}
	if wide, narrow := l.HeightFor(two), l.HeightFor(two-1); wide != 5*codeLine+2*codeListAbove || narrow != 10*codeLine+2*codeListAbove {
		t.Errorf("%v high at %v, %v just below", wide, two, narrow)
	}
	at := func(i int) fyne.Position {
		d := fyne.CurrentApp().Driver()
		return d.AbsolutePositionForObject(l.codes[i]).Subtract(d.AbsolutePositionForObject(l.codes[0]))
	}
	if at(4).X != 0 || at(5).X < 200 || at(5).Y != 0 || at(9).Y != 4*codeLine {
		t.Errorf("the fifth code is at %v, the sixth at %v, the tenth at %v", at(4), at(5), at(9))
	}
	w.Resize(fyne.NewSize(360, 400))
	if at(9) != fyne.NewPos(0, 9*codeLine) {
		t.Errorf("in one column the tenth code is at %v", at(9))
	}
}

func TestWipedCodeListRefersToNoCode(t *testing.T) {
	inTheme(t, Light)
	l := NewCodeList(tenCodes())
	w := shown(t, VBox(0, l), 550, 400)
	size := l.MinSize().Height
	l.Wipe()
	settle(w)
	if l.MinSize().Height != size {
		t.Error("what is around the codes moves")
	}
	drawn := test.RenderToMarkup(w.Canvas())
	for i, code := range tenCodes() {
		if strings.Contains(drawn, code[:4]) || strings.Contains(fmt.Sprintf("%+v", l.codes[i].known), code) {
			t.Errorf("%s is still there", code)
		}
	}
	NewCodeList(tenCodes()).Wipe()
}
