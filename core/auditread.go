package core

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// exportRecord is one record after the header; one of its parts is set.
type exportRecord struct {
	line    *exportLine
	summary *exportSummary
	anchor  *exportAnchor
}

// row is the row of a table that a summary or an anchor has, as the exporter writes it;
// its detail is the record. A line has none here.
func (x exportRecord) row() []string {
	switch {
	case x.summary != nil:
		return tableRow(kindSummary, x.summary.Summary, x.summary.At, x.summary.Link, x.summary)
	case x.anchor != nil:
		return tableRow(kindAnchor, x.anchor.Line, x.anchor.At, x.anchor.Link, x.anchor)
	}
	return nil
}

// exportReader reads the records of an export.
type exportReader struct {
	in   *bufio.Reader
	form LogForm
}

// begin reads the header, and finds out the form by it.
func (r *exportReader) begin() (exportHeader, error) {
	var h exportHeader
	first, err := r.in.Peek(1)
	if err != nil {
		return h, err
	}
	r.form = LogTable
	var text []byte
	if first[0] == '{' {
		r.form = LogLines
		text, err = r.object()
	} else {
		text, err = r.tableHeader()
	}
	if err != nil {
		return h, err
	}
	if err := strictly(text, &h); err != nil || h.GatehouseLog != exportForm || h.Form != r.form {
		return h, errExport
	}
	return h, nil
}

// tableHeader reads the names of the columns and the row of the header.
func (r *exportReader) tableHeader() ([]byte, error) {
	names, err := readCells(r.in)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(names, tableNames()) {
		return nil, errExport
	}
	row, err := readCells(r.in)
	if err != nil {
		return nil, err
	}
	if len(row) != len(names) || row[2] != kindHeader {
		return nil, errExport
	}
	return []byte(row[12]), nil
}

// next reads one record. The error is io.EOF at the end and errExport for what is no
// record.
func (r *exportReader) next() (exportRecord, error) {
	if r.form == LogTable {
		return r.nextRow()
	}
	text, err := r.object()
	if err != nil {
		return exportRecord{}, err
	}
	return exportRecordOf(text)
}

// object reads one line of JSON.
func (r *exportReader) object() ([]byte, error) {
	var text []byte
	for {
		part, err := r.in.ReadSlice('\n')
		text = append(text, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull) && len(text) < maxRow:
		case errors.Is(err, bufio.ErrBufferFull):
			return nil, errExport
		case errors.Is(err, io.EOF) && len(bytes.TrimSpace(text)) > 0:
			return nil, errExport // a line that was cut
		case err != nil && !errors.Is(err, io.EOF):
			return nil, fmt.Errorf("read an export: %w", err)
		default:
			return text, err
		}
	}
}

// exportRecordOf reads a record after the header from JSON. The first name tells which it is.
func exportRecordOf(text []byte) (exportRecord, error) {
	var x exportRecord
	var into any
	switch begin := string(text[:min(len(text), 11)]); {
	case strings.HasPrefix(begin, `{"line":`):
		x.line = new(exportLine)
		into = x.line
	case strings.HasPrefix(begin, `{"summary":`):
		x.summary = new(exportSummary)
		into = x.summary
	case strings.HasPrefix(begin, `{"anchor":`):
		x.anchor = new(exportAnchor)
		into = x.anchor
	default:
		return exportRecord{}, errExport
	}
	return x, strictly(text, into)
}

// strictly reads one JSON object of which every name is known.
func strictly(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return errExport
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errExport
	}
	return nil
}

// nextRow reads one row of a table.
func (r *exportReader) nextRow() (exportRecord, error) {
	row, err := readCells(r.in)
	if err != nil {
		return exportRecord{}, err
	}
	if len(row) != len(tableNames()) {
		return exportRecord{}, errExport
	}
	switch row[2] {
	case kindSummary, kindAnchor:
		x, err := exportRecordOf([]byte(row[12]))
		if err == nil && !slices.Equal(row, x.row()) {
			err = errExport
		}
		return x, err
	}
	l := exportLine{
		At: row[1], Kind: EventKind(row[2]), Actor: exportPerson{Name: row[4]}, Target: exportPerson{Name: row[6]},
		Client: Client(row[8]), Host: row[9], System: row[10], Address: row[11], Detail: row[12], Link: row[13],
	}
	var numbers [4]int64
	for i, at := range [...]int{0, 3, 5, 7} {
		if numbers[i], err = strconv.ParseInt(row[at], 10, 64); err != nil {
			return exportRecord{}, errExport
		}
	}
	l.Line, l.Actor.ID, l.Target.ID, l.Session = numbers[0], AccountID(numbers[1]), AccountID(numbers[2]), SessionID(numbers[3])
	return exportRecord{line: &l}, nil
}
