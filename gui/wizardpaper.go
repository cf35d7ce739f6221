package gui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/core/twostep"
	"gatehouse/gui/kit"
)

// paperStep shows the recovery key and the code for emergencies, to be kept on paper.
type paperStep struct {
	wizard    *wizard
	key       seal.RecoveryKey
	emergency twostep.RecoveryCode
	drawn     bool
	column    fyne.CanvasObject
	// groups are those of the key, code those of the code for emergencies.
	groups, code *fyne.Container
	print        *kit.Button
	save         *kit.Button
	copy         *kit.Button
	count        *kit.Countdown
	done         *kit.Notice
	saved        *kit.Check
	unsaid       *problemLine
}

// newPaperStep builds the step. The key is drawn when the step is first seen.
func newPaperStep(w *wizard) *paperStep {
	s := &paperStep{wizard: w, groups: kit.VBox(kit.Gap12), code: kit.VBox(kit.Gap12), unsaid: newProblemLine()}
	keep := s.paper()
	s.print = kit.NewButton(kit.ButtonSpec{Text: tr("Print…"), Icon: kit.IconPrint, Act: keep.askPrint})
	s.save = kit.NewButton(kit.ButtonSpec{Text: tr("Save to a file…"), Icon: kit.IconSave, Act: keep.askSave})
	s.copy = kit.NewButton(kit.ButtonSpec{Text: tr("Copy"), Icon: kit.IconCopy, Act: func() { s.toClipboard(s.key.Reveal()) }})
	code := kit.NewButton(kit.ButtonSpec{Text: tr("Copy code"), Icon: kit.IconCopy, Row: true, Act: func() { s.toClipboard(s.emergency.Shown()) }})
	s.count = kit.NewCountdown(func(seconds int) string {
		return trf("Copied. Leaves the clipboard in {{.S}} s", "S", seconds)
	}, tr("Clear now"), w.app.clip.clear)
	s.done = kit.NewNotice(kit.NoticeSpec{})
	s.done.Hide()
	s.saved = kit.NewCheck(kit.CheckSpec{Text: tr("I have saved the key and the code"), Act: func(bool) {
		s.unsaid.set("")
		w.frame.relaid()
	}})
	s.column = stepColumn(
		stepHead(tr("Print the recovery key"), tr("When the key is lost, with a broken computer or a forgotten passphrase, this opens the site. It is shown only now, so keep it on paper in a safe place, not on this computer.")),
		kit.VBox(kit.Gap12, insetBox(kit.Gap24, s.groups), kit.HBox(kit.Gap8, s.print, s.save, s.copy), s.count, s.done),
		kit.SectionOf(kit.NewHeader(tr("Code for emergencies"), tr("Lets a root account in, once, that has lost its phone. Its use is shown to all administrators. It goes onto the same paper."), code),
			insetBox(kit.Gap24, s.code)),
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

// leave wipes what was drawn.
func (s *paperStep) leave() {
	s.key.Wipe()
	s.emergency = twostep.RecoveryCode{}
	s.show("", "")
}

// arrive draws both, once: whoever goes back and on again has printed the
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
	code, err := twostep.NewRecoveryCode(s.wizard.app.program.random())
	if err != nil {
		key.Wipe()
		s.wizard.app.logged("draw the code for emergencies", err)
		return
	}
	s.key, s.emergency, s.drawn = key, code, true
	s.show(key.Reveal(), code.Shown())
}

// show shows the key and the code.
func (s *paperStep) show(key, code string) {
	showGroups(s.groups, key)
	showGroups(s.code, code)
}

// showGroups shows the groups of a secret, four on a line.
func showGroups(lines *fyne.Container, revealed string) {
	const perLine = 4
	lines.Objects = nil
	groups := strings.Split(revealed, "-")
	for len(groups) > 0 {
		n := min(perLine, len(groups))
		line := container.NewGridWithColumns(perLine)
		for _, group := range groups[:n] {
			line.Add(kit.NewText(kit.TextSpec{Text: group, Mono: true, Size: kit.SizeMono, Align: fyne.TextAlignCenter}))
		}
		lines.Add(line)
		groups = groups[n:]
	}
	lines.Refresh()
}

// ready asks for the word of the person: the key is never shown again.
func (s *paperStep) ready() bool {
	switch {
	case !s.drawn:
		s.unsaid.set(tr("No recovery key could be drawn, and a site without one cannot be made. Go back and try again."))
	case !s.saved.Checked():
		s.unsaid.set(tr("Save or print both, then tick this."))
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
		title: trf("Recovery key and code for emergencies of {{.Site}}", "Site", kit.Shown(strings.TrimSpace(site.Name))),
		lines: []string{
			trf("Made on {{.Date}} with Gatehouse.", "Date", date.Format("2006-01-02")),
			tr("The recovery key opens the site when its everyday key is lost. Whoever has it and the data folder can read everything: keep it on paper, in a safe place."),
			tr("The code for emergencies lets a root account in, once, that has lost its phone. Its use is shown to all administrators."),
		},
		secret: tr("Recovery key") + "\n" + s.key.Reveal() + "\n\n" + tr("Code for emergencies") + "\n" + s.emergency.Shown(),
		after: []string{
			tr("To use the recovery key: start Gatehouse, choose “Use the recovery key…” and type the key. Dashes and upper or lower case do not matter."),
			emergencyHow(),
		},
	}
}

// tell says where the key went.
func (s *paperStep) tell(text string) {
	s.done.Set(kit.NoticeSpec{Tone: kit.ToneGood, Text: text})
	s.done.Show()
	s.wizard.frame.relaid()
}

// toClipboard copies the key or the code for a while.
func (s *paperStep) toClipboard(secret string) {
	s.wizard.app.clip.copy(secret, func(left, total int) {
		s.count.Set(left, total)
		s.wizard.frame.relaid()
	})
}
