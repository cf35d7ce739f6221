package gui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// devicesShow shows devices that are nowhere but in the window.
func (h *hand) devicesShow(seen core.Devices) *securityPage {
	h.Helper()
	p := h.security()
	p.loaded.forget()
	p.devices.take(seen, nil)
	p.scroll.Refresh()
	h.settle()
	return p
}

// atDevices scrolls the page to the devices.
func (h *hand) atDevices() {
	p := h.security()
	p.show(p.devices.object, p.devices.all)
	h.app.window.Canvas().Unfocus()
	h.settle()
}

// someDevices are devices of every sort, with two sign-ins on this computer.
func (h *hand) someDevices() core.Devices {
	now := h.now()
	session := func(id int, d core.Device, place string, used time.Duration) core.SessionView {
		return core.SessionView{
			ID: core.SessionID(id), Scope: core.ScopeFull, Device: d, Place: place, StartedAt: now.Add(-used - time.Hour),
			LastActiveAt: now.Add(-used), ExpiresAt: now.Add(9 * time.Hour),
		}
	}
	desk := core.Device{Client: core.ClientWindow, Version: "1.0", Host: "DEPOT-PC-14", System: "Windows 11", Address: "10.20.4.17"}
	shell := desk
	shell.Client = core.ClientCommand
	laptop := core.Device{Client: core.ClientWindow, Version: "1.0", Host: "okafor-mbp", System: "macOS 26", Address: "10.20.8.102"}
	relay := core.Device{Client: core.ClientCommand, Host: "relay-02", System: "Debian 13", Address: "10.99.0.6"}
	kiosk := core.Device{Client: core.ClientWindow, Host: "kiosk"}
	here := session(1, desk, "Workshop", 0)
	here.This = true
	locked := session(5, kiosk, "", 20*time.Minute)
	locked.LockedAt = now.Add(-10 * time.Minute)
	one := func(v ...core.SessionView) core.DeviceView {
		return core.DeviceView{Device: v[0].Device, Sessions: v, This: v[0].This}
	}
	return core.Devices{KeptDays: 90, Open: []core.DeviceView{
		one(here, session(2, shell, "Workshop", 3*time.Minute)), one(locked),
		one(session(3, laptop, "Office", 14*time.Hour)), one(session(4, relay, "VPN", 7*24*time.Hour)),
	}}
}

// ended are sessions that are over, one for each reason in turn.
func (h *hand) ended(n int) []core.SessionView {
	var over []core.SessionView
	for i := range n {
		at := h.now().Add(-time.Duration(i) * 7 * time.Hour)
		over = append(over, core.SessionView{
			ID: core.SessionID(1000 + i), Device: core.Device{Client: core.ClientWindow, Host: fmt.Sprintf("YARD-PC-%02d", i), System: "Windows 11"},
			StartedAt: at.Add(-8 * time.Hour), LastActiveAt: at.Add(-time.Hour), EndedAt: at, Why: endReasons()[i%len(endReasons())],
		})
	}
	return over
}

// endReasons are all reasons that there are.
func endReasons() []core.EndReason {
	return []core.EndReason{
		core.EndSignedOut, core.EndElsewhere, core.EndByAdministrator, core.EndExpired, core.EndPasswordChanged, core.EndPasswordReset,
		core.EndDisabled, core.EndDeleted, core.EndInactive, core.EndChangeDue, core.EndClockConfirmed, core.EndQuestionChanged,
		core.EndTwoStepChanged, core.EndPasskeysChanged, core.EndPasskeyCloned, core.EndIncident, core.EndTooMany, core.EndAccessRule, core.EndReplaced,
	}
}

// Each reason has its own words.
func TestEndReasonWords(t *testing.T) {
	signedIn(t, func(*hand) {
		said := map[string]core.EndReason{}
		for _, why := range endReasons() {
			words := ownEnd(why)
			if other, twice := said[words]; twice || words == ownEnd("something newer") {
				t.Errorf("%s says %q, as %s does", why, words, other)
			}
			said[words] = why
		}
	})
}

// Where there is no other device the section says so, and offers nothing to end.
func TestDevicesOne(t *testing.T) {
	signedIn(t, func(h *hand) {
		p := h.security()
		h.wantText("Your devices", "You are signed in on no other device", "DEPOT-PC-14", "This device", "Debian 13 · Gatehouse", "Active now", "None in the last 90 days")
		h.wantNoText("Sign out of all other devices", "Sign out\n")
		if row := p.devices.ended; row.Focus().(fyne.CanvasObject).Visible() {
			t.Error("an empty list can be opened")
		}
	})
}

// Each sign-in says on which computer and from where it is, and how it stands with it.
func TestDevicesMany(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.window.Resize(wideWindow)
		seen := h.someDevices()
		h.devicesShow(seen)
		h.wantText(
			"Signed in 5 times on 4 devices", "Windows 11 · Gatehouse 1.0 · Workshop, 10.20.4.17",
			"Also on this computer · command line · since 07:09 today · Workshop, 10.20.4.17",
			"macOS 26 · Gatehouse 1.0 · Office, 10.20.8.102", "Debian 13 · command line · VPN, 10.99.0.6",
			"Locked", "Yesterday 18:12", "14 November 08:12", "Sign out of all other devices",
		)
		h.atDevices()
		h.golden("devices-many", fyne.Size{})
		h.app.window.Resize(leastWindow)
		h.settle()
		h.atDevices()
		h.picture("devices-many-900x600", fyne.Size{})
		h.inside()
		h.enlarged(1.5)
		h.app.window.Resize(wideWindow)
		h.settle()
		h.atDevices()
		h.picture("devices-many-150", fyne.Size{})
	})
}

// Of fifty devices those in view have a row, and the Tab key goes through all of them.
func TestDevicesFifty(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.window.Resize(wideWindow)
		seen := h.someDevices()
		seen.Open = seen.Open[:1]
		for i := range 50 {
			v := h.someDevices().Open[2].Sessions[0]
			v.ID, v.Device.Host = core.SessionID(100+i), fmt.Sprintf("YARD-PC-%02d", i)
			seen.Open = append(seen.Open, core.DeviceView{Device: v.Device, Sessions: []core.SessionView{v}})
		}
		p := h.devicesShow(seen)
		h.atDevices()
		h.wantText("YARD-PC-00", "YARD-PC-05")
		h.wantNoText("YARD-PC-40")
		h.picture("devices-fifty", fyne.Size{})
		c := h.app.window.Canvas()
		p.devices.rows[100].out.Focus(c)
		for i := range 50 {
			r := p.devices.rows[core.SessionID(100+i)]
			if r == nil || c.Focused() != fyne.Focusable(r.out) {
				t.Fatalf("Tab goes to %v in place of device %d", c.Focused(), i)
			}
			c.FocusNext()
			h.focusedOn("its menu", r.more)
			c.FocusNext()
		}
	})
}

// The names of computers come from computers: they cannot turn the line around or push
// what stands beside them out.
func TestDevicesHostile(t *testing.T) {
	signedIn(t, func(h *hand) {
		seen := h.someDevices()
		for i, host := range []string{strings.Repeat("W", 64), "a\u202egnp.exe", "", "b\u0007c\u2066"} {
			for s := range seen.Open[i].Sessions {
				v := &seen.Open[i].Sessions[s]
				v.Device.Host, v.Place, v.Device.System = host, strings.Repeat("Platz ", 12)+"\u202e", strings.Repeat("System ", 9)
			}
		}
		h.app.window.Resize(leastWindow)
		h.devicesShow(seen)
		h.atDevices()
		h.wantText("Unknown device", "This device")
		h.picture("devices-hostile-900x600", fyne.Size{})
		h.inside()
		seen.Ended = h.ended(3)
		seen.Ended[0].Device.Host, seen.Ended[1].Device.Host = strings.Repeat("W", 64), "a\u202egnp.exe"
		h.devicesShow(seen)
		h.security().devices.showEnded()
		h.settle()
		h.inside()
	})
}

// What is over is listed with why and when, as far as it is kept.
func TestEndedSessions(t *testing.T) {
	signedIn(t, func(h *hand) {
		h.app.window.Resize(wideWindow)
		seen := h.someDevices()
		seen.Ended = h.ended(1)
		p := h.devicesShow(seen)
		h.wantText("1 in the last 90 days")
		p.devices.ended.Focus().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		h.settle()
		h.wantText("Ended sign-ins", "They are kept for 90 days.", "1 sign-in\n")
		h.picture("devices-ended-one", fyne.Size{})
		h.key(fyne.KeyEscape)
		seen.Ended, seen.More = h.ended(100), true
		h.devicesShow(seen)
		h.wantText("More than 100 in the last 90 days")
		p.devices.showEnded()
		h.settle()
		h.golden("devices-ended", fyne.Size{})
		h.picture("devices-ended-900x600", leastWindow)
		h.key(fyne.KeyDown)
		h.key(fyne.KeyReturn)
		h.wantText("YARD-PC-01", "You signed out from another device", "Signed in", "Last used", "not known")
		h.picture("devices-ended-details", wideWindow)
		h.key(fyne.KeyEscape)
		h.wantText("The newest 100")
		h.key(fyne.KeyEscape)
		h.noDialog()
	})
}

// withOthers runs a test where the root account is signed in on two more devices.
func withOthers(t *testing.T, do func(h *hand, p *securityPage, others []core.Token)) {
	t.Helper()
	signedIn(t, func(h *hand) {
		h.app.window.Resize(wideWindow)
		var others []core.Token
		for _, host := range []string{"okafor-mbp", "relay-02"} {
			flow := h.app.site.StartSignIn(core.Device{Client: core.ClientWindow, Version: "1.0", Host: host, System: "macOS 26", Address: "10.20.8.102"})
			_, err := flow.Password(h.Context(), "a.okafor", rootPassword)
			h.must(err)
			others = append(others, flow.Token())
			h.pass(time.Second)
		}
		p := h.security()
		p.load()
		h.settle()
		do(h, p, others)
	})
}

// over fails unless the sessions of the tokens are over, or not.
func (h *hand) over(over bool, tokens ...core.Token) {
	h.Helper()
	for i, token := range tokens {
		err := h.app.site.Alive(h.Context(), token)
		if over != (core.ErrorCode(err) == core.CodeSession) {
			h.Errorf("session %d: %v", i, err)
		}
	}
}

// deviceRowOf is the row of a computer.
func (h *hand) deviceRowOf(host string) *deviceRow {
	h.Helper()
	for _, r := range h.security().devices.rows {
		if r.session.Device.Host == host {
			return r
		}
	}
	h.Fatalf("there is no row of %q; the window says:\n%s", host, h.says())
	return nil
}

// One device is signed out at once, by keyboard, and the keyboard goes on to the next.
func TestDeviceSignedOut(t *testing.T) {
	withOthers(t, func(h *hand, p *securityPage, others []core.Token) {
		h.wantText("Signed in on 3 devices")
		h.deviceRowOf("relay-02").out.Focus(h.app.window.Canvas())
		h.key(fyne.KeySpace)
		h.noDialog()
		h.over(true, others[1])
		h.over(false, others[0], h.app.session.token)
		h.wantText("Signed in on 2 devices", "1 in the last 90 days")
		h.focusedOn("the next device", h.deviceRowOf("okafor-mbp").out)
		h.key(fyne.KeySpace)
		h.over(true, others[0])
		h.wantText("You are signed in on no other device", "2 in the last 90 days")
		h.wantNoText("okafor-mbp\n")
		h.focusedOn("this device", h.deviceRowOf("DEPOT-PC-14").more)
		p.devices.showEnded()
		h.settle()
		h.wantText("Ended sign-ins")
	})
}

// All others go after a question that says how many they are.
func TestOtherDevicesSignedOut(t *testing.T) {
	withOthers(t, func(h *hand, p *securityPage, others []core.Token) {
		h.tap("Sign out of all other devices")
		h.wantText("Sign out of all other devices?", "2 other devices are signed out at once.")
		h.golden("devices-others", fyne.Size{})
		h.key(fyne.KeyEscape)
		h.noDialog()
		h.over(false, others...)
		h.focusedOn("the button", p.devices.all)
		h.key(fyne.KeySpace)
		h.tap("Sign out")
		h.noDialog()
		h.over(true, others...)
		h.over(false, h.app.session.token)
		h.wantText("Done. 2 other devices are signed out.", "You are signed in on no other device")
		h.focusedOn("this device", h.deviceRowOf("DEPOT-PC-14").more)
		h.wantNoText("Sign out of all other devices")
	})
}

// Everywhere means here, too.
func TestSignedOutEverywhere(t *testing.T) {
	withOthers(t, func(h *hand, _ *securityPage, others []core.Token) {
		own := h.app.session.token
		h.moreFor("DEPOT-PC-14", 2)
		h.wantText("Sign out everywhere?", "This device and 2 others are signed out at once.")
		h.picture("devices-everywhere", fyne.Size{})
		h.tap("Sign out everywhere")
		h.wantText("You are signed out everywhere.")
		if _, ok := h.app.screen.(*signInScreen); !ok {
			t.Fatalf("the screen is %T", h.app.screen)
		}
		h.over(true, append(others, own)...)
	})
}

// The menu tells all that is known of a device, and signs it out as well.
func TestDeviceDetails(t *testing.T) {
	withOthers(t, func(h *hand, _ *securityPage, others []core.Token) {
		h.moreFor("okafor-mbp", 1)
		h.wantText("okafor-mbp", "Signs out by itself", "Today 20:12", "10.20.8.102", "macOS 26", "Gatehouse", "1.0", "not known")
		h.golden("devices-details", fyne.Size{})
		h.key(fyne.KeyEscape)
		h.focusedOn("the menu", h.deviceRowOf("okafor-mbp").more)
		h.moreFor("okafor-mbp", 2)
		h.over(true, others[0])
	})
}

// failingDevices cannot read the devices, or end one.
type failingDevices struct {
	ownService
	read, end error
}

func (f failingDevices) OwnDevices(ctx context.Context, token core.Token) (core.Devices, error) {
	if f.read != nil {
		return core.Devices{}, f.read
	}
	return f.ownService.OwnDevices(ctx, token)
}

func (f failingDevices) EndOwnSession(ctx context.Context, token core.Token, id core.SessionID) error {
	if f.end != nil {
		return f.end
	}
	return f.ownService.EndOwnSession(ctx, token, id)
}

// fault is an error of the store as core tells it.
func fault() error {
	return &core.Error{Code: core.CodeFault, Text: core.Text{
		Key:  "Something unexpected happened and nothing was changed. Reference {{.Reference}}, details are in the log.",
		Args: map[string]any{"Reference": "E-4F21AB"},
	}}
}

// What could not be read is said in the section, and the rest of the page works; what
// was not done is said, and the row is as before.
func TestDevicesFail(t *testing.T) {
	withOthers(t, func(h *hand, p *securityPage, others []core.Token) {
		good := p.site
		p.site = failingDevices{ownService: good, end: fault()}
		h.deviceRowOf("relay-02").out.Focus(h.app.window.Canvas())
		h.key(fyne.KeySpace)
		h.wantText("The device was not signed out", "E-4F21AB")
		h.key(fyne.KeyEscape)
		h.over(false, others...)
		row := h.deviceRowOf("relay-02")
		h.focusedOn("its button", row.out)
		if row.ending || row.shown.ending {
			t.Error("the row is still at work")
		}
		p.site = failingDevices{ownService: good, read: fault()}
		p.load()
		h.settle()
		h.wantText("Your devices could not be read", "E-4F21AB", "Last changed today", "Sign-in history")
		h.wantNoText("okafor-mbp", "Sign out of all other devices")
		h.atDevices()
		h.picture("devices-failed", fyne.Size{})
		p.site = good
		h.tap("Try again")
		h.wantText("okafor-mbp", "Sign out of all other devices")
	})
}

// A session that was ended from elsewhere meanwhile is no error, and its row goes.
func TestDeviceGoneMeanwhile(t *testing.T) {
	withOthers(t, func(h *hand, _ *securityPage, others []core.Token) {
		h.must(h.app.site.SignOut(h.Context(), others[1]))
		h.deviceRowOf("relay-02").signOut()
		h.settle()
		h.noDialog()
		h.wantNoText("relay-02\n")
		if got := kit.Shown(h.deviceRowOf("okafor-mbp").shown.title); got != "okafor-mbp" {
			t.Errorf("the next row is of %q", got)
		}
	})
}
