package policy

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// decode reads the field's value from well-formed JSON that is not null. It
// judges the type and leaves the bounds to judge.
func (f Field) decode(raw []byte) (any, Text) {
	switch f.Kind {
	case FieldNumber:
		return f.decodeNumber(raw)
	case FieldSwitch:
		if word := string(raw); word == "true" || word == "false" {
			return word == "true", Text{}
		}
		return nil, f.wrongType()
	case FieldKinds:
		return f.decodeKinds(raw)
	case FieldList:
		return f.decodeList(raw)
	}
	word, ok := unquote(raw)
	if !ok {
		return nil, f.wrongType()
	}
	return f.fromString(word)
}

// fromString reads the value of a field whose JSON form is a string.
func (f Field) fromString(word string) (any, Text) {
	var value any = word
	var err error
	switch f.Kind {
	case FieldDuration:
		value, err = ParseDuration(word)
	case FieldSchedule:
		value, err = ParseSchedule(word)
	}
	var fault *DurationError
	if errors.As(err, &fault) {
		return nil, fault.Text
	}
	return value, Text{}
}

// decodeNumber takes whole numbers as they are usually written; 8.0 and 1e1 are
// refused, since no editor writes a limit so.
func (f Field) decodeNumber(raw []byte) (any, Text) {
	digits := strings.TrimPrefix(string(raw), "-")
	if strings.Trim(digits, "0123456789") != "" {
		return nil, f.wrongType()
	}
	n, err := strconv.Atoi(string(raw))
	if err != nil {
		return nil, f.outOfRange()
	}
	return n, Text{}
}

func (f Field) decodeList(raw []byte) (any, Text) {
	if raw[0] != '[' {
		return nil, f.wrongType()
	}
	limit := MaxBanned
	if len(f.Choices) > 0 {
		// One more than there are words is enough to see a repetition.
		limit = len(f.Choices) + 1
	}
	// A comma within an entry only makes the room too large.
	entries := make([]string, 0, min(limit, 1+bytes.Count(raw, []byte{','})))
	fault := Text{}
	eachElement(raw, func(value []byte) bool {
		entry, ok := unquote(value)
		switch {
		case !ok:
			fault = say("Entry {{.Position}} is no text in quotes", "Position", len(entries)+1)
		case len(entries) == limit:
			fault = say("Name at most {{.Max}} entries", "Max", limit)
		default:
			entries = append(entries, entry)
		}
		return fault.IsZero()
	})
	return entries, fault
}

// decodeKinds reads {"k": 2, "of": ["letter", "digit", "special"]}.
func (f Field) decodeKinds(raw []byte) (any, Text) {
	if raw[0] != '{' {
		return nil, f.wrongType()
	}
	var kinds Kinds
	fault := Text{}
	seen := map[string]bool{}
	eachMember(raw, func(key string, value []byte) bool {
		switch {
		case seen[key]:
			fault = say("“{{.Name}}” is named twice. Keep one of them", "Name", short(key))
		case key == "k":
			n, err := strconv.Atoi(string(value))
			if err != nil {
				fault = f.wrongType()
			}
			kinds.K = n
		case key == "of":
			var entries any
			entries, fault = f.decodeList(value)
			words, _ := entries.([]string)
			for _, w := range words {
				kinds.Of = append(kinds.Of, Kind(w))
			}
		default:
			fault = f.wrongType()
		}
		seen[key] = true
		return fault.IsZero()
	})
	return kinds, fault
}

// judge says what is wrong with a value: its type, its bounds, its words. A
// zero text is nothing.
func (f Field) judge(value any) Text {
	var fault Text
	switch v := value.(type) {
	case bool:
		fault = f.unlessKind(FieldSwitch)
	case int:
		fault = f.unlessKind(FieldNumber)
		if fault.IsZero() {
			fault = f.judgeNumber(v)
		}
	case string:
		fault = f.judgeString(v)
	case []string:
		fault = f.unlessKind(FieldList)
		if fault.IsZero() {
			fault = f.judgeList(v)
		}
	case Kinds:
		fault = f.unlessKind(FieldKinds)
		if fault.IsZero() {
			fault = f.judgeKinds(v)
		}
	default:
		fault = f.judgeTime(value)
	}
	if fault.IsZero() && f.extra != nil {
		fault = f.extra(value)
	}
	return fault
}

// unlessKind refuses values of a type that only another kind of field takes.
func (f Field) unlessKind(kind FieldKind) Text {
	if f.Kind != kind {
		return f.wrongType()
	}
	return Text{}
}

func (f Field) judgeString(text string) Text {
	switch {
	case f.Kind == FieldText:
		return f.judgeText(text)
	case f.Kind == FieldChoice && slices.Contains(f.Choices, text):
		return Text{}
	}
	return f.wrongType()
}

// judgeTime judges a duration or a schedule by its written form.
func (f Field) judgeTime(value any) Text {
	written := ""
	switch v := value.(type) {
	case Duration:
		if f.Kind == FieldDuration {
			written = v.String()
		}
	case Schedule:
		if f.Kind == FieldSchedule {
			written = v.String()
		}
	}
	if written == "" {
		return f.wrongType()
	}
	_, fault := f.fromString(written)
	return fault
}

func (f Field) judgeNumber(n int) Text {
	if n < f.Min || n > f.Max {
		return f.outOfRange()
	}
	return Text{}
}

func (f Field) judgeText(text string) Text {
	switch n := utf8.RuneCountInString(text); {
	case !utf8.ValidString(text):
		return say("Write the value as UTF-8 text")
	case n < f.Min:
		return say("Name at least one character, or leave the field out")
	case n > f.Max:
		return say("Name at most {{.Max}} characters", "Max", f.Max)
	}
	return Text{}
}

func (f Field) judgeList(entries []string) Text {
	if len(f.Choices) > 0 {
		return f.judgeWords(entries)
	}
	if len(entries) > MaxBanned {
		return say("Name at most {{.Max}} entries", "Max", MaxBanned)
	}
	total := 0
	for i, entry := range entries {
		switch {
		case entry == "":
			return say("Entry {{.Position}} is empty. Leave it out", "Position", i+1)
		case !utf8.ValidString(entry):
			return say("Entry {{.Position}} is not UTF-8 text", "Position", i+1)
		}
		total += len(entry)
	}
	if total > MaxBannedBytes {
		return say("The entries have {{.Have}} bytes together. At most {{.Max}} fit",
			"Have", total, "Max", MaxBannedBytes)
	}
	return Text{}
}

// judgeWords wants known words, each once.
func (f Field) judgeWords(words []string) Text {
	for i, w := range words {
		switch {
		case !slices.Contains(f.Choices, w):
			return say("“{{.Word}}” is not known here. Choose from: {{.Choices}}",
				"Word", short(w), "Choices", strings.Join(f.Choices, ", "))
		case slices.Contains(words[:i], w):
			return say("“{{.Name}}” is named twice. Keep one of them", "Name", w)
		}
	}
	return Text{}
}

func (f Field) judgeKinds(kinds Kinds) Text {
	if kinds.K < 1 || kinds.K > len(f.Choices) || len(kinds.Of) == 0 {
		return f.wrongType()
	}
	words := make([]string, len(kinds.Of))
	for i, k := range kinds.Of {
		words[i] = string(k)
	}
	return f.judgeWords(words)
}

// outOfRange says the bounds, and how "no limit" is said where that is meant.
func (f Field) outOfRange() Text {
	if f.Default != 0 || f.Min == 0 {
		return say("Choose a number from {{.Min}} to {{.Max}}", "Min", f.Min, "Max", f.Max)
	}
	return say("Choose a number from {{.Min}} to {{.Max}}, or leave the field out for no limit",
		"Min", f.Min, "Max", f.Max)
}

// wrongType says what the field takes.
func (f Field) wrongType() Text {
	switch f.Kind {
	case FieldNumber:
		return say("Write a whole number from {{.Min}} to {{.Max}}", "Min", f.Min, "Max", f.Max)
	case FieldSwitch:
		return say("Write true or false")
	case FieldChoice:
		return say("Choose one of: {{.Choices}}", "Choices", strings.Join(f.Choices, ", "))
	case FieldDuration:
		return say("Write a duration in quotes, such as “30M”")
	case FieldSchedule:
		return say("Write lock times in quotes, such as “30M;2H;1D” or “until_admin”")
	case FieldKinds:
		return say("Write how many kinds out of which, such as {{.Example}}",
			"Example", `{"k": 2, "of": ["letter", "digit", "special"]}`)
	case FieldList:
		return say("Write a list of texts in quotes")
	}
	return say("Write a text in quotes")
}
