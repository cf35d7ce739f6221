package chromiumtest

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience bounds a single step, so that a page which never does what it should fails
// its test. Nothing waits for it to pass.
const patience = 30 * time.Second

// TB is what a browser needs of its test: the part of testing.TB that a program which
// is no test can have, too.
type TB interface {
	Helper()
	Cleanup(end func())
	Errorf(format string, parts ...any)
	Fatal(parts ...any)
	Fatalf(format string, parts ...any)
}

// Config is how the browser is started. Zero is a browser without a window that has a
// security key which always answers.
type Config struct {
	// Visible shows the window, on the display of the environment.
	Visible bool
	// Place and Size are those of a window, as "x,y" in pixels; empty leaves them to the
	// browser.
	Place, Size string
	// Env are variables for the browser, NAME=value, beside those of the test.
	Env []string
	// Script runs in every page before its own scripts.
	Script string
	// Absent leaves the security key untouched, so that the browser waits for it.
	Absent bool
}

// Browser is one Chromium with a profile of its own. Its methods are for the goroutine
// of the test, which they fail; Open is for any.
type Browser struct {
	t      TB
	config Config
	root   context.Context // of the browser, which ends with its first tab
	opened chan struct{}

	mu     sync.Mutex // guards what follows
	tab    *tab
	faults []string
}

// tab is what shows the page, with the authenticator, which belongs to it alone.
type tab struct {
	ctx           context.Context
	authenticator any // its ID
}

// Start starts Chromium, which ends with the test. It fails the test where none is
// installed.
func Start(t TB, c Config) *Browser {
	t.Helper()
	path := find(t)
	knowDetails(t)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.Env(c.Env...), chromedp.Flag("disable-component-update", true))
	for flag, value := range map[string]string{"window-position": c.Place, "window-size": c.Size} {
		if value != "" {
			options = append(options, chromedp.Flag(flag, value))
		}
	}
	if c.Visible {
		options = append(options, chromedp.Flag("headless", false), chromedp.Flag("hide-scrollbars", false))
	}
	allocator, free := chromedp.NewExecAllocator(context.Background(), options...)
	root, stop := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		if err := chromedp.Cancel(root); err != nil {
			t.Errorf("end Chromium: %v", err)
		}
		stop()
		free()
	})
	if err := chromedp.Do(root); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	b := &Browser{t: t, config: c, root: root, opened: make(chan struct{}, 64)}
	b.newTab()
	return b
}

// knowDetails lets encoding/json know the type that the driver reads the details of a
// page's frame into. Two goroutines read it at the same time, and what the package keeps
// of a type is handed on by a sync.Map. Its order cannot be seen by the race detector in
// a program where another package that has one is not watched; that of what was before a
// goroutine began can.
func knowDetails(t TB) {
	t.Helper()
	var details struct {
		FrameID cdp.FrameID
	}
	if err := json.Unmarshal([]byte(`{"frameId":"x"}`), &details); err != nil || details.FrameID != "x" {
		t.Fatalf("read the details of a frame: %v", err)
	}
}

// find is where Chromium is.
func find(t TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("this test drives Chromium, which is not installed: run .ci/install test, or install the package chromium")
	return ""
}

// newTab shows an empty tab with an authenticator of its own.
func (b *Browser) newTab() {
	b.t.Helper()
	ctx, cancel := chromedp.NewContext(b.root)
	b.t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		b.t.Fatalf("open a tab: %v", err)
	}
	if err := chromedp.Listen(ctx, b.note); err != nil {
		b.t.Fatalf("listen to a tab: %v", err)
	}
	made := &tab{ctx: ctx}
	b.mu.Lock()
	b.tab = made
	b.mu.Unlock()
	if b.config.Script != "" {
		call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: b.config.Script})
	}
	b.addAuthenticator(made)
}

// note keeps what the browser finds wrong with a page.
func (b *Browser) note(event any) {
	fault := ""
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			fault = e.Entry.Text + " (" + e.Entry.URL + ")"
		}
	case *runtime.EventExceptionThrown:
		fault = (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error()
	}
	if fault != "" {
		b.mu.Lock()
		b.faults = append(b.faults, fault)
		b.mu.Unlock()
	}
}

// Faults are what the browser found wrong with the pages so far: errors of their
// scripts, and what their policies have kept from loading.
func (b *Browser) Faults() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.faults)
}

// CloseTab closes the tab as a person does, and opens an empty one. Its authenticator
// has the passkeys of the one before.
func (b *Browser) CloseTab() {
	b.t.Helper()
	kept := b.credentials()
	call(b, page.Close, cdp.Empty{})
	b.newTab()
	for _, one := range kept {
		b.add(one)
	}
}

// Open leads the tab to a file or an address, as the system's opener would. It can stand
// for that in browser.ProviderConfig.
func (b *Browser) Open(ctx context.Context, target string) error {
	if filepath.IsAbs(target) {
		target = (&url.URL{Scheme: "file", Path: filepath.ToSlash(target)}).String()
	}
	b.mu.Lock()
	tab := b.tab.ctx
	b.mu.Unlock()
	limited, cancel := context.WithTimeout(tab, patience)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	went, err := chromedp.Run(limited, command(page.Navigate, page.NavigateParams{URL: target}))
	if err == nil && went.ErrorText != "" {
		err = errors.New("chromiumtest: " + went.ErrorText)
	}
	if err == nil {
		b.opened <- struct{}{}
	}
	return err
}

// Opened waits until Open has been called once more and has led the tab away from the
// page before.
func (b *Browser) Opened() {
	b.t.Helper()
	select {
	case <-b.opened:
	case <-time.After(patience):
		b.t.Fatal("nobody opened a page")
	}
}

// command is a command of the protocol as an action.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[R] {
	return func(ctx context.Context, t *chromedp.Target) (R, error) { return cdp.Call(ctx, t, c, params) }
}

// run does something in the tab.
func run[R any](b *Browser, action chromedp.Action[R]) (R, error) {
	b.mu.Lock()
	ctx := b.tab.ctx
	b.mu.Unlock()
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return chromedp.Run(limited, action)
}

// call sends a command to the tab and fails the test with its error.
func call[P, R any](b *Browser, c cdp.Command[P, R], params P) R {
	b.t.Helper()
	result, err := run(b, command(c, params))
	if err != nil {
		b.t.Fatalf("%s: %v", c.Method, err)
	}
	return result
}
