package access

import "strings"

// parser reads the words of a rule.
type parser struct{ rest []word }

// keyword goes past a keyword, and reports false when another word comes.
func (p *parser) keyword(text string) bool {
	if len(p.rest) == 0 || p.rest[0].quoted || p.rest[0].comma || p.rest[0].text != text {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

// list goes past words between which commas stand, until there is no comma.
func (p *parser) list() []word {
	var list []word
	for len(p.rest) > 0 && !p.rest[0].comma {
		list, p.rest = append(list, p.rest[0]), p.rest[1:]
		if len(p.rest) == 0 || !p.rest[0].comma {
			break
		}
		p.rest = p.rest[1:]
		if len(p.rest) == 0 {
			p.rest = []word{{text: ",", comma: true}} // nothing follows it: it is too many
			break
		}
	}
	return list
}

// rule reads a whole rule.
func (p *parser) rule() (Rule, *Error) {
	var r Rule
	switch {
	case p.keyword(allowWord):
		r.Allow = true
	case p.keyword(denyWord):
	default:
		return Rule{}, &Error{Reason: ReasonAction, Word: p.next()}
	}
	var err *Error
	if p.keyword(fromWord) {
		if r.From, err = p.sources(); err != nil {
			return Rule{}, err
		}
	}
	if p.keyword(hoursWord) {
		if r.Hours, err = p.hours(); err != nil {
			return Rule{}, err
		}
	}
	if p.keyword(noteWord) {
		if r.Note, err = p.note(); err != nil {
			return Rule{}, err
		}
	}
	if len(p.rest) > 0 {
		return Rule{}, &Error{Reason: ReasonWord, Word: p.next()}
	}
	return r, nil
}

// next is the next word as an error repeats it, "" at the end.
func (p *parser) next() string {
	if len(p.rest) == 0 {
		return ""
	}
	return shown(p.rest[0].text)
}

// sources reads the sources behind "from".
func (p *parser) sources() ([]Source, *Error) {
	list := p.list()
	if len(list) == 0 {
		return nil, &Error{Reason: ReasonNoSource}
	}
	var all []Source
	seen := sourceSet{}
	for _, w := range list {
		source, err := parseSource(w.text)
		if err == nil && w.quoted && source.Place == "" {
			err = &Error{Reason: ReasonSource, Word: shown(w.text)} // a name that looks like something else
		}
		if err == nil {
			err = seen.add(source)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, source)
	}
	return all, nil
}

// hours reads days, times or both behind "hours".
func (p *parser) hours() (*Hours, *Error) {
	var h Hours
	hasDays := len(p.rest) > 0 && !p.rest[0].quoted && !p.rest[0].comma && !isTimes(p.rest[0].text) && p.rest[0].text != noteWord
	if hasDays {
		var parts []string
		for _, w := range p.list() {
			if w.quoted {
				return nil, &Error{Reason: ReasonDays, Word: shown(w.text)}
			}
			parts = append(parts, w.text)
		}
		var err *Error
		if h.Days, err = parseDays(parts); err != nil {
			return nil, err
		}
	}
	if len(p.rest) == 0 || p.rest[0].quoted || !isTimes(p.rest[0].text) {
		if hasDays {
			return &h, nil
		}
		return nil, &Error{Reason: ReasonHours}
	}
	from, to, _ := strings.Cut(p.rest[0].text, "-")
	p.rest = p.rest[1:]
	var err *Error
	if h.From, err = parseClock(from); err != nil {
		return nil, err
	}
	if h.To, err = parseEnd(to); err != nil {
		return nil, err
	}
	return &h, nil
}

// isTimes tells times from days.
func isTimes(text string) bool { return strings.Contains(text, ":") }

// note reads the text behind "note", which stands in quotation marks.
func (p *parser) note() (string, *Error) {
	if len(p.rest) == 0 || !p.rest[0].quoted || p.rest[0].text == "" {
		return "", &Error{Reason: ReasonNote}
	}
	note := p.rest[0].text
	p.rest = p.rest[1:]
	return note, checkNote(note)
}
