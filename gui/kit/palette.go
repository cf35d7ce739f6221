package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// palette is one set of the design's colours. Tests hold the contrast of each pair that meets in the window.
type palette struct {
	page, surface, inset, button, line, edge color.NRGBA
	text, text2, disabled                    color.NRGBA
	accent, onAccent, accentSoft             color.NRGBA
	good, goodSoft                           color.NRGBA
	attention, attentionSoft                 color.NRGBA
	danger, dangerSoft                       color.NRGBA
	hover, pressed, focus, scrim             color.NRGBA
	shadow, boxShadow, dialogShadow          color.NRGBA
}

var lightPalette = palette{
	page: rgb(0xF3F4F7), surface: rgb(0xFFFFFF), inset: rgb(0xF6F7F9), button: rgb(0xE9ECF1),
	line: rgb(0xDDE0E6), edge: rgb(0x868C9A),
	text: rgb(0x1B1E26), text2: rgb(0x545B6A), disabled: rgb(0x717887),
	accent: rgb(0x2B57CE), onAccent: rgb(0xFFFFFF), accentSoft: rgb(0xE6ECFB),
	good: rgb(0x136C3A), goodSoft: rgb(0xE3F3E9),
	attention: rgb(0x875000), attentionSoft: rgb(0xFCF0DA),
	danger: rgb(0xAF241C), dangerSoft: rgb(0xFBE8E6),
	hover: tint(0x000000, 6), pressed: tint(0x000000, 12), focus: tint(0x1B1E26, 40), scrim: tint(0x12151D, 46),
	shadow: tint(0x12151D, 20), boxShadow: tint(0x000000, 7), dialogShadow: tint(0x000000, 28),
}

var darkPalette = palette{
	page: rgb(0x15171C), surface: rgb(0x1E2128), inset: rgb(0x181B21), button: rgb(0x2E333D),
	line: rgb(0x343945), edge: rgb(0x7F8695),
	text: rgb(0xECEEF3), text2: rgb(0xAAB1BF), disabled: rgb(0x868E9C),
	accent: rgb(0x8FB0FF), onAccent: rgb(0x0D1A3C), accentSoft: rgb(0x25304C),
	good: rgb(0x70CF94), goodSoft: rgb(0x1B3226),
	attention: rgb(0xF0B954), attentionSoft: rgb(0x382D17),
	danger: rgb(0xFF968C), dangerSoft: rgb(0x40211F),
	hover: tint(0xFFFFFF, 7), pressed: tint(0xFFFFFF, 14), focus: tint(0xECEEF3, 30), scrim: tint(0x000000, 58),
	shadow: tint(0x000000, 40), boxShadow: tint(0x000000, 0), dialogShadow: tint(0x000000, 55),
}

// named finds the palette's colour for a name; false when the palette has none.
func (p *palette) named(name fyne.ThemeColorName) (color.Color, bool) {
	if c, ok := p.ground(name); ok {
		return c, true
	}
	return p.ink(name)
}

// ground finds colours of areas and outlines.
func (p *palette) ground(name fyne.ThemeColorName) (color.Color, bool) {
	switch name {
	case ColorPage:
		return p.page, true
	case ColorSurface, theme.ColorNameOverlayBackground, theme.ColorNameMenuBackground, theme.ColorNameInputBackground:
		return p.surface, true
	case ColorInset, theme.ColorNameHeaderBackground:
		return p.inset, true
	case ColorButton, theme.ColorNameDisabledButton:
		return p.button, true
	case ColorLine, theme.ColorNameSeparator:
		return p.line, true
	case ColorEdge, theme.ColorNameInputBorder, theme.ColorNameScrollBar:
		return p.edge, true
	case theme.ColorNameScrollBarBackground:
		return color.NRGBA{}, true
	case theme.ColorNameFocus:
		return p.focus, true // only in the toolkit's menus and its question for a file: what is ours has the ring
	case ColorHover:
		return p.hover, true
	case ColorPressed:
		return p.pressed, true
	case ColorScrim:
		return p.scrim, true
	case ColorShadow:
		return p.shadow, true
	case ColorBoxShadow:
		return p.boxShadow, true
	case ColorDialogShadow:
		return p.dialogShadow, true
	}
	return nil, false
}

// ink finds colours of text and icons, and the soft grounds that belong to them.
func (p *palette) ink(name fyne.ThemeColorName) (color.Color, bool) {
	switch name {
	case ColorText:
		return p.text, true
	case ColorText2, theme.ColorNamePlaceHolder:
		return p.text2, true
	case ColorDisabled:
		return p.disabled, true
	case ColorAccent, theme.ColorNameHyperlink:
		return p.accent, true
	case ColorOnAccent, ColorOnDanger, theme.ColorNameForegroundOnSuccess, theme.ColorNameForegroundOnWarning:
		return p.onAccent, true
	case ColorAccentSoft, theme.ColorNameSelection:
		return p.accentSoft, true
	case ColorGood:
		return p.good, true
	case ColorGoodSoft:
		return p.goodSoft, true
	case ColorAttention:
		return p.attention, true
	case ColorAttentionSoft:
		return p.attentionSoft, true
	case ColorDanger:
		return p.danger, true
	case ColorDangerSoft:
		return p.dangerSoft, true
	}
	return nil, false
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF}
}

// tint is a colour laid over a ground with the given opacity in percent.
func tint(hex uint32, percent int) color.NRGBA {
	c := rgb(hex)
	c.A = uint8((percent*255 + 50) / 100)
	return c
}
