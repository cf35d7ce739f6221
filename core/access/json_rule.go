package access

// rule reads the object of a rule.
func (r reader) rule() (Rule, *Error) {
	var rule Rule
	action := ""
	err := r.object("rule", func(name string) (err *Error) {
		switch name {
		case actionName:
			action, err = r.text(name)
		case fromWord:
			rule.From, err = r.sources()
		case hoursWord:
			rule.Hours, err = r.hours()
		case noteWord:
			if rule.Note, err = r.text(name); err == nil && rule.Note == "" {
				err = &Error{Reason: ReasonNote}
			}
		default:
			err = &Error{Reason: ReasonName, Word: shown(name)}
		}
		return err
	})
	switch {
	case err != nil:
		return Rule{}, err
	case action != allowWord && action != denyWord:
		return Rule{}, &Error{Reason: ReasonAction, Word: shown(action)}
	}
	rule.Allow = action == allowWord
	return rule, nil
}

// sources reads the array of sources.
func (r reader) sources() ([]Source, *Error) {
	var all []Source
	seen := sourceSet{}
	err := r.list(fromWord, func() *Error {
		text, err := r.text(fromWord)
		if err != nil {
			return err
		}
		source, err := parseSource(text)
		if err == nil {
			err = seen.add(source)
		}
		all = append(all, source)
		return err
	})
	if err == nil && len(all) == 0 {
		err = &Error{Reason: ReasonNoSource}
	}
	return all, err
}

// hours reads the object of hours.
func (r reader) hours() (*Hours, *Error) {
	var h Hours
	var hasFrom, hasTo bool
	err := r.object(hoursWord, func(name string) (err *Error) {
		switch name {
		case daysName:
			h.Days, err = r.days()
		case fromWord:
			hasFrom = true
			h.From, err = r.clock(name, parseClock)
		case toName:
			hasTo = true
			h.To, err = r.clock(name, parseEnd)
		default:
			err = &Error{Reason: ReasonName, Word: shown(name)}
		}
		return err
	})
	if err == nil && (hasFrom != hasTo || !hasFrom && h.Days == 0) {
		err = &Error{Reason: ReasonHours}
	}
	return &h, err
}

// days reads the array of days.
func (r reader) days() (Days, *Error) {
	var names []string
	err := r.list(daysName, func() *Error {
		name, err := r.text(daysName)
		names = append(names, name)
		return err
	})
	if err != nil {
		return 0, err
	}
	if len(names) == 0 {
		return 0, &Error{Reason: ReasonHours}
	}
	return parseDays(names)
}

// clock reads a time of day by a parser.
func (r reader) clock(name string, parse func(string) (int, *Error)) (int, *Error) {
	text, err := r.text(name)
	if err != nil {
		return 0, err
	}
	return parse(text)
}
