package access

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// The names of a rule in JSON, besides those that are words of its text.
const (
	actionName = "action"
	daysName   = "days"
	toName     = "to"
)

// writtenRule and writtenHours are the JSON of a rule and of hours.
type writtenRule struct {
	Action string        `json:"action"`
	From   []string      `json:"from,omitempty"`
	Hours  *writtenHours `json:"hours,omitempty"`
	Note   string        `json:"note,omitempty"`
}

type writtenHours struct {
	Days []string `json:"days,omitempty"`
	From string   `json:"from,omitempty"`
	To   string   `json:"to,omitempty"`
}

// JSON writes the list on one line:
//
//	[{"action":"deny","from":["10.0.0.0/8"],"hours":{"days":["mon"],"from":"22:00","to":"06:00"},"note":"At night"}]
//
// What a rule does not have is left out. Equal lists give equal bytes, and
// ParseJSON reads them back. What it would refuse is an *Error.
func (r Rules) JSON() ([]byte, error) {
	if err := r.checkAll(); err != nil {
		return nil, err
	}
	list := make([]writtenRule, len(r))
	for i, rule := range r {
		list[i] = rule.written()
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(list); err != nil {
		return nil, err
	}
	out := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if len(out) > MaxBytes || len(r.String()) > MaxBytes {
		return nil, &Error{Reason: ReasonLarge, Limit: MaxBytes}
	}
	return out, nil
}

func (r Rule) written() writtenRule {
	w := writtenRule{Action: actionOf(r.Allow), Note: r.Note}
	for _, source := range r.From {
		w.From = append(w.From, source.String())
	}
	if h := r.Hours; h != nil {
		w.Hours = &writtenHours{Days: h.Days.names()}
		if h.hasTimes() {
			w.Hours.From, w.Hours.To = clock(h.From), clock(h.To)
		}
	}
	return w
}

// ParseJSON reads what JSON writes, with spaces and in any order of the names.
// It is strict: unknown and repeated names, null, empty lists and other types are
// refused with an *Error.
func ParseJSON(data []byte) (Rules, error) {
	switch {
	case len(data) > MaxBytes:
		return nil, &Error{Reason: ReasonLarge, Limit: MaxBytes}
	case !utf8.Valid(data):
		return nil, &Error{Reason: ReasonNotText}
	case !json.Valid(data):
		return nil, &Error{Reason: ReasonNotJSON}
	}
	r := reader{json.NewDecoder(bytes.NewReader(data))}
	var rules Rules
	err := r.list("rules", func() *Error {
		if len(rules) == MaxRules {
			return &Error{Reason: ReasonManyRules, Limit: MaxRules}
		}
		rule, err := r.rule()
		if err != nil {
			err.Rule = len(rules) + 1
			return err
		}
		rules = append(rules, rule)
		return nil
	})
	if err != nil {
		return nil, err
	}
	// The other form of the same rules may be the longer one.
	if err := rules.Check(); err != nil {
		return nil, err
	}
	return rules, nil
}

// reader takes JSON apart that json.Valid has accepted, name by name: the
// decoder of the standard library passes over names that are repeated, and takes
// names in another case.
type reader struct{ decoder *json.Decoder }

// next is the next token, nil for null.
func (r reader) next() json.Token {
	token, err := r.decoder.Token()
	if err != nil {
		return nil // a value that is asked for has another type than any
	}
	return token
}

// list reads the elements of an array, the value of a name.
func (r reader) list(name string, element func() *Error) *Error {
	if r.next() != json.Delim('[') {
		return &Error{Reason: ReasonType, Word: name}
	}
	for r.decoder.More() {
		if err := element(); err != nil {
			return err
		}
	}
	r.next()
	return nil
}

// object reads the members of an object, the value of a name.
func (r reader) object(of string, member func(name string) *Error) *Error {
	if r.next() != json.Delim('{') {
		return &Error{Reason: ReasonType, Word: of}
	}
	seen := map[string]bool{}
	for r.decoder.More() {
		name, _ := r.next().(string) // json.Valid has seen it
		if seen[name] {
			return &Error{Reason: ReasonNameTwice, Word: shown(name)}
		}
		seen[name] = true
		if err := member(name); err != nil {
			return err
		}
	}
	r.next()
	return nil
}

// text reads a string, the value of a name.
func (r reader) text(name string) (string, *Error) {
	text, ok := r.next().(string)
	if !ok {
		return "", &Error{Reason: ReasonType, Word: name}
	}
	return text, nil
}
