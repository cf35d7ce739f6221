package command

import (
	"errors"
	"fmt"
	"io"

	"gatehouse/core"
)

// auditExport writes the log.
type auditExport struct {
	actor
	Form string `enum:"jsonl,csv" default:"jsonl" placeholder:"FORM" help:"jsonl (one JSON object a line) or csv."`
	Out  string `placeholder:"FILE" help:"Write to this new file instead of standard output."`
}

// auditExported is the answer of audit export to a file.
type auditExported struct {
	Out    string      `json:"out"`
	Form   string      `json:"form"`
	Anchor shownAnchor `json:"anchor"`
}

// shownAnchor is an anchor for JSON.
type shownAnchor struct {
	Line int64  `json:"line"`
	Link string `json:"link"`
	// Short is the beginning of the link, for people who compare.
	Short string `json:"short"`
	// Anchor is the text for audit verify --anchor.
	Anchor string `json:"anchor"`
}

// anchorShown is an anchor for JSON.
func anchorShown(a core.Anchor) shownAnchor {
	return shownAnchor{Line: a.Line, Link: a.Hex(), Short: a.Short(), Anchor: a.String()}
}

// Run is called by kong.
func (x *auditExport) Run(c *console) error {
	if c.json && x.Out == "" {
		return wrongUse(fieldOut, "With --json name a file: standard output has the answer.")
	}
	return x.act(c, func(site *core.Site, token core.Token) error {
		if x.Out == "" {
			_, err := x.write(c, site, token, c.Stdout)
			return err
		}
		var anchor core.Anchor
		err := toNewFile(x.Out, fieldOut, func(to io.Writer) (err error) {
			anchor, err = x.write(c, site, token, to)
			return err
		})
		if err != nil {
			return err
		}
		return c.show(auditExported{Out: x.Out, Form: x.Form, Anchor: anchorShown(anchor)},
			fmt.Sprintf("The log is in %s, up to line %d.", x.Out, anchor.Line),
			fmt.Sprintf("Link of that line: %s (the first part of it; all of it stands at the end of the file).", anchor.Short()),
			"Keep the file where nobody who works at this computer can change it.")
	})
}

// write writes the log, and shows how far it is on a terminal.
func (x *auditExport) write(c *console, site *core.Site, token core.Token, w io.Writer) (core.Anchor, error) {
	m := c.meter(x.Out != "")
	defer m.end()
	anchor, err := site.ExportLog(c.ctx, token, core.LogExport{
		Form: core.LogForm(x.Form), Version: c.Version,
		Progress: func(done, total int64) { m.tell("Writing the log", done, total) },
	}, w)
	if errors.Is(err, core.ErrWriting) {
		c.log.Error("an export could not be written", "cause", err.Error())
		return core.Anchor{}, &refusal{code: core.CodeFault, field: fieldOut, cause: err, text: "The export could not be written. What was written of it is not whole."}
	}
	return anchor, err
}

// meter is the meter of a command, if its progress can be shown.
func (c *console) meter(wanted bool) *meter {
	m := &meter{log: c.log}
	if wanted && !c.json && isTerminal(c.Stderr) {
		m.out = c.Stderr
	}
	return m
}
