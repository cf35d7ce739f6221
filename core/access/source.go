package access

import (
	"net/netip"
	"slices"
	"strings"

	"gatehouse/core/network"
)

// The words of sources.
const (
	deskWord    = "desk"
	placePrefix = "place:"
)

// Source is from where somebody comes. Exactly one field is set.
type Source struct {
	// Range is a range of addresses that network.ParseRange returns.
	Range netip.Prefix
	// Place is the name of a place, whose case is of no matter.
	Place string
	// Kind is a kind of addresses.
	Kind network.Kind
	// Desk: a program at this computer, without an address.
	Desk bool
}

// FromRange makes the source of a range.
func FromRange(r netip.Prefix) Source { return Source{Range: r} }

// FromPlace makes the source of a place.
func FromPlace(name string) Source { return Source{Place: name} }

// FromKind makes the source of a kind of addresses.
func FromKind(k network.Kind) Source { return Source{Kind: k} }

// FromDesk makes the source of this computer.
func FromDesk() Source { return Source{Desk: true} }

// ParseSource reads one source: a range or an address, "place:" and a name, a
// kind such as "private", or "desk". The error is an *Error.
func ParseSource(text string) (Source, error) {
	source, err := parseSource(text)
	if err != nil {
		return Source{}, err
	}
	return source, nil
}

func parseSource(text string) (Source, *Error) {
	if text == deskWord {
		return FromDesk(), nil
	}
	if kind := network.Kind(text); slices.Contains(network.Kinds(), kind) {
		return FromKind(kind), nil
	}
	if name, ok := strings.CutPrefix(text, placePrefix); ok {
		place, err := network.ParsePlaceName(name)
		if err != nil {
			return Source{}, &Error{Reason: ReasonSource, Word: shown(text), Cause: err}
		}
		return FromPlace(place), nil
	}
	r, err := network.ParseRange(text)
	if err != nil {
		return Source{}, &Error{Reason: ReasonSource, Word: shown(text), Cause: err}
	}
	return FromRange(r), nil
}

// String writes the source as ParseSource reads it.
func (s Source) String() string {
	switch {
	case s.Desk:
		return deskWord
	case s.Place != "":
		return placePrefix + s.Place
	case s.Kind != "":
		return string(s.Kind)
	}
	return network.FormatRange(s.Range)
}

// isOne reports whether exactly one field is set, to a value that has a written
// form.
func (s Source) isOne() bool {
	again, err := parseSource(s.String())
	return err == nil && again == s
}

// folded is the source as it is compared: the case of a place is of no matter.
func (s Source) folded() Source {
	if s.Place != "" {
		s.Place = network.PlaceKey(s.Place)
	}
	return s
}

// origin is from where somebody comes, made ready to be compared.
type origin struct {
	addr     netip.Addr // plain
	kind     network.Kind
	placeKey string // "" for none
}

func originOf(at Point) origin {
	return origin{network.Plain(at.Addr), network.KindOf(at.Addr), network.PlaceKey(at.Place)}
}

// has reports whether the source is one from which somebody comes.
func (o origin) has(s Source) bool {
	switch {
	case !o.addr.IsValid():
		return s.Desk
	case s.Place != "":
		return o.placeKey != "" && network.PlaceKey(s.Place) == o.placeKey
	case s.Kind != "":
		return s.Kind == o.kind
	}
	return s.Range.Contains(o.addr)
}

// covers reports whether all that come from the other source come from this one,
// both folded. It knows ranges within ranges and within kinds, and is false where it does not
// know: what lies within a place is not told here.
func (s Source) covers(other Source) bool {
	switch {
	case s == other:
		return true
	case !other.Range.IsValid():
		return false
	case s.Kind != "":
		kind, one := network.KindOfRange(other.Range)
		return one && kind == s.Kind
	}
	return s.Range.IsValid() && s.Range.Bits() <= other.Range.Bits() && s.Range.Contains(other.Range.Addr())
}
