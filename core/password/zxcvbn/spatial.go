package zxcvbn

// minWalk is the least number of keys of a walk over the keyboard.
const minWalk = 3

// spatial adds the walks over each keyboard, from where the last one ended.
func (a *analysis) spatial() {
	for k := range keyMaps {
		for start := 0; start < len(a.units)-1; {
			w := a.walk(Keyboard(k), start)
			if w.end-w.start >= minWalk {
				a.add(Match{
					Pattern: Spatial, Start: w.start, End: w.end, Keyboard: w.keyboard, Turns: w.turns,
					Guesses: w.guesses(),
				})
			}
			start = w.end
		}
	}
}

// walk is a way over neighbouring keys.
type walk struct {
	keyboard       Keyboard
	start, end     int
	turns, shifted int
}

// walk goes from a place as far as it can. The first step is a turn.
func (a *analysis) walk(k Keyboard, start int) walk {
	w := walk{keyboard: k, start: start, end: start + 1}
	if first := a.units[start]; first < 0x80 && keyMaps[k].places[first].shifted {
		w.shifted = 1
	}
	var last int8
	for ; w.end < len(a.units); w.end++ {
		a.steps++
		direction, shifted, ok := keyMaps[k].towards(a.units[w.end-1], a.units[w.end])
		if !ok {
			break
		}
		if shifted {
			w.shifted++
		}
		if direction != last {
			w.turns++
			last = direction
		}
	}
	return w
}

// keyboardSize is what a walk's guesses depend on: how many keys it may start
// from, and how many neighbours a key has on average.
type keyboardSize struct {
	keys   float64
	degree [MaxUnits + 1]float64 // powers
}

// sizes are those of keyboards and of pads, which the reference takes for alike.
var sizes = [2]keyboardSize{sizeOf(QWERTY), sizeOf(Keypad)}

func sizeOf(k Keyboard) keyboardSize {
	degree, keys := keyMaps[k].degree()
	size := keyboardSize{keys: float64(keys)}
	size.degree[0] = 1
	for n := 1; n < len(size.degree); n++ {
		size.degree[n] = size.degree[n-1] * degree
	}
	return size
}

// guesses is the number of walks of as many keys and turns or fewer, times the
// ways to hold Shift.
func (w walk) guesses() float64 {
	size := &sizes[0]
	if w.keyboard > Dvorak {
		size = &sizes[1]
	}
	sum, keys := 0.0, w.end-w.start
	for length := 2; length <= keys; length++ {
		// ways is the number of ways to place the turns after the first.
		ways := 1.0
		for turns := 1; turns <= min(w.turns, length-1); turns++ {
			sum += ways * size.keys * size.degree[turns]
			ways = ways * float64(length-turns) / float64(turns)
		}
	}
	switch w.shifted {
	case 0:
		return sum
	case keys:
		return 2 * sum
	}
	return sum * choices(w.shifted, keys-w.shifted)
}
