package kit

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestFieldStates(t *testing.T) {
	inTheme(t, Light)
	left := 0
	f := NewField(FieldSpec{Label: "Account name", Help: "Small letters", OnLeft: func() { left++ }})
	other := NewField(FieldSpec{Label: "Other"})
	w := shown(t, VBox(GapFields, f, other), 300, 200)
	rest := f.HeightFor(300)
	f.SetProblem("An account name has no spaces. " + strings.Repeat("Take another one. ", 6))
	if f.HeightFor(300) <= rest || f.foot().colour != ColorDanger || f.foot().icon == "" {
		t.Error("a long problem is to wrap, in red with an icon")
	}
	f.SetProblem("")
	if f.foot().text != "Small letters" {
		t.Error("the help did not come back")
	}
	f.Focus(w.Canvas())
	if !f.Focused() {
		t.Error("not focused")
	}
	w.Canvas().FocusNext()
	if f.Focused() || left != 1 || !other.Focused() {
		t.Errorf("leaving was told %d times", left)
	}
	f.Disable()
	f.Focus(w.Canvas())
	if f.Focused() {
		t.Error("a disabled field took the focus")
	}
}

func TestFieldTellsChangesAndReturn(t *testing.T) {
	inTheme(t, Light)
	var changed, submitted string
	f := NewField(FieldSpec{Label: "Name", OnChanged: func(s string) { changed = s }, OnSubmitted: func(s string) { submitted = s }})
	w := shown(t, f, 300, 100)
	f.Focus(w.Canvas())
	test.Type(f.input, "okafor")
	f.input.TypedKey(key(fyne.KeyReturn))
	if changed != "okafor" || submitted != "okafor" || f.Text() != "okafor" {
		t.Errorf("changed %q, submitted %q, text %q", changed, submitted, f.Text())
	}
	f.SetText("a.")
	test.Type(f.input, "b")
	if f.Text() != "a.b" {
		t.Errorf("typing after SetText gave %q", f.Text())
	}
}

func TestTooLongIsToldAndNeverCut(t *testing.T) {
	inTheme(t, Light)
	f := NewField(FieldSpec{Label: "Name", MaxRunes: 3, TooLong: "At most 3 characters"})
	w := shown(t, f, 300, 100)
	f.Focus(w.Canvas())
	test.Type(f.input, "äöü")
	if f.Problem() != "" {
		t.Error("three characters are not too long")
	}
	test.Type(f.input, "ß")
	if f.Problem() != "At most 3 characters" || f.Text() != "äöüß" {
		t.Errorf("problem %q, text %q", f.Problem(), f.Text())
	}
	f.input.TypedKey(key(fyne.KeyBackspace))
	if f.Problem() != "" {
		t.Error("the problem stays")
	}
}

func newSecret(t *testing.T, onCopy func()) (*PasswordField, fyne.Window) {
	t.Helper()
	inTheme(t, Light)
	p := NewPasswordField(PasswordSpec{Field: FieldSpec{Label: "New password"}, Words: testWords, OnCopy: onCopy})
	w := shown(t, p, 300, 100)
	p.Focus(w.Canvas())
	return p, w
}

func TestWipedSecretCannotBeUndone(t *testing.T) {
	p, w := newSecret(t, nil)
	test.Type(p.input, "ferry-Quilt-88")
	p.input.TypedShortcut(&fyne.ShortcutSelectAll{})
	p.input.TypedKey(key(fyne.KeyBackspace))
	test.Type(p.input, "other words")
	p.input.TypedShortcut(&fyne.ShortcutUndo{})
	if p.Text() == "" {
		t.Fatal("undo does nothing, so this test would prove nothing")
	}
	p.SetRevealed(true)
	p.SetProblem("Leave out “ferry”")
	p.Wipe()
	for range 5 {
		p.input.TypedShortcut(&fyne.ShortcutUndo{})
		p.input.TypedShortcut(&fyne.ShortcutRedo{})
	}
	p.input.Undo()
	p.input.TypedShortcut(&fyne.ShortcutSelectAll{})
	if p.Text() != "" || p.input.SelectedText() != "" || p.Revealed() || p.Problem() != "" {
		t.Errorf("after wiping: text %q, selection %q", p.Text(), p.input.SelectedText())
	}
	test.WidgetRenderer(p).Refresh()
	if markup := test.RenderToMarkup(w.Canvas()); strings.Contains(markup, "ferry") || strings.Contains(markup, "other") {
		t.Error("the secret is still drawn")
	}
}

func TestSecretLeavesOnlyByOnCopy(t *testing.T) {
	copies := 0
	p, _ := newSecret(t, func() { copies++ })
	test.Type(p.input, "ferry-Quilt-88")
	clip := test.NewClipboard()
	for _, revealed := range []bool{false, true} {
		p.SetRevealed(revealed)
		p.input.TypedShortcut(&fyne.ShortcutSelectAll{})
		p.input.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
		p.input.TypedShortcut(&fyne.ShortcutCut{Clipboard: clip})
	}
	if clip.Content() != "" || p.Text() != "ferry-Quilt-88" {
		t.Errorf("clipboard %q, text %q", clip.Content(), p.Text())
	}
	if copies != 1 {
		t.Errorf("OnCopy was called %d times, want once, while revealed", copies)
	}
	clip.SetContent("pasted")
	p.Wipe()
	p.input.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	if p.Text() != "pasted" {
		t.Error("a password manager's paste does not work")
	}
}

func TestPasteOfAMegabyteIsCutToMoreThanAnyFieldTakes(t *testing.T) {
	inTheme(t, Light)
	f := NewField(FieldSpec{Label: "Name"})
	shown(t, f, 300, 80)
	clip := test.NewClipboard()
	for _, text := range []string{"short", strings.Repeat("é", mostPasted), strings.Repeat("é", 1<<20)} {
		f.SetText("")
		clip.SetContent(text)
		f.input.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
		want := []rune(text)
		want = want[:min(len(want), mostPasted)]
		if f.Text() != string(want) {
			t.Errorf("%d characters came of %d", len([]rune(f.Text())), len([]rune(text)))
		}
	}
}

func TestFieldThatWasOutOfSightHasNoFrameOfTheToolkit(t *testing.T) {
	inTheme(t, Light)
	f := NewField(FieldSpec{Label: "Key file", Mono: true})
	shown(t, f, 300, 80)
	// The toolkit forgets what was not drawn for a minute.
	t.Run("forgotten", func(t *testing.T) {
		test.TempWidgetRenderer(t, f.input)
		test.TempWidgetRenderer(t, f)
	})
	f.SetText("/somewhere")
	test.WidgetRenderer(f)
	for _, o := range test.WidgetRenderer(f.input).Objects() {
		if r, ok := o.(*canvas.Rectangle); ok && r.Visible() && r.StrokeWidth > 0 && r.StrokeColor != color.Transparent {
			t.Errorf("there is a second frame in %v", r.StrokeColor)
		}
	}
}

func TestEyeRevealsAndKeepsTheFocusInTheText(t *testing.T) {
	p, w := newSecret(t, nil)
	test.Type(p.input, "ferry")
	p.eye.MouseDown(&desktop.MouseEvent{})
	p.eye.MouseUp(&desktop.MouseEvent{})
	p.eye.Tapped(&fyne.PointEvent{})
	if !p.Revealed() || p.input.Password || w.Canvas().Focused() != p.input {
		t.Error("the eye did not reveal, or took the focus")
	}
	if p.eye.Text() != testWords.Conceal || !p.input.TextStyle.Monospace {
		t.Error("a revealed text is in monospace, under a crossed eye")
	}
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != p.eye {
		t.Fatal("Tab does not reach the eye")
	}
	p.eye.TypedKey(key(fyne.KeySpace))
	if p.Revealed() || p.Text() != "ferry" {
		t.Error("Space on the eye did not conceal")
	}
}

func TestDisabledSecretStaysHidden(t *testing.T) {
	p, w := newSecret(t, nil)
	p.SetText("ferry-Quilt-88")
	p.Disable()
	if markup := test.RenderToMarkup(w.Canvas()); strings.Contains(markup, "ferry") {
		t.Error("a disabled password field shows its secret")
	}
}

func TestSearchBoxEscapeEmptiesThenPasses(t *testing.T) {
	inTheme(t, Light)
	var got string
	s := NewSearchBox(SearchSpec{Placeholder: "Search", KeyHint: "Ctrl K", Words: testWords, OnChanged: func(text string) { got = text }})
	w := shown(t, s, 300, 60)
	escapes := 0
	w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { escapes++ })
	s.Focus(w.Canvas())
	test.Type(s.input, "petrov")
	if got != "petrov" || !s.cross.Visible() || s.hint.Visible() {
		t.Error("the cross is to stand in for the key hint while there is a text")
	}
	s.input.TypedKey(key(fyne.KeyEscape))
	if s.Text() != "" || escapes != 0 || s.cross.Visible() || !s.hint.Visible() {
		t.Error("Escape is to empty the box first")
	}
	s.input.TypedKey(key(fyne.KeyEscape))
	if escapes != 1 {
		t.Error("Escape in an empty box is the window's")
	}
}
