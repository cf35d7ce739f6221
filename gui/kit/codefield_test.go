package kit

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

func TestCodeFieldLooks(t *testing.T) {
	pictures(t, "codefield", 580, 390, func() fyne.CanvasObject {
		made := func(digits int, label, text string) *CodeField {
			c := NewCodeField(CodeSpec{Digits: digits, Label: label})
			c.SetText(text)
			return c
		}
		focus, problem, disabled := made(6, "Focus", "4180"), made(6, "Problem", "418 013"), made(6, "Disabled", "418012")
		focus.input.FocusGained()
		problem.SetProblem("That code is not the one for now. Type the one that the app shows.")
		disabled.Disable()
		return VBox(GapFields,
			TopHBox(Gap24, made(6, "Rest", "418012"), focus, disabled),
			problem,
			TopHBox(Gap24, made(8, "Eight digits", "41801234"), made(6, "As it was typed", "41b0 1"), made(6, "Empty", "")),
			TopHBox(Gap24, made(6, "Too many", "41801277"), made(6, "", "12")))
	})
}

// newCode is a field for six digits in a window, with the keyboard, and what it told.
func newCode(t *testing.T, digits int) (*CodeField, *[]string) {
	t.Helper()
	inTheme(t, Light)
	told := &[]string{}
	c := NewCodeField(CodeSpec{Digits: digits, OnChanged: func(text string) { *told = append(*told, text) }})
	c.Focus(shown(t, c, 300, 100).Canvas())
	return c, told
}

func pasteInto(e *entry, text string) {
	clip := test.NewClipboard()
	clip.SetContent(text)
	e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
}

func TestCodeIsShownInGroupsAndToldWithout(t *testing.T) {
	c, told := newCode(t, 6)
	test.Type(c.input, "418012")
	if c.input.Text != "418 012" || c.Text() != "418012" || c.input.CursorColumn != 7 {
		t.Errorf("shows %q, says %q, cursor at %d", c.input.Text, c.Text(), c.input.CursorColumn)
	}
	if !slices.Equal(*told, []string{"4", "41", "418", "4180", "41801", "418012"}) {
		t.Errorf("told %q", *told)
	}
	c.SetDigits(8)
	if c.input.Text != "4180 12" || c.Text() != "418012" || c.spec.Width <= codeWidth(6) || len(*told) != 6 {
		t.Errorf("with eight digits it shows %q, says %q", c.input.Text, c.Text())
	}
}

func TestCodeStaysAsItWasTyped(t *testing.T) {
	for text, want := range map[string]string{
		"123456": "123456", "123 456": "123456", "123 4": "1234",
		" 123456": " 123456", "123456 ": "123456 ", "123  456": "123  456", "1234 56": "1234 56", "123 4567": "123 4567",
		"12a456": "12a456", "123 45a": "123 45a", "１２３４５６": "１２３４５６", "１２３ ４５６": "１２３ ４５６", "123\u00a0456": "123\u00a0456",
		"123-456": "123-456", "123 ": "123 ", " ": " ", "1234567": "1234567", "1234 5678": "1234 5678", "": "",
	} {
		c, told := newCode(t, 6)
		pasteInto(c.input, text)
		if c.Text() != want || want != "" && !slices.Equal(*told, []string{want}) {
			t.Errorf("pasted %q says %q, told %q", text, c.Text(), *told)
		}
		c.Wipe()
		test.Type(c.input, text)
		// Two of these are too long and not only digits, which is not known yet when their space is typed.
		if typed := strings.Replace(want, "123 4", "1234", 1); c.Text() != typed {
			t.Errorf("typed %q says %q", text, c.Text())
		}
		c.SetText("418012")
		c.input.TypedShortcut(&fyne.ShortcutSelectAll{})
		pasteInto(c.input, text)
		if want != "" && c.Text() != want {
			t.Errorf("pasted over a code %q says %q", text, c.Text())
		}
		c.SetText(text)
		if c.Text() != want {
			t.Errorf("set %q says %q", text, c.Text())
		}
	}
}

func TestCursorPassesOverTheGapOfACode(t *testing.T) {
	c, _ := newCode(t, 6)
	for _, step := range []struct {
		key    fyne.KeyName
		digit  rune
		shown  string
		cursor int
	}{
		{"", '9', "418 0129", 8},
		{fyne.KeyBackspace, 0, "418 012", 7},
		{fyne.KeyHome, 0, "418 012", 0},
		{fyne.KeyDelete, 0, "180 12", 0},
		{"", '4', "418 012", 1},
		{fyne.KeyRight, 0, "418 012", 2},
		{fyne.KeyRight, 0, "418 012", 3},
		{fyne.KeyRight, 0, "418 012", 5},
		{fyne.KeyLeft, 0, "418 012", 4},
		{fyne.KeyLeft, 0, "418 012", 2},
		{fyne.KeyRight, 0, "418 012", 3},
		{fyne.KeyDelete, 0, "418 12", 4},
		{"", '0', "418 012", 5},
		{fyne.KeyLeft, 0, "418 012", 4},
		{fyne.KeyBackspace, 0, "410 12", 2},
		{"", '8', "418 012", 3},
		{fyne.KeyEnd, 0, "418 012", 7},
	} {
		if c.Text() == "" {
			c.SetText("418 012")
		}
		if step.digit != 0 {
			c.input.TypedRune(step.digit)
		} else {
			c.input.TypedKey(key(step.key))
		}
		if c.input.Text != step.shown || c.input.CursorColumn != step.cursor {
			t.Errorf("after %q %q it shows %q with the cursor at %d, want %q and %d",
				step.key, step.digit, c.input.Text, c.input.CursorColumn, step.shown, step.cursor)
		}
	}
}

func TestSelectedPartOfACodeIsReplaced(t *testing.T) {
	c, _ := newCode(t, 6)
	selectFrom := func(column, keys int) {
		c.SetText("418012")
		c.input.TypedKey(key(fyne.KeyHome))
		for range column {
			c.input.TypedKey(key(fyne.KeyRight))
		}
		c.input.KeyDown(key(desktop.KeyShiftLeft))
		for range keys {
			c.input.TypedKey(key(fyne.KeyRight))
		}
		c.input.KeyUp(key(desktop.KeyShiftLeft))
	}
	selectFrom(2, 2)
	if c.input.SelectedText() != "8 " {
		t.Fatalf("selected %q", c.input.SelectedText())
	}
	c.input.TypedKey(key(fyne.KeyBackspace))
	if c.Text() != "41012" || c.input.CursorColumn != 2 {
		t.Errorf("%q, cursor at %d", c.Text(), c.input.CursorColumn)
	}
	selectFrom(2, 3)
	c.input.TypedRune('7')
	if c.Text() != "41712" || c.input.Text != "417 12" || c.input.CursorColumn != 3 {
		t.Errorf("%q, cursor at %d", c.input.Text, c.input.CursorColumn)
	}
	selectFrom(0, 2)
	pasteInto(c.input, "99")
	if c.Text() != "998012" || c.input.CursorColumn != 2 {
		t.Errorf("%q, cursor at %d", c.Text(), c.input.CursorColumn)
	}
	clip := test.NewClipboard()
	c.input.TypedShortcut(&fyne.ShortcutSelectAll{})
	c.input.TypedShortcut(&fyne.ShortcutCut{Clipboard: clip})
	if c.Text() != "" || clip.Content() != "998 012" {
		t.Errorf("cut leaves %q, takes %q", c.Text(), clip.Content())
	}
	c.input.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	if c.Text() != "998012" {
		t.Errorf("what was cut comes back as %q", c.Text())
	}
}

// plainText is a text with a cursor, edited as one without groups is.
type plainText struct {
	text []rune
	at   int
}

func (p *plainText) insert(text string) {
	p.text = slices.Insert(p.text, p.at, []rune(text)...)
	p.at += len([]rune(text))
}

func (p *plainText) erase(at int) {
	if at >= 0 && at < len(p.text) {
		p.text, p.at = slices.Delete(p.text, at, at+1), at
	}
}

func (p *plainText) typed(key fyne.KeyName) {
	switch key {
	case fyne.KeyLeft:
		p.at = max(0, p.at-1)
	case fyne.KeyRight:
		p.at = min(len(p.text), p.at+1)
	case fyne.KeyHome:
		p.at = 0
	case fyne.KeyEnd:
		p.at = len(p.text)
	case fyne.KeyBackspace:
		p.erase(p.at - 1)
	case fyne.KeyDelete:
		p.erase(p.at)
	}
}

// editBoth does the same to a field and to a text without groups.
func editBoth(r *rapid.T, c *CodeField, p *plainText) {
	switch name := rapid.SampledFrom([]fyne.KeyName{
		"type", "type", "paste", "all", fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyDelete,
	}).Draw(r, "step"); name {
	case "type":
		digit := rapid.SampledFrom([]rune("01234567012345670123x１")).Draw(r, "digit")
		c.input.TypedRune(digit)
		p.insert(string(digit))
	case "paste":
		text := rapid.StringMatching("[0-9]{1,7}x?").Draw(r, "text")
		pasteInto(c.input, text)
		p.insert(text)
	case "all":
		c.input.TypedShortcut(&fyne.ShortcutSelectAll{})
		c.input.TypedRune('5')
		p.text, p.at = []rune("5"), 1
	default:
		c.input.TypedKey(key(name))
		p.typed(name)
	}
}

// Whatever is done to a field, it edits as one without groups does.
func TestCodeIsEditedAsAnyText(t *testing.T) {
	c, told := newCode(t, 6)
	rapid.Check(t, func(r *rapid.T) {
		c.SetDigits(rapid.SampledFrom([]int{0, 1, 6, 7, 8}).Draw(r, "digits"))
		c.Wipe()
		p := &plainText{}
		for range rapid.IntRange(1, 30).Draw(r, "steps") {
			editBoth(r, c, p)
			cursor := c.input.CursorColumn
			if c.grouped() && cursor > c.half() {
				cursor--
			}
			want, _ := c.withGap(p.text, 0)
			if c.Text() != string(p.text) || cursor != p.at || c.input.Text != want {
				r.Fatalf("shows %q, says %q, cursor at %d; want %q, %q, %d", c.input.Text, c.Text(), cursor, want, string(p.text), p.at)
			}
			if len(*told) > 0 && (*told)[len(*told)-1] != c.Text() {
				r.Fatalf("told %q, says %q", (*told)[len(*told)-1], c.Text())
			}
		}
	})
}

// The history of the toolkit holds positions, so what is put in order behind its back must not meet them.
func TestUndoneCodeStaysInOrder(t *testing.T) {
	c, _ := newCode(t, 6)
	rapid.Check(t, func(r *rapid.T) {
		c.Wipe()
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			switch rapid.IntRange(0, 3).Draw(r, "what") {
			case 0:
				c.input.TypedShortcut(&fyne.ShortcutUndo{})
			case 1:
				c.input.TypedShortcut(&fyne.ShortcutRedo{})
			default:
				editBoth(r, c, &plainText{})
			}
			if want, _ := c.withGap([]rune(c.Text()), 0); c.input.Text != want || c.input.CursorColumn > len([]rune(want)) {
				r.Fatalf("shows %q, says %q, cursor at %d", c.input.Text, c.Text(), c.input.CursorColumn)
			}
		}
	})
}

func TestWipedCodeIsGone(t *testing.T) {
	c, told := newCode(t, 6)
	test.Type(c.input, "418012")
	c.SetProblem("That code is not the one for now")
	c.Wipe()
	for range 5 {
		c.input.TypedShortcut(&fyne.ShortcutUndo{})
		c.input.TypedShortcut(&fyne.ShortcutRedo{})
	}
	if c.Text() != "" || c.input.Text != "" || c.shown != "" || c.Problem() != "" || (*told)[len(*told)-1] != "" {
		t.Errorf("after wiping: %q, %q, told %q", c.Text(), c.input.Text, *told)
	}
}

func TestCodeIsSubmittedAndWipedByItsOwner(t *testing.T) {
	inTheme(t, Light)
	var submitted []string
	var c *CodeField
	c = NewCodeField(CodeSpec{
		Digits: 6, OnSubmitted: func(text string) { submitted = append(submitted, text) },
		OnChanged: func(text string) {
			if len(text) == 6 {
				c.Wipe()
			}
		},
	})
	w := shown(t, c, 300, 100)
	c.Focus(w.Canvas())
	if w.Canvas().Focused() != c.Input() || !c.Focused() {
		t.Error("the keyboard is elsewhere")
	}
	test.Type(c.input, "41801")
	c.input.TypedKey(key(fyne.KeyReturn))
	test.Type(c.input, "2")
	test.Type(c.input, "77")
	if !slices.Equal(submitted, []string{"41801"}) || c.Text() != "77" {
		t.Errorf("submitted %q, then %q", submitted, c.Text())
	}
	c.SetOnSubmitted(nil)
	returns := 0
	w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { returns++ })
	c.input.TypedKey(key(fyne.KeyReturn))
	if returns != 1 {
		t.Error("Return is the window's when nobody waits for it")
	}
	c.Disable()
	c.input.TypedRune('1')
	c.input.TypedKey(key(fyne.KeyBackspace))
	if c.Text() != "77" {
		t.Error("a disabled field was edited")
	}
	c.Enable()
	c.input.TypedRune('1')
	if c.Text() != "771" {
		t.Errorf("an enabled field says %q", c.Text())
	}
}

func TestCodeHasRoomBesideAndProblemBelowBoth(t *testing.T) {
	inTheme(t, Light)
	ring := NewTimeRing()
	c := NewCodeField(CodeSpec{Digits: 6, Beside: HBox(0, ring)})
	shown(t, VBox(0, c), 500, 200)
	frame := codeWidth(6)
	if frame < 145 || frame > 160 || c.frameHeight() < 44 || c.frameHeight() > 48 {
		t.Errorf("the frame is %v by %v", frame, c.frameHeight())
	}
	if at := c.spec.Beside.Position(); at.X != frame+besideGap || ring.Position().Y+at.Y != (c.frameHeight()-timeRingSize)/2 {
		t.Errorf("what is beside is at %v", at)
	}
	if least := c.MinSize().Width; least != frame+besideGap+timeRingSize {
		t.Errorf("it asks for a width of %v", least)
	}
	rest := c.HeightFor(500)
	c.SetProblem("That code is not the one for now. Type the one that the app shows.")
	if one := c.HeightFor(500) - rest; one > 2*SizeCaption {
		t.Errorf("a problem that fits under both is %v high", one)
	}
}
