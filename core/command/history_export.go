package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"gatehouse/core"
)

// historyExport writes the history.
type historyExport struct {
	Form string `required:"" enum:"csv,json" placeholder:"FORM" help:"csv, or json with one object in a line."`
	Out  string `placeholder:"FILE" help:"A new file, which nobody else may read; otherwise standard output. It is never overwritten."`
	historyQuery
	actor
}

// exportedHistory is the answer of history export with --out.
type exportedHistory struct {
	Out   string `json:"out"`
	Lines int    `json:"lines"`
}

// Run is called by kong. Without --out the answer is the history as it stands, with
// --json too.
func (e *historyExport) Run(c *console) error {
	return e.act(c, func(site *core.Site, token core.Token) error {
		asked, err := e.read(c, site, token)
		if err != nil {
			return err
		}
		write := func(to io.Writer) (int, error) {
			export := either(asked.own, site.ExportOwnHistory, site.ExportHistory)
			return export(c.ctx, token, asked.query, core.ExportForm(e.Form), to)
		}
		if e.Out == "" {
			return e.toOutput(c, write)
		}
		count := 0
		err = toNewFile(e.Out, fieldOut, func(to io.Writer) (err error) {
			count, err = write(to)
			return err
		})
		if err != nil {
			return err
		}
		return c.show(exportedHistory{Out: e.Out, Lines: count}, counted(count, "line")+" "+either(count == 1, "is", "are")+" in "+e.Out+".")
	})
}

// toOutput writes to standard output. At a terminal what cannot be seen is shown as its
// number.
func (e *historyExport) toOutput(c *console, write func(io.Writer) (int, error)) error {
	if !c.terminal() {
		_, err := write(c.Stdout)
		return err
	}
	lines := &visibleLines{to: c.Stdout}
	_, err := write(lines)
	return errors.Join(err, lines.end())
}

// visibleLines writes whole lines without what cannot be seen.
type visibleLines struct {
	to   io.Writer
	line []byte
}

// Write is that of io.Writer.
func (v *visibleLines) Write(p []byte) (int, error) {
	v.line = append(v.line, p...)
	for {
		line, rest, whole := bytes.Cut(v.line, []byte("\n"))
		if !whole {
			return len(p), nil
		}
		v.line = rest
		if err := v.out(line); err != nil {
			return 0, err
		}
	}
}

// out writes one line.
func (v *visibleLines) out(line []byte) error {
	_, err := fmt.Fprintln(v.to, shown(string(bytes.TrimSuffix(line, []byte("\r")))))
	return err
}

// end writes what is left.
func (v *visibleLines) end() error {
	if len(v.line) == 0 {
		return nil
	}
	return v.out(v.line)
}
