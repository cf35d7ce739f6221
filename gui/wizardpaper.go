package gui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/gui/kit"
)

// paperStep shows the recovery key, to be kept on paper.
type paperStep struct {
	wizard *wizard
	key    seal.RecoveryKey
	drawn  bool
	column fyne.CanvasObject
	groups *fyne.Container
	print  *kit.Button
	save   *kit.Button
	copy   *kit.Button
	count  *kit.Countdown
	done   *kit.Notice
	saved  *kit.Check
	unsaid *problemLine
}

// newPaperStep builds the step. The key is drawn when the step is first seen.
func newPaperStep(w *wizard) *paperStep {
	s := &paperStep{wizard: w, groups: kit.VBox(kit.Gap12), unsaid: newProblemLine()}
	keep := s.paper()
	s.print = kit.NewButton(kit.ButtonSpec{Text: tr("Print…"), Icon: kit.IconPrint, Act: keep.askPrint})
	s.save = kit.NewButton(kit.ButtonSpec{Text: tr("Save to a file…"), Icon: kit.IconSave, Act: keep.askSave})
	s.copy = kit.NewButton(kit.ButtonSpec{Text: tr("Copy"), Icon: kit.IconCopy, Act: s.toClipboard})
	s.count = kit.NewCountdown(func(seconds int) string {
		return trf("Copied. Leaves the clipboard in {{.S}} s", "S", seconds)
	}, tr("Clear now"), w.app.clip.clear)
	s.done = kit.NewNotice(kit.NoticeSpec{})
	s.done.Hide()
	s.saved = kit.NewCheck(kit.CheckSpec{Text: tr("I have saved this key"), Act: func(bool) {
		s.unsaid.set("")
		w.frame.relaid()
	}})
	s.column = stepColumn(
		stepHead(tr("Print the recovery key"), tr("When the key is lost, with a broken computer or a forgotten passphrase, this opens the site. It is shown only now, so keep it on paper in a safe place, not on this computer.")),
		kit.VBox(kit.Gap12, insetBox(kit.Gap24, s.groups), kit.HBox(kit.Gap8, s.print, s.save, s.copy), s.count, s.done),
		kit.VBox(kit.Gap4, kit.HBox(0, s.saved), s.unsaid.object))
	return s
}

// insetBox is a box in the colour of side panels.
func insetBox(pad float32, content fyne.CanvasObject) fyne.CanvasObject {
	return kit.Layered(kit.NewGround(kit.GroundSpec{Fill: kit.ColorInset, Edge: kit.ColorLine, Radius: kit.RadiusBox}),
		kit.Inset(pad, pad, pad, pad, content))
}

func (s *paperStep) heading() string           { return tr("Recovery key to print") }
func (s *paperStep) object() fyne.CanvasObject { return s.column }
func (s *paperStep) check() func() error       { return func() error { return nil } }
func (s *paperStep) problem(*core.Error) target {
	return nil
}
func (s *paperStep) resized(kit.WidthClass) {}
func (s *paperStep) shown(c fyne.Canvas)    { s.print.Focus(c) }

// leave wipes the key.
func (s *paperStep) leave() { s.key.Wipe() }

// arrive draws the key, once: whoever goes back and on again has printed the
// right one.
func (s *paperStep) arrive() {
	if s.drawn {
		return
	}
	key, err := seal.NewRecoveryKey(s.wizard.app.program.random())
	if err != nil {
		s.wizard.app.logged("draw the recovery key", err)
		return
	}
	s.key, s.drawn = key, true
	s.showKey(key.Reveal())
}

// showKey shows the groups of the key, four on a line.
func (s *paperStep) showKey(revealed string) {
	const perLine = 4
	s.groups.Objects = nil
	groups := strings.Split(revealed, "-")
	for len(groups) > 0 {
		n := min(perLine, len(groups))
		line := container.NewGridWithColumns(perLine)
		for _, group := range groups[:n] {
			line.Add(kit.NewText(kit.TextSpec{Text: group, Mono: true, Size: kit.SizeMono, Align: fyne.TextAlignCenter}))
		}
		s.groups.Add(line)
		groups = groups[n:]
	}
	s.groups.Refresh()
}

// ready asks for the word of the person: the key is never shown again.
func (s *paperStep) ready() bool {
	switch {
	case !s.drawn:
		s.unsaid.set(tr("No recovery key could be drawn, and a site without one cannot be made. Go back and try again."))
	case !s.saved.Checked():
		s.unsaid.set(tr("Save or print the key, then tick this."))
	default:
		return true
	}
	s.wizard.frame.relaid()
	s.saved.Focus(s.wizard.app.window.Canvas())
	kit.Reveal(s.unsaid.object)
	return false
}

// paper takes the key to paper.
func (s *paperStep) paper() paper {
	return paper{
		app: s.wizard.app, sheet: s.sheet, tell: s.tell,
		name:       func() string { return "gatehouse-" + fileNameOf(s.wizard.site.title.Text()) + "-recovery-key" },
		printTitle: tr("Print the recovery key"), saveTitle: tr("Save the recovery key"),
		kept: func(path string) string { return trf("The key is in {{.Path}}.", "Path", path) },
	}
}

// sheet words the paper.
func (s *paperStep) sheet() sheet {
	site := s.wizard.site.form()
	date := s.wizard.app.program.Now()
	if zone, err := core.LoadZone(site.TimeZone); err == nil {
		date = date.In(zone)
	}
	return sheet{
		title: trf("Recovery key of {{.Site}}", "Site", kit.Shown(strings.TrimSpace(site.Name))),
		lines: []string{
			trf("Made on {{.Date}} with Gatehouse.", "Date", date.Format("2006-01-02")),
			tr("This key opens the site when its everyday key is lost. Whoever has it and the data folder can read everything: keep it on paper, in a safe place."),
		},
		secret: s.key.Reveal(),
		after: []string{
			tr("To use it: start Gatehouse, choose “Use the recovery key…” and type the key. Dashes and upper or lower case do not matter."),
		},
	}
}

// tell says where the key went.
func (s *paperStep) tell(text string) {
	s.done.Set(kit.NoticeSpec{Tone: kit.ToneGood, Text: text})
	s.done.Show()
	s.wizard.frame.relaid()
}

// toClipboard copies the key for a while.
func (s *paperStep) toClipboard() {
	s.wizard.app.clip.copy(s.key.Reveal(), func(left, total int) {
		s.count.Set(left, total)
		s.wizard.frame.relaid()
	})
}
