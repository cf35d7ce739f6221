package mail

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"
)

// Limits of a message: octets, and characters of its subject. A line is without its end
// (RFC 5322, 2.1.1).
const (
	maxID      = 64
	maxSubject = 200
	maxText    = 64 << 10
	maxLine    = 998
)

// Message is one plain text for one person.
type Message struct {
	// ID names the message, the same in each attempt: letters, digits, "-" and "_", at
	// most 64. It is random, for whoever gets the message sees it.
	ID string
	// To is the address alone.
	To      string
	Subject string
	// Text is plain; its lines end with "\n" or "\r\n" and may be of any length. A last
	// line without an end gets one.
	Text string
	// Date is when the message was made.
	Date time.Time
	// Secrets are parts of the text that must not turn up in an error: one-time codes.
	Secrets []string
}

// Format shows the message's ID, whatever it is asked for: the text may hold a code.
func (m Message) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "message "+oneLine(m.ID)) }

// LogValue shows the message's ID.
func (m Message) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(m)) }

// Validate lists what is wrong with the message, in the order of its fields; nil when it
// can be sent.
func (m Message) Validate() []Problem {
	_, found := m.check()
	return found
}

func (m Message) check() (address, problems) {
	var found problems
	found.note(FieldID, checkID(m.ID))
	to, reason := parseBare(m.To)
	found.note(FieldTo, reason)
	found.note(FieldSubject, checkSubject(m.Subject))
	found.note(FieldText, checkText(m.Text))
	if year := m.Date.Year(); m.Date.IsZero() {
		found.note(FieldDate, ReasonMissing)
	} else if year < 1970 || year > 9999 {
		found.note(FieldDate, ReasonRange)
	}
	return to, found
}

func checkID(id string) Reason {
	switch {
	case id == "":
		return ReasonMissing
	case len(id) > maxID:
		return ReasonTooLong
	case strings.ContainsFunc(id, func(r rune) bool { return !isLetterDigit(r) && r != '-' && r != '_' }):
		return ReasonCharacter
	}
	return ""
}

func checkSubject(subject string) Reason {
	if strings.TrimSpace(subject) == "" {
		return ReasonMissing
	}
	if reason := checkLine(subject, utf8.UTFMax*maxSubject); reason != "" {
		return reason
	}
	if utf8.RuneCountInString(subject) > maxSubject {
		return ReasonTooLong
	}
	return checkWords(subject)
}

func checkText(text string) Reason {
	switch {
	case strings.TrimSpace(text) == "":
		return ReasonMissing
	case len(text) > maxText:
		return ReasonTooLong
	}
	lines := strings.ReplaceAll(text, "\r\n", "\n")
	if !utf8.ValidString(text) || strings.ContainsFunc(lines, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t'
	}) {
		return ReasonCharacter
	}
	return ""
}

// A letter is a message that is written and may go.
type letter struct {
	from, to address
	octets   []byte
}

// beyondASCII reports that the relay has to know SMTPUTF8.
func (l *letter) beyondASCII() bool { return l.from.beyondASCII() || l.to.beyondASCII() }

// write writes the message, or says why it cannot go.
func (m Message) write(from address) (*letter, *Error) {
	to, found := m.check()
	if found != nil {
		return nil, &Error{Kind: KindInvalid, Problems: found}
	}
	l := &letter{from: from, to: to}
	octets, err := m.octets(from, to)
	if err != nil {
		return nil, &Error{Kind: KindInvalid, Detail: "it cannot be written"}
	}
	l.octets = octets
	return l, nil
}

// errLine reports a line that no relay has to take.
var errLine = errors.New("mail: a line is too long")

// octets is the message as it is sent (RFC 5322, RFC 2045): text in quoted-printable, so
// that every relay takes it and no line is long.
func (m Message) octets(from, to address) ([]byte, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := msg.SetAddrHeader(gomail.HeaderFrom, from.header()); err != nil {
		return nil, err
	}
	if err := msg.SetAddrHeader(gomail.HeaderTo, to.header()); err != nil {
		return nil, err
	}
	msg.Subject(m.Subject)
	msg.SetDateWithValue(m.Date)
	// The domain is the sender's: the machine's name is nobody's business.
	msg.SetMessageIDWithValue(m.ID + "@" + from.domain)
	// No answers by machines: RFC 3834, section 5; MS-OXCMAIL, 2.2.3.2.14.
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		return nil, err
	}
	for line := range bytes.Lines(b.Bytes()) {
		if len(bytes.TrimRight(line, "\r\n")) > maxLine {
			return nil, errLine
		}
	}
	return b.Bytes(), nil
}
