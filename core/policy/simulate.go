package policy

import (
	"encoding/json"
	"fmt"
	"math"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Deed is what a step of a simulation does.
type Deed string

// The deeds.
const (
	// DoFail tries a wrong password, DoSuccess the right one.
	DoFail    Deed = "fail"
	DoSuccess Deed = "success"
	// DoUnlock is an administrator's.
	DoUnlock Deed = "unlock"
)

// Bounds of a step.
const (
	// MaxStepTimes bounds how often one step is done.
	MaxStepTimes = 100_000
	// MaxStepSeconds is the latest time of a step: a hundred years.
	MaxStepSeconds = 100 * 365 * 24 * 60 * 60
)

// Step is one line of a simulation.
type Step struct {
	// T is the time in seconds since the start, read to the nanosecond. No step is
	// earlier than the one before it.
	T float64
	// Do is what is done, Times how often, all of it at T: 1 to MaxStepTimes.
	Do    Deed
	Times int
	// PW is the wrong password, compared in its NFC form. Without one every try is
	// made with another. It has no meaning unless Do is DoFail.
	PW string
}

// Result is how a try ended.
type Result string

// The results.
const (
	// Counted: a failure that counts.
	Counted Result = "counted"
	// Same: a wrong password repeated within SameWindow, which does not.
	Same Result = "same"
	// Refused: the account was locked. Nothing changed.
	Refused Result = "refused"
	// Done: a success or an unlock.
	Done Result = "ok"
)

// Answer is what the last try of a step came to.
type Answer struct {
	Result Result
	// Failures is the count after it.
	Failures int
	// Lock is the lock that it caused, or the one in force that refused it, in
	// full; nil for none.
	Lock *Lock
}

// MarshalJSON writes {"result":"counted","failures":5,"lock":900}: the lock is
// its length in seconds, null for none, or "until_admin".
func (a Answer) MarshalJSON() ([]byte, error) {
	var lock any
	switch {
	case a.Lock == nil:
	case a.Lock.UntilAdmin:
		lock = untilAdmin
	default:
		lock = a.Lock.For.Seconds()
	}
	return json.Marshal(struct {
		Result   Result `json:"result"`
		Failures int    `json:"failures"`
		Lock     any    `json:"lock"`
	}{a.Result, a.Failures, lock})
}

// StepError is a step that cannot be made.
type StepError struct {
	// Step counts from 1; 0 is the whole list.
	Step int
	// Field is "t", "do", "pw" or "times", the unknown one, or "" for none.
	Field string
	// Text says what is wrong.
	Text Text
}

// Error implements error with the step, the field and the English sentence.
func (e *StepError) Error() string {
	switch {
	case e.Step == 0:
		return fmt.Sprintf("policy: steps: %s", e.Text)
	case e.Field == "":
		return fmt.Sprintf("policy: step %d: %s", e.Step, e.Text)
	}
	return fmt.Sprintf("policy: step %d: %s: %s", e.Step, short(e.Field), e.Text)
}

// trial is the account of a simulation.
type trial struct {
	lockout  Lockout
	failures Failures
	// counted has the wrong passwords and when each was last counted. It never
	// holds more than a run of failures.
	counted map[string]time.Time
}

// Simulate makes the steps, one after the other, on an account without failures
// and returns one answer a step, that of its last try. A wrong try made more
// than once within [SameWindow] counts once; a success and an unlock forget the
// tries before them. A success while the account is locked is refused like a
// failure. Its error is a *StepError.
func Simulate(l Lockout, steps []Step) ([]Answer, error) {
	run := trial{lockout: l, counted: map[string]time.Time{}}
	answers := make([]Answer, 0, len(steps))
	before := 0.0
	for i, step := range steps {
		if err := step.check(i+1, before); err != nil {
			return nil, err
		}
		answers = append(answers, run.do(step))
		before = step.T
	}
	return answers, nil
}

// check refuses what is out of bounds, at a place counted from 1.
func (s Step) check(place int, before float64) error {
	switch {
	case math.IsNaN(s.T) || s.T < 0 || s.T > MaxStepSeconds:
		return &StepError{place, "t", say("Choose a time from 0 to {{.Max}} seconds", "Max", MaxStepSeconds)}
	case s.T < before:
		return &StepError{place, "t", say("This step is earlier than the one before it. Put the steps in the order of their times")}
	case s.Do != DoFail && s.Do != DoSuccess && s.Do != DoUnlock:
		return &StepError{place, "do", say("Write “fail”, “success” or “unlock”")}
	case s.Times < 1 || s.Times > MaxStepTimes:
		return &StepError{place, "times", say("Choose a number from 1 to {{.Max}}", "Max", MaxStepTimes)}
	}
	return nil
}

// do makes a step. Only a counted failure changes what the next try of the same
// moment meets, and a run of those ends in a lock, so a step is no more than
// [MaxConsecutiveFailures] tries and one, however often it asks for.
func (r *trial) do(s Step) Answer {
	now := time.Unix(0, 0).Add(time.Duration(math.Round(s.T * float64(time.Second))))
	var a Answer
	for range s.Times {
		a = r.try(s, now)
		if a.Result != Counted {
			break
		}
	}
	return a
}

// try makes one try.
func (r *trial) try(s Step, now time.Time) Answer {
	if s.Do == DoUnlock {
		return r.settle()
	}
	var held *Held
	r.failures, held = r.lockout.Now(r.failures, now)
	if held != nil {
		return Answer{Result: Refused, Failures: r.failures.Count, Lock: &held.Lock}
	}
	if s.Do == DoSuccess {
		return r.settle()
	}
	if s.PW != "" {
		password := norm.NFC.String(s.PW)
		at, known := r.counted[password]
		if known && now.Sub(at) <= SameWindow {
			return Answer{Result: Same, Failures: r.failures.Count}
		}
		r.counted[password] = now
	}
	a := Answer{Result: Counted}
	var lock Lock
	var locks bool
	r.failures, lock, locks = r.lockout.Fail(r.failures, now)
	a.Failures = r.failures.Count
	if locks {
		a.Lock = &lock
	}
	return a
}

// settle returns everything to zero.
func (r *trial) settle() Answer {
	r.failures = Failures{}
	clear(r.counted)
	return Answer{Result: Done}
}
