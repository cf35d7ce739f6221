package core

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"

	"gatehouse/core/username"
)

// LogExport says what is exported.
type LogExport struct {
	Form LogForm
	// Version of the program, written into the export.
	Version string
	// Progress is told how many lines of how many are written; nil is not.
	Progress func(done, total int64)
}

// ExportLog writes the log: a header, the summaries of what was purged, every line,
// and the anchor of the last one, which is also returned. Each record has what is
// needed to verify it elsewhere, together with the site's key. The last line is the
// one that tells of the export. Lines are written as they are stored, whether whole or
// not. It needs RightAuditKeep. Errors of w are in the chain of the one returned.
func (s *Site) ExportLog(ctx context.Context, token Token, x LogExport, w io.Writer) (Anchor, error) {
	if x.Form != LogLines && x.Form != LogTable {
		return Anchor{}, &Error{Code: CodeUsage, Text: say("Export the log as jsonl or csv.")}
	}
	e := &logExporter{site: s, form: x.Form, told: x.Progress, out: bufio.NewWriterSize(w, 64<<10)}
	err := s.act(ctx, token, RightAuditKeep, func(tx Tx, c caller) error {
		first, err := tx.FirstEvent()
		if err != nil {
			return fmt.Errorf("read the beginning of the log: %w", err)
		}
		last, err := s.record(tx, c.did(EventAuditExported, Account{}), detail{"form": string(x.Form)})
		if err != nil {
			return err
		}
		if e.anchor, err = s.head(tx); err != nil {
			return err
		}
		e.header = exportHeader{
			GatehouseLog: exportForm, Form: x.Form, Site: s.settings.ID, SiteName: s.settings.Name, TimeZone: s.settings.TimeZone,
			Version: x.Version, ExportedAt: tx.Now().Format(exportTime), First: first, Last: last,
		}
		return nil
	})
	if err != nil {
		return Anchor{}, err
	}
	if err := e.write(ctx); err != nil {
		if errors.Is(err, ErrWriting) {
			return Anchor{}, err
		}
		return Anchor{}, s.plain(ctx, err)
	}
	return e.anchor, nil
}

// ErrWriting is in the chain of an error of the writer: an export could not be written.
var ErrWriting = errors.New("core: an export could not be written")

// logExporter writes one export.
type logExporter struct {
	site   *Site
	form   LogForm
	header exportHeader
	anchor Anchor
	told   func(done, total int64)
	out    *bufio.Writer
}

// write writes all of it, some lines at a time.
func (e *logExporter) write(ctx context.Context) error {
	err := e.site.store.View(ctx, e.begin)
	for next := e.header.First; err == nil && next <= e.header.Last; {
		var lines []Event
		err = e.site.store.View(ctx, func(tx Tx) error {
			var err error
			lines, err = tx.Events(next, int(min(verifyChunk, e.header.Last-next+1)))
			return err
		})
		if err == nil && len(lines) == 0 {
			break // the rest is missing; whoever verifies the export sees that
		}
		for i := range lines {
			if lines[i].Seq > e.header.Last || err != nil {
				break
			}
			err = e.line(exported(lines[i]))
		}
		if err == nil {
			next = lines[len(lines)-1].Seq + 1
			if e.told != nil {
				e.told(min(next, e.header.Last+1)-e.header.First, e.header.Last-e.header.First+1)
			}
		}
	}
	if err == nil {
		err = e.end()
	}
	return err
}

// begin writes the header and the summaries. Lines may have been purged since the
// export was recorded: it begins after those.
func (e *logExporter) begin(tx Tx) error {
	newest, err := tx.LastPurge()
	if err != nil {
		return fmt.Errorf("read the summaries of the log: %w", err)
	}
	if e.header.First, err = tx.FirstEvent(); err != nil {
		return fmt.Errorf("read the beginning of the log: %w", err)
	}
	follows := link(newest.LastMAC)
	e.header.Follows = hex.EncodeToString(follows[:])
	if e.form == LogTable {
		if err := e.cells(tableNames()); err != nil {
			return err
		}
	}
	if err := e.record(kindHeader, 0, e.header.ExportedAt, e.header.Follows, e.header); err != nil {
		return err
	}
	for next := int64(1); next <= newest.Number; {
		summaries, err := tx.Purges(next, 500)
		if err != nil {
			return fmt.Errorf("read the summaries of the log: %w", err)
		}
		if len(summaries) == 0 {
			return nil
		}
		for _, p := range summaries {
			x := exportedSummary(p)
			if err := e.record(kindSummary, p.Number, x.At, x.Link, x); err != nil {
				return err
			}
			next = p.Number + 1
		}
	}
	return nil
}

// end writes the anchor.
func (e *logExporter) end() error {
	x := exportedAnchor(e.anchor)
	if err := e.record(kindAnchor, x.Line, x.At, x.Link, x); err != nil {
		return err
	}
	return written(e.out.Flush())
}

// Kinds of the rows of a table that are no lines of the log.
const (
	kindHeader  = "export.header"
	kindSummary = "export.summary"
	kindAnchor  = "export.anchor"
)

// tableNames are the columns of a table.
func tableNames() []string {
	return []string{
		"line", "at", "kind", "actor_id", "actor", "target_id", "target", "session",
		"client", "host", "system", "address", "detail", "link",
	}
}

// record writes what is no line of the log: in a table as a row of its own kind, whose
// detail has all of it.
func (e *logExporter) record(kind string, number int64, at, link string, value any) error {
	if e.form == LogLines {
		return e.object(value)
	}
	return e.cells(tableRow(kind, number, at, link, value))
}

// tableRow is the row of a record that is no line of the log. Of the values that it is
// used with, every one can be written as JSON; what cannot makes an empty detail, which
// nobody takes for a record.
func tableRow(kind string, number int64, at, link string, value any) []string {
	text, err := json.Marshal(value)
	if err != nil {
		text = nil
	}
	row := make([]string, len(tableNames()))
	row[0], row[1], row[2], row[12], row[13] = strconv.FormatInt(number, 10), at, kind, string(text), link
	return row
}

// line writes a line of the log.
func (e *logExporter) line(l exportLine) error {
	if e.form == LogLines {
		return e.object(l)
	}
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	return e.cells([]string{
		number(l.Line), l.At, string(l.Kind), number(int64(l.Actor.ID)), l.Actor.Name, number(int64(l.Target.ID)), l.Target.Name,
		number(int64(l.Session)), string(l.Client), l.Host, l.System, l.Address, l.Detail, l.Link,
	})
}

// object writes one line of JSON. It is ASCII but for letters: what a terminal might
// act on is escaped by the encoder or has no place in a name.
func (e *logExporter) object(value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write a record of an export: %w", err)
	}
	_, err = e.out.Write(append(escapeUnseen(text), '\n'))
	return written(err)
}

// cells writes one row of a table.
func (e *logExporter) cells(row []string) error { return written(writeCells(e.out, row)) }

// written marks the error of a writer.
func written(err error) error {
	if err != nil {
		return fmt.Errorf("%w: %w", ErrWriting, err)
	}
	return nil
}

// escapeUnseen writes what cannot be seen as JSON's escapes, so that nothing in a name
// acts on a terminal or turns the text around. Beyond ASCII, JSON has text in strings
// only.
func escapeUnseen(text []byte) []byte {
	plain := true
	for _, c := range text {
		plain = plain && c >= 0x20 && c < 0x7f
	}
	if plain {
		return text
	}
	var b []byte
	for _, r := range string(text) {
		switch one := string(r); {
		case r != 0x7f && username.Visible(one) == one:
			b = append(b, one...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			b = fmt.Appendf(b, `\u%04x\u%04x`, high, low)
		default:
			b = fmt.Appendf(b, `\u%04x`, r)
		}
	}
	return b
}
