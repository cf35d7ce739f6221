package gui

import (
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// lockPanel shows how long an account is locked after wrong passwords.
type lockPanel struct {
	app   *App
	panel *fyne.Container
	help  fyne.CanvasObject
	title *kit.Text
	said  *kit.Text
	left  *kit.Text
	bar   *bar
	until time.Time
	whole time.Duration
	end   func()
	over  func()
}

// newLockPanel builds the panel, hidden. over is called when the pause ends.
func newLockPanel(a *App, over func()) *lockPanel {
	p := &lockPanel{app: a, over: over, end: func() {}}
	p.said = kit.BodyText("").Wrapped()
	p.left = kit.TitleText("")
	p.bar = newBar()
	p.title = kit.NewText(kit.TextSpec{Bold: true, Colour: kit.ColorDanger, Wrap: true})
	body := kit.VBox(kit.Gap4, p.title, p.said, p.left, p.bar.object)
	p.panel = kit.Layered(
		kit.NewGround(kit.GroundSpec{Fill: kit.ColorDangerSoft, Radius: kit.RadiusBox}),
		kit.Inset(kit.Gap12, kit.Gap16, kit.Gap16, kit.Gap16, kit.TopHBox(kit.Gap12,
			kit.NewGlyph(kit.IconLock, kit.ColorDanger, kit.IconSize), kit.Grow(body))),
	)
	p.help = kit.TopHBox(kit.Gap8,
		kit.NewGlyph(kit.IconInfo, kit.ColorText2, kit.IconSizeSmall),
		kit.Grow(kit.CaptionText(tr("Need in sooner? An administrator can unlock it.")).Wrapped()))
	p.panel.Hide()
	p.help.Hide()
	return p
}

func (p *lockPanel) object() fyne.CanvasObject { return p.panel }
func (p *lockPanel) advice() fyne.CanvasObject { return p.help }

// locked tells whether the pause is on.
func (p *lockPanel) locked() bool { return !p.until.IsZero() }

// start shows the pause and counts it down.
func (p *lockPanel) start(lock core.Lock) {
	p.stop()
	p.until, p.whole = lock.Until, lock.For
	p.panel.Show()
	if lock.UntilUnlocked {
		p.startClosed(lock)
		return
	}
	p.help.Show()
	p.title.SetText(tr("This account is locked for now"))
	p.said.SetText(trn("{{.N}} wrong passwords in a row. You can try again in", lock.Failures))
	if lock.Answers {
		p.said.SetText(trn("{{.N}} wrong tries in a row. You can try again in", lock.Failures))
	}
	p.left.Show()
	p.bar.object.Show()
	p.tick()
	p.end = p.app.back.every(time.Second, p.tick)
}

// startClosed shows a lock that only an administrator ends: there is nothing to
// wait for. One that no failure led to is for want of use.
func (p *lockPanel) startClosed(lock core.Lock) {
	p.title.SetText(tr("This account is locked"))
	p.said.SetText(tr("It stays locked until an administrator unlocks it. Ask one."))
	switch {
	case lock.Answers:
		p.said.SetText(trn("{{.N}} wrong tries in a row. It stays locked until an administrator unlocks it. Ask one.", lock.Failures))
	case lock.Failures > 0:
		p.said.SetText(trn("{{.N}} wrong passwords in a row. It stays locked until an administrator unlocks it. Ask one.", lock.Failures))
	}
	p.left.Hide()
	p.bar.object.Hide()
	p.help.Hide()
}

// tick shows the time left.
func (p *lockPanel) tick() {
	left := p.until.Sub(p.app.now())
	if left <= 0 {
		p.stop()
		p.over()
		return
	}
	p.left.SetText(durationWords(left))
	if p.whole > 0 {
		p.bar.set(float32(left) / float32(p.whole))
	}
}

// stop takes the panel away.
func (p *lockPanel) stop() {
	p.end()
	p.end = func() {}
	p.until = time.Time{}
	p.panel.Hide()
	p.help.Hide()
}

// durationWords is a length of time such as "14 min 32 s".
func durationWords(d time.Duration) string {
	seconds := int((d + time.Second - 1) / time.Second)
	if seconds < 60 {
		return trf("{{.S}} s", "S", seconds)
	}
	if seconds < 3600 {
		return trf("{{.M}} min {{.S}} s", "M", seconds/60, "S", seconds%60)
	}
	return trf("{{.H}} h {{.M}} min", "H", seconds/3600, "M", seconds%3600/60)
}

// bar is a thin line that grows shorter.
type bar struct {
	object fyne.CanvasObject
	layout *share
}

// share lays an object over a part of the width.
type share struct{ part float32 }

// Layout is called by the toolkit.
func (s *share) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(fyne.NewSize(size.Width*min(1, max(0, s.part)), size.Height))
	}
}

// MinSize is called by the toolkit.
func (s *share) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 6) }

// newBar makes a full bar.
func newBar() *bar {
	layout := &share{part: 1}
	red := kit.NewGround(kit.GroundSpec{Fill: kit.ColorDanger, Radius: 3})
	fill := &fyne.Container{Layout: layout, Objects: []fyne.CanvasObject{red}}
	track := kit.NewGround(kit.GroundSpec{Fill: kit.ColorSurface, Radius: 3})
	return &bar{object: kit.Layered(track, fill), layout: layout}
}

// set shows a part from 0 to 1.
func (b *bar) set(part float32) {
	b.layout.part = part
	b.object.Refresh()
}
