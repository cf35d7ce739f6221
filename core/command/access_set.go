package command

import (
	"strings"

	"gatehouse/core"
	"gatehouse/core/access"
)

// rulesText is where rules come from.
type rulesText struct {
	Rule []string `arg:"" optional:"" help:"The rules, each in quotes of the shell."`
	textSource
	Clear bool `help:"No rules: the list is emptied."`
}

// check refuses more than one place where rules come from.
func (r rulesText) check() error {
	given := 0
	for _, one := range []bool{len(r.Rule) > 0, r.File != "", r.Clear} {
		if one {
			given++
		}
	}
	if given > 1 {
		return wrongUse("", "Give one of RULE, --file and --clear.")
	}
	return nil
}

// rules reads them. A text without a rule in it is refused: an empty file must not let
// everybody in.
func (r rulesText) rules(c *console) (access.Rules, error) {
	if r.Clear {
		return nil, nil
	}
	text := joinRules(r.Rule)
	if len(r.Rule) == 0 {
		var err error
		if text, err = r.read(c); err != nil {
			return nil, err
		}
	}
	rules, err := access.Parse(strings.TrimPrefix(text, "\ufeff"))
	if err != nil {
		return nil, &refusal{code: core.CodeInput, field: core.FieldRules, text: sentence(err.Error()), cause: err}
	}
	if len(rules) == 0 {
		return nil, &refusal{code: core.CodeInput, field: core.FieldRules, text: "There is no rule in this. To empty the list, give --clear."}
	}
	return rules, nil
}

// joinRules puts arguments together: each that begins as a rule does, begins one.
func joinRules(args []string) string {
	var b strings.Builder
	for _, arg := range args {
		if word, _, _ := strings.Cut(arg, " "); word == "allow" || word == "deny" {
			b.WriteByte('\n')
		} else {
			b.WriteByte(' ')
		}
		b.WriteString(arg)
	}
	return b.String()
}

// rulesHelp says how rules are written.
const rulesHelp = `A rule stands on each line, and the first that matches decides, over the rules of the account, then of its role, then of the site. Where none matches, people are let in.

    allow|deny [from SOURCE, …] [hours [DAYS] [HH:MM-HH:MM]] [note "TEXT"]

    deny from place:"Car park", 10.9.0.0/16 hours mon-fri 22:00-06:00
    allow from desk, private
    deny note "from anywhere else"

A source is a range of addresses, place: and the name of a place, a kind of addresses such as private or loopback, or desk, which is a computer whose address is not known.`

// accessSet replaces a list of rules.
type accessSet struct {
	ofRules
	rulesText
	Reason string `placeholder:"TEXT" help:"Why; it is kept in the log."`
	actor
}

// Help says how rules are written.
func (*accessSet) Help() string { return rulesHelp }

// Run is called by kong.
func (s *accessSet) Run(c *console) error {
	return s.onRules(c, s.actor, s.rulesText, func(site *core.Site, token core.Token, of core.AccessOf, rules access.Rules) error {
		was, err := site.AccessRules(c.ctx, token, of)
		if err != nil {
			return err
		}
		if err := site.SetAccessRules(c.ctx, token, of, rules, was.Revision, s.Reason); err != nil {
			return err
		}
		now, err := site.AccessRules(c.ctx, token, of)
		if err != nil {
			return err
		}
		told := shownRules(now)
		return c.show(told, savedRules(told)...)
	})
}

// onRules finds the list, reads rules and does something with both.
func (o ofRules) onRules(c *console, by actor, from rulesText, do func(*core.Site, core.Token, core.AccessOf, access.Rules) error) error {
	if err := o.check(); err != nil {
		return err
	}
	if err := from.check(); err != nil {
		return err
	}
	return by.act(c, func(site *core.Site, token core.Token) error {
		of, err := o.find(c, site, token)
		if err != nil {
			return err
		}
		rules, err := from.rules(c)
		if err != nil {
			return err
		}
		return do(site, token, of, rules)
	})
}
