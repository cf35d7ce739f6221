package core

// LockCause is why a window is locked; it is recorded with the lock.
type LockCause string

// The causes.
const (
	// LockAsked: its person asked for it, or the program locked it for its own reasons.
	LockAsked LockCause = ""
	// LockScreen: the screen of the computer was locked.
	LockScreen LockCause = "screen"
	// LockSwitched: another user of the computer has the screen.
	LockSwitched LockCause = "switched"
	// LockSleep: the computer goes to sleep.
	LockSleep LockCause = "sleep"
)

// lockUnused is that of a session which was not used for too long: core finds it by
// itself, and nobody else can say it.
const lockUnused LockCause = "unused"

// known tells whether a front end may say this cause.
func (c LockCause) known() bool {
	switch c {
	case LockAsked, LockScreen, LockSwitched, LockSleep:
		return true
	}
	return false
}

// detail is what the event of the lock says of its cause.
func (c LockCause) detail() detail {
	if c == LockAsked {
		return nil
	}
	return detail{"why": string(c)}
}
