package gui

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/gui/secretclip"
)

// memoryClip is a clipboard that asks histories, in memory. Another program may
// hold it: whoever comes then waits for a while, and goes without.
type memoryClip struct {
	mu      sync.Mutex
	content string
	ours    string
	copied  int
	held    bool
	refuses error
	closed  int
}

func (m *memoryClip) open() (secretclip.Clipboard, error) { return m, nil }

// waits is what another program costs that does not let go.
func (m *memoryClip) waits() error {
	m.mu.Lock()
	held := m.held
	m.mu.Unlock()
	if !held {
		return nil
	}
	<-time.After(2 * time.Second)
	return secretclip.ErrBusy
}

func (m *memoryClip) Copy(text string) error {
	if err := m.waits(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuses != nil {
		return m.refuses
	}
	m.content, m.ours = text, text
	m.copied++
	return nil
}

func (m *memoryClip) Holds() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ours != "" && m.content == m.ours
}

func (m *memoryClip) Clear() error {
	if err := m.waits(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ours != "" && m.content == m.ours {
		m.content = ""
	}
	m.ours = ""
	return nil
}

func (m *memoryClip) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed++
	return nil
}

// set is what another program does: it copies something, or holds the clipboard.
func (m *memoryClip) set(content string, held bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if content != "" {
		m.content = content
	}
	m.held = held
}

func (m *memoryClip) get() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.content
}

// counted is what a countdown was told.
type counted struct{ left, total, times int }

func (c *counted) show(left, total int) {
	c.left, c.total = left, total
	c.times++
}

// withOwn runs a test with a clipboard that asks histories.
func withOwn(t *testing.T, do func(h *hand, m *memoryClip)) {
	t.Helper()
	signedIn(t, func(h *hand) {
		m := &memoryClip{}
		h.app.clip.useOwn(m.open)
		do(h, m)
	})
}

// wantContent fails unless the clipboard past the toolkit holds something, and the
// toolkit's something else.
func (h *hand) wantContent(m *memoryClip, own, plain string) {
	h.Helper()
	if m.get() != own || h.app.fyne.Clipboard().Content() != plain {
		h.Errorf("the clipboard holds %q, the toolkit's %q; want %q, %q", m.get(), h.app.fyne.Clipboard().Content(), own, plain)
	}
}

// A secret goes past the toolkit, and leaves after the time that was chosen.
func TestOwnClipboardCountsDown(t *testing.T) {
	withOwn(t, func(h *hand, m *memoryClip) {
		for _, seconds := range clipSeconds() {
			h.app.setClipSeconds(seconds)
			var shown counted
			h.app.clip.copy("a secret", shown.show)
			h.settle()
			h.wantContent(m, "a secret", "")
			if shown.left != seconds || shown.total != seconds {
				t.Errorf("%d of %d s are shown, want %d", shown.left, shown.total, seconds)
			}
			h.pass(time.Duration(seconds)*time.Second - 500*time.Millisecond)
			h.wantContent(m, "a secret", "")
			if shown.left != 1 {
				t.Errorf("%d s are shown before the end", shown.left)
			}
			h.pass(time.Second)
			h.wantContent(m, "", "")
			if shown.left != 0 {
				t.Errorf("%d s are shown after the end", shown.left)
			}
		}
	})
}

// What another program copied stays, and ends the countdown.
func TestOwnClipboardLeavesOthersAlone(t *testing.T) {
	withOwn(t, func(h *hand, m *memoryClip) {
		var shown counted
		h.app.clip.copy("a secret", shown.show)
		h.pass(2 * time.Second)
		m.set("a note", false)
		h.pass(time.Second)
		h.wantContent(m, "a note", "")
		if shown.left != 0 {
			t.Errorf("%d s are shown", shown.left)
		}
		h.pass(30 * time.Second)
		h.wantContent(m, "a note", "")
	})
}

// Whoever clears before the secret has arrived, clears it all the same.
func TestOwnClipboardClearedOnItsWay(t *testing.T) {
	withOwn(t, func(h *hand, m *memoryClip) {
		var shown counted
		h.app.clip.copy("a secret", shown.show)
		h.app.clip.clear()
		h.settle()
		h.wantContent(m, "", "")
		if m.copied != 1 || shown.left != 0 {
			t.Errorf("copied %d times, %d s are shown", m.copied, shown.left)
		}
		h.pass(30 * time.Second)
		if shown.times != 1 {
			t.Errorf("told %d times", shown.times)
		}
	})
}

// The lock, the sign-out, and the end of the program, take the secret back; a
// program that holds the clipboard keeps the window waiting no moment.
func TestOwnClipboardIsClearedByEverythingThatEnds(t *testing.T) {
	for name, ends := range map[string]func(h *hand){
		"lock":     func(h *hand) { h.app.lock() },
		"sign out": func(h *hand) { h.app.signOut() },
		"close":    func(h *hand) { h.app.close() },
		"system ends it": func(h *hand) {
			h.app.takeBack(func() error { t.Error("the display is opened"); return nil }, func() {})
			h.app.end()
		},
	} {
		t.Run(name, func(t *testing.T) {
			withOwn(t, func(h *hand, m *memoryClip) {
				var shown counted
				h.app.clip.copy("a secret", shown.show)
				h.settle()
				ends(h)
				h.settle()
				h.wantContent(m, "", "")
			})
		})
	}
}

// A program that holds the clipboard is waited for, off the window's goroutine.
func TestOwnClipboardWaitsForOthers(t *testing.T) {
	withOwn(t, func(h *hand, m *memoryClip) {
		h.app.clip.copy("a secret", func(int, int) {})
		h.settle()
		m.set("", true)
		began := time.Now()
		h.app.clip.clear()
		if waited := time.Since(began); waited != 0 {
			t.Errorf("the window waited %v", waited)
		}
		h.pass(7 * time.Second)
		h.wantContent(m, "a secret", "")
		m.set("", false)
		h.pass(4 * time.Second)
		h.wantContent(m, "", "")
	})
}

// The end of the program tries once more, and does not wait for ever.
func TestOwnClipboardAtTheEndOfTheProgram(t *testing.T) {
	withOwn(t, func(h *hand, m *memoryClip) {
		h.app.clip.copy("a secret", func(int, int) {})
		h.settle()
		m.set("", true)
		h.app.clip.clear()
		h.pass(2500 * time.Millisecond)
		m.set("", false)
		began := time.Now()
		h.app.end()
		synctest.Wait()
		h.wantContent(m, "", "")
		if waited := time.Since(began); waited > 3*time.Second || m.closed != 1 {
			t.Errorf("the end took %v, and closed %d clipboards", waited, m.closed)
		}
	})
}

// A clipboard that cannot be had, or does not take the secret, leaves the
// toolkit's, and the settings say so.
func TestOwnClipboardFails(t *testing.T) {
	errBroken := errors.New("a fault of the test")
	for name, tt := range map[string]struct {
		open, copies error
		asks         bool
	}{
		"not there":   {open: secretclip.ErrNoWay},
		"broken":      {copies: errBroken},
		"text unfit":  {copies: secretclip.ErrUnfit, asks: true},
		"all is well": {asks: true},
	} {
		t.Run(name, func(t *testing.T) {
			signedIn(t, func(h *hand) {
				m := &memoryClip{refuses: tt.copies}
				h.app.clip.useOwn(func() (secretclip.Clipboard, error) {
					if tt.open != nil {
						return nil, tt.open
					}
					return m, nil
				})
				var shown counted
				h.app.clip.copy("a secret", shown.show)
				h.settle()
				if tt.open == nil && tt.copies == nil {
					h.wantContent(m, "a secret", "")
				} else {
					h.wantContent(m, "", "a secret")
				}
				h.pass(20 * time.Second)
				h.wantContent(m, "", "")
				if shown.left != 0 || shown.times != 21 {
					t.Errorf("told %d times, last of %d s", shown.times, shown.left)
				}
				m.refuses = nil
				h.app.showClipboard()
				h.settle()
				h.wantText(historyWords(tt.asks))
				h.wantNoText(historyWords(!tt.asks))
				h.key("Escape")
				h.app.clip.copy("another", shown.show)
				h.settle()
				if tt.asks {
					h.wantContent(m, "another", "")
				} else {
					h.wantContent(m, "", "another")
				}
			})
		})
	}
}

// The settings say what this system's clipboard can do, and keep the choice.
func TestClipboardSettings(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.showClipboard()
		h.settle()
		h.wantText("20 seconds", historyWords(false))
		h.golden("clipboard-plain", wideWindow)
		h.key("Escape")
		h.app.clip.useOwn((&memoryClip{}).open)
		h.app.showClipboard()
		h.settle()
		h.wantText(historyWords(true))
		h.key("Down")
		h.wantText("30 seconds")
		h.golden("clipboard-asks", leastWindow)
		h.key("Escape")
		if got := clipSecondsOf(h.app.fyne.Preferences()); got != 30 || h.app.clip.seconds != 30 {
			t.Errorf("kept %d s, in use %d s", got, h.app.clip.seconds)
		}
		for _, nonsense := range []int{0, -1, 31, 1 << 40} {
			h.app.fyne.Preferences().SetInt(prefClip, nonsense)
			if got := clipSecondsOf(h.app.fyne.Preferences()); got != clipUsual {
				t.Errorf("%d is read as %d", nonsense, got)
			}
		}
	})
}
