package kit

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// luminance and contrast are those of WCAG 2.2, "relative luminance" and "contrast ratio".
func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	linear := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n.R) + 0.7152*linear(n.G) + 0.0722*linear(n.B)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// over lays a colour with an opacity over a ground.
func over(ground, top color.Color) color.Color {
	g, t := color.NRGBAModel.Convert(ground).(color.NRGBA), color.NRGBAModel.Convert(top).(color.NRGBA)
	mix := func(a, b uint8) uint8 {
		return uint8((int(a)*(255-int(t.A)) + int(b)*int(t.A) + 127) / 255)
	}
	return color.NRGBA{R: mix(g.R, t.R), G: mix(g.G, t.G), B: mix(g.B, t.B), A: 0xFF}
}

func plainGrounds() []fyne.ThemeColorName {
	return []fyne.ThemeColorName{ColorPage, ColorSurface, ColorInset}
}

func allGrounds() []fyne.ThemeColorName {
	return append(plainGrounds(), ColorButton, ColorAccentSoft, ColorGoodSoft, ColorAttentionSoft, ColorDangerSoft)
}

// TestContrasts holds the design's table: each colour's lowest contrast against the grounds it is used on.
func TestContrasts(t *testing.T) {
	test.NewTempApp(t)
	rows := []struct {
		ink         fyne.ThemeColorName
		grounds     []fyne.ThemeColorName
		light, dark float64
	}{
		{ColorLine, []fyne.ThemeColorName{ColorSurface}, 1.3, 1.4},
		{ColorEdge, plainGrounds(), 3.1, 4.4},
		{ColorText, allGrounds(), 14.1, 10.9},
		{ColorText2, allGrounds(), 5.8, 5.9},
		{ColorDisabled, allGrounds(), 3.7, 3.8},
		{ColorAccent, allGrounds(), 5.3, 5.9},
		{ColorOnAccent, []fyne.ThemeColorName{ColorAccent}, 6.3, 8.0},
		{ColorOnDanger, []fyne.ThemeColorName{ColorDanger}, 6.8, 8.1},
		{ColorGood, append(plainGrounds(), ColorGoodSoft), 5.6, 7.2},
		{ColorAttention, append(plainGrounds(), ColorAttentionSoft), 5.9, 7.6},
		{ColorDanger, append(plainGrounds(), ColorDangerSoft), 5.8, 6.9},
	}
	for _, row := range rows {
		for variant, want := range map[Variant]float64{Light: row.light, Dark: row.dark} {
			th, lowest := NewTheme(variant), math.Inf(1)
			for _, ground := range row.grounds {
				lowest = min(lowest, contrast(th.Color(row.ink, 0), th.Color(ground, 0)))
			}
			if math.Abs(lowest-want) > 0.055 {
				t.Errorf("%s in variant %d: lowest contrast %.2f, design says %.1f", row.ink, variant, lowest, want)
			}
		}
	}
}

// TestVeiledTextIsReadable goes beyond the table: 4.5 is WCAG's least for text, and a hovered or pressed button is still
// read.
func TestVeiledTextIsReadable(t *testing.T) {
	inTheme(t, Light)
	for _, variant := range []Variant{Light, Dark} {
		th := NewTheme(variant)
		for _, kind := range []Kind{Tonal, Primary, Low, QuietDanger, Danger, IconOnly} {
			for _, pressed := range []bool{false, true} {
				b := NewButton(ButtonSpec{Text: "Save", Kind: kind})
				b.hovered, b.down = true, pressed
				name, ink := b.colours()
				if name == "" {
					name = ColorPage
				}
				ground := th.Color(name, 0)
				if veil := b.veil(); veil != "" {
					ground = over(ground, th.Color(veil, 0))
				}
				if got := contrast(th.Color(ink, 0), ground); got < 4.5 {
					t.Errorf("kind %d, pressed %v, variant %d: contrast %.2f", kind, pressed, variant, got)
				}
			}
		}
	}
}

func TestThemeFollowsTheSystemOnlyWhenAsked(t *testing.T) {
	test.NewTempApp(t)
	dark, light := NewTheme(Dark).Color(ColorPage, theme.VariantLight), NewTheme(Light).Color(ColorPage, theme.VariantDark)
	if dark != darkPalette.page || light != lightPalette.page {
		t.Errorf("fixed variants gave %v and %v", dark, light)
	}
	system := NewTheme(System)
	if system.Color(ColorPage, theme.VariantDark) != darkPalette.page || system.Color(ColorPage, theme.VariantLight) != lightPalette.page {
		t.Error("the system's variant is not followed")
	}
}

func TestThemeDefinesEveryNameOfTheToolkit(t *testing.T) {
	app := inTheme(t, Light)
	test.AssertAllColorNamesDefined(t, app.Settings().Theme(), "Gatehouse")
}

func TestThemeSizes(t *testing.T) {
	test.NewTempApp(t)
	th := NewTheme(Light)
	want := map[fyne.ThemeSizeName]float32{
		theme.SizeNamePadding: 4, theme.SizeNameInnerPadding: 8, theme.SizeNameText: 14, theme.SizeNameCaptionText: 12,
		theme.SizeNameSubHeadingText: 16, theme.SizeNameHeadingText: 22, theme.SizeNameInlineIcon: 20,
		theme.SizeNameButtonRadius: 6, theme.SizeNameInputRadius: 6, theme.SizeNameCardRadius: 10, theme.SizeNamePopupRadius: 10,
		theme.SizeNameMenuRadius: 10, theme.SizeNameDialogRadius: 14, theme.SizeNameScrollBarSmall: 6, theme.SizeNameModalBlurRadius: 0,
	}
	for name, size := range want {
		if got := th.Size(name); got != size {
			t.Errorf("%s: %v, design says %v", name, got, size)
		}
	}
}

// The toolkit's menus have no ring: the tint alone shows where the keyboard is.
func TestFocusInMenusIsSeenAndRead(t *testing.T) {
	test.NewTempApp(t)
	for _, variant := range []Variant{Light, Dark} {
		th := NewTheme(variant)
		ground := th.Color(theme.ColorNameMenuBackground, 0)
		tinted := over(ground, th.Color(theme.ColorNameFocus, 0))
		if got := contrast(tinted, ground); got < 2 {
			t.Errorf("variant %d: the line with the focus has contrast %.2f to the others", variant, got)
		}
		if got := contrast(th.Color(ColorText, 0), tinted); got < 4.5 {
			t.Errorf("variant %d: its text has contrast %.2f", variant, got)
		}
	}
}

func TestColourFollowsAChangeOfTheme(t *testing.T) {
	app := inTheme(t, Light)
	before := Colour(ColorText2)
	app.Settings().SetTheme(NewTheme(Dark))
	if before != color.Color(lightPalette.text2) || Colour(ColorText2) != color.Color(darkPalette.text2) {
		t.Errorf("text 2 was %v and is %v", before, Colour(ColorText2))
	}
}
