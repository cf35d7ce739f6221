package gui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/gui/kit"
)

// policyName is name and rank of a policy that is not the site's default.
type policyName struct {
	editor  *policyEditor
	section fyne.CanvasObject
	name    *kit.Field
	number  *kit.Stepper
	ranked  *kit.Setting
	named   *kit.Setting
}

// maxRank bounds the ranks that the buttons reach.
const maxRank = 999

// newPolicyName builds the two rows.
func newPolicyName(e *policyEditor) *policyName {
	n := &policyName{editor: e}
	n.name = kit.NewField(kit.FieldSpec{OnChanged: func(string) { n.changed(n.named) }})
	n.number = kit.NewStepper(kit.StepperSpec{
		Name: tr("Rank"), Less: tr("Less"), More: tr("More"), Placeholder: "–", Min: 1, Max: maxRank,
		OnChanged: func(string) { n.changed(n.ranked) },
	})
	n.named = kit.NewSetting(kit.SettingSpec{
		Title: tr("Name"), Control: kit.FixedWidth(choiceWidth, n.name),
	})
	n.ranked = kit.NewSetting(kit.SettingSpec{
		Title: tr("Rank"), Help: tr("Where several groups of an account have a policy, the lowest rank holds."), Control: n.number,
	})
	n.section = kit.SectionOf(kit.NewHeader(tr("This policy"), "", nil), kit.NewBox(n.named, n.ranked))
	n.section.Hide()
	return n
}

// show puts in what is saved.
func (n *policyName) show() {
	open := n.editor.open
	n.section.Hide()
	if open.Default() {
		return
	}
	n.section.Show()
	n.name.SetText(open.Name)
	rank := ""
	if open.Rank > 0 {
		rank = strconv.Itoa(open.Rank)
	}
	n.number.SetText(rank)
	n.named.SetProblem("")
	n.ranked.SetProblem("")
}

// set puts another name in.
func (n *policyName) set(name string) { n.name.SetText(name) }

// changed takes a problem away while it is mended.
func (n *policyName) changed(row *kit.Setting) {
	if row.Problem() != "" {
		row.SetProblem("")
		n.editor.view.relaid()
	}
	n.number.SetProblem(n.ranked.Problem() != "")
	n.editor.changed()
}

// text is the name as typed.
func (n *policyName) text() string {
	if n.editor.open.Default() {
		return n.editor.open.Name
	}
	return n.name.Text()
}

// rank is the number as typed, 0 for none.
func (n *policyName) rank() int {
	if n.editor.open.Default() {
		return n.editor.open.Rank
	}
	rank, err := strconv.Atoi(strings.TrimSpace(n.number.Text()))
	if err != nil {
		return 0
	}
	return rank
}

// differences words what is changed.
func (n *policyName) differences() []difference {
	open := n.editor.open
	if open.Default() {
		return nil
	}
	var all []difference
	if n.text() != open.Name {
		all = append(all, difference{label: tr("Name"), old: orNone(open.Name), new: kit.Shown(n.text())})
	}
	if n.rank() != open.Rank {
		all = append(all, difference{label: tr("Rank"), old: orNone(numberOrNone(open.Rank)), new: numberOrNone(n.rank())})
	}
	return all
}

// orNone stands for an empty value.
func orNone(text string) string {
	if text == "" {
		return tr("none")
	}
	return kit.Shown(text)
}

// numberOrNone is a number that is not 0.
func numberOrNone(n int) string {
	if n == 0 {
		return ""
	}
	return numberWords(n)
}

// changes is how many of the two are changed.
func (n *policyName) changes() int { return len(n.differences()) }

// ready tells whether the rank can be read, and says so where not.
func (n *policyName) ready() bool {
	text := strings.TrimSpace(n.number.Text())
	if n.editor.open.Default() || text == "" {
		return true
	}
	if _, err := strconv.Atoi(text); err != nil {
		n.ranked.SetProblem(tr("Write a whole number in figures."))
		n.number.SetProblem(true)
		n.editor.view.relaid()
		n.number.Focus(n.editor.app.window.Canvas())
		return false
	}
	return true
}

// problem shows a problem of one of the two; it tells whether it was one.
func (n *policyName) problem(e *core.Error) bool {
	switch {
	case n.editor.open.Default():
		return false
	case e.Field == core.FieldName:
		n.named.SetProblem(words(e.Text))
	case e.Field == core.FieldRank:
		n.ranked.SetProblem(words(e.Text))
		n.number.SetProblem(true)
	default:
		return false
	}
	return true
}

// focusProblem puts the keyboard into the one at fault.
func (n *policyName) focusProblem() bool {
	canvas := n.editor.app.window.Canvas()
	switch {
	case n.named.Problem() != "":
		n.name.Focus(canvas)
	case n.ranked.Problem() != "":
		n.number.Focus(canvas)
	default:
		return false
	}
	return true
}
