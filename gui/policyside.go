package gui

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// policySide shows what the draft means: for a password that is tried, for
// wrong ones in a row, and for the accounts.
type policySide struct {
	editor   *policyEditor
	object   fyne.CanvasObject
	column   *fyne.Container
	scroll   *container.Scroll
	try      *kit.PasswordField
	verdict  *kit.State
	met      *kit.Text
	answer   *fyne.Container
	rules    *kit.Rules
	timeline *kit.Timeline
	locks    *kit.Text
	impact   *policyImpact
	// trying judges what is typed.
	trying later
}

// newPolicySide builds the parts.
func newPolicySide(e *policyEditor) *policySide {
	s := &policySide{editor: e}
	s.try = kit.NewPasswordField(kit.PasswordSpec{
		Field: kit.FieldSpec{Placeholder: tr("Type one to see"), OnChanged: func(string) { s.judge() }}, Words: controlWords(),
	})
	s.verdict = kit.NewState(kit.ToneNeutral, "", "")
	s.met = kit.CaptionText("")
	s.rules = kit.NewRules(kit.RulesPlain, "", kit.RulesWords{
		NotYet: tr("Not yet"), Met: tr("Met"), NotMet: tr("Not met"), OnSave: tr("On save"),
	})
	s.answer = kit.HBox(kit.Gap8, s.verdict, kit.Grow(kit.Gap(0, 0)), s.met)
	s.timeline = kit.NewTimeline()
	s.locks = kit.CaptionText("").Wrapped()
	s.impact = newPolicyImpact(e, func() { s.relaid() })
	s.column = kit.VBox(kit.Gap16,
		kit.VBox(kit.Gap8, sideHead(tr("Try a password"), kit.CaptionText(tr("Not kept anywhere"))), s.try, s.answer, s.rules),
		hairline(),
		kit.VBox(kit.Gap8, sideHead(tr("Wrong passwords in a row"), nil), s.timeline, s.locks),
		hairline(),
		s.impact.object,
	)
	s.scroll = container.NewVScroll(kit.Inset(kit.Gap12, kit.Gap16, kit.Gap16, kit.Gap16, s.column))
	s.object = s.scroll
	return s
}

// sideHead is the head of a part of the side.
func sideHead(title string, end fyne.CanvasObject) fyne.CanvasObject {
	line := kit.HBox(kit.Gap8, kit.Grow(kit.BoldText(title).Shrinking()))
	if end != nil {
		line.Add(end)
	}
	return line
}

// relaid lays the side out again after a part has changed its height.
func (s *policySide) relaid() {
	if s.scroll == nil {
		return // still being built
	}
	s.column.Refresh()
	s.scroll.Refresh()
}

// close wipes what was tried and ends what is under way.
func (s *policySide) close() {
	s.try.Wipe()
	s.trying.cancel()
	s.impact.close()
}

// show follows the draft.
func (s *policySide) show(known policyFindings) {
	steps := make([]kit.TimelineStep, 0, len(known.moments))
	for _, moment := range known.moments {
		step := kit.TimelineStep{Number: strconv.Itoa(moment.Failure)}
		if moment.Locked {
			step.Length = shortLock(moment.Lock)
		}
		steps = append(steps, step)
	}
	s.timeline.Set(steps, known.lockout)
	s.locks.SetText(known.lockout)
	s.judge()
	s.relaid()
}

// shortLock is how long a lock lasts in as few letters as can be.
func shortLock(l policy.Lock) string {
	const day = 24 * time.Hour
	switch {
	case l.UntilAdmin:
		return tr("Until unlocked")
	case l.For%day == 0:
		return trf("{{.N}} d", "N", int(l.For/day))
	case l.For%time.Hour == 0:
		return trf("{{.N}} h", "N", int(l.For/time.Hour))
	}
	return trf("{{.N}} min", "N", int(l.For/time.Minute))
}

// judge says what the rules of the draft make of what is typed. With a long
// list of banned passwords that takes a while.
func (s *policySide) judge() {
	judge, typed := s.editor.known.judge, s.try.Text()
	if judge == nil {
		s.trying.cancel()
		s.answer.Hide()
		s.rules.Set(nil, "")
		return
	}
	own, other := s.editor.session.own, false
	who := policy.Subject{Name: own.Name, FullName: own.FullName, Mail: own.Mail, SameAsCurrent: &other}
	s.trying.run(s.editor.app.back, 0, func(context.Context, func(func())) func() {
		if typed != "" {
			judge.Prepare()
		}
		verdict := judge.New(typed, who).Verdict
		return func() { s.judged(typed, verdict) }
	})
}

// storeRule tells of rules that only the store can answer for an account.
func storeRule(name string) bool {
	return name == "differs_from_current" || name == "history_depth"
}

// judged shows the verdict.
func (s *policySide) judged(typed string, v policy.Verdict) {
	items := make([]kit.RuleItem, 0, len(v.Rules))
	met, all := 0, 0
	for _, rule := range v.Rules {
		if storeRule(rule.Name) {
			continue
		}
		all++
		if rule.State == policy.Met {
			met++
		}
		items = append(items, kit.RuleItem{State: ruleState(rule.State), Text: words(rule.Text())})
	}
	s.rules.Set(items, "")
	s.answer.Hidden = typed == ""
	s.met.SetText(trf("{{.Met}} of {{.All}} met", "Met", met, "All", all))
	if v.OK {
		s.verdict.Set(kit.ToneGood, kit.IconCheckCircle, tr("Would be accepted"))
	} else {
		s.verdict.Set(kit.ToneDanger, kit.IconCloseCircle, tr("Would be refused"))
	}
	s.relaid()
}

// countSoon counts the accounts anew, once the draft has been at rest.
func (s *policySide) countSoon() { s.impact.soon() }
