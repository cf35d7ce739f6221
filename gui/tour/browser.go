package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"gatehouse/core/passkey/chromiumtest"
)

// bench is what a browser of tests takes the tour for: the first thing that goes wrong ends the step.
type bench struct {
	tour *tour
	ends []func()
}

// errBrowser ends a step that the browser cannot go on with.
var errBrowser = errors.New("the browser")

// Helper does nothing: a step is named in the report.
func (b *bench) Helper() {}

// Cleanup keeps what ends the browser.
func (b *bench) Cleanup(end func()) { b.ends = append(b.ends, end) }

// Errorf keeps what went wrong.
func (b *bench) Errorf(format string, parts ...any) {
	b.tour.fail(fmt.Errorf("%w: %s", errBrowser, fmt.Sprintf(format, parts...)))
}

// Fatal keeps what went wrong, and leaves the step; browsing catches it.
func (b *bench) Fatal(parts ...any) { b.Fatalf("%s", fmt.Sprint(parts...)) }

// Fatalf is Fatal.
func (b *bench) Fatalf(format string, parts ...any) {
	b.Errorf(format, parts...)
	panic(errBrowser)
}

// end ends the browser.
func (b *bench) end() {
	for _, end := range slices.Backward(b.ends) {
		end()
	}
	b.ends = nil
}

// browsing does something with the browser, unless the tour has failed.
func (t *tour) browsing(do func()) {
	if t.err != nil {
		return
	}
	defer func() {
		if cause := recover(); cause != nil && cause != any(errBrowser) {
			panic(cause)
		}
	}()
	do()
}

// startBrowser shows a Chromium with a security key beside the window, and makes it the one that the program opens from its next
// start on.
func (t *tour) startBrowser() {
	t.browsing(func() {
		t.bench = &bench{tour: t}
		t.browser = chromiumtest.Start(t.bench, chromiumtest.Config{Visible: true, Env: t.env, Place: "1890,0", Size: "660,800"})
		opener := t.browser.Opener()
		for i, variable := range t.env {
			if path, found := strings.CutPrefix(variable, "PATH="); found {
				t.env[i] = "PATH=" + opener + string(os.PathListSeparator) + path
			}
		}
	})
}

// goOnInBrowser waits until the page of the program is there, and presses its button; the page says how it ended.
func (t *tour) goOnInBrowser(heading, outcome string) {
	t.browsing(func() {
		t.browser.Opened()
		t.browser.Shows(heading)
		t.browser.Click("#begin")
		t.browser.Shows(outcome)
	})
	t.focus()
}
