package command

import (
	"fmt"
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/core/access"
)

// accessTry tells what rules would do.
type accessTry struct {
	ofRules
	rulesText
	actor
}

// Help says how rules are written.
func (*accessTry) Help() string {
	return rulesHelp + "\n\nThe exit status is 1 when saving the rules would be refused."
}

// rulesTried is the answer of access try; "ok" tells whether the rules could be saved.
type rulesTried struct {
	// Refused says why saving would be refused, "" when it would not.
	Refused string     `json:"refused"`
	Me      triedOnMe  `json:"me"`
	Past    triedPast  `json:"past"`
	Shut    []shutFrom `json:"accounts"`
	// Problems are of rules that can be saved, and hardly mean what they say.
	Problems []ruleProblem `json:"problems"`
}

// triedOnMe is what they would say of whoever asks, here and now.
type triedOnMe struct {
	Allowed bool `json:"allowed"`
	// Of is the list, "site", "role" or "account", and Rule the number in it of the rule
	// that decides; "" and 0 where none does.
	Of   access.Scope `json:"of"`
	Rule int          `json:"rule"`
}

// triedPast is what they would have done in the past.
type triedPast struct {
	Days int `json:"days"`
	// SignIns were looked at, and ShutOut of them not let in. More: there were too many to
	// look at all.
	SignIns int  `json:"sign_ins"`
	ShutOut int  `json:"shut_out"`
	More    bool `json:"more"`
}

// shutFrom is an account that would have been shut out.
type shutFrom struct {
	Account string `json:"account"`
	// ShutOut of its SignIns.
	ShutOut int `json:"shut_out"`
	SignIns int `json:"sign_ins"`
	// The newest one that would have been, and from where.
	LastAt  *time.Time `json:"last_at"`
	Host    string     `json:"host"`
	Address string     `json:"address"`
	Place   string     `json:"place"`
}

// triedDays is how far core looks back.
const triedDays = 30

// Run is called by kong.
func (t *accessTry) Run(c *console) error {
	return t.onRules(c, t.actor, t.rulesText, func(site *core.Site, token core.Token, of core.AccessOf, rules access.Rules) error {
		tried, err := site.TryAccess(c.ctx, token, of, rules)
		if err != nil {
			return err
		}
		return showTried(c, site.Zone(), tried)
	})
}

// showTried tells what came of a trial.
func showTried(c *console, zone *time.Location, tried core.AccessTrial) error {
	told := rulesTried{
		Me:       triedOnMe{Allowed: tried.Me.Allowed, Of: tried.Me.Scope, Rule: tried.Me.Number},
		Past:     triedPast{Days: triedDays, SignIns: tried.Looked, ShutOut: tried.Shut, More: tried.More},
		Shut:     []shutFrom{},
		Problems: ruleProblems(tried.Problems),
	}
	if !tried.Refused.IsZero() {
		told.Refused = ended(tried.Refused.String())
		c.status = core.CodeRefused.Exit()
	}
	for _, one := range tried.Accounts {
		d := one.Last.Device
		told.Shut = append(told.Shut, shutFrom{
			Account: one.Name, ShutOut: one.Shut, SignIns: one.Signed, LastAt: at(one.Last.At), Host: d.Host, Address: d.Address, Place: one.Last.Place,
		})
	}
	if c.json {
		return c.object(told.Refused == "", told)
	}
	lines, err := told.lines(zone)
	if err != nil {
		return err
	}
	return c.show(told, lines...)
}

// lines are a trial for people.
func (t rulesTried) lines(zone *time.Location) ([]string, error) {
	lines := []string{t.Me.words(), t.Past.words()}
	if len(t.Shut) > 0 {
		rows := [][]string{{"NAME", "SHUT OUT", "OF", "LAST", "FROM"}}
		for _, one := range t.Shut {
			rows = append(rows, []string{one.Account, fmt.Sprint(one.ShutOut), fmt.Sprint(one.SignIns), clock(*one.LastAt, zone), from(one.Host, one.Address, one.Place)})
		}
		aligned, err := table(rows)
		if err != nil {
			return nil, err
		}
		lines = append(lines, aligned...)
	}
	for _, p := range t.Problems {
		lines = append(lines, p.Message)
	}
	return append(lines, either(t.Refused == "", "These rules could be saved.", "Saving would be refused. "+t.Refused)), nil
}

// words say what the rules mean for whoever asks.
func (t triedOnMe) words() string {
	by := ", as no rule matches"
	if t.Rule != 0 {
		by = fmt.Sprintf(", by rule %d of the %s", t.Rule, t.Of)
	}
	return "You would be " + either(t.Allowed, "let in", "shut out") + " here and now" + by + "."
}

// words say what the rules would have done.
func (t triedPast) words() string {
	text := fmt.Sprintf("Of %s in the last %d days %d would have been shut out.", counted(t.SignIns, "sign-in"), t.Days, t.ShutOut)
	if t.More {
		text = strings.TrimSuffix(text, ".") + "; there were more, which were not looked at."
	}
	return text
}
