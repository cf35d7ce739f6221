package command

import (
	"fmt"

	"gatehouse/core"
)

// accountUnlock ends a lock.
type accountUnlock struct {
	named
	Reason string `placeholder:"TEXT" help:"Why; it is kept in the log."`
}

// Run is called by kong.
func (u *accountUnlock) Run(c *console) error {
	return u.on(c, func(site *core.Site, token core.Token, v core.AccountView) error {
		if err := site.UnlockAccount(c.ctx, token, v.ID, u.Reason); err != nil {
			return err
		}
		return c.show(changedAccount{Name: v.Name}, v.Name+" is unlocked.")
	})
}

// accountUnlockAll ends the locks of all accounts that are locked when it begins.
type accountUnlockAll struct {
	Search string `placeholder:"TEXT" help:"Only those with this in name, full name or mail address."`
	Reason string `required:"" placeholder:"TEXT" help:"Why; it is kept in the log of each account."`
	actor
}

// unlockedAll is the answer of account unlock-all.
type unlockedAll struct {
	// Locked accounts were found, and Unlocked of them were unlocked; the locks of
	// the others were over by then.
	Locked   int `json:"locked"`
	Unlocked int `json:"unlocked"`
}

// Run is called by kong.
func (u *accountUnlockAll) Run(c *console) error {
	return u.act(c, func(site *core.Site, token core.Token) error {
		names, err := site.LockedAccounts(c.ctx, token, u.Search)
		if err != nil {
			return err
		}
		told := unlockedAll{Locked: len(names)}
		if len(names) == 0 {
			return c.show(told, "No account is locked that you may unlock.")
		}
		ids := make([]core.AccountID, len(names))
		for i, n := range names {
			ids[i] = n.ID
		}
		done, err := site.UnlockMany(c.ctx, token, ids, u.Reason, nil)
		if err != nil {
			return halfWay(done.Done, len(ids), err)
		}
		told.Unlocked = done.Done
		said := fmt.Sprintf("%s %s.", counted(done.Done, "account"), isAre(done.Done, "unlocked"))
		if done.Over > 0 {
			said += fmt.Sprintf(" The locks of %d more were over already.", done.Over)
		}
		return c.show(told, said)
	})
}

// halfWay says beside an error what was done before it.
func halfWay(done, total int, err error) error {
	e := core.ProblemsOf(err)
	if done == 0 || len(e) == 0 {
		return err
	}
	return &refusal{
		code: e[0].Code, field: e[0].Field, cause: err,
		text: fmt.Sprintf("%d of %d accounts are unlocked, the others are not. %s", done, total, e[0].Text.String()),
	}
}
