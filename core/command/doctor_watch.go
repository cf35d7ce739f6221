package command

import (
	"fmt"
	"strings"

	"gatehouse/core"
)

// sources tells how many addresses and computers are stopped now. One that is, stops
// nothing of the site: it is there to be looked at.
func (e *examination) sources(site *core.Site) {
	count, more, err := site.CountBlockedSources(e.ctx)
	switch {
	case err != nil:
		e.note("sources", bad, e.failureOf(err).Message)
	case count == 0:
		e.note("sources", fine, "No address and no computer is blocked.")
	default:
		number := fmt.Sprint(count) + either(more, " or more", "")
		e.note("sources", look, "Blocked now, after too many wrong tries: "+number+". An administrator sees them by: "+name+" source list --as NAME")
	}
}

// documents tells whether what the site has set for itself is as it was written.
func (e *examination) documents(site *core.Site) {
	report, err := site.CheckDocuments(e.ctx)
	switch {
	case err != nil:
		e.note("settings", bad, e.failureOf(err).Message)
	case len(report.Altered) > 0:
		e.note("settings", bad, "Changed outside Gatehouse, so that nothing of it holds: "+strings.Join(report.Altered, ", ")+". Write it again.")
	default:
		e.note("settings", fine, fmt.Sprintf("Places, access rules and the like are as they were written: %d.", report.Read))
	}
}
