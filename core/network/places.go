package network

import (
	"cmp"
	"net/netip"
	"slices"
)

// What Places may hold at most.
const (
	MaxPlaces = 1_000
	MaxRanges = 10_000
)

// Place is a name for ranges of addresses.
type Place struct {
	Name   string
	Ranges []netip.Prefix
}

// Places finds the place of an address. It may be used from several goroutines
// at once.
type Places struct {
	// starts4 and starts6 are where the answer changes, in order; the first is the
	// lowest address, so that a search always finds one.
	starts4, starts6 []start
	// keys are the names of all places, folded.
	keys map[string]string
}

// start is the lowest address of a stretch in which all belong to one place, and
// its name, "" for none.
type start struct {
	from netip.Addr
	name string
}

// held is a range and the name of its place.
type held struct {
	addresses netip.Prefix
	name      string
}

// NewPlaces makes places ready to be looked up. Ranges may lie within others,
// the most specific one decides. Refused with a *Problem are: names that
// ParsePlaceName refuses or that differ in case only, ranges that ParseRange
// does not return, the same range twice, more than MaxPlaces places and more than
// MaxRanges ranges.
func NewPlaces(list []Place) (*Places, error) {
	if len(list) > MaxPlaces {
		return nil, &Problem{Reason: ReasonManyPlaces, Limit: MaxPlaces}
	}
	p := &Places{keys: make(map[string]string, len(list))}
	var ranges []held
	for _, place := range list {
		name, err := p.addName(place.Name)
		if err != nil {
			return nil, err
		}
		if len(ranges)+len(place.Ranges) > MaxRanges {
			return nil, &Problem{Reason: ReasonManyRanges, Limit: MaxRanges}
		}
		for _, r := range place.Ranges {
			if !isRange(r) {
				return nil, &Problem{Reason: ReasonRangeWrong, Place: name, Range: r}
			}
			ranges = append(ranges, held{r, name})
		}
	}
	if err := sortRanges(ranges); err != nil {
		return nil, err
	}
	first6 := slices.IndexFunc(ranges, func(h held) bool { return h.addresses.Addr().Is6() })
	if first6 < 0 {
		first6 = len(ranges)
	}
	p.starts4 = flatten(netip.IPv4Unspecified(), ranges[:first6])
	p.starts6 = flatten(netip.IPv6Unspecified(), ranges[first6:])
	return p, nil
}

// addName takes a name that no other place has.
func (p *Places) addName(text string) (string, error) {
	name, err := ParsePlaceName(text)
	if err != nil {
		return "", err
	}
	key := PlaceKey(name)
	if other, taken := p.keys[key]; taken {
		return "", &Problem{Reason: ReasonNameTwice, Place: other, Other: name}
	}
	p.keys[key] = name
	return name, nil
}

// sortRanges puts each range before those within it, IPv4 first, and refuses one
// that stands there twice.
func sortRanges(ranges []held) error {
	slices.SortStableFunc(ranges, func(a, b held) int {
		return cmp.Or(a.addresses.Addr().Compare(b.addresses.Addr()), a.addresses.Bits()-b.addresses.Bits())
	})
	for i := 1; i < len(ranges); i++ {
		if before := ranges[i-1]; before.addresses == ranges[i].addresses {
			return &Problem{Reason: ReasonRangeTwice, Range: before.addresses, Place: before.name, Other: ranges[i].name}
		}
	}
	return nil
}

// flatten cuts sorted ranges of one family, of which any two lie within each
// other or apart, into stretches that lie side by side.
func flatten(lowest netip.Addr, ranges []held) []start {
	starts := []start{{from: lowest}}
	begin := func(from netip.Addr, name string) {
		if last := &starts[len(starts)-1]; last.from == from {
			last.name = name // a range that begins with the one around it
			return
		}
		starts = append(starts, start{from, name})
	}
	var open []held // the ranges that contain the current address, the widest first
	// leave ends what does not contain next; the zero Addr ends all.
	leave := func(next netip.Addr) {
		for len(open) > 0 && !open[len(open)-1].addresses.Contains(next) {
			ended := open[len(open)-1]
			open = open[:len(open)-1]
			after := last(ended.addresses).Next()
			if !after.IsValid() {
				continue // the range reaches to the highest address
			}
			name := ""
			if len(open) > 0 {
				name = open[len(open)-1].name
			}
			begin(after, name)
		}
	}
	for _, h := range ranges {
		leave(h.addresses.Addr())
		begin(h.addresses.Addr(), h.name)
		open = append(open, h)
	}
	leave(netip.Addr{})
	return starts
}

// last is the highest address of a range.
func last(r netip.Prefix) netip.Addr {
	bytes := r.Addr().AsSlice()
	for i := range bytes {
		if free := 8*(i+1) - r.Bits(); free > 0 {
			bytes[i] |= byte(0xff >> (8 - min(free, 8)))
		}
	}
	a, _ := netip.AddrFromSlice(bytes) // as many bytes as an address has
	return a
}

// Lookup tells the name of the place to which an address belongs: that of the
// most specific range around it. It allocates nothing.
func (p *Places) Lookup(a netip.Addr) (name string, ok bool) {
	a = Plain(a)
	if p == nil || !a.IsValid() {
		return "", false
	}
	starts := p.starts6
	if a.Is4() {
		starts = p.starts4
	}
	at, exact := slices.BinarySearchFunc(starts, a, func(s start, a netip.Addr) int { return s.from.Compare(a) })
	if !exact {
		at--
	}
	name = starts[at].name
	return name, name != ""
}

// Known reports whether there is a place of this name, whatever its case.
func (p *Places) Known(name string) bool {
	if p == nil {
		return false
	}
	_, ok := p.keys[PlaceKey(name)]
	return ok
}
