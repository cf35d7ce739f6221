package policy

import "slices"

// charGroup are characters that no rule on characters tells apart, but by being
// the same one twice.
type charGroup struct {
	traits             traits
	alphabet, keyboard int8
	chars              []rune
}

// runState is what the end of a beginning means for the limits on runs and
// sequences. What no limit looks at is left at zero, so that there are few.
type runState struct {
	// last is the group of the last character, -1 for none, and repeat how often it
	// stands there, where runs are limited.
	last               int16
	repeat             int16
	alphabet, keyboard steps
}

// move is a way to go on from a state that differs from the usual one, which is
// that any character of a group begins runs of its own.
type move struct {
	group int
	// ways is how many characters do it, to the state next; 0 stands for a group
	// of which none is allowed.
	ways, next int
	// same: by the last character again.
	same bool
}

// runs are all states that passwords over some groups go through, the first one
// the start.
type runs struct {
	maxRepeat, maxSequence int
	groups                 []charGroup
	states                 []runState
	index                  map[runState]int
	// fresh is the usual next state of each group, moves by state what differs,
	// by group in ascending order.
	fresh []int
	moves [][]move
}

// maxRunStates bounds the states.
const maxRunStates = 4096

// newRuns finds the states; false for more than maxRunStates. A limit of 0 is
// none.
func newRuns(groups []charGroup, maxRepeat, maxSequence int) (*runs, bool) {
	r := &runs{maxRepeat: maxRepeat, maxSequence: maxSequence, groups: groups, index: map[runState]int{}}
	r.find(runState{last: -1, alphabet: noStep(), keyboard: noStep()})
	for g := range groups {
		r.fresh = append(r.fresh, r.find(r.beginning(g)))
	}
	for at := 0; at < len(r.states); at++ {
		if len(r.states) > maxRunStates {
			return nil, false
		}
		r.moves = append(r.moves, r.movesFrom(r.states[at]))
	}
	return r, true
}

// noStep is a sequence that has not begun.
func noStep() steps { return steps{up: 1, down: 1} }

// find gives the number of a state.
func (r *runs) find(s runState) int {
	at, ok := r.index[s]
	if !ok {
		at = len(r.states)
		r.index[s] = at
		r.states = append(r.states, s)
	}
	return at
}

// beginning is the state after a character of a group that continues nothing.
func (r *runs) beginning(g int) runState {
	s := runState{last: -1, alphabet: noStep(), keyboard: noStep()}
	s, _ = r.next(s, g, false)
	return s
}

// next is the state after one more character of a group, the last one again or
// another one; false when a limit forbids it.
func (r *runs) next(s runState, g int, same bool) (runState, bool) {
	if r.maxRepeat > 0 {
		if same {
			s.repeat++
		} else {
			s.last, s.repeat = int16(g), 1
		}
		if int(s.repeat) > r.maxRepeat {
			return s, false
		}
	}
	if r.maxSequence > 0 {
		s.alphabet.next(r.groups[g].alphabet)
		s.keyboard.next(r.groups[g].keyboard)
		if max(s.alphabet.longest, s.keyboard.longest) > r.maxSequence {
			return s, false
		}
		s.alphabet.longest, s.keyboard.longest = 0, 0
	}
	return s, true
}

// movesFrom lists how a state goes on unlike others.
func (r *runs) movesFrom(s runState) []move {
	var list []move
	for g, group := range r.groups {
		if r.maxRepeat > 0 && int(s.last) == g {
			list = r.addMove(list, s, move{group: g, ways: 1, same: true})
			list = r.addMove(list, s, move{group: g, ways: len(group.chars) - 1})
			continue
		}
		next, ok := r.next(s, g, false)
		if !ok || r.find(next) != r.fresh[g] {
			list = r.addMove(list, s, move{group: g, ways: len(group.chars)})
		}
	}
	return list
}

// addMove appends a move to where it leads.
func (r *runs) addMove(list []move, s runState, m move) []move {
	next, ok := r.next(s, m.group, m.same)
	if !ok || m.ways == 0 {
		return append(list, move{group: m.group, same: m.same})
	}
	m.next = r.find(next)
	return append(list, m)
}

// groupChars groups the characters of an alphabet that are allowed, each once.
// Where sequences are limited, those that have a place in one are told apart.
func groupChars(set *classifier, alphabet []rune, sequences bool) []charGroup {
	type key struct {
		traits             traits
		alphabet, keyboard int8
	}
	var groups []charGroup
	at := map[key]int{}
	alphabet = slices.Clone(alphabet)
	slices.Sort(alphabet)
	for _, r := range slices.Compact(alphabet) {
		k := key{traits: solidTraits(set, r)}
		if k.traits&bit(classForbidden) != 0 || !standsAlone(r) {
			continue
		}
		if sequences {
			k.alphabet, k.keyboard = placeIn(&alphabetPlaces, r), placeIn(&keyboardPlaces, r)
		}
		i, ok := at[k]
		if !ok {
			i = len(groups)
			at[k] = i
			groups = append(groups, charGroup{traits: k.traits, alphabet: k.alphabet, keyboard: k.keyboard})
		}
		groups[i].chars = append(groups[i].chars, r)
	}
	return groups
}
