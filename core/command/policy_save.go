package command

import (
	"fmt"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// policySet puts a file in force.
type policySet struct {
	File   string `arg:"" placeholder:"FILE" help:"The policy file."`
	Reason string `placeholder:"R" help:"Why; it is kept in the log. Needed where the policy departs from the standard."`
	New    string `placeholder:"NAME" help:"Make another policy of this name instead, with --rank."`
	Rank   int    `placeholder:"N" help:"Its rank: among the policies of an account's groups the lowest holds."`
	ofPolicy
}

// savedPolicy is the answer of a command that made a revision.
type savedPolicy struct {
	Policy   string       `json:"policy"`
	Revision int64        `json:"revision"`
	Changes  []changeLine `json:"changes"`
}

// Run is called by kong.
func (s *policySet) Run(c *console) error {
	p, err := readPolicy(s.File)
	if err != nil {
		return err
	}
	if s.New != "" {
		return s.act(c, func(site *core.Site, token core.Token) error {
			return c.savePolicy(site, token, policy.Policy{}, core.PolicyDraft{Name: s.New, Rank: s.Rank, Policy: p, Reason: s.Reason})
		})
	}
	return s.on(c, func(site *core.Site, token core.Token, found core.PolicyView) error {
		draft := core.PolicyDraft{ID: found.ID, Base: found.Number, Name: found.Name, Rank: found.Rank, Policy: p, Reason: s.Reason}
		if s.Rank != 0 {
			draft.Rank = s.Rank
		}
		return c.savePolicy(site, token, found.Policy, draft)
	})
}

// savePolicy saves a draft and tells what it changed.
func (c *console) savePolicy(site *core.Site, token core.Token, was policy.Policy, draft core.PolicyDraft) error {
	saved, err := site.SavePolicy(c.ctx, token, draft)
	if err != nil {
		return err
	}
	changes := changeLines(policy.Diff(was, saved.Policy))
	lines := []string{fmt.Sprintf("%s is saved as revision %d.", saved.Name, saved.Number)}
	for _, one := range changes {
		lines = append(lines, one.Field+": "+one.Was+" → "+one.Is)
	}
	return c.show(savedPolicy{Policy: saved.Name, Revision: saved.Number, Changes: changes}, lines...)
}

// policyRestore brings a former revision back.
type policyRestore struct {
	Revision int64  `required:"" placeholder:"N" help:"The revision."`
	Reason   string `required:"" placeholder:"R" help:"Why; it is kept in the log."`
	ofPolicy
}

// Run is called by kong.
func (r *policyRestore) Run(c *console) error {
	return r.on(c, func(site *core.Site, token core.Token, found core.PolicyView) error {
		saved, err := site.RestorePolicy(c.ctx, token, found.ID, r.Revision, r.Reason)
		if err != nil {
			return err
		}
		return c.show(savedPolicy{Policy: saved.Name, Revision: saved.Number, Changes: changeLines(policy.Diff(found.Policy, saved.Policy))},
			fmt.Sprintf("Revision %d of %s is back, as revision %d.", r.Revision, saved.Name, saved.Number))
	})
}

// policyRemove takes a policy away.
type policyRemove struct {
	Reason string `required:"" placeholder:"R" help:"Why; it is kept in the log."`
	ofPolicy
}

// removedPolicy is the answer of policy remove.
type removedPolicy struct {
	Policy string `json:"policy"`
}

// Run is called by kong.
func (r *policyRemove) Run(c *console) error {
	return r.on(c, func(site *core.Site, token core.Token, found core.PolicyView) error {
		if err := site.RemovePolicy(c.ctx, token, found.ID, r.Reason); err != nil {
			return err
		}
		return c.show(removedPolicy{Policy: found.Name}, found.Name+" is taken away.")
	})
}
