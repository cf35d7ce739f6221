package command

import (
	"fmt"
	"strconv"
	"time"

	"gatehouse/core"
)

// auditAnchor shows the newest line. It needs the site's key and no account.
type auditAnchor struct{}

// auditHead is the answer of audit anchor.
type auditHead struct {
	shownAnchor
	At *time.Time `json:"at"`
	// Keyring is what the anchor in the keyring says, absent where the site's key is
	// kept elsewhere; "unread" when the keyring does not answer.
	Keyring string `json:"keyring,omitempty"`
}

// Run is called by kong.
func (*auditAnchor) Run(c *console) error {
	return c.onSite(func(site *core.Site) error {
		head, err := site.Head(c.ctx)
		if err != nil {
			return err
		}
		kept, err := site.CheckKeptAnchor(c.ctx)
		if err != nil {
			return err
		}
		answer := auditHead{shownAnchor: anchorShown(head), At: at(head.At)}
		lines := []string{
			fmt.Sprintf("Line %d of the log of %s, %s", head.Line, site.Name(), clock(head.At, site.Zone())),
			"Link:   " + head.Short() + " …",
			"Anchor: " + head.String(),
			"Keep it apart from this computer. To compare later: " + name + " audit verify --anchor TEXT",
		}
		if kept.InUse {
			answer.Keyring = keptWord(kept)
			lines = append(lines, keptWords(kept))
		}
		return c.show(answer, lines...)
	})
}

// keptWord is the state of the anchor in the keyring for JSON.
func keptWord(k core.KeptAnchor) string {
	switch {
	case !k.Read:
		return "unread"
	case k.Finding == "":
		return "none"
	}
	return string(k.Finding)
}

// keptWords says what the anchor in the keyring says.
func keptWords(k core.KeptAnchor) string {
	switch {
	case !k.Read:
		return "This computer's keyring does not answer, so that its anchor of the log is not known."
	case k.Finding == "":
		return "This computer's keyring has no anchor of the log yet."
	}
	return anchorWords("The anchor in this computer's keyring", k.Anchor, k.Finding)
}

// auditKeep tells or says for how long lines are kept.
type auditKeep struct {
	actor
	Days   string `placeholder:"N|forever" help:"Keep lines for so many days, 30 to 36500, or for ever. Without it the command tells how it is."`
	Reason string `placeholder:"R" help:"Why; it is kept in the log. Needed with --days."`
}

// auditKept is the answer of audit keep.
type auditKept struct {
	// Days is 0 for ever.
	Days    int  `json:"days"`
	Altered bool `json:"altered"`
	// First and Last are the numbers of the lines that are kept, Since the time of the
	// oldest.
	First    int64      `json:"first"`
	Last     int64      `json:"last"`
	Since    *time.Time `json:"since"`
	Purged   int64      `json:"purged"`
	PurgedAt *time.Time `json:"purged_at"`
}

// Run is called by kong.
func (k *auditKeep) Run(c *console) error {
	days := 0
	if k.Days != "" && k.Days != "forever" {
		var err error
		if days, err = strconv.Atoi(k.Days); err != nil || days == 0 {
			return wrongUse(core.FieldKeepDays, "Give a number of days, or the word forever.")
		}
	}
	return k.act(c, func(site *core.Site, token core.Token) error {
		if k.Days != "" {
			if err := site.KeepLog(c.ctx, token, days, k.Reason); err != nil {
				return err
			}
			if _, err := site.Sweep(c.ctx); err != nil {
				return err
			}
		}
		kept, err := site.LogKeeping(c.ctx, token)
		if err != nil {
			return err
		}
		answer := auditKept{
			Days: kept.Days, Altered: kept.Altered, First: kept.First, Last: kept.Last, Since: at(kept.Since),
			Purged: kept.Purged, PurgedAt: at(kept.PurgedAt),
		}
		return c.show(answer, keepingWords(kept, site.Zone())...)
	})
}

// keepingWords says for how long lines are kept.
func keepingWords(k core.LogKeeping, zone *time.Location) []string {
	lines := []string{"Lines of the log are kept for ever."}
	if k.Days != 0 {
		lines = []string{fmt.Sprintf("Lines of the log are kept for %d days. Older ones go; a sealed summary of them stays.", k.Days)}
	}
	if k.Altered {
		lines = append(lines, "What was chosen was changed outside Gatehouse and does not count. Choose it anew: "+name+" audit keep --days N --reason R --as NAME")
	}
	lines = append(lines, fmt.Sprintf("There are lines %d to %d, since %s.", k.First, k.Last, clock(k.Since, zone)))
	if k.Purged > 0 {
		lines = append(lines, fmt.Sprintf("Purged so far: %s, last on %s.", count(k.Purged, "line", "lines"), clock(k.PurgedAt, zone)))
	}
	return lines
}

// auditAccept ends an alarm.
type auditAccept struct {
	actor
	Reason string `required:"" placeholder:"R" help:"Why the log does not go on from the anchor in the keyring; it is kept in the log."`
}

// Run is called by kong.
func (a *auditAccept) Run(c *console) error {
	return a.act(c, func(site *core.Site, token core.Token) error {
		if err := site.AcceptLog(c.ctx, token, a.Reason); err != nil {
			return err
		}
		head, err := site.Head(c.ctx)
		if err != nil {
			return err
		}
		return c.show(anchorShown(head), fmt.Sprintf("The log goes on. The anchor in this computer's keyring is now of line %d.", head.Line))
	})
}
