package gui

import (
	"bufio"
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// bannedTyped is how many characters the list may have that is edited as a text:
// the toolkit measures all of a text at each key.
const bannedTyped = 4000

// bannedTab edits the list of banned passwords, one on each line. A long list
// is shown, and changed by files.
type bannedTab struct {
	painted
	editor *policyEditor
	object *fyne.Container
	text   *kit.Field
	count  *kit.Text
	list   *kit.List
	body   *fyne.Container
	clear  *kit.Button
	long   bool
}

// newBannedTab builds the tab.
func newBannedTab(e *policyEditor) *bannedTab {
	t := &bannedTab{editor: e, count: kit.CaptionText("")}
	t.text = kit.NewField(kit.FieldSpec{
		Label: tr("One password on each line"), Rows: 14, Mono: true, OnChanged: func(string) { t.typed() },
		Help: tr("Spaces count. How a password is compared with the list is set in the group Complexity."),
	})
	t.list = kit.NewList(kit.ListSpec[string]{
		Columns: []kit.ListColumn[string]{
			{ID: "entry", Label: tr("Banned password"), Show: func(row string, cell *kit.Cell) { cell.Name(kit.Shown(row), "") }},
		},
		Len: func() int { return len(t.entries()) },
		Row: func(i int) (string, bool) {
			all := t.entries()
			if i >= len(all) {
				return "", false
			}
			return all[i], true
		},
	})
	add := kit.NewButton(kit.ButtonSpec{Text: tr("Add from a file…"), Row: true, Act: func() { e.askBannedFile("") }})
	t.clear = kit.NewButton(kit.ButtonSpec{Text: tr("Remove all"), Row: true, Act: t.askClear})
	head := kit.HBox(kit.Gap12, kit.SectionText(tr("Banned passwords")), kit.Grow(t.count), add, t.clear)
	t.body = stack(kit.Gap(0, 0))
	t.object = kit.Inset(kit.Gap16, kit.Gap24, kit.Gap16, kit.Gap24, framed(frame{top: kit.Inset(0, 0, kit.Gap12, 0, head), middle: t.body}))
	return t
}

func (t *bannedTab) entries() []string { return t.editor.draft.Complexity.Banned }

// show paints the list of the draft.
func (t *bannedTab) show() {
	entries := t.entries()
	t.long = longList(entries)
	text := ""
	if !t.long {
		text = strings.Join(entries, "\n")
	}
	t.paint(func() { t.text.SetText(text) })
	t.tell()
	if t.long {
		t.body.Objects = []fyne.CanvasObject{t.list}
		t.list.SetFoot(tr("A list of this length is changed by files."), "")
		t.list.Reload()
	} else {
		// The outline of the field is drawn up to its edge, and a scroller cuts there.
		scroll := container.NewVScroll(kit.Inset(kit.Gap4, kit.Gap4, kit.Gap4, kit.Gap4, t.text))
		t.body.Objects = []fyne.CanvasObject{kit.Inset(-kit.Gap4, -kit.Gap4, 0, -kit.Gap4, scroll)}
	}
	t.body.Refresh()
}

// longList tells whether a list is too long for a text, or holds what a text
// cannot show line by line.
func longList(entries []string) bool {
	size := 0
	for _, entry := range entries {
		size += utf8.RuneCountInString(entry) + 1
		if size > bannedTyped || strings.ContainsAny(entry, "\n\r") {
			return true
		}
	}
	return false
}

// shown puts the keyboard into the list.
func (t *bannedTab) shown() {
	canvas := t.editor.app.window.Canvas()
	if t.long {
		canvas.Focus(t.list)
		return
	}
	t.text.Focus(canvas)
}

// tell shows how many there are, and what is wrong with them.
func (t *bannedTab) tell() {
	t.count.SetText(words(policy.ValueText("complexity.banned", t.editor.draft)))
	t.clear.Hidden = len(t.entries()) == 0
	t.object.Refresh()
}

// typed takes the lines of the text.
func (t *bannedTab) typed() {
	if t.painting {
		return
	}
	t.set(linesOf([]byte(t.text.Text()), nil))
}

// set takes other entries into the draft.
func (t *bannedTab) set(entries []string) {
	e := t.editor
	row := e.form.row("complexity.banned")
	draft := e.draft
	var value any
	if len(entries) > 0 {
		value = entries
	}
	t.text.SetProblem("")
	if err := row.field.SetValue(&draft, value); err != nil {
		t.text.SetProblem(fieldProblem(err))
		return
	}
	e.draft = draft
	row.control.show(draft)
	t.tell()
	e.changed()
}

// linesOf adds the entries of a text, each line that is not empty, to a list
// that may have them already.
func linesOf(text []byte, before []string) []string {
	entries := slices.Clone(before)
	seen := make(map[string]bool, len(before))
	for _, entry := range before {
		seen[entry] = true
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, len(text)+1)
	for lines.Scan() {
		entry := lines.Text()
		if entry != "" && !seen[entry] {
			seen[entry] = true
			entries = append(entries, entry)
		}
	}
	return entries
}

// askClear asks before a list is given up.
func (t *bannedTab) askClear() {
	var asked *kit.Dialog
	asked = kit.ShowDialog(t.editor.app.window, kit.DialogSpec{
		Title: tr("Remove all banned passwords?"), Sentence: tr("Nothing is saved yet: “Undo all” brings them back."), Width: 440, Cancel: tr("Cancel"),
		Do: kit.DialogDo{Label: tr("Remove all"), Kind: kit.Danger, Act: func() {
			asked.Close()
			t.set(nil)
			t.show()
		}},
	})
}

// askBannedFile asks for a file with banned passwords; path may be "".
func (e *policyEditor) askBannedFile(path string) {
	before := e.draft.Complexity.Banned
	e.app.askFile(&e.files, fileQuestion{
		title: tr("Add banned passwords"), sentence: tr("A text file with one password on each line. They are added to the list."),
		do: tr("Add"), working: tr("Reading"), limit: policy.MaxBannedBytes, path: path,
		read: func(_ string, data []byte) (func(), string) {
			if !utf8.Valid(data) {
				return nil, tr("This file is no text in UTF-8. Save it as such and choose it again.")
			}
			all := linesOf(data, before)
			return func() {
				e.banned.set(all)
				e.banned.show()
			}, ""
		},
	})
}
