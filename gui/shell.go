package gui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// leastWindow is the smallest window that the shell is made for.
var leastWindow = fyne.NewSize(900, 600)

// shell is the window of a signed-in account: top bar, rail and pages.
type shell struct {
	app     *App
	routes  []route
	pages   map[string]page
	current string
	rail    *rail
	top     *topBar
	clock   *clockBar
	alarm   *alarmBar
	// inner has the pages in the middle below what is said above all of them.
	middle, inner *fyne.Container
	class         kit.WidthClass
	content       *kit.Responsive
	keys          map[fyne.KeyName]func()
}

// newShell builds the shell for the account that is signed in.
func newShell(a *App) *shell {
	s := &shell{app: a, routes: routesFor(a.session.own.Role), pages: map[string]page{}}
	s.rail = newRail(s.routes, railFoot(a), s.open)
	s.top = newTopBar(a, s)
	s.middle = container.NewStack()
	s.clock = newClockBar(a, a.session.clock)
	s.alarm = newAlarmBar(a, a.session.alarm)
	s.inner = framed(frame{top: kit.VBox(0, s.alarm.object, s.clock.object), middle: s.middle})
	content := framed(frame{top: s.top.object, left: s.rail.object, middle: s.inner})
	s.content = kit.NewResponsive(leastWindow, onPage(content), s.resized)
	return s
}

func (s *shell) object() fyne.CanvasObject { return s.content.Object() }

// size keeps a window that a person has made larger.
func (s *shell) size() fyne.Size {
	now := s.app.window.Canvas().Size()
	if now.Width >= leastWindow.Width && now.Height >= leastWindow.Height {
		return now
	}
	return wideWindow
}

// shown opens the first page and takes the shortcuts.
func (s *shell) shown(c fyne.Canvas) {
	s.addShortcuts(c)
	c.SetOnTypedKey(s.typed)
	s.open(s.routes[0].id)
}

// leave gives the shortcuts back and lets the page wipe its secrets.
func (s *shell) leave(c fyne.Canvas) {
	for key := range s.keys {
		c.RemoveShortcut(shortcutOf(key))
	}
	c.SetOnTypedKey(nil)
	for _, p := range s.pages {
		p.leave()
	}
}

// open shows the page of a route.
func (s *shell) open(id string) {
	s.settled(func() {
		s.goTo(id)
		s.showSearch()
	})
}

// settled does what needs the session's token, when nothing replaces it and if
// the shell is still there.
func (s *shell) settled(do func()) {
	s.app.settled(func() {
		if s.app.screen == screen(s) {
			do()
		}
	})
}

// goTo shows a page now. The one before stays in the window, hidden: when the
// theme changes, the toolkit repaints only what is there.
func (s *shell) goTo(id string) {
	if s.current == id {
		s.pages[id].load()
		return
	}
	if former := s.pages[s.current]; former != nil {
		former.leave()
		former.object().Hide()
	}
	s.app.window.Canvas().Unfocus()
	p := s.page(id)
	s.current = id
	s.rail.choose(id)
	p.object().Show()
	if !slices.Contains(s.middle.Objects, p.object()) {
		s.middle.Add(p.object())
	}
	s.middle.Refresh()
	p.load()
	p.shown(s.app.window.Canvas())
	s.hintSearch()
}

// page builds a page the first time it is wanted.
func (s *shell) page(id string) page {
	if p := s.pages[id]; p != nil {
		return p
	}
	for _, r := range s.routes {
		if r.id == id {
			p := r.build(s.app)
			p.resized(s.class)
			s.pages[id] = p
			return p
		}
	}
	return nil
}

// resized passes the width class on.
func (s *shell) resized(class kit.WidthClass) {
	s.class = class
	s.rail.resized(class)
	s.top.resized(class)
	s.hintSearch()
	for _, p := range s.pages {
		p.resized(class)
	}
}

// clockSeen says above the pages how the computer's clock stands.
func (s *shell) clockSeen(view core.ClockView) {
	if s.clock.set(view) {
		s.inner.Refresh()
	}
}

// alarmSeen says above the pages what has become of the code for emergencies. The
// keyboard does not stay on what has gone.
func (s *shell) alarmSeen(view alarmView) {
	if !s.alarm.set(view) {
		return
	}
	s.inner.Refresh()
	canvas := s.app.window.Canvas()
	if canvas.Focused() == fyne.Focusable(s.alarm.renew) && !s.alarm.object.Visible() {
		canvas.Unfocus()
	}
}

// searcherNow is the page that what is typed above is for: the one that is shown if it
// can search, else the first that can.
func (s *shell) searcherNow() (id string, p searcher) {
	if p, able := s.pages[s.current].(searcher); able {
		return s.current, p
	}
	for _, r := range s.routes {
		if p, able := s.page(r.id).(searcher); able {
			return r.id, p
		}
	}
	return "", nil
}

// hintSearch says in the search above what the page looks for; from one that cannot it
// goes to the accounts.
func (s *shell) hintSearch() {
	if s.top.search == nil {
		return
	}
	hint := tr("Search accounts")
	if p, able := s.pages[s.current].(searcher); able {
		hint = p.searchHint()
	}
	if s.class == kit.Narrow {
		hint = tr("Search")
	}
	s.top.search.SetPlaceholder(hint)
}

// showSearch shows in the search above what the page that has come looks for.
func (s *shell) showSearch() {
	if s.top.search == nil {
		return
	}
	text := ""
	if p, able := s.pages[s.current].(searcher); able {
		text = p.searched()
	}
	if s.top.search.Text() != text {
		s.top.search.SetText(text)
	}
}

// search goes to the page that can search, with a text.
func (s *shell) search(text string) {
	s.settled(func() { s.searchNow(text) })
}

// searchNow is search while no token is being replaced.
func (s *shell) searchNow(text string) {
	id, p := s.searcherNow()
	if p == nil {
		return
	}
	if s.current != id {
		if text == "" {
			return
		}
		s.goTo(id)
		s.top.focusSearch()
	}
	p.search(text)
}

// clearSearch empties the search above the pages.
func (a *App) clearSearch() {
	if s, ok := a.screen.(*shell); ok && s.top.search != nil {
		s.top.search.SetText("")
	}
}

// searches tells whether any page of this account can search.
func (s *shell) searches() bool {
	for _, r := range s.routes {
		if r.id == "accounts" {
			return true
		}
	}
	return false
}

// addShortcuts takes the keys of the shell.
func (s *shell) addShortcuts(c fyne.Canvas) {
	s.keys = map[fyne.KeyName]func(){fyne.KeyL: s.app.lock}
	if s.searches() {
		s.keys[fyne.KeyK] = s.top.focusSearch
	}
	if s.top.gear != nil {
		s.keys[fyne.KeyComma] = s.openPolicy
	}
	numbers := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4}
	for i, r := range s.routes {
		s.keys[numbers[i]] = func() { s.open(r.id) }
	}
	for key, do := range s.keys {
		if key == fyne.KeyL {
			c.AddShortcut(shortcutOf(key), func(fyne.Shortcut) { do() }) // also over a dialog
			continue
		}
		kit.WindowShortcut(c, shortcutOf(key), do)
	}
}

// openPolicy opens the policy editor, when nothing replaces the session's token.
func (s *shell) openPolicy() {
	s.settled(func() {
		if s.app.window.Canvas().Overlays().Top() == nil {
			s.app.openPolicyEditor()
		}
	})
}

// shortcutOf is Ctrl, on macOS Cmd, and a key.
func shortcutOf(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}
