package gui

import (
	"context"

	"gatehouse/core"
	"gatehouse/gui/screenlock"
)

// When the system tells that nobody is before the screen any more, the window locks as if
// its person had asked for it, whatever lies over it. Who comes back to the computer proves
// to the window who they are, too: the screen may be opened by somebody else.

// hearScreen listens to the system as long as the window is there.
func (a *App) hearScreen() {
	if a.program.ScreenLock == nil {
		return
	}
	a.back.run(func(ctx context.Context) func() {
		err := a.program.ScreenLock(ctx, func(r screenlock.Reason) {
			if ctx.Err() == nil {
				a.back.post(func() { a.left(causeOf(r)) })
			}
		})
		a.logged("hear when the screen is locked", err)
		return nil
	})
}

// causeOf is what the log says of a reason. One that nobody knows locks, too.
func causeOf(r screenlock.Reason) core.LockCause {
	switch r {
	case screenlock.Switched:
		return core.LockSwitched
	case screenlock.Sleep:
		return core.LockSleep
	default:
		return core.LockScreen
	}
}

// left locks a window that is open. A sign-in that is under way begins again.
func (a *App) left(cause core.LockCause) {
	switch s := a.screen.(type) {
	case *lockedScreen:
		s.left(cause)
	case *signInScreen:
		if s.under == nil {
			s.password.Wipe()
			return
		}
		a.abandon(s.under)
	case interface{ signIn() *core.SignIn }:
		a.abandon(s.signIn())
	default:
		a.lockFor(cause)
	}
}

// abandon goes back to the name, and gives up what has come of a sign-in so far. That may
// have to wait for an answer, which the window does not.
func (a *App) abandon(flow *core.SignIn) {
	a.clip.clear()
	a.closeDialogs()
	a.showSignIn(tr("Nobody was before the screen, so this sign-in was given up. Begin again."))
	a.back.run(func(ctx context.Context) func() {
		// The end of the program does not keep a session alive that nobody holds.
		a.logged("give a sign-in up", flow.Abandon(context.WithoutCancel(ctx)))
		return nil
	})
}

// signIn is what waits here.
func (s *halfScreen) signIn() *core.SignIn { return s.flow }
func (s *signInStep) signIn() *core.SignIn { return s.flow }
func (s *codesStep) signIn() *core.SignIn  { return s.flow }

// left gives up what was typed to open the window, and a wait for a passkey. An unlock that
// comes through all the same locks again: see enter.
func (s *lockedScreen) left(cause core.LockCause) {
	s.away, s.cause = true, cause
	if s.stage.waiting() {
		s.stage.wait.cancel()
	}
	if !s.working {
		s.password.Wipe()
	}
}

// leftMeanwhile tells whether the screen was left while the window was being unlocked.
func (a *App) leftMeanwhile() (core.LockCause, bool) {
	s, locked := a.screen.(*lockedScreen)
	if !locked {
		return core.LockAsked, false
	}
	return s.cause, s.away
}
