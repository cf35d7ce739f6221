package zxcvbn

// Keyboard is where keys are neighbours.
type Keyboard uint8

// The keyboards.
const (
	// QWERTY is that of the United States.
	QWERTY Keyboard = iota
	// Dvorak is the simplified one, likewise.
	Dvorak
	// Keypad is the numbers' part of a keyboard.
	Keypad
	// MacKeypad is that of a Macintosh.
	MacKeypad
	keyboards = iota
)

// layout has the keys of a keyboard from above.
type layout struct {
	// rows has one or two characters for each key, plain and shifted.
	rows [][]string
	// indent is the place of the first key of each row.
	indent []int
	// slanted keyboards have each row half a key further right than the one above,
	// so that a key has two neighbours above it and two beneath.
	slanted bool
}

var layouts = [keyboards]layout{
	QWERTY: {
		rows: [][]string{
			{"`~", "1!", "2@", "3#", "4$", "5%", "6^", "7&", "8*", "9(", "0)", "-_", "=+"},
			{"qQ", "wW", "eE", "rR", "tT", "yY", "uU", "iI", "oO", "pP", "[{", "]}", `\|`},
			{"aA", "sS", "dD", "fF", "gG", "hH", "jJ", "kK", "lL", ";:", `'"`},
			{"zZ", "xX", "cC", "vV", "bB", "nN", "mM", ",<", ".>", "/?"},
		},
		indent:  []int{0, 1, 1, 1},
		slanted: true,
	},
	Dvorak: {
		rows: [][]string{
			{"`~", "1!", "2@", "3#", "4$", "5%", "6^", "7&", "8*", "9(", "0)", "[{", "]}"},
			{`'"`, ",<", ".>", "pP", "yY", "fF", "gG", "cC", "rR", "lL", "/?", "=+", `\|`},
			{"aA", "oO", "eE", "uU", "iI", "dD", "hH", "tT", "nN", "sS", "-_"},
			{";:", "qQ", "jJ", "kK", "xX", "bB", "mM", "wW", "vV", "zZ"},
		},
		indent:  []int{0, 1, 1, 1},
		slanted: true,
	},
	Keypad: {
		rows:   [][]string{{"/", "*", "-"}, {"7", "8", "9", "+"}, {"4", "5", "6"}, {"1", "2", "3"}, {"0", "."}},
		indent: []int{1, 0, 0, 0, 1},
	},
	MacKeypad: {
		rows:   [][]string{{"=", "/", "*"}, {"7", "8", "9", "-"}, {"4", "5", "6", "+"}, {"1", "2", "3"}, {"0", "."}},
		indent: []int{1, 0, 0, 0, 1},
	},
}

// place is where a key is, or none.
type place struct {
	x, y    int8
	shifted bool
	key     bool
}

// keyMap is a layout for look-ups.
type keyMap struct {
	places [0x80]place
	// direction has the number of the direction to a neighbour, from 1, by the
	// differences of x and y plus 1.
	direction [3][3]int8
}

var keyMaps = makeKeyMaps()

func makeKeyMaps() [keyboards]keyMap {
	var maps [keyboards]keyMap
	for i, l := range layouts {
		maps[i] = makeKeyMap(l)
	}
	return maps
}

func makeKeyMap(l layout) keyMap {
	var m keyMap
	for y, row := range l.rows {
		for x, key := range row {
			for i := range len(key) {
				m.places[key[i]] = place{int8(x + l.indent[y]), int8(y), i == 1, true}
			}
		}
	}
	next := int8(0)
	for y := range m.direction {
		for x := range m.direction[y] {
			// On a slanted keyboard the keys above and beneath are the one straight up in
			// this numbering and the next one, towards the slant.
			itself, far := x == 1 && y == 1, l.slanted && x == y
			if !itself && !far {
				next++
				m.direction[x][y] = next
			}
		}
	}
	return m
}

// towards returns the direction from one key to a neighbour and whether the
// neighbour is typed with Shift; ok is false for keys that are no neighbours.
func (m *keyMap) towards(from, to uint16) (direction int8, shifted, ok bool) {
	if from >= 0x80 || to >= 0x80 {
		return 0, false, false
	}
	a, b := m.places[from], m.places[to]
	dx, dy := b.x-a.x+1, b.y-a.y+1
	if !a.key || !b.key || dx < 0 || dx > 2 || dy < 0 || dy > 2 {
		return 0, false, false
	}
	direction = m.direction[dx][dy]
	return direction, b.shifted, direction > 0
}

// degree is the number of neighbours of a key on the average of all characters,
// keys the number of these characters.
func (m *keyMap) degree() (degree float64, keys int) {
	neighbours := 0
	for _, from := range m.places {
		if !from.key {
			continue
		}
		keys++
		for _, to := range m.places {
			// Each key counts once, with its plain character.
			near := max(to.x-from.x, from.x-to.x) < 2 && max(to.y-from.y, from.y-to.y) < 2
			if to.key && !to.shifted && near && m.direction[to.x-from.x+1][to.y-from.y+1] > 0 {
				neighbours++
			}
		}
	}
	return float64(neighbours) / float64(keys), keys
}
