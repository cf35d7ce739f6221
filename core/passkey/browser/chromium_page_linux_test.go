package browser_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/core/passkey"
	"gatehouse/core/passkey/browser"
	"gatehouse/core/passkey/chromiumtest"
)

// traces lists what a page has left in the browser (ASVS 5.0, 14.3.3).
const traces = `(async () => [
	...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie,
	...(await indexedDB.databases()).map((one) => one.name), ...(await caches.keys()),
	...(await navigator.serviceWorker.getRegistrations()).map((one) => one.scope),
].filter(Boolean))()`

// TestChromiumLeavesNothing: neither the address bar nor the way back shows the link, the
// browser keeps nothing, and it has nothing to find fault with.
func TestChromiumLeavesNothing(t *testing.T) {
	words := browser.English()
	chrome := chromiumtest.Start(t, chromiumtest.Config{})
	s := newSite(t, chrome)
	c := s.start()
	check := func(when string) {
		t.Helper()
		if at := chromiumtest.Evaluate[string](chrome, "location.href"); at != c.Origin()+"/" {
			t.Errorf("%s: the address is %s", when, at)
		}
		if left := chromiumtest.Evaluate[[]string](chrome, traces); len(left) != 0 {
			t.Errorf("%s: the browser keeps %v", when, left)
		}
		if from := chromiumtest.Evaluate[string](chrome, "document.referrer"); from != "" {
			t.Errorf("%s: it came from %s", when, from)
		}
		for _, entry := range chrome.History() {
			if strings.Contains(entry, "launch") {
				t.Errorf("%s: the history has %s", when, entry)
			}
		}
	}
	done := s.create(t.Context(), c)
	chrome.Shows(words.CreateHeading)
	check("before")
	s.proceed(words.Saved)
	check("afterwards")
	want(t, "registration", <-done, nil)
	if faults := chrome.Faults(); len(faults) != 0 {
		t.Errorf("the browser complains: %q", faults)
	}
	files, err := filepath.Glob(filepath.Join(s.config.Dir, "*"))
	want(t, "redirect files", err, nil)
	want(t, "close", c.Close(), nil)
	for _, file := range files {
		if _, err := os.Stat(file); err == nil {
			t.Errorf("%s is still there", file)
		}
	}
}

// focused is the element that the keys go to, and whether it can be seen that they do.
const focused = `document.activeElement.id +
	(getComputedStyle(document.activeElement).outlineStyle === "solid" ? "" : " without a ring")`

// TestChromiumByKeyboard: the page needs no mouse, and the focus is never lost.
func TestChromiumByKeyboard(t *testing.T) {
	words := browser.English()
	chrome := chromiumtest.Start(t, chromiumtest.Config{})
	s := newSite(t, chrome)
	at := func(id string) {
		t.Helper()
		if got := chromiumtest.Evaluate[string](chrome, focused); got != id {
			t.Errorf("the focus is on %q, want %q", got, id)
		}
	}
	chrome.Verify(false)
	done := s.register(t.Context())
	chrome.Shows(words.CreateStart)
	chrome.Press(chromiumtest.Tab)
	at("cancel")
	chrome.PressShift(chromiumtest.Tab)
	at("begin")
	chrome.Press(chromiumtest.Enter)
	chrome.Shows(words.CreateNothing)
	at("begin")
	chrome.Verify(true)
	chrome.Press(chromiumtest.Space)
	chrome.Shows(words.Saved)
	at("said")
	want(t, "registration", <-done, nil)

	done = s.signIn(t.Context())
	chrome.Shows(words.GetStart)
	chrome.Press(chromiumtest.Tab)
	chrome.Press(chromiumtest.Enter)
	chrome.Shows(words.Cancelled)
	at("said")
	want(t, "cancelled", <-done, passkey.ErrCancelled)
}

// TestChromiumZoomed: at 200 % of a small window and at 320 CSS pixels (WCAG 2.2, 1.4.10)
// nothing is cut off, in light and in dark colours. With GATEHOUSE_PICTURES set to a
// folder the pages are kept there as pictures to look at.
func TestChromiumZoomed(t *testing.T) {
	words := browser.English()
	chrome := chromiumtest.Start(t, chromiumtest.Config{})
	s := newSite(t, chrome)
	look := func(name string) {
		t.Helper()
		for _, size := range []struct {
			name          string
			width, height int64
			scale         float64
		}{{"full", 1280, 800, 1}, {"double", 512, 384, 2}, {"narrow", 320, 640, 1}} {
			chrome.Viewport(size.width, size.height, size.scale)
			for scheme, dark := range map[string]bool{"light": false, "dark": true} {
				chrome.Dark(dark)
				if over := chromiumtest.Evaluate[int](chrome, overflow); over > 0 {
					t.Errorf("%s, %s, %s: %d pixels are cut off", name, size.name, scheme, over)
				}
				keep(t, name+"-"+size.name+"-"+scheme, chrome.Picture())
			}
		}
	}
	chrome.Verify(false)
	done := s.register(t.Context())
	chrome.Shows(words.CreateStart)
	look("begin")
	s.proceed(words.CreateNothing)
	look("nothing")
	chrome.Verify(true)
	s.proceed(words.Saved)
	look("saved")
	want(t, "registration", <-done, nil)
}

// overflow is how far anything stands out of the page, in CSS pixels.
const overflow = `Math.ceil(Math.max(document.documentElement.scrollWidth - document.documentElement.clientWidth,
	...[...document.querySelectorAll("body *")].map((one) => one.getBoundingClientRect().right - innerWidth)))`

func keep(t *testing.T, name string, picture []byte) {
	t.Helper()
	dir := os.Getenv("GATEHOUSE_PICTURES")
	if dir == "" {
		return
	}
	want(t, "folder", os.MkdirAll(dir, 0o700), nil)
	want(t, "picture", os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o600), nil)
}
