package main

import (
	"slices"
	"strings"
	"testing"

	"gatehouse/gui/probe/screen"
)

// item makes an item that is seen and reachable, at a place.
func item(kind, text string, x, y, width, height int) screen.Item {
	area := screen.Rect{X: x, Y: y, Width: width, Height: height}
	return screen.Item{Kind: kind, Text: text, Parent: -1, Area: area, View: area, Reachable: true}
}

// form is a window with two boxes that look alike, and a list that is scrolled.
func form() screen.Screen {
	s := screen.Screen{Title: "Workshop", Scale: 1, Window: screen.Rect{Width: 400, Height: 300}}
	add := func(i screen.Item) int {
		s.Items = append(s.Items, i)
		return len(s.Items) - 1
	}
	taps := func(i screen.Item) screen.Item {
		i.Taps = true
		return i
	}
	part := func(i screen.Item, of int) screen.Item {
		i.Parent = of
		return i
	}
	add(item("*kit.Text", "Security", 10, 10, 100, 20))
	add(item("*kit.Text", "First", 10, 40, 100, 20))
	add(taps(item("*kit.Button", "Remove", 300, 40, 80, 30)))
	add(item("*kit.Text", "Second", 10, 80, 100, 20))
	add(taps(item("*kit.Button", "Remove", 300, 80, 80, 30)))
	field := add(item("*kit.PasswordField", "", 10, 120, 380, 80))
	add(part(item("*kit.Text", "New password", 10, 120, 100, 20), field))
	entry := part(item("*kit.entry", "", 10, 140, 380, 36), field)
	entry.Secret, entry.Filled, entry.Focused = true, true, true
	add(entry)
	add(part(item("*kit.Text", "Add 7 more characters", 10, 180, 200, 20), field))
	list := item("*container.Scroll", "", 0, 200, 400, 50)
	list.Scrolls = true
	scroll := add(list)
	away := part(item("*kit.Text", "zoe", 0, 900, 400, 20), scroll)
	away.View = screen.Rect{}
	add(away)
	add(taps(item("*kit.RailItem", "Security", 10, 270, 100, 20)))
	beneath := item("*kit.Button", "Beneath", 0, 0, 10, 10)
	beneath.Reachable = false
	add(beneath)
	search := item("*kit.entry", "", 200, 5, 100, 20)
	search.Hint = "Search accounts"
	add(search)
	return s
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"Save", "Save", true},
		{"Save", "Saved", false},
		{"Save*", "Saved", true},
		{"*password", "New password", true},
		{"*password", "New passwords", false},
		{"*word*", "New password", true},
		{"*", "anything", true},
		{"*", "", false},
		{"", "", false},
	} {
		if got := fits(c.pattern, c.text); got != c.want {
			t.Errorf("%q fits %q: %v", c.pattern, c.text, got)
		}
	}
}

func TestFindChooses(t *testing.T) {
	s := form()
	for name, c := range map[string]struct {
		target target
		y      int // of the item's area, -1 for none
	}{
		"the first":               {on("Remove"), 40},
		"the one beside":          {on("Remove").next("Second"), 80},
		"the nearest below":       {on("Remove").under("Second"), -1},
		"below the title":         {on("Remove").under("Security"), 40},
		"a text":                  {on("Security"), 10},
		"what a click acts on":    {target{text: "Security", taps: true}, 270},
		"of a kind":               {target{text: "Security", kind: "*kit.RailItem"}, 270},
		"scrolled away":           {on("zoe"), 900},
		"nothing beneath":         {on("Beneath"), -1},
		"nothing of another name": {on("Remove").next("Nowhere"), -1},
	} {
		i := find(s, c.target)
		if i < 0 && c.y >= 0 || i >= 0 && s.Items[i].Area.Y != c.y {
			t.Errorf("%s: found %d, want it at %d", name, i, c.y)
		}
	}
	if seen(s, on("zoe")) || !seen(s, on("First")) || seen(s, on("Nowhere")) {
		t.Error("what is seen is told wrongly")
	}
}

func TestEntriesAreFoundByLabelAndHint(t *testing.T) {
	s := form()
	if i := entryOf(s, "New password"); i < 0 || !s.Items[i].Secret {
		t.Errorf("found %d by its label", i)
	}
	if i := entryOf(s, "Search accounts"); i < 0 || s.Items[i].Hint != "Search accounts" {
		t.Errorf("found %d by its hint", i)
	}
	if i := entryOf(s, "First"); i >= 0 {
		t.Errorf("found %d by a text that is no label", i)
	}
	if got := notes(s, "New password"); !slices.Equal(got, []string{"Add 7 more characters"}) {
		t.Errorf("the field says %q", got)
	}
	if got := notes(s, "Nowhere"); got != nil {
		t.Errorf("no field says %q", got)
	}
}

func TestScrollerOfAnItem(t *testing.T) {
	s := form()
	if i := scroller(s, find(s, on("zoe"))); i < 0 || !s.Items[i].Scrolls {
		t.Errorf("found %d", i)
	}
	if i := scroller(s, find(s, on("First"))); i >= 0 {
		t.Errorf("found %d for what does not scroll", i)
	}
}

func TestSummarySaysWhatIsThere(t *testing.T) {
	got := summary(form())
	for _, want := range []string{`"Workshop"`, "400×300", `"Remove"`, "focused", "secret filled", `"zoe" out of view`, "Search accounts"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if strings.Contains(got, "Beneath") {
		t.Errorf("what is covered is in\n%s", got)
	}
}
