package main

import (
	"slices"
	"strings"
	"time"
)

const (
	// askingForm is the form in which KDE's clipboard is asked to leave a text out of its history.
	askingForm = "x-kde-passwordManagerHint"
	// note is what another program copies.
	note = "a note of another program"
)

var countdown = on("Copied. Leaves the clipboard in*")

// copying copies the generated password, again and again, and lets it leave in every way.
func (t *tour) copying() {
	t.step("copied", func() {
		t.click(on("Copy"))
		t.waitFor(countdown, on("Clear now"))
		t.root = t.clipboard()
		t.check(len(t.root) >= 8, "the clipboard has no password")
		t.asksHistories()
	})
	t.step("pasted", func() {
		// The program pastes what it holds itself.
		t.typeInto("Confirm password", "")
		t.waitGone(on("Same as the new password"))
		t.key("ctrl+v")
		t.waitFor(on("Same as the new password"))
	})
	t.step("clear-clipboard", func() {
		t.click(on("Clear now"))
		t.waitGone(countdown)
		t.check(t.clipboard() == "", "the password is still on the clipboard")
	})
	t.step("copied-elsewhere", func() {
		t.click(on("Copy"))
		t.waitFor(countdown)
		another := t.keep(note)
		t.waitGone(countdown)
		t.check(t.clipboard() == note, "what another program copied was taken away: %q", t.clipboard())
		if another != nil {
			t.fail(another.stop())
		}
	})
	t.step("clipboard-settings", func() { t.leaveAfter("10 seconds") })
	t.step("left-the-clipboard", func() {
		t.click(on("Close"))
		t.waitGone(on("Clipboard"))
		t.click(on("Copy"))
		t.waitFor(countdown)
		began := time.Now()
		t.check(t.clipboard() == t.root, "the password was not copied")
		t.waitGone(countdown)
		t.check(t.clipboard() == "", "the password is still on the clipboard")
		// It was shown for a moment before this began.
		const least = 7 * time.Second
		t.check(time.Since(began) >= least, "the password left the clipboard after %v", time.Since(began))
		t.leaveAfter("1 minute")
		t.click(on("Close"))
		t.waitGone(on("Clipboard"))
	})
}

// asksHistories fails unless what is on the clipboard asks to be left out, beside all the forms of a text.
func (t *tour) asksHistories() {
	forms := strings.Fields(t.clipboardAs("TARGETS"))
	for _, form := range []string{"TARGETS", "TIMESTAMP", "UTF8_STRING", "STRING", "TEXT", "text/plain;charset=utf-8", askingForm} {
		t.check(slices.Contains(forms, form), "the clipboard does not offer %s but %q", form, forms)
	}
	t.check(t.clipboardAs(askingForm) == "secret", "the clipboard does not ask: %q", t.clipboardAs(askingForm))
	t.check(t.clipboardAs("STRING") == t.clipboard(), "the clipboard has %q and %q", t.clipboardAs("STRING"), t.clipboard())
}

// leaveAfter chooses how long a copied secret stays, and leaves the dialog open.
func (t *tour) leaveAfter(word string) {
	t.menu("Clipboard…")
	t.waitFor(on("Clipboard"), on("Histories of the clipboard are asked to leave out*"))
	t.click(on("What is copied leaves the clipboard after,*"))
	t.click(on(word))
	t.waitFor(on("What is copied leaves the clipboard after, " + word + "*"))
}
