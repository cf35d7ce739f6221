package command

import (
	"encoding/json"
	"fmt"
	"strings"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// policyPresets lists the presets.
type policyPresets struct{}

// presetLine is a preset in the list.
type presetLine struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	About  string `json:"about"`
	Source string `json:"source"`
}

// presetsListed is the answer of policy presets.
type presetsListed struct {
	Presets []presetLine `json:"presets"`
}

// Run is called by kong.
func (policyPresets) Run(c *console) error {
	var listed presetsListed
	rows := [][]string{{"NAME", "TITLE", "SOURCE"}}
	for _, p := range policy.Presets() {
		line := presetLine{Name: p.Name, Title: p.Title, About: p.About.String(), Source: p.Source}
		listed.Presets = append(listed.Presets, line)
		rows = append(rows, []string{line.Name, line.Title, line.Source})
	}
	lines, err := table(rows)
	if err != nil {
		return err
	}
	return c.show(listed, lines...)
}

// policyLint looks at a policy file.
type policyLint struct {
	File string   `arg:"" placeholder:"FILE" help:"The policy file."`
	Set  []string `placeholder:"FIELD=VALUE" sep:"none" help:"Put another value into a field first. May be repeated."`
}

// linted is the answer of policy lint.
type linted struct {
	Problems []lintedProblem `json:"problems"`
	Advice   []lintedAdvice  `json:"advice"`
}

// lintedProblem is something that a policy cannot be saved with.
type lintedProblem struct {
	// Fields are named without their groups, as --set takes them.
	Fields  []string `json:"fields"`
	Message string   `json:"message"`
}

// lintedAdvice is a departure from the standard.
type lintedAdvice struct {
	Fields  []string `json:"fields"`
	Message string   `json:"message"`
	// Source is the paragraph of the standard.
	Source string `json:"source"`
}

// Run is called by kong. A file that is no policy is a problem like any other.
func (l *policyLint) Run(c *console) error {
	p, err := policySource{File: l.File, Set: l.Set}.read()
	if bad := misread(err); bad != nil {
		return c.answer(false, linted{Problems: bad, Advice: []lintedAdvice{}}, problemLines(bad)...)
	}
	if err != nil {
		return err
	}
	report := policy.Lint(p)
	answer := linted{Problems: []lintedProblem{}, Advice: []lintedAdvice{}}
	for _, one := range report.Problems {
		answer.Problems = append(answer.Problems, lintedProblem{Fields: one.Fields, Message: sentence(one.Text.String())})
	}
	lines := problemLines(answer.Problems)
	for _, one := range report.Advice {
		advice := lintedAdvice{Fields: one.Fields, Message: sentence(one.Text.String()), Source: one.Source}
		answer.Advice = append(answer.Advice, advice)
		lines = append(lines, "advice   "+strings.Join(advice.Fields, ", ")+": "+advice.Message+" ("+advice.Source+")")
	}
	if len(lines) == 0 {
		lines = []string{"Nothing is wrong with this policy."}
	}
	return c.answer(report.OK(), answer, lines...)
}

// problemLines words problems for people.
func problemLines(all []lintedProblem) []string {
	var lines []string
	for _, p := range all {
		lines = append(lines, "problem  "+strings.Join(p.Fields, ", ")+": "+p.Message)
	}
	return lines
}

// misread gives the problems of a file whose fields cannot be read, nil for
// every other error.
func misread(err error) []lintedProblem {
	faults := policy.FieldErrorsOf(err)
	var all []lintedProblem
	for i, name := range policy.BareFields(faults) {
		all = append(all, lintedProblem{Fields: []string{name}, Message: sentence(faults[i].Text.String())})
	}
	return all
}

// policyImport reads the settings of another system.
type policyImport struct {
	Dialect string `required:"" placeholder:"D" help:"The system: ${dialects}."`
	File    string `arg:"" placeholder:"FILE" help:"Its settings: a JSON object with the labels and values of that system."`
}

// policyFile is a policy in a file, with what it could not hold.
type policyFile struct {
	Policy json.RawMessage `json:"policy"`
	Lost   []lostField     `json:"lost"`
}

// lostField is a setting that cannot be expressed.
type lostField struct {
	Field string `json:"field"`
	// Label is what the editor calls the field, "" for a setting of the other system.
	Label   string `json:"label"`
	Message string `json:"message"`
}

// name is the field for people: by its label, with the name that --set takes.
func (l lostField) name() string {
	if l.Label == "" {
		return l.Field
	}
	return l.Label + " (" + l.Field + ")"
}

// Run is called by kong.
func (i *policyImport) Run(c *console) error {
	if err := knownDialect(i.Dialect); err != nil {
		return err
	}
	data, err := readFile(i.File)
	if err != nil {
		return err
	}
	p, lost, err := policy.Import(i.Dialect, data)
	if err != nil {
		return fieldRefusal("", err)
	}
	document, err := p.JSON()
	if err != nil {
		return fmt.Errorf("write a policy: %w", err)
	}
	return c.document(document, lost)
}

// document prints a file as it stands, so that it can be kept; what it could not
// hold goes to standard error.
func (c *console) document(document []byte, lost []policy.Loss) error {
	all := []lostField{}
	for _, l := range lost {
		all = append(all, lostField{Field: l.Field, Label: policy.Label(l.Field).String(), Message: sentence(l.Text.String())})
	}
	if c.json {
		return c.object(true, policyFile{Policy: document, Lost: all})
	}
	for _, l := range all {
		c.complain(l.name() + ": " + l.Message)
	}
	return c.write([]byte(strings.TrimRight(string(document), "\n") + "\n"))
}

// policyExport writes a policy in the words of another system.
type policyExport struct {
	Dialect string `required:"" placeholder:"D" help:"The system: ${dialects}."`
	policySource
}

// Run is called by kong.
func (e *policyExport) Run(c *console) error {
	if err := knownDialect(e.Dialect); err != nil {
		return err
	}
	c.labels = map[string]string{fieldFile: "--file"}
	p, err := e.read()
	if err != nil {
		return err
	}
	document, lost, err := policy.Export(e.Dialect, p)
	if err != nil {
		return fieldRefusal("", err)
	}
	return c.document(document, lost)
}

// knownDialect refuses the name of a dialect that there is not, before any file
// is read.
func knownDialect(named string) error {
	for _, d := range policy.Dialects() {
		if d.Name == named {
			return nil
		}
	}
	return wrongUse(fieldDialect, "There is no dialect of this name. Choose from: "+dialects()+".")
}

// dialects lists the names of the dialects for the help.
func dialects() string {
	var names []string
	for _, d := range policy.Dialects() {
		names = append(names, d.Name)
	}
	return strings.Join(names, ", ")
}

// policyShow shows a policy as a policy file.
type policyShow struct {
	Preset   string `placeholder:"P" help:"A preset; this needs no site."`
	Policy   string `placeholder:"NAME" help:"One of the site's policies; otherwise its own one."`
	Revision *int64 `placeholder:"N" help:"A former revision of it."`
	As       string `placeholder:"NAME" help:"Your account, for a policy of the site. Its password is read from standard input."`
	Words    bool   `help:"In plain sentences instead."`
}

// Run is called by kong.
func (s *policyShow) Run(c *console) error {
	if s.Preset != "" {
		if s.As != "" || s.Policy != "" || s.Revision != nil {
			return wrongUse(fieldPreset, "Give --preset, or a policy of the site with --as, not both.")
		}
		p, err := presetNamed(s.Preset)
		if err != nil {
			return err
		}
		return s.print(c, p)
	}
	if s.As == "" {
		return wrongUse("", "Give --preset, or --as for a policy of the site.")
	}
	return actor{As: s.As}.act(c, func(site *core.Site, token core.Token) error {
		found, err := findPolicy(c, site, token, s.Policy)
		if err != nil {
			return err
		}
		p := found.Policy
		if s.Revision != nil {
			if p, err = revisionOf(c, site, token, found.ID, *s.Revision); err != nil {
				return err
			}
		}
		return s.print(c, p)
	})
}

// print prints a policy.
func (s *policyShow) print(c *console, p policy.Policy) error {
	if s.Words {
		words := texts(policy.Describe(p))
		return c.show(struct {
			Sentences []string `json:"sentences"`
		}{words}, words...)
	}
	document, err := p.JSON()
	if err != nil {
		return fmt.Errorf("write a policy: %w", err)
	}
	return c.write([]byte(strings.TrimRight(string(document), "\n") + "\n"))
}
