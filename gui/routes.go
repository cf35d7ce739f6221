package gui

import (
	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// page is one place of the shell.
type page interface {
	// object is the content; it is built once.
	object() fyne.CanvasObject
	// load fetches what the page shows.
	load()
	// shown is called when the page comes into view, to set the focus.
	shown(fyne.Canvas)
	// escape is what the Escape key does.
	escape()
	// leave is called before another page comes or the shell goes: secrets are
	// wiped.
	leave()
	// resized tells the width class of the window.
	resized(kit.WidthClass)
}

// searcher is a page that takes what is typed into the search above it.
type searcher interface {
	search(text string)
	// searched is the text that it looks for now, and searchHint says in the empty field
	// what can be looked for.
	searched() string
	searchHint() string
}

// route is an entry of the rail.
type route struct {
	id    string
	title string
	icon  kit.IconName
	// right is needed to see it.
	right core.Right
	build func(*App) page
}

// routes are the pages there are, in the order of the rail.
func routes() []route {
	return []route{
		{id: "security", title: tr("Security"), icon: kit.IconShieldAccount, right: core.RightOwn, build: newSecurityPage},
		{id: "accounts", title: tr("Accounts"), icon: kit.IconAccounts, right: core.RightSeeAccounts, build: newAccountsPage},
		{id: "activity", title: tr("Activity"), icon: kit.IconHistory, right: core.RightHistory, build: newActivityPage},
	}
}

// routesFor are the pages that a role may see.
func routesFor(role core.Role) []route {
	var seen []route
	for _, r := range routes() {
		if role.Can(r.right) {
			seen = append(seen, r)
		}
	}
	return seen
}
