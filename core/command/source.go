package command

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gatehouse/core"
)

// sourceCommands are the addresses and computers that tries come from.
type sourceCommands struct {
	List    sourceList    `cmd:"" help:"List the addresses and computers that may not try passwords now."`
	Unblock sourceUnblock `cmd:"" help:"Let one of them try again."`
	Allow   allowCommands `cmd:"" help:"Those that are never blocked: list, add and remove them."`
}

// blockedSource is an address or computer that may not try now.
type blockedSource struct {
	Key string `json:"key"`
	// Address or Computer is what it is, the other one is "". An IPv6 address stands for
	// its network.
	Address  string `json:"address"`
	Computer string `json:"computer"`
	// Place is the name that the address has, "" for none.
	Place    string `json:"place"`
	Failures int    `json:"failures"`
	// Names is how many different names were tried from there within an hour.
	Names int        `json:"names"`
	Since *time.Time `json:"blocked_since"`
	Until *time.Time `json:"blocked_until"`
	// Allowed: it is on the list of those that are never blocked since, so that the block
	// stops nobody.
	Allowed bool `json:"allowed"`
}

// sourcesListed is the answer of source list.
type sourcesListed struct {
	Sources []blockedSource `json:"sources"`
}

// sourceList lists them.
type sourceList struct{ actor }

// Run is called by kong.
func (l *sourceList) Run(c *console) error {
	return l.act(c, func(site *core.Site, token core.Token) error {
		all, err := site.BlockedSources(c.ctx, token)
		if err != nil {
			return err
		}
		listed := sourcesListed{Sources: []blockedSource{}}
		rows := [][]string{{"KEY", "PLACE", "FAILURES", "NAMES", "SINCE", "UNTIL"}}
		for _, b := range all {
			one := blockedSource{
				Key: b.Key, Address: b.Address, Computer: b.Computer, Place: b.Place, Failures: b.Failures, Names: b.Names,
				Since: at(b.Since), Until: at(b.Until), Allowed: b.Allowed,
			}
			listed.Sources = append(listed.Sources, one)
			until := clock(b.Until, site.Zone()) + either(b.Allowed, ", but allowed", "")
			rows = append(rows, []string{
				b.Key, either(b.Place == "", "–", b.Place), fmt.Sprint(b.Failures), fmt.Sprint(b.Names), clock(b.Since, site.Zone()), until,
			})
		}
		if len(all) == 0 {
			return c.show(listed, "No address and no computer is blocked.")
		}
		lines, err := table(rows)
		if err != nil {
			return err
		}
		return c.show(listed, lines...)
	})
}

// sourceUnblock lets one try again.
type sourceUnblock struct {
	Key    string `arg:"" help:"Its key, as source list has it; or the address or the name of the computer alone."`
	Reason string `placeholder:"TEXT" help:"Why; it is kept in the log."`
	actor
}

// unblockedSource is the answer of source unblock.
type unblockedSource struct {
	Key string `json:"key"`
}

// Run is called by kong.
func (u *sourceUnblock) Run(c *console) error {
	return u.act(c, func(site *core.Site, token core.Token) error {
		all, err := site.BlockedSources(c.ctx, token)
		if err != nil {
			return err
		}
		key := u.Key
		for _, b := range all {
			if b.Key == u.Key || b.Address == u.Key && u.Key != "" || strings.EqualFold(b.Computer, u.Key) && u.Key != "" {
				key = b.Key
				break
			}
		}
		if err := site.UnblockSource(c.ctx, token, key, u.Reason); err != nil {
			return err
		}
		return c.show(unblockedSource{Key: key}, key+" may try again.")
	})
}

// allowCommands are those that are never blocked.
type allowCommands struct {
	List   allowList   `cmd:"" help:"List the addresses and computers that are never blocked."`
	Add    allowAdd    `cmd:"" help:"Put addresses or computers on the list, such as a terminal server."`
	Remove allowRemove `cmd:"" help:"Take addresses or computers off the list."`
}

// allowedShown is the answer of the commands about those that are never blocked.
type allowedShown struct {
	Ranges    []string `json:"ranges"`
	Computers []string `json:"computers"`
}

// showAllowed prints the list.
func (c *console) showAllowed(site *core.Site, token core.Token) error {
	now, err := site.AllowedSourcesNow(c.ctx, token)
	if err != nil {
		return err
	}
	told := allowedShown{Ranges: append([]string{}, now.Ranges...), Computers: append([]string{}, now.Computers...)}
	var lines []string
	for _, one := range told.Ranges {
		lines = append(lines, "address  "+one)
	}
	for _, one := range told.Computers {
		lines = append(lines, "computer "+one)
	}
	if len(lines) == 0 {
		lines = []string{"Every address and every computer can be blocked."}
	}
	return c.show(told, lines...)
}

// allowList lists them.
type allowList struct{ actor }

// Run is called by kong.
func (l *allowList) Run(c *console) error {
	return l.act(c, c.showAllowed)
}

// allowNames are addresses and computers for the list.
type allowNames struct {
	Range    []string `arg:"" optional:"" help:"Addresses or ranges of them, such as 10.1.2.3 or 10.1.0.0/16."`
	Computer []string `sep:"none" placeholder:"NAME" help:"Name of a computer. May be repeated."`
	actor
}

// change replaces the list by another that is made from it.
func (a allowNames) change(c *console, change func(core.AllowedSources) (core.AllowedSources, error)) error {
	if len(a.Range) == 0 && len(a.Computer) == 0 {
		return wrongUse("", "Give an address, a range or --computer.")
	}
	return a.act(c, func(site *core.Site, token core.Token) error {
		now, err := site.AllowedSourcesNow(c.ctx, token)
		if err != nil {
			return err
		}
		next, err := change(now)
		if err != nil {
			return err
		}
		if err := site.SetAllowedSources(c.ctx, token, next); err != nil {
			return err
		}
		return c.showAllowed(site, token)
	})
}

// allowAdd puts some on the list.
type allowAdd struct{ allowNames }

// Run is called by kong.
func (a *allowAdd) Run(c *console) error {
	return a.change(c, func(now core.AllowedSources) (core.AllowedSources, error) {
		for _, one := range a.Range {
			if !slices.Contains(now.Ranges, one) {
				now.Ranges = append(now.Ranges, one)
			}
		}
		for _, one := range a.Computer {
			if !slices.ContainsFunc(now.Computers, same(one)) {
				now.Computers = append(now.Computers, one)
			}
		}
		return now, nil
	})
}

// same compares the names of computers.
func same(a string) func(string) bool {
	return func(b string) bool { return strings.EqualFold(a, b) }
}

// allowRemove takes some off the list.
type allowRemove struct{ allowNames }

// Run is called by kong.
func (r *allowRemove) Run(c *console) error {
	return r.change(c, func(now core.AllowedSources) (core.AllowedSources, error) {
		for _, one := range r.Range {
			i := slices.Index(now.Ranges, one)
			if i < 0 {
				return now, notAllowed(one)
			}
			now.Ranges = slices.Delete(now.Ranges, i, i+1)
		}
		for _, one := range r.Computer {
			i := slices.IndexFunc(now.Computers, same(one))
			if i < 0 {
				return now, notAllowed(one)
			}
			now.Computers = slices.Delete(now.Computers, i, i+1)
		}
		return now, nil
	})
}

// notAllowed refuses what is not on the list.
func notAllowed(one string) error {
	return &refusal{code: core.CodeNotFound, text: "“" + one + "” is not on the list. See: " + name + " source allow list --help"}
}
