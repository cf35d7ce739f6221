package network

import (
	"fmt"
	"net/netip"
)

// Reason tells why something was refused. A front end maps it to a translated
// sentence.
type Reason string

// The reasons. Behind each stand the fields of Problem that it fills.
const (
	// ReasonEmpty: nothing was typed.
	ReasonEmpty Reason = "empty"
	// ReasonNotAddress: the text is no address: a port, a space, a leading zero,
	// a number of another base, or something else that does not belong there.
	ReasonNotAddress Reason = "not_address"
	// ReasonZone: the address names the zone of one computer, such as %eth0.
	ReasonZone Reason = "zone"
	// ReasonNotRange: what stands behind the slash is no number of bits that such
	// an address has. Limit is the largest.
	ReasonNotRange Reason = "not_range"
	// ReasonHostBits: the address has bits beyond those of its range. Range is the
	// one that was probably meant.
	ReasonHostBits Reason = "host_bits"
	// ReasonMappedRange: the range is written as one of IPv6, and has IPv4
	// addresses in it and others.
	ReasonMappedRange Reason = "mapped_range"

	// ReasonNameEmpty: a place has no name.
	ReasonNameEmpty Reason = "name_empty"
	// ReasonNameLong: a place has a name of more than Limit code points.
	ReasonNameLong Reason = "name_long"
	// ReasonNameCharacter: a name begins or ends with a space, or has a character
	// in it that cannot be seen or is no text.
	ReasonNameCharacter Reason = "name_character"
	// ReasonNameTwice: two places have the same name, Place and Other.
	ReasonNameTwice Reason = "name_twice"
	// ReasonRangeTwice: Range is in Place and in Other, which may be the same.
	ReasonRangeTwice Reason = "range_twice"
	// ReasonRangeWrong: Range of Place is none that ParseRange returns.
	ReasonRangeWrong Reason = "range_wrong"
	// ReasonManyPlaces: there are more than Limit places.
	ReasonManyPlaces Reason = "many_places"
	// ReasonManyRanges: the places have more than Limit ranges together.
	ReasonManyRanges Reason = "many_ranges"

	// ReasonNoFile: there is no file at this path.
	ReasonNoFile Reason = "no_file"
	// ReasonUnreadable: the file cannot be read, or is no ordinary file. Cause.
	ReasonUnreadable Reason = "unreadable"
	// ReasonFileLarge: the file has more than Limit bytes.
	ReasonFileLarge Reason = "file_large"
	// ReasonForeign: the file is not in MaxMind DB format: it lacks the metadata at
	// its end, as one does that is packed or cut short. Cause.
	ReasonForeign Reason = "foreign"
	// ReasonDamaged: the file is in this format and contradicts itself. Cause.
	ReasonDamaged Reason = "damaged"
	// ReasonOtherType: the file is whole and tells no countries or cities. Type is
	// what it says of itself.
	ReasonOtherType Reason = "other_type"
)

// Problem is the error of everything here that can be refused.
type Problem struct {
	Reason Reason
	// Limit is the number that was exceeded, 0 if none.
	Limit int
	// Range is the range that it is about, or that was probably meant.
	Range netip.Prefix
	// Place and Other are names of places.
	Place, Other string
	// Type is the type of a location file, without invisible characters.
	Type string
	// Cause is the technical reason, for the log.
	Cause error
}

// Unwrap gives the technical reason.
func (p *Problem) Unwrap() error { return p.Cause }

// Error is one or two plain English sentences. It repeats nothing that was typed
// but names of places, which it quotes.
func (p *Problem) Error() string {
	template := templates()[p.Reason]
	switch p.Reason {
	case ReasonNotRange, ReasonNameLong, ReasonManyPlaces, ReasonManyRanges, ReasonFileLarge:
		return fmt.Sprintf(template, p.Limit)
	case ReasonHostBits:
		return fmt.Sprintf(template, p.Range)
	case ReasonNameTwice:
		return fmt.Sprintf(template, p.Place, p.Other)
	case ReasonRangeTwice:
		return fmt.Sprintf(template, p.Range, p.Place, p.Other)
	case ReasonRangeWrong:
		return fmt.Sprintf(template, p.Place, p.Range)
	case ReasonOtherType:
		return fmt.Sprintf(template, p.Type)
	}
	return template
}

// templates holds the English sentence of every reason.
func templates() map[Reason]string {
	return map[Reason]string{
		ReasonEmpty:         "Nothing is typed here. Type an address.",
		ReasonNotAddress:    "This is no address. Write one such as 192.168.1.20 or 2001:db8::20, without leading zeros or a port.",
		ReasonZone:          "The part from the % on holds for one computer only. Leave it out.",
		ReasonNotRange:      "Behind the slash stands a number of bits from 0 to %d, without leading zeros.",
		ReasonHostBits:      "The address goes on behind the bits of its range. The range is probably %s.",
		ReasonMappedRange:   "The range has IPv4 addresses and others in it. Write it as a range of IPv4, such as 10.0.0.0/8.",
		ReasonNameEmpty:     "The place has no name. Type one.",
		ReasonNameLong:      "The name of the place is too long. Use at most %d characters.",
		ReasonNameCharacter: "The name of the place has a character in it that cannot be seen. Remove it.",
		ReasonNameTwice:     "Two places have the same name, %q and %q. Rename one of them.",
		ReasonRangeTwice:    "%s is in %q and in %q. Remove it from one of them.",
		ReasonRangeWrong:    "A range of %q is none: %s.",
		ReasonManyPlaces:    "There are too many places. Keep at most %d.",
		ReasonManyRanges:    "The places have too many ranges. Keep at most %d.",
		ReasonNoFile:        "There is no such file.",
		ReasonUnreadable:    "The file cannot be read.",
		ReasonFileLarge:     "The file is too large. At most %d bytes are read.",
		ReasonForeign:       "The file is not in MaxMind DB format, or it is cut short. Unpack it, or copy it anew.",
		ReasonDamaged:       "The file is damaged. Copy it anew.",
		ReasonOtherType:     "The file tells no countries or cities: it is of the type %q.",
	}
}
