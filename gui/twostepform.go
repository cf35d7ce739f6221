package gui

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/core/twostep"
	"gatehouse/gui/kit"
)

// appForm shows the secret of an authenticator app, as a picture or to be typed, says
// what to do with it, and takes the first code. A dialog and a step of the sign-in have
// it. It takes what it shows from the set-up when it is built: later that is used
// elsewhere.
type appForm struct {
	app    *App
	params twostep.Params
	// groups is the secret as it is typed.
	groups string
	picked *fyne.Container
	qr     fyne.CanvasObject
	key    fyne.CanvasObject
	swap   *kit.Link
	copy   *kit.Button
	count  *kit.Countdown
	steps  *kit.Steps
	code   *kit.CodeField
	ring   *kit.TimeRing
	left   *kit.Text
	note   *kit.Text
	// typed: the key is shown in place of the picture. side is the width of either.
	typed  bool
	side   float32
	stop   func()
	relaid func()
}

const (
	// keyWidth is the least width of the key, four groups on a line.
	keyWidth float32 = 236
	// leftWidth is that of the words beside the ring.
	leftWidth float32 = 104
)

// newAppForm builds it. relaid lays anew what it stands in.
func newAppForm(a *App, e *core.Enrolment, relaid func()) (*appForm, error) {
	f := &appForm{app: a, params: e.Params(), groups: e.Groups(), relaid: relaid, side: keyWidth, stop: func() {}}
	modules, err := e.QR()
	if err != nil && !errors.Is(err, twostep.ErrTooLong) {
		return nil, err
	}
	f.picked = kit.Layered()
	f.swap = kit.NewLink("", func() { f.show(!f.typed) })
	if err == nil {
		code := kit.NewQRCode(modules, tr("QR code for the authenticator app"))
		f.side = max(keyWidth, code.MinSize().Width+2*kit.Gap8)
		f.qr = kit.Layered(kit.NewGround(kit.GroundSpec{Fill: kit.ColorSurface, Edge: kit.ColorLine, Radius: kit.RadiusBox}),
			kit.Inset(kit.Gap8, kit.Gap8, kit.Gap8, kit.Gap8, kit.MinHeight(f.side-2*kit.Gap8, code)))
	}
	f.copy = kit.NewButton(kit.ButtonSpec{Text: tr("Copy the key"), Icon: kit.IconCopy, Row: true, Act: f.toClipboard})
	f.count = newClipLine(a)
	f.key = f.keyBox(e)
	f.build(e)
	f.show(err != nil)
	f.swap.Hidden = err != nil
	f.tick()
	return f, nil
}

// build makes the steps.
func (f *appForm) build(e *core.Enrolment) {
	f.ring, f.left = kit.NewTimeRing(), kit.CaptionText("").Wrapped()
	beside := kit.HBox(kit.Gap12, f.ring, kit.FixedWidth(leftWidth, f.left))
	f.code = kit.NewCodeField(kit.CodeSpec{
		Digits: f.params.Digits, Beside: beside, OnChanged: func(string) {
			if f.code.Problem() != "" {
				f.code.SetProblem("")
				f.relaid()
			}
		},
	})
	f.note = kit.CaptionText("").Wrapped()
	clock := kit.TopHBox(kit.Gap8, kit.NewGlyph(kit.IconClock, kit.ColorText2, kit.IconSizeSmall), kit.Grow(f.note))
	f.steps = kit.NewSteps(
		kit.StepItem{Title: tr("Open an authenticator app on your phone"), Caption: tr("Such as Google Authenticator, Microsoft Authenticator, Authy")},
		kit.StepItem{Title: tr("Scan the QR code with it"), Caption: trf("The app then shows “{{.Site}}: {{.Name}}”",
			"Site", kit.Shown(e.Issuer()), "Name", kit.Shown(e.Account()))},
		kit.StepItem{Title: trf("Type the {{.N}}-digit code it shows", "N", f.params.Digits), Content: kit.VBox(kit.Gap8, f.code, clock)},
	)
}

// keyBox shows what an app asks for that cannot scan.
func (f *appForm) keyBox(e *core.Enrolment) fyne.CanvasObject {
	lines := kit.VBox(kit.Gap4)
	for _, line := range [][2]string{
		{tr("Account"), kit.Shown(e.Account())},
		{tr("Site"), kit.Shown(e.Issuer())},
		{tr("Kind"), tr("Time-based")},
		{tr("Algorithm"), algorithmName(f.params.Algorithm)},
		{tr("Digits"), strconv.Itoa(f.params.Digits)},
		{tr("New code"), trf("every {{.N}} seconds", "N", int(f.params.Period/time.Second))},
	} {
		lines.Add(kit.TopHBox(kit.Gap8, kit.FixedWidth(64, kit.CaptionText(line[0])), kit.Grow(kit.NewText(kit.TextSpec{Text: line[1], Size: kit.SizeCaption, Wrap: true}))))
	}
	return insetBox(kit.Gap12, kit.VBox(kit.Gap12,
		kit.VBox(kit.Gap8, kit.MonoText(f.groups).Wrapped(), kit.HBox(0, f.copy)), lines))
}

// algorithmName is a hash as apps call it.
func algorithmName(a twostep.Algorithm) string {
	switch a {
	case twostep.SHA256:
		return "SHA-256"
	case twostep.SHA512:
		return "SHA-512"
	default:
		return "SHA-1"
	}
}

// picture is the QR code or the key, with the link that swaps them.
func (f *appForm) picture() fyne.CanvasObject {
	return kit.FixedWidth(f.side, kit.VBox(kit.Gap12, f.picked, container.NewCenter(f.swap)))
}

// show shows the key, or the picture.
func (f *appForm) show(typed bool) {
	f.typed = typed
	object, link, title := f.qr, tr("Can't scan QR code?"), tr("Scan the QR code with it")
	if typed {
		object, link, title = f.key, tr("Show the QR code"), tr("Type the key into it")
	}
	f.picked.Objects = []fyne.CanvasObject{object}
	f.picked.Refresh()
	f.swap.SetText(link)
	f.steps.SetTitle(1, title)
	f.relaid()
}

// tooLong says why there is no picture, "" where there is one.
func (f *appForm) tooLong() string {
	if f.qr != nil {
		return ""
	}
	return tr("The names are too long for a QR code. Type the key into the app.")
}

// start lets the time run until end.
func (f *appForm) start() { f.stop = f.app.back.every(time.Second, f.tick) }

// tick shows the time. It is the computer's own, which codes are compared by.
func (f *appForm) tick() {
	now := f.app.program.Now()
	left := f.params.Left(now)
	f.ring.Set(left, f.params.Period)
	f.left.SetText(trn("{{.N}} seconds until the next code", int(left/time.Second)))
	f.note.SetText(trf("Codes depend on the time. This computer says {{.Time}}, {{.Day}}. Your phone should say the same.",
		"Time", now.Format(time.TimeOnly), "Day", trf("{{.Weekday}} {{.Date}}",
			"Weekday", weekday(now.Weekday()), "Date", dayAndMonth(now.Month(), now.Day()))))
}

// end stops the time and forgets the secret.
func (f *appForm) end() {
	f.stop()
	f.groups, f.qr, f.key = "", nil, nil
	f.picked.Objects = nil
	f.code.Wipe()
}

// toClipboard copies the key for a while, as it is typed.
func (f *appForm) toClipboard() {
	f.app.clip.copy(strings.ReplaceAll(f.groups, " ", ""), func(left, total int) {
		f.count.Set(left, total)
		f.relaid()
	})
}

// problem shows what is wrong with the code. It stays, and the next key replaces it.
func (f *appForm) problem(text string) {
	f.code.SetProblem(text)
	f.relaid()
	f.code.Focus(f.app.window.Canvas())
	if input, ok := f.code.Input().(fyne.Shortcutable); ok {
		input.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
	kit.Reveal(f.note) // which is below the problem
}

// enrolling holds the set-up of an app until it is confirmed or given up. Confirm uses
// it off the window's goroutine, and it is wiped after that.
type enrolling struct {
	set        *core.Enrolment
	busy, gone bool
}

// discard gives the set-up up.
func (n *enrolling) discard() {
	n.gone = true
	if !n.busy {
		n.set.Discard()
	}
}

// idle tells that Confirm has ended.
func (n *enrolling) idle() {
	n.busy = false
	if n.gone {
		n.set.Discard()
	}
}
