package command

import (
	"errors"

	"gatehouse/core"
	"gatehouse/core/seal"
)

// recoverCommand opens a site whose key is lost.
type recoverCommand struct {
	keyFlags
}

// recovered is the answer of recover.
type recovered struct {
	Site    string    `json:"site"`
	Key     seal.Kind `json:"key"`
	KeyFile string    `json:"key_file,omitempty"`
}

// Run is called by kong.
func (r *recoverCommand) Run(c *console) error {
	store, dir, err := c.openStore()
	if err != nil {
		return err
	}
	site, choice, err := r.rehouse(c, store, dir)
	if err != nil {
		return errors.Join(err, store.Close())
	}
	answer := recovered{Site: site.Name(), Key: choice.Kind, KeyFile: choice.KeyFile}
	err = c.show(answer,
		"The key of "+site.Name()+" is kept "+keyKept(choice)+" from now on; the former one no longer opens the site.",
		"The recovery key stays the same.")
	return errors.Join(err, site.Close())
}

// rehouse reads both keys and moves the site's.
func (r *recoverCommand) rehouse(c *console, store core.Store, dir string) (*core.Site, core.KeyChoice, error) {
	recovery, err := c.in.secret("Recovery key", core.FieldRecovery)
	if err != nil {
		return nil, core.KeyChoice{}, err
	}
	choice, err := r.choice(c)
	if err != nil {
		return nil, core.KeyChoice{}, err
	}
	site, err := core.Rehouse(c.ctx, store, recovery, choice, dir, core.Config{Log: c.log})
	return site, choice, err
}
