package command

import (
	"errors"
	"fmt"
	"io"
	"os"

	"gatehouse/core"
)

// maxText is the longest text of rules or places that is read, in bytes; core refuses
// what is too much for it sooner.
const maxText = 1 << 20

// textSource is a text that is no secret: a file, or what follows the secrets on standard
// input.
type textSource struct {
	File string `placeholder:"FILE" help:"A file to read; otherwise standard input has it, after the lines of the sign-in."`
}

// read reads it all. It is read after the sign-in, whose lines come first.
func (t textSource) read(c *console) (string, error) {
	if t.File == "" {
		return readText(c.in.lines, "", "Standard input")
	}
	file, err := os.Open(t.File)
	if err != nil {
		return "", &refusal{code: core.CodeInput, field: fieldTextFile, text: "This file cannot be read. Look at its name.", cause: err}
	}
	text, err := readText(file, fieldTextFile, "This file")
	return text, errors.Join(err, file.Close())
}

// readText reads a text to its end.
func readText(from io.Reader, field, what string) (string, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxText+1))
	if err != nil {
		return "", &refusal{code: core.CodeInput, field: field, text: what + " cannot be read.", cause: err}
	}
	if len(data) > maxText {
		return "", &refusal{code: core.CodeInput, field: field, text: fmt.Sprintf("%s is too long: at most %d bytes are read.", what, maxText)}
	}
	return string(data), nil
}
