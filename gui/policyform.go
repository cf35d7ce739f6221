package gui

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// policyForm shows the fields of a policy in their groups.
type policyForm struct {
	editor *policyEditor
	groups []*policyGroup
	rows   []*policyRow
	// lists are those of leaked passwords, below the field that they belong to.
	lists *breachedPanel
	// times were taken away with the limit for one computer or address.
	times sourceTimes
}

// sourceTimes are the two times that belong to the limit for one computer or
// address.
type sourceTimes struct{ window, block *int }

// policyGroup is one group with its box.
type policyGroup struct {
	name    string
	section fyne.CanvasObject
	box     *kit.Box
	rows    []*policyRow
}

// policyRow is one field.
type policyRow struct {
	field   policy.Field
	setting *kit.Setting
	control policyControl
	// unread says what to do about what was typed and cannot be read; the draft
	// keeps the value before it.
	unread string
	// said is what the row showed last: only what changes is laid out anew.
	said rowSaid
}

// rowSaid is what a row shows besides its value.
type rowSaid struct {
	hidden       bool
	was, problem string
	advice       policyAdvice
}

// newPolicyForm builds all rows.
func newPolicyForm(e *policyEditor) *policyForm {
	f := &policyForm{editor: e}
	for _, field := range policy.Fields() {
		row := f.newRow(field)
		f.rows = append(f.rows, row)
		at := slices.IndexFunc(f.groups, func(g *policyGroup) bool { return g.name == field.Group })
		if at < 0 {
			at = len(f.groups)
			f.groups = append(f.groups, &policyGroup{name: field.Group})
		}
		f.groups[at].rows = append(f.groups[at].rows, row)
	}
	slices.SortStableFunc(f.groups, func(a, b *policyGroup) int { return cmp.Compare(groupPlace(a.name), groupPlace(b.name)) })
	for _, group := range f.groups {
		var settings []fyne.CanvasObject
		for _, row := range group.rows {
			settings = append(settings, row.setting)
		}
		group.box = kit.NewBox(settings...)
		group.section = kit.SectionOf(kit.NewHeader(words(policy.GroupLabel(group.name)), "", nil), group.box)
	}
	return f
}

func (f *policyForm) newRow(field policy.Field) *policyRow {
	row := &policyRow{field: field}
	set := func(value any, problem string) { f.set(row, value, problem) }
	if field.Name == "breached" {
		control := newBreachedControl(f.editor, field, set)
		row.control, f.lists = control, control.panel
	} else {
		row.control = newPolicyControl(field, set, f.editor.openBanned)
	}
	row.setting = kit.NewSetting(kit.SettingSpec{
		Title: words(policy.Label(field.Path())), Help: helpWords(field.Path()),
		Control: row.control.side(), Below: row.control.below(),
	})
	return row
}

// groupPlace puts a group in its place in the form: what is rarely set comes last.
func groupPlace(name string) int {
	if name == policy.GroupRecovery {
		return 1
	}
	return 0
}

// helpWords says what a field does, and where nothing acts on it yet, why.
func helpWords(path string) string {
	help, later := words(policy.Help(path)), words(core.NotYet(path))
	if later == "" {
		return help
	}
	return joined(help, later)
}

// set takes what was set in a row into the draft. What cannot be taken is said
// at once; the draft stays as it was.
func (f *policyForm) set(row *policyRow, value any, problem string) {
	draft := f.editor.draft
	row.unread = problem
	if problem == "" {
		if err := row.field.SetValue(&draft, value); err != nil {
			row.unread = fieldProblem(err)
		}
	}
	row.mark(row.unread)
	if row.unread == "" {
		if row.field.Name == "source_failures" {
			f.follow(&draft.Lockout)
		}
		f.editor.draft = draft
	}
	f.editor.changed()
}

// follow takes the times of a limit away with it, and brings them back with it.
// Alone they would be refused, and there is no check beside them to take them away.
func (f *policyForm) follow(l *policy.Lockout) {
	held := sourceTimes{l.SourceWindowMinutes, l.SourceBlockMinutes}
	switch {
	case l.SourceFailures == nil && held != (sourceTimes{}):
		f.times = held
		l.SourceWindowMinutes, l.SourceBlockMinutes = nil, nil
	case l.SourceFailures != nil && held == (sourceTimes{}):
		l.SourceWindowMinutes, l.SourceBlockMinutes = f.times.window, f.times.block
	}
}

// show paints the draft, whatever was typed before.
func (f *policyForm) show() {
	f.times = sourceTimes{}
	for _, row := range f.rows {
		row.unread = ""
		row.control.show(f.editor.draft)
	}
}

// arrange shows the rows that say something in the draft, with what is known of
// each, and leaves out groups without any. It tells whether anything moved.
func (f *policyForm) arrange(known policyFindings) bool {
	moved := false
	for _, group := range f.groups {
		if group.arrange(known, f.editor.draft) {
			moved = true
			group.box.Refresh()
		}
	}
	return moved
}

// arrange does so for one group.
func (g *policyGroup) arrange(known policyFindings, draft policy.Policy) bool {
	seen, changed := false, false
	for _, row := range g.rows {
		row.tell(known)
		row.setting.Hidden = !row.wanted(draft)
		seen = seen || !row.setting.Hidden
		said := rowSaid{
			hidden: row.setting.Hidden, was: row.setting.Was(), problem: row.setting.Problem(), advice: known.advice[row.field.Path()],
		}
		changed = changed || said != row.said
		row.said = said
	}
	if seen {
		g.section.Show()
	} else {
		g.section.Hide()
	}
	return changed
}

// wanted tells whether the row has a place in the form.
func (r *policyRow) wanted(draft policy.Policy) bool {
	return r.unread != "" || r.setting.Problem() != "" || acts(r.field, draft)
}

// tell shows what was found out about the field.
func (r *policyRow) tell(known policyFindings) {
	was := ""
	if old, changed := known.was[r.field.Path()]; changed {
		was = trf("was {{.Value}}", "Value", old)
	}
	r.setting.SetWas(was)
	r.mark(cmp.Or(r.unread, known.problems[r.field.Path()]))
	advice := known.advice[r.field.Path()]
	r.setting.SetAdvice(tr("NIST advice"), advice.text, advice.source)
}

// mark shows a problem beside the field.
func (r *policyRow) mark(problem string) {
	r.setting.SetProblem(problem)
	r.control.mark(problem != "")
}

// relaid lays the form out anew after a field has changed its height.
func (f *policyForm) relaid(path string) {
	for _, group := range f.groups {
		if slices.ContainsFunc(group.rows, func(r *policyRow) bool { return r.field.Path() == path }) {
			group.box.Refresh()
		}
	}
	f.editor.view.relaid()
}

// firstProblem is the first row at fault, or nil.
func (f *policyForm) firstProblem() *policyRow {
	for _, row := range f.rows {
		if row.setting.Problem() != "" && !row.setting.Hidden {
			return row
		}
	}
	return nil
}

// row finds a field by its full name, or nil.
func (f *policyForm) row(path string) *policyRow {
	for _, row := range f.rows {
		if row.field.Path() == path || row.field.Name == path {
			return row
		}
	}
	return nil
}

// firstRow is the first row of a group that is shown.
func (g *policyGroup) firstRow() *policyRow {
	for _, row := range g.rows {
		if !row.setting.Hidden {
			return row
		}
	}
	return nil
}
