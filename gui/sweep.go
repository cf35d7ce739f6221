package gui

import (
	"context"
	"time"
)

// sweepEvery is how often what falls due by itself is done while the window is
// open.
const sweepEvery = time.Hour

// sweep does what fell due while no window was open, and goes on doing so. What
// it cannot do is in the log; the sign-in looks at the same dates by itself.
func (a *App) sweep() {
	once := func() {
		site := a.site
		a.back.run(func(ctx context.Context) func() {
			_, err := site.Sweep(ctx)
			a.logged("do what fell due", err)
			return nil
		})
	}
	once()
	a.back.every(sweepEvery, once)
}
