package gui

import (
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/gui/secretclip"
)

// clipSeconds are how long a copied secret may stay in the clipboard, to choose
// from; clipUsual is what holds until somebody chooses.
func clipSeconds() []int { return []int{10, clipUsual, 30, 60, 120} }

const clipUsual = 20

// clipboard copies secrets and takes them back: after a countdown, on the word
// of the person, at the lock and at the end. It takes back only what is still
// its own.
type clipboard struct {
	back *background
	// seconds is how long a secret stays that is copied from now on.
	seconds int
	// way is how it gets there, plain the toolkit's way, for what another cannot do,
	// and used that of the secret that is there.
	way, used clipWay
	plain     *plainClip
	// failed is told what became of what cannot be shown.
	failed func(what string, err error)
	// holds: a secret of ours is there, or on its way. turn tells the newest.
	holds       bool
	turn        int
	left, total int
	stop        func()
	// show is told the seconds left of all, 0 when nothing of ours is there any more.
	show func(left, total int)
}

// clipWay is a way to the system's clipboard. It does what it is asked in the order
// in which it is asked, and tells on the window's goroutine, at once or later.
type clipWay interface {
	// put copies a secret.
	put(secret string, done func(error))
	// look tells whether what was put is still there.
	look(done func(bool))
	// take takes it away, unless something else was copied since.
	take()
	// asks tells whether histories are asked to leave out what is put.
	asks(done func(bool))
	// apart says whether it works without the toolkit.
	apart() bool
	// end gives back what it holds.
	end()
}

// newClipboard makes the guard of the system's clipboard.
func newClipboard(b *background, system fyne.Clipboard, failed func(string, error)) *clipboard {
	plain := &plainClip{system: system}
	return &clipboard{
		back: b, seconds: clipUsual, way: plain, used: plain, plain: plain, failed: failed,
		stop: func() {}, show: func(int, int) {},
	}
}

// useOwn goes past the toolkit from now on, to a clipboard that asks histories to
// leave secrets out. It is opened when it is needed first.
func (c *clipboard) useOwn(open func() (secretclip.Clipboard, error)) {
	c.way = newOwnClip(c.back, open, c.failed)
}

// copy puts a secret into the clipboard and counts down in show.
func (c *clipboard) copy(secret string, show func(left, total int)) {
	c.clear()
	c.holds, c.left, c.total, c.show, c.used = true, c.seconds, c.seconds, show, c.way
	mine := c.turn
	c.used.put(secret, func(err error) {
		if mine != c.turn {
			return // taken back meanwhile
		}
		if err != nil {
			c.fallBack(err)
			c.used.put(secret, func(error) {})
		}
		c.show(c.left, c.total)
		c.stop = c.back.every(time.Second, c.tick)
	})
}

// fallBack takes the toolkit's way for a secret that another could not copy, and
// from then on, unless it was for what this secret is like.
func (c *clipboard) fallBack(err error) {
	c.failed("copy a secret so that histories leave it out", err)
	c.used = c.plain
	if !errors.Is(err, secretclip.ErrUnfit) {
		c.way.end()
		c.way = c.plain
	}
}

// asks tells whether histories are asked to leave secrets out. A way that cannot is
// left.
func (c *clipboard) asks(done func(bool)) {
	asked := c.way
	asked.asks(func(yes bool) {
		if !yes && c.way == asked {
			c.way = c.plain
		}
		done(yes)
	})
}

// tick counts one second.
func (c *clipboard) tick() {
	if !c.holds {
		return
	}
	c.left--
	if c.left <= 0 {
		c.clear()
		return
	}
	c.show(c.left, c.total)
	mine := c.turn
	c.used.look(func(still bool) {
		if mine == c.turn && !still {
			c.clear()
		}
	})
}

// clear takes the secret back now, unless something else was copied since.
func (c *clipboard) clear() {
	c.stop()
	c.stop = func() {}
	c.turn++
	if !c.holds {
		return
	}
	c.used.take()
	show, total := c.show, c.total
	c.holds, c.left, c.total, c.show = false, 0, 0, func(int, int) {}
	show(0, total)
}

// plainClip is the way through the toolkit, which knows text alone and asks nobody
// for anything.
type plainClip struct {
	system fyne.Clipboard
	ours   string
}

func (p *plainClip) put(secret string, done func(error)) {
	p.system.SetContent(secret)
	p.ours = secret
	done(nil)
}

func (p *plainClip) look(done func(bool)) { done(p.system.Content() == p.ours) }

func (p *plainClip) take() {
	if p.ours != "" && p.system.Content() == p.ours {
		p.system.SetContent("")
	}
	p.ours = ""
}

func (p *plainClip) asks(done func(bool)) { done(false) }
func (p *plainClip) apart() bool          { return false }
func (p *plainClip) end()                 {}
