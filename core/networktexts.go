package core

import (
	"errors"

	"gatehouse/core/network"
)

// networkText says what is wrong with an address, a range or a place.
func networkText(err error, typed string) Text {
	p, ok := errors.AsType[*network.Problem](err)
	if !ok {
		return say("This cannot be read.")
	}
	switch p.Reason {
	case network.ReasonEmpty:
		return say("Type an address or a range of addresses.")
	case network.ReasonZone:
		return say("Leave out the part from the % on: it holds for one computer only.")
	case network.ReasonNotRange:
		return say("Behind the slash of “{{.Typed}}” stands a number of bits from 0 to {{.Max}}, without leading zeros.", "Typed", typed, "Max", p.Limit)
	case network.ReasonHostBits:
		return say("The address of “{{.Typed}}” goes on behind the bits of its range. The range is probably {{.Range}}.", "Typed", typed, "Range", p.Range.String())
	case network.ReasonMappedRange:
		return say("The range “{{.Typed}}” has IPv4 addresses and others in it. Write it as a range of IPv4, such as 10.0.0.0/8.", "Typed", typed)
	}
	if text, ok := placeText(p); ok {
		return text
	}
	return say("“{{.Typed}}” is no address and no range. Write 192.168.1.20, 10.0.0.0/8 or 2001:db8::/32, without leading zeros or a port.", "Typed", typed)
}

// placeText says what is wrong with a place.
func placeText(p *network.Problem) (Text, bool) {
	switch p.Reason {
	case network.ReasonNameEmpty:
		return say("A place has no name. Type one."), true
	case network.ReasonNameLong:
		return say("The name of a place is too long. Use at most {{.Max}} characters.", "Max", p.Limit), true
	case network.ReasonNameCharacter:
		return say("The name of a place has a character in it that cannot be seen. Type it again by hand."), true
	case network.ReasonNameTwice:
		return say("Two places have the same name, “{{.Place}}” and “{{.Other}}”. Rename one of them.", "Place", p.Place, "Other", p.Other), true
	case network.ReasonRangeTwice:
		return say("{{.Range}} is in “{{.Place}}” and in “{{.Other}}”. Take it out of one of them.", "Range", p.Range.String(), "Place", p.Place, "Other", p.Other), true
	case network.ReasonManyPlaces:
		return say("There are too many places. Keep at most {{.Max}}.", "Max", p.Limit), true
	case network.ReasonManyRanges:
		return say("The places have too many ranges. Keep at most {{.Max}}.", "Max", p.Limit), true
	}
	return Text{}, false
}
