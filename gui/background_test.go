package gui

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"
)

// inBackground runs a test with a background of its own.
func inBackground(t *testing.T, do func(t *testing.T, b *background, thread *uiThread)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		thread := newThreadedApp(t).thread
		b := newBackground(slog.New(slog.DiscardHandler))
		defer b.stop()
		do(t, b, thread)
	})
}

// passes lets the time of the bubble go by, and does what comes back to the
// window's goroutine meanwhile.
func passes(thread *uiThread, d time.Duration) {
	<-time.After(d)
	synctest.Wait()
	thread.runAll()
}

// The answer to an older question is dropped, whichever comes first.
func TestLatestDropsStaleAnswers(t *testing.T) {
	inBackground(t, func(t *testing.T, b *background, thread *uiThread) {
		var s sequence
		shown := ""
		ask := func(answer string, after time.Duration) {
			b.latest(&s, func(ctx context.Context) func() {
				select {
				case <-time.After(after):
				case <-ctx.Done():
				}
				return func() { shown += answer }
			})
		}
		ask("old ", 3*time.Second)
		ask("new ", time.Second)
		passes(thread, 5*time.Second)
		if shown != "new " {
			t.Errorf("shown %q", shown)
		}
		ask("forgotten", time.Second)
		s.forget()
		passes(thread, 2*time.Second)
		if shown != "new " {
			t.Errorf("shown %q", shown)
		}
	})
}

// Stop cancels what runs and shows nothing any more.
func TestStopEndsEverything(t *testing.T) {
	inBackground(t, func(t *testing.T, b *background, thread *uiThread) {
		shown, ticks := false, 0
		b.run(func(ctx context.Context) func() {
			<-ctx.Done()
			return func() { shown = true }
		})
		b.every(time.Second, func() { ticks++ })
		passes(thread, 2500*time.Millisecond)
		b.stop()
		passes(thread, 5*time.Second)
		if shown || ticks != 2 {
			t.Errorf("shown %v, %d ticks", shown, ticks)
		}
	})
}

// A panic off the window's goroutine raises the alarm and ends nothing else.
func TestPanicRaisesTheAlarm(t *testing.T) {
	inBackground(t, func(t *testing.T, b *background, thread *uiThread) {
		alarms, shown := 0, false
		b.alarm = func() { alarms++ }
		b.run(func(context.Context) func() { panic("a fault of the test") })
		b.run(func(context.Context) func() { return func() { shown = true } })
		passes(thread, 0)
		passes(thread, 0)
		if alarms != 1 || !shown {
			t.Errorf("%d alarms, shown %v", alarms, shown)
		}
	})
}
