package main

import (
	"fmt"
	"os"
	"path/filepath"

	"gatehouse/gui/probe/screen"
)

// looking locks the window and changes how it looks.
func (t *tour) looking() {
	t.step("locked-window", func() {
		t.key("ctrl+l")
		t.waitFor(lockedPage, on("Signed in as "+rootName))
		t.check(!t.has(on("Accounts")), "the lock does not cover the window")
	})
	t.step("unlocked-window", func() {
		t.typeInto("Password", t.root)
		t.click(on("Unlock"))
		t.waitFor(securityPage)
	})
	t.step("appearance", func() {
		t.menu("Appearance…")
		t.waitFor(on("Appearance"), on("Size of text and controls,*"))
	})
	t.step("dark", func() {
		t.click(on("Dark"))
		dark := 0.0
		for range mostPictures { // a busy computer may rest before it paints
			if dark > 0.5 {
				break
			}
			t.shoot("dark.png")
			dark = t.darkness("dark.png")
		}
		t.check(dark > 0.5, "the window is not dark")
	})
	t.step("larger", func() {
		t.scale("150 %", 1.5)
		t.click(on("Close"))
		t.waitGone(on("Appearance"))
		t.waitFor(securityPage)
	})
	t.step("accounts-larger", func() {
		t.click(on("Accounts"))
		t.waitFor(on("New account"), on(member))
	})
	t.lookingSmall()
	t.step("signed-out", func() {
		t.menu("Sign out")
		t.waitFor(signInPage)
	})
}

// lookingSmall uses the least size of the window.
func (t *tour) lookingSmall() {
	t.step("small-light", func() {
		t.menu("Appearance…")
		t.click(on("Light"))
		t.scale("100 %", 1)
		t.click(on("Close"))
		t.waitGone(on("Appearance"))
		t.resize(900, 600)
		t.waitFor(on("New account"), on(member))
	})
	t.step("small-drawer", func() {
		t.click(on(member))
		t.waitFor(on("Edit…"), on("Delete…"))
		t.key("Escape")
		t.waitGone(on("Edit…"))
		t.click(on(member))
		t.waitFor(on("Edit…"))
	})
	t.step("small-security", func() {
		t.key("ctrl+1")
		t.waitFor(securityPage, on("See all rules"))
	})
}

// menu chooses from the account's menu.
func (t *tour) menu(entry string) {
	t.click(target{text: rootName, kind: "*kit.MenuButton"})
	t.click(on(entry))
}

// scale chooses a size in the open dialog, and waits until the window has it.
func (t *tour) scale(word string, factor float32) {
	t.click(on("Size of text and controls,*"))
	t.click(on(word))
	t.until(fmt.Sprintf("a scale of %v", factor), errNotThere, func(s screen.Screen) bool { return s.Scale == factor })
}

// darkness says how dark the middle of a picture's left edge is, from 0 to 1.
func (t *tour) darkness(name string) float64 {
	if t.err != nil {
		return 0
	}
	path := filepath.Join(t.out, name)
	picture, err := decode(path)
	t.fail(err)
	t.fail(os.Remove(path))
	if t.err != nil {
		return 0
	}
	r, g, b, _ := picture.At(2, picture.Bounds().Dy()/2).RGBA()
	const most = 3 * 0xffff
	return 1 - float64(r+g+b)/most
}
