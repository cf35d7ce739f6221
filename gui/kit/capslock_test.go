package kit

import (
	"testing"
	"unicode"

	"fyne.io/fyne/v2/driver/desktop"
	"pgregory.net/rapid"
)

func TestCapsLockIsSaidOnlyWhenKnown(t *testing.T) {
	down := func(w *capsWatch) { w.down(desktop.KeyShiftLeft) }
	up := func(w *capsWatch) { w.up(desktop.KeyShiftLeft) }
	caps := func(w *capsWatch) { w.down(desktop.KeyCapsLock); w.up(desktop.KeyCapsLock) }
	letter := func(r rune) func(*capsWatch) { return func(w *capsWatch) { w.typed(r) } }
	type steps []func(*capsWatch)
	cases := []struct {
		name  string
		macOS bool
		steps steps
		want  capsState
	}{
		{"nothing typed", false, nil, capsUnknown},
		{"capital without Shift", false, steps{letter('A')}, capsOn},
		{"small letter without Shift", false, steps{letter('a')}, capsOff},
		{"capital with Shift", false, steps{down, letter('A'), up}, capsOff},
		{"small letter with Shift", false, steps{down, letter('a'), up}, capsOn},
		{"small letter with Shift on macOS", true, steps{down, letter('a'), up}, capsUnknown},
		{"capital with Shift on macOS", true, steps{down, letter('A'), up}, capsUnknown},
		{"capital without Shift on macOS", true, steps{letter('A')}, capsOn},
		{"other alphabets have case too", false, steps{letter('Ж')}, capsOn},
		{"digits prove nothing", false, steps{letter('7'), letter('!'), letter('字')}, capsUnknown},
		{"the key alone proves nothing", false, steps{caps}, capsUnknown},
		{"the key makes what was known unknown", false, steps{letter('A'), caps}, capsUnknown},
		{"until the next letter", false, steps{letter('A'), caps, letter('a')}, capsOff},
		{"Shift tapped alone may latch", false, steps{down, up, letter('A')}, capsUnknown},
		{"a small letter still counts then", false, steps{down, up, letter('a')}, capsOff},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := &capsWatch{macOS: c.macOS}
			for _, step := range c.steps {
				step(w)
			}
			if w.state != c.want {
				t.Errorf("state %d, want %d", w.state, c.want)
			}
			if w.reset(); w.state != capsUnknown {
				t.Error("known without the focus")
			}
		})
	}
}

func TestCapsLockShiftHeldBeforeTheFocus(t *testing.T) {
	w := &capsWatch{held: func() bool { return true }}
	w.typed('A')
	if w.on() {
		t.Error("a capital under a Shift that the system knows of is no proof")
	}
}

// TestCapsLockNeverLies types like a keyboard would, with the key going on and off, and compares.
func TestCapsLockNeverLies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &capsWatch{macOS: rapid.Bool().Draw(t, "macOS")}
		locked, shift := rapid.Bool().Draw(t, "locked at first"), false
		for range rapid.IntRange(1, 40).Draw(t, "keys") {
			switch rapid.SampledFrom([]string{"letter", "letter", "shift", "caps", "digit"}).Draw(t, "key") {
			case "letter":
				r := rapid.RuneFrom([]rune("abcxyzäж")).Draw(t, "letter")
				capital := locked != shift
				if w.macOS {
					capital = locked || shift
				}
				if capital {
					r = unicode.ToUpper(r)
				}
				w.typed(r)
			case "shift":
				if shift = !shift; shift {
					w.down(desktop.KeyShiftRight)
				} else {
					w.up(desktop.KeyShiftRight)
				}
			case "caps":
				locked = !locked
				w.down(desktop.KeyCapsLock)
				w.up(desktop.KeyCapsLock)
			case "digit":
				w.typed('4')
			}
			if w.on() && !locked || w.state == capsOff && locked {
				t.Fatalf("says %d while Caps Lock is %v", w.state, locked)
			}
		}
	})
}

func TestCapsLockNoteComesAndGoes(t *testing.T) {
	p, w := newSecret(t, nil)
	p.input.caps = &capsWatch{}
	p.input.TypedRune('F')
	if len(p.notes) != 1 || p.notes[0].text != testWords.CapsLockOn {
		t.Fatal("no note while Caps Lock is on")
	}
	p.input.KeyDown(key(desktop.KeyCapsLock))
	if len(p.notes) != 0 {
		t.Error("the note stays after the key")
	}
	p.input.TypedRune('F')
	w.Canvas().Unfocus()
	if len(p.notes) != 0 {
		t.Error("the note stays without the focus")
	}
}
