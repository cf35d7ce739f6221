package policy

// The smallest password that meets all class minimums. One character may count
// for several of them: letters contain upper and lower case, digits are apart
// from letters, special and other characters may be anything. So a password is
// looked at as a row of places: so many for upper-case letters, lower-case
// letters, further letters and digits, which no solution can do without; each is
// filled by a character that is special and other as well, where there is one;
// what is missing after that takes places of its own. An exchange of places shows
// that nothing shorter exists.

// demand is how many characters of each class are asked for.
type demand struct{ letters, upper, lower, digits, special, other int }

// slot is a number of places for characters with the same traits.
type slot struct {
	need  traits
	count int
}

// cover is a set of places that meets a demand.
type cover []slot

func (c cover) size() int {
	n := 0
	for _, s := range c {
		n += s.count
	}
	return n
}

// add appends places, if any.
func (c cover) add(need traits, count int) cover {
	if count <= 0 {
		return c
	}
	return append(c, slot{need, count})
}

// coverOf finds the smallest cover of what a policy asks for, min_kinds and "not
// only white space" included; false when there is none of any length.
func coverOf(set charset) (cover, bool) {
	var best cover
	found := false
	for _, d := range demands(set.c) {
		if c, ok := set.solidCover(d); ok && (!found || c.size() < best.size()) {
			best, found = c, true
		}
	}
	return best, found
}

// demands lists the alternatives of a policy: one for each choice of kinds.
func demands(c Complexity) []demand {
	base := demand{
		letters: orZero(c.MinLetters), upper: orZero(c.MinUpper), lower: orZero(c.MinLower),
		digits: orZero(c.MinDigits), special: orZero(c.MinSpecial), other: orZero(c.MinOther),
	}
	if c.MinKinds == nil {
		return []demand{base}
	}
	return base.withKinds(c.MinKinds.K, c.MinKinds.Of)
}

func orZero(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// withKinds lists the demands that ask for k of the kinds, too.
func (d demand) withKinds(k int, of []Kind) []demand {
	if k <= 0 {
		return []demand{d}
	}
	if len(of) < k {
		return nil
	}
	return append(d.oneOf(of[0]).withKinds(k-1, of[1:]), d.withKinds(k, of[1:])...)
}

// oneOf asks for at least one character of a kind.
func (d demand) oneOf(kind Kind) demand {
	switch kind {
	case KindLetter:
		d.letters = max(d.letters, 1)
	case KindUpper:
		d.upper = max(d.upper, 1)
	case KindLower:
		d.lower = max(d.lower, 1)
	case KindDigit:
		d.digits = max(d.digits, 1)
	case KindSpecial:
		d.special = max(d.special, 1)
	}
	return d
}

// less is the demand that is left once a character is there.
func (d demand) less(t traits) demand {
	take := func(n *int, trait traits) {
		if t&trait != 0 && *n > 0 {
			*n--
		}
	}
	take(&d.letters, isLetter)
	take(&d.upper, isUpper)
	take(&d.lower, isLower)
	take(&d.digits, isDigit)
	take(&d.special, isSpecial)
	take(&d.other, isOther)
	return d
}

// solidCover is the smallest cover that is not white space alone.
func (s charset) solidCover(d demand) (cover, bool) {
	best, found := s.cover(d)
	if !found {
		return nil, false
	}
	for _, place := range best {
		if s.has(place.need | isSolid) {
			return best, true
		}
	}
	found = false
	for t := range s.classes {
		if t&isSolid == 0 {
			continue
		}
		c, ok := s.cover(d.less(t))
		if ok && (!found || c.size()+1 < best.size()) {
			best, found = c.add(t, 1), true
		}
	}
	return best, found
}

// cover is the smallest cover of a demand.
func (s charset) cover(d demand) (cover, bool) {
	rest := remainder{set: s, special: d.special, other: d.other}
	for _, place := range []slot{
		{isUpper, d.upper},
		{isLower, d.lower},
		{isLetter, max(0, d.letters-d.upper-d.lower)},
		{isDigit, d.digits},
	} {
		if place.count > 0 && !s.has(place.need) {
			return nil, false
		}
		rest.places = rest.places.add(place.need, place.count)
	}
	rest.fillBoth()
	rest.fillOne(slot{isSpecial, rest.special}, slot{isOther, rest.other})
	rest.fillOne(slot{isOther, rest.other}, slot{isSpecial, rest.special})
	return rest.finish()
}

// remainder is what is left to do of a cover.
type remainder struct {
	set charset
	// places are not decided yet, done are.
	places, done   cover
	special, other int
}

// fillBoth uses characters that are special and other at once.
func (r *remainder) fillBoth() {
	var left cover
	for _, place := range r.places {
		used := 0
		if r.set.has(place.need | isSpecial | isOther) {
			used = min(place.count, r.special, r.other)
			r.special, r.other = r.special-used, r.other-used
			r.done = r.done.add(place.need|isSpecial|isOther, used)
		}
		left = left.add(place.need, place.count-used)
	}
	r.places = left
}

// fillOne uses places that can take the wanted trait, and are of no use for the
// other one.
func (r *remainder) fillOne(wanted, not slot) {
	var left cover
	for _, place := range r.places {
		used := 0
		if r.set.has(place.need|wanted.need) && (not.count == 0 || !r.set.has(place.need|not.need)) {
			used = min(place.count, wanted.count)
			wanted.count -= used
			r.done = r.done.add(place.need|wanted.need, used)
		}
		left = left.add(place.need, place.count-used)
	}
	r.places = left
	if wanted.need == isSpecial {
		r.special = wanted.count
	} else {
		r.other = wanted.count
	}
}

// finish divides the places that can take either trait, and adds places.
func (r *remainder) finish() (cover, bool) {
	free := 0
	for _, place := range r.places {
		if r.set.has(place.need|isSpecial) && r.set.has(place.need|isOther) {
			free += place.count
		}
	}
	if r.set.has(isSpecial | isOther) {
		extra := max(0, (r.special+r.other-free+1)/2, r.special-free, r.other-free)
		extra = min(extra, r.special, r.other)
		r.done = r.done.add(isSpecial|isOther, extra)
		r.special, r.other = r.special-extra, r.other-extra
	}
	for _, place := range r.places {
		left := place.count
		if r.set.has(place.need|isSpecial) && r.set.has(place.need|isOther) {
			left = r.divide(place)
		}
		r.done = r.done.add(place.need, left)
	}
	if r.special > 0 && !r.set.has(isSpecial) || r.other > 0 && !r.set.has(isOther) {
		return nil, false
	}
	return r.done.add(isSpecial, r.special).add(isOther, r.other), true
}

// divide gives places to what is still wanted and returns how many are left.
func (r *remainder) divide(place slot) int {
	special := min(place.count, r.special)
	other := min(place.count-special, r.other)
	r.special, r.other = r.special-special, r.other-other
	r.done = r.done.add(place.need|isSpecial, special).add(place.need|isOther, other)
	return place.count - special - other
}
