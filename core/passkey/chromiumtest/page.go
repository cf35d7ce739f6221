package chromiumtest

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Keys for Press.
const (
	Tab   = kb.Tab
	Enter = kb.Enter
	Space = " "
)

// awaiting is a promise that is kept when the page shows a text: %s as JSON.
const awaiting = `new Promise((done) => {
	const look = () => {
		if (document.body && document.body.innerText.includes(%s)) {
			observer.disconnect();
			done(true);
		}
	};
	const observer = new MutationObserver(look);
	observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
	look();
})`

// Shows waits until the page shows a text, also when the tab is still on its way to it.
func (b *Browser) Shows(text string) {
	b.t.Helper()
	quoted, err := json.Marshal(text)
	if err != nil {
		b.t.Fatal(err)
	}
	for {
		_, err := run(b, chromedp.Evaluate[bool](fmt.Sprintf(awaiting, quoted), chromedp.EvalAwaitPromise))
		if err == nil {
			return
		}
		// The page has left while the promise was waited for.
		if _, left := errors.AsType[*cdproto.Error](err); !left {
			b.t.Fatalf("the page does not show %q: %v; it shows %q", text, err, b.Text())
		}
	}
}

// Text is what the page shows.
func (b *Browser) Text() string {
	b.t.Helper()
	return Evaluate[string](b, `document.body ? document.body.innerText : ""`)
}

// Click clicks the element of a selector, once it can be seen.
func (b *Browser) Click(selector string) {
	b.t.Helper()
	if _, err := run(b, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible)); err != nil {
		b.t.Fatalf("click %s: %v", selector, err)
	}
}

// Press presses keys, one after the other, at what has the focus.
func (b *Browser) Press(keys string) {
	b.t.Helper()
	if _, err := run(b, chromedp.KeyEvent(keys)); err != nil {
		b.t.Fatalf("press a key: %v", err)
	}
}

// PressShift presses keys together with Shift.
func (b *Browser) PressShift(keys string) {
	b.t.Helper()
	if _, err := run(b, chromedp.KeyEvent(keys, chromedp.KeyModifiers(chromedp.ModifierShift))); err != nil {
		b.t.Fatalf("press a key: %v", err)
	}
}

// Evaluate runs an expression in the page and gives its value, awaited.
func Evaluate[T any](b *Browser, expression string) T {
	b.t.Helper()
	value, err := run(b, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// History are the addresses that the tab can go back to, and the present one, as the
// person sees them there.
func (b *Browser) History() []string {
	b.t.Helper()
	history := call(b, page.GetNavigationHistory, struct{}{})
	var all []string
	for _, entry := range history.Entries {
		all = append(all, entry.URL)
	}
	return all
}

// Viewport sets the size of the page in CSS pixels, and how many of the screen's make
// one of them. Half of a size at scale 2 is what zooming to 200 % does.
func (b *Browser) Viewport(width, height int64, scale float64) {
	b.t.Helper()
	if _, err := run(b, chromedp.EmulateViewport(width, height, chromedp.EmulateScale(scale))); err != nil {
		b.t.Fatalf("set the size of the page: %v", err)
	}
}

// Dark says whether the system prefers dark colours.
func (b *Browser) Dark(does bool) {
	b.t.Helper()
	scheme := "light"
	if does {
		scheme = "dark"
	}
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// Picture is the visible page as PNG.
func (b *Browser) Picture() []byte {
	b.t.Helper()
	picture, err := run(b, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatalf("take a picture: %v", err)
	}
	return picture
}
