package gui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
)

// withMember runs a test on the Accounts page, where lena is signed in on two devices
// and her account is open.
func withMember(t *testing.T, do func(h *hand, p *accountsPage, tokens []core.Token)) {
	t.Helper()
	signedIn(t, func(h *hand) {
		h.app.window.Resize(wideWindow)
		first := h.addAccount("lena", core.RoleMember)
		tokens := []core.Token{h.memberIn("lena", first)}
		for _, host := range []string{"okafor-mbp", "kiosk"} {
			h.pass(time.Second)
			flow := h.app.site.StartSignIn(core.Device{Client: core.ClientWindow, Host: host, System: "macOS 26", Address: "10.20.8.102"})
			_, err := flow.Password(h.Context(), "lena", memberPassword)
			h.must(err)
			tokens = append(tokens, flow.Token())
		}
		h.must(h.app.site.SignOut(h.Context(), tokens[0]))
		p := h.openAccounts(h.app.site)
		h.openRow(p, "lena")
		do(h, p, tokens[1:])
	})
}

// sessionOut is the button of the session on a computer.
func (h *hand) sessionOut(p *accountsPage, host string) fyne.Focusable {
	h.Helper()
	for _, one := range p.drawer.view.Sessions {
		if one.Device.Host == host {
			return p.drawer.devices.out[one.ID]
		}
	}
	h.Fatalf("there is no session on %s", host)
	return nil
}

// An administrator signs somebody out of one device, with a reason for the log, and the
// keyboard goes on to the next.
func TestAccountSignedOutOfOne(t *testing.T) {
	withMember(t, func(h *hand, p *accountsPage, tokens []core.Token) {
		h.wantText("Devices", "okafor-mbp", "kiosk", "10.20.8.102", "Sign out everywhere…")
		h.app.window.Canvas().Focus(h.sessionOut(p, "kiosk"))
		h.settle()
		h.golden("accounts-devices", fyne.Size{})
		h.key(fyne.KeySpace)
		h.wantText("Sign lena out of kiosk?", "The account is told.", "Reason to sign out")
		h.golden("accounts-devices-one", fyne.Size{})
		h.type1("left it there")
		h.key(fyne.KeyReturn)
		h.noDialog()
		h.over(true, tokens[1])
		h.over(false, tokens[0])
		h.wantNoText("kiosk", "Sign out everywhere…")
		h.focusedOn("the next device", h.sessionOut(p, "okafor-mbp"))
		if event := h.lastEvent(); event.Kind != core.EventSignedOut || !strings.Contains(string(event.Detail), "left it there") {
			t.Errorf("the last line of the log is %+v", event)
		}
	})
}

// Everywhere at once, without a reason; the window of the account says who it was.
func TestAccountSignedOutEverywhere(t *testing.T) {
	withMember(t, func(h *hand, p *accountsPage, tokens []core.Token) {
		h.tap("Sign out everywhere…")
		h.wantText("Sign lena out everywhere?", "2 devices are signed out")
		h.picture("accounts-devices-all-900x600", leastWindow)
		h.fill(h.inForm("Reason to sign out"), strings.Repeat("x", 600))
		h.tap("Sign out everywhere")
		h.over(false, tokens...)
		if problem := h.inForm("Reason to sign out").Problem(); problem == "" {
			t.Error("a reason that is too long is no problem")
		}
		h.inForm("Reason to sign out").SetText("")
		h.tap("Sign out everywhere")
		h.noDialog()
		h.over(true, tokens...)
		h.wantText("Not signed in anywhere")
		err := h.app.site.Alive(h.Context(), tokens[0])
		if e := firstError(err); e == nil || words(e.Text) != "An administrator has signed you out. Sign in again to go on." {
			t.Errorf("its window is told %v", err)
		}
	})
}

// The own account is signed out on the Security page, and who may not change an account
// ends nothing of it.
func TestAccountSignsOutWhomItMay(t *testing.T) {
	withMember(t, func(h *hand, p *accountsPage, _ []core.Token) {
		h.openRow(p, "a.okafor")
		h.wantText("Devices", "DEPOT-PC-14")
		h.wantNoText("Sign out…", "Sign out everywhere…")
		p.site = mayNot{h.app.site}
		h.openRow(p, "lena")
		h.wantText("okafor-mbp", "Your role does not reach to this account.")
		h.wantNoText("Sign out…", "Sign out everywhere…")
	})
}

// mayNot lets nobody change an account.
type mayNot struct{ *core.Site }

func (m mayNot) Account(ctx context.Context, token core.Token, id core.AccountID) (core.AccountView, error) {
	view, err := m.Site.Account(ctx, token, id)
	view.MayChange = false
	return view, err
}
