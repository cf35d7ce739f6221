package command

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// ofPolicy is one of the site's policies that somebody acts on.
type ofPolicy struct {
	Policy string `placeholder:"NAME" help:"One of the site's policies; otherwise its own one."`
	actor
}

// on finds the policy and does something with it.
func (o ofPolicy) on(c *console, do func(*core.Site, core.Token, core.PolicyView) error) error {
	return o.act(c, func(site *core.Site, token core.Token) error {
		found, err := findPolicy(c, site, token, o.Policy)
		if err != nil {
			return err
		}
		return do(site, token, found)
	})
}

// findPolicy opens the policy of a name, "" for the site's own one.
func findPolicy(c *console, site *core.Site, token core.Token, named string) (core.PolicyView, error) {
	id := core.DefaultPolicy
	if named != "" {
		all, err := site.Policies(c.ctx, token)
		if err != nil {
			return core.PolicyView{}, err
		}
		if id = idOf(all, named); id == 0 {
			return core.PolicyView{}, &refusal{code: core.CodeNotFound, field: core.FieldPolicy, text: "There is no policy of this name. See: " + name + " policy list."}
		}
	}
	return site.Policy(c.ctx, token, id)
}

// idOf finds a policy by its name, whatever the case; 0 for none.
func idOf(all []core.PolicySummary, named string) core.PolicyID {
	for _, p := range all {
		if strings.EqualFold(p.Name, strings.TrimSpace(named)) {
			return p.ID
		}
	}
	return 0
}

// revisionOf gives the rules of a former revision.
func revisionOf(c *console, site *core.Site, token core.Token, id core.PolicyID, number int64) (policy.Policy, error) {
	before := min(max(number, 0), math.MaxInt64-1) + 1
	page, err := site.PolicyRevisions(c.ctx, token, core.RevisionQuery{Policy: id, Before: before, Limit: 1})
	if err != nil {
		return policy.Policy{}, err
	}
	for _, r := range page.Revisions {
		if r.Number == number && !r.Altered {
			return r.Policy, nil
		}
	}
	return policy.Policy{}, &refusal{code: core.CodeNotFound, text: "There is no such revision. See: " + name + " policy history."}
}

// policyList lists the site's policies.
type policyList struct{ actor }

// policyLine is a policy in the list.
type policyLine struct {
	Name     string     `json:"name"`
	Rank     int        `json:"rank"`
	Revision int64      `json:"revision"`
	SavedAt  *time.Time `json:"saved_at"`
	SavedBy  string     `json:"saved_by"`
	Accounts int        `json:"accounts"`
	Groups   []string   `json:"groups"`
	// Altered: it was changed outside the program and does not hold.
	Altered bool `json:"altered"`
}

// policiesListed is the answer of policy list.
type policiesListed struct {
	Policies []policyLine `json:"policies"`
}

// Run is called by kong.
func (l *policyList) Run(c *console) error {
	return l.act(c, func(site *core.Site, token core.Token) error {
		all, err := site.Policies(c.ctx, token)
		if err != nil {
			return err
		}
		listed := policiesListed{Policies: []policyLine{}}
		rows := [][]string{{"NAME", "RANK", "REVISION", "SAVED", "BY", "ACCOUNTS", "GROUPS"}}
		for _, p := range all {
			line := policyLine{
				Name: p.Name, Rank: p.Rank, Revision: p.Number, SavedAt: at(p.At), SavedBy: p.By,
				Accounts: p.Accounts, Groups: append([]string{}, p.Groups...), Altered: p.Altered,
			}
			listed.Policies = append(listed.Policies, line)
			rows = append(rows, []string{
				p.Name, strconv.Itoa(p.Rank), strconv.FormatInt(p.Number, 10), clock(p.At, site.Zone()), p.By,
				strconv.Itoa(p.Accounts), strings.Join(p.Groups, ", "),
			})
		}
		lines, err := table(rows)
		if err != nil {
			return err
		}
		return c.show(listed, lines...)
	})
}

// policyHistory lists revisions.
type policyHistory struct {
	Before int64 `placeholder:"N" help:"Only revisions before this one: the last one of the page before."`
	Limit  int   `default:"100" help:"How many to list, at most 100."`
	ofPolicy
}

// revisionLine is a revision in the list.
type revisionLine struct {
	Revision int64        `json:"revision"`
	SavedAt  *time.Time   `json:"saved_at"`
	SavedBy  string       `json:"saved_by"`
	Reason   string       `json:"reason"`
	Changes  []changeLine `json:"changes"`
	Altered  bool         `json:"altered"`
}

// changeLine is one field that a revision changed.
type changeLine struct {
	Field string `json:"field"`
	Was   string `json:"was"`
	Is    string `json:"is"`
}

// changeLines words differences.
func changeLines(all []policy.Difference) []changeLine {
	lines := []changeLine{}
	for _, d := range all {
		lines = append(lines, changeLine{Field: d.Group + "." + d.Field, Was: d.Old.String(), Is: d.New.String()})
	}
	return lines
}

// revisionsListed is the answer of policy history.
type revisionsListed struct {
	Policy    string         `json:"policy"`
	Revisions []revisionLine `json:"revisions"`
	// More: there are older ones; --before with the last number gives them.
	More bool `json:"more"`
}

// Run is called by kong.
func (h *policyHistory) Run(c *console) error {
	if h.Limit < 1 || h.Limit > 100 {
		return wrongUse(fieldLimit, "Give a number from 1 to 100.")
	}
	if h.Before < 0 {
		return wrongUse(fieldBefore, "Give the number of a revision.")
	}
	return h.on(c, func(site *core.Site, token core.Token, found core.PolicyView) error {
		page, err := site.PolicyRevisions(c.ctx, token, core.RevisionQuery{Policy: found.ID, Before: h.Before, Limit: h.Limit})
		if err != nil {
			return err
		}
		listed := revisionsListed{Policy: found.Name, Revisions: []revisionLine{}, More: page.More}
		var lines []string
		for _, r := range page.Revisions {
			line := revisionLine{
				Revision: r.Number, SavedAt: at(r.At), SavedBy: r.By, Reason: r.Reason,
				Changes: changeLines(r.Changes), Altered: r.Altered,
			}
			listed.Revisions = append(listed.Revisions, line)
			lines = append(lines, strings.TrimRight(fmt.Sprintf("%d  %s  %s  %s", r.Number, clock(r.At, site.Zone()), savedBy(r), r.Reason), " "))
			for _, change := range line.Changes {
				lines = append(lines, "     "+change.Field+": "+change.Was+" → "+change.Is)
			}
		}
		if page.More {
			lines = append(lines, fmt.Sprintf("There are older ones: --before %d", page.Revisions[len(page.Revisions)-1].Number))
		}
		return c.show(listed, lines...)
	})
}

// savedBy tells who saved a revision; the first one of a site was made with it.
func savedBy(r core.RevisionView) string {
	if r.By == "" {
		return "(made with the site)"
	}
	return r.By
}

// policyImpact tells what a file would do.
type policyImpact struct {
	File string `arg:"" placeholder:"FILE" help:"The policy file."`
	ofPolicy
}

// impactTold is the answer of policy impact.
type impactTold struct {
	Accounts int `json:"accounts"`
	Comply   int `json:"comply"`
	Fail     int `json:"fail"`
	Unknown  int `json:"unknown_until_sign_in"`
	Expire   int `json:"expire_today"`
	Lock     int `json:"locked_tonight"`
	// Question is how many have to set a security question at the next sign-in.
	Question int `json:"set_question"`
	// TwoStep is how many have to set up two-step verification, in the time that the
	// policy gives.
	TwoStep int `json:"set_up_two_step"`
	// Passkey is how many have to add a passkey in that time, PasskeyLost how many have
	// one that would sign in no more, PasswordOff how many would sign in by passkeys
	// alone.
	Passkey     int `json:"add_passkey"`
	PasskeyLost int `json:"passkey_refused"`
	PasswordOff int `json:"passkeys_only"`
	// Leaked are known to be on the lists in use, Unseen were not looked up in them;
	// both are 0 where the rules do not look for leaked passwords.
	Leaked int `json:"leaked"`
	Unseen int `json:"not_looked_up"`
	// Names are the first of each kind.
	Names map[core.ImpactKind][]string `json:"names"`
}

// ofPasskeys says what passkeys have to do with it.
func (t impactTold) ofPasskeys() []string {
	var lines []string
	if t.Passkey > 0 {
		lines = append(lines, "Accounts that would have to add a passkey: "+fmt.Sprint(t.Passkey)+".")
	}
	if t.PasskeyLost > 0 {
		lines = append(lines, "Accounts with a passkey that would sign in no more: "+fmt.Sprint(t.PasskeyLost)+".")
	}
	if t.PasswordOff > 0 {
		lines = append(lines, "Accounts whose password would sign in no more, beside two passkeys: "+fmt.Sprint(t.PasswordOff)+".")
	}
	return lines
}

// Run is called by kong.
func (i *policyImpact) Run(c *console) error {
	p, err := readPolicy(i.File)
	if err != nil {
		return err
	}
	return i.on(c, func(site *core.Site, token core.Token, found core.PolicyView) error {
		impact, err := site.PolicyImpact(c.ctx, token, found.ID, p, nil)
		if err != nil {
			return err
		}
		told := impactTold{
			Accounts: impact.Total, Comply: impact.Comply, Fail: impact.Fail, Unknown: impact.Unknown,
			Expire: impact.Expire, Lock: impact.Lock, Question: impact.Question, TwoStep: impact.TwoStep,
			Passkey: impact.Passkey, PasskeyLost: impact.PasskeyLost, PasswordOff: impact.PasswordOff, Leaked: impact.Leaked, Unseen: impact.Unseen,
			Names: map[core.ImpactKind][]string{},
		}
		for kind, names := range impact.Names {
			for _, n := range names {
				told.Names[kind] = append(told.Names[kind], n.Name)
			}
		}
		lines := []string{
			"This is the policy of " + counted(told.Accounts, "account") + ".",
			fmt.Sprintf("Known to comply: %d, known not to: %d, unknown until the next sign-in: %d.", told.Comply, told.Fail, told.Unknown),
			fmt.Sprintf("Passwords that would expire today: %d, accounts that would be locked tonight: %d.", told.Expire, told.Lock),
		}
		if told.Question > 0 {
			lines = append(lines, "Accounts that would have to set a security question at the next sign-in: "+fmt.Sprint(told.Question)+".")
		}
		if told.TwoStep > 0 {
			lines = append(lines, "Accounts that would have to set up two-step verification: "+fmt.Sprint(told.TwoStep)+".")
		}
		lines = append(lines, told.ofPasskeys()...)
		if told.Leaked+told.Unseen > 0 {
			lines = append(lines, fmt.Sprintf("Known to be common or leaked: %d, not looked up before the next sign-in: %d.", told.Leaked, told.Unseen))
		}
		for _, kind := range []core.ImpactKind{core.ImpactFail, core.ImpactLeaked, core.ImpactExpire, core.ImpactLock} {
			if names := told.Names[kind]; len(names) > 0 {
				lines = append(lines, string(kind)+": "+strings.Join(names, ", "))
			}
		}
		return c.show(told, lines...)
	})
}
