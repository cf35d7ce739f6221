package gui

import (
	"runtime"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// Widths of the search in the top bar.
const (
	searchWide   float32 = 400
	searchNarrow float32 = 300
)

// topBar is the bar above rail and page: mark, search, account menu, lock, gear.
type topBar struct {
	app     *App
	object  fyne.CanvasObject
	line    *fyne.Container
	mark    fyne.CanvasObject
	search  *kit.SearchBox
	account *kit.MenuButton
	lock    *kit.Button
	// gear opens the policy editor; nil for who may not.
	gear *kit.Button
}

// newTopBar builds the bar of a shell.
func newTopBar(a *App, s *shell) *topBar {
	t := &topBar{app: a}
	own := a.session.own
	t.mark = kit.HBox(kit.Gap12, kit.NewLogo(30), kit.Grow(kit.VBox(0,
		kit.NewText(kit.TextSpec{Text: "Gatehouse", Size: kit.SizeSection, Bold: true}),
		kit.CaptionText(a.site.Name()).Shrinking())), kit.Gap(kit.Gap8, 0))
	if s.searches() {
		t.search = kit.NewSearchBox(kit.SearchSpec{
			Placeholder: tr("Search accounts"), KeyHint: shortcutHint("K"), Words: controlWords(), OnChanged: s.search,
		})
	}
	t.account = kit.NewMenuButton(initials(own.FullName, own.Name), own.Name, t.menu)
	t.lock = kit.NewButton(kit.ButtonSpec{Text: tr("Lock the window"), Icon: kit.IconLock, Kind: kit.IconOnly, Act: a.lock})
	if own.Role.Can(core.RightPolicy) {
		t.gear = kit.NewButton(kit.ButtonSpec{Text: tr("Password policy"), Icon: kit.IconGear, Kind: kit.IconOnly, Act: s.openPolicy})
	}
	t.line = container.NewStack()
	ground := kit.NewGround(kit.GroundSpec{Fill: kit.ColorSurface})
	bar := kit.Layered(ground, kit.MinHeight(kit.HeightTopBar-1, kit.Inset(0, kit.Gap16, 0, kit.Gap16, t.line)))
	t.object = framed(frame{bottom: hairline(), middle: bar})
	t.resized(kit.Wide)
	return t
}

// resized gives the parts their widths.
func (t *topBar) resized(class kit.WidthClass) {
	narrow := class == kit.Narrow
	t.account.SetBare(narrow)
	mark, search := kit.RailWidth+kit.Gap24-kit.Gap16, searchWide
	if narrow {
		mark, search = kit.RailNarrow+94, searchNarrow
	}
	parts := []fyne.CanvasObject{kit.FixedWidth(mark, t.mark)}
	if t.search != nil {
		parts = append(parts, kit.FixedWidth(search, t.search))
	}
	parts = append(parts, layout.NewSpacer(), t.account, kit.Gap(kit.Gap12, 0), t.lock)
	if t.gear != nil {
		parts = append(parts, kit.Gap(kit.Gap8, 0), t.gear)
	}
	t.line.Objects = []fyne.CanvasObject{kit.HBox(0, parts...)}
	t.line.Refresh()
}

// focusSearch puts the keyboard into the search.
func (t *topBar) focusSearch() { t.search.Focus(t.app.window.Canvas()) }

// focus puts the keyboard on the first control of the bar.
func (t *topBar) focus() {
	if t.search != nil {
		t.focusSearch()
		return
	}
	t.account.Focus(t.app.window.Canvas())
}

// has tells whether a control with the keyboard is part of the bar.
func (t *topBar) has(focused fyne.Focusable) bool {
	return focused == fyne.Focusable(t.account) || focused == fyne.Focusable(t.lock) ||
		t.gear != nil && focused == fyne.Focusable(t.gear) ||
		t.search != nil && focused == t.search.Input()
}

// menu is the account's menu.
func (t *topBar) menu() *fyne.Menu {
	own := t.app.session.own
	who := fyne.NewMenuItem(trf("{{.Name}}, {{.Role}}", "Name", kit.Shown(own.Name), "Role", strings.ToLower(roleWord(own.Role))), nil)
	who.Disabled = true
	items := []*fyne.MenuItem{
		who,
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(tr("Appearance…"), t.app.showAppearance),
		fyne.NewMenuItem(tr("Clipboard…"), t.app.showClipboard),
	}
	if own.Role.Can(core.RightKeys) {
		items = append(items, fyne.NewMenuItem(tr("Code for emergencies…"), t.app.askEmergencyCode))
	}
	return fyne.NewMenu("", append(items,
		fyne.NewMenuItem(tr("About Gatehouse…"), t.app.showAbout),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(tr("Lock the window"), t.app.lock),
		fyne.NewMenuItem(tr("Sign out"), t.app.signOut),
	)...)
}

// initials are one or two letters of a name.
func initials(full, name string) string {
	words := strings.FieldsFunc(full, unicode.IsSpace)
	if len(words) == 0 {
		words = strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	}
	switch len(words) {
	case 0:
		return "?"
	case 1:
		return firstLetter(words[0])
	default:
		return firstLetter(words[0]) + firstLetter(words[len(words)-1])
	}
}

// firstLetter is the first letter of a word, large.
func firstLetter(word string) string {
	for _, r := range word {
		return string(unicode.ToUpper(r))
	}
	return ""
}

// shortcutHint writes a shortcut as the system does.
func shortcutHint(key string) string {
	if runtime.GOOS == "darwin" {
		return "⌘ " + key
	}
	return trf("Ctrl {{.Key}}", "Key", key)
}
