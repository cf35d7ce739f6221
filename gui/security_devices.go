package gui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// deviceSection is the part of the Security page that tells where the account is signed
// in, and where it was.
type deviceSection struct {
	page   *securityPage
	object *fyne.Container
	head   *kit.Header
	body   *fyne.Container
	box    *kit.Box
	long   *kit.LongRows
	all    *kit.Button
	ended  *kit.Row
	seen   core.Devices
	known  bool
	// open are the sessions in the order of the rows.
	open []openSession
	// rows are those of the sessions that were in view. They stay the same, so that none
	// of them loses the keyboard when the page is loaded anew.
	rows map[core.SessionID]*deviceRow
}

// openSession is a session with what its computer's other ones make of its row.
type openSession struct {
	core.SessionView
	// several: there are more on this computer. here: one of them is the one in use.
	several, here bool
}

// newDeviceSection builds the section of a page.
func newDeviceSection(p *securityPage) *deviceSection {
	s := &deviceSection{page: p, body: container.NewStack(kit.NewSkeleton()), rows: map[core.SessionID]*deviceRow{}}
	s.all = kit.NewButton(kit.ButtonSpec{Text: tr("Sign out of all other devices"), Row: true, Act: s.askOthers})
	s.all.Hide()
	s.head = kit.NewHeader(tr("Your devices"), "", s.all)
	s.long = kit.NewLongRows(func(i int) fyne.CanvasObject { return s.row(s.open[i]).row })
	s.ended = kit.NewRow(kit.RowSpec{Icon: kit.IconHistory, Title: tr("Ended sign-ins")})
	s.box = kit.NewBox(s.long, s.ended)
	s.object = kit.SectionOf(s.head, s.body)
	return s
}

// take shows what was read, or says that it could not be.
func (s *deviceSection) take(seen core.Devices, err error) {
	if err != nil {
		s.known = false
		s.all.Hide()
		s.head.SetCaption("")
		s.put(kit.NewFailed(kit.FailedSpec{
			Title: tr("Your devices could not be read"), Caption: problemWords(err), Retry: tr("Try again"), OnRetry: s.page.load,
		}))
		return
	}
	s.seen, s.known = seen, true
	s.paint()
}

// put shows one object below the head.
func (s *deviceSection) put(object fyne.CanvasObject) {
	if !slices.Equal(s.body.Objects, []fyne.CanvasObject{object}) {
		s.body.Objects = []fyne.CanvasObject{object}
	}
	s.object.Refresh()
}

// paint shows what is known.
func (s *deviceSection) paint() {
	if !s.known {
		return
	}
	s.open = s.open[:0]
	for _, device := range s.seen.Open {
		for _, session := range device.Sessions {
			s.open = append(s.open, openSession{SessionView: session, several: len(device.Sessions) > 1, here: device.This})
		}
	}
	for id := range s.rows {
		if !slices.ContainsFunc(s.open, func(o openSession) bool { return o.ID == id }) {
			delete(s.rows, id)
		}
	}
	s.head.SetCaption(s.countWords())
	setShown(s.all, s.seen.Others() > 0)
	s.long.Set(len(s.open))
	s.ended.Set(s.endedSpec())
	s.put(s.box)
}

// countWords say on how many devices the account is signed in, where that is not to be
// seen at a glance.
func (s *deviceSection) countWords() string {
	devices, sessions := len(s.seen.Open), len(s.open)
	switch {
	case sessions > devices:
		return trn("Signed in {{.Times}} times on {{.N}} devices", devices, "Times", sessions)
	case devices > 1:
		return trn("Signed in on {{.N}} devices", devices)
	}
	return tr("You are signed in on no other device")
}

// endedSpec is the row of what is over.
func (s *deviceSection) endedSpec() kit.RowSpec {
	spec := kit.RowSpec{Icon: kit.IconHistory, Title: tr("Ended sign-ins")}
	count := len(s.seen.Ended)
	days := trn("the last {{.N}} days", s.seen.KeptDays)
	switch {
	case count == 0:
		spec.Caption = trf("None in {{.Days}}", "Days", days)
		return spec
	case s.seen.More:
		spec.Caption = trf("More than {{.Count}} in {{.Days}}", "Count", numberWords(count), "Days", days)
	default:
		spec.Caption = trf("{{.Count}} in {{.Days}}", "Count", numberWords(count), "Days", days)
	}
	spec.OnOpen = s.showEnded
	return spec
}

// row gives the row of a session as it is now.
func (s *deviceSection) row(o openSession) *deviceRow {
	r := s.rows[o.ID]
	if r == nil {
		r = newDeviceRow(s, o)
		s.rows[o.ID] = r
	}
	r.set(o)
	return r
}

// gone takes a session off the list at once, and puts the keyboard on the row that
// follows.
func (s *deviceSection) gone(id core.SessionID) {
	at := slices.IndexFunc(s.open, func(o openSession) bool { return o.ID == id })
	if at < 0 {
		return
	}
	held := s.rows[id] != nil && s.rows[id].focused()
	for d := range s.seen.Open {
		s.seen.Open[d].Sessions = slices.DeleteFunc(s.seen.Open[d].Sessions, func(v core.SessionView) bool { return v.ID == id })
	}
	s.seen.Open = slices.DeleteFunc(s.seen.Open, func(d core.DeviceView) bool { return len(d.Sessions) == 0 })
	s.paint()
	if !held || len(s.open) == 0 {
		return
	}
	s.row(s.open[min(at, len(s.open)-1)]).focus()
}
