package core

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// AuditQuery asks for lines of the log. What is empty or zero does not matter.
type AuditQuery struct {
	// Oldest lists from the oldest line on, else from the newest back.
	Oldest bool
	// From is the number of the line to begin with, 0 for the end of the log.
	From int64
	// Limit is 1 to 500.
	Limit int
	// Kind is the beginning of a kind, such as "signin.".
	Kind string
	// Account acted, or was acted on.
	Account AccountID
	// Since and Until are times: lines from the one on, before the other.
	Since, Until time.Time
	// Text is found anywhere in the names and the kind, in any case.
	Text string
}

// AuditPage is a part of the log.
type AuditPage struct {
	Lines []Event
	// Next is From of the query that goes on after the page, 0 when there is no more.
	// A page may be short and go on: one query looks at 20,000 lines at most.
	Next int64
	// First and Last are the numbers of the oldest and the newest line in the log.
	First, Last int64
}

const (
	// auditLimit is the greatest Limit of a query.
	auditLimit = 500
	// auditScan is how many lines one query looks at: about as many as fit into the
	// time that nobody notices.
	auditScan = 20_000
	// auditBatch is how many are read at a time where not all of them fit.
	auditBatch = 1000
	// auditSegments is how often a date can have been confirmed before a search by
	// time goes through the lines one by one.
	auditSegments = 100
)

// AuditLines lists lines of the log. It needs RightAudit. Errors: CodeUsage for a
// query out of bounds.
func (s *Site) AuditLines(ctx context.Context, token Token, q AuditQuery) (AuditPage, error) {
	if q.Limit < 1 || q.Limit > auditLimit || q.From < 0 {
		return AuditPage{}, &Error{Code: CodeUsage, Text: say("Ask for 1 to {{.Max}} lines at a time.", "Max", auditLimit)}
	}
	var page AuditPage
	err := s.look(ctx, token, RightAudit, func(tx Tx, _ caller) error {
		w := auditWalk{tx: tx, query: q, text: strings.ToLower(strings.TrimSpace(q.Text))}
		var err error
		page, err = w.run()
		return err
	})
	return page, err
}

// auditWalk goes through the log for one query.
type auditWalk struct {
	tx    Tx
	query AuditQuery
	text  string
	// kinds are those that begin as the query says, nil when all do.
	kinds []EventKind
	// spans are the lines, from and to, whose times may fit, in the order of the walk.
	spans [][2]int64
	page  AuditPage
}

// run fills the page.
func (w *auditWalk) run() (AuditPage, error) {
	if err := w.prepare(); err != nil {
		return AuditPage{}, err
	}
	looked := 0
	for at := w.from(); at != 0 && looked < auditScan; {
		lines, err := w.read(at)
		if err != nil {
			return AuditPage{}, fmt.Errorf("read the log: %w", err)
		}
		for _, e := range lines {
			looked++
			at = w.after(e.Seq)
			if w.fits(e) {
				w.page.Lines = append(w.page.Lines, e)
			}
			if len(w.page.Lines) == w.query.Limit {
				w.page.Next = at
				return w.page, nil
			}
		}
		if len(lines) == 0 {
			at = 0
		}
		at = w.intoSpan(at)
		w.page.Next = at
	}
	return w.page, nil
}

// prepare finds the ends of the log, its kinds and the spans of time.
func (w *auditWalk) prepare() error {
	first, err := w.tx.FirstEvent()
	if err != nil {
		return fmt.Errorf("read the beginning of the log: %w", err)
	}
	last, _, err := w.tx.LastEvent()
	if err != nil {
		return fmt.Errorf("read the end of the log: %w", err)
	}
	w.page.First, w.page.Last = first, last
	if w.query.Kind != "" && w.query.Account == 0 {
		if w.kinds, err = w.tx.EventKinds(w.query.Kind); err != nil {
			return fmt.Errorf("read the kinds of the log: %w", err)
		}
		if len(w.kinds) == 0 {
			return nil // no span: nothing fits
		}
	}
	w.spans = [][2]int64{{first, last}}
	if w.query.Since.IsZero() && w.query.Until.IsZero() || first == 0 {
		return nil
	}
	w.spans, err = w.timeSpans()
	return err
}

// timeSpans finds the lines whose times fit. Time goes on in the log but where a date
// was confirmed, so that it is sought in each part between two of those.
func (w *auditWalk) timeSpans() ([][2]int64, error) {
	turns, err := w.tx.EventsOf(EventSelection{Kind: EventClockConfirmed, From: w.page.First, Oldest: true, Limit: auditSegments})
	if err != nil || len(turns) == auditSegments {
		return [][2]int64{{w.page.First, w.page.Last}}, err
	}
	begins := []int64{w.page.First}
	for _, e := range turns {
		begins = append(begins, e.Seq)
	}
	var spans [][2]int64
	for i, begin := range begins {
		end := w.page.Last + 1
		if i+1 < len(begins) {
			end = begins[i+1]
		}
		from, to := begin, end
		if !w.query.Since.IsZero() {
			if from, err = w.firstFrom(begin, end, w.query.Since); err != nil {
				return nil, err
			}
		}
		if !w.query.Until.IsZero() {
			if to, err = w.firstFrom(begin, end, w.query.Until); err != nil {
				return nil, err
			}
		}
		if from < to {
			spans = append(spans, [2]int64{from, to - 1})
		}
	}
	if !w.query.Oldest {
		slices.Reverse(spans)
	}
	return spans, nil
}

// firstFrom finds the first line in [from, to) that is not before a time, to for none.
func (w *auditWalk) firstFrom(from, to int64, at time.Time) (int64, error) {
	for from < to {
		middle := from + (to-from)/2
		found, err := w.tx.EventsOf(EventSelection{From: middle, Oldest: true, Limit: 1})
		if err != nil {
			return 0, fmt.Errorf("read the log: %w", err)
		}
		if len(found) == 0 || found[0].Seq >= to || !found[0].At.Before(at) {
			to = middle
		} else {
			from = found[0].Seq + 1
		}
	}
	return from, nil
}

// from is the line that the walk begins with, 0 for none.
func (w *auditWalk) from() int64 {
	at := w.query.From
	switch {
	case at == 0 && w.query.Oldest:
		at = w.page.First
	case at == 0:
		at = w.page.Last
	}
	return w.intoSpan(at)
}

// intoSpan is the next line, from one on, whose time may fit, 0 for none.
func (w *auditWalk) intoSpan(at int64) int64 {
	if at == 0 {
		return 0
	}
	for _, span := range w.spans {
		switch {
		case w.query.Oldest && at <= span[1]:
			return max(at, span[0])
		case !w.query.Oldest && at >= span[0]:
			return min(at, span[1])
		}
	}
	return 0
}

// after is the line that follows one in the walk; 0 at the end.
func (w *auditWalk) after(seq int64) int64 {
	if w.query.Oldest {
		seq++
		if seq > w.page.Last {
			return 0
		}
		return seq
	}
	return seq - 1
}

// read gives the next lines that may fit, from one on.
func (w *auditWalk) read(at int64) ([]Event, error) {
	chosen := EventSelection{Account: w.query.Account, From: at, Oldest: w.query.Oldest, Limit: w.query.Limit}
	if w.kinds == nil {
		if w.text != "" || w.query.Account != 0 && w.query.Kind != "" {
			chosen.Limit = auditBatch
		}
		return w.tx.EventsOf(chosen)
	}
	if w.text != "" {
		chosen.Limit = max(w.query.Limit, auditBatch/len(w.kinds))
	}
	var all []Event
	for _, kind := range w.kinds {
		chosen.Kind = kind
		lines, err := w.tx.EventsOf(chosen)
		if err != nil {
			return nil, err
		}
		all = append(all, lines...)
	}
	slices.SortFunc(all, func(a, b Event) int {
		if w.query.Oldest {
			a, b = b, a
		}
		return int(b.Seq - a.Seq)
	})
	return all[:min(len(all), chosen.Limit)], nil
}

// fits tells whether a line is one of those that were asked for.
func (w *auditWalk) fits(e Event) bool {
	q := w.query
	return strings.HasPrefix(string(e.Kind), q.Kind) &&
		(q.Since.IsZero() || !e.At.Before(q.Since)) && (q.Until.IsZero() || e.At.Before(q.Until)) &&
		(w.text == "" || w.hasText(e))
}

// hasText tells whether the text is in a name or the kind.
func (w *auditWalk) hasText(e Event) bool {
	for _, in := range []string{e.ActorName, e.TargetName, string(e.Kind)} {
		if strings.Contains(strings.ToLower(in), w.text) {
			return true
		}
	}
	return false
}
