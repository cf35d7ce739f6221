package gui

import (
	"context"
	"time"

	"gatehouse/core"
	"gatehouse/core/password/generate"
	"gatehouse/gui/kit"
)

// watchEvery is how often the window asks whether its session still lives: a
// session that was ended elsewhere is gone from the screen within two seconds.
const watchEvery = 1500 * time.Millisecond

// enter goes to the shell with a session's token.
func (a *App) enter(token core.Token) {
	a.back.latest(&a.opening, func(ctx context.Context) func() {
		own, err := a.site.Me(ctx, token)
		var judge *core.Judge
		if err == nil {
			judge, err = a.site.OwnJudge(ctx, token)
		}
		var options *generate.Options
		if err == nil {
			options, err = a.site.OwnGenerator(ctx, token)
		}
		var clock core.ClockView
		if err == nil {
			clock, err = a.clockOf(ctx, own.Role)
		}
		var alarm alarmView
		if err == nil {
			alarm = a.alarmOf(ctx, token, own.Role)
		}
		return func() {
			if err != nil {
				a.endSession(token) // nobody would hold it
				a.showSignIn(problemWords(err))
				return
			}
			a.session = &session{token: token, own: own, judge: judge, generator: options, clock: clock, alarm: alarm}
			a.idle = idleWatch{used: a.now()}
			cause, away := a.leftMeanwhile()
			a.show(newShell(a))
			a.watch()
			a.giveBack()
			if away {
				a.lockFor(cause)
			}
		}
	})
}

// keepGenerator keeps the options of the generator with the account. What could
// not be kept holds until the sign-out.
func (a *App) keepGenerator(o generate.Options) {
	a.session.generator = &o
	a.settled(func() {
		token := a.session.token
		a.back.run(func(ctx context.Context) func() {
			a.logged("keep the options of the generator", a.site.KeepGenerator(ctx, token, o))
			return nil
		})
	})
}

// watch looks after the session, and for those whom it concerns after the clock and the
// code for emergencies.
func (a *App) watch() {
	a.stopWatching()
	a.stopWatch = a.back.every(watchEvery, a.present)
	a.stopAlarm = a.back.every(alarmEvery, a.lookForAlarm)
}

// renew runs a change that replaces the token of the session; done is told of
// it. Whoever asked with the old token in between might find it gone, and the
// session with it.
func (a *App) renew(change func(context.Context, core.Token) (core.Changed, error), done func(core.Changed, error)) {
	session := a.session
	session.renewing = true
	a.stopWatching()
	token := session.token
	a.back.run(func(ctx context.Context) func() {
		changed, err := change(ctx, token)
		return func() { a.renewed(session, changed, err, done) }
	})
}

// renewed ends a change that replaces the token of a session.
func (a *App) renewed(session *session, changed core.Changed, err error, done func(core.Changed, error)) {
	session.renewing = false
	if a.session != session {
		if err == nil {
			a.program.Log.Warn("a change came to its end after its session, and nobody was shown what it brought")
			a.endSession(changed.Token) // nobody holds it
		}
		return
	}
	if err == nil {
		session.token = changed.Token
	}
	a.watch()
	done(changed, err)
	waiting := session.waiting
	session.waiting = nil
	for _, do := range waiting {
		if a.session == session {
			do()
		}
	}
}

// settled does what needs the token of the session: at once, or after a change
// that replaces it.
func (a *App) settled(do func()) {
	if a.session.renewing {
		a.session.waiting = append(a.session.waiting, do)
		return
	}
	do()
}

// stopWatching ends watch.
func (a *App) stopWatching() {
	if a.stopWatch != nil {
		a.stopWatch()
		a.stopAlarm()
		a.stopWatch = nil
	}
	a.watching.forget()
	a.alarming.forget()
}

// sessionEnded goes back to the sign-in when err says that the session is
// over, or locks the window when it says so, and tells whether it did.
func (a *App) sessionEnded(err error) bool {
	if core.ErrorCode(err) == core.CodeWindowLocked && a.session != nil {
		a.lock()
		return true
	}
	if core.ErrorCode(err) != core.CodeSession || a.session == nil {
		return false
	}
	a.stopWatching()
	a.clip.clear()
	a.closeDialogs()
	a.showSignIn(problemWords(err))
	return true
}

// signOut ends the session and goes back to the sign-in.
func (a *App) signOut() {
	token := a.session.token
	a.leaveSession("")
	a.endSession(token)
}

// leaveSession goes back to the sign-in, for good, and says why; "" says nothing.
func (a *App) leaveSession(why string) {
	a.stopWatching()
	a.clip.clear()
	a.closeDialogs()
	a.once, a.typing = nil, nil
	a.showSignIn(why)
}

// endSession ends the session of a token in the store.
func (a *App) endSession(token core.Token) {
	a.back.run(func(ctx context.Context) func() {
		a.logged("sign out", a.site.SignOut(ctx, token))
		return nil
	})
}

// failed says in a dialog that an act did not happen.
func (a *App) failed(title string, err error) {
	if a.sessionEnded(err) {
		return
	}
	kit.ShowDialog(a.window, kit.DialogSpec{Title: title, Sentence: problemWords(err), Cancel: tr("Close")})
}
