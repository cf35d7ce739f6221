package command

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"gatehouse/core"
)

// groupCommands are the commands for groups of accounts.
type groupCommands struct {
	List   groupList   `cmd:"" help:"List the groups and the policy that each gives to its accounts."`
	Show   groupShow   `cmd:"" help:"Show one group with its accounts."`
	Add    groupAdd    `cmd:"" help:"Make a group."`
	Edit   groupEdit   `cmd:"" help:"Change name or policy of a group, and put accounts in or take them out."`
	Delete groupDelete `cmd:"" help:"Take a group away; its accounts stay."`
}

// groupLine is a group in a list.
type groupLine struct {
	Name string `json:"name"`
	// Policy is that of its accounts, "" for none, and Rank the one of that: among
	// the groups of an account the policy of the lowest rank holds.
	Policy   string `json:"policy"`
	Rank     *int   `json:"rank"`
	Accounts int    `json:"accounts"`
}

// lineOf words a group, with the policies of the site.
func lineOf(g core.GroupView, all []core.PolicySummary) groupLine {
	line := groupLine{Name: g.Name, Accounts: len(g.Members)}
	for _, p := range all {
		if p.ID == g.Policy {
			line.Policy, line.Rank = p.Name, &p.Rank
		}
	}
	return line
}

// rank is the rank for people.
func (l groupLine) rank() string {
	if l.Rank == nil {
		return "–"
	}
	return strconv.Itoa(*l.Rank)
}

// policy is the policy for people.
func (l groupLine) policy() string {
	if l.Policy == "" {
		return "–"
	}
	return l.Policy
}

// groupsListed is the answer of group list.
type groupsListed struct {
	Groups []groupLine `json:"groups"`
}

// groupList lists the groups.
type groupList struct{ actor }

// Run is called by kong.
func (l *groupList) Run(c *console) error {
	return l.act(c, func(site *core.Site, token core.Token) error {
		groups, err := site.Groups(c.ctx, token)
		if err != nil {
			return err
		}
		policies, err := site.Policies(c.ctx, token)
		if err != nil {
			return err
		}
		listed := groupsListed{Groups: []groupLine{}}
		rows := [][]string{{"NAME", "POLICY", "RANK", "ACCOUNTS"}}
		for _, g := range groups {
			line := lineOf(g, policies)
			listed.Groups = append(listed.Groups, line)
			rows = append(rows, []string{line.Name, line.policy(), line.rank(), strconv.Itoa(line.Accounts)})
		}
		lines, err := table(rows)
		if err != nil {
			return err
		}
		return c.show(listed, lines...)
	})
}

// ofGroup is a group that somebody acts on.
type ofGroup struct {
	Group string `arg:"" name:"group" help:"Name of the group."`
	actor
}

// on finds the group and does something with it.
func (o ofGroup) on(c *console, do func(*core.Site, core.Token, core.GroupView) error) error {
	return o.act(c, func(site *core.Site, token core.Token) error {
		c.labels = map[string]string{core.FieldGroup: "GROUP"}
		found, err := findGroup(c, site, token, o.Group)
		if err != nil {
			return err
		}
		return do(site, token, found)
	})
}

// findGroup finds the group of a name, whatever the case.
func findGroup(c *console, site *core.Site, token core.Token, named string) (core.GroupView, error) {
	all, err := site.Groups(c.ctx, token)
	if err != nil {
		return core.GroupView{}, err
	}
	for _, g := range all {
		if strings.EqualFold(g.Name, strings.TrimSpace(named)) {
			return g, nil
		}
	}
	return core.GroupView{}, &refusal{code: core.CodeNotFound, field: core.FieldGroup, text: "There is no group of this name. See: " + name + " group list."}
}

// groupShow shows one group.
type groupShow struct{ ofGroup }

// groupShown is the answer of the commands about one group.
type groupShown struct {
	groupLine
	// Members are the names of its accounts.
	Members []string `json:"members"`
}

// Run is called by kong.
func (s *groupShow) Run(c *console) error {
	return s.on(c, func(site *core.Site, token core.Token, found core.GroupView) error {
		shown, err := groupNow(c, site, token, found)
		if err != nil {
			return err
		}
		rows := [][]string{{"Name", shown.Name}, {"Policy", shown.policy()}, {"Rank", shown.rank()}, {"Accounts", strconv.Itoa(shown.Accounts)}}
		lines, err := table(rows)
		if err != nil {
			return err
		}
		for _, member := range shown.Members {
			lines = append(lines, "  "+member)
		}
		return c.show(shown, lines...)
	})
}

// groupNow words a group as it is.
func groupNow(c *console, site *core.Site, token core.Token, g core.GroupView) (groupShown, error) {
	policies, err := site.Policies(c.ctx, token)
	if err != nil {
		return groupShown{}, err
	}
	shown := groupShown{groupLine: lineOf(g, policies), Members: []string{}}
	for _, member := range g.Members {
		shown.Members = append(shown.Members, member.Name)
	}
	return shown, nil
}

// showGroup tells what became of a group.
func (c *console) showGroup(site *core.Site, token core.Token, g core.GroupView, done string) error {
	shown, err := groupNow(c, site, token, g)
	if err != nil {
		return err
	}
	has := "no policy"
	if shown.Policy != "" {
		has = "the policy " + shown.Policy
	}
	return c.show(shown, fmt.Sprintf("%s is %s. It has %s and %s.", shown.Name, done, counted(shown.Accounts, "account"), has))
}

// counted is a number of things for people.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// readNames reads a file with a name on each line.
func readNames(path string) ([]string, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	text := string(bytes.TrimPrefix(data, []byte("\ufeff")))
	return strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), nil
}
