package gui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
)

func TestAccountsLook(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, p *accountsPage) {
		h.golden("accounts", wideWindow)
		h.openRow(p, "j.moreau")
		h.wantText("Locked until 08:23, 11 minutes left", "5 wrong passwords in a row", "YARD-PC-02")
		h.golden("accounts-locked", fyne.Size{})
		h.openRow(p, "h.petrov")
		h.picture("accounts-active", fyne.Size{})
		h.openRow(p, "o.lindahl")
		h.golden("accounts-off", fyne.Size{})
		h.openRow(p, "a.okafor")
		h.golden("accounts-own", fyne.Size{})
	})
}

func TestAccountsLookNarrow(t *testing.T) {
	inAccounts(t, crew(), func(h *hand, p *accountsPage) {
		h.picture("accounts-900x600", leastWindow)
		h.openRow(p, "j.moreau")
		h.golden("accounts-locked-900x600", fyne.Size{})
	})
}

func TestAccountsLookOne(t *testing.T) {
	inAccounts(t, nil, func(h *hand, p *accountsPage) {
		h.picture("accounts-one", wideWindow)
		p.filter.SetText("nobody at all")
		h.settle()
		h.golden("accounts-none", fyne.Size{})
	})
}

func TestAccountsLookMany(t *testing.T) {
	inAccounts(t, many(1411), func(h *hand, p *accountsPage) {
		h.app.window.Resize(wideWindow)
		h.key(fyne.KeyEnd)
		h.wantText("Rows 1,401 to 1,412 of 1,412")
		h.picture("accounts-many", fyne.Size{})
	})
}

// Names that other programs may have left in a store stay within their places.
func TestAccountsLookHostile(t *testing.T) {
	people := []*person{
		{name: "b" + strings.Repeat("x", 299), full: strings.Repeat("Featherstonehaugh", 18), mail: strings.Repeat("m", 200) + "@depot.test", seen: time.Hour, locked: 14 * time.Minute, hosts: []core.Device{
			{Client: core.ClientWindow, Host: strings.Repeat("HOST", 75), System: strings.Repeat("System ", 60)},
			{Client: core.ClientWindow, Host: "\u202eRESU", System: "\u2066x\u2069"},
			{Client: core.ClientCommand},
		}},
		{name: "c\u202egnp.exe", full: "Turned \u202e around", seen: time.Hour},
		{name: "d\u0007bell\x00", full: "line\nbreak", seen: time.Hour},
		{name: "e" + strings.Repeat("è", 120), full: strings.Repeat("e\u0301\u0302\u0303\u0304\u0305", 40), seen: time.Hour},
		{name: "f" + strings.Repeat("Ж", 100), full: strings.Repeat("👩\u200d🚀", 80), seen: time.Hour},
	}
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		h.app.window.Resize(wideWindow)
		h.openRow(p, people[0].name)
		h.picture("accounts-hostile", fyne.Size{})
		h.inside()
		h.app.window.Resize(leastWindow)
		h.settle()
		h.inside()
	})
}

// Names in scripts that the window's own font lacks stay in their place, too. There
// is no picture of them: what they look like depends on the fonts of the computer.
func TestAccountsLookOtherScripts(t *testing.T) {
	people := []*person{
		{name: "b" + strings.Repeat("ा", 120), full: strings.Repeat("हिन्दी", 60), seen: time.Hour},
		{name: "c" + strings.Repeat("字", 100), full: strings.Repeat("한국어", 90), seen: time.Hour},
		{name: "d\u0639\u0644\u064a", full: "علي حسن", seen: time.Hour},
	}
	inAccounts(t, people, func(h *hand, p *accountsPage) {
		for _, size := range []fyne.Size{wideWindow, leastWindow} {
			for _, who := range people {
				h.app.window.Resize(size)
				h.openRow(p, who.name)
				h.settle()
				h.inside()
			}
		}
	})
}

// inside fails when a text reaches out of the window.
func (h *hand) inside() {
	h.Helper()
	size := h.app.window.Canvas().Size()
	for _, object := range h.visible() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(object)
		if right := at.X + object.MinSize().Width; right > size.Width+1 && at.X < size.Width {
			h.Errorf("%T at %v is %v wide in a window of %v", object, at, object.MinSize().Width, size.Width)
		}
	}
}
