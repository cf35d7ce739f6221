package command

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gatehouse/core"
)

// historyCommands are the history of sign-ins.
type historyCommands struct {
	List   historyList   `cmd:"" default:"withargs" help:"List sign-ins, tries and ends of sessions, the newest first. The word list may be left out."`
	Export historyExport `cmd:"" help:"Write all of it that a search finds, as CSV or JSON."`
	Chart  historyChart  `cmd:"" help:"Count sign-ins and failures by the hour or by the day."`
	Answer historyAnswer `cmd:"" help:"Say of a marked line of your own history whether it was you."`
	Keep   historyKeep   `cmd:"" help:"Show or set how long the history and sessions that are over are kept."`
}

// historyLine is one line of the history in an answer.
type historyLine struct {
	// Line is the number of the line of the log that tells the same.
	Line int64      `json:"line"`
	At   *time.Time `json:"at"`
	// Account is the name of the account then, or what was typed; "" where that may be
	// a password. Known: it is an account's.
	Account  string       `json:"account"`
	Known    bool         `json:"known"`
	Outcome  core.Outcome `json:"outcome"`
	Method   string       `json:"method"`
	Reason   string       `json:"reason"`
	Failures int          `json:"failures"`
	// Session is 0 for a line without one.
	Session core.SessionID `json:"session"`
	Client  core.Client    `json:"client"`
	Host    string         `json:"host"`
	System  string         `json:"system"`
	// Address is told by the computer itself. Place is the name that it had then.
	Address    string      `json:"address"`
	Place      string      `json:"place"`
	Marks      []core.Mark `json:"marks"`
	Answer     core.Answer `json:"answer"`
	AnsweredAt *time.Time  `json:"answered_at"`
}

// shownLine is a line for an answer.
func shownLine(l core.HistoryLine) historyLine {
	d := l.Device
	return historyLine{
		Line: l.Seq, At: at(l.At), Account: l.Name, Known: l.AccountID != 0, Outcome: l.Outcome, Method: l.Method, Reason: l.Reason,
		Failures: l.Failures, Session: l.SessionID, Client: d.Client, Host: d.Host, System: d.System, Address: d.Address,
		Place: l.Place, Marks: append([]core.Mark{}, l.Marks...), Answer: l.Answer, AnsweredAt: at(l.AnsweredAt),
	}
}

// outcome words what came of it.
func (l historyLine) outcome() string {
	text := spaced(string(l.Outcome))
	if l.Reason != "" && l.Reason != string(l.Outcome) {
		text += ": " + spaced(l.Reason)
	}
	if l.Failures > 0 {
		text += fmt.Sprintf(" (%d in a row)", l.Failures)
	}
	return text
}

// marks words what is suspicious, and what its owner says to it.
func (l historyLine) marks() string {
	words := make([]string, len(l.Marks))
	for i, mark := range l.Marks {
		words[i] = spaced(string(mark))
	}
	text := either(len(words) == 0, "–", strings.Join(words, ", "))
	if l.Answer != core.AnswerNone {
		text += "; its owner says: " + spaced(string(l.Answer))
	}
	return text
}

// historyList lists lines of the history.
type historyList struct {
	historyQuery
	Limit int `default:"50" help:"How many to list, at most 500."`
	actor
}

// historyListed is the answer of history list.
type historyListed struct {
	// Account is "" for the history of the site.
	Account string        `json:"account"`
	Lines   []historyLine `json:"lines"`
	// More: there are older ones that the search finds.
	More bool `json:"more"`
}

// Run is called by kong.
func (l *historyList) Run(c *console) error {
	if l.Limit < 1 || l.Limit > 500 {
		return wrongUse(fieldLimit, "Give a number from 1 to 500.")
	}
	return l.act(c, func(site *core.Site, token core.Token) error {
		asked, err := l.read(c, site, token)
		if err != nil {
			return err
		}
		asked.query.Limit = l.Limit
		read := either(asked.own, site.OwnHistory, site.History)
		page, err := read(c.ctx, token, asked.query)
		if err != nil {
			return err
		}
		listed := historyListed{Account: asked.name, Lines: []historyLine{}, More: page.More}
		for _, one := range page.Lines {
			listed.Lines = append(listed.Lines, shownLine(one))
		}
		return l.show(c, site.Zone(), listed)
	})
}

// show prints the list.
func (l *historyList) show(c *console, zone *time.Location, listed historyListed) error {
	if len(listed.Lines) == 0 {
		return c.show(listed, "There is no such line in the history.")
	}
	rows := [][]string{{"LINE", "TIME", "NAME", "OUTCOME", "HOW", "FROM", "MARKS"}}
	for _, one := range listed.Lines {
		rows = append(rows, []string{
			strconv.FormatInt(one.Line, 10), clock(*one.At, zone), either(one.Account == "", "–", one.Account), one.outcome(),
			either(one.Method == "", "–", one.Method), from(one.Host, one.Address, one.Place), one.marks(),
		})
	}
	lines, err := table(rows)
	if err != nil {
		return err
	}
	if listed.More {
		lines = append(lines, "There are older ones. Give a higher --limit or an earlier --to, or see: "+name+" history export --help")
	}
	return c.show(listed, lines...)
}

// historyAnswer answers a marked line.
type historyAnswer struct {
	Line   int64  `arg:"" help:"Number of the line, as history list has it."`
	Answer string `arg:"" enum:"me,not-me" help:"me or not-me."`
	actor
}

// answeredLine is the answer of history answer.
type answeredLine struct {
	Line   int64       `json:"line"`
	Answer core.Answer `json:"answer"`
}

// Run is called by kong.
func (a *historyAnswer) Run(c *console) error {
	answer, said := core.AnswerMe, fmt.Sprintf("Noted: line %d was you.", a.Line)
	if a.Answer == "not-me" {
		answer = core.AnswerNotMe
		said = fmt.Sprintf("Noted: line %d was not you. Change your password, and end your other sessions: %s session end --others --help", a.Line, name)
	}
	return a.act(c, func(site *core.Site, token core.Token) error {
		id, err := a.find(c, site, token)
		if err != nil {
			return err
		}
		if err := site.AnswerSignIn(c.ctx, token, id, answer); err != nil {
			return err
		}
		return c.show(answeredLine{Line: a.Line, Answer: answer}, said)
	})
}

// find looks for the line among the marked ones of the own history; it is 0 for none,
// which core refuses.
func (a *historyAnswer) find(c *console, site *core.Site, token core.Token) (core.HistoryID, error) {
	query := core.HistoryQuery{Marked: true, Limit: 500}
	for {
		page, err := site.OwnHistory(c.ctx, token, query)
		if err != nil {
			return 0, err
		}
		for _, one := range page.Lines {
			if one.Seq == a.Line {
				return one.ID, nil
			}
		}
		if !page.More {
			return 0, nil
		}
		query.Before = page.Next
	}
}
