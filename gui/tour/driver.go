package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"gatehouse/gui/probe/screen"
)

// patience is how long a step waits for what it expects. It is long, because a busy machine without a graphics card takes
// seconds for what takes a moment elsewhere; nothing is slower for it unless a step fails.
const patience = time.Minute

// driver uses the window like a person: it looks, clicks and types. The first thing that goes wrong is kept in err, and
// from then on nothing is done any more, so that steps need not ask.
type driver struct {
	ctx context.Context
	// env is the environment of the program and of the tools.
	env    []string
	socket string
	// window is the X window's number.
	window string
	// alive says whether the program runs.
	alive func() bool
	err   error
	// shown is what the window showed last.
	shown screen.Screen
}

var (
	errNotThere = errors.New("it is not to be seen")
	errStill    = errors.New("it is still to be seen")
	errEnded    = errors.New("the program has ended")
)

// fail keeps the first error.
func (d *driver) fail(err error) {
	if d.err == nil && err != nil {
		d.err = err
	}
}

// check fails with a sentence unless something is so.
func (d *driver) check(ok bool, format string, arguments ...any) {
	if !ok {
		d.fail(fmt.Errorf(format, arguments...))
	}
}

// look asks the window what it shows.
func (d *driver) look() screen.Screen {
	if d.err != nil {
		return d.shown
	}
	shown, err := ask(d.ctx, d.socket)
	if err != nil {
		if !d.alive() {
			err = errors.Join(errEnded, err)
		}
		d.fail(err)
		return d.shown
	}
	d.shown = shown
	return shown
}

// until looks until something is so, and fails with what was waited for when it takes longer than patience.
func (d *driver) until(what string, or error, is func(screen.Screen) bool) {
	if d.err != nil {
		return
	}
	err := poll(d.ctx, patience, func() (bool, error) { return is(d.look()), d.err })
	if errors.Is(err, errTooLong) {
		err = fmt.Errorf("%s: %w", what, or)
	}
	d.fail(err)
}

// waitFor waits until a person sees something.
func (d *driver) waitFor(targets ...target) {
	for _, t := range targets {
		d.until(t.String(), errNotThere, func(s screen.Screen) bool { return seen(s, t) })
	}
}

// waitGone waits until something is not there any more, seen or scrolled away.
func (d *driver) waitGone(t target) {
	d.until(t.String(), errStill, func(s screen.Screen) bool { return find(s, t) < 0 })
}

// has says whether a person sees something now.
func (d *driver) has(t target) bool { return seen(d.look(), t) }

func seen(s screen.Screen, t target) bool {
	i := find(s, t)
	return i >= 0 && s.Items[i].Seen()
}

// waitNote waits for a problem or help in the field of a label.
func (d *driver) waitNote(label, note string) {
	d.until(fmt.Sprintf("%q at the field %q", note, label), errNotThere, func(s screen.Screen) bool {
		return slices.ContainsFunc(notes(s, label), func(text string) bool { return fits(note, text) })
	})
}

// textOf waits for something and gives its whole text.
func (d *driver) textOf(t target) string {
	d.waitFor(t)
	if d.err != nil {
		return ""
	}
	return d.shown.Items[find(d.shown, t)].Text
}

// click presses the mouse on something, once it is in view, can be used and rests.
func (d *driver) click(t target) {
	t.taps = true
	item := d.bring(t.String(), func(s screen.Screen) int { return find(s, t) })
	d.press(item)
}

// press presses the mouse in the middle of what is seen of an item.
func (d *driver) press(item screen.Item) {
	x, y := item.View.Centre()
	d.point(x, y)
	d.xdotool("", "click", "1")
}

// point moves the mouse to a place in the window.
func (d *driver) point(x, y int) {
	d.xdotool("", "mousemove", "--window", d.window, strconv.Itoa(x), strconv.Itoa(y))
}

// bring scrolls an item into view and waits until it rests there and can be used.
func (d *driver) bring(what string, search func(screen.Screen) int) screen.Item {
	var last screen.Item
	d.until(what+", ready to be used", errNotThere, func(s screen.Screen) bool {
		i := search(s)
		if i < 0 {
			return false
		}
		item := s.Items[i]
		rests := item.Area == last.Area
		last = item
		if !rests || item.Disabled {
			return false
		}
		if d.cut(s, i) {
			d.wheel(s, i)
			return false
		}
		return item.Seen()
	})
	return last
}

// cut says whether a scroller hides a part of an item that it could show.
func (d *driver) cut(s screen.Screen, item int) bool {
	at := scroller(s, item)
	area, view := s.Items[item].Area, s.Items[item].View
	return at >= 0 && view.Height < area.Height && view.Height < s.Items[at].View.Height
}

// wheel turns the wheel over the scroller of an item, towards the item.
func (d *driver) wheel(s screen.Screen, item int) {
	over := s.Items[scroller(s, item)].View
	const up, down = "4", "5"
	button := down
	if s.Items[item].Area.Y < over.Y {
		button = up
	}
	x, y := over.Centre()
	d.point(x, y)
	d.xdotool("", "click", button)
}

// typeInto replaces what stands in the field of a label, or with a placeholder.
func (d *driver) typeInto(label, text string) {
	search := func(s screen.Screen) int { return entryOf(s, label) }
	what := fmt.Sprintf("the field %q", label)
	entry := d.bring(what, search)
	d.press(entry)
	d.until(what+" with the keyboard", errNotThere, func(s screen.Screen) bool {
		i := search(s)
		return i >= 0 && s.Items[i].Focused
	})
	if entry.Filled {
		d.key("ctrl+a", "BackSpace")
	}
	d.write(text)
	d.until(fmt.Sprintf("the text in %s", what), errNotThere, func(s screen.Screen) bool {
		i := search(s)
		return i >= 0 && s.Items[i].Filled == (text != "") && (s.Items[i].Secret || s.Items[i].Text == text)
	})
}

// write types a text to whatever has the keyboard. It goes to xdotool's standard input: arguments are for all to read.
func (d *driver) write(text string) {
	if text != "" {
		d.xdotool(text, "type", "--delay", "8", "--file", "-")
	}
}

// key presses keys, such as "ctrl+l".
func (d *driver) key(keys ...string) {
	d.xdotool("", append([]string{"key", "--delay", "20"}, keys...)...)
}

// resize gives the window another size in pixels and waits until it has it.
func (d *driver) resize(width, height int) {
	d.xdotool("", "windowsize", d.window, strconv.Itoa(width), strconv.Itoa(height))
	d.until(fmt.Sprintf("a window of %d×%d", width, height), errNotThere, func(s screen.Screen) bool {
		return s.Window.Width == width && s.Window.Height == height
	})
}

// clipboard gives the text on the clipboard, "" when there is none.
func (d *driver) clipboard() string { return d.clipboardAs("UTF8_STRING") }

// clipboardAs gives what is on the clipboard in one of its forms, "" when there is none.
func (d *driver) clipboardAs(form string) string {
	if d.err != nil {
		return ""
	}
	got, err := tool(d.ctx, d.env, "", "xclip", "-o", "-selection", "clipboard", "-target", form)
	d.fail(err)
	if got.status != 0 {
		return ""
	}
	return got.out
}

// attach finds the program's window and gives it the keyboard, which a window manager would do.
func (d *driver) attach() {
	if d.err != nil {
		return
	}
	err := poll(d.ctx, patience, func() (bool, error) {
		if !d.alive() {
			return false, errEnded
		}
		if _, err := os.Stat(d.socket); errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		got, err := tool(d.ctx, d.env, "", "xdotool", "search", "--onlyvisible", "--name", "Gatehouse")
		lines := strings.Fields(got.out)
		if err != nil || len(lines) == 0 {
			return false, err
		}
		d.window = lines[0]
		return true, nil
	})
	if err != nil {
		d.fail(fmt.Errorf("the program's window: %w", err))
	}
	d.focus()
}

// focus gives the window the keyboard.
func (d *driver) focus() { d.xdotool("", "windowfocus", "--sync", d.window) }

// xdotool runs one command of xdotool.
func (d *driver) xdotool(input string, arguments ...string) {
	if d.err != nil {
		return
	}
	got, err := tool(d.ctx, d.env, input, "xdotool", arguments...)
	if err == nil && got.status != 0 {
		err = fmt.Errorf("xdotool %s: status %d: %s", arguments[0], got.status, got.problems)
	}
	d.fail(err)
}
