package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Kind is the weight of a button.
type Kind int

const (
	// Tonal is the usual button.
	Tonal Kind = iota
	// Primary is the one act a view is about.
	Primary
	// Low is accent text without a ground, for what is rarely wanted.
	Low
	// QuietDanger is red text without a ground, for a way back that destroys what was just made.
	QuietDanger
	// Danger is filled red, only in the dialog that confirms the act.
	Danger
	// IconOnly shows its icon alone; Text is then its name for assistive technology.
	IconOnly
)

// ButtonSpec describes a button.
type ButtonSpec struct {
	Text string
	Icon IconName // "" is none
	Kind Kind
	Row  bool // the lower size for rows and for the inside of fields
	Act  func()
}

// Button is a verb to press, with mouse, Space or Return.
type Button struct {
	press
	spec    ButtonSpec
	working string // the word while working, "" at rest
	spinner *Spinner
	inField bool
}

// NewButton makes a button.
func NewButton(spec ButtonSpec) *Button {
	b := &Button{spec: spec, spinner: newSpinner()}
	b.spinner.onShown = func() { b.Refresh() }
	b.act = func() {
		if b.working == "" && b.spec.Act != nil {
			b.spec.Act()
		}
	}
	b.extend(b)
	return b
}

// newFieldButton makes an icon button for the end of a field, where a click leaves the focus in the text.
func newFieldButton(icon IconName, name string, act func()) *Button {
	b := NewButton(ButtonSpec{Text: name, Icon: icon, Kind: IconOnly, Row: true, Act: act})
	b.inField, b.keepFocus = true, true
	return b
}

// SetText replaces the verb.
func (b *Button) SetText(text string) {
	b.spec.Text = text
	b.Refresh()
}

// SetIcon replaces the icon.
func (b *Button) SetIcon(icon IconName) {
	b.spec.Icon = icon
	b.Refresh()
}

// SetKind replaces the weight.
func (b *Button) SetKind(kind Kind) {
	b.spec.Kind = kind
	b.Refresh()
}

// Text returns the verb, also while the button shows another word because it is working.
func (b *Button) Text() string { return b.spec.Text }

// SetWorking makes the button deaf at once and, after half a second, shows the word with the working ring. It keeps the
// focus. SetIdle ends it.
func (b *Button) SetWorking(word string) {
	b.working = word
	b.spinner.Start()
	b.Refresh()
}

// SetIdle ends SetWorking.
func (b *Button) SetIdle() {
	b.working = ""
	b.spinner.Stop()
	b.Refresh()
}

// Working says whether the button is between SetWorking and SetIdle.
func (b *Button) Working() bool { return b.working != "" }

// AccessibilityLabel is the verb.
func (b *Button) AccessibilityLabel() string { return b.spec.Text }

// AccessibilityRole says that this is a button.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (b *Button) height() float32 {
	if b.spec.Row {
		return HeightRowControl
	}
	return HeightControl
}

// showsWork says whether half a second of work has passed.
func (b *Button) showsWork() bool { return b.working != "" && b.spinner.shown }

// caption is the text that is drawn.
func (b *Button) caption() string {
	switch {
	case b.spec.Kind == IconOnly:
		return ""
	case b.showsWork():
		return b.working
	}
	return b.spec.Text
}

// plain tells whether the button has no ground of its own.
func (b *Button) plain() bool {
	return b.spec.Kind == Low || b.spec.Kind == QuietDanger || b.spec.Kind == IconOnly
}

// colours returns the names of ground and ink, "" for no ground.
func (b *Button) colours() (ground, ink fyne.ThemeColorName) {
	switch {
	case b.plain():
		return b.plainColours()
	case b.Disabled():
		return ColorButton, ColorDisabled
	case b.showsWork():
		return ColorButton, ColorText
	case b.spec.Kind == Primary:
		return ColorAccent, ColorOnAccent
	case b.spec.Kind == Danger:
		return ColorDanger, ColorOnDanger
	}
	return ColorButton, ColorText
}

// plainColours are colours without a ground at rest.
func (b *Button) plainColours() (ground, ink fyne.ThemeColorName) {
	kind, pressed := b.spec.Kind, b.overlay() == ColorPressed
	switch {
	case b.Disabled():
		return "", ColorDisabled
	case kind == IconOnly:
		return "", ColorText2
	case kind == QuietDanger && pressed:
		return ColorDangerSoft, ColorDanger
	case kind == QuietDanger:
		return "", ColorDanger
	case pressed:
		return ColorAccentSoft, ColorAccent
	}
	return "", ColorAccent
}

// veil is the tint of hover and press. On accent text without a ground the darker one would cost contrast, so a soft ground
// stands in for it.
func (b *Button) veil() fyne.ThemeColorName {
	if b.plain() && b.spec.Kind != IconOnly && b.overlay() == ColorPressed {
		return ""
	}
	return b.overlay()
}

// margin is the space at the left and right of the contents.
func (b *Button) margin() float32 {
	switch {
	case b.spec.Kind == Low, b.spec.Kind == QuietDanger:
		return Gap8
	case b.spec.Row:
		return Gap12
	}
	return 14
}

// CreateRenderer is called by the toolkit.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonParts{
		button: b,
		ground: canvas.NewRectangle(nil), overlay: canvas.NewRectangle(nil),
		icon: newIcon(IconDots, ColorText), text: NewText(TextSpec{}), ring: newRing(RadiusControl, b.inField),
	}
	r.ground.CornerRadius, r.overlay.CornerRadius = RadiusControl, RadiusControl
	p := &parts{self: b, min: r.min, layout: r.layout, paint: r.paint}
	p.objects = []fyne.CanvasObject{r.ground, r.overlay, r.icon, b.spinner, r.text, r.ring.line}
	r.paint()
	return p
}

type buttonParts struct {
	button          *Button
	ground, overlay *canvas.Rectangle
	icon            *canvas.Image
	text            *Text
	ring            *ring
}

func (r *buttonParts) paint() {
	ground, ink := r.button.colours()
	fill(r.ground, ground)
	fill(r.overlay, r.button.veil())
	icon := r.button.spec.Icon
	if r.button.showsWork() {
		icon = ""
	}
	setIcon(r.icon, icon, ink)
	r.text.SetText(r.button.caption())
	r.text.SetColour(ink)
	r.text.Refresh()
	r.ring.show(r.button.ringed())
}

// lead is the width of what stands before the text, with its gap.
func (r *buttonParts) lead() float32 {
	side := float32(0)
	switch {
	case r.button.showsWork():
		side = IconSizeSmall
	case r.button.spec.Icon != "":
		side = r.iconSide()
	}
	if side > 0 && r.button.caption() != "" {
		side += Gap8
	}
	return side
}

func (r *buttonParts) iconSide() float32 {
	if r.button.spec.Row && r.button.spec.Kind != IconOnly {
		return IconSizeSmall
	}
	return IconSize
}

func (r *buttonParts) min() fyne.Size {
	height := r.button.height()
	if r.button.spec.Kind == IconOnly {
		return fyne.NewSquareSize(height)
	}
	return fyne.NewSize(2*r.button.margin()+r.lead()+r.text.MinSize().Width, height)
}

func (r *buttonParts) layout(size fyne.Size) {
	for _, o := range []*canvas.Rectangle{r.ground, r.overlay} {
		o.Resize(size)
	}
	r.ring.place(fyne.Position{}, size)
	lead, text := r.lead(), r.text.MinSize()
	room := size.Width - 2*r.button.margin() - lead
	text.Width = min(text.Width, max(0, room))
	x := (size.Width - lead - text.Width) / 2
	side := r.iconSide()
	r.icon.Resize(fyne.NewSquareSize(side))
	r.icon.Move(centred(x, side, size.Height))
	r.button.spinner.Resize(fyne.NewSquareSize(IconSizeSmall))
	r.button.spinner.Move(centred(x, IconSizeSmall, size.Height))
	r.text.Resize(text)
	r.text.Move(centred(x+lead, text.Height, size.Height))
}
