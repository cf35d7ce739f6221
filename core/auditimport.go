package core

import (
	"bufio"
	"context"
	"errors"
	"io"
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
