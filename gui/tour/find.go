package main

import (
	"fmt"
	"slices"
	"strings"

	"gatehouse/gui/probe/screen"
)

// target says which item of a window is meant: the first one whose text fits, of those that all the narrowings keep. A
// star at the pattern's beginning or end stands for any text: "Saved*" is a prefix.
type target struct {
	text   string
	below  string // of these, the nearest below the item with this text
	beside string // in one line with the item with this text
	kind   string // of this Go type; "" is any
	taps   bool   // something that a click does something to, if there is any
}

// on means the item with a text.
func on(text string) target { return target{text: text} }

// under means the nearest item with a text below a label.
func (t target) under(label string) target {
	t.below = label
	return t
}

// next means the item with a text in the same line as another, such as the button of a row.
func (t target) next(label string) target {
	t.beside = label
	return t
}

// String names the target in a report.
func (t target) String() string {
	name := fmt.Sprintf("%q", t.text)
	if t.below != "" {
		name += fmt.Sprintf(" below %q", t.below)
	}
	if t.beside != "" {
		name += fmt.Sprintf(" beside %q", t.beside)
	}
	return name
}

// fits says whether a text is what a pattern asks for.
func fits(pattern, text string) bool {
	head, tail := strings.HasPrefix(pattern, "*"), strings.HasSuffix(pattern, "*")
	core := strings.TrimSuffix(strings.TrimPrefix(pattern, "*"), "*")
	switch {
	case text == "":
		return false
	case head && tail:
		return strings.Contains(text, core)
	case head:
		return strings.HasSuffix(text, core)
	case tail:
		return strings.HasPrefix(text, core)
	}
	return text == pattern
}

// find gives the index of the item that is meant, -1 for none. Items that an overlay keeps the mouse from do not count;
// those that are scrolled away count after those that are seen.
func find(s screen.Screen, t target) int {
	candidates := reachable(s, t.text)
	if t.kind != "" {
		candidates = slices.DeleteFunc(candidates, func(i int) bool { return s.Items[i].Kind != t.kind })
	}
	if t.below != "" {
		candidates = lower(s, candidates, find(s, on(t.below)))
	}
	if t.beside != "" {
		candidates = level(s, candidates, find(s, on(t.beside)))
	}
	candidates = first(s, candidates, screen.Item.Seen)
	if t.taps {
		candidates = first(s, candidates, func(i screen.Item) bool { return i.Taps })
	}
	if len(candidates) == 0 {
		return -1
	}
	return candidates[0]
}

// reachable gives the items with a text that no overlay covers.
func reachable(s screen.Screen, text string) []int {
	var found []int
	for i, item := range s.Items {
		if item.Reachable && fits(text, item.Text) {
			found = append(found, i)
		}
	}
	return found
}

// first puts the items that have a quality before the others.
func first(s screen.Screen, items []int, has func(screen.Item) bool) []int {
	sorted := slices.Clone(items)
	slices.SortStableFunc(sorted, func(a, b int) int {
		switch {
		case has(s.Items[a]) == has(s.Items[b]):
			return 0
		case has(s.Items[a]):
			return -1
		}
		return 1
	})
	return sorted
}

// lower gives the items below another, the nearest first.
func lower(s screen.Screen, items []int, label int) []int {
	if label < 0 {
		return nil
	}
	end := s.Items[label].Area.Y + s.Items[label].Area.Height/2
	var found []int
	for _, i := range items {
		if i != label && s.Items[i].Area.Y >= end {
			found = append(found, i)
		}
	}
	slices.SortStableFunc(found, func(a, b int) int { return s.Items[a].Area.Y - s.Items[b].Area.Y })
	return found
}

// level gives the items whose middle is at the height of another.
func level(s screen.Screen, items []int, label int) []int {
	if label < 0 {
		return nil
	}
	area := s.Items[label].Area
	var found []int
	for _, i := range items {
		_, middle := s.Items[i].Area.Centre()
		own := s.Items[i].Area
		_, other := area.Centre()
		if i != label && (middle >= area.Y && middle < area.Y+area.Height || other >= own.Y && other < own.Y+own.Height) {
			found = append(found, i)
		}
	}
	return found
}

// entryOf gives the index of the entry that belongs to a label or placeholder, -1 for none.
func entryOf(s screen.Screen, label string) int {
	for i, item := range s.Items {
		if item.Reachable && item.Kind == "*kit.entry" && fits(label, item.Hint) {
			return i
		}
	}
	for _, text := range reachable(s, label) {
		field := s.Items[text].Parent
		if field < 0 || !isField(s.Items[field].Kind) {
			continue
		}
		for i := range s.Items {
			if s.Items[i].Parent == field && s.Items[i].Kind == "*kit.entry" {
				return i
			}
		}
	}
	return -1
}

func isField(kind string) bool { return kind == "*kit.Field" || kind == "*kit.PasswordField" }

// notes are the texts that stand in the field of a label besides the label: help, problem, Caps Lock.
func notes(s screen.Screen, label string) []string {
	entry := entryOf(s, label)
	if entry < 0 {
		return nil
	}
	var texts []string
	for _, item := range s.Items {
		if item.Parent == s.Items[entry].Parent && item.Text != "" && item.Kind == "*kit.Text" && item.Area.Y > s.Items[entry].Area.Y {
			texts = append(texts, item.Text)
		}
	}
	return texts
}

// scroller gives the index of the scroller that an item is in, -1 for none.
func scroller(s screen.Screen, item int) int {
	for at := s.Items[item].Parent; at >= 0; at = s.Items[at].Parent {
		if s.Items[at].Scrolls {
			return at
		}
	}
	return -1
}

// summary lists what a person sees or can scroll to, for a report.
func summary(s screen.Screen) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q, %d×%d pixels at scale %v\n", s.Title, s.Window.Width, s.Window.Height, s.Scale)
	for _, item := range s.Items {
		if !item.Reachable || item.Text == "" && item.Hint == "" && !item.Secret {
			continue
		}
		fmt.Fprintf(&b, "  %4d,%-4d %-20s %q%s\n", item.Area.X, item.Area.Y, item.Kind, item.Text+item.Hint, remarks(item))
	}
	return b.String()
}

// remarks are the marks of an item.
func remarks(item screen.Item) string {
	var b strings.Builder
	for _, mark := range []struct {
		has  bool
		word string
	}{{!item.Seen(), "out of view"}, {item.Focused, "focused"}, {item.Disabled, "disabled"}, {item.Secret, "secret"}, {item.Secret && item.Filled, "filled"}} {
		if mark.has {
			b.WriteString(" " + mark.word)
		}
	}
	return b.String()
}
