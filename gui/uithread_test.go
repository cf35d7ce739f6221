package gui

import (
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// uiThread gives a test what a real window has: one goroutine for all that is
// shown. The toolkit's test driver runs what comes from elsewhere at once, on
// the goroutine it comes from; here it waits until the test's own goroutine
// comes around.
type uiThread struct {
	fyne.Driver
	lock    sync.Mutex
	waiting []func()
}

// DoFromGoroutine keeps do for the test's goroutine. Nobody waits for it: that
// is banned in the program.
func (u *uiThread) DoFromGoroutine(do func(), _ bool) {
	u.lock.Lock()
	defer u.lock.Unlock()
	u.waiting = append(u.waiting, do)
}

// runAll does what waits, and tells whether there was anything.
func (u *uiThread) runAll() bool {
	u.lock.Lock()
	waiting := u.waiting
	u.waiting = nil
	u.lock.Unlock()
	for _, do := range waiting {
		do()
	}
	return len(waiting) > 0
}

// threadedApp is an application of the toolkit's test driver with a uiThread.
type threadedApp struct {
	fyne.App
	thread *uiThread
}

// Driver is called by the toolkit.
func (a *threadedApp) Driver() fyne.Driver { return a.thread }

// newThreadedApp makes the application that the test's window belongs to.
func newThreadedApp(t *testing.T) *threadedApp {
	t.Helper()
	app := test.NewTempApp(t)
	threaded := &threadedApp{App: app, thread: &uiThread{Driver: app.Driver()}}
	fyne.SetCurrentApp(threaded)
	return threaded
}
