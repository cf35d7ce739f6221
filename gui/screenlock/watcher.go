package screenlock

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
)

// Reason is why nobody is before the screen.
type Reason string

// The reasons.
const (
	// Locked: the screen was locked, or its saver covers it.
	Locked Reason = "locked"
	// Switched: the session is not the one that is shown any more.
	Switched Reason = "switched"
	// Sleep: the computer goes to sleep.
	Sleep Reason = "sleep"
)

// Source is a part of the system that tells.
type Source string

// The sources.
const (
	// Logind tells everything, on the system bus of Linux.
	Logind Source = "logind"
	// ScreenSaver tells Locked, on the session bus of Linux.
	ScreenSaver Source = "screen saver"
	// Sessions tell Locked and Switched, on Windows and macOS.
	Sessions Source = "sessions"
	// Power tells Sleep, on Windows and macOS.
	Power Source = "power"
)

// Watcher hears what the system tells.
type Watcher struct {
	log *slog.Logger
	env func(string) string

	mu sync.Mutex
	// heard has the sources that are heard, and silent those that the log has said are
	// not.
	heard, silent map[Source]bool
}

// New makes a Watcher that hears nothing yet. Env gives a variable of the environment.
func New(log *slog.Logger, env func(string) string) *Watcher {
	return &Watcher{log: log, env: env, heard: map[Source]bool{}, silent: map[Source]bool{}}
}

// Run calls left whenever the system tells, until ctx ends, one call at a time. It
// returns nil then, and an error before when this system has no way to tell at all. What
// is lost meanwhile is looked for again by itself. One Run at a time.
func (w *Watcher) Run(ctx context.Context, left func(Reason)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// One that waits is enough: what it leads to is the same for all.
	told := make(chan Reason, 1)
	ended := make(chan error, 1)
	go func() {
		ended <- w.listen(ctx, func(r Reason) {
			select {
			case told <- r:
			default:
			}
		})
	}()
	for {
		select {
		case r := <-told:
			left(r)
		case err := <-ended:
			return err
		}
	}
}

// Heard lists the sources that are heard now, in the order of their names.
func (w *Watcher) Heard() []Source {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Sorted(maps.Keys(w.heard))
}

// hears notes that a source is heard.
func (w *Watcher) hears(s Source) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.heard[s] {
		w.log.Info("the system tells when the screen is locked", "source", string(s))
	}
	w.heard[s] = true
	delete(w.silent, s)
}

// misses notes that a source is not heard. The log has it once, until it is heard.
func (w *Watcher) misses(s Source, cause error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.heard, s)
	if !w.silent[s] {
		w.log.Info("the system does not tell when the screen is locked", "source", string(s), "cause", cause.Error())
	}
	w.silent[s] = true
}

// ends notes that a source is heard no more because the Watcher ends.
func (w *Watcher) ends(s Source) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.heard, s)
}
