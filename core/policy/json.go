package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxPolicyBytes bounds a policy file: twice the largest list of banned
// passwords.
const MaxPolicyBytes = 2 * MaxBannedBytes

// maxFaults is how many problems of one file are named.
const maxFaults = 100

// wholeFile is the Field of an error that concerns no single field.
const wholeFile = "file"

// FieldErrors are all that is wrong with a policy, never empty.
type FieldErrors []*FieldError

// Error implements error with one line for each field.
func (e FieldErrors) Error() string {
	lines := make([]string, len(e))
	for i, fault := range e {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives errors.As each *FieldError.
func (e FieldErrors) Unwrap() []error {
	all := make([]error, len(e))
	for i, fault := range e {
		all[i] = fault
	}
	return all
}

// orNil is the error, and no error when nothing is wrong.
func (e FieldErrors) orNil() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// Parse reads the JSON form of a policy: an object of groups, each an object of
// fields. It is strict: an unknown or repeated name, another type, a number out
// of bounds, text after the object and text that is not UTF-8 are refused. Null
// or a missing name is absence; a number that stands for "no limit" does not
// exist. A switch that is absent is off, but for change_on_first_sign_in, which
// is on: so it was before a policy could say otherwise. The error is [FieldErrors] with every problem found, up to a hundred.
//
// Fields that contradict each other are not its concern. The choice that an
// empty value stands for comes back empty, so that one meaning has one form.
func Parse(data []byte) (Policy, error) {
	root, fault := jsonObject(data)
	if fault != nil {
		return Policy{}, FieldErrors{fault}
	}
	p := unspoken()
	var faults FieldErrors
	seen := map[string]bool{}
	eachMember(root, func(group string, value []byte) bool {
		switch {
		case seen[group]:
			faults = append(faults, namedTwice(group))
		case !slices.Contains(groupNames, group):
			faults = append(faults, unknownGroup(group))
		case string(value) == "null":
		case value[0] != '{':
			faults = append(faults, &FieldError{group, say("Write the fields of the group in braces")})
		default:
			faults = append(faults, parseGroup(&p, group, value)...)
		}
		seen[group] = true
		return len(faults) < maxFaults
	})
	if len(faults) > 0 {
		return Policy{}, faults[:min(len(faults), maxFaults)]
	}
	return p, nil
}

// unspoken is the policy of a file that names no field.
func unspoken() Policy {
	var p Policy
	for _, f := range fieldTable {
		f.put(&p, nil)
	}
	return p
}

// unknownGroup names the nearest group, or all where none is near.
func unknownGroup(name string) *FieldError {
	text := say("There is no group of this name. Choose from {{.Names}}", "Names", strings.Join(groupNames, ", "))
	if nearest := NearestName(name, groupNames); nearest != "" {
		text = say("There is no group of this name. The nearest is “{{.Nearest}}”", "Nearest", nearest)
	}
	return &FieldError{shownName(name), text}
}

func namedTwice(name string) *FieldError {
	return &FieldError{shownName(name), say("This name stands here twice. Keep one of them")}
}

// parseGroup reads the fields of one group into p.
func parseGroup(p *Policy, group string, object []byte) FieldErrors {
	var faults FieldErrors
	seen := map[string]bool{}
	eachMember(object, func(name string, value []byte) bool {
		f, known := fieldIn(group, name)
		switch {
		case seen[name]:
			faults = append(faults, namedTwice(group+"."+name))
		case !known:
			faults = append(faults, unknownInGroup(group, name))
		case string(value) == "null":
		default:
			decoded, fault := f.decode(value)
			if fault.IsZero() {
				fault = f.judge(decoded)
			}
			if fault.IsZero() {
				f.put(p, decoded)
			} else {
				faults = append(faults, &FieldError{f.Path(), fault})
			}
		}
		seen[name] = true
		return len(faults) < maxFaults
	})
	return faults
}

func fieldIn(group, name string) (Field, bool) {
	at := slices.IndexFunc(fieldTable, func(f Field) bool { return f.Group == group && f.Name == name })
	if at < 0 {
		return Field{}, false
	}
	return fieldTable[at], true
}

// unknownInGroup names the nearest field, wherever it stands, as a name in the
// wrong group is as likely as a misspelt one.
func unknownInGroup(group, name string) *FieldError {
	names := make([]string, len(fieldTable))
	for i, f := range fieldTable {
		names[i] = f.Name
	}
	fault := unknownField("", pathOf(NearestName(name, names)))
	fault.Field = group + "." + shownName(name)
	return fault
}

// JSON writes the policy in its canonical form: indented, the groups and fields
// in order, what is absent left out. Equal policies give equal bytes, and
// [Parse] reads them back. A value that Parse would refuse is [FieldErrors].
func (p Policy) JSON() ([]byte, error) {
	if err := p.Bounds(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteByte('{')
	group := ""
	for _, f := range fieldTable {
		value := f.get(&p)
		if f.isEmpty(value) {
			continue
		}
		text, err := encodeValue(value)
		if err != nil {
			return nil, err
		}
		switch {
		case f.Group == group:
			b.WriteByte(',')
		case group == "":
			b.WriteString(`"` + f.Group + `":{`)
		default:
			b.WriteString(`},"` + f.Group + `":{`)
		}
		group = f.Group
		b.WriteString(`"` + f.Name + `":`)
		b.Write(text)
	}
	b.WriteString("}}")
	var out bytes.Buffer
	if err := json.Indent(&out, b.Bytes(), "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// isEmpty reports whether a value is what a missing field means. The switch of
// the lockout is always written, as everything beside it depends on it, and so is
// one whose absence means on.
func (f Field) isEmpty(value any) bool {
	switch f.Kind {
	case FieldSwitch:
		return value == false && f.Path() != "lockout.enabled" && !f.DefaultOn
	case FieldChoice:
		return value == f.Choices[0]
	}
	return value == nil
}

// jsonObject returns the one object that a file holds, without its surroundings,
// or what is wrong with the file.
func jsonObject(data []byte) ([]byte, *FieldError) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch {
	case len(data) > MaxPolicyBytes:
		return nil, &FieldError{wholeFile, say("The file has more than {{.Max}} bytes", "Max", MaxPolicyBytes)}
	case !utf8.Valid(data):
		return nil, &FieldError{wholeFile, say("The file is not UTF-8 text. Save it as UTF-8")}
	case !json.Valid(data):
		return nil, &FieldError{wholeFile, notJSON(data)}
	}
	data = bytes.TrimSpace(data)
	if data[0] != '{' {
		return nil, &FieldError{wholeFile, say("The file does not hold one JSON object in braces")}
	}
	return data, nil
}

// notJSON tells the line at which a text stops being JSON.
func notJSON(data []byte) Text {
	var syntax *json.SyntaxError
	var value json.RawMessage
	if !errors.As(json.Unmarshal(data, &value), &syntax) {
		return say("The file does not hold one JSON object in braces")
	}
	before := data[:max(0, min(int(syntax.Offset)-1, len(data)))]
	return say("Line {{.Line}} cannot be read as JSON", "Line", 1+bytes.Count(before, []byte{'\n'}))
}
