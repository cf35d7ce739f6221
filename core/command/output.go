package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf16"

	"gatehouse/core/username"
)

// shown is text as it may reach a terminal: what cannot be seen is a number.
func shown(text string) string { return username.Visible(text) }

// errOutput: the answer could not be written, so nobody has read it.
var errOutput = errors.New("command: standard output cannot be written")

// show prints the answer of a command: the value with --json, else the lines.
func (c *console) show(value any, lines ...string) error {
	if c.json {
		return c.object(true, value)
	}
	var text strings.Builder
	for _, line := range lines {
		text.WriteString(shown(line) + "\n")
	}
	return c.write([]byte(text.String()))
}

// object prints one JSON object: "ok", then the fields of value.
func (c *console) object(ok bool, value any) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("write an answer: %w", err)
	}
	fields := bytes.TrimPrefix(bytes.TrimSpace(b.Bytes()), []byte("{"))
	if len(fields) > 1 {
		fields = append([]byte(","), fields...)
	}
	return c.write(fmt.Appendf(nil, "{\"ok\":%t%s\n", ok, escaped(string(fields))))
}

// escaped writes what cannot be seen as JSON's escapes. Beyond ASCII, JSON has
// text in strings only.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch one := string(r); {
		case shown(one) == one:
			b.WriteString(one)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// write puts a whole answer out at once.
func (c *console) write(text []byte) error {
	if _, err := c.Stdout.Write(text); err != nil {
		return fmt.Errorf("%w: %w", errOutput, err)
	}
	return nil
}

// table aligns rows in columns, as lines.
func table(rows [][]string) ([]string, error) {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		for i, cell := range row {
			row[i] = shown(cell)
		}
		if _, err := fmt.Fprintln(w, strings.Join(row, "\t")); err != nil {
			return nil, fmt.Errorf("align a table: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return nil, fmt.Errorf("align a table: %w", err)
	}
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return lines, nil
}

// at is a time for JSON: UTC, nil for never.
func at(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	utc := t.UTC()
	return &utc
}

// clock is a time for people, in the site's zone.
func clock(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return "never"
	}
	return t.In(zone).Format("2006-01-02 15:04 MST")
}
