package core

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A table of the log is CSV as in RFC 4180: lines end with CRLF, every cell stands in
// quotes. What a spreadsheet would take for a formula gets an apostrophe before it, and
// so does what begins with one, so that a reader takes one away and has the text as it
// was (ASVS 1.2.10). The package encoding/csv is not used to read: it takes CRLF within
// a cell for LF, and a link covers every byte.

// risky are the first characters of cells that a spreadsheet may take for a formula,
// and the mark itself.
const risky = "=+-@\t\r\x00'"

// defused is a text as a cell that is no formula.
func defused(text string) string {
	if text != "" && strings.ContainsRune(risky, rune(text[0])) {
		return "'" + text
	}
	return text
}

// restored is the text of a cell.
func restored(cell string) string { return strings.TrimPrefix(cell, "'") }

// writeCells writes one row.
func writeCells(w *bufio.Writer, cells []string) error {
	for i, cell := range cells {
		if i > 0 {
			if err := w.WriteByte(','); err != nil {
				return err
			}
		}
		if _, err := w.WriteString(`"` + strings.ReplaceAll(defused(cell), `"`, `""`) + `"`); err != nil {
			return err
		}
	}
	_, err := w.WriteString("\r\n")
	return err
}

// maxRow is how many bytes a row may have. A line of the log has a few hundred.
const maxRow = 1 << 20

// readCells reads one row that writeCells, or a spreadsheet, has written. The error is
// io.EOF at the end, errExport for what is no row.
func readCells(r *bufio.Reader) ([]string, error) {
	var cells []string
	for size := 0; ; {
		cell, end, err := readCell(r, maxRow-size)
		if errors.Is(err, io.EOF) && len(cells) == 0 {
			return nil, io.EOF
		}
		if err != nil {
			return nil, err
		}
		size += len(cell)
		cells = append(cells, restored(cell))
		if end {
			return cells, nil
		}
	}
}

// readCell reads one cell, and tells whether it was the last of its row. The error is
// io.EOF when there is nothing any more.
func readCell(r *bufio.Reader, limit int) (cell string, end bool, err error) {
	first, err := r.ReadByte()
	if err != nil {
		return "", false, err
	}
	var b strings.Builder
	if first == '"' {
		err = readQuoted(r, &b, limit)
	} else {
		err = r.UnreadByte()
	}
	for err == nil && b.Len() <= limit {
		var c byte
		c, err = r.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			return b.String(), true, nil
		case err != nil:
		case c == ',':
			return b.String(), false, nil
		case c == '\n':
			return b.String(), true, nil
		case c != '\r': // which belongs to the end of the row
			b.WriteByte(c)
		}
	}
	if err != nil && !errors.Is(err, errExport) {
		return "", false, fmt.Errorf("read a cell: %w", err)
	}
	return "", false, errExport
}

// readQuoted reads what stands in quotes, with the quote at its end. The error is
// errExport when there is none.
func readQuoted(r *bufio.Reader, b *strings.Builder, limit int) error {
	for b.Len() <= limit {
		c, err := r.ReadByte()
		if errors.Is(err, io.EOF) {
			return errExport
		}
		if err != nil {
			return err
		}
		if c != '"' {
			b.WriteByte(c)
			continue
		}
		next, err := r.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case next != '"':
			return r.UnreadByte()
		}
		b.WriteByte('"')
	}
	return errExport
}
