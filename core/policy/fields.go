package policy

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// FieldKind says what values a field takes, and so how an editor shows it.
type FieldKind string

// The kinds, each with the Go type of [Field.Value].
const (
	FieldNumber   FieldKind = "number"   // int
	FieldSwitch   FieldKind = "switch"   // bool, never absent: nil gives DefaultOn
	FieldChoice   FieldKind = "choice"   // string, one of Choices, never absent
	FieldText     FieldKind = "text"     // string
	FieldDuration FieldKind = "duration" // Duration
	FieldSchedule FieldKind = "schedule" // Schedule
	FieldKinds    FieldKind = "kinds"    // Kinds
	FieldList     FieldKind = "list"     // []string
)

// Field describes one field of the published model.
type Field struct {
	// Group and Name are the names of the JSON form: "complexity", "min_length".
	Group, Name string
	Kind        FieldKind
	// Min and Max bound a FieldNumber and the code points of a FieldText.
	Min, Max int
	// Choices are the words of a FieldChoice, the first standing for an empty
	// value, and the only words of a FieldKinds or FieldList that has some.
	Choices []string
	// Default is what an absent FieldNumber means, 0 where absence is no limit.
	Default int
	// DefaultOn: an absent FieldSwitch is on. All others are off.
	DefaultOn bool

	// get and put reach the field in a policy; nil is absence. put takes only
	// values that judge accepts.
	get func(p *Policy) any
	put func(p *Policy, value any)
	// extra judges what the bounds do not say; nil is nothing.
	extra func(value any) Text
}

// Path is the full name: "complexity.min_length".
func (f Field) Path() string { return f.Group + "." + f.Name }

// Value is what a policy has in the field, nil when absent.
func (f Field) Value(p Policy) any { return f.get(&p) }

// SetValue puts a value of the kind's Go type into a policy, nil for absence.
// A value out of bounds or of another type is a *FieldError and changes
// nothing.
func (f Field) SetValue(p *Policy, value any) error {
	if value != nil {
		if fault := f.judge(value); !fault.IsZero() {
			return &FieldError{f.Path(), fault}
		}
	}
	f.put(p, value)
	return nil
}

// JSONText is the field's value in the JSON form, "null" when absent. [Set]
// reads it back.
func (f Field) JSONText(p Policy) string {
	text, err := encodeValue(f.get(&p))
	if err != nil {
		return "null"
	}
	return string(text)
}

// Fields returns every field in the order of the JSON form.
func Fields() []Field {
	all := slices.Clone(fieldTable)
	for i := range all {
		all[i].Choices = slices.Clone(all[i].Choices)
	}
	return all
}

// FieldNamed finds a field by its bare name or by group.field. An unknown name
// is a *FieldError that tells the nearest one, if there is one.
func FieldNamed(name string) (Field, error) {
	names := make([]string, 0, 2*len(fieldTable))
	for _, f := range fieldTable {
		if name == f.Name || name == f.Path() {
			return f, nil
		}
		names = append(names, f.Name)
	}
	_, bare, dotted := strings.Cut(name, ".")
	if !dotted {
		return Field{}, unknownField(name, NearestName(name, names))
	}
	return Field{}, unknownField(bare, pathOf(NearestName(bare, names)))
}

// pathOf is the full name of a field, "" for a name that is none.
func pathOf(name string) string {
	at := slices.IndexFunc(fieldTable, func(f Field) bool { return f.Name == name })
	if at < 0 {
		return ""
	}
	return fieldTable[at].Path()
}

// shownName is a name as an error repeats it; an empty one still shows.
func shownName(name string) string {
	if name == "" {
		return "“”"
	}
	return shortened(name, longestLabel)
}

// unknownField refuses a name; nearest is "" where none is near.
func unknownField(name, nearest string) *FieldError {
	text := say("There is no field of this name")
	if nearest != "" {
		text = say("There is no field of this name. The nearest is “{{.Nearest}}”", "Nearest", nearest)
	}
	return &FieldError{shownName(name), text}
}

// Set applies an assignment FIELD=VALUE. FIELD is a bare name or group.field,
// VALUE is JSON, null for absence. A text, a choice, a duration or a schedule may
// stand without its quotes. An error is a *FieldError and leaves the policy as
// it was.
func Set(p *Policy, assignment string) error {
	name, value, found := strings.Cut(assignment, "=")
	if !found {
		return &FieldError{shownName(name), say("Write a field, an equals sign and a value, such as min_length=12")}
	}
	f, err := FieldNamed(strings.TrimSpace(name))
	if err != nil {
		return err
	}
	if !utf8.ValidString(value) {
		return &FieldError{f.Path(), say("Write the value as UTF-8 text")}
	}
	raw := bytes.TrimSpace([]byte(value))
	if !json.Valid(raw) {
		if !f.wordy() {
			return &FieldError{f.Path(), f.wrongType()}
		}
		return f.setWord(p, value)
	}
	if string(raw) == "null" {
		f.put(p, nil)
		return nil
	}
	decoded, fault := f.decode(raw)
	if fault.IsZero() {
		fault = f.judge(decoded)
	}
	if !fault.IsZero() {
		return &FieldError{f.Path(), fault}
	}
	f.put(p, decoded)
	return nil
}

// wordy reports whether the JSON form of the field is a string.
func (f Field) wordy() bool {
	return f.Kind == FieldText || f.Kind == FieldChoice || f.Kind == FieldDuration || f.Kind == FieldSchedule
}

// setWord reads a value written without its quotes.
func (f Field) setWord(p *Policy, word string) error {
	value, fault := f.fromString(word)
	if fault.IsZero() {
		fault = f.judge(value)
	}
	if !fault.IsZero() {
		return &FieldError{f.Path(), fault}
	}
	f.put(p, value)
	return nil
}

// Bounds reports every field whose value is outside what the field can hold,
// as [FieldErrors]. It says nothing of fields that contradict each other.
func (p Policy) Bounds() error {
	var faults FieldErrors
	for _, f := range fieldTable {
		value := f.get(&p)
		if value == nil {
			continue
		}
		if fault := f.judge(value); !fault.IsZero() {
			faults = append(faults, &FieldError{f.Path(), fault})
		}
	}
	return faults.orNil()
}

// encodeValue writes a value in the JSON form, without escapes that only HTML
// needs.
func encodeValue(value any) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return []byte("null"), nil
	case int:
		return strconv.AppendInt(nil, int64(v), 10), nil
	case Duration:
		value = v.String()
	case Schedule:
		value = v.String()
	case Kinds:
		// Without this the encoder would write a list that is nil as null.
		v.Of = append([]Kind{}, v.Of...)
		value = v
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// nearestShare is in how many characters of the longer name one edit may be: more
// of them make it another word, and no slip of the keys.
const nearestShare = 3

// longestLabel is how much of a name an error repeats, in bytes: a whole label of
// another system, of which the longest has 82.
const longestLabel = 96

// longestName is how much of a name is compared, in bytes; the longest label of
// another system has 82.
const longestName = 120

// NearestName is the name with the fewest edits to what was written, in whatever
// case, and "" where all of them are other words: a third of the characters of the
// longer one may differ.
func NearestName(written string, names []string) string {
	best, least := "", int(^uint(0)>>1)
	written = strings.ToLower(written[:min(len(written), longestName)])
	for _, name := range names {
		edits := editsBetween(written, strings.ToLower(name))
		if edits < least && nearestShare*edits <= max(len(written), len(name)) {
			best, least = name, edits
		}
	}
	return best
}

// editsBetween counts the insertions, deletions and replacements of bytes that
// turn one short name into another.
func editsBetween(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			edits := diagonal
			if a[i] != b[j] {
				edits = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], edits
		}
	}
	return row[len(b)]
}
