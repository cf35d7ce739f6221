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
	"gatehouse/core/policy"
)

// Fields of this package's own refusals, beside those of core.
const (
	fieldData         = "data"
	fieldRecoveryFile = "recovery_file"
	fieldLimit        = "limit"
	fieldCount        = "count"
	fieldOffset       = "offset"
	fieldBefore       = "before"
	fieldFrom         = "from"
	fieldSince        = "since"
	fieldUntil        = "until"
	fieldPreset       = core.FieldPreset
	fieldDialect      = "dialect"
	fieldFile         = "file"
	fieldZone         = "zone"
	fieldSteps        = "steps"
	fieldPasskey      = "passkey"
	fieldKind         = "kind"
	fieldProvider     = "passkey_provider"
	fieldTo           = "to"
	fieldOutcome      = "outcome"
	fieldTextFile     = "text_file"
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
		return failure{Code: r.code, Field: r.field, Message: r.text, Problems: fieldProblems(r)}
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

// fieldProblems lists what is wrong with a policy or with the settings of another
// system, when it is more than one thing.
func fieldProblems(r *refusal) []fieldProblem {
	all := policy.FieldErrorsOf(r.cause)
	if len(all) < 2 {
		return nil
	}
	listed := make([]fieldProblem, len(all))
	for i, bad := range all {
		listed[i] = fieldProblem{Code: r.code, Field: bad.Field, Message: fieldText(bad)}
	}
	return listed
}

// problemText is the text of a problem, with its full stop. One with a rule of a
// policy begins with the rule's name in policy files: beside the fields of the
// window it needs none.
func problemText(p *core.Error) string {
	text := ended(p.Text.String())
	if !strings.Contains(p.Field, ".") {
		return text
	}
	return p.Field + ": " + text
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
	core.FieldQuestion:          "--question",
	core.FieldAnswer:            "Answer",
	core.FieldCode:              "--code",
	core.FieldAppName:           "--name",
	core.FieldAlgorithm:         "--algorithm",
	core.FieldPasskeyName:       "--name",
	fieldPasskey:                "--passkey",
	fieldKind:                   "--kind",
	fieldProvider:               "--passkey-provider",
	"search":                    "--search",
	fieldData:                   "--data",
	fieldRecoveryFile:           "--recovery-file",
	fieldLimit:                  "--limit",
	fieldCount:                  "--count",
	fieldOffset:                 "--offset",
	fieldBefore:                 "--before",
	fieldFrom:                   "--from",
	fieldSince:                  "--since",
	fieldUntil:                  "--until",
	core.FieldAnchor:            "--anchor",
	core.FieldKeepDays:          "--days",
	core.FieldExport:            "--file",
	fieldPreset:                 "--preset",
	fieldDialect:                "--dialect",
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
	core.FieldEndedDays:         "--ended-days",
	core.FieldHistoryDays:       "--history-days",
	core.FieldPlaces:            "Places",
	core.FieldRules:             "Rules",
	core.FieldRanges:            "RANGE",
	core.FieldComputers:         "--computer",
	fieldTo:                     "--to",
	fieldOutcome:                "--outcome",
	fieldTextFile:               "--file",
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
	return string(unicode.ToUpper(first)) + ended(text[size:])
}

// ended ends a text with a full stop.
func ended(text string) string { return strings.TrimSuffix(text, ".") + "." }

// duration writes a length of time for people, in the two largest units of it:
// "14 min 32 s", "1 h 5 min", "1 d". What is smaller is rounded up, so that it is
// never said to be over too early.
func duration(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= day:
		return inUnits(d, day, "d", time.Hour, "h")
	case d >= time.Hour:
		return inUnits(d, time.Hour, "h", time.Minute, "min")
	case d >= time.Minute:
		return inUnits(d, time.Minute, "min", time.Second, "s")
	default:
		return fmt.Sprintf("%d s", d/time.Second)
	}
}

// inUnits writes a length of time in a unit and a smaller one that divides it.
func inUnits(d, unit time.Duration, name string, small time.Duration, smallName string) string {
	d = (d + small - 1) / small * small
	text := fmt.Sprintf("%d %s", d/unit, name)
	if rest := d % unit / small; rest > 0 {
		text += fmt.Sprintf(" %d %s", rest, smallName)
	}
	return text
}
