package access

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The words of a rule.
const (
	allowWord = "allow"
	denyWord  = "deny"
	fromWord  = "from"
	hoursWord = "hours"
	noteWord  = "note"
)

// String writes the list as Parse reads it: each rule on a line of its own.
func (r Rules) String() string {
	var b strings.Builder
	for _, rule := range r {
		b.WriteString(rule.String())
		b.WriteByte('\n')
	}
	return b.String()
}

// String writes the rule as ParseRule reads it.
func (r Rule) String() string {
	var b strings.Builder
	b.WriteString(actionOf(r.Allow))
	for i, source := range r.From {
		if i == 0 {
			b.WriteString(" " + fromWord + " ")
		} else {
			b.WriteString(", ")
		}
		if source.Place != "" && needsQuotes(source.Place) {
			b.WriteString(placePrefix + quoted(source.Place))
		} else {
			b.WriteString(source.String())
		}
	}
	if r.Hours != nil {
		b.WriteString(" " + hoursWord + " " + r.Hours.String())
	}
	if r.Note != "" {
		b.WriteString(" " + noteWord + " " + quoted(r.Note))
	}
	return b.String()
}

func actionOf(allow bool) string {
	if allow {
		return allowWord
	}
	return denyWord
}

// needsQuotes reports whether a name would be taken for several words.
func needsQuotes(name string) bool { return strings.ContainsAny(name, ` ,"\`) }

// quoted writes a text in quotation marks.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// word is a word of a rule, or a comma.
type word struct {
	text string
	// quoted: part of it stood in quotation marks, so it is no keyword.
	quoted bool
	comma  bool
}

// words takes a rule apart. Spaces and commas separate, but for those in
// quotation marks; in these a backslash precedes a quotation mark or a backslash
// that is meant.
func words(line string) ([]word, *Error) {
	var all []word
	for {
		line = strings.TrimLeft(line, " ")
		if line == "" {
			return all, nil
		}
		if line[0] == ',' {
			all, line = append(all, word{text: ",", comma: true}), line[1:]
			continue
		}
		next, rest, err := oneWord(line)
		if err != nil {
			return nil, err
		}
		all, line = append(all, next), rest
	}
}

// oneWord reads the word at the beginning of a line. A quotation mark stands at
// its beginning or behind "place:", and another at its end.
func oneWord(line string) (word, string, *Error) {
	end := strings.IndexAny(line, ` ,"`)
	if end < 0 {
		return word{text: line}, "", nil
	}
	before := line[:end]
	if line[end] != '"' {
		return word{text: before}, line[end:], nil
	}
	text, rest, ok := unquote(line[end+1:])
	if !ok || before != "" && before != placePrefix || rest != "" && rest[0] != ' ' && rest[0] != ',' {
		return word{}, "", &Error{Reason: ReasonQuote}
	}
	return word{text: before + text, quoted: true}, rest, nil
}

// unquote reads up to the closing quotation mark, and gives what stands behind it.
func unquote(line string) (text, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '"':
			return b.String(), line[i+1:], true
		case '\\':
			if i++; i == len(line) || line[i] != '\\' && line[i] != '"' {
				return "", "", false
			}
		}
		b.WriteByte(line[i])
	}
	return "", "", false
}

// Parse reads a list of rules, one on each line; empty lines are passed over. The
// error is an *Error that names the number of the rule.
func Parse(text string) (Rules, error) {
	if len(text) > MaxBytes {
		return nil, &Error{Reason: ReasonLarge, Limit: MaxBytes}
	}
	var rules Rules
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if strings.Trim(line, " ") == "" {
			continue
		}
		if len(rules) == MaxRules {
			return nil, &Error{Reason: ReasonManyRules, Limit: MaxRules}
		}
		rule, err := parseRule(line)
		if err != nil {
			err.Rule = len(rules) + 1
			return nil, err
		}
		rules = append(rules, rule)
	}
	// The other form of the same rules may be the longer one.
	if err := rules.Check(); err != nil {
		return nil, err
	}
	return rules, nil
}

// ParseRule reads one rule:
//
//	allow|deny [from SOURCE, …] [hours [DAYS] [HH:MM-HH:MM]] [note "TEXT"]
//
// The error is an *Error.
func ParseRule(text string) (Rule, error) {
	if len(text) > MaxBytes {
		return Rule{}, &Error{Reason: ReasonLarge, Limit: MaxBytes}
	}
	rule, err := parseRule(text)
	if err != nil {
		return Rule{}, err
	}
	return rule, nil
}

func parseRule(line string) (Rule, *Error) {
	if !utf8.ValidString(line) || strings.ContainsFunc(line, unicode.IsControl) {
		return Rule{}, &Error{Reason: ReasonNotText}
	}
	all, err := words(line)
	if err != nil {
		return Rule{}, err
	}
	p := parser{rest: all}
	return p.rule()
}
