package command

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"gatehouse/core"
)

// Fields of this package's own refusals, beside those of core.
const (
	fieldData         = "data"
	fieldRecoveryFile = "recovery_file"
	fieldLimit        = "limit"
	fieldOffset       = "offset"
	fieldBefore       = "before"
	fieldPreset       = core.FieldPreset
	fieldFile         = "file"
	fieldZone         = "zone"
	fieldSteps        = "steps"
)

// refusal is an error that the command line itself finds.
type refusal struct {
	code  core.Code
	field string
	text  string
	cause error
}

func (r *refusal) Error() string { return r.text }

func (r *refusal) Unwrap() error { return r.cause }

// wrongUse refuses a command line that cannot be carried out as it stands.
func wrongUse(field, text string) error {
	return &refusal{code: core.CodeUsage, field: field, text: text}
}

// failure is the JSON object of a command that did not do what it was asked.
type failure struct {
	// Code is one of core's codes; Field names the input it is about, or is "".
	Code    core.Code `json:"code"`
	Field   string    `json:"field"`
	Message string    `json:"message"`
	// Reference leads to a line of the log, with code "fault".
	Reference string `json:"reference,omitempty"`
	// Until is when the lock ends, with code "locked"; absent when it ends with
	// an unlocking only.
	Until      *time.Time `json:"until,omitempty"`
	RetryAfter *int64     `json:"retry_after_seconds,omitempty"`
	// Problems lists all, when there are several; the first is repeated above.
	Problems []fieldProblem `json:"problems,omitempty"`
}

// fieldProblem is one of several things in the way.
type fieldProblem struct {
	Code    core.Code `json:"code"`
	Field   string    `json:"field"`
	Message string    `json:"message"`
}

// failureOf says what an error means to whoever called.
func (c *console) failureOf(err error) failure {
	if r, ok := errors.AsType[*refusal](err); ok {
		return failure{Code: r.code, Field: r.field, Message: r.text}
	}
	problems := core.ProblemsOf(err)
	if len(problems) == 0 {
		return c.unknown(err)
	}
	first := problems[0]
	f := failure{Code: first.Code, Field: first.Field, Message: problemText(first), Reference: first.Reference}
	if first.Lock != nil && !first.Lock.UntilUnlocked && c.now != nil {
		left := max(0, first.Lock.Until.Sub(c.now()))
		until, seconds := first.Lock.Until.UTC(), int64((left+time.Second-1)/time.Second)
		f.Until, f.RetryAfter = &until, &seconds
		f.Message += " It is over in " + duration(time.Duration(seconds)*time.Second) + "."
	}
	if len(problems) > 1 {
		for _, p := range problems {
			f.Problems = append(f.Problems, fieldProblem{Code: p.Code, Field: p.Field, Message: problemText(p)})
		}
	}
	return f
}

// problemText is the text of a problem. One with a rule of a policy begins with
// the rule's name in policy files: beside the fields of the window it needs none.
func problemText(p *core.Error) string {
	if !strings.Contains(p.Field, ".") {
		return p.Text.String()
	}
	return p.Field + ": " + sentence(p.Text.String())
}

// unknown words an error that nobody wrote for people.
func (c *console) unknown(err error) failure {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return failure{Code: core.CodeFault, Message: "Stopped before it was done."}
	}
	if errors.Is(err, errOutput) {
		c.log.Error("the answer could not be written", "cause", err.Error())
		return failure{Code: core.CodeFault, Message: "It was done, but the answer could not be written to standard output."}
	}
	if !c.log.Enabled(c.ctx, slog.LevelError) { // there is no site yet, hence no log
		return failure{Code: core.CodeFault, Message: "Something unexpected happened: " + err.Error()}
	}
	mark := make([]byte, 3)
	if _, drawn := rand.Read(mark); drawn != nil {
		c.log.Error("fault", "cause", drawn.Error())
	}
	reference := "E-" + strings.ToUpper(hex.EncodeToString(mark))
	c.log.Error("fault", "reference", reference, "cause", err.Error())
	return failure{
		Code: core.CodeFault, Reference: reference,
		Message: "Something unexpected happened. Reference " + reference + ", details are in the log.",
	}
}

// fail prints an error and gives the exit status.
func (c *console) fail(err error) int {
	f := c.failureOf(err)
	if c.json {
		if err := c.object(false, f); err != nil {
			c.complain(c.failureOf(err).Message)
			return core.CodeFault.Exit()
		}
		return f.Code.Exit()
	}
	problems := f.Problems
	if len(problems) == 0 {
		problems = []fieldProblem{{Field: f.Field, Message: f.Message}}
	}
	for _, p := range problems {
		if label := c.label(p.Field); label != "" {
			c.complain(label + ": " + p.Message)
		} else {
			c.complain(p.Message)
		}
	}
	return f.Code.Exit()
}

// complain writes one line to standard error. When even that fails, the exit
// status is what is left.
func (c *console) complain(text string) {
	if _, err := fmt.Fprintln(c.Stderr, shown(text)); err != nil {
		c.log.Error("standard error cannot be written", "cause", err.Error())
	}
}

// labels name the flag, or the line of standard input, of a field.
var labels = map[string]string{
	core.FieldSiteName:          "--site",
	core.FieldTimeZone:          "--time-zone",
	core.FieldFullName:          "--full-name",
	core.FieldMail:              "--mail",
	core.FieldRole:              "--role",
	core.FieldPassword:          "Password",
	core.FieldCurrent:           "Current password",
	core.FieldNew:               "New password",
	core.FieldConfirm:           "Confirm password",
	core.FieldReason:            "--reason",
	core.FieldKeyFile:           "--key-file",
	core.FieldPassphrase:        "Passphrase",
	core.FieldPassphraseConfirm: "Passphrase",
	core.FieldRecovery:          "Recovery key",
	"search":                    "--search",
	fieldData:                   "--data",
	fieldRecoveryFile:           "--recovery-file",
	fieldLimit:                  "--limit",
	fieldOffset:                 "--offset",
	fieldBefore:                 "--before",
	fieldPreset:                 "--preset",
	fieldFile:                   "FILE",
	fieldSource:                 "SOURCE",
	fieldOut:                    "--out",
	fieldMaxBad:                 "--max-bad",
	fieldList:                   "--list",
	fieldZone:                   "--zone",
	fieldSteps:                  "--steps",
	core.FieldPolicy:            "--policy",
	core.FieldRank:              "--rank",
	core.FieldExpiry:            "--to",
	core.FieldDay:               "--day",
	core.FieldOver:              "--over",
}

// label names a field as this command takes it.
func (c *console) label(field string) string {
	if own, ok := c.labels[field]; ok {
		return own
	}
	return labels[field]
}

// sentence begins a text with a capital and ends it with a full stop.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(text[size:], ".") + "."
}

// duration writes a length of time for people: "14 min 32 s".
func duration(d time.Duration) string {
	minutes, seconds := d/time.Minute, d%time.Minute/time.Second
	switch {
	case minutes == 0:
		return fmt.Sprintf("%d s", seconds)
	case seconds == 0:
		return fmt.Sprintf("%d min", minutes)
	default:
		return fmt.Sprintf("%d min %d s", minutes, seconds)
	}
}
