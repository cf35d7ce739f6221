package command

import (
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/core/twostep"
)

// initCommand sets a site up.
type initCommand struct {
	Site     string `required:"" placeholder:"NAME" help:"Name of the site."`
	Root     string `required:"" placeholder:"NAME" help:"Name of the root account. Its password is read from standard input."`
	FullName string `placeholder:"NAME" help:"Full name of the root account."`
	Mail     string `placeholder:"ADDRESS" help:"Its mail address."`
	TimeZone string `placeholder:"ZONE" help:"The site's time zone, such as Europe/London. Otherwise this computer's."`
	Preset   string `placeholder:"P" help:"The rules for passwords that the site begins with; otherwise nist. See: policy presets."`
	Reason   string `placeholder:"R" help:"Why it is this preset; it is kept in the log. Needed where the preset departs from the standard."`
	keyFlags
	RecoveryFile string `placeholder:"FILE" help:"Write the recovery key to this new file instead of showing it."`
}

// madeSite is the answer of init.
type madeSite struct {
	Site     string `json:"site"`
	TimeZone string `json:"time_zone"`
	Root     string `json:"root"`
	// Preset is where the rules for passwords come from.
	Preset string `json:"preset"`
	// Data is the data folder, Key "keyfile", "keyring" or "passphrase".
	Data    string    `json:"data"`
	Key     seal.Kind `json:"key"`
	KeyFile string    `json:"key_file,omitempty"`
	// RecoveryKey is shown this once, unless it went into RecoveryFile.
	RecoveryKey string `json:"recovery_key,omitempty"`
	// EmergencyCode lets a root account in that has lost its phone. It is shown this
	// once, unless it went into RecoveryFile.
	EmergencyCode string `json:"emergency_code,omitempty"`
	RecoveryFile  string `json:"recovery_file,omitempty"`
}

// Run is called by kong.
func (i *initCommand) Run(c *console) error {
	c.labels = map[string]string{core.FieldName: "--root"}
	dir, err := c.place.Dir(c.Env)
	if err != nil {
		return err
	}
	form, err := i.form(c)
	if err != nil {
		return err
	}
	defer form.RecoveryKey.Wipe()
	if err := i.vacant(c, dir, form); err != nil {
		return err
	}
	undo, err := keepRecovery(i.RecoveryFile, dir, i.Site, form.RecoveryKey, form.EmergencyCode)
	if err != nil {
		return err
	}
	if err := core.Create(c.ctx, c.CreateStore, dir, form, core.Config{Log: c.log}); err != nil {
		return errors.Join(err, undo())
	}
	return i.report(c, dir, form)
}

// form fills the form of a new site.
func (i *initCommand) form(c *console) (core.NewSite, error) {
	zone := i.TimeZone
	if zone == "" {
		zone = core.LocalZone()
	}
	if zone == "" {
		return core.NewSite{}, wrongUse(core.FieldTimeZone, "This computer does not tell its time zone. Name it, such as Europe/London.")
	}
	choice, err := i.choice(c)
	if err != nil {
		return core.NewSite{}, err
	}
	if choice.KeyFile != "" {
		if choice.KeyFile, err = filepath.Abs(choice.KeyFile); err != nil {
			return core.NewSite{}, wrongUse(core.FieldKeyFile, "This path cannot be used. Choose another one.")
		}
	}
	typed, repeated, err := c.in.fresh("New password of "+i.Root, core.FieldPassword)
	if err != nil {
		return core.NewSite{}, err
	}
	recovery, err := seal.NewRecoveryKey(rand.Reader)
	if err != nil {
		return core.NewSite{}, fmt.Errorf("draw a recovery key: %w", err)
	}
	emergency, err := twostep.NewRecoveryCode(rand.Reader)
	if err != nil {
		return core.NewSite{}, fmt.Errorf("draw a code for emergencies: %w", err)
	}
	return core.NewSite{
		Name: i.Site, TimeZone: zone, Preset: i.Preset, Reason: i.Reason, Key: choice, RecoveryKey: recovery, EmergencyCode: emergency,
		Root: core.NewRoot{Name: i.Root, FullName: i.FullName, Mail: i.Mail, Password: typed, Confirm: repeated},
	}, nil
}

// vacant looks, before anything is made, at what is in the way: first a store
// of any kind, then the form. CreateStore words what it means that there is a
// site already.
func (i *initCommand) vacant(c *console, dir string, form core.NewSite) error {
	store, err := c.OpenStore(c.ctx, dir)
	switch {
	case err == nil:
		closed := store.Close()
		return errors.Join(c.CreateStore(c.ctx, dir, noFill), closed)
	case core.ErrorCode(err) != core.CodeStoreAbsent:
		return err
	}
	all := slices.Concat(
		core.ProblemsOf(form.CheckSite()), core.ProblemsOf(form.CheckPolicy()), core.ProblemsOf(form.Key.Check(dir)))
	if len(all) > 0 {
		return core.Problems(all)
	}
	return nil
}

// noFill fills no store, so that none is made.
func noFill(core.Store) error { return errNoFill }

// errNoFill: a site vanished between two looks at it.
var errNoFill = errors.New("command: the store has changed in between")

// report tells where everything is.
func (i *initCommand) report(c *console, dir string, form core.NewSite) error {
	preset := form.StartPreset()
	made := madeSite{
		Site: form.Name, TimeZone: form.TimeZone, Root: form.Root.Name, Preset: preset.Name, Data: dir,
		Key: form.Key.Kind, KeyFile: form.Key.KeyFile, RecoveryFile: i.RecoveryFile,
	}
	lines := []string{
		"The site " + form.Name + " is set up, with the root account " + form.Root.Name + ".",
		"Data folder: " + dir,
		"Time zone: " + form.TimeZone,
		"Rules for passwords: " + preset.Title + ". " + preset.Plain.String(),
		"The site's key is kept " + keyKept(form.Key) + ".",
	}
	if i.RecoveryFile != "" {
		lines = append(lines, "Recovery key and code for emergencies: in the file "+i.RecoveryFile)
	} else {
		made.RecoveryKey = form.RecoveryKey.Reveal()
		made.EmergencyCode = form.EmergencyCode.Shown()
		lines = append(lines, "Recovery key: "+made.RecoveryKey, "Code for emergencies: "+made.EmergencyCode,
			"They are shown this once. Print them or write them down, and keep them apart from this computer. The code lets a root account in, once, that has lost its phone.")
	}
	err := c.show(made, lines...)
	if errors.Is(err, errOutput) && i.RecoveryFile == "" {
		return &refusal{
			code: core.CodeFault, cause: err,
			text: "The site is set up, but its recovery key could not be shown. Delete " + dir + " and set it up again.",
		}
	}
	return err
}
