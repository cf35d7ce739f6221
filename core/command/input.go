package command

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"gatehouse/core"

	"golang.org/x/term"
)

// maxLine is the longest line of standard input, in bytes without its end.
const maxLine = 8 << 10

// input reads secrets: from lines, or at a terminal by asking.
type input struct {
	ctx      context.Context
	lines    *bufio.Reader
	read     int
	terminal *os.File // nil when standard input is none
	prompt   io.Writer
}

// newInput looks what standard input is.
func newInput(ctx context.Context, in io.Reader, prompt io.Writer) *input {
	i := &input{ctx: ctx, lines: bufio.NewReaderSize(in, maxLine+len("\r\n")), prompt: prompt}
	if file, ok := in.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		i.terminal = file
	}
	return i
}

// errNoLine: standard input ended before the secret.
var errNoLine = errors.New("command: no line on standard input")

// secret reads one secret. what names it in the prompt, such as "Password of
// ada"; field is what an error is about.
func (i *input) secret(what, field string) (string, error) {
	if i.terminal != nil {
		return i.ask(what, field)
	}
	return i.line(what, field)
}

// fresh reads a new secret: at a terminal twice, from lines once, where the
// writer has made sure of it.
func (i *input) fresh(what, field string) (typed, repeated string, err error) {
	typed, err = i.secret(what, field)
	if err != nil || i.terminal == nil {
		return typed, typed, err
	}
	repeated, err = i.ask("Once more", field)
	return typed, repeated, err
}

// line reads one line and cuts its end off.
func (i *input) line(what, field string) (string, error) {
	i.read++
	raw, err := i.lines.ReadSlice('\n')
	defer clear(raw)
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return "", tooLong(field)
	case errors.Is(err, io.EOF) && len(raw) == 0:
		text := fmt.Sprintf("%s: standard input has no line %d to take it from.", what, i.read)
		return "", &refusal{code: core.CodeUsage, field: field, text: text, cause: errNoLine}
	case err != nil && !errors.Is(err, io.EOF):
		return "", &refusal{code: core.CodeUsage, field: field, text: what + ": standard input cannot be read.", cause: err}
	}
	text := raw
	if cut, ended := bytes.CutSuffix(raw, []byte("\n")); ended {
		text = bytes.TrimSuffix(cut, []byte("\r"))
	}
	if len(text) > maxLine {
		return "", tooLong(field)
	}
	return string(text), nil
}

// ask prompts at the terminal and reads without showing what is typed. When
// the command is stopped meanwhile, the terminal shows what is typed again.
func (i *input) ask(what, field string) (string, error) {
	fd := int(i.terminal.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", fmt.Errorf("look at the terminal: %w", err)
	}
	if _, err := fmt.Fprint(i.prompt, shown(what)+": "); err != nil {
		return "", fmt.Errorf("ask at the terminal: %w", err)
	}
	type answer struct {
		text []byte
		err  error
	}
	typed := make(chan answer, 1)
	go func() {
		text, err := term.ReadPassword(fd)
		typed <- answer{text, err}
	}()
	select {
	case <-i.ctx.Done():
		return "", errors.Join(i.ctx.Err(), term.Restore(fd, before))
	case got := <-typed:
		defer clear(got.text)
		_, ended := fmt.Fprintln(i.prompt)
		if err := errors.Join(got.err, ended); err != nil {
			return "", &refusal{code: core.CodeUsage, field: field, text: what + ": nothing was typed.", cause: err}
		}
		if len(got.text) > maxLine {
			return "", tooLong(field)
		}
		return string(got.text), nil
	}
}

// tooLong refuses a line before anything is done with it.
func tooLong(field string) error {
	return &refusal{code: core.CodeInput, field: field, text: "This is longer than any password can be. Shorten it to 1,024 characters."}
}
