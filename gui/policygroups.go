package gui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// groupsTab lists the groups of accounts and which policy each gives to its
// members.
type groupsTab struct {
	editor  *policyEditor
	object  *fyne.Container
	groups  []core.GroupView
	loading sequence
}

// newGroupsTab builds the tab.
func newGroupsTab(e *policyEditor) *groupsTab {
	return &groupsTab{editor: e, object: stack(kit.Gap(0, 0))}
}

// load reads the groups.
func (t *groupsTab) load() {
	e := t.editor
	t.fill(kit.NewSkeleton())
	var groups []core.GroupView
	e.do(&t.loading, func(ctx context.Context, token core.Token) error {
		var err error
		groups, err = e.site.Groups(ctx, token)
		return err
	}, func(err error) {
		if err != nil {
			t.fill(kit.NewFailed(kit.FailedSpec{
				Title: tr("The groups could not be read"), Caption: problemWords(err), Retry: tr("Try again"), OnRetry: t.load,
			}))
			return
		}
		t.groups = groups
		t.list()
	})
}

// fill shows something in the column of the tab.
func (t *groupsTab) fill(content ...fyne.CanvasObject) {
	column := kit.Inset(kit.Gap16, kit.Gap24, kit.Gap24, kit.Gap24, kit.Column(kit.ColumnWidth, kit.Gap12, content...))
	t.object.Objects = []fyne.CanvasObject{container.NewVScroll(column)}
	t.object.Refresh()
}

// list shows the groups, or what they are for.
func (t *groupsTab) list() {
	add := kit.NewButton(kit.ButtonSpec{Text: tr("New group…"), Row: true, Act: func() { t.edit(core.GroupView{Policy: t.editor.open.ID}) }})
	if len(t.groups) == 0 {
		t.fill(kit.NewEmpty(kit.EmptySpec{
			Icon: kit.IconAccounts, Title: tr("A group gives its accounts a policy"),
			Caption: tr("Without one, the site’s default holds. A single account can be given a policy on the Accounts page."), Action: add,
		}))
		return
	}
	rows := make([]fyne.CanvasObject, 0, len(t.groups))
	for _, group := range t.groups {
		count := trn("{{.Count}} accounts", len(group.Members), "Count", numberWords(len(group.Members)))
		rows = append(rows, kit.NewRow(kit.RowSpec{
			Icon: kit.IconAccounts, Title: kit.Shown(group.Name),
			Caption: trf("{{.Accounts}} · {{.Policy}}", "Accounts", count, "Policy", t.policyWords(group.Policy)),
			Action:  kit.NewButton(kit.ButtonSpec{Text: tr("Edit…"), Row: true, Act: func() { t.edit(group) }}),
		}))
	}
	t.fill(kit.SectionOf(kit.NewHeader(tr("Groups"), tr("Where several groups of an account have a policy, that of the lowest rank holds."), add), kit.NewBox(rows...)))
}

// policyWords names the policy of a group.
func (t *groupsTab) policyWords(id core.PolicyID) string {
	for _, p := range t.editor.policies {
		if p.ID == id {
			return trf("policy “{{.Name}}”", "Name", kit.Shown(p.Name))
		}
	}
	return tr("no policy")
}

// groupForm is the dialog in which a group is described.
type groupForm struct {
	tab     *groupsTab
	group   core.GroupView
	dialog  *kit.Dialog
	name    *kit.Field
	policy  *kit.Select
	members *kit.Field
	// long: there are too many members to be edited as a text; they stay.
	long   bool
	acting sequence
	// spec is the dialog, was what is saved of the group.
	spec kit.DialogSpec
	was  typedGroup
}

// typedGroup is what stands in the form of a group.
type typedGroup struct{ name, policy, members string }

// edit opens a group; one without a number is new.
func (t *groupsTab) edit(group core.GroupView) {
	f := &groupForm{tab: t, group: group}
	f.name = kit.NewField(kit.FieldSpec{Label: tr("Name")})
	f.name.SetText(group.Name)
	f.name.SetOnChanged(func(string) { mended(f.dialog, f.name) })
	names := memberNames(group)
	f.long = longList(names)
	f.members = kit.NewField(kit.FieldSpec{Label: tr("Accounts"), Help: tr("One account name on each line"), Rows: 6})
	if f.long {
		f.members.Hide()
	} else {
		f.members.SetText(strings.Join(names, "\n"))
	}
	f.members.SetOnChanged(func(string) { mended(f.dialog, f.members) })
	f.policy = kit.NewSelect(kit.SelectSpec{Label: tr("Policy"), Options: t.policyChoices(), Selected: policyChoice(group.Policy)})
	body := kit.VBox(kit.GapFields, f.name, f.policy, f.members)
	if f.long {
		body.Add(kit.CaptionText(trn("{{.Count}} accounts are in the group, too many for this form. They stay in it.", len(names), "Count", numberWords(len(names)))).Wrapped())
	}
	f.spec = kit.DialogSpec{
		Title: tr("New group"), Body: body, First: f.name.Input(), Cancel: tr("Cancel"), OnClosed: f.closed,
		Do: kit.DialogDo{Label: tr("Save group"), Kind: kit.Primary, Working: tr("Saving"), Act: f.save},
	}
	if group.ID != 0 {
		f.spec.Title = trf("Group “{{.Name}}”", "Name", kit.Shown(group.Name))
		f.spec.Foot = kit.NewButton(kit.ButtonSpec{Text: tr("Remove group…"), Kind: kit.Low, Act: f.askRemove})
	}
	f.was = f.typed()
	f.resume()
}

// typed is what stands in the fields.
func (f *groupForm) typed() typedGroup {
	return typedGroup{name: f.name.Text(), policy: f.policy.Selected(), members: f.members.Text()}
}

// dirty tells whether the fields hold something that is not saved.
func (f *groupForm) dirty() bool { return f.typed() != f.was }

// resume shows the form over the editor.
func (f *groupForm) resume() {
	a := f.tab.editor.app
	a.typingIn(f, core.RightPolicy)
	f.dialog = kit.ShowDialog(a.window, f.spec)
}

// close takes the form away without a question.
func (f *groupForm) close() { f.dialog.Close() }

// closed drops what is under way.
func (f *groupForm) closed() {
	f.tab.editor.app.typingEnded(f)
	f.acting.forget()
}

// memberNames are the names of a group's accounts.
func memberNames(group core.GroupView) []string {
	names := make([]string, 0, len(group.Members))
	for _, member := range group.Members {
		names = append(names, member.Name)
	}
	return names
}

// policyChoices are the policies that a group can give.
func (t *groupsTab) policyChoices() []kit.Choice {
	options := []kit.Choice{{ID: policyChoice(0), Text: tr("None")}}
	for _, p := range t.editor.policies {
		options = append(options, kit.Choice{ID: policyChoice(p.ID), Text: kit.Shown(p.Name)})
	}
	return options
}

// chosen is the policy that is chosen.
func (f *groupForm) chosen() core.PolicyID {
	at := slices.IndexFunc(f.tab.editor.policies, func(p core.PolicySummary) bool { return policyChoice(p.ID) == f.policy.Selected() })
	if at < 0 {
		return 0
	}
	return f.tab.editor.policies[at].ID
}

// save asks core.
func (f *groupForm) save() {
	e := f.tab.editor
	edit := core.GroupEdit{ID: f.group.ID, Name: f.name.Text(), Policy: f.chosen(), Members: memberNames(f.group)}
	if !f.long {
		edit.Members = linesOf([]byte(f.members.Text()), nil)
	}
	f.run(func(ctx context.Context, token core.Token) error {
		_, err := e.site.SaveGroup(ctx, token, edit)
		return err
	})
}

// run does something to the group, and shows the groups as they are then.
func (f *groupForm) run(work func(context.Context, core.Token) error) {
	f.dialog.SetBusy(true)
	f.dialog.SetProblem("")
	ended := f.tab.editor.app.saving(f)
	f.tab.editor.do(&f.acting, func(ctx context.Context, token core.Token) error { return ended(work(ctx, token)) }, func(err error) {
		f.dialog.SetBusy(false)
		if err != nil {
			f.refused(err)
			return
		}
		f.dialog.Close()
		f.tab.load()
		f.tab.editor.side.countSoon()
	})
}

// refused says why, beside the field that caused it.
func (f *groupForm) refused(err error) {
	canvas := f.tab.editor.app.window.Canvas()
	rest := ""
	for _, problem := range core.ProblemsOf(err) {
		switch {
		case problem.Field == core.FieldName:
			f.name.SetProblem(words(problem.Text))
			f.name.Focus(canvas)
		case problem.Field == core.FieldMembers && !f.long:
			f.members.SetProblem(words(problem.Text))
			f.members.Focus(canvas)
		case rest == "":
			rest = words(problem.Text)
		}
	}
	if rest == "" && f.name.Problem() == "" && f.members.Problem() == "" {
		rest = problemWords(err)
	}
	f.dialog.SetProblem(rest)
}

// askRemove asks before a group is taken away.
func (f *groupForm) askRemove() {
	var asked *kit.Dialog
	asked = kit.ShowDialog(f.tab.editor.app.window, kit.DialogSpec{
		Title:    trf("Remove the group “{{.Name}}”?", "Name", kit.Shown(f.group.Name)),
		Sentence: tr("Its accounts stay. The next policy that is meant for them holds at once."), Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Remove group"), Kind: kit.Danger, Act: func() {
			asked.Close()
			f.run(func(ctx context.Context, token core.Token) error {
				return f.tab.editor.site.RemoveGroup(ctx, token, f.group.ID)
			})
		}},
	})
}
