package core

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
)

// ExportForm is the form of an exported history.
type ExportForm string

// The forms: CSV by RFC 4180 with the cells defused that a spreadsheet would take for a
// formula, and JSON with one object in a line.
const (
	ExportCSV  ExportForm = "csv"
	ExportJSON ExportForm = "json"
)

// historyColumns are the names of the columns of a history.
func historyColumns() []string {
	return []string{
		"line", "time", "account", "name", "outcome", "method", "reason", "failures",
		"client", "computer", "system", "address", "place", "marks", "answer",
	}
}

// cells are the columns of a line. Times have the offset of the site's time zone.
func (l HistoryLine) cells(zone *time.Location) []string {
	account := ""
	if l.AccountID != 0 {
		account = strconv.FormatInt(int64(l.AccountID), 10)
	}
	return []string{
		strconv.FormatInt(l.Seq, 10), l.At.In(zone).Format(time.RFC3339), account, l.Name, string(l.Outcome), l.Method,
		l.Reason, strconv.Itoa(l.Failures), string(l.Device.Client), l.Device.Host, l.Device.System,
		l.Device.Address, l.Place, l.Marks.String(), string(l.Answer),
	}
}

// ExportOwnHistory writes all lines of the caller's own history that a query finds, and
// tells how many; the page that the query asks for does not matter.
func (s *Site) ExportOwnHistory(ctx context.Context, token Token, q HistoryQuery, form ExportForm, to io.Writer) (int, error) {
	return s.exportHistory(form, to, q, func(page HistoryQuery) (HistoryPage, error) { return s.OwnHistory(ctx, token, page) })
}

// ExportHistory writes all lines of the site's history that a query finds, and tells how
// many.
func (s *Site) ExportHistory(ctx context.Context, token Token, q HistoryQuery, form ExportForm, to io.Writer) (int, error) {
	return s.exportHistory(form, to, q, func(page HistoryQuery) (HistoryPage, error) { return s.History(ctx, token, page) })
}

// exportHistory reads page by page, so that nobody waits for it and little of it is in
// memory. What happens meanwhile is not in it.
func (s *Site) exportHistory(form ExportForm, to io.Writer, q HistoryQuery, read func(HistoryQuery) (HistoryPage, error)) (int, error) {
	out, err := newHistoryWriter(form, to, s.zone)
	if err != nil {
		return 0, err
	}
	q.Before, q.Limit = HistoryPlace{}, maxPage
	count := 0
	for {
		page, err := read(q)
		if err != nil {
			return count, err
		}
		for _, line := range page.Lines {
			if err := out.write(line); err != nil {
				return count, writeFault(err)
			}
			count++
		}
		if !page.More {
			return count, out.end()
		}
		q.Before = page.Next
	}
}

// writeFault is the error of what is written to.
func writeFault(err error) error {
	return &Error{Code: CodeFault, Cause: err, Text: say("The history could not be written. Look whether there is room on the disk, then try again.")}
}

// historyWriter writes lines in one of the forms.
type historyWriter struct {
	write func(HistoryLine) error
	end   func() error
}

// newHistoryWriter begins to write.
func newHistoryWriter(form ExportForm, to io.Writer, zone *time.Location) (historyWriter, error) {
	switch form {
	case ExportCSV:
		return csvHistory(to, zone)
	case ExportJSON:
		return jsonHistory(to, zone), nil
	}
	return historyWriter{}, &Error{Code: CodeUsage, Text: say("Choose CSV or JSON.")}
}

// csvHistory writes CSV.
func csvHistory(to io.Writer, zone *time.Location) (historyWriter, error) {
	out := csv.NewWriter(to)
	out.UseCRLF = true
	if err := out.Write(historyColumns()); err != nil {
		return historyWriter{}, writeFault(err)
	}
	return historyWriter{
		write: func(l HistoryLine) error {
			cells := l.cells(zone)
			for i, cell := range cells {
				cells[i] = defused(cell)
			}
			return out.Write(cells)
		},
		end: func() error {
			out.Flush()
			if err := out.Error(); err != nil {
				return writeFault(err)
			}
			return nil
		},
	}, nil
}

// jsonHistory writes one object in a line.
func jsonHistory(to io.Writer, zone *time.Location) historyWriter {
	out := json.NewEncoder(to)
	names := historyColumns()
	return historyWriter{
		write: func(l HistoryLine) error {
			object := make(map[string]string, len(names))
			for i, cell := range l.cells(zone) {
				object[names[i]] = cell
			}
			if err := out.Encode(object); err != nil {
				return fmt.Errorf("write a line: %w", err)
			}
			return nil
		},
		end: func() error { return nil },
	}
}
