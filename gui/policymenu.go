package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// menu drops what is rarely wanted.
func (v *policyView) menu() {
	e := v.editor
	if !e.loaded {
		return
	}
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(tr("Open a policy file…"), func() { e.askImport("") }),
		fyne.NewMenuItem(tr("Save as a policy file…"), e.askExport),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(tr("New policy…"), e.askNew),
	}
	if !e.isNew() && !e.open.Default() {
		items = append(items, fyne.NewMenuItem(tr("Remove this policy…"), e.askRemove))
	}
	kit.DropMenu(v.more, fyne.NewMenu("", items...))
}

// askNew begins another policy with the rules of the one in the editor.
func (e *policyEditor) askNew() {
	e.sure(tr("Begin a new policy?"), func() {
		e.reason = ""
		e.show(core.PolicyView{PolicySummary: core.PolicySummary{Rank: e.nextRank()}, Policy: e.base}, e.base)
		e.name.name.Focus(e.app.window.Canvas())
	})
}

// nextRank is a rank behind all that are taken.
func (e *policyEditor) nextRank() int {
	rank := 0
	for _, p := range e.policies {
		rank = max(rank, p.Rank)
	}
	return rank + 1
}

// askRemove asks before a policy is taken away.
func (e *policyEditor) askRemove() {
	id := e.open.ID
	q := newPolicyAsk(e, tr("It is kept in the log."))
	q.work = func(ctx context.Context, token core.Token, why string) error {
		return e.site.RemovePolicy(ctx, token, id, why)
	}
	q.done = func() { e.load(core.DefaultPolicy) }
	q.show(kit.DialogSpec{
		Title:    trf("Remove the policy “{{.Name}}”?", "Name", kit.Shown(e.open.Name)),
		Sentence: trn("{{.Count}} accounts have it now. The next policy that is meant for them holds at once.", e.open.Accounts, "Count", numberWords(e.open.Accounts)),
		Body:     q.reason,
		Do:       kit.DialogDo{Label: tr("Remove policy"), Kind: kit.Danger, Working: tr("Removing")},
	})
}
