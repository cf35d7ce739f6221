package core

import (
	"slices"
	"strings"

	"gatehouse/core/policy"
)

// startPolicy is what the first revision of a site's policy is made of.
type startPolicy struct {
	// preset is where the rules come from, for the log; "" where nobody chose.
	preset, reason string
	rules          policy.Policy
}

// StartPreset is the preset that was chosen: the default where none was named, and
// the zero Preset for a name that is none.
func (n NewSite) StartPreset() policy.Preset {
	all := policy.Presets()
	at := slices.IndexFunc(all, func(p policy.Preset) bool { return p.Name == n.Preset })
	switch {
	case n.Preset == "":
		return all[0]
	case at < 0:
		return policy.Preset{}
	}
	return all[at]
}

// startRules are the rules of the preset, and those of the default for a name that
// is none: CheckPolicy tells of it.
func (n NewSite) startRules() policy.Policy {
	preset := n.StartPreset()
	if preset.Name == "" {
		return policy.Default()
	}
	return preset.Policy()
}

// Judge is the judge of the root account's password: by the preset, and knowing the
// name of the site.
func (n NewSite) Judge() *Judge { return firstJudge(n.Name, n.startRules()) }

// readPolicy reads preset and reason. What keeps a draft from being saved keeps a
// preset from being the start of a site.
func (n NewSite) readPolicy() (startPolicy, error) {
	var f form
	start := startPolicy{
		preset: n.StartPreset().Name, reason: f.line(FieldReason, n.Reason, maxReason, false), rules: n.startRules(),
	}
	if start.preset == "" {
		f.note(problem(FieldPreset, say("There is no preset of this name. Choose one of these: {{.Names}}", "Names", presetNames())))
	}
	for _, found := range lintPolicy(start.rules).Problems {
		f.note(problem(FieldPreset, found.Text))
	}
	if start.reason == "" && PresetDeparts(start.preset) {
		f.note(problem(FieldReason, reasonNeeded()))
	}
	return start, f.problems.orNil()
}

// PresetDeparts tells whether a preset leaves the standard where the default does
// not, so that a site that begins with it needs a reason.
func PresetDeparts(name string) bool {
	rules, known := policy.PresetNamed(name)
	return known && leaves(policy.Default(), lintPolicy(rules))
}

// presetNames lists the presets by their names.
func presetNames() string {
	var names []string
	for _, p := range policy.Presets() {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}
