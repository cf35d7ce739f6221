package core

import (
	"context"
	"slices"
	"time"

	"gatehouse/core/policy"
	"gatehouse/core/twostep"
)

// SecondWay is one way to give the second step.
type SecondWay struct {
	Way Way
	// Apps are the names of the authenticator apps whose code is taken, the one used
	// last first; none where the account may not be known to have any.
	Apps []string
	// Digits are the lengths of their codes.
	Digits []int
	// UsedAt is when it was last used, zero for never or not to be told.
	UsedAt time.Time
}

// SecondWays are the ways to give the second step in StepTwoStep, the one used last
// first; otherwise none. Before the password was tried they are the same for everybody.
func (f *SignIn) SecondWays() []SecondWay {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.step != StepTwoStep:
		return nil
	case f.half.name != "":
		return []SecondWay{{Way: WayApp, Digits: []int{6, 8}}, {Way: WayRecovery}, {Way: WayPasskey}, {Way: WayNone}}
	}
	return f.half.ways()
}

// ways are those of an account whose password was right, the one used last first.
func (h *halfway) ways() []SecondWay {
	var ways []SecondWay
	if len(h.second.Apps) > 0 {
		ways = append(ways, h.byApp())
	}
	if h.held.passkeyAsSecond(h.passkeys) {
		by := SecondWay{Way: WayPasskey}
		for _, p := range h.held.working(h.passkeys) {
			by.UsedAt = later(by.UsedAt, p.UsedAt)
		}
		ways = append(ways, by)
	}
	if h.held.allows(policy.MethodRecoveryCode) && h.second.left() > 0 || h.guess.account.Role == RoleRoot {
		by := SecondWay{Way: WayRecovery}
		for _, c := range h.second.Codes {
			by.UsedAt = later(by.UsedAt, c.UsedAt)
		}
		ways = append(ways, by)
	}
	slices.SortStableFunc(ways, func(a, b SecondWay) int { return b.UsedAt.Compare(a.UsedAt) })
	return ways
}

// byApp is the way by the code of an app.
func (h *halfway) byApp() SecondWay {
	apps := slices.SortedStableFunc(slices.Values(h.second.Apps), func(a, b AppRecord) int { return b.UsedAt.Compare(a.UsedAt) })
	by := SecondWay{Way: WayApp}
	for _, a := range apps {
		by.Apps = append(by.Apps, a.Name)
		if !slices.Contains(by.Digits, a.Params.Digits) {
			by.Digits = append(by.Digits, a.Params.Digits)
		}
		by.UsedAt = later(by.UsedAt, a.UsedAt)
	}
	return by
}

// later is the later one of two times.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Code takes the code of an authenticator app in StepTwoStep, and gives the step that
// follows. It is compared by the machine's clock: the present code and the one before
// are right, each once. A wrong one counts like a wrong password, on the same count, and
// gives CodeSignIn; the step stays. What cannot be a code is a problem of FieldCode, and
// is not counted. What ends the sign-in leads back to StepPassword: CodeLocked, and
// CodeSession when it has waited for five minutes or when the account, its password, its
// second step or its policy was changed.
//
// Where the password was not tried yet both are tried now, and the error tells nothing
// of which of them is wrong.
func (f *SignIn) Code(ctx context.Context, typed string) (Step, error) {
	if !isCode(typed) {
		return f.Step(), problem(FieldCode, say("Type the 6 or 8 digits that the app shows, without spaces."))
	}
	return f.second(ctx, secondProof{way: WayApp, typed: typed})
}

// isCode tells whether a text can be the code of some app.
func isCode(typed string) bool {
	six, eight := twostep.Usual(), twostep.Usual()
	eight.Digits = 8
	return six.IsCode(typed) || eight.IsCode(typed)
}

// RecoveryCode takes a recovery code in StepTwoStep, or the code for emergencies of a
// root account. It is else like Code.
func (f *SignIn) RecoveryCode(ctx context.Context, typed string) (Step, error) {
	code, err := twostep.ParseRecoveryCode(typed)
	if err != nil {
		return f.Step(), problem(FieldCode, say("A recovery code has 16 letters and digits. Compare it with the printed one."))
	}
	return f.second(ctx, secondProof{way: WayRecovery, code: code})
}

// NotSetUp goes on from StepTwoStep for somebody who has nothing set up yet, where
// WayNone is among the ways. It is else like Code.
func (f *SignIn) NotSetUp(ctx context.Context) (Step, error) {
	return f.second(ctx, secondProof{way: WayNone})
}

// second takes what is given for the second step.
func (f *SignIn) second(ctx context.Context, p secondProof) (Step, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.step == StepPassword && f.late:
		return f.step, errHalfway()
	case f.step != StepTwoStep || p.way == WayNone && f.half.name == "":
		return f.step, errOutOfTurn()
	}
	try := f.site.secondStep
	if f.half.name != "" {
		try = f.site.bothSteps
	}
	came, err := try(ctx, f.half, p)
	return f.went(ctx, StepTwoStep, came, err)
}

// went takes over what a step after the password has led to.
func (f *SignIn) went(ctx context.Context, done Step, came entry, err error) (Step, error) {
	if err != nil {
		if code := ErrorCode(err); code == CodeLocked || code == CodeSession {
			f.endHalfway()
		}
		return f.step, f.site.plain(ctx, err)
	}
	f.token, f.facts = came.token, came.facts
	f.step = following(done, came.facts)
	if came.half == nil {
		if f.half != nil {
			f.dropHalfway()
		}
		return f.step, nil
	}
	f.over.Stop() // the password is needed until the end
	f.wait(came.half)
	return f.step, nil
}

// Enrol begins the set-up of an authenticator app that the walk asks for, see
// Site.Enrol.
func (f *SignIn) Enrol(ctx context.Context, form NewApp) (*Enrolment, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.step != StepEnrol {
		return nil, errOutOfTurn()
	}
	return f.site.Enrol(ctx, f.token, form)
}

// Confirm ends it, see Enrolment.Confirm, and gives the step that follows.
func (f *SignIn) Confirm(ctx context.Context, e *Enrolment, code string) (Enrolled, Step, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.step != StepEnrol {
		return Enrolled{}, f.step, errOutOfTurn()
	}
	done, err := e.Confirm(ctx, f.token, code, false)
	if err != nil {
		return Enrolled{}, f.step, err
	}
	f.token, f.facts.owed = done.Token, done.owed
	// What was not due when the sign-in began may be due now.
	f.step = following(StepChangePassword, f.facts)
	return done, f.step, nil
}
