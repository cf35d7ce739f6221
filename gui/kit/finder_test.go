package kit

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// someZones are choices to search in.
func someZones() []Choice {
	var all []Choice
	for _, name := range []string{
		"Africa/Abidjan", "America/Argentina/Buenos_Aires", "America/New_York", "Asia/Kathmandu", "Asia/Tokyo",
		"Europe/Berlin", "Europe/Busingen", "Europe/London", "Pacific/Auckland", "Pacific/Port_Moresby",
	} {
		all = append(all, Choice{ID: name, Text: name + " (now 12:00)"})
	}
	return all
}

// findSpec is a select with a search.
func findSpec() SelectSpec {
	return SelectSpec{Label: "Time zone", Options: someZones(), Selected: "Europe/London", Search: "Search time zones", Nothing: "No time zone is called this"}
}

// opened shows a select with a search and opens it by keyboard.
func opened(t *testing.T, spec SelectSpec, size fyne.Size) (*Select, fyne.Canvas) {
	t.Helper()
	s := NewSelect(spec)
	w := shown(t, Inset(24, 24, 24, 24, VBox(0, s)), size.Width, size.Height)
	w.Canvas().Focus(s)
	s.TypedKey(key(fyne.KeyReturn))
	if s.find == nil || w.Canvas().Focused() != fyne.Focusable(s.find.box.input) {
		t.Fatalf("the search has no keyboard but %T", w.Canvas().Focused())
	}
	return s, w.Canvas()
}

// write types into what has the keyboard.
func write(c fyne.Canvas, text string) {
	for _, r := range text {
		c.Focused().TypedRune(r)
	}
}

// hits are the choices that a finder shows.
func (f *finder) ids() []string {
	var ids []string
	for _, c := range f.hits {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestFitting(t *testing.T) {
	for _, tt := range []struct{ typed, want string }{
		{"kath", "[Asia/Kathmandu]"},
		{"KATH", "[Asia/Kathmandu]"},
		{"new york", "[America/New_York]"},
		{"new_y", "[America/New_York]"},
		{"york new", "[America/New_York]"},
		{"america/a", "[America/Argentina/Buenos_Aires America/New_York]"},
		// What begins with the word comes before what has it inside.
		{"bu", "[America/Argentina/Buenos_Aires Europe/Busingen]"},
		{"or", "[America/New_York Pacific/Port_Moresby]"},
		{"a", "[Africa/Abidjan America/Argentina/Buenos_Aires America/New_York Asia/Kathmandu Asia/Tokyo Pacific/Auckland Pacific/Port_Moresby]"},
		{"atlantis", "[]"},
	} {
		f := finder{hits: fitting(someZones(), tt.typed)}
		if got := fmt.Sprint(f.ids()); got != tt.want {
			t.Errorf("%q finds %s, want %s", tt.typed, got, tt.want)
		}
	}
	if got := fitting(someZones(), " / "); len(got) != len(someZones()) {
		t.Errorf("nothing typed finds %d", len(got))
	}
}

// Letters on the closed select go into its search; arrows and Return choose.
func TestFinderByKeys(t *testing.T) {
	inTheme(t, Light)
	var told []string
	spec := findSpec()
	spec.Act = func(id string) { told = append(told, id) }
	s := NewSelect(spec)
	w := shown(t, Inset(24, 24, 24, 24, VBox(0, s)), 340, 420)
	c := w.Canvas()
	c.Focus(s)
	s.TypedRune(' ')
	if s.find != nil {
		t.Error("a space is searched for")
	}
	write(c, "p")
	write(c, "ac")
	if s.find == nil || s.find.box.Text() != "pac" || len(s.find.hits) != 2 {
		t.Fatalf("%+v", s.find)
	}
	c.Focused().TypedKey(key(fyne.KeyDown))
	c.Focused().TypedKey(key(fyne.KeyDown))
	c.Focused().TypedKey(key(fyne.KeyReturn))
	if s.Selected() != "Pacific/Port_Moresby" || s.list != nil || c.Focused() != fyne.Focusable(s) || fmt.Sprint(told) != "[Pacific/Port_Moresby]" {
		t.Errorf("chose %q, told %v; the keyboard is at %T", s.Selected(), told, c.Focused())
	}
	s.TypedKey(key(fyne.KeyUp))
	s.TypedKey(key(fyne.KeyDown))
	if s.Selected() != "Pacific/Port_Moresby" || s.list != nil {
		t.Errorf("arrows on the closed select lead to %q", s.Selected())
	}
	s.Disable()
	s.TypedRune('k')
	if s.list != nil {
		t.Error("a disabled select opened")
	}
	s.Enable()
	s.SetOptions(nil)
	s.TypedRune('k')
	if s.list != nil {
		t.Error("a select without options opened")
	}
}

// The search begins at what is chosen, is left unchanged by Escape and Tab, and by
// Return when nothing is found.
func TestFinderIsLeft(t *testing.T) {
	inTheme(t, Light)
	for _, leave := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyTab} {
		s, c := opened(t, findSpec(), fyne.NewSize(340, 420))
		if list := s.find.list; list.active != 7 || list.chosen != 7 {
			t.Errorf("begins at %d, chosen %d", list.active, list.chosen)
		}
		write(c, "atlantis")
		if s.find.list != nil || !s.find.none.Visible() {
			t.Error("something is found")
		}
		for _, name := range []fyne.KeyName{fyne.KeyDown, fyne.KeyPageUp, fyne.KeyReturn} {
			c.Focused().TypedKey(key(name))
		}
		if s.find == nil || s.Selected() != "Europe/London" {
			t.Fatalf("chose %q", s.Selected())
		}
		if !c.Focused().(fyne.Tabbable).AcceptsTab() {
			t.Error("Tab leads elsewhere")
		}
		c.Focused().TypedKey(key(leave))
		if s.list != nil || s.Selected() != "Europe/London" || c.Focused() != fyne.Focusable(s) {
			t.Errorf("after %s: %q, the keyboard is at %T", leave, s.Selected(), c.Focused())
		}
	}
}

func TestFinderByMouse(t *testing.T) {
	inTheme(t, Light)
	s := NewSelect(findSpec())
	w := shown(t, Inset(24, 24, 24, 24, VBox(0, s)), 340, 420)
	test.Tap(s)
	write(w.Canvas(), "europe")
	row := s.find.list.rows[1]
	row.MouseIn(nil)
	if s.find.list.active != 1 {
		t.Error("the pointer does not lead")
	}
	test.Tap(row)
	if s.Selected() != "Europe/Busingen" || s.list != nil {
		t.Errorf("chose %q", s.Selected())
	}
}

// At the lower end of a low window the list opens upwards and stays inside.
func TestFinderFitsTheWindow(t *testing.T) {
	inTheme(t, Light)
	for _, height := range []float32{200, 300, 600} {
		s := NewSelect(findSpec())
		w := shown(t, VBox(0, Gap(1, height-70), s), 300, height)
		w.Canvas().Focus(s)
		s.TypedKey(key(fyne.KeySpace))
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.find)
		if at.Y < 0 || at.Y+s.find.Size().Height > height {
			t.Errorf("in %v the list lies from %v to %v", height, at.Y, at.Y+s.find.Size().Height)
		}
		s.close()
	}
}

// The list is as high as its hits, at most as high as it was opened, and the search
// stays where it is.
func TestFinderIsAsHighAsItsHits(t *testing.T) {
	inTheme(t, Light)
	for name, above := range map[string]float32{"below the field": 0, "above it": 360} {
		t.Run(name, func(t *testing.T) {
			s := NewSelect(findSpec())
			w := shown(t, VBox(0, Gap(1, above), s), 300, 430)
			w.Canvas().Focus(s)
			s.TypedKey(key(fyne.KeySpace))
			place := fyne.CurrentApp().Driver().AbsolutePositionForObject
			at, opened := place(s.find.box), s.find.Size().Height
			heights := []float32{opened}
			for _, typed := range []string{"europe", "/b", "us", "x"} {
				write(w.Canvas(), typed)
				heights = append(heights, s.find.Size().Height)
				if got := place(s.find.box); got != at {
					t.Errorf("%d hits: the search is at %v, was at %v", len(s.find.hits), got, at)
				}
			}
			head := HeightControl + 2*Gap8
			want := []float32{opened, head + 3*dropRowHeight + 2*Gap4, head + 2*dropRowHeight + 2*Gap4, head + dropRowHeight + 2*Gap4}
			if !slices.Equal(heights[:4], want) {
				t.Errorf("the heights are %v, want %v", heights, want)
			}
			if least := head + dropRowHeight; heights[4] < least || heights[4] > heights[3] {
				t.Errorf("without hits the height is %v", heights[4])
			}
			s.find.box.SetText("")
			if got := s.find.Size().Height; got != opened {
				t.Errorf("with all choices again it is %v high, was %v", got, opened)
			}
		})
	}
}

func TestFinderLooks(t *testing.T) {
	for variant, suffix := range map[Variant]string{Light: "-light.png", Dark: "-dark.png"} {
		inTheme(t, variant)
		size := fyne.NewSize(340, 420)
		_, c := opened(t, findSpec(), size)
		test.AssertImageMatches(t, "finder"+suffix, c.Capture())
		write(c, "a")
		c.Focused().TypedKey(key(fyne.KeyDown))
		test.AssertImageMatches(t, "finder-typed"+suffix, c.Capture())
		write(c, "tlantis")
		test.AssertImageMatches(t, "finder-nothing"+suffix, c.Capture())
	}
}
