package command

import (
	"fmt"
	"time"

	"gatehouse/core"
)

// breachUse puts a list in use.
type breachUse struct {
	File string `arg:"" placeholder:"FILE" help:"The list file. It is copied into the data folder."`
	actor
}

// Run is called by kong.
func (u *breachUse) Run(c *console) error {
	c.labels = map[string]string{core.FieldFile: "FILE"}
	return u.act(c, func(site *core.Site, token core.Token) error {
		meter := &meter{log: c.log}
		if !c.json && isTerminal(c.Stderr) {
			meter.out = c.Stderr
		}
		view, err := site.InstallBreached(c.ctx, token, u.File, meter.copied)
		meter.end()
		if err != nil {
			return err
		}
		return showBreached(c, site, token, view)
	})
}

// breachRemove takes the site's list out of use.
type breachRemove struct{ actor }

// Run is called by kong.
func (r *breachRemove) Run(c *console) error {
	return r.act(c, func(site *core.Site, token core.Token) error {
		if err := site.RemoveBreached(c.ctx, token); err != nil {
			return err
		}
		return c.show(nil, "The list is out of use and removed. The built-in list of common passwords stays.")
	})
}

// breachStatus tells which lists are in use.
type breachStatus struct{ actor }

// Run is called by kong.
func (s *breachStatus) Run(c *console) error {
	return s.act(c, func(site *core.Site, token core.Token) error {
		view, err := site.Breached(c.ctx, token)
		if err != nil {
			return err
		}
		return showBreached(c, site, token, view)
	})
}

// breachedShown is the answer of breached status and breached use.
type breachedShown struct {
	// BuiltIn is how many passwords the built-in list has.
	BuiltIn int `json:"built_in"`
	// List is null where the site has no list of its own.
	List     *usedList      `json:"list"`
	Accounts breachedCounts `json:"accounts"`
}

// usedList is the list of the site.
type usedList struct {
	ID         string     `json:"id"`
	File       string     `json:"file"`
	Source     string     `json:"source"`
	SourceTime *time.Time `json:"source_time"`
	Made       *time.Time `json:"made"`
	Entries    int64      `json:"entries"`
	FalseOneIn int64      `json:"false_one_in"`
	Bytes      int64      `json:"bytes"`
	Since      *time.Time `json:"since"`
	By         string     `json:"by"`
	// Fault says what is wrong with it now, "" for nothing; FaultSince is when that
	// was first found by a look-up.
	Fault      string     `json:"fault"`
	FaultSince *time.Time `json:"fault_since"`
}

// breachedCounts are the accounts whose policy looks for leaked passwords.
type breachedCounts struct {
	Policies int `json:"policies"`
	All      int `json:"all"`
	Leaked   int `json:"leaked"`
	LookedUp int `json:"looked_up"`
	NotYet   int `json:"not_yet"`
}

// showBreached tells which lists are in use and what they have found.
func showBreached(c *console, site *core.Site, token core.Token, v core.BreachedView) error {
	n, err := site.CountBreached(c.ctx, token)
	if err != nil {
		return err
	}
	shown := breachedShown{
		BuiltIn: v.Common, List: usedListOf(v),
		Accounts: breachedCounts{Policies: n.Policies, All: n.Accounts, Leaked: n.Leaked, LookedUp: n.Seen, NotYet: n.Unseen},
	}
	lines := []string{"Built-in list: " + grouped(uint64(v.Common)) + " common passwords"}
	lines = append(lines, describeUsed(v, site.Zone())...)
	return c.show(shown, append(lines, describeCounts(n)...)...)
}

// usedListOf is nil where the site has no list of its own.
func usedListOf(v core.BreachedView) *usedList {
	if !v.Installed {
		return nil
	}
	return &usedList{
		ID: v.ID, File: v.File, Source: v.Source, SourceTime: at(v.SourceAt), Made: at(v.MadeAt), Entries: v.Entries,
		FalseOneIn: v.FalseOneIn, Bytes: v.Bytes, Since: at(v.Since), By: v.By, Fault: v.Fault.String(), FaultSince: at(v.FaultAt),
	}
}

// describeUsed tells about the site's list for people.
func describeUsed(v core.BreachedView, zone *time.Location) []string {
	if !v.Installed {
		return []string{"List of this site: none"}
	}
	var lines []string
	if v.ID != "" {
		lines = append(
			lines,
			fmt.Sprintf("List of this site: %s, of %s, with %s passwords", v.Source, dateIn(v.SourceAt, zone), grouped(uint64(v.Entries))),
			fmt.Sprintf("In use since: %s, by %s", clock(v.Since, zone), v.By),
			"File: "+v.File,
			"ID: "+v.ID,
		)
	}
	if v.Fault.Key != "" {
		lines = append(lines, "It cannot be used: "+v.Fault.String())
	} else if !v.FaultAt.IsZero() {
		lines = append(lines, "A look-up failed on "+dateIn(v.FaultAt, zone)+". Choose the list again.")
	}
	return lines
}

// describeCounts tells what the look-ups have found.
func describeCounts(n core.BreachedCounts) []string {
	if n.Policies == 0 {
		return []string{"No policy looks for leaked passwords."}
	}
	return []string{
		fmt.Sprintf("%s with a leaked password", counted(n.Leaked, "account")),
		fmt.Sprintf("%s looked up, %s not yet: that happens at the next sign-in", counted(n.Seen, "account"), grouped(uint64(n.Unseen))),
	}
}
