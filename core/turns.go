package core

import (
	"context"
	"sync"
)

// turns lets one guess at a time through for each subject of this program, so
// that guesses which wait for their hash do not stand in the store as failures
// and lock out a person whose password is right. The store's own count stays
// exact without it; other programs are not bound by it.
type turns struct {
	mu      sync.Mutex
	waiting map[string]*turn
}

// turn is the place at one subject, and how many want it.
type turn struct {
	free    chan struct{}
	wanting int
}

// take waits for the place at the subject; the function it returns gives it
// back.
func (t *turns) take(ctx context.Context, subject string) (func(), error) {
	place := t.join(subject)
	select {
	case <-place.free:
		return func() {
			place.free <- struct{}{}
			t.leave(subject, place)
		}, nil
	case <-ctx.Done():
		t.leave(subject, place)
		return nil, ctx.Err()
	}
}

// join finds or makes the place.
func (t *turns) join(subject string) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.waiting == nil {
		t.waiting = make(map[string]*turn)
	}
	place := t.waiting[subject]
	if place == nil {
		place = &turn{free: make(chan struct{}, 1)}
		place.free <- struct{}{}
		t.waiting[subject] = place
	}
	place.wanting++
	return place
}

// leave forgets a place that nobody wants.
func (t *turns) leave(subject string, place *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	place.wanting--
	if place.wanting == 0 {
		delete(t.waiting, subject)
	}
}
