package core

import (
	"slices"
	"strings"
	"time"
)

// Outcome says what came of a sign-in, or how it ended.
type Outcome string

// The outcomes.
const (
	// OutcomeSignedIn: there is a session with all rights of the account.
	OutcomeSignedIn Outcome = "signed_in"
	// OutcomeLetIn: whoever came is proved, but has to set something up first.
	OutcomeLetIn Outcome = "let_in"
	// OutcomeHalfWay: the password was right, and the next step is asked for. Without
	// another line after it nobody came in.
	OutcomeHalfWay Outcome = "half_way"
	// OutcomeWrong: a password, a code, an answer or a passkey was not right.
	OutcomeWrong Outcome = "wrong"
	// OutcomeRefused: it did not matter what was given; Reason says why.
	OutcomeRefused Outcome = "refused"
	// OutcomeLocked: the account was locked.
	OutcomeLocked Outcome = "locked"
	// OutcomeSignedOut: a session ended; Reason says why.
	OutcomeSignedOut Outcome = "signed_out"
)

// Outcomes lists all of them.
func Outcomes() []Outcome {
	return []Outcome{
		OutcomeSignedIn, OutcomeLetIn, OutcomeHalfWay, OutcomeWrong, OutcomeRefused, OutcomeLocked, OutcomeSignedOut,
	}
}

// known tells whether o is one of the constants.
func (o Outcome) known() bool { return slices.Contains(Outcomes(), o) }

// Good tells whether somebody came in, and Bad whether somebody who tried to did not:
// the two that are counted.
func (o Outcome) Good() bool { return o == OutcomeSignedIn }

// Bad is told with Good.
func (o Outcome) Bad() bool { return o == OutcomeWrong || o == OutcomeRefused }

// Mark says what is suspicious in a line of the history.
type Mark string

// The marks.
const (
	// MarkNewDevice, MarkNewPlace: nobody has signed in to the account from there yet.
	MarkNewDevice Mark = "new_device"
	MarkNewPlace  Mark = "new_place"
	// MarkAfterFailures: it is the first success after several failures.
	MarkAfterFailures Mark = "after_failures"
	// MarkOddHour: the account is never used at this time of the day.
	MarkOddHour Mark = "odd_hour"
	// MarkManyNames: wrong tries for many names came from one source.
	MarkManyNames Mark = "many_names"
	// MarkRecoveryCode, MarkBreakGlass: a recovery code, the site's code for
	// emergencies was used.
	MarkRecoveryCode Mark = "recovery_code"
	MarkBreakGlass   Mark = "break_glass"
	// MarkCloned: there may be a second copy of the passkey.
	MarkCloned Mark = "cloned"
	// MarkClock: the computer's clock was not to be believed then.
	MarkClock Mark = "clock"
)

// Marks are the marks of a line.
type Marks []Mark

// String is their stored form.
func (m Marks) String() string {
	words := make([]string, len(m))
	for i, one := range m {
		words[i] = string(one)
	}
	return strings.Join(words, " ")
}

// ReadMarks reads the stored form.
func ReadMarks(stored string) Marks {
	var m Marks
	for _, word := range strings.Fields(stored) {
		m = append(m, Mark(word))
	}
	return m
}

// Answer is what the owner of an account says to a marked line.
type Answer string

// The answers.
const (
	AnswerNone  Answer = ""
	AnswerMe    Answer = "me"
	AnswerNotMe Answer = "not_me"
)

// HistoryID numbers the lines of the history in the order in which they were written.
type HistoryID int64

// HistoryLine is one line of the sign-in history.
type HistoryLine struct {
	ID HistoryID
	// Seq is the number of the line of the log that tells the same.
	Seq int64
	At  time.Time
	// AccountID is 0 for a name that is no account's. Name is that of the account
	// then, or what was typed, "" where that may be a password.
	AccountID AccountID
	Name      string
	Outcome   Outcome
	// Method is what was proved, or what was tried: see the log.
	Method string
	// Reason is an EndReason for a session that ended, the end of the lock for a
	// locked account, the step that follows for half of the way, else why.
	Reason string
	// Failures in a row, where it was one or more.
	Failures  int
	SessionID SessionID
	Device    Device
	// Place is the name that the address had then, "" for none.
	Place string
	Marks Marks
	// Answer is what the owner said to it, and when.
	Answer     Answer
	AnsweredAt time.Time
}

// HistoryQuery asks for a page of the history, the newest first.
type HistoryQuery struct {
	// Account is one account, 0 for all of the site.
	Account AccountID
	// Outcomes are those to look for; none is all.
	Outcomes []Outcome
	// Marked: only lines with a mark.
	Marked bool
	// From and To bound the time, From included and To not; the zero time does not.
	From, To time.Time
	// Search is folded: a name that was typed, a host or an address, whole. The name of
	// an account is looked for as Account.
	Search string
	// Before is the last line of the page before, zero for the first page.
	Before HistoryPlace
	// Limit is 1 to 500.
	Limit int
}

// HistoryPlace is a place between two lines of the history.
type HistoryPlace struct {
	At time.Time
	ID HistoryID
}

// HistoryCount is how often people came in, and did not, within a quarter of an hour.
type HistoryCount struct {
	// At is when the quarter begins.
	At        time.Time
	Good, Bad int64
}

// HistoryTx keeps the history of sign-ins, and what belongs to it.
type HistoryTx interface {
	// AddHistoryLine writes a line and counts it; ID is not read.
	AddHistoryLine(HistoryLine) error
	// HistoryLines gives a page.
	HistoryLines(HistoryQuery) ([]HistoryLine, error)
	// HistoryLineByID is ErrNotFound for a line that is not there.
	HistoryLineByID(HistoryID) (HistoryLine, error)
	// AnswerHistory notes what an owner says to a line.
	AnswerHistory(id HistoryID, answer Answer, at time.Time) error
	// HistoryCounts gives the quarters of an account, 0 for the site, by time, in
	// which there was one.
	HistoryCounts(id AccountID, from, to time.Time) ([]HistoryCount, error)
	// FailuresSince counts the wrong tries at an account since its last success, at
	// most limit.
	FailuresSinceSuccess(id AccountID, limit int) (int, error)
	// NamesTried counts the different names of failures from a source since a time, at
	// most limit of the newest ones looked at.
	NamesTried(d Device, since time.Time, limit int) (int, error)
	// Habits is "" for none.
	Habits(AccountID) (string, error)
	PutHabits(id AccountID, habits string) error
	// PurgeHistory forgets lines before a time, at most limit, with the counts of
	// their quarters, and tells how many.
	PurgeHistory(before time.Time, limit int) (int, error)
}
