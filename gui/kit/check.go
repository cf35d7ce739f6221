package kit

import (
	"fyne.io/fyne/v2"
)

// CheckSpec describes a check.
type CheckSpec struct {
	Text    string
	Caption string
	Checked bool
	Act     func(checked bool) // after a person changed it
}

// Check is a box to tick that waits for the form's Save.
type Check struct {
	press
	spec    CheckSpec
	partial bool
}

// NewCheck makes a check.
func NewCheck(spec CheckSpec) *Check {
	c := &Check{spec: spec}
	c.act = c.toggle
	c.extend(c)
	return c
}

func (c *Check) toggle() {
	c.partial = false
	c.spec.Checked = !c.spec.Checked
	c.Refresh()
	if c.spec.Act != nil {
		c.spec.Act(c.spec.Checked)
	}
}

// TypedKey is called by the toolkit. Return is the form's, not the check's.
func (c *Check) TypedKey(ev *fyne.KeyEvent) { c.spaceOnly(ev) }

// Checked says whether the box is ticked.
func (c *Check) Checked() bool { return c.spec.Checked }

// SetChecked ticks the box or clears it, without calling Act.
func (c *Check) SetChecked(checked bool) {
	c.spec.Checked, c.partial = checked, false
	c.Refresh()
}

// SetPartial shows that some of what the check stands for is ticked. A press then ticks all.
func (c *Check) SetPartial() {
	c.spec.Checked, c.partial = false, true
	c.Refresh()
}

// SetText replaces label and caption.
func (c *Check) SetText(text, caption string) {
	c.spec.Text, c.spec.Caption = text, caption
	c.Refresh()
}

// AccessibilityLabel is the label.
func (c *Check) AccessibilityLabel() string { return c.spec.Text }

// AccessibilityRole is the nearest that the toolkit knows.
func (c *Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// look returns the icon and its colour.
func (c *Check) look() (IconName, fyne.ThemeColorName) {
	icon, colour := IconCheckOff, ColorEdge
	switch {
	case c.partial:
		icon, colour = IconCheckSome, ColorAccent
	case c.spec.Checked:
		icon, colour = IconCheckOn, ColorAccent
	}
	if c.Disabled() {
		colour = ColorDisabled
	}
	return icon, colour
}

// HeightFor returns the height at a width, because label and caption wrap.
func (c *Check) HeightFor(width float32) float32 {
	return labelledHeight(c.spec.Text, c.spec.Caption, width)
}

// CreateRenderer is called by the toolkit.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	l := newLabelled()
	p := &parts{self: c, objects: l.objects()}
	p.min = func() fyne.Size { return l.min(c.Size().Width) }
	p.layout = l.layout
	p.paint = func() {
		icon, colour := c.look()
		setIcon(l.icon, icon, colour)
		l.show(c.spec.Text, c.spec.Caption, c.Disabled())
		fill(l.overlay, c.overlay())
		l.ring.show(c.ringed())
	}
	p.paint()
	return p
}
