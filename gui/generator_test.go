package gui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
)

// generator opens the options of the generator on the Security page.
func (h *hand) generator() (*passwordPanel, *generatorPanel) {
	h.Helper()
	n := h.panel()
	h.tap("Options")
	if !n.fresh.panel.isOpen() {
		h.Fatal("the options are not open")
	}
	return n, n.fresh.panel
}

// pretend shows a drawn password that is always the same, for pictures.
func (p *generatorPanel) pretend(secret string) {
	p.secret = secret
	p.drawn.SetText(secret)
	p.relaid()
}

// One press fills both fields; the options stay out of sight.
func TestGenerateFillsBothFields(t *testing.T) {
	signedIn(t, func(h *hand) {
		n := h.panel()
		h.tap("Generate password")
		typed := n.fresh.fresh.Text()
		if typed == "" || n.fresh.confirm.Text() != typed || !n.fresh.fresh.Revealed() || n.fresh.panel.isOpen() {
			t.Errorf("%q and %q, options open: %v", typed, n.fresh.confirm.Text(), n.fresh.panel.isOpen())
		}
		h.wantText("4 of 4 met")
	})
}

// The window does not wait for a draw, which a policy can make slow, and what is
// typed meanwhile stays.
func TestGenerateKeepsNobodyWaiting(t *testing.T) {
	signedIn(t, func(h *hand) {
		n := h.panel().fresh
		n.generate()
		if text := n.fresh.Text(); text != "" {
			t.Fatalf("drawn at once: %q", text)
		}
		n.fresh.SetText("typed meanwhile")
		n.typed()
		h.settle()
		if text := n.fresh.Text(); text != "typed meanwhile" || n.confirm.Text() != "" {
			t.Errorf("%q and %q", text, n.confirm.Text())
		}
		n.generate()
		n.wipe()
		h.settle()
		if text := n.fresh.Text(); text != "" {
			t.Errorf("%q after the fields were emptied", text)
		}
		n.generate()
		h.settle()
		if text := n.fresh.Text(); text == "" || text != n.confirm.Text() {
			t.Errorf("%q and %q", text, n.confirm.Text())
		}
	})
}

// The panel shows what fits, draws at each change, and fills the fields with what is
// shown; the next one press draws with the same options, after the next sign-in, too.
func TestGeneratorOptionsAreUsedAndKept(t *testing.T) {
	signedIn(t, func(h *hand) {
		n, p := h.generator()
		h.wantText("Words", "Single characters", "Number of words, 5", "About 75 bits: guessing it takes centuries, even offline.",
			"One with your name in it, or a banned one, is drawn again.")
		first := p.secret
		if first == "" || !strings.Contains(h.says(), first) {
			t.Fatalf("%q is not shown", first)
		}
		h.tap("New one")
		if p.secret == first {
			t.Error("New one drew the same")
		}
		p.kind.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		h.settle()
		h.wantText("Number of characters, 15", "Digits, 0 to 9")
		p.length.stepper.SetText("24")
		h.tap("Special characters")
		if len(p.secret) != 24 || strings.ContainsAny(p.secret, "!-+*/0O1lI") {
			t.Errorf("drew %q", p.secret)
		}
		h.wantText("About 139 bits")
		secret := p.secret
		h.tap("Use this password")
		if n.fresh.fresh.Text() != secret || n.fresh.confirm.Text() != secret || p.isOpen() || p.secret != "" || !n.fresh.fresh.Focused() {
			t.Errorf("%q and %q, want %q", n.fresh.fresh.Text(), n.fresh.confirm.Text(), secret)
		}
		h.tap("Generate password")
		if got := n.fresh.fresh.Text(); got == secret || len(got) != 24 {
			t.Errorf("then %q", got)
		}
		h.app.signOut()
		h.settle()
		h.signIn("a.okafor", rootPassword)
		n = h.panel()
		h.tap("Generate password")
		if got := n.fresh.fresh.Text(); len(got) != 24 {
			t.Errorf("after the next sign-in %q", got)
		}
	})
}

// What cannot be is said at its option, and what is in order again takes it away.
func TestGeneratorFaultsStandAtTheirOption(t *testing.T) {
	signedIn(t, func(h *hand) {
		_, p := h.generator()
		fault := func(option generate.Option, want string) {
			t.Helper()
			h.settle()
			for at, line := range p.faults {
				if shown := line.object.Visible(); shown != (at == option && want != "") || shown && line.text.Text() != want {
					t.Errorf("%s says %q, want %q", at, line.text.Text(), want)
				}
			}
			if usable := !p.use.Disabled(); usable != (want == "") || (p.secret != "") != usable {
				t.Errorf("can be used: %v, %q", usable, p.secret)
			}
		}
		fault("", "")
		p.words.stepper.SetText("")
		fault(generate.OptionWords, "Choose from 1 to 24 words")
		p.words.stepper.SetText("1")
		fault(generate.OptionWords, "At least 15 characters: that is too long for one word")
		p.words.stepper.SetText("5")
		fault("", "")
		p.separator.SetText("x")
		fault(generate.OptionSeparator, "Choose a separator without letters and digits, such as “-”")
		p.separator.SetText(".")
		p.kind.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		p.length.stepper.SetText("9")
		fault(generate.OptionLength, "At least 15 characters: a length of 9 is too short")
		h.golden("generator-problem", wideWindow)
		p.length.stepper.SetText("15")
		for _, class := range p.classes {
			h.tap(class.AccessibilityLabel())
		}
		fault(generate.OptionCharacters, "No character is left. Choose more kinds, or leave out fewer characters")
	})
}

// Escape closes the options first and the form after them; what was typed and
// chosen stays.
func TestEscapeClosesTheOptionsFirst(t *testing.T) {
	signedIn(t, func(h *hand) {
		n, p := h.generator()
		n.current.SetText(rootPassword)
		p.words.stepper.SetText("7")
		h.settle()
		h.key(fyne.KeyEscape)
		if p.isOpen() || p.secret != "" || h.security().panel != n || n.current.Text() != rootPassword {
			t.Fatal("Escape did more, or less, than close the options")
		}
		if h.app.window.Canvas().Focused() != fyne.Focusable(n.fresh.optionsButton) {
			t.Error("the keyboard is not on the button that opened them")
		}
		h.tap("Options")
		h.wantText("Number of words, 7")
		h.key(fyne.KeyEscape)
		h.key(fyne.KeyEscape)
		if h.security().panel != nil {
			t.Error("the form is still open")
		}
	})
}

// The lock wipes what was drawn, and a draw that is under way comes too late.
func TestLockWipesWhatWasDrawn(t *testing.T) {
	signedIn(t, func(h *hand) {
		_, p := h.generator()
		secret := p.secret
		p.changed()
		h.app.lock()
		h.settle()
		if p.secret != "" || p.drawn.Text() != "" || strings.Contains(h.says(), secret) {
			t.Errorf("%q and %q are still there", p.secret, p.drawn.Text())
		}
	})
}

// What the rules ask for is switched on, and said; a limit of the rules is named.
func TestGeneratorFollowsTheRules(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.rule(func(p *policy.Policy) {
			p.Complexity.MinLength, p.Complexity.MaxLength, p.Complexity.MinDigits = new(8), new(36), new(1)
		})
		h.app.signOut()
		h.settle()
		h.signIn("a.okafor", rootPassword)
		_, p := h.generator()
		h.tap("A number after one of the words")
		h.wantText("The rules ask for this, so it is switched on: a number.", "The rules allow at most 36 characters.")
		if !p.number.Checked() {
			t.Error("the number is not switched on")
		}
	})
}

// A copy is taken back like one of the field.
func TestGeneratorCopies(t *testing.T) {
	signedIn(t, func(h *hand) {
		_, p := h.generator()
		h.tap("Copy this one")
		if got := h.app.fyne.Clipboard().Content(); got != p.secret {
			t.Errorf("the clipboard has %q, want %q", got, p.secret)
		}
		h.wantText("Clear now")
	})
}

func TestGeneratorLooks(t *testing.T) {
	signedIn(t, func(h *hand) {
		_, p := h.generator()
		p.pretend("tally-orbit-Plinth-07-ferry-moss")
		h.golden("generator-words", wideWindow)
		h.golden("generator-words-900x600", leastWindow)
		p.kind.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		h.settle()
		p.pretend("x7Q#mP!w9Zr%T4k")
		h.golden("generator-characters", wideWindow)
	})
}

// Where a first password is replaced, and in the set-up, the same panel opens, and
// Escape closes it.
func TestGeneratorBeforeTheFirstSignIn(t *testing.T) {
	withoutSite(t, func(h *hand) {
		h.app.start()
		h.settle()
		w, ok := h.app.screen.(*wizard)
		if !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		p := w.site.password.panel
		h.tap("Options")
		h.wantText("Generate with these options", "About 75 bits")
		p.pretend("tally-orbit-Plinth-07-ferry-moss")
		w.frame.scroll.ScrollToOffset(fyne.NewPos(0, 460))
		h.golden("generator-wizard", wideWindow)
		secret := p.secret
		h.tap("Copy this one")
		h.wantText("Clear now")
		h.tap("Clear now")
		h.key(fyne.KeyEscape)
		if p.isOpen() {
			t.Error("Escape does not close it")
		}
		h.tap("Options")
		p.pretend(secret)
		h.tap("Use this password")
		if w.site.password.fresh.Text() != secret || w.site.password.confirm.Text() != secret {
			t.Errorf("%q and %q", w.site.password.fresh.Text(), w.site.password.confirm.Text())
		}
	})
}

// Words of one's own list are drawn from until the form is left; a file that is no
// list is refused beside its field, and the usual list comes back by a button.
func TestGeneratorOwnWords(t *testing.T) {
	signedIn(t, func(h *hand) {
		n, p := h.generator()
		own := filepath.Join(t.TempDir(), "words.txt")
		var lines strings.Builder
		for a := 'b'; a <= 'm'; a++ {
			for c := 'n'; c <= 'z'; c++ {
				lines.WriteString("qu" + string(a) + "i" + string(c) + "\n")
			}
		}
		h.must(os.WriteFile(own, []byte(lines.String()), 0o600))
		bad := filepath.Join(t.TempDir(), "bad.txt")
		h.must(os.WriteFile(bad, []byte("one\ntwo three four\n"), 0o600))

		ofOwn := func(secret string) bool {
			for word := range strings.SplitSeq(strings.ToLower(strings.TrimRight(secret, "0123456789")), "-") {
				if word = strings.Trim(word, "0123456789"); word != "" && !strings.HasPrefix(word, "qu") {
					return false
				}
			}
			return secret != ""
		}
		h.tap("Other words…")
		h.type1(t.TempDir())
		h.tap("Use these words")
		h.wantText("This file cannot be opened. Choose another one.")
		h.key(fyne.KeyEscape)
		h.tap("Other words…")
		h.type1(bad)
		h.tap("Use these words")
		h.wantText("Line 2: ")
		h.key(fyne.KeyEscape)
		h.wantText("Words from the long list of the EFF")

		h.tap("Other words…")
		h.type1(own)
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.wantText("156 words of your own list")
		h.key(fyne.KeyEscape)
		h.tap("Generate password")
		if got := n.fresh.fresh.Text(); !ofOwn(got) {
			t.Errorf("without the options drew %q", got)
		}
		n.fresh.wipe() // what is drawn differs each time
		h.tap("Options")
		if !ofOwn(p.secret) {
			t.Errorf("drew %q", p.secret)
		}
		p.pretend("qubin-quciz-Qudix-07-qufor-qumas")
		h.app.window.Canvas().Focus(p.list.choose) // which is scrolled to
		h.golden("generator-own-words", wideWindow)
		h.tap("New one")
		secret := p.secret
		h.tap("Use this password")
		h.tap("Generate password")
		if got := n.fresh.fresh.Text(); got == secret || !ofOwn(got) {
			t.Errorf("then drew %q", got)
		}
		h.tap("Options")
		h.app.window.Canvas().Focus(p.list.usual)
		h.key(fyne.KeyReturn)
		h.focusedOn("Other words…", p.list.choose)
		h.wantText("Words from the long list of the EFF")
		if ofOwn(p.secret) {
			t.Errorf("with the usual list drew %q", p.secret)
		}
	})
}
