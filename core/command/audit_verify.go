package command

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"gatehouse/core"
)

// auditVerify verifies the log. It needs the site's key and no account.
type auditVerify struct {
	File   string `placeholder:"EXPORT" help:"Verify this exported log in place of the one in the store, and compare the two."`
	Anchor string `placeholder:"FILE|TEXT" help:"Compare with an anchor as well: its text, or a file whose last line has it, such as an export."`
}

// auditVerified is the answer of audit verify.
type auditVerified struct {
	// Whole: every line is as it was written, and every anchor holds.
	Whole bool `json:"whole"`
	// Lines that are, from First to Last.
	Lines int64 `json:"lines"`
	First int64 `json:"first"`
	Last  int64 `json:"last"`
	// BadLine is the first line that is not, and Fault "changed", "missing", "order",
	// "beginning", "summary" or "cut"; absent when all are.
	BadLine    int64         `json:"bad_line,omitempty"`
	BadSummary int64         `json:"bad_summary,omitempty"`
	Fault      core.LogFault `json:"fault,omitempty"`
	Purged     int64         `json:"purged"`
	Head       *shownAnchor  `json:"head,omitempty"`
	// Anchors are what the log was compared with.
	Anchors []comparedAnchor `json:"anchors"`
	Seconds float64          `json:"seconds"`
}

// comparedAnchor is an anchor and what came of it.
type comparedAnchor struct {
	// From is "keyring", "given" or "store".
	From string `json:"from"`
	shownAnchor
	// Finding is "holds", "purged", "cut", "differs", "other_site" or "unreadable".
	Finding core.AnchorFinding `json:"finding"`
}

// Run is called by kong.
func (v *auditVerify) Run(c *console) error {
	var given core.Anchor
	if v.Anchor != "" {
		var err error
		if given, err = readAnchor(v.Anchor); err != nil {
			return err
		}
	}
	return c.onSite(func(site *core.Site) error {
		start := time.Now()
		answer, lines, err := v.verify(c, site)
		if err != nil {
			return err
		}
		answer.Seconds = time.Since(start).Seconds()
		if v.File == "" {
			kept, err := site.CheckKeptAnchor(c.ctx)
			if err != nil {
				return err
			}
			if kept.InUse && !kept.Read {
				lines = append(lines, "This computer's keyring does not answer: its anchor was not compared.")
			}
			if kept.Finding != "" {
				lines = append(lines, answer.compare("keyring", kept.Anchor, kept.Finding))
			}
		}
		if !given.Zero() {
			found, err := site.CheckAnchor(c.ctx, given)
			if err != nil {
				return err
			}
			lines = append(lines, answer.compare("given", given, found))
		}
		return answer.show(c, lines)
	})
}

// verify verifies the log or the export.
func (v *auditVerify) verify(c *console, site *core.Site) (auditVerified, []string, error) {
	m := c.meter(true)
	defer m.end()
	if v.File == "" {
		report, err := site.VerifyLogTelling(c.ctx, func(done, total int64) { m.tell("Verifying the log", done, total) })
		answer := verifiedOf(report)
		return answer, []string{logWords(report)}, err
	}
	file, err := os.Open(v.File)
	if err != nil {
		return auditVerified{}, nil, fileProblem(err)
	}
	report, err := site.VerifyExport(c.ctx, file)
	if err = errors.Join(err, file.Close()); err != nil {
		return auditVerified{}, nil, err
	}
	answer := verifiedOf(report.LogReport)
	lines := []string{v.File + ": " + logWords(report.LogReport)}
	if report.Finding != "" {
		lines = append(lines, answer.compare("store", report.Head, report.Finding))
	}
	return answer, lines, nil
}

// fileProblem words why a file cannot be read.
func fileProblem(err error) error {
	text := "This file cannot be read."
	if errors.Is(err, fs.ErrNotExist) {
		text = "There is no such file."
	}
	return &refusal{code: core.CodeInput, field: fieldFile, text: text, cause: err}
}

// verifiedOf is a report for JSON.
func verifiedOf(r core.LogReport) auditVerified {
	v := auditVerified{
		Whole: r.Whole(), Lines: r.Lines, First: r.First, Last: r.Last, BadLine: r.BadLine, BadSummary: r.BadSummary,
		Fault: r.Fault, Purged: r.Purged, Anchors: []comparedAnchor{},
	}
	if !r.Head.Zero() {
		head := anchorShown(r.Head)
		v.Head = &head
	}
	return v
}

// compare adds an anchor, and words what came of it.
func (v *auditVerified) compare(from string, a core.Anchor, found core.AnchorFinding) string {
	v.Anchors = append(v.Anchors, comparedAnchor{From: from, shownAnchor: anchorShown(a), Finding: found})
	v.Whole = v.Whole && found.Sound()
	what := map[string]string{"keyring": "The anchor in this computer's keyring", "given": "The given anchor", "store": "The last line of the export"}[from]
	return anchorWords(what, a, found)
}

// show prints the outcome. A log that is not whole makes the exit status 1.
func (v *auditVerified) show(c *console, lines []string) error {
	if !v.Whole {
		c.status = core.CodeRefused.Exit()
	}
	if c.json {
		return c.object(v.Whole, v)
	}
	if v.Head != nil && v.Whole {
		lines = append(lines, fmt.Sprintf("Link of line %d: %s", v.Head.Line, v.Head.Short))
	}
	return c.show(nil, lines...)
}

// logWords says whether a log is whole.
func logWords(r core.LogReport) string {
	if r.BadSummary != 0 {
		return fmt.Sprintf("Summary %d of purged lines was changed after it was written, or is missing. Compare with a backup.", r.BadSummary)
	}
	if text := faultWords(r); text != "" {
		return text
	}
	text := fmt.Sprintf("Whole, from line %d to line %d.", r.First, r.Last)
	if r.Purged > 0 {
		text += fmt.Sprintf(" The %s before were purged; their sealed summaries are whole.", count(r.Purged, "line", "lines"))
	}
	return text
}

// faultWords says what is wrong with the first bad line, "" for nothing.
func faultWords(r core.LogReport) string {
	switch r.Fault {
	case "":
		return ""
	case core.FaultMissing:
		return fmt.Sprintf("Line %d is missing. Compare with a backup.", r.BadLine)
	case core.FaultOrder:
		return fmt.Sprintf("Another line stands in the place of line %d. Compare with a backup.", r.BadLine)
	case core.FaultBeginning:
		return fmt.Sprintf("The log does not begin with the making of the site: line %d is another one. Compare with a backup.", r.BadLine)
	case core.FaultCut:
		return fmt.Sprintf("The export ends before its end: line %d is missing.", r.BadLine)
	}
	return fmt.Sprintf("Line %d was changed after it was written, or a line before it is missing. Compare with a backup.", r.BadLine)
}

// count is a number with its noun.
func count(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(uint64(n)) + " " + many
}

// anchorWords says what came of an anchor.
func anchorWords(what string, a core.Anchor, found core.AnchorFinding) string {
	switch found {
	case core.AnchorHolds:
		return fmt.Sprintf("%s holds: line %d has the link %s.", what, a.Line, a.Short())
	case core.AnchorPurged:
		return fmt.Sprintf("%s is of line %d, which was purged: it cannot be compared any more.", what, a.Line)
	case core.AnchorOtherSite:
		return what + " is of another site."
	case core.AnchorCut:
		return fmt.Sprintf("%s is of line %d, and the log ends before it: it was cut off, or an old copy of the store was put back.", what, a.Line)
	case core.AnchorUnreadable:
		return what + " cannot be read: somebody has changed it."
	}
	return fmt.Sprintf("%s says that line %d has the link %s, and it has another one: an old copy of the store was put back, or the log was written anew.", what, a.Line, a.Short())
}

// maxAnchorFile is how much is read of a file to find its last line: an export may be
// long, and only its end counts.
const maxAnchorFile = 64 << 10

// readAnchor reads an anchor that is given as a text, or in the last line of a file.
func readAnchor(given string) (core.Anchor, error) {
	a, err := core.ParseAnchor(given)
	if err == nil {
		return a, nil
	}
	file, opened := os.Open(given)
	if opened != nil {
		return core.Anchor{}, err // it was to be a text
	}
	text, failed := lastLine(file)
	if failed = errors.Join(failed, file.Close()); failed != nil {
		return core.Anchor{}, fileProblem(failed)
	}
	begin := strings.Index(text, "gatehouse-anchor-1:")
	if begin < 0 {
		return core.Anchor{}, err
	}
	text = text[begin:]
	if end := strings.IndexAny(text, "\"\\ \t\r\n"); end >= 0 {
		text = text[:end]
	}
	return core.ParseAnchor(text)
}

// lastLine reads the last line of a file that is not empty.
func lastLine(file *os.File) (string, error) {
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	if _, err := file.Seek(max(0, info.Size()-maxAnchorFile), io.SeekStart); err != nil {
		return "", err
	}
	last, in := "", bufio.NewScanner(file)
	in.Buffer(nil, maxAnchorFile+1)
	for in.Scan() {
		if text := strings.TrimSpace(in.Text()); text != "" {
			last = text
		}
	}
	return last, in.Err()
}
