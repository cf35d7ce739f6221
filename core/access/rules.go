package access

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a list of rules may hold at most.
const (
	MaxRules   = 200
	MaxSources = 200      // of one rule
	MaxNote    = 200      // code points
	MaxBytes   = 64 << 10 // of each written form
)

// Rules is a list of rules. Their order matters, their number is their place in
// it from 1.
type Rules []Rule

// Rule allows or denies access.
type Rule struct {
	Allow bool
	// From are the sources, any of which matches. None is from anywhere.
	From []Source
	// Hours is when it holds, nil for at any time.
	Hours *Hours
	// Note is what an administrator says about it, on one line.
	Note string
}

// Check refuses with an *Error what could not be read back from a written form:
// sources and hours that are none, something twice, too much of something.
func (r Rules) Check() error {
	_, err := r.JSON()
	return err
}

// checkAll checks the rules but for their written length.
func (r Rules) checkAll() error {
	if len(r) > MaxRules {
		return &Error{Reason: ReasonManyRules, Limit: MaxRules}
	}
	for i, rule := range r {
		if err := rule.check(); err != nil {
			err.Rule = i + 1
			return err
		}
	}
	return nil
}

// check refuses what no parser returns.
func (r Rule) check() *Error {
	sources := sourceSet{}
	for _, source := range r.From {
		if !source.isOne() {
			return &Error{Reason: ReasonSource, Word: shown(source.String())}
		}
		if err := sources.add(source); err != nil {
			return err
		}
	}
	if r.Hours != nil && !r.Hours.isValid() {
		return &Error{Reason: ReasonHours}
	}
	return checkNote(r.Note)
}

// sourceSet are the sources of a rule so far, folded.
type sourceSet map[Source]bool

// add refuses a source that is there already, and one too many.
func (s sourceSet) add(source Source) *Error {
	folded := source.folded()
	switch {
	case s[folded]:
		return &Error{Reason: ReasonSourceTwice, Word: shown(source.String())}
	case len(s) == MaxSources:
		return &Error{Reason: ReasonManySources, Limit: MaxSources}
	}
	s[folded] = true
	return nil
}

// checkNote refuses a note that is not one line of visible text.
func checkNote(note string) *Error {
	hidden := func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }
	switch {
	case !utf8.ValidString(note) || strings.TrimSpace(note) != note || strings.ContainsFunc(note, hidden):
		return &Error{Reason: ReasonNote}
	case utf8.RuneCountInString(note) > MaxNote:
		return &Error{Reason: ReasonNoteLong, Limit: MaxNote}
	}
	return nil
}
