package policy

import (
	"slices"
	"strings"
)

// Dialect is the settings form of another system: a JSON object whose names are
// the labels of its reference text and whose values are written as there, "0"
// or blank where it says "no limit" so.
type Dialect struct {
	// Name is what commands call it, Title what a list shows.
	Name, Title string
	form        form
}

// form translates one system's settings.
type form struct {
	// labels are all settings in the order of export.
	labels []string
	// also are other names of settings, as the text's headings and sentences have
	// them, with their labels.
	also map[string]string
	// first: the system says whether a first password is changed. Of others it is
	// not known, and the policy read from them asks for it.
	first bool
	// on and off are how a switch is written, the On and Off of most where empty.
	on, off string
	read    func(s *sheet) Policy
	write   func(s *sheet, p Policy)
}

// policy reads what the settings say.
func (f form) policy(s *sheet) Policy {
	p := f.read(s)
	if !f.first {
		p.Change.ChangeOnFirstSignIn = true
	}
	return p
}

// Loss is what a translation could not keep.
type Loss struct {
	// Field is the label of the setting when importing, the field of the policy by
	// its full name when exporting.
	Field string
	// Text says what became of it.
	Text Text
}

// dialectTable is never changed.
var dialectTable = []Dialect{
	{"nist", "NIST SP 800-63B-4", nistForm()},
	{"web-host", "Web host", webHostForm()},
	{"data-room", "Data room", dataRoomForm()},
	{"te", "TE", teForm()},
	{"formflow", "FormFlow", formflowForm()},
	{"active-directory", "Active Directory", activeDirectoryForm()},
	{"freeipa", "FreeIPA", freeIPAForm()},
	{"keycloak", "Keycloak", keycloakForm()},
	{"pci-dss-4", "PCI DSS 4.0.1", pciForm()},
}

// Dialects returns every dialect. Each has the name of a preset, and the preset
// can be said in it without a loss.
func Dialects() []Dialect { return slices.Clone(dialectTable) }

// Labels returns the names of the dialect's settings in the order of export.
func (d Dialect) Labels() []string { return slices.Clone(d.form.labels) }

// dialectNamed finds a dialect; an unknown name is a *FieldError.
func dialectNamed(name string) (Dialect, error) {
	names := make([]string, 0, len(dialectTable))
	for _, d := range dialectTable {
		if d.Name == name {
			return d, nil
		}
		names = append(names, d.Name)
	}
	text := say("There is no dialect of this name. Choose from {{.Names}}", "Names", strings.Join(names, ", "))
	if nearest := NearestName(name, names); nearest != "" {
		text = say("There is no dialect of this name. The nearest is “{{.Nearest}}”", "Nearest", nearest)
	}
	return Dialect{}, &FieldError{shownName(name), text}
}

// Import reads settings of another system. A missing label is blank, a label is
// found in any case. The losses name the settings that no policy can hold, or
// that stand behind a switch that is off. An unknown label or a value that
// cannot be read is [FieldErrors], the labels being the fields.
func Import(dialect string, data []byte) (Policy, []Loss, error) {
	d, err := dialectNamed(dialect)
	if err != nil {
		return Policy{}, nil, err
	}
	s := newSheet(d.form)
	s.parse(data)
	if len(s.faults) > 0 {
		return Policy{}, nil, s.faults
	}
	p := d.form.policy(s)
	if len(s.faults) > 0 {
		return Policy{}, nil, s.faults
	}
	if err := p.Bounds(); err != nil {
		return Policy{}, nil, err
	}
	kept := newSheet(d.form)
	d.form.write(kept, p)
	s.compare(kept)
	return p, s.losses, nil
}

// compare adds a loss for each setting that the policy does not hold.
func (s *sheet) compare(kept *sheet) {
	for _, label := range s.form.labels {
		meant, is := s.meant[label], kept.cells[label]
		// Zero and blank are one: nothing.
		same := meant == is || meant == "0" && is == ""
		if !s.blank(label) && !same && !s.lost(label) {
			s.lose(label, notKept(s.text(label), is))
		}
	}
}

func notKept(was, is string) Text {
	if is == "" {
		return say("“{{.Was}}” is not kept: it has no effect here", "Was", short(was))
	}
	return say("“{{.Was}}” has the effect of “{{.Is}}” here", "Was", short(was), "Is", short(is))
}

// Export writes a policy as settings of another system. The losses name each
// field that the system cannot hold as it is; with none, [Import] of the result
// means the same policy. An error is [FieldErrors] when the policy is out of
// bounds, or the unknown dialect.
func Export(dialect string, p Policy) ([]byte, []Loss, error) {
	d, err := dialectNamed(dialect)
	if err != nil {
		return nil, nil, err
	}
	if err := p.Bounds(); err != nil {
		return nil, nil, err
	}
	s := newSheet(d.form)
	d.form.write(s, p)
	back := newSheet(d.form)
	back.cells = s.cells
	there := d.form.policy(back)
	if len(back.faults) > 0 {
		return nil, nil, back.faults
	}
	data, err := s.json()
	return data, lossesBetween(p, there), err
}

// lossesBetween names the fields of a policy that mean something else in what
// became of it.
func lossesBetween(here, there Policy) []Loss {
	var losses []Loss
	for _, f := range fieldTable {
		a, b := f.get(&here), f.get(&there)
		if !f.sameMeaning(a, b) {
			losses = append(losses, Loss{f.Path(), lossText(f.Path(), here, there)})
		}
	}
	return losses
}

// sameMeaning compares two values by what they do: an absent number is its
// default, 24H is 1D, and the order of a set says nothing.
func (f Field) sameMeaning(a, b any) bool {
	if f.Kind == FieldNumber && f.Default != 0 {
		a, b = orDefault(a, f.Default), orDefault(b, f.Default)
	}
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	switch x := a.(type) {
	case string:
		y, _ := b.(string)
		return x == y || f.Kind == FieldText && slices.Equal(inOrder(x), inOrder(y))
	case Duration:
		y, _ := b.(Duration)
		return x.Length() == y.Length()
	case Schedule:
		y, _ := b.(Schedule)
		return x.UntilAdmin == y.UntilAdmin && slices.EqualFunc(x.Durations, y.Durations,
			func(d, e Duration) bool { return d.Length() == e.Length() })
	case Kinds:
		y, _ := b.(Kinds)
		return x.K == y.K && slices.Equal(slices.Sorted(slices.Values(x.Of)), slices.Sorted(slices.Values(y.Of)))
	case []string:
		y, _ := b.([]string)
		return slices.Equal(x, y)
	}
	return a == b
}

func orDefault(value any, fallback int) any {
	if value == nil {
		return fallback
	}
	return value
}

func inOrder(s string) []rune {
	runes := []rune(s)
	slices.Sort(runes)
	return slices.Compact(runes)
}

// lossText says what a field is here and what there, in the words of the editor.
// Of a list of banned passwords it tells how long they are, and what is not there.
func lossText(path string, here, there Policy) Text {
	d, _ := describedNamed(path)
	a, b := d.value(here), d.value(there)
	if d.name == "banned" {
		b, _ = bannedDifference(here.Complexity.Banned, there.Complexity.Banned)
	}
	return say("Here: {{.Here}}. There: {{.There}}", "Here", a, "There", b)
}
