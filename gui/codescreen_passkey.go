package gui

import (
	"slices"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// secondWays are the ways to give the second step that this computer can take.
func (a *App) secondWays(flow *core.SignIn) []core.SecondWay {
	ways := flow.SecondWays()
	if a.canPasskey() {
		return ways
	}
	return slices.DeleteFunc(ways, func(w core.SecondWay) bool { return w.Way == core.WayPasskey })
}

// proofs are the ways that prove something.
func (s *codeScreen) proofs() []core.Way {
	var proofs []core.Way
	for _, w := range s.ways {
		if w.Way != core.WayNone {
			proofs = append(proofs, w.Way)
		}
	}
	return proofs
}

// others leads to the other ways: by one link where there are two, else by one for each.
func (s *codeScreen) others() fyne.CanvasObject {
	proofs := s.proofs()
	s.swap = kit.NewLink(tr("Use another way"), s.useOther)
	lines := kit.VBox(kit.Gap8)
	if len(proofs) == 2 {
		lines.Add(kit.HBox(0, s.swap))
	}
	if len(proofs) <= 2 {
		return lines
	}
	s.links = map[core.Way]wayLink{}
	for _, way := range proofs {
		link := kit.NewLink(wayWords(way), func() { s.useNow(way) })
		s.links[way] = wayLink{Link: link, line: kit.HBox(0, link)}
		lines.Add(s.links[way].line)
	}
	return lines
}

// wayLink is a link to a way, on its line.
type wayLink struct {
	*kit.Link
	line *fyne.Container
}

// wayWords offer a way.
func wayWords(way core.Way) string {
	switch way {
	case core.WayPasskey:
		return tr("Use a passkey")
	case core.WayRecovery:
		return tr("Use a recovery code")
	default:
		return tr("Use the code of an app")
	}
}

// usePasskey shows what belongs to the way by passkey, or what to do without any way.
func (s *codeScreen) usePasskey(way core.Way) {
	setShown(s.passkey, way == core.WayPasskey || way == "")
	setShown(s.button, way != "")
	s.button.SetText(tr("Continue"))
	switch way {
	case core.WayPasskey:
		s.button.SetText(tr("Continue with a passkey"))
		s.passkey.SetText(tr("Use a passkey of this account: your security key, your phone, or this computer."))
	case "":
		s.passkey.SetText(tr("This account takes a passkey here, and this computer has no way to use one. Sign in on another computer, or ask an administrator."))
	}
}

// byPasskey asks for a passkey in place of the form.
func (s *codeScreen) byPasskey() {
	by, err := s.app.passkeyProvider()
	if err != nil {
		return
	}
	s.notice.Hide()
	s.working = true
	s.stage.begin(passkeyUse{
		by: by, run: s.app.signsInBy(s.flow, by),
		done:    func() { s.ended(core.StepTwoStep, s.flow.Step(), nil) },
		refused: s.passkeyRefused,
		gaveUp: func() {
			s.working = false
			s.focus()
		},
		late: func() { s.app.endLate(s.flow.Token()) },
	})
}

// passkeyRefused says above the form why the passkey was not taken, or begins again.
func (s *codeScreen) passkeyRefused(err error) {
	s.working = false
	if s.ended(core.StepTwoStep, s.flow.Step(), err) {
		return
	}
	s.notice.Set(passkeyNotice(err))
	s.notice.Show()
	s.content.Refresh()
	s.focus()
}
