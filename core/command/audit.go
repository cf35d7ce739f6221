package command

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gatehouse/core"
)

// auditCommands are the commands for the log.
type auditCommands struct {
	List   auditList   `cmd:"" help:"List lines of the log: who did what, when and where."`
	Export auditExport `cmd:"" help:"Write the whole log as JSON Lines or CSV, to be kept elsewhere."`
	Verify auditVerify `cmd:"" help:"Verify the log, or an export of it, and compare it with an anchor."`
	Anchor auditAnchor `cmd:"" help:"Show number and link of the newest line, to be kept elsewhere."`
	Keep   auditKeep   `cmd:"" help:"Tell or say for how many days lines of the log are kept."`
	Accept auditAccept `cmd:"" help:"Let the log go on after an alarm, when an older store was put back on purpose."`
}

// auditList lists lines.
type auditList struct {
	actor
	Oldest  bool   `help:"From the oldest line on; else from the newest back."`
	From    int64  `default:"0" placeholder:"N" help:"Begin with the line of this number."`
	Limit   int    `default:"50" help:"How many to list, at most 500."`
	Kind    string `placeholder:"KIND" help:"Only kinds that begin so, such as signin. or policy.saved."`
	Account string `placeholder:"NAME" help:"Only what this account did, or what was done to it."`
	Since   string `placeholder:"TIME" help:"Only from this time on: 2026-11-23, or 2026-11-23T09:30:00Z."`
	Until   string `placeholder:"TIME" help:"Only before this time."`
	Search  string `placeholder:"TEXT" help:"Part of a name or a kind."`
}

// auditListed is the answer of audit list.
type auditListed struct {
	// First and Last are the numbers of the oldest and the newest line in the log.
	First int64 `json:"first"`
	Last  int64 `json:"last"`
	// Next is --from of the command that goes on, 0 when there is no more.
	Next  int64       `json:"next"`
	Lines []auditLine `json:"lines"`
}

// auditLine is one line.
type auditLine struct {
	Line    int64             `json:"line"`
	At      *time.Time        `json:"at"`
	Kind    core.EventKind    `json:"kind"`
	Actor   string            `json:"actor"`
	ActorID core.AccountID    `json:"actor_id"`
	Target  string            `json:"target"`
	TargID  core.AccountID    `json:"target_id"`
	Session core.SessionID    `json:"session"`
	Client  core.Client       `json:"client"`
	Host    string            `json:"host"`
	System  string            `json:"system"`
	Address string            `json:"address"`
	Detail  map[string]string `json:"detail"`
}

// Run is called by kong.
func (l *auditList) Run(c *console) error {
	if l.Limit < 1 || l.Limit > 500 {
		return wrongUse(fieldLimit, "Give a number from 1 to 500.")
	}
	if l.From < 0 {
		return wrongUse(fieldFrom, "Give the number of a line.")
	}
	return l.act(c, func(site *core.Site, token core.Token) error {
		q := core.AuditQuery{Oldest: l.Oldest, From: l.From, Limit: l.Limit, Kind: l.Kind, Text: l.Search}
		var err error
		if q.Since, err = auditTime(fieldSince, l.Since, site.Zone()); err != nil {
			return err
		}
		if q.Until, err = auditTime(fieldUntil, l.Until, site.Zone()); err != nil {
			return err
		}
		if l.Account != "" {
			found, err := site.AccountNamed(c.ctx, token, l.Account)
			if err != nil {
				return err
			}
			q.Account = found.ID
		}
		page, err := pages(c, site, token, q)
		if err != nil {
			return err
		}
		return showLines(c, site.Zone(), page)
	})
}

// pages asks until there are as many lines as are wanted, or no more.
func pages(c *console, site *core.Site, token core.Token, q core.AuditQuery) (core.AuditPage, error) {
	page, err := site.AuditLines(c.ctx, token, q)
	for err == nil && page.Next != 0 && len(page.Lines) < q.Limit {
		more := q
		more.From, more.Limit = page.Next, q.Limit-len(page.Lines)
		var next core.AuditPage
		next, err = site.AuditLines(c.ctx, token, more)
		page.Lines, page.Next = append(page.Lines, next.Lines...), next.Next
	}
	return page, err
}

// auditTime reads a date, which begins in the site's zone, or a time. "" is none.
func auditTime(field, text string, zone *time.Location) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return day, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, wrongUse(field, "Give a date such as 2026-11-23, or a time such as 2026-11-23T09:30:00Z.")
	}
	return at, nil
}

// showLines prints lines of the log.
func showLines(c *console, zone *time.Location, page core.AuditPage) error {
	answer := auditListed{First: page.First, Last: page.Last, Next: page.Next, Lines: []auditLine{}}
	rows := [][]string{{"LINE", "TIME", "KIND", "BY", "ON", "WHERE", "DETAIL"}}
	for _, e := range page.Lines {
		line := auditLineOf(e)
		answer.Lines = append(answer.Lines, line)
		rows = append(rows, []string{
			strconv.FormatInt(e.Seq, 10), clock(e.At, zone), string(e.Kind), orDash(e.ActorName), orDash(e.TargetName), whereOf(e.Device), detailWords(e.Detail),
		})
	}
	lines, err := table(rows)
	if err != nil {
		return err
	}
	if page.Next != 0 {
		lines = append(lines, fmt.Sprintf("There may be more: --from %d", page.Next))
	}
	return c.show(answer, lines...)
}

// auditLineOf is a line for JSON. A detail that cannot be read is left out: verify tells
// of it.
func auditLineOf(e core.Event) auditLine {
	line := auditLine{
		Line: e.Seq, At: at(e.At), Kind: e.Kind, Actor: e.ActorName, ActorID: e.ActorID, Target: e.TargetName, TargID: e.TargetID,
		Session: e.SessionID, Client: e.Device.Client, Host: e.Device.Host, System: e.Device.System, Address: e.Device.Address,
		Detail: map[string]string{},
	}
	if err := json.Unmarshal([]byte(e.Detail), &line.Detail); err != nil {
		line.Detail = map[string]string{}
	}
	return line
}

// orDash is a text, or a dash for none.
func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// whereOf words where something was done.
func whereOf(d core.Device) string {
	if d.Host == "" {
		return "–"
	}
	return d.Host + " (" + string(d.Client) + ")"
}

// detailWords words a detail: its names and values.
func detailWords(text string) string {
	inner := strings.TrimSuffix(strings.TrimPrefix(text, "{"), "}")
	return orDash(inner)
}
