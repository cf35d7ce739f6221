package command

import (
	"errors"
	"io"
	"os"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// policyCommands are the commands for policies. The first eight ask no site:
// they read files and presets.
type policyCommands struct {
	Presets  policyPresets  `cmd:"" help:"List the presets."`
	Check    policyCheck    `cmd:"" help:"Judge the password on standard input by a policy."`
	Simulate policySimulate `cmd:"" help:"Show which wrong password locks, and for how long."`
	Instants policyInstants `cmd:"" help:"Tell when an account is locked for want of use, or when a password expires."`
	Lint     policyLint     `cmd:"" help:"Tell what is wrong with a policy file, and where it departs from the standard."`
	Import   policyImport   `cmd:"" help:"Turn the settings of another system into a policy file."`
	Export   policyExport   `cmd:"" help:"Write a policy in the words of another system."`
	Show     policyShow     `cmd:"" help:"Show a preset, or the site's policy, as a policy file."`
	List     policyList     `cmd:"" help:"List the site's policies."`
	History  policyHistory  `cmd:"" help:"List the revisions of a policy: who, when, what and why."`
	Impact   policyImpact   `cmd:"" help:"Tell what a policy file would do to the site's accounts."`
	Set      policySet      `cmd:"" help:"Put a policy file in force."`
	Restore  policyRestore  `cmd:"" help:"Bring a former revision back."`
	Remove   policyRemove   `cmd:"" help:"Take a policy away; the site's own one stays."`
	Rename   policyRename   `cmd:"" help:"Give a policy another name or rank; its rules stay."`
	Assign   policyAssign   `cmd:"" help:"Assign a policy to one account or one group."`
}

// policySource says which policy a command without a site is about.
type policySource struct {
	Preset string   `placeholder:"P" help:"A preset; without --file it is nist. See: policy presets."`
	File   string   `placeholder:"FILE" help:"A policy file."`
	Set    []string `placeholder:"FIELD=VALUE" sep:"none" help:"Put another value into a field: a JSON value, null for none. May be repeated."`
}

// read gives the policy with its changes.
func (s policySource) read() (policy.Policy, error) {
	p, err := s.base()
	if err != nil {
		return policy.Policy{}, err
	}
	for _, assignment := range s.Set {
		if err := policy.Set(&p, assignment); err != nil {
			return policy.Policy{}, fieldRefusal("--set", err)
		}
	}
	return p, nil
}

// base gives the policy before its changes.
func (s policySource) base() (policy.Policy, error) {
	switch {
	case s.Preset != "" && s.File != "":
		return policy.Policy{}, wrongUse(fieldPreset, "Give --preset or --file, not both.")
	case s.File != "":
		return readPolicy(s.File)
	case s.Preset == "":
		return policy.Default(), nil
	}
	return presetNamed(s.Preset)
}

// presetNamed finds a preset.
func presetNamed(name string) (policy.Policy, error) {
	p, ok := policy.PresetNamed(name)
	if !ok {
		return policy.Policy{}, wrongUse(fieldPreset, "There is no preset of this name. See: gatehouse policy presets.")
	}
	return p, nil
}

// maxPolicyFile is the longest policy file, in bytes: a list of banned
// passwords may have millions.
const maxPolicyFile = 128 << 20

// readPolicy reads a policy file.
func readPolicy(path string) (policy.Policy, error) {
	data, err := readFile(path)
	if err != nil {
		return policy.Policy{}, err
	}
	p, err := policy.Parse(data)
	if err != nil {
		return policy.Policy{}, fieldRefusal("", err)
	}
	return p, nil
}

// readFile reads a file that a person names.
func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, &refusal{code: core.CodeInput, field: fieldFile, text: "This file cannot be read. Look at its name.", cause: err}
	}
	data, err := io.ReadAll(io.LimitReader(file, maxPolicyFile+1))
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, &refusal{code: core.CodeInput, field: fieldFile, text: "This file cannot be read.", cause: err}
	}
	if len(data) > maxPolicyFile {
		return nil, &refusal{code: core.CodeInput, field: fieldFile, text: "This file is too long for a policy."}
	}
	return data, nil
}

// fieldRefusal turns what package policy says of a field into a refusal.
func fieldRefusal(flag string, err error) error {
	bad, ok := errors.AsType[*policy.FieldError](err)
	if !ok {
		return &refusal{code: core.CodeInput, field: flag, text: sentence(err.Error()), cause: err}
	}
	return &refusal{code: core.CodeInput, field: bad.Field, text: fieldText(bad), cause: err}
}

// fieldText names the field and says what is wrong with it.
func fieldText(bad *policy.FieldError) string {
	text := sentence(bad.Text.String())
	if bad.Field == fieldFile { // the file as a whole, which the label says
		return text
	}
	return bad.Field + ": " + text
}

// answer prints an object where a script reads it, with --json or when standard
// output is no terminal, and lines for people.
func (c *console) answer(ok bool, value any, lines ...string) error {
	if !ok {
		c.status = core.CodeRefused.Exit()
	}
	if c.json || !c.terminal() {
		return c.object(ok, value)
	}
	return c.show(value, lines...)
}

// terminal tells whether standard output is one.
func (c *console) terminal() bool { return isTerminal(c.Stdout) }

// texts words sentences.
func texts(all []policy.Sentence) []string {
	lines := make([]string, len(all))
	for i, s := range all {
		lines[i] = s.Text.String()
	}
	return lines
}
