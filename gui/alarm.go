package gui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// alarmEvery is how often the window looks whether the code for emergencies was used.
const alarmEvery = 30 * time.Second

// alarmView is the state of the code for emergencies and of the log, as far as it is
// known.
type alarmView struct {
	core.Emergency
	// log is what the anchor in the keyring says of the log.
	log core.AnchorFinding
	// unread: it could not be read. That is told: whoever can write to the store may
	// have wanted it so.
	unread bool
	// over: the session is, which somebody else tells.
	over bool
}

// alarmOf asks for the state of the code for emergencies, for those whom it concerns;
// the zero view is for everybody else.
func (a *App) alarmOf(ctx context.Context, token core.Token, role core.Role) alarmView {
	if !role.Can(core.RightSeeAccounts) {
		return alarmView{}
	}
	seen, err := a.site.Emergency(ctx, token)
	if err == nil {
		return alarmView{Emergency: seen, log: a.logAlarm(ctx, token, role)}
	}
	if code := core.ErrorCode(err); code == core.CodeSession || code == core.CodeWindowLocked {
		return alarmView{unread: true, over: true}
	}
	if ctx.Err() == nil {
		a.loggedCauses("read the code for emergencies", err)
	}
	return alarmView{unread: true}
}

// logAlarm asks what the anchor in the keyring says of the log. That it cannot be read
// is told by the state of the code for emergencies, which is read with it.
func (a *App) logAlarm(ctx context.Context, token core.Token, role core.Role) core.AnchorFinding {
	if !role.Can(core.RightAudit) {
		return ""
	}
	kept, err := a.site.AuditAlarm(ctx, token)
	if err != nil && ctx.Err() == nil {
		a.loggedCauses("compare the log with its anchor", err)
	}
	return kept.Finding
}

// lookForAlarm looks now. While a change replaces the token nobody is asked; what came
// to nothing since the session is over is told by present.
func (a *App) lookForAlarm() {
	session := a.session
	if session == nil || session.renewing || !session.own.Role.Can(core.RightSeeAccounts) {
		return
	}
	token, role := session.token, session.own.Role
	a.back.latest(&a.alarming, func(ctx context.Context) func() {
		seen := a.alarmOf(ctx, token, role)
		return func() {
			s, ok := a.screen.(*shell)
			if !ok || a.session != session || seen.over || seen.unread && session.alarm.Alarm() {
				return // what is told already holds on
			}
			session.alarm = seen
			s.alarmSeen(seen)
		}
	})
}

// alarmBar tells administrators, above every page, that the code for emergencies was
// used, which only a new code takes away; or else that the log was cut or an old copy of
// the store was put back, which a root account answers for.
type alarmBar struct {
	app    *App
	object fyne.CanvasObject
	notice *kit.Notice
	renew  *kit.Button
	said   string
}

// newAlarmBar builds the bar; it is hidden while all is well.
func newAlarmBar(a *App, view alarmView) *alarmBar {
	b := &alarmBar{app: a, notice: kit.NewNotice(kit.NoticeSpec{})}
	b.renew = kit.NewButton(kit.ButtonSpec{Text: tr("Make a new code…"), Row: true, Kind: kit.Primary, Act: a.askEmergencyCode})
	b.object = kit.Inset(kit.Gap16, kit.Gap24, 0, kit.Gap24, b.notice)
	b.object.Hide()
	b.set(view)
	return b
}

// set says what has become of the code, and tells whether that is another thing than
// before.
func (b *alarmBar) set(view alarmView) bool {
	said, more := b.words(view)
	if said == b.said {
		return false
	}
	b.said = said
	if said == "" {
		b.object.Hide()
		return true
	}
	spec := kit.NoticeSpec{Tone: kit.ToneDanger, Lead: said, Text: joined(more, tr("Tell a root account."))}
	if b.app.session.own.Role.Can(core.RightKeys) {
		spec.Text = more
		if view.Alarm() {
			spec.Text, spec.Action = joined(more, tr("A new code ends this notice.")), b.renew
		}
	}
	b.notice.Set(spec)
	b.object.Show()
	return true
}

// words say what has become of the code, and what to do; "" while all is well.
func (b *alarmBar) words(view alarmView) (said, more string) {
	switch {
	case view.unread:
		return tr("The state of the code for emergencies cannot be read."), tr("Whether it was used is not known. The log of this program says why.")
	case view.Altered:
		return tr("The code for emergencies was changed outside Gatehouse."), tr("It does not work any more. Find out who can write to the data folder.")
	case view.UsedAt.IsZero() && !view.log.Sound():
		return tr("The log does not go on from where it was: lines were cut off, or an old copy of the store was put back."),
			tr("If nobody of you did this, find out who can write to the data folder. A root account answers for it by the command gatehouse audit accept.")
	case view.UsedAt.IsZero():
		return "", ""
	}
	more = tr("If nobody of you did this, somebody has the code and a password: reset that password.")
	date, at := b.app.dateWords(view.UsedAt), b.app.clock(view.UsedAt)
	return trf("The code for emergencies was used by {{.Name}} on {{.Date}} at {{.Time}}.", "Name", kit.Shown(view.UsedBy), "Date", date, "Time", at), more
}
