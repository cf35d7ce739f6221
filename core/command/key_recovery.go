package command

import (
	"crypto/rand"
	"errors"
	"fmt"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/core/twostep"
)

// keyRecovery makes a new recovery key.
type keyRecovery struct {
	actor
	RecoveryFile string `placeholder:"FILE" help:"Write the recovery key to this new file instead of showing it."`
}

// newRecovery is the answer of key recovery.
type newRecovery struct {
	// RecoveryKey is shown this once, unless it went into RecoveryFile.
	RecoveryKey  string `json:"recovery_key,omitempty"`
	RecoveryFile string `json:"recovery_file,omitempty"`
}

// Run is called by kong.
func (r *keyRecovery) Run(c *console) error {
	dir, err := c.place.Dir(c.Env)
	if err != nil {
		return err
	}
	return r.act(c, func(site *core.Site, token core.Token) error {
		key, err := seal.NewRecoveryKey(rand.Reader)
		if err != nil {
			return fmt.Errorf("draw a recovery key: %w", err)
		}
		defer key.Wipe()
		undo, err := keepRecovery(r.RecoveryFile, dir, site.Name(), key, twostep.RecoveryCode{})
		if err != nil {
			return err
		}
		if err := site.RenewRecovery(c.ctx, token, c.with, key); err != nil {
			return errors.Join(err, undo())
		}
		return r.report(c, site, key)
	})
}

// report hands the key over.
func (r *keyRecovery) report(c *console, site *core.Site, key seal.RecoveryKey) error {
	done := "The former recovery key of " + site.Name() + " no longer opens the site. What opens it every day stays the same."
	if r.RecoveryFile != "" {
		return c.show(newRecovery{RecoveryFile: r.RecoveryFile}, done, "Recovery key: in the file "+r.RecoveryFile)
	}
	shown := key.Reveal()
	err := c.show(newRecovery{RecoveryKey: shown}, done, "Recovery key: "+shown,
		"It is shown this once. Print it or write it down, and keep it apart from this computer.")
	if errors.Is(err, errOutput) {
		return &refusal{
			code: core.CodeFault, cause: err,
			text: "There is a new recovery key, but it could not be shown. Run the command again for another one.",
		}
	}
	return err
}
