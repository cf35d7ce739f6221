package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// RuleState is what is known of a rule while a password is typed.
type RuleState int

const (
	// RuleNotYet is not met, and nothing wrong was done: typing goes on.
	RuleNotYet RuleState = iota
	// RuleMet is met.
	RuleMet
	// RuleNotMet is broken by what was typed.
	RuleNotMet
	// RuleOnSave is known to the store only, when saving.
	RuleOnSave
)

// RuleItem is one rule of a checklist, in words for the person who types.
type RuleItem struct {
	State RuleState
	Text  string
}

// RulesWords are the words of the four states.
type RulesWords struct {
	NotYet, Met, NotMet, OnSave string
}

// RulesLayout is where a checklist stands.
type RulesLayout int

const (
	// RulesPanel is a panel beside the fields, RulesPanelWidth wide, with a title and a count.
	RulesPanel RulesLayout = iota
	// RulesTwoColumns lies below the fields, without title and panel, in two columns.
	RulesTwoColumns
	// RulesPlain is one column without title and panel.
	RulesPlain
)

// RulesPanelWidth is the width of the panel in logical units.
const RulesPanelWidth float32 = 244

// Rules is the checklist of what a password must keep to. Each rule has an icon and the word of its state.
type Rules struct {
	part
	words  RulesWords
	kind   RulesLayout
	title  *Text
	count  *Text
	rows   []*ruleRow
	list   *fyne.Container
	states []RuleState
}

// NewRules makes an empty checklist. The title is shown by the panel only.
func NewRules(kind RulesLayout, title string, words RulesWords) *Rules {
	r := &Rules{words: words, kind: kind, title: BoldText(title).Shrinking(), count: CaptionText("")}
	r.list = VBox(Gap8)
	r.body = r.list
	if kind == RulesPanel {
		ground := NewGround(GroundSpec{Fill: ColorInset, Edge: ColorLine, Radius: RadiusBox})
		head := HBox(Gap8, Grow(r.title), r.count)
		r.body = FixedWidth(RulesPanelWidth, Layered(ground, Inset(13, 15, 13, 15, VBox(7, head, r.list))))
	}
	r.ExtendBaseWidget(r)
	return r
}

// Set shows the rules in their states, and in the panel a count such as "4 of 5 met". Called with rules as many and of
// such states as before it changes rows in place.
func (r *Rules) Set(items []RuleItem, count string) {
	r.count.SetText(count)
	if len(items) != len(r.rows) || r.groups(items) {
		r.arrange(items)
	}
	for i, item := range items {
		r.rows[i].set(item, r.word(item.State))
	}
	r.relaid()
}

// groups notes the states and tells whether a rule passed into or out of the group that only the store knows.
func (r *Rules) groups(items []RuleItem) bool {
	changed := false
	for i, item := range items {
		changed = changed || (item.State == RuleOnSave) != (r.states[i] == RuleOnSave)
		r.states[i] = item.State
	}
	return changed
}

func (r *Rules) arrange(items []RuleItem) {
	r.rows = make([]*ruleRow, len(items))
	r.states = make([]RuleState, len(items))
	now, later := []fyne.CanvasObject{}, []fyne.CanvasObject{}
	for i, item := range items {
		r.rows[i], r.states[i] = newRuleRow(), item.State
		if item.State == RuleOnSave && r.kind == RulesPanel {
			later = append(later, r.rows[i].body)
		} else {
			now = append(now, r.rows[i].body)
		}
	}
	if r.kind == RulesTwoColumns {
		now = pairs(now)
	}
	if len(now) > 0 && len(later) > 0 {
		now = append(now, newRule())
	}
	r.list.Objects = append(now, later...)
}

func pairs(objects []fyne.CanvasObject) []fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for len(objects) > 1 {
		lines = append(lines, TopHBox(20, Grow(objects[0]), Grow(objects[1])))
		objects = objects[2:]
	}
	if len(objects) > 0 {
		lines = append(lines, TopHBox(20, Grow(objects[0]), Grow(Gap(0, 0))))
	}
	return lines
}

func (r *Rules) word(state RuleState) string {
	switch state {
	case RuleMet:
		return r.words.Met
	case RuleNotMet:
		return r.words.NotMet
	case RuleOnSave:
		return r.words.OnSave
	}
	return r.words.NotYet
}

type ruleRow struct {
	icon       *canvas.Image
	text, word *Text
	body       *fyne.Container
}

func newRuleRow() *ruleRow {
	row := &ruleRow{
		icon: NewGlyph(IconCircle, ColorText2, IconSizeSmall),
		text: NewText(TextSpec{Size: SizeCaption, Wrap: true}),
		word: NewText(TextSpec{Size: SizeCaption, Bold: true, Colour: ColorText2}),
	}
	row.body = TopHBox(Gap8, row.icon, Grow(row.text), row.word)
	return row
}

func (row *ruleRow) set(item RuleItem, word string) {
	icon, colour := ruleLook(item.State)
	setGlyph(row.icon, icon, colour)
	row.text.SetText(item.Text)
	row.word.SetColour(colour)
	row.word.SetText(word)
}

func ruleLook(state RuleState) (IconName, fyne.ThemeColorName) {
	switch state {
	case RuleMet:
		return IconCheckCircle, ColorGood
	case RuleNotMet:
		return IconCloseCircle, ColorDanger
	case RuleOnSave:
		return IconClock, ColorText2
	}
	return IconCircle, ColorText2
}
