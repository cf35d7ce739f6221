package command

import (
	"errors"

	"gatehouse/core"
)

// keyEmergency makes a new code for emergencies.
type keyEmergency struct {
	As string `required:"" placeholder:"NAME" help:"Your account, a root account. Its password is read from standard input."`
}

// newEmergency is the answer of key emergency.
type newEmergency struct {
	// EmergencyCode is shown this once.
	EmergencyCode string `json:"emergency_code"`
}

// Run is called by kong.
func (k *keyEmergency) Run(c *console) error {
	return c.onSite(func(site *core.Site) error {
		return c.signIn(site, k.As, "--as", func(flow *core.SignIn, current string) error {
			if err := undone(flow, k.As); err != nil {
				return err
			}
			code, err := site.RenewEmergencyCode(c.ctx, flow.Token(), current)
			if err != nil {
				return err
			}
			err = c.show(newEmergency{EmergencyCode: code.Shown()}, "The former code for emergencies does not work any more, and an alarm has ended.",
				"Code for emergencies: "+code.Shown(),
				"It is shown this once. It lets a root account in, once, beside its password, that has lost its phone. Keep it on paper, apart from the recovery codes.")
			if errors.Is(err, errOutput) {
				return &refusal{
					code: core.CodeFault, cause: err,
					text: "There is a new code for emergencies, but it could not be shown. Run the command again for another one.",
				}
			}
			return err
		})
	})
}
