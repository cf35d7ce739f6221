package policy

// What a password owes. The rules on characters look at a password as a whole,
// but they can be followed from one character to the next: what matters of a
// beginning is how many characters of each class are still missing, which kinds
// have been seen while they are too few, and whether all was white space. That is
// its debt. Two beginnings of the same length and debt can be completed by the
// same endings, which is what makes all passwords countable.

// countedClasses are the classes that have a minimum: all but the forbidden.
const countedClasses = classForbidden

// debt is what is still owed. Nothing is owed by debt{kindsMet: true}.
type debt struct {
	left [countedClasses]int16
	// seen are the kinds of min_kinds so far, until there are enough of them.
	seen     classSet
	kindsMet bool
	blank    bool
}

// settled reports whether nothing is owed.
func (d debt) settled() bool { return d == debt{kindsMet: true} }

// gain is what a piece of a password pays.
type gain struct {
	length int16
	of     [countedClasses]int16
	// all are the traits that any of its characters has.
	all traits
}

// gainOf is what one character pays.
func gainOf(t traits) gain {
	g := gain{length: 1, all: t}
	for c := range countedClasses {
		g.of[c] = int16(t >> c & 1)
	}
	return g
}

// plus is what two pieces pay together.
func (g gain) plus(h gain) gain {
	g.length, g.all = g.length+h.length, g.all|h.all
	for c := range countedClasses {
		g.of[c] += h.of[c]
	}
	return g
}

// debts are the rules by which a debt is paid.
type debts struct {
	kinds  kindSet
	wanted int
}

// newDebts gives the rules of a policy and the debt of a password that has not
// begun.
func newDebts(c Complexity) (debts, debt) {
	start := debt{blank: true, kindsMet: true}
	for _, m := range minimums(c) {
		start.left[m.class] = int16(min(m.limit.N, MaxLengthLimit+1))
	}
	var rules debts
	if c.MinKinds != nil && c.MinKinds.K > 0 {
		rules = debts{newKindSet(c.MinKinds.Of), c.MinKinds.K}
		start.kindsMet = false
	}
	return rules, start
}

// after is the debt once a piece is there.
func (r debts) after(d debt, g gain) debt {
	for c := range countedClasses {
		d.left[c] = max(0, d.left[c]-g.of[c])
	}
	if !d.kindsMet {
		d.seen |= g.all & r.kinds.classes
		if bitsIn(d.seen) >= r.wanted {
			d.seen, d.kindsMet = 0, true
		}
	}
	d.blank = d.blank && g.all&isSolid == 0
	return d
}

// bitsIn counts the classes of a set.
func bitsIn(set classSet) int {
	n := 0
	for c := range classCount {
		n += int(set >> c & 1)
	}
	return n
}
