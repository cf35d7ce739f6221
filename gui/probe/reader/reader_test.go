package reader

import (
	"encoding/json"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"gatehouse/gui/kit"
	"gatehouse/gui/probe/screen"
)

// window shows in a window of this size what build makes once the theme is there.
func window(t *testing.T, width, height float32, build func() fyne.CanvasObject) fyne.Window {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.Light))
	object := build()
	w := test.NewTempWindow(t, object)
	w.SetPadded(false)
	w.SetTitle("Workshop")
	w.Resize(fyne.NewSize(width, height))
	return w
}

// find gives the first item with a text, and its index.
func find(t *testing.T, s screen.Screen, text string) (screen.Item, int) {
	t.Helper()
	for i, item := range s.Items {
		if item.Text == text {
			return item, i
		}
	}
	t.Fatalf("%q is not in %+v", text, s.Items)
	return screen.Item{}, -1
}

// texts counts how often each text is in the list.
func texts(s screen.Screen) map[string]int {
	count := map[string]int{}
	for _, item := range s.Items {
		count[item.Text]++
	}
	return count
}

func TestItemsHaveTextAndPlace(t *testing.T) {
	var save *kit.Button
	w := window(t, 300, 200, func() fyne.CanvasObject {
		save = kit.NewButton(kit.ButtonSpec{Text: "Save", Kind: kit.Primary})
		off := kit.NewButton(kit.ButtonSpec{Text: "Unlock now"})
		off.Disable()
		hidden := kit.BodyText("nobody sees this")
		hidden.Hide()
		return kit.VBox(kit.Gap12, kit.TitleText("Security"), hidden, save, off)
	})
	save.Focus(w.Canvas())
	s := Read(w)
	if s.Title != "Workshop" || s.Scale != 1 || s.Window != (screen.Rect{Width: 300, Height: 200}) {
		t.Errorf("read %q, %v, %v", s.Title, s.Scale, s.Window)
	}
	item, _ := find(t, s, "Save")
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(save)
	want := screen.Rect{X: int(at.X), Y: int(at.Y), Width: int(save.Size().Width), Height: int(save.Size().Height)}
	if item.Area != want || item.View != want || !item.Focused || !item.Taps || !item.Seen() || item.Kind != "*kit.Button" {
		t.Errorf("button at %v is %+v", want, item)
	}
	if item, _ := find(t, s, "Unlock now"); !item.Disabled || item.Focused {
		t.Errorf("disabled button is %+v", item)
	}
	count := texts(s)
	if count["Save"] != 1 || count["Security"] != 1 || count["nobody sees this"] != 0 {
		t.Errorf("listed %v", count)
	}
}

func TestPixelsFollowTheScale(t *testing.T) {
	w := window(t, 300, 200, func() fyne.CanvasObject {
		return container.NewCenter(kit.NewButton(kit.ButtonSpec{Text: "Save"}))
	})
	w.Canvas().(software.WindowlessCanvas).SetScale(1.5)
	s := Read(w)
	item, _ := find(t, s, "Save")
	if s.Scale != 1.5 || item.Area.Height != int(1.5*kit.HeightControl) || s.Window.Width != 450 {
		t.Errorf("at 150 %%: scale %v, button %v, window %v", s.Scale, item.Area, s.Window)
	}
}

func TestPasswordsAreNotTold(t *testing.T) {
	secret := "correct horse battery staple"
	words := kit.Words{Reveal: "Show the password", Conceal: "Hide the password"}
	var password *kit.PasswordField
	var plain *widget.Entry
	w := window(t, 400, 400, func() fyne.CanvasObject {
		name := kit.NewField(kit.FieldSpec{Label: "Account name", Placeholder: "as in ada"})
		name.SetText("ada")
		password = kit.NewPasswordField(kit.PasswordSpec{Field: kit.FieldSpec{Label: "Password"}, Words: words})
		plain = widget.NewPasswordEntry()
		return kit.VBox(kit.Gap12, name, password, plain)
	})
	read := func() screen.Screen {
		s := Read(w)
		text, err := json.Marshal(s)
		if err != nil || strings.Contains(string(text), secret) || strings.Contains(string(text), "•") {
			t.Errorf("told %s, %v", text, err)
		}
		return s
	}
	for _, item := range read().Items {
		if item.Secret && item.Filled {
			t.Errorf("an empty entry is filled: %+v", item)
		}
	}
	password.SetText(secret)
	plain.SetText(secret)
	s := read()
	_, field := find(t, s, "Password")
	secrets := 0
	for _, item := range s.Items {
		if item.Secret {
			secrets++
			if !item.Filled {
				t.Errorf("a filled entry is empty: %+v", item)
			}
		}
	}
	if secrets != 2 {
		t.Errorf("%d of 2 entries are secret", secrets)
	}
	if entry := entryIn(s, s.Items[field].Parent); !entry.Secret {
		t.Errorf("the entry below its label is %+v", entry)
	}
	find(t, s, "Show the password")
	password.SetRevealed(true)
	find(t, read(), "Hide the password")
	password.Disable()
	read()
	item, label := find(t, s, "ada")
	if item.Secret || item.Hint != "as in ada" || s.Items[label].Parent < 0 {
		t.Errorf("the name is %+v", item)
	}
}

// entryIn gives the entry that is part of an item.
func entryIn(s screen.Screen, parent int) screen.Item {
	for _, item := range s.Items {
		if item.Parent == parent && item.Kind == "*kit.entry" {
			return item
		}
	}
	return screen.Item{}
}

func TestWhatIsScrolledAwayIsNotSeen(t *testing.T) {
	var scroll *container.Scroll
	w := window(t, 300, 200, func() fyne.CanvasObject {
		scroll = container.NewVScroll(kit.VBox(0, kit.BodyText("top"), kit.Gap(0, 500), kit.BodyText("end")))
		return scroll
	})
	seen := func(text string) bool {
		item, i := find(t, Read(w), text)
		if p := Read(w).Items[i].Parent; p < 0 || !Read(w).Items[p].Scrolls {
			t.Errorf("%q is in no scroller", text)
		}
		return item.Seen()
	}
	if !seen("top") || seen("end") {
		t.Error("at first the top is to be seen and the end is not")
	}
	scroll.ScrollToBottom()
	if seen("top") || !seen("end") {
		t.Error("after scrolling it is to be the other way round")
	}
}

func TestOnlyTheTopmostOverlayIsReachable(t *testing.T) {
	w := window(t, 700, 400, func() fyne.CanvasObject { return kit.NewButton(kit.ButtonSpec{Text: "beneath"}) })
	first := kit.ShowDialog(w, kit.DialogSpec{Title: "First", Cancel: "Cancel"})
	second := kit.ShowDialog(w, kit.DialogSpec{Title: "Second", Cancel: "Back"})
	reachable := func(text string) bool {
		item, _ := find(t, Read(w), text)
		return item.Reachable
	}
	if reachable("beneath") || reachable("First") || !reachable("Second") {
		t.Error("only the second dialog is to be reachable")
	}
	second.Close()
	first.Close()
	if !reachable("beneath") {
		t.Error("without a dialog the content is to be reachable")
	}
}

func TestTheSocketAnswers(t *testing.T) {
	w := window(t, 300, 200, func() fyne.CanvasObject { return kit.BodyText("hello") })
	path := filepath.Join(t.TempDir(), "s")
	if err := Listen(path, w); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		connection, err := net.Dial("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		var s screen.Screen
		if err := json.NewDecoder(connection).Decode(&s); err != nil {
			t.Fatal(err)
		}
		find(t, s, "hello")
		if err := connection.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := Listen(path, w); err == nil {
		t.Error("a path in use was accepted")
	}
}

func TestAWindowThatCannotBeReadAnswersNothing(t *testing.T) {
	ours, theirs := net.Pipe()
	done := make(chan error, 1)
	go func() { done <- answer(theirs, func() (screen.Screen, error) { return screen.Screen{}, errBusy }) }()
	if err := json.NewDecoder(ours).Decode(&screen.Screen{}); err == nil {
		t.Error("something was answered")
	}
	if err := <-done; !errors.Is(err, errBusy) {
		t.Errorf("reported %v", err)
	}
}
