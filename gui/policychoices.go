package gui

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// showPreset names the preset that the draft is, or was before it was changed.
func (v *policyView) showPreset() {
	e := v.editor
	var options []kit.Choice
	changed := ""
	for _, preset := range policy.Presets() {
		title := preset.Title
		options = append(options, kit.Choice{ID: preset.Name, Text: title})
		if preset.Name == e.chosen && e.known.preset != e.chosen {
			changed = trf("{{.Preset}}, changed", "Preset", title)
		}
	}
	selected := e.known.preset
	switch {
	case changed != "":
		selected = "own"
		options = append([]kit.Choice{{ID: selected, Text: changed}}, options...)
	case selected == "":
		selected = "own"
		options = append([]kit.Choice{{ID: selected, Text: tr("Own settings")}}, options...)
	}
	v.preset.SetOptions(options)
	v.preset.SetSelected(selected)
	v.back.Hidden = changed == ""
}

// chosePreset fills the draft with a preset.
func (v *policyView) chosePreset(name string) {
	presets := policy.Presets()
	at := slices.IndexFunc(presets, func(p policy.Preset) bool { return p.Name == name })
	if at < 0 {
		return
	}
	v.editor.chosen = name
	v.editor.fill(presets[at].Policy())
}

// toGroup scrolls to a group and puts the keyboard into its first field.
func (v *policyView) toGroup(name string) {
	for _, group := range v.editor.form.groups {
		if group.name != name || !group.section.Visible() {
			continue
		}
		v.scroll.ScrollToOffset(fyne.NewPos(0, group.section.Position().Y))
		if row := group.firstRow(); row != nil {
			row.control.focus(v.editor.app.window.Canvas())
		}
		v.markOnly(name)
	}
}

// markGroup marks the group at the top of what is in view.
func (v *policyView) markGroup() {
	near := v.scroll.Size().Height / 3
	now := ""
	for _, group := range v.editor.form.groups {
		if group.section.Visible() && (now == "" || group.section.Position().Y <= v.scroll.Offset.Y+near) {
			now = group.name
		}
	}
	v.markOnly(now)
}

func (v *policyView) markOnly(name string) {
	for _, item := range v.groups {
		item.SetSelected(item.ID() == name)
	}
	v.jump.SetSelected(name)
}

// choosePolicies offers the site's policies where there are several.
func (v *policyView) choosePolicies() {
	var options []kit.Choice
	for _, p := range v.editor.policies {
		options = append(options, kit.Choice{ID: policyChoice(p.ID), Text: kit.Shown(p.Name)})
	}
	if v.editor.isNew() {
		options = append(options, kit.Choice{ID: policyChoice(0), Text: tr("New policy")})
	}
	v.chooser.SetOptions(options)
	v.chooser.SetSelected(policyChoice(v.editor.open.ID))
	v.chooser.Hidden = len(options) < 2
	v.object.Refresh()
}

// chosePolicy opens another policy.
func (v *policyView) chosePolicy(id string) {
	now := policyChoice(v.editor.open.ID)
	v.chooser.SetSelected(now)
	for _, p := range v.editor.policies {
		if policyChoice(p.ID) == id && id != now {
			v.editor.sure(tr("Open another policy?"), func() { v.editor.load(p.ID) })
		}
	}
}

// policyChoice is a policy's number as the choice of a select.
func policyChoice(id core.PolicyID) string { return strconv.FormatInt(int64(id), 10) }
