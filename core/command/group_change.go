package command

import (
	"gatehouse/core"
)

// policyNamed finds a policy that is to be assigned, 0 for the name "".
func policyNamed(c *console, site *core.Site, token core.Token, named string) (core.PolicyID, error) {
	if named == "" {
		return 0, nil
	}
	found, err := findPolicy(c, site, token, named)
	return found.ID, err
}

// groupAdd makes a group.
type groupAdd struct {
	Name    string   `required:"" placeholder:"NAME" help:"Name of the group."`
	Policy  string   `placeholder:"NAME" help:"The policy of its accounts; without one it gives none."`
	Member  []string `placeholder:"NAME" sep:"none" help:"An account of the group. May be repeated."`
	Members string   `placeholder:"FILE" help:"A file with an account name on each line, in place of --member."`
	actor
}

// Run is called by kong.
func (a *groupAdd) Run(c *console) error {
	if a.Members != "" && len(a.Member) > 0 {
		return wrongUse(core.FieldMembers, "Give --member or --members, not both.")
	}
	names := a.Member
	if a.Members != "" {
		var err error
		if names, err = readNames(a.Members); err != nil {
			return err
		}
	}
	return a.act(c, func(site *core.Site, token core.Token) error {
		c.labels = map[string]string{core.FieldName: "--name", core.FieldMembers: "--member"}
		id, err := policyNamed(c, site, token, a.Policy)
		if err != nil {
			return err
		}
		made, err := site.SaveGroup(c.ctx, token, core.GroupEdit{Name: a.Name, Policy: id, Members: names})
		if err != nil {
			return err
		}
		return c.showGroup(site, token, made, "made")
	})
}

// groupEdit changes what its flags name and nothing else.
type groupEdit struct {
	ofGroup
	Name    *string  `placeholder:"NAME" help:"New name."`
	Policy  *string  `placeholder:"NAME" help:"The policy of its accounts, empty for none."`
	Add     []string `placeholder:"NAME" sep:"none" help:"An account that comes into the group. May be repeated."`
	Remove  []string `placeholder:"NAME" sep:"none" help:"An account that leaves it. May be repeated."`
	Members string   `placeholder:"FILE" help:"A file with an account name on each line: these, and no others, are its accounts."`
}

// Run is called by kong.
func (e *groupEdit) Run(c *console) error {
	switch {
	case e.Members != "" && len(e.Add)+len(e.Remove) > 0:
		return wrongUse(core.FieldMembers, "Give --members, or --add and --remove, not both.")
	case e.Name == nil && e.Policy == nil && e.Members == "" && len(e.Add)+len(e.Remove) == 0:
		return wrongUse("", "Say what to change, by --name, --policy, --add, --remove or --members.")
	}
	var names []string
	if e.Members != "" {
		var err error
		if names, err = readNames(e.Members); err != nil {
			return err
		}
	}
	return e.on(c, func(site *core.Site, token core.Token, found core.GroupView) error {
		c.labels = map[string]string{core.FieldName: "--name", core.FieldMembers: "--add", core.FieldLeaving: "--remove", core.FieldGroup: "GROUP"}
		change := core.GroupChange{Name: e.Name, Add: e.Add, Remove: e.Remove}
		if e.Policy != nil {
			id, err := policyNamed(c, site, token, *e.Policy)
			if err != nil {
				return err
			}
			change.Policy = &id
		}
		now, err := e.save(c, site, token, found, change, names)
		if err != nil {
			return err
		}
		return c.showGroup(site, token, now, "changed")
	})
}

// save makes the change, or saves the group with all its accounts anew.
func (e *groupEdit) save(c *console, site *core.Site, token core.Token, found core.GroupView, change core.GroupChange, names []string) (core.GroupView, error) {
	if e.Members == "" {
		return site.ChangeGroup(c.ctx, token, found.ID, change)
	}
	c.labels[core.FieldMembers] = "--members"
	edit := core.GroupEdit{ID: found.ID, Name: or(e.Name, found.Name), Policy: found.Policy, Members: names}
	if change.Policy != nil {
		edit.Policy = *change.Policy
	}
	return site.SaveGroup(c.ctx, token, edit)
}

// groupDelete takes a group away.
type groupDelete struct{ ofGroup }

// deletedGroup is the answer of group delete.
type deletedGroup struct {
	Name string `json:"name"`
}

// Run is called by kong.
func (d *groupDelete) Run(c *console) error {
	return d.on(c, func(site *core.Site, token core.Token, found core.GroupView) error {
		if err := site.RemoveGroup(c.ctx, token, found.ID); err != nil {
			return err
		}
		return c.show(deletedGroup{Name: found.Name}, found.Name+" is taken away. Its accounts stay.")
	})
}
