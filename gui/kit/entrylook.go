package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// The toolkit reads and keeps all its fonts anew for each object with a theme of its own, some megabytes each time, until
// the next change of theme. So a text of the usual size has the program's theme, and only texts of another size have one.

// CreateRenderer is called by the toolkit.
func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryRenderer{WidgetRenderer: e.Entry.CreateRenderer(), entry: e}
	r.hideFrame()
	if !e.MultiLine {
		for _, o := range r.Objects() {
			if s, ok := o.(*container.Scroll); ok && s.Content != nil {
				hideBars(s)
			}
		}
	}
	return r
}

// entryRenderer leaves out the toolkit's ground, and its outline at rest, because the field draws both in all its states.
type entryRenderer struct {
	fyne.WidgetRenderer
	entry *entry
}

// Layout is called by the toolkit. What stands at the end keeps clear of the field's outline.
func (r *entryRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	if end := r.entry.ActionItem; end != nil {
		end.Move(fyne.NewPos(size.Width-end.Size().Width-EdgeWidth, end.Position().Y))
	}
}

// Refresh is called by the toolkit.
func (r *entryRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.hideFrame()
}

// hideFrame hides the toolkit's ground and outline, which are its first two objects.
func (r *entryRenderer) hideFrame() {
	ground, outline := r.Objects()[0].(*canvas.Rectangle), r.Objects()[1].(*canvas.Rectangle)
	ground.Hidden = true
	outline.Hidden = !r.entry.focused && !r.entry.Disabled()
}

// hideBars takes the colours of a scroller's bars and of the shadows at its edges away: in one line they would cover the
// words. What is scrolled keeps the theme it has.
func hideBars(s *container.Scroll) {
	content := s.Content
	s.Content = canvas.NewRectangle(color.Transparent)
	container.NewThemeOverride(s, &barless{fyne.CurrentApp().Settings().Theme()})
	s.Content = content
	s.Refresh()
}

// barless is the program's theme without bars and shadows of scrollers.
type barless struct{ fyne.Theme }

// Color returns the theme's colours but for those of scrollers.
func (t *barless) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch name {
	case theme.ColorNameScrollBar, theme.ColorNameShadow:
		return color.Transparent
	}
	return fyne.CurrentApp().Settings().Theme().Color(name, v)
}

// sizedTheme is the theme of an entry whose text has another size than usual.
type sizedTheme struct {
	fyne.Theme
	text float32
	pad  float32
	rows bool // several lines keep the scroll bar
}

// Color returns the theme's colours, without scroll bar in one line.
func (t *sizedTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	now := fyne.CurrentApp().Settings().Theme()
	if t.rows {
		return now.Color(name, v)
	}
	return (&barless{now}).Color(name, v)
}

// Size returns the theme's sizes but for the text and the room around it.
func (t *sizedTheme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return t.text
	case theme.SizeNameInnerPadding:
		return t.pad
	}
	return fyne.CurrentApp().Settings().Theme().Size(name)
}
