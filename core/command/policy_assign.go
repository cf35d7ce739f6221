package command

import (
	"fmt"

	"gatehouse/core"
)

// policyAssign assigns a policy to an account or to a group.
type policyAssign struct {
	User   string `placeholder:"NAME" help:"The account."`
	Group  string `placeholder:"NAME" help:"The group, in place of --user."`
	Policy string `placeholder:"NAME" help:"The policy; without one the account or group has none of its own."`
	actor
}

// assignedPolicy is the answer of policy assign: what holds for the account now.
type assignedPolicy struct {
	User   string `json:"user"`
	Policy string `json:"policy"`
	Why    string `json:"why"`
}

// Run is called by kong.
func (a *policyAssign) Run(c *console) error {
	if (a.User == "") == (a.Group == "") {
		return wrongUse("", "Give --user or --group.")
	}
	return a.act(c, func(site *core.Site, token core.Token) error {
		id, err := policyNamed(c, site, token, a.Policy)
		if err != nil {
			return err
		}
		if a.Group != "" {
			return a.toGroup(c, site, token, id)
		}
		return a.toUser(c, site, token, id)
	})
}

// toUser assigns it to an account.
func (a *policyAssign) toUser(c *console, site *core.Site, token core.Token, id core.PolicyID) error {
	c.labels = map[string]string{core.FieldName: "--user"}
	view, err := site.AccountNamed(c.ctx, token, a.User)
	if err != nil {
		return err
	}
	if err := site.AssignPolicy(c.ctx, token, view.ID, id); err != nil {
		return err
	}
	if view, err = site.Account(c.ctx, token, view.ID); err != nil {
		return err
	}
	why := view.Policy.Why.String()
	return c.show(assignedPolicy{User: view.Name, Policy: view.Policy.Name, Why: why},
		view.Name+" has the policy "+view.Policy.Name+". "+why)
}

// toGroup assigns it to a group.
func (a *policyAssign) toGroup(c *console, site *core.Site, token core.Token, id core.PolicyID) error {
	c.labels = map[string]string{core.FieldGroup: "--group"}
	found, err := findGroup(c, site, token, a.Group)
	if err != nil {
		return err
	}
	now, err := site.ChangeGroup(c.ctx, token, found.ID, core.GroupChange{Policy: &id})
	if err != nil {
		return err
	}
	return c.showGroup(site, token, now, "changed")
}

// policyRename changes name and rank of a policy.
type policyRename struct {
	Policy string  `required:"" placeholder:"NAME" help:"One of the site's policies."`
	Name   *string `placeholder:"NAME" help:"New name."`
	Rank   *int    `placeholder:"N" help:"New rank: among the policies of an account's groups the lowest holds. The site's own policy has none."`
	Reason string  `placeholder:"R" help:"Why; it is kept in the log."`
	actor
}

// renamedPolicy is the answer of policy rename.
type renamedPolicy struct {
	Policy string `json:"policy"`
	Rank   int    `json:"rank"`
}

// Run is called by kong.
func (r *policyRename) Run(c *console) error {
	if r.Name == nil && r.Rank == nil {
		return wrongUse("", "Say what to change, by --name or --rank.")
	}
	return ofPolicy{Policy: r.Policy, actor: r.actor}.on(c, func(site *core.Site, token core.Token, found core.PolicyView) error {
		switch {
		case found.Default() && r.Rank != nil:
			return &refusal{code: core.CodeRefused, field: core.FieldRank, text: "The site's own policy has no rank: it holds where no other one does."}
		case found.Altered:
			return &refusal{code: core.CodeRefused, field: core.FieldPolicy, text: "This policy was changed outside the program. Save its rules first: " + name + " policy set."}
		}
		c.labels = map[string]string{core.FieldName: "--name"}
		draft := core.PolicyDraft{
			ID: found.ID, Base: found.Number, Name: or(r.Name, found.Name), Rank: found.Rank, Policy: found.Policy, Reason: r.Reason,
		}
		if r.Rank != nil {
			draft.Rank = *r.Rank
		}
		saved, err := site.SavePolicy(c.ctx, token, draft)
		if err != nil {
			return err
		}
		said := saved.Name + " is saved."
		if !saved.Default() {
			said = fmt.Sprintf("%s is saved, with rank %d.", saved.Name, saved.Rank)
		}
		return c.show(renamedPolicy{Policy: saved.Name, Rank: saved.Rank}, said)
	})
}
