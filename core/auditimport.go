package core

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// FaultCut: an export ends before its anchor, or does not end with the line that tells
// of it.
const FaultCut LogFault = "cut"

// ExportReport is the outcome of VerifyExport.
type ExportReport struct {
	LogReport
	Form LogForm
	// ExportedAt is when it was made, as it says itself.
	ExportedAt time.Time
	// Finding is what comes of comparing the last line with the log in the store, ""
	// when the export is not whole.
	Finding AnchorFinding
}

// errExport: a record is none of an export.
var errExport = errors.New("core: this is no record of an export")

// VerifyExport reads an exported log, in either form, and checks it as VerifyLog checks
// the one in the store, with the keys of this site; a whole one is compared with the
// store. It reads in constant memory. Errors: CodeInput for what is no export,
// CodeRefused for that of another site; those of r are in the chain.
func (s *Site) VerifyExport(ctx context.Context, r io.Reader) (ExportReport, error) {
	in := &exportReader{in: bufio.NewReaderSize(r, 64<<10)}
	header, err := in.begin()
	if err != nil {
		if errors.Is(err, errExport) || errors.Is(err, io.EOF) {
			return ExportReport{}, &Error{Code: CodeInput, Field: FieldExport, Cause: err, Text: say("This file is no log that Gatehouse has exported.")}
		}
		return ExportReport{}, err
	}
	if header.Site != s.settings.ID {
		return ExportReport{}, refuse(say("This is the log of another site. Only that site's key verifies it."))
	}
	report := ExportReport{Form: in.form}
	if at, err := time.Parse(exportTime, header.ExportedAt); err == nil {
		report.ExportedAt = at
	}
	v := &exportVerifier{site: s, in: in, report: &report, lines: newLineChecker(s), summaries: newSummaryChecker(s)}
	if err := v.run(ctx); err != nil {
		return ExportReport{}, err
	}
	if report.Whole() {
		report.Finding, err = s.CheckAnchor(ctx, report.Head)
	}
	return report, err
}

// exportVerifier checks one export.
type exportVerifier struct {
	site      *Site
	in        *exportReader
	report    *ExportReport
	lines     *lineChecker
	summaries *summaryChecker
	// begun: there was a line. newest is the kind of the last one.
	begun  bool
	newest EventKind
}

// run reads all records. What is wrong goes into the report.
func (v *exportVerifier) run(ctx context.Context) error {
	v.lines.next = 1
	for n := 0; v.report.Whole(); n++ {
		if n%verifyChunk == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		record, err := v.in.next()
		switch {
		case errors.Is(err, io.EOF):
			v.bad(FaultCut)
		case errors.Is(err, errExport):
			v.bad(FaultChanged)
		case err != nil:
			return err
		case record.anchor != nil:
			return v.end(*record.anchor)
		case record.summary != nil:
			v.summary(*record.summary)
		default:
			v.line(*record.line)
		}
	}
	return nil
}

// bad notes that the record that comes next is not good.
func (v *exportVerifier) bad(fault LogFault) {
	v.report.BadLine, v.report.Fault = v.lines.next, fault
}

// summary checks a summary, all of which stand before the lines.
func (v *exportVerifier) summary(x exportSummary) {
	p, err := x.record()
	if err != nil || v.begun || !v.summaries.check(p) {
		v.report.BadSummary = v.summaries.last.Number + 1
		v.bad(FaultSummary)
		return
	}
	v.report.Summaries, v.report.Purged = p.Number, p.Last
	v.lines.expect(p.Last+1, link(p.LastMAC))
}

// line checks a line of the log.
func (v *exportVerifier) line(x exportLine) {
	if !v.begun {
		v.begun, v.report.First = true, v.lines.next
	}
	e, err := x.event()
	if err != nil {
		v.bad(FaultChanged)
		return
	}
	if fault := v.lines.check([]Event{e}); fault != "" {
		v.bad(fault)
		return
	}
	v.newest = e.Kind
	v.report.Lines++
	v.report.good(v.site.ID(), v.lines)
}

// end checks the anchor, after which nothing follows. An export ends with the line that
// tells of it: one that was cut and given the anchor of an earlier line does not.
func (v *exportVerifier) end(x exportAnchor) error {
	a, err := parseAnchor(x.Anchor)
	switch {
	case err != nil:
		v.bad(FaultChanged)
	case !v.begun, v.newest != EventAuditExported, a.Line >= v.lines.next:
		v.bad(FaultCut)
	case a != v.report.Head, exportedAnchor(a) != x:
		v.bad(FaultChanged)
	}
	if !v.report.Whole() {
		return nil
	}
	_, err = v.in.next()
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil && !errors.Is(err, errExport):
		return err
	}
	v.bad(FaultOrder)
	return nil
}

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
