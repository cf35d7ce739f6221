package gui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// The tabs of the editor.
const (
	tabSettings  = "settings"
	tabCheck     = "check"
	tabBanned    = "banned"
	tabGroups    = "groups"
	tabRevisions = "revisions"
)

// Widths of the editor's columns.
const (
	policyGroupsWidth float32 = 164
	policySideWidth   float32 = 344
	// policyWide is the width from which on the columns stand side by side.
	policyWide float32 = 960
)

// policyView is how the editor's dialog is laid out.
type policyView struct {
	editor *policyEditor
	object *fyne.Container
	tabs   []*kit.Tab
	tab    string
	// pane shows the content of the tab.
	pane   *fyne.Container
	narrow bool

	groups []*kit.GroupItem
	jump   *kit.Select
	preset *kit.Select
	back   *kit.Button
	plain  *kit.Rich
	// said is what plain shows.
	said    []kit.Span
	scroll  *container.Scroll
	column  *fyne.Container
	chooser *kit.Select
	more    *kit.Button

	foot    *fyne.Container
	changes *kit.State
}

// newPolicyView builds the parts.
func newPolicyView(e *policyEditor) *policyView {
	v := &policyView{editor: e, tab: tabSettings}
	add := func(id, text string) {
		v.tabs = append(v.tabs, kit.NewTab(id, text, func() { v.choose(id) }))
	}
	add(tabSettings, tr("Password settings"))
	add(tabCheck, tr("Try and check"))
	add(tabBanned, tr("Banned passwords"))
	add(tabGroups, tr("Who follows it"))
	add(tabRevisions, tr("Revisions"))
	v.tabs[1].Hide()
	v.tabs[3].Hide()
	v.pane = stack(kit.Inset(kit.Gap24, kit.Gap24, kit.Gap24, kit.Gap24, kit.VBox(0, kit.NewSkeleton())))
	v.chooser = kit.NewSelect(kit.SelectSpec{Name: tr("Policy"), Act: v.chosePolicy})
	v.chooser.Hide()
	v.more = kit.NewButton(kit.ButtonSpec{Text: tr("More"), Icon: kit.IconDots, Kind: kit.IconOnly, Act: v.menu})
	line := []fyne.CanvasObject{}
	for _, tab := range v.tabs {
		line = append(line, tab)
	}
	line = append(line, layout.NewSpacer(), kit.FixedWidth(150, v.chooser), kit.Gap(kit.Gap8, 0), v.more)
	head := framed(frame{bottom: hairline(), middle: kit.Inset(0, kit.Gap16, 0, kit.Gap12, kit.HBox(0, line...))})
	v.buildForm()
	v.buildFoot()
	v.object = container.New(&policyLayout{view: v}, framed(frame{top: head, middle: v.pane}))
	v.mark()
	return v
}

// buildForm puts the settings into their column.
func (v *policyView) buildForm() {
	e := v.editor
	v.preset = kit.NewSelect(kit.SelectSpec{Name: tr("Preset"), Act: v.chosePreset})
	v.back = kit.NewButton(kit.ButtonSpec{Text: tr("Back to the preset"), Kind: kit.Low, Row: true, Act: func() { v.chosePreset(e.chosen) }})
	v.plain = kit.NewRich(kit.SizeBody)
	presets := kit.HBox(kit.Gap12, kit.BodyText(tr("Preset")), kit.FixedWidth(220, v.preset), v.back)
	glyph := kit.NewGlyph(kit.IconText, kit.ColorAccent, kit.IconSize)
	plain := kit.Layered(kit.NewGround(kit.GroundSpec{Fill: kit.ColorAccentSoft, Radius: kit.RadiusBox}),
		kit.Inset(kit.Gap12, kit.Gap16, kit.Gap12, kit.Gap12, kit.TopHBox(kit.Gap12, glyph, kit.Grow(v.plain))))
	v.jump = kit.NewSelect(kit.SelectSpec{Name: tr("Group of settings"), Act: v.toGroup})
	v.column = kit.VBox(kit.GapSections, kit.VBox(kit.Gap12, presets, plain), e.name.section)
	for _, group := range e.form.groups {
		v.column.Add(group.section)
		item := kit.NewGroupItem(group.name, words(policy.GroupLabel(group.name)), func() { v.toGroup(group.name) })
		v.groups = append(v.groups, item)
	}
	v.scroll = container.NewVScroll(kit.Inset(kit.Gap12, kit.Gap16, kit.Gap24, kit.Gap16, v.column))
	v.scroll.OnScrolled = func(fyne.Position) { v.markGroup() }
}

// buildFoot makes what stands left of the buttons.
func (v *policyView) buildFoot() {
	v.changes = kit.NewState(kit.ToneTip, kit.IconEdit, "")
	see := kit.NewButton(kit.ButtonSpec{Text: tr("See changes"), Kind: kit.Low, Act: v.editor.see})
	undo := kit.NewButton(kit.ButtonSpec{Text: tr("Undo all"), Kind: kit.Low, Act: v.editor.undo})
	v.foot = kit.HBox(kit.Gap8, v.changes, see, undo)
	v.foot.Hide()
}

// settings is the content of the first tab.
func (v *policyView) settings() fyne.CanvasObject {
	if v.narrow {
		top := kit.Inset(kit.Gap12, kit.Gap16, 0, kit.Gap16, v.jump)
		return framed(frame{top: top, middle: v.scroll})
	}
	list := kit.VBox(2)
	for _, item := range v.groups {
		list.Add(item)
	}
	left := kit.FixedWidth(policyGroupsWidth, kit.Inset(kit.Gap12, 0, 0, kit.Gap16, list))
	side := framed(frame{left: hairline(), middle: v.sidePane()})
	return container.New(columnsLayout{right: policySideWidth}, framed(frame{left: left, middle: v.scroll}), side)
}

// sidePane is the side on its ground.
func (v *policyView) sidePane() fyne.CanvasObject {
	return kit.Layered(kit.NewGround(kit.GroundSpec{Fill: kit.ColorInset}), v.editor.side.object)
}

// fill shows something in place of a tab's content.
func (v *policyView) fill(content fyne.CanvasObject) {
	v.pane.Objects = []fyne.CanvasObject{content}
	v.pane.Refresh()
}

// choose shows a tab.
func (v *policyView) choose(tab string) {
	if !v.editor.loaded {
		return
	}
	v.tab = tab
	v.mark()
	switch tab {
	case tabSettings:
		v.fill(v.settings())
	case tabCheck:
		v.fill(v.sidePane())
	case tabBanned:
		v.fill(v.editor.banned.object)
		v.editor.banned.shown()
	case tabGroups:
		v.fill(v.editor.groups.object)
		v.editor.groups.load()
	case tabRevisions:
		v.fill(v.editor.history.object)
		v.editor.history.load()
	}
}

// mark shows which tab it is.
func (v *policyView) mark() {
	for _, tab := range v.tabs {
		tab.SetSelected(tab.ID() == v.tab)
	}
}

// resized follows the width of the dialog.
func (v *policyView) resized(narrow bool) {
	v.narrow = narrow
	v.tabs[1].Hidden = !narrow
	if v.tab == tabCheck && !narrow {
		v.tab = tabSettings
	}
	if v.editor.loaded && (v.tab == tabSettings || v.tab == tabCheck) {
		v.choose(v.tab)
	}
	v.mark()
}

// show follows another policy in the editor.
func (v *policyView) show() {
	e := v.editor
	v.head()
	v.tabs[3].Hidden = len(e.policies) < 2 || e.isNew()
	v.choosePolicies()
	v.choose(tabSettings)
	v.scroll.ScrollToTop()
}

// head says above the tabs which policy it is.
func (v *policyView) head() {
	e := v.editor
	title := trf("Policy “{{.Name}}”", "Name", kit.Shown(e.open.Name))
	saved := trf("Revision {{.N}}, saved on {{.Date}} by {{.Who}}", "N", e.open.Number, "Date", e.app.dateWords(e.open.At), "Who", kit.Shown(e.open.By))
	if e.open.By == "" {
		saved = trf("Revision {{.N}}, made with the site on {{.Date}}", "N", e.open.Number, "Date", e.app.dateWords(e.open.At))
	}
	switch {
	case e.isNew():
		title, saved = tr("New policy"), tr("Not saved yet")
	case e.open.Altered:
		saved = tr("This policy was changed outside Gatehouse, and the rules of a new site hold in its place until it is saved again.")
	case len(e.policies) < 2:
		title = tr("Password policy")
	}
	e.dialog.SetHead(title, saved)
}

// found shows what was found out about the draft; moved tells that the form is
// to be laid out anew.
func (v *policyView) found(moved bool) {
	e := v.editor
	if !slices.Equal(v.said, e.known.sentences) {
		v.said, moved = e.known.sentences, true
		v.plain.SetSpans(v.said...)
	}
	v.showPreset()
	var names []kit.Choice
	for i, group := range e.form.groups {
		shown := group.section.Visible()
		v.groups[i].Hidden = !shown
		count, problem := 0, false
		for _, row := range group.rows {
			if row.setting.Was() != "" {
				count++
			}
			problem = problem || row.setting.Problem() != ""
		}
		v.groups[i].SetChanges(count, problem)
		if shown {
			names = append(names, kit.Choice{ID: group.name, Text: words(policy.GroupLabel(group.name))})
		}
	}
	v.jump.SetOptions(names)
	v.showFoot()
	if moved {
		v.relaid()
	}
	v.markGroup()
}

// relaid lays the form out anew after a part of it has changed its height.
func (v *policyView) relaid() {
	v.column.Refresh()
	v.scroll.Refresh()
}

// showFoot counts the changes.
func (v *policyView) showFoot() {
	n := v.editor.changes()
	v.changes.Set(kit.ToneTip, kit.IconEdit, trn("{{.N}} changes", n))
	if hidden := n == 0; hidden != v.foot.Hidden {
		v.foot.Hidden = hidden
		v.editor.dialog.Refresh()
	}
}

// policyLayout gives its only object the whole size, and tells when there is
// room for all columns.
type policyLayout struct {
	view  *policyView
	known bool
}

// Layout is called by the toolkit.
func (l *policyLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	narrow := size.Width < policyWide
	if size.Width > 0 && (!l.known || narrow != l.view.narrow) {
		l.known = true
		l.view.resized(narrow)
	}
	for _, o := range objects {
		place(o, 0, 0, size.Width, size.Height)
	}
}

// MinSize is called by the toolkit; the dialog decides.
func (l *policyLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// columnsLayout gives the second object its width and the first the rest.
type columnsLayout struct{ right float32 }

// Layout is called by the toolkit.
func (l columnsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left := max(0, size.Width-l.right)
	place(objects[0], 0, 0, left, size.Height)
	place(objects[1], left, 0, l.right, size.Height)
}

// MinSize is called by the toolkit; the dialog decides.
func (l columnsLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
