package policy

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sheet is one set of settings while it is read or written.
type sheet struct {
	form  form
	cells map[string]string // label → the text as written
	// meant is label → the canonical text of what was read, to see afterwards
	// whether the policy holds it.
	meant  map[string]string
	faults FieldErrors
	losses []Loss
}

func newSheet(f form) *sheet {
	if f.on == "" {
		f.on, f.off = "On", "Off"
	}
	return &sheet{form: f, cells: map[string]string{}, meant: map[string]string{}}
}

// parse fills the cells from a JSON object. Numbers and true or false may stand
// without quotes; null is blank.
func (s *sheet) parse(data []byte) {
	root, fault := jsonObject(data)
	if fault != nil {
		s.faults = FieldErrors{fault}
		return
	}
	eachMember(root, func(name string, value []byte) bool {
		label, known := s.labelOf(name)
		_, seen := s.cells[label]
		text, isText := unquote(value)
		switch {
		case !known:
			s.fault(shownName(name), s.unknownSetting(name))
		case seen:
			s.faults = append(s.faults, namedTwice(label))
		case isText:
			s.cells[label] = text
		case string(value) == "null":
			s.cells[label] = ""
		case value[0] == '{' || value[0] == '[' || value[0] == '"':
			s.fault(label, say("Write the value as a text in quotes"))
		default:
			s.cells[label] = string(value)
		}
		return len(s.faults) < maxFaults
	})
}

// unknownSetting names the nearest label, if one is near.
func (s *sheet) unknownSetting(name string) Text {
	if nearest := NearestName(name, s.form.labels); nearest != "" {
		return say("There is no setting of this name. The nearest is “{{.Nearest}}”", "Nearest", nearest)
	}
	return say("There is no setting of this name")
}

// labelOf finds a label, or another name of it, in any case.
func (s *sheet) labelOf(name string) (string, bool) {
	for other, label := range s.form.also {
		if strings.EqualFold(other, name) {
			return label, true
		}
	}
	at := slices.IndexFunc(s.form.labels, func(l string) bool { return strings.EqualFold(l, name) })
	if at < 0 {
		return "", false
	}
	return s.form.labels[at], true
}

func (s *sheet) fault(label string, text Text) {
	s.faults = append(s.faults, &FieldError{label, text})
}

func (s *sheet) lose(label string, text Text) {
	s.losses = append(s.losses, Loss{label, text})
}

func (s *sheet) lost(label string) bool {
	return slices.ContainsFunc(s.losses, func(l Loss) bool { return l.Field == label })
}

// text is a cell without the blanks around it.
func (s *sheet) text(label string) string { return strings.TrimSpace(s.cells[label]) }

func (s *sheet) blank(label string) bool { return s.text(label) == "" }

// number reads a whole number between two bounds; blank is the fallback.
func (s *sheet) number(label string, low, high, blank int) int {
	text := s.text(label)
	n := blank
	if text != "" {
		parsed, err := strconv.Atoi(text)
		if err != nil || strings.TrimLeft(text, "0123456789") != "" && text != "-1" || parsed < low || parsed > high {
			s.fault(label, say("Write a whole number from {{.Min}} to {{.Max}}", "Min", low, "Max", high))
			return low
		}
		n = parsed
	}
	s.meant[label] = strconv.Itoa(n)
	return n
}

// limit reads a number for a field of the policy; blank and 0 are no limit.
func (s *sheet) limit(label, field string) *int {
	return orNone(s.number(label, 0, boundOf(field), 0))
}

// boundOf is the largest value of a numeric field.
func boundOf(field string) int {
	at := slices.IndexFunc(fieldTable, func(f Field) bool { return f.Name == field })
	if at < 0 {
		return 0
	}
	return fieldTable[at].Max
}

func orNone(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

// flag reads a switch; blank is the fallback.
func (s *sheet) flag(label string, blank bool) bool {
	on := blank
	switch strings.ToLower(s.text(label)) {
	case "":
	case "on", "yes", "true", "checked", "enabled":
		on = true
	case "off", "no", "false", "unchecked", "not checked", "disabled":
		on = false
	default:
		s.fault(label, say("Write {{.On}} or {{.Off}}", "On", s.form.on, "Off", s.form.off))
	}
	s.meant[label] = s.word(on)
	return on
}

func (s *sheet) word(on bool) string {
	if on {
		return s.form.on
	}
	return s.form.off
}

// schedule reads lock durations; blank is nil.
func (s *sheet) schedule(label string) *Schedule {
	if s.blank(label) {
		return nil
	}
	value, fault := Field{Kind: FieldSchedule}.fromString(s.text(label))
	schedule, ok := value.(Schedule)
	if !fault.IsZero() || !ok {
		s.fault(label, fault)
		return nil
	}
	s.meant[label] = schedule.String()
	return &schedule
}

// choice reads one of a field's words; blank is the first, which stands empty
// in a policy.
func (s *sheet) choice(label string, words ...string) string {
	word := strings.ToLower(s.text(label))
	switch {
	case word == "":
		word = words[0]
	case !slices.Contains(words, word):
		s.fault(label, say("Choose one of: {{.Choices}}", "Choices", strings.Join(words, ", ")))
	}
	s.meant[label] = word
	if word == words[0] {
		return ""
	}
	return word
}

func (s *sheet) put(label, text string) { s.cells[label] = text }

// putNumber writes a number, and "0" for none.
func (s *sheet) putNumber(label string, n *int) {
	text := "0"
	if n != nil {
		text = strconv.Itoa(*n)
	}
	s.put(label, text)
}

func (s *sheet) putFlag(label string, on bool) { s.put(label, s.word(on)) }

// putSchedule writes lock durations, blank for none.
func (s *sheet) putSchedule(label string, schedule *Schedule) {
	text := ""
	if schedule != nil {
		text = schedule.String()
	}
	s.put(label, text)
}

// json writes the cells in the order of the labels.
func (s *sheet) json() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, label := range s.form.labels {
		name, err := encodeValue(label)
		if err != nil {
			return nil, err
		}
		text, err := encodeValue(s.cells[label])
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(text)
	}
	b.WriteByte('}')
	var out bytes.Buffer
	if err := json.Indent(&out, b.Bytes(), "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// inUnits says a length in the largest unit that says it exactly. What is no
// whole number of minutes is made longer by the rest of one.
func inUnits(length time.Duration) Duration {
	minutes := int((length + time.Minute - 1) / time.Minute)
	switch {
	case minutes%(24*60) == 0:
		return Duration{minutes / (24 * 60), Days}
	case minutes%60 == 0:
		return Duration{minutes / 60, Hours}
	}
	return Duration{minutes, Minutes}
}

// isSet reports whether a switch-like minimum is asked for.
func isSet(n *int) bool { return n != nil }

// oneIf is 1 for a switch that is on: "at least one".
func oneIf(on bool) *int {
	if on {
		return new(1)
	}
	return nil
}

// secondsOf is a duration in seconds, 0 for none.
func secondsOf(d *Duration) int {
	if d == nil {
		return 0
	}
	return int(d.Length() / time.Second)
}

// fromSeconds is the duration of a number of seconds, nil for 0.
func fromSeconds(n int) *Duration {
	if n == 0 {
		return nil
	}
	d := inUnits(time.Duration(n) * time.Second)
	return &d
}

// maxSeconds bounds every duration that a dialect writes in seconds.
const maxSeconds = int(MaxLockDuration / time.Second)
