package policy

import "strconv"

const (
	sourceFailures = "Failed attempts of one computer or address"
	sourceWindow   = "Minutes within which these attempts count"
	sourceBlock    = "Minutes the computer or address is stopped"
)

// sourceLabels are the settings of [Lockout.Source] in order. It is never changed.
var sourceLabels = []string{sourceFailures, sourceWindow, sourceBlock}

// source reads the limit for one computer or address. Blank or 0 attempts are no
// limit; blank or 0 minutes are what their absence means.
func (s *sheet) source(l *Lockout) {
	n := s.number(sourceFailures, 0, MaxSourceFailures, 0)
	window, block := s.number(sourceWindow, 0, MaxSourceMinutes, 0), s.number(sourceBlock, 0, MaxSourceMinutes, 0)
	switch {
	case n == 0:
		return
	case n < MinSourceFailures:
		s.fault(sourceFailures, say("Write 0 for no limit, or a whole number from {{.Min}} to {{.Max}}",
			"Min", MinSourceFailures, "Max", MaxSourceFailures))
	}
	l.SourceFailures = &n
	l.SourceWindowMinutes = s.instead(sourceWindow, window, DefaultSourceWindow)
	l.SourceBlockMinutes = s.instead(sourceBlock, block, DefaultSourceBlock)
}

// instead is a number that was read, and another one in place of 0.
func (s *sheet) instead(label string, n, zero int) *int {
	if n == 0 {
		n = zero
		s.meant[label] = strconv.Itoa(n)
	}
	return &n
}

// putSource is the other way. Times that do not act are left blank.
func (s *sheet) putSource(l Lockout) {
	s.putNumber(sourceFailures, l.SourceFailures)
	s.put(sourceWindow, "")
	s.put(sourceBlock, "")
	if l.SourceFailures != nil {
		s.putNumber(sourceWindow, new(orElse(l.SourceWindowMinutes, DefaultSourceWindow)))
		s.putNumber(sourceBlock, new(orElse(l.SourceBlockMinutes, DefaultSourceBlock)))
	}
}

// orElse is a number, and another one where it is absent.
func orElse(n *int, absent int) int {
	if n == nil {
		return absent
	}
	return *n
}
