package gui

import (
	"encoding/base32"
	"image"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/core/twostep"
	"gatehouse/gui/kit"
)

// requires puts a policy in force that asks for two-step verification, after some days
// or at once.
func (h *hand) requires(days int) {
	h.Helper()
	h.rule(func(p *policy.Policy) {
		p.SignIn.TwoStep = policy.TwoStepByRole
		p.SignIn.TwoStepRoles = []string{string(core.RoleMember), string(core.RoleAdmin), string(core.RoleRoot)}
		if days > 0 {
			p.SignIn.TwoStepGraceDays = &days
		}
	})
}

// scanned reads the QR code in a picture of the window, as the camera of a phone does.
func (h *hand) scanned(picture image.Image) string {
	h.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	h.must(err)
	read, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	h.must(err)
	return read.GetText()
}

// phone is an authenticator app that has scanned the window.
type phone struct {
	*hand
	uri *url.URL
	key twostep.Key
}

// scan is what a phone knows after it has seen the window.
func (h *hand) scan() phone {
	h.Helper()
	return h.phoneOf(h.scanned(h.app.window.Canvas().Capture()))
}

// phoneOf is what a phone knows that was given an address.
func (h *hand) phoneOf(address string) phone {
	h.Helper()
	uri, err := url.Parse(address)
	h.must(err)
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(uri.Query().Get("secret"))
	h.must(err)
	secret, err := twostep.SecretOf(raw)
	h.must(err)
	digits, err := strconv.Atoi(uri.Query().Get("digits"))
	h.must(err)
	period, err := strconv.Atoi(uri.Query().Get("period"))
	h.must(err)
	return phone{hand: h, uri: uri, key: twostep.Key{Secret: secret, Params: twostep.Params{
		Algorithm: twostep.Algorithm(uri.Query().Get("algorithm")), Digits: digits, Period: time.Duration(period) * time.Second,
	}}}
}

// code is what the phone shows, when its clock is off by so much.
func (p phone) code(off time.Duration) string {
	p.Helper()
	code, err := p.key.Code(p.key.Params.Step(p.now().Add(off)))
	p.must(err)
	return code
}

// wrong is a code that the phone shows in no step near.
func (p phone) wrong() string {
	p.Helper()
	for n := range 100 {
		code := strings.Repeat("0", p.key.Params.Digits-2) + strconv.Itoa(n + 100)[1:]
		_, near, err := p.key.Drift(code, p.now())
		p.must(err)
		if _, right, err := p.key.Match(code, p.now(), 0); err == nil && !near && !right {
			return code
		}
	}
	p.Fatal("every code is right")
	return ""
}

// steadySource is a source of secrets that draws the same again after the same turn.
type steadySource struct {
	mu     sync.Mutex
	source *rand.ChaCha8
	turn   byte
}

// next begins a turn, which no other is like.
func (d *steadySource) next() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.turn++
	d.source = rand.NewChaCha8([32]byte{d.turn})
}

// Read is called by core.
func (d *steadySource) Read(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.source.Read(p)
}

// steady runs a test in the shell of the root account of a site whose secrets are the
// same each time, so that they can be pictured.
func steady(t *testing.T, do func(h *hand)) {
	t.Helper()
	withoutSite(t, func(h *hand) {
		h.drawsSteadily()
		h.makeSite()
		h.app.start()
		h.settle()
		h.signIn("a.okafor", rootPassword)
		do(h)
	})
}

// drawsSteadily gives the window to come its source of secrets.
func (h *hand) drawsSteadily() {
	source := &steadySource{}
	source.next()
	h.app.program.Config.Rand = source
}

// turn begins a turn of a steady source.
func (h *hand) turn() {
	if d, ok := h.app.program.Config.Rand.(*steadySource); ok {
		d.next()
	}
}

// toPicture goes as far as the picture of the set-up, by keyboard.
func (h *hand) toPicture() phone {
	h.Helper()
	h.tap("+ two-step verification")
	h.type1(rootPassword)
	h.turn()
	h.key(fyne.KeyReturn)
	h.wantText("Scan the QR code with it")
	return h.scan()
}

// setUp sets an app up, with its recovery codes passed on.
func (h *hand) setUp() phone {
	h.Helper()
	p := h.toPicture()
	h.type1(p.code(0))
	h.key(fyne.KeyReturn)
	return p
}

// ownNow is the account as the store has it.
func (h *hand) ownNow() core.Own {
	h.Helper()
	own, err := h.app.site.Me(h.Context(), h.app.session.token)
	h.must(err)
	return own
}

// field is the field for a code that the window shows.
func (h *hand) codeField() *kit.CodeField {
	h.Helper()
	for _, object := range h.visible() {
		if field, ok := object.(*kit.CodeField); ok {
			return field
		}
	}
	h.Fatalf("there is no field for a code; the window says:\n%s", h.says())
	return nil
}
