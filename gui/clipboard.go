package gui

import (
	"time"

	"fyne.io/fyne/v2"
)

// clipboardSeconds is how long a copied secret stays in the clipboard.
const clipboardSeconds = 20

// clipboard copies secrets and takes them back: after a countdown, on the word
// of the person, at the lock and at the end. It takes back only what is still
// its own.
type clipboard struct {
	back   *background
	system fyne.Clipboard
	ours   string
	left   int
	stop   func()
	// show is told the seconds left, 0 when nothing of ours is there any more.
	show func(left int)
}

// newClipboard makes the guard of the system's clipboard.
func newClipboard(b *background, system fyne.Clipboard) *clipboard {
	return &clipboard{back: b, system: system, stop: func() {}, show: func(int) {}}
}

// copy puts a secret into the clipboard and counts down in show.
func (c *clipboard) copy(secret string, show func(left int)) {
	c.clear()
	c.system.SetContent(secret)
	c.ours, c.left, c.show = secret, clipboardSeconds, show
	c.show(c.left)
	c.stop = c.back.every(time.Second, c.tick)
}

// tick counts one second.
func (c *clipboard) tick() {
	if c.ours == "" {
		return
	}
	c.left--
	if c.left <= 0 || c.system.Content() != c.ours {
		c.clear()
		return
	}
	c.show(c.left)
}

// clear takes the secret back now, unless something else was copied since.
func (c *clipboard) clear() {
	c.stop()
	c.stop = func() {}
	if c.ours == "" {
		return
	}
	if c.system.Content() == c.ours {
		c.system.SetContent("")
	}
	show := c.show
	c.ours, c.left, c.show = "", 0, func(int) {}
	show(0)
}
