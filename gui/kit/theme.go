package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Variant says which of the two palettes the window uses.
type Variant int

const (
	// System follows the choice of the operating system.
	System Variant = iota
	// Light is dark text on a light ground.
	Light
	// Dark is light text on a dark ground.
	Dark
)

// Names of the design's colours that the toolkit has no name for, and short names for those it has.
const (
	ColorPage    = theme.ColorNameBackground // ground of window and rail
	ColorText    = theme.ColorNameForeground
	ColorAccent  = theme.ColorNamePrimary
	ColorGood    = theme.ColorNameSuccess
	ColorDanger  = theme.ColorNameError
	ColorButton  = theme.ColorNameButton
	ColorHover   = theme.ColorNameHover
	ColorPressed = theme.ColorNamePressed
	ColorShadow  = theme.ColorNameShadow // at the cut edge of a scroller, and of the toolkit's menus and lists

	ColorAttention = theme.ColorNameWarning
	ColorDisabled  = theme.ColorNameDisabled
	ColorOnAccent  = theme.ColorNameForegroundOnPrimary
	ColorOnDanger  = theme.ColorNameForegroundOnError

	ColorText2         fyne.ThemeColorName = "text2"         // captions, second lines, icons at rest
	ColorSurface       fyne.ThemeColorName = "surface"       // boxes, top bar, dialogs, fields
	ColorInset         fyne.ThemeColorName = "inset"         // side panels, list headers, disabled fields
	ColorLine          fyne.ThemeColorName = "line"          // hairlines, decoration only
	ColorEdge          fyne.ThemeColorName = "edge"          // outline of fields, checks, chips
	ColorAccentSoft    fyne.ThemeColorName = "accentSoft"    // ground of what is selected
	ColorGoodSoft      fyne.ThemeColorName = "goodSoft"      // ground of a good notice
	ColorAttentionSoft fyne.ThemeColorName = "attentionSoft" // ground of a notice that asks for attention
	ColorDangerSoft    fyne.ThemeColorName = "dangerSoft"    // ground of a notice of danger
	ColorScrim         fyne.ThemeColorName = "scrim"         // over the window under a dialog
	ColorBoxShadow     fyne.ThemeColorName = "boxShadow"     // shadow of boxes, none in dark
	ColorDialogShadow  fyne.ThemeColorName = "dialogShadow"  // shadow of dialogs
)

// Sizes of type, in logical units.
const (
	SizeTitle   float32 = 22
	SizeSection float32 = 16
	SizeBody    float32 = 14
	SizeMono    float32 = 13
	SizeCaption float32 = 12
)

// Gaps between objects, in logical units.
const (
	Gap4  float32 = 4
	Gap8  float32 = 8
	Gap12 float32 = 12
	Gap16 float32 = 16
	Gap24 float32 = 24
	Gap32 float32 = 32

	PadBoxLeft   float32 = 16 // inside a box, at the left
	PadBoxRight  float32 = 12 // inside a box, at the right
	GapSections  float32 = 22 // between two sections
	GapHeader    float32 = 8  // between a section's header and its box
	GapLabel     float32 = 4  // between a field's label and the field
	GapFields    float32 = 14 // between two fields
	PadContent   float32 = 24 // around a page
	ColumnWidth  float32 = 760
	SideWidth    float32 = 232
	RailWidth    float32 = 200
	RailNarrow   float32 = 72
	DrawerWidth  float32 = 340
	StateColumn  float32 = 76 // width of the state word in a check-up row
	WideWindow   float32 = 1100
	MediumWindow float32 = 1000
)

// Heights, radii, icon sizes and line widths, in logical units.
const (
	HeightControl    float32 = 36
	HeightRowControl float32 = 30
	HeightRow        float32 = 56
	HeightCompactRow float32 = 38
	HeightListRow    float32 = 46
	HeightTopBar     float32 = 56
	HeightRailItem   float32 = 40
	HeightMark       float32 = 20
	HeightChip       float32 = 30

	RadiusControl float32 = 6
	RadiusBox     float32 = 10
	RadiusDialog  float32 = 14

	IconSize      float32 = 20
	IconSizeSmall float32 = 16
	IconSizeEmpty float32 = 32
	IconTile      float32 = 36

	EdgeWidth float32 = 1
	RingWidth float32 = 2
	RingGap   float32 = 2
)

// gateTheme is the program's theme: the design's tokens under the toolkit's names, the toolkit's own fonts and icons for
// the rest.
type gateTheme struct {
	fyne.Theme
	variant Variant
}

// NewTheme returns the program's theme in the given variant. Set it with app.Settings().SetTheme; setting it again with
// another variant repaints the open windows.
func NewTheme(v Variant) fyne.Theme {
	return &gateTheme{Theme: theme.DefaultTheme(), variant: v}
}

// Color returns a colour of the palette in use. Names that the palette lacks are the toolkit's.
func (t *gateTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch t.variant {
	case Light:
		v = theme.VariantLight
	case Dark:
		v = theme.VariantDark
	}
	p := &lightPalette
	if v == theme.VariantDark {
		p = &darkPalette
	}
	if c, ok := p.named(name); ok {
		return c
	}
	return t.Theme.Color(name, v)
}

// Size returns the size of a name in logical units.
func (t *gateTheme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNamePadding, theme.SizeNameLineSpacing:
		return Gap4
	case theme.SizeNameInnerPadding:
		return Gap8
	case theme.SizeNameText:
		return SizeBody
	case theme.SizeNameCaptionText:
		return SizeCaption
	case theme.SizeNameSubHeadingText:
		return SizeSection
	case theme.SizeNameHeadingText:
		return SizeTitle
	case theme.SizeNameInlineIcon:
		return IconSize
	case theme.SizeNameInputBorder:
		return RingWidth // of the text cursor, and of the room that the toolkit keeps around a text input
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNameSelectionRadius:
		return RadiusControl
	case theme.SizeNameCardRadius, theme.SizeNamePopupRadius, theme.SizeNameMenuRadius:
		return RadiusBox
	case theme.SizeNameDialogRadius:
		return RadiusDialog
	case theme.SizeNameScrollBarSmall:
		return 6
	case theme.SizeNameModalBlurRadius:
		return 0
	}
	return t.Theme.Size(name)
}

// Colour returns a colour of the theme and variant in use. Call it on every refresh, not once, so that a change of theme
// is seen.
func Colour(name fyne.ThemeColorName) color.Color {
	return theme.Color(name)
}
