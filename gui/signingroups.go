package gui

import (
	"time"

	"gatehouse/core"
)

const (
	// triesWithin is how long tries of one source are told as one.
	triesWithin = time.Hour
	// stepWithin is how long after a password the next step of a sign-in may come.
	stepWithin = core.AnswerWithin
)

// signInGroup is what is told in one row: a line of the history, or tries that failed
// one after another in the same way and from the same source, the newest first.
type signInGroup struct {
	lines []core.HistoryLine
	// taken: the sign-in that it belongs to began with a line that is not told by itself.
	taken bool
	// open: there may be more tries of it further down.
	open bool
}

// newest is the line that the group is told by.
func (g *signInGroup) newest() core.HistoryLine { return g.lines[0] }

// oldest is the first try of the group.
func (g *signInGroup) oldest() core.HistoryLine { return g.lines[len(g.lines)-1] }

// count is how many tries it is.
func (g *signInGroup) count() int { return len(g.lines) }

// groupSignIns puts lines, the newest first, below groups of newer ones. Half of the way
// of a sign-in that went on is told with what followed.
func groupSignIns(groups []signInGroup, lines []core.HistoryLine, more bool) []signInGroup {
	for _, line := range lines {
		if line.Outcome == core.OutcomeHalfWay && goneOn(groups, line) {
			continue
		}
		if last := len(groups) - 1; last >= 0 && groups[last].takes(line) {
			groups[last].lines = append(groups[last].lines, line)
			continue
		}
		groups = append(groups, signInGroup{lines: []core.HistoryLine{line}})
	}
	for i := range groups {
		groups[i].open = more && i == len(groups)-1
	}
	return groups
}

// takes tells whether a line is one more try of the group.
func (g *signInGroup) takes(line core.HistoryLine) bool {
	first := g.newest()
	return first.Outcome.Bad() && line.Outcome == first.Outcome && line.Method == first.Method && line.Reason == first.Reason &&
		isMarked(first) == isMarked(line) && first.Answer == line.Answer && sameSource(first, line) && first.At.Sub(line.At) <= triesWithin
}

// goneOn tells whether a sign-in that stood half way at a line went on from the same
// source, and was not told by another line already.
func goneOn(groups []signInGroup, half core.HistoryLine) bool {
	for i := len(groups) - 1; i >= 0; i-- {
		g := &groups[i]
		next := g.oldest()
		if next.At.Sub(half.At) > stepWithin {
			return false
		}
		if next.Outcome == core.OutcomeSignedOut || !sameSource(next, half) {
			continue
		}
		if next.Outcome == core.OutcomeHalfWay || g.taken {
			return false
		}
		g.taken = true
		return true
	}
	return false
}

// sameSource tells whether two lines come from one computer and address.
func sameSource(a, b core.HistoryLine) bool {
	return a.Device.Host == b.Device.Host && a.Device.Address == b.Device.Address
}

// isMarked tells whether a line is one of which the owner is asked.
func isMarked(line core.HistoryLine) bool { return len(line.Marks) > 0 }
