package policy

// Stand-ins until the real ones are merged; see the branches h-check, h-lock,
// h-form, h-lint.

import "encoding/json"




type Report struct {
	Problems []Problem
	Advice   []Advice
}
type Problem struct {
	Fields []string
	Text   Text
}
type Advice struct {
	Fields []string
	Text   Text
	Source string
}

func (r Report) OK() bool { return len(r.Problems) == 0 }

func Lint(p Policy) Report { return Report{} }

type Difference struct {
	Group, Field    string
	Label, Old, New Text
}

func Diff(old, new Policy) []Difference { return nil }

type Sentence struct {
	Group string
	Text  Text
}

func Describe(p Policy) []Sentence { return nil }
func Label(field string) Text      { return Text{} }
func Help(field string) Text       { return Text{} }

func Implies(old, new Complexity) bool { return false }

func Parse(data []byte) (p Policy, err error) {
	err = json.Unmarshal(data, &p)
	return p, err
}
func (p Policy) JSON() ([]byte, error) { return json.MarshalIndent(p, "", "  ") }

type Preset struct {
	Name         string
	Title, About Text
	Source       string
	Policy       Policy
}

func Presets() []Preset { return []Preset{{Name: "nist", Title: Say("NIST"), Policy: Default()}} }

type Loss struct {
	Field string
	Text  Text
}
type Dialect struct {
	Name  string
	Title Text
}

func Dialects() []Dialect                                        { return nil }
func Import(dialect string, data []byte) (Policy, []Loss, error) { return Policy{}, nil, nil }
func Export(dialect string, p Policy) ([]byte, []Loss, error)    { return nil, nil, nil }


func PresetNamed(name string) (Preset, bool) { return Preset{}, false }
func Set(p *Policy, assignment string) error { return nil }
func FieldErrorsOf(err error) []*FieldError  { return nil }
