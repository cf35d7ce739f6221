package core

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"slices"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// HistoryPage is a page of the sign-in history.
type HistoryPage struct {
	// Lines are the newest first.
	Lines []HistoryLine
	// More: there are lines after these. The query for them begins with Next.
	More bool
	Next HistoryPlace
}

// OwnHistory gives a page of the history of the caller's account.
func (s *Site) OwnHistory(ctx context.Context, token Token, q HistoryQuery) (HistoryPage, error) {
	if err := q.check(); err != nil {
		return HistoryPage{}, err
	}
	var page HistoryPage
	err := s.look(ctx, token, RightOwn, func(tx Tx, c caller) error {
		q.Account = c.account.ID
		var err error
		page, err = historyPage(tx, q)
		return err
	})
	return page, err
}

// History gives a page of the history of the site, or of one account.
func (s *Site) History(ctx context.Context, token Token, q HistoryQuery) (HistoryPage, error) {
	if err := q.check(); err != nil {
		return HistoryPage{}, err
	}
	var page HistoryPage
	err := s.look(ctx, token, RightHistory, func(tx Tx, _ caller) error {
		var err error
		page, err = historyPage(tx, q)
		return err
	})
	return page, err
}

// check refuses a query that cannot be answered.
func (q HistoryQuery) check() error {
	switch {
	case q.Limit < 1 || q.Limit > maxPage:
		return &Error{Code: CodeUsage, Text: say("A page has 1 to {{.Max}} lines.", "Max", maxPage)}
	case len(q.Search) > maxSearch:
		return problem(FieldSearch, say("Search for something shorter."))
	case slices.ContainsFunc(q.Outcomes, func(o Outcome) bool { return !o.known() }):
		return &Error{Code: CodeUsage, Text: say("There is no such outcome of a sign-in.")}
	}
	return nil
}

// FieldSearch is the field of a search in errors.
const FieldSearch = "search"

// historyPage reads one line more than the page has, to know whether there are more.
func historyPage(tx Tx, q HistoryQuery) (HistoryPage, error) {
	limit := q.Limit
	lines, err := historyLines(tx, q)
	if err != nil {
		return HistoryPage{}, err
	}
	page := HistoryPage{Lines: lines}
	if len(lines) == limit {
		last := lines[limit-1]
		page.Next = HistoryPlace{At: last.At, ID: last.ID}
		q.Before, q.Limit = page.Next, 1
		further, err := historyLines(tx, q)
		if err != nil {
			return HistoryPage{}, err
		}
		page.More = len(further) > 0
	}
	return page, nil
}

// historyLines reads lines. What is searched for may be the name of an account, and
// something else as well.
func historyLines(tx Tx, q HistoryQuery) ([]HistoryLine, error) {
	search := q.Search
	q.Search = searchedHistory(search)
	lines, err := tx.HistoryLines(q)
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	if search == "" || q.Account != 0 {
		return lines, nil
	}
	key, _ := readName(search)
	account, err := tx.AccountByKey(key)
	if isNotFound(err) {
		return lines, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find an account: %w", err)
	}
	q.Search, q.Account = "", account.ID
	own, err := tx.HistoryLines(q)
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	return newestOf(lines, own, q.Limit), nil
}

// searchedHistory is the form that a search is compared in: an address as it is
// written, else folded text.
func searchedHistory(typed string) string {
	if addr, err := netip.ParseAddr(typed); err == nil {
		return addr.Unmap().String()
	}
	return cases.Fold().String(norm.NFC.String(typed))
}

// newestOf puts two pages together, each line once.
func newestOf(a, b []HistoryLine, limit int) []HistoryLine {
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(x, y HistoryLine) int {
		if order := y.At.Compare(x.At); order != 0 {
			return order
		}
		return cmp.Compare(y.ID, x.ID)
	})
	all = slices.CompactFunc(all, func(x, y HistoryLine) bool { return x.ID == y.ID })
	return all[:min(limit, len(all))]
}

// AnswerSignIn keeps what the owner of an account says to a line of its history that is
// marked: that it was them, or that it was not. It changes nothing else.
func (s *Site) AnswerSignIn(ctx context.Context, token Token, id HistoryID, answer Answer) error {
	if answer != AnswerMe && answer != AnswerNotMe {
		return &Error{Code: CodeUsage, Text: say("Say whether it was you or not.")}
	}
	return s.act(ctx, token, RightOwn, func(tx Tx, c caller) error {
		line, err := tx.HistoryLineByID(id)
		if isNotFound(err) || err == nil && (line.AccountID != c.account.ID || len(line.Marks) == 0) {
			return &Error{Code: CodeNotFound, Text: say("There is no such line in your sign-in history.")}
		}
		if err != nil {
			return fmt.Errorf("read the history: %w", err)
		}
		if line.Answer == answer {
			return nil
		}
		if err := tx.AnswerHistory(id, answer, tx.Now()); err != nil {
			return fmt.Errorf("keep an answer: %w", err)
		}
		_, err = s.record(tx, c.did(EventSignInAnswered, c.account), detail{"line": fmt.Sprint(line.Seq), "answer": string(answer)})
		return err
	})
}
