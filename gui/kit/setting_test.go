package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func stepper(text string, spec StepperSpec) *Stepper {
	spec.Placeholder, spec.Less, spec.More = "–", "Less", "More"
	if spec.Max == 0 {
		spec.Min, spec.Max = 1, 64
	}
	s := NewStepper(spec)
	s.SetText(text)
	return s
}

func TestSettingsLook(t *testing.T) {
	pictures(t, "settings", 640, 620, func() fyne.CanvasObject {
		focused, problem, disabled := stepper("12", StepperSpec{}), stepper("20", StepperSpec{}), stepper("5", StepperSpec{})
		focused.input.FocusGained()
		problem.SetProblem(true)
		disabled.SetDisabled(true)
		changed := NewSetting(SettingSpec{Title: "Minimum length", Help: "8 is enough with two-step on", Control: focused})
		changed.SetWas("was 8")
		wrong := NewSetting(SettingSpec{Title: "Maximum length", Control: HBox(Gap12, problem, NewCheck(CheckSpec{Text: "No limit"}))})
		wrong.SetProblem("The minimum of 15 is above the maximum of 12. Lower the one or raise the other")
		advised := NewSetting(SettingSpec{
			Title: "Kinds of characters", Help: strings.Repeat("A help of several lines. ", 5), Control: stepper("", StepperSpec{}),
			Below: HBox(Gap12, NewCheck(CheckSpec{Text: "Letters"}), NewCheck(CheckSpec{Text: "Numbers"})),
		})
		advised.SetAdvice("NIST advice", "Such rules lead to weaker passwords.", "SP 800-63B-4, 3.1.1.2")
		timeline, escalating := NewTimeline(), NewTimeline()
		timeline.Set(steps("", "", "", "", "15 min", "", "", "", "", "15 min"), "")
		escalating.Set(steps("1 min", "5 min", "10 min", "30 min", "1 h", "2 h", "6 h", "12 h", "1 d", "Until unlocked"), "")
		first, second := NewTab("a", "Password settings", nil), NewTab("b", "Revisions", nil)
		first.SetSelected(true)
		second.focused = true
		group, other := NewGroupItem("a", "Complexity", nil), NewGroupItem("b", "Lockout", nil)
		group.SetSelected(true)
		group.SetChanges(3, false)
		other.SetChanges(0, true)
		return VBox(Gap16, HBox(0, first, second), HBox(Gap16, group, other),
			NewBox(changed, wrong, advised, NewSetting(SettingSpec{Title: "Disabled", Control: disabled})), timeline, escalating)
	})
}

// steps are the steps of a timeline with these lengths of locks.
func steps(lengths ...string) []TimelineStep {
	all := make([]TimelineStep, 0, len(lengths))
	for i, length := range lengths {
		all = append(all, TimelineStep{Number: string(rune('0' + (i+1)%10)), Length: length})
	}
	return all
}

// The arrows count within the bounds and begin at the least; what is typed is left as it is, but never grows long.
func TestStepperCounts(t *testing.T) {
	inTheme(t, Light)
	var told string
	s := stepper("", StepperSpec{Name: "Least length", Min: 8, Max: 10, OnChanged: func(text string) { told = text }})
	w := shown(t, s, 200, 60)
	s.Focus(w.Canvas())
	for _, want := range []string{"8", "9", "10", "10"} {
		press1(w.Canvas(), fyne.KeyUp)
		if s.Text() != want || told != want {
			t.Errorf("Up gives %q, told is %q, want %q", s.Text(), told, want)
		}
	}
	press1(w.Canvas(), fyne.KeyDown)
	test.Tap(s.less)
	test.Tap(s.less)
	if s.Text() != "8" {
		t.Errorf("counted down it is %q", s.Text())
	}
	s.Focus(w.Canvas())
	s.SetText("x")
	press1(w.Canvas(), fyne.KeyDown)
	if s.Text() != "8" {
		t.Errorf("counted from no number it is %q", s.Text())
	}
	s.SetText("123456789")
	if s.Text() != "123456" {
		t.Errorf("a long text is %q", s.Text())
	}
	s.SetText("99")
	if s.AccessibilityLabel() != "Least length, 99" {
		t.Errorf("it is called %q", s.AccessibilityLabel())
	}
	s.SetDisabled(true)
	test.Tap(s.more)
	if s.Text() != "99" {
		t.Errorf("disabled it counts to %q", s.Text())
	}
}

// Keys that a number has no use for go on to the window.
func TestStepperPassesKeys(t *testing.T) {
	inTheme(t, Light)
	s := stepper("5", StepperSpec{})
	w := shown(t, s, 200, 60)
	var got []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { got = append(got, ev.Name) })
	s.Focus(w.Canvas())
	press1(w.Canvas(), fyne.KeyReturn)
	press1(w.Canvas(), fyne.KeyEscape)
	press1(w.Canvas(), fyne.KeyUp)
	if len(got) != 2 || got[0] != fyne.KeyReturn || got[1] != fyne.KeyEscape {
		t.Errorf("the window got %v", got)
	}
}

// A setting comes into view whole, with its title, when its control gets the keyboard.
func TestSettingReveals(t *testing.T) {
	inTheme(t, Light)
	first := stepper("1", StepperSpec{})
	last := NewSetting(SettingSpec{Title: "Last", Help: strings.Repeat("words ", 60), Control: stepper("2", StepperSpec{})})
	scroll := container.NewVScroll(VBox(0, first, Gap(0, 600), last, Gap(0, 600)))
	w := shown(t, scroll, 400, 300)
	last.spec.Control.(*Stepper).Focus(w.Canvas())
	top := last.Position().Y
	if y := scroll.Offset.Y; y > top || y+300 < top+last.Size().Height {
		t.Errorf("the setting at %v, %v high, is not in view from %v on", top, last.Size().Height, y)
	}
}

// What a setting says takes room only while it is said.
func TestSettingHeights(t *testing.T) {
	inTheme(t, Light)
	s := NewSetting(SettingSpec{Title: "Maximum length", Control: stepper("2", StepperSpec{})})
	rest := s.HeightFor(400)
	s.SetProblem("Lower the one or raise the other")
	s.SetAdvice("NIST advice", "Allow more.", "SP 800-63B-4")
	if s.HeightFor(400) <= rest || s.Problem() == "" {
		t.Errorf("with a problem it is %v high, before %v", s.HeightFor(400), rest)
	}
	s.SetWas("was 8")
	if s.Was() != "was 8" {
		t.Errorf("it was %q", s.Was())
	}
	s.SetProblem("")
	s.SetAdvice("NIST advice", "", "")
	s.SetWas("")
	if got := s.HeightFor(400); got != rest {
		t.Errorf("afterwards it is %v high, before %v", got, rest)
	}
}

// A dialog that asks stays until what it asks lets it go, whatever way it is left.
func TestDialogAsks(t *testing.T) {
	w, _ := page(t, 800, 600)
	c := w.Canvas()
	var h wish
	var leave func()
	asked := 0
	spec := h.spec()
	spec.CloseName = "Close"
	spec.Fill, spec.Height = container.NewVScroll(VBox(0, Gap(0, 2000))), 400
	spec.Ask = func(then func()) { asked, leave = asked+1, then }
	d := ShowDialog(w, spec)
	if !d.OnTop() {
		t.Error("the dialog is not on top")
	}
	press1(c, fyne.KeyEscape)
	d.cancel.Tapped(nil)
	if asked != 2 || d.Closed() {
		t.Errorf("asked %d times, closed %v", asked, d.Closed())
	}
	if got := d.layer.panel.Size().Height; got != 400 {
		t.Errorf("the dialog is %v high", got)
	}
	d.SetHead("Another title", "A sentence")
	if !d.layer.sentence.Visible() {
		t.Error("the sentence is not shown")
	}
	leave()
	leave()
	if !d.Closed() || h.cancelled != 1 || d.OnTop() {
		t.Errorf("after leaving: closed %v, cancelled %d", d.Closed(), h.cancelled)
	}
}
