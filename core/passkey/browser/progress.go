package browser

import (
	"fmt"
	"sync"
)

// progress is how far the ceremony has come. Each step is taken once.
type progress struct {
	// over is closed when no step can be taken any more, settled when the outcome is
	// known. Between the two lies a finish that still runs.
	over, settled chan struct{}

	mu        sync.Mutex // guards what follows
	opened    bool
	finishing bool
	ended     bool
	outcome   Outcome
	err       error
}

func newProgress() *progress {
	return &progress{over: make(chan struct{}), settled: make(chan struct{})}
}

// open spends the launch token. It is false from the second time on.
func (p *progress) open() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.opened || p.ended {
		return false
	}
	p.opened = true
	return true
}

// wasOpened tells whether the launch token is spent.
func (p *progress) wasOpened() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.opened
}

// begin spends the finish token. It is false before the page was opened, from the
// second time on, and when the ceremony is over.
func (p *progress) begin() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.opened || p.finishing || p.ended {
		return false
	}
	p.finishing = true
	return true
}

// settle is the end of a finish that has begun. Its outcome holds even where the
// ceremony ended meanwhile: what was kept is kept. An error that came after the end is
// told as the consequence of it.
func (p *progress) settle(outcome Outcome, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended && err != nil {
		outcome, err = p.outcome, fmt.Errorf("%w: %w", p.err, err)
	}
	p.outcome, p.err = outcome, err
	p.stop()
	close(p.settled)
}

// end stops the ceremony from outside of a finish. While a finish runs, the outcome is
// left to it. It does nothing when the ceremony is over.
func (p *progress) end(outcome Outcome, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	p.stop()
	p.outcome, p.err = outcome, err
	if !p.finishing {
		close(p.settled)
	}
}

// stop closes over, once. The lock is held.
func (p *progress) stop() {
	if !p.ended {
		p.ended = true
		close(p.over)
	}
}

// result is what Wait gives, once settled is closed.
func (p *progress) result() (Outcome, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.outcome, p.err
}
