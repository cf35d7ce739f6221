package command

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/core/access"
)

// accessCommands are the rules of from where and when people may sign in.
type accessCommands struct {
	List accessList `cmd:"" help:"List all rules: the site's, those of roles, those of accounts."`
	Show accessShow `cmd:"" help:"Print one list of rules as access set reads it."`
	Set  accessSet  `cmd:"" help:"Put other rules in the place of one list."`
	Try  accessTry  `cmd:"" help:"Tell what rules would do, and change nothing."`
}

// ofRules is a list of rules that somebody acts on.
type ofRules struct {
	Site    bool   `help:"The rules of the site, which hold where no other rule matches. This is the default."`
	Role    string `enum:",root,admin,member" default:"" placeholder:"ROLE" help:"The rules of a role: root, admin or member."`
	Account string `placeholder:"NAME" help:"The rules of one account, which are asked first."`
}

// check refuses more than one list.
func (o ofRules) check() error {
	given := 0
	for _, one := range []bool{o.Site, o.Role != "", o.Account != ""} {
		if one {
			given++
		}
	}
	if given > 1 {
		return wrongUse("", "Give one of --site, --role and --account.")
	}
	return nil
}

// find finds whose rules they are.
func (o ofRules) find(c *console, site *core.Site, token core.Token) (core.AccessOf, error) {
	c.labels = map[string]string{core.FieldName: "--account"}
	if o.Account == "" {
		return core.AccessOf{Role: core.Role(o.Role)}, nil
	}
	view, err := site.AccountNamed(c.ctx, token, o.Account)
	return core.AccessOf{Account: view.ID}, err
}

// rulesShown is one list of rules in an answer.
type rulesShown struct {
	// Of is "site", "role" or "account", Name that of the role or account.
	Of   access.Scope `json:"of"`
	Name string       `json:"name"`
	// Rules are written as access set reads them.
	Rules []string `json:"rules"`
	// Revision is 0 where none were ever written, ChangedAt null then.
	Revision  int64      `json:"revision"`
	ChangedAt *time.Time `json:"changed_at"`
	ChangedBy string     `json:"changed_by"`
	// Altered: they were changed outside the program. Only root accounts are let in then,
	// of those that they are for.
	Altered  bool          `json:"altered"`
	Problems []ruleProblem `json:"problems"`
}

// ruleProblem is something about a rule that hardly anybody means.
type ruleProblem struct {
	Rule int                `json:"rule"`
	Kind access.ProblemKind `json:"kind"`
	// Place is the name that there is no place of, By the rule that always acts before.
	Place   string `json:"place"`
	By      int    `json:"by"`
	Message string `json:"message"`
}

// scopeOf is the kind of a list.
func scopeOf(of core.AccessOf) access.Scope {
	switch {
	case of.Account != 0:
		return access.ScopeAccount
	case of.Role != "":
		return access.ScopeRole
	}
	return access.ScopeSite
}

// shownRules is a list of rules for an answer.
func shownRules(v core.AccessView) rulesShown {
	return rulesShown{
		Of: scopeOf(v.Of), Name: either(v.Of.Role == "", v.Name, string(v.Of.Role)), Rules: writtenRules(v.Rules), Revision: v.Revision,
		ChangedAt: at(v.At), ChangedBy: v.ByName, Altered: v.Altered, Problems: ruleProblems(v.Problems),
	}
}

// writtenRules are rules in their text form.
func writtenRules(rules access.Rules) []string {
	written := make([]string, len(rules))
	for i, rule := range rules {
		written[i] = rule.String()
	}
	return written
}

// ruleProblems word problems of rules.
func ruleProblems(all []access.Problem) []ruleProblem {
	told := make([]ruleProblem, len(all))
	for i, p := range all {
		told[i] = ruleProblem{Rule: p.Rule, Kind: p.Kind, Place: p.Place, By: p.By}
		switch p.Kind {
		case access.ProblemPlace:
			told[i].Message = fmt.Sprintf("Rule %d: there is no place “%s”, and nobody comes from there.", p.Rule, p.Place)
		default:
			told[i].Message = fmt.Sprintf("Rule %d never acts: rule %d always acts before it.", p.Rule, p.By)
		}
	}
	return told
}

// heading names a list for people.
func (r rulesShown) heading(zone *time.Location) string {
	text := "Site"
	if r.Of != access.ScopeSite {
		text = sentence(string(r.Of) + " " + r.Name)
		text = strings.TrimSuffix(text, ".")
	}
	if r.ChangedAt != nil {
		text += ", changed by " + r.ChangedBy + " on " + clock(*r.ChangedAt, zone)
	}
	return text + ":"
}

// lines are a list for people, with what is wrong with it.
func (r rulesShown) lines(zone *time.Location) []string {
	lines := []string{r.heading(zone)}
	switch {
	case r.Altered:
		lines = append(lines, "  These rules were changed outside Gatehouse. Only root accounts are let in until they are written again.")
	case len(r.Rules) == 0:
		lines = append(lines, "  no rules")
	}
	for i, rule := range r.Rules {
		lines = append(lines, fmt.Sprintf("  %d  %s", i+1, rule))
	}
	for _, p := range r.Problems {
		lines = append(lines, "  "+p.Message)
	}
	return lines
}

// accessList lists all rules.
type accessList struct{ actor }

// accessListed is the answer of access list.
type accessListed struct {
	Lists []rulesShown `json:"lists"`
}

// Run is called by kong.
func (l *accessList) Run(c *console) error {
	return l.act(c, func(site *core.Site, token core.Token) error {
		all, err := site.AllAccessRules(c.ctx, token)
		if err != nil {
			return err
		}
		listed := accessListed{Lists: []rulesShown{}}
		var lines []string
		for _, one := range all {
			told := shownRules(one)
			listed.Lists = append(listed.Lists, told)
			lines = append(lines, told.lines(site.Zone())...)
		}
		return c.show(listed, lines...)
	})
}

// accessShow prints one list.
type accessShow struct {
	ofRules
	actor
}

// Run is called by kong.
func (s *accessShow) Run(c *console) error {
	if err := s.check(); err != nil {
		return err
	}
	return s.act(c, func(site *core.Site, token core.Token) error {
		of, err := s.find(c, site, token)
		if err != nil {
			return err
		}
		view, err := site.AccessRules(c.ctx, token, of)
		if err != nil {
			return err
		}
		told := shownRules(view)
		if told.Altered && !c.json {
			return &refusal{code: core.CodeRefused, text: "These rules were changed outside Gatehouse. Only root accounts are let in until they are written again, by: " + name + " access set"}
		}
		return c.show(told, told.Rules...)
	})
}

// savedRules words a list that was stored.
func savedRules(told rulesShown) []string {
	whose := "the site"
	if told.Of != access.ScopeSite {
		whose = "the " + string(told.Of) + " " + told.Name
	}
	said := fmt.Sprintf("%s of %s %s, as revision %s.", counted(len(told.Rules), "rule"), whose, isAre(len(told.Rules), "saved"), strconv.FormatInt(told.Revision, 10))
	lines := []string{said}
	for _, p := range told.Problems {
		lines = append(lines, p.Message)
	}
	return lines
}
