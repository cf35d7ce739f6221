package policy

// Stand-ins until the real ones are merged; see the branch h-form.

import "encoding/json"

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
func PresetNamed(name string) (Preset, bool)                     { return Preset{}, false }
func Set(p *Policy, assignment string) error                     { return nil }
func FieldErrorsOf(err error) []*FieldError                      { return nil }
