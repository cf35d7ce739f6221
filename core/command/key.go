package command

import (
	"errors"
	"fmt"
	"time"

	"gatehouse/core"
	"gatehouse/core/seal"
)

// keyCommands are the commands for the site's keys.
type keyCommands struct {
	Show             keyShow             `cmd:"" help:"Tell where the site's key is kept and when its keys were made."`
	Rotate           keyRotate           `cmd:"" help:"Make a new data key."`
	ChangePassphrase keyChangePassphrase `cmd:"" help:"Keep the site's key by another passphrase."`
	Emergency        keyEmergency        `cmd:"" help:"Make a new code for emergencies, which lets a root account in that has lost its phone."`
	Recovery         keyRecovery         `cmd:"" help:"Make a new recovery key and a new site key; the former recovery key ends."`
}

// keyShow tells of the keys what is no secret. It needs no key and no account:
// where a key file is missed, it tells which.
type keyShow struct{}

// keysShown is the answer of key show.
type keysShown struct {
	Site string `json:"site"`
	// Places are the ways to the site's key, that of everyday use first.
	Places []keyPlace `json:"places"`
	// Keys are what the site's key opens.
	Keys []keyAge `json:"keys"`
}

// keyPlace is one way to the site's key.
type keyPlace struct {
	// Kind is "keyfile", "keyring", "passphrase" or "recovery".
	Kind      seal.Kind  `json:"kind"`
	KeyFile   string     `json:"key_file,omitempty"`
	CreatedAt *time.Time `json:"created_at"`
}

// keyAge is one key of the site.
type keyAge struct {
	Number uint32 `json:"number"`
	// Purpose is "seal", "audit" or "digest".
	Purpose   seal.Purpose `json:"purpose"`
	Current   bool         `json:"current"`
	CreatedAt *time.Time   `json:"created_at"`
}

// Run is called by kong.
func (*keyShow) Run(c *console) error {
	store, _, err := c.openStore()
	if err != nil {
		return err
	}
	report, err := core.ReportKeys(c.ctx, store)
	if err = errors.Join(err, store.Close()); err != nil {
		return err
	}
	zone, err := core.LoadZone(report.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	return showKeys(c, zone, report)
}

// showKeys prints the report.
func showKeys(c *console, zone *time.Location, report core.KeyReport) error {
	answer := keysShown{Site: report.SiteName, Places: []keyPlace{}, Keys: []keyAge{}}
	var rows [][]string
	for _, p := range report.Places {
		answer.Places = append(answer.Places, keyPlace{Kind: p.Kind, KeyFile: p.Hint, CreatedAt: at(p.CreatedAt)})
		rows = append(rows, []string{placeName(p), "since " + clock(p.CreatedAt, zone)})
	}
	for _, k := range report.Keys {
		answer.Keys = append(answer.Keys, keyAge{Number: k.Number, Purpose: k.Purpose, Current: k.Current, CreatedAt: at(k.CreatedAt)})
		rows = append(rows, []string{keyName(k), "made " + clock(k.CreatedAt, zone)})
	}
	lines, err := table(rows)
	if err != nil {
		return err
	}
	return c.show(answer, lines...)
}

// placeName words where the site's key is.
func placeName(p core.KeyPlace) string {
	switch p.Kind {
	case seal.KindKeyFile:
		return "Key file, made as " + p.Hint
	case seal.KindKeyring:
		return "This computer's keyring"
	case seal.KindPassphrase:
		return "Passphrase"
	case seal.KindRecovery:
		return "Recovery key"
	default:
		return string(p.Kind)
	}
}

// keyName words what a key is for.
func keyName(k core.KeyAge) string {
	what := map[seal.Purpose]string{
		seal.PurposeSeal: "data", seal.PurposeAudit: "log", seal.PurposeDigest: "digests",
	}[k.Purpose]
	if what == "" {
		what = string(k.Purpose)
	}
	text := fmt.Sprintf("Key %d (%s)", k.Number, what)
	if !k.Current {
		text += ", former"
	}
	return text
}

// keyRotate makes a new data key.
type keyRotate struct{ actor }

// rotatedKey is the answer of key rotate.
type rotatedKey struct {
	Number    uint32     `json:"number"`
	CreatedAt *time.Time `json:"created_at"`
}

// Run is called by kong.
func (r *keyRotate) Run(c *console) error {
	return r.act(c, func(site *core.Site, token core.Token) error {
		made, err := site.RotateKeys(c.ctx, token, c.with)
		if err != nil {
			return err
		}
		return c.show(rotatedKey{Number: made.Number, CreatedAt: at(made.CreatedAt)},
			fmt.Sprintf("%s has a new data key, number %d. What opens the site stays the same.", site.Name(), made.Number))
	})
}

// keyChangePassphrase keeps the site's key by another passphrase.
type keyChangePassphrase struct{ actor }

// Run is called by kong.
func (k *keyChangePassphrase) Run(c *console) error {
	return k.act(c, func(site *core.Site, token core.Token) error {
		if c.with.Passphrase == "" {
			return &refusal{
				code: core.CodeRefused, field: core.FieldPassphrase,
				text: "The site's key is not kept by a passphrase, so there is none to change. To keep it by one: " + name + " recover --passphrase",
			}
		}
		typed, repeated, err := c.in.fresh("New passphrase", core.FieldPassphrase)
		if err != nil {
			return err
		}
		if err := site.ChangePassphrase(c.ctx, token, c.with, typed, repeated); err != nil {
			return err
		}
		return c.show(struct{}{}, "The passphrase of "+site.Name()+" is changed; the former one no longer opens the site.")
	})
}
