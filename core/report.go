package core

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"strings"
)

// reporter words what nobody expected: a sentence for the person, the detail
// for the log.
type reporter struct {
	log  *slog.Logger
	rand io.Reader
}

// reporter is the one of a program that has no open site yet.
func (c Config) reporter() reporter { return reporter{log: c.Log, rand: c.Rand} }

// plain turns what is no Error into one of CodeFault: one plain sentence and a
// reference for the window, the detail for the log. Errors for people pass
// through.
func (r reporter) plain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	var problems Problems
	if errors.As(err, &problems) {
		return err
	}
	if e, ok := errors.AsType[*Error](err); ok {
		if e.Cause != nil {
			r.log.ErrorContext(ctx, "refused", "code", e.Code, "cause", e.Cause.Error())
		}
		return e
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return &Error{Code: CodeFault, Text: say("Stopped before it was done. Nothing was changed."), Cause: err}
	}
	if errors.Is(err, ErrConflict) {
		return &Error{Code: CodeConflict, Text: say("This was changed from another window in between. Look at it again, then repeat your change."), Cause: err}
	}
	if isNotFound(err) {
		return &Error{Code: CodeNotFound, Text: say("This is not there any more."), Cause: err}
	}
	reference := r.reference()
	r.log.ErrorContext(ctx, "fault", "reference", reference, "cause", err.Error())
	return &Error{
		Code: CodeFault, Reference: reference, Cause: err,
		Text: say("Something unexpected happened and nothing was changed. Reference {{.Reference}}, details are in the log.", "Reference", reference),
	}
}

// reference is a short mark that leads from the window to a line of the log.
func (r reporter) reference() string {
	mark := make([]byte, 3)
	if _, err := io.ReadFull(r.rand, mark); err != nil {
		return "E-NONE"
	}
	return "E-" + strings.ToUpper(hex.EncodeToString(mark))
}
