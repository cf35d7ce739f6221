package kit

import "slices"

// half is how many digits stand before the gap.
func (c *CodeField) half() int { return c.digits / 2 }

// grouped says whether the input shows the gap.
func (c *CodeField) grouped() bool { return c.shown != c.code }

// withGap returns what is shown of a text, and where the cursor is in that: only digits are grouped.
func (c *CodeField) withGap(code []rune, cursor int) (string, int) {
	half := c.half()
	if half < 1 || len(code) <= half || !digitsOnly(code) {
		return string(code), cursor
	}
	if cursor > half {
		cursor++
	}
	return string(slices.Insert(slices.Clone(code), half, ' ')), cursor
}

// spaced says whether a text has a space where the gap belongs, as apps show codes and people copy them, and else only
// digits, no more than the code has.
func (c *CodeField) spaced(text []rune) bool {
	half := c.half()
	return half > 0 && len(text) > half+1 && len(text) <= c.digits+1 && text[half] == ' ' &&
		digitsOnly(text[:half]) && digitsOnly(text[half+1:])
}

func digitsOnly(text []rune) bool {
	return !slices.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}

// survivor returns where the character at a position of a text is after a change of one stretch of it, -1 when it is gone.
func survivor(before, after []rune, at int) int {
	shorter, head, tail := min(len(before), len(after)), 0, 0
	for head < shorter && before[head] == after[head] {
		head++
	}
	for tail < shorter-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	switch {
	case at < head:
		return at
	case at >= len(before)-tail:
		return at + len(after) - len(before)
	}
	return -1
}
