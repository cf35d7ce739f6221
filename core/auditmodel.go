package core

import "time"

// EventSelection chooses lines of the log: of one account, as the one that acted or
// the one acted on, or of one kind, or all. Account and Kind do not go together.
type EventSelection struct {
	Account AccountID
	Kind    EventKind
	// From is the number of the first line that may be among them: the lines go on
	// from there to the newest with Oldest, else back to the first.
	From   int64
	Oldest bool
	Limit  int
}

// PurgeRecord is the summary of lines that were purged from the log.
type PurgeRecord struct {
	// Number counts the summaries from 1 without a gap.
	Number int64
	At     time.Time
	// First and Last are the numbers of the lines that went, and From and To the
	// times of those two.
	First, Last int64
	From, To    time.Time
	// LastMAC is the MAC of the last line that went: the one that the first line
	// after it follows.
	LastMAC []byte
	// Kinds is a JSON object: how many lines of each kind there were.
	Kinds string
	// MAC chains the summary to the one before it.
	MAC []byte
}

// lines is how many lines the summary stands for.
func (p PurgeRecord) lines() int64 {
	if p.Number == 0 {
		return 0
	}
	return p.Last - p.First + 1
}

// encoded is the unambiguous form of a summary that its MAC covers.
func (p PurgeRecord) encoded() []byte {
	var b encoding
	for _, n := range []int64{p.Number, unixMilli(p.At), p.First, p.Last, unixMilli(p.From), unixMilli(p.To)} {
		b.number(n)
	}
	b.text(string(p.LastMAC))
	b.text(p.Kinds)
	return b.Bytes()
}

// LogKeepingRecord is for how long the lines of the log are kept.
type LogKeepingRecord struct {
	// Days that a line is kept at least, 0 for ever.
	Days int
	// MAC vouches for it.
	MAC []byte
}

// Bounds of the days that lines of the log are kept.
const (
	MinKeepDays = 30
	MaxKeepDays = 36500
)
