package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"gatehouse/core"
)

// historyExport writes the history.
type historyExport struct {
	Form   string `required:"" enum:"csv,json" placeholder:"FORM" help:"csv, or json with one object in a line."`
	Output string `placeholder:"FILE" help:"A new file, which nobody else may read; otherwise standard output. It is never overwritten."`
	historyQuery
	actor
}

// exportedHistory is the answer of history export with --output.
type exportedHistory struct {
	Output string `json:"output"`
	Lines  int    `json:"lines"`
}

// Run is called by kong. Without --output the answer is the history as it stands, with
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
		if e.Output == "" {
			return e.toOutput(c, write)
		}
		count, err := toNewFile(e.Output, write)
		if err != nil {
			return err
		}
		return c.show(exportedHistory{Output: e.Output, Lines: count}, counted(count, "line")+" "+either(count == 1, "is", "are")+" in "+e.Output+".")
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

// toNewFile writes a file that was not there, for its owner alone. A file that could not
// be written whole is taken away again.
func toNewFile(path string, write func(io.Writer) (int, error)) (int, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return 0, &refusal{code: core.CodeInput, field: fieldOutput, text: "There is a file of this name. Choose a new name; it is never overwritten."}
	}
	if err != nil {
		return 0, &refusal{code: core.CodeInput, field: fieldOutput, text: "The file cannot be written there. Choose another place.", cause: err}
	}
	count, err := write(file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return 0, errors.Join(err, os.Remove(path))
	}
	return count, nil
}
