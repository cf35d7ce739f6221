package browser_test

import (
	"testing"
	"time"

	"gatehouse/core/passkey"
	"gatehouse/core/passkey/browser"
	"gatehouse/core/passkey/chromiumtest"
)

// TestChromiumUsedLink: a link that was opened before shows how to get rid of a passkey
// that somebody else has made with it.
func TestChromiumUsedLink(t *testing.T) {
	words := browser.English()
	chrome := chromiumtest.Start(t, chromiumtest.Config{})
	s := newSite(t, chrome)
	c := s.start()
	other := chromiumtest.Start(t, chromiumtest.Config{})
	done := s.create(t.Context(), c)
	chrome.Shows(words.CreateHeading)
	want(t, "open again", other.Open(t.Context(), c.(passkey.Linked).Link()), nil)
	other.Shows(words.Used)
	s.proceed(words.Saved)
	want(t, "the first page", <-done, nil)
}

// TestChromiumTimedOut: the page says by itself that the time is up, before the browser
// asks for the key and while it does, and takes the browser's question back.
func TestChromiumTimedOut(t *testing.T) {
	words := browser.English()
	const lifetime = time.Second
	for _, asking := range []bool{false, true} {
		chrome := chromiumtest.Start(t, chromiumtest.Config{Absent: true})
		s := newSite(t, chrome)
		late := make(chan time.Time)
		s.config.Lifetime, s.config.Automatic = lifetime, asking
		s.config.After = func(d time.Duration) <-chan time.Time {
			if d == lifetime {
				return late
			}
			return time.After(d)
		}
		done := s.register(t.Context())
		chrome.Shows(words.TimedOut)
		if left := chromiumtest.Evaluate[bool](chrome, `document.getElementById("buttons").hidden`); !left {
			t.Error("the page still has its buttons")
		}
		late <- time.Time{}
		want(t, "late", <-done, passkey.ErrTimedOut)
		if faults := chrome.Faults(); len(faults) != 0 {
			t.Errorf("the browser complains: %q", faults)
		}
	}
}
