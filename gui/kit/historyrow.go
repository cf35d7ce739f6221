package kit

import "fyne.io/fyne/v2"

// HistorySpec describes a line of a history. Its texts may be empty.
type HistorySpec struct {
	Tone   Tone // the colour of the icon
	Icon   IconName
	What   string // what came of it
	Bold   bool   // something went wrong
	How    string
	When   string
	Where  string
	OnOpen func() // tells more; nil for a line that opens nothing
}

// Widths of the columns of a history line; how has what is left.
const (
	historyWhat  float32 = 156
	historyWhen  float32 = 118
	historyWhere float32 = 88
)

// HistoryRow is a low row of a box: icon, what, how, when and where in columns. Each text ends in an ellipsis where it has
// no room.
type HistoryRow struct {
	part
	hit *hitArea
}

// NewHistoryRow makes a line from its description.
func NewHistoryRow(spec HistorySpec) *HistoryRow {
	r := &HistoryRow{hit: newHitArea(RadiusBox - EdgeWidth)}
	r.ExtendBaseWidget(r)
	r.body = Layered()
	r.fill(spec)
	return r
}

// Set replaces everything the line shows. The focus stays on a line that still opens something.
func (r *HistoryRow) Set(spec HistorySpec) {
	r.fill(spec)
	r.relaid()
}

// fill puts together what the line shows.
func (r *HistoryRow) fill(spec HistorySpec) {
	r.hit.act, r.hit.label = spec.OnOpen, spec.What
	r.hit.Hidden = spec.OnOpen == nil
	what := NewText(TextSpec{Text: spec.What, Bold: spec.Bold, Shrink: true})
	line := HBox(Gap12, NewGlyph(spec.Icon, spec.Tone.Colour(), IconSize),
		FixedWidth(historyWhat, what), Grow(CaptionText(spec.How).Shrinking()),
		FixedWidth(historyWhen, CaptionText(spec.When).Shrinking()), FixedWidth(historyWhere, CaptionText(spec.Where).Shrinking()))
	r.body.Objects = []fyne.CanvasObject{r.hit, Inset(0, PadBoxRight, 0, PadBoxLeft, MinHeight(HeightCompactRow, line))}
}

// Focus is what takes the keyboard when the line opens something.
func (r *HistoryRow) Focus() fyne.Focusable { return r.hit }

func (r *HistoryRow) setEdges(first, last bool) { r.hit.first, r.hit.last = first, last }

func (r *HistoryRow) hitArea() *hitArea { return r.hit }
