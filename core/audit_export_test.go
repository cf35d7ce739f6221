package core_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gatehouse/core"
)

// hostile are texts that files and spreadsheets take for something else.
var hostile = []string{
	"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\x00x", "'quoted", "''", "a\r\nb", "a\nb", "\r\n", `a"b`, `"`, "a,b", "a\x1fb",
	"\x1b[2J", "\u202egpj.exe", "e\u0301", "\u2028", "</script>", "🔐", "\u200b", strings.Repeat("x", 3000),
}

// hostileLog writes lines with each of the texts in each field.
func hostileLog(t *testing.T) (*bed, core.Token) {
	b := newBed(t)
	token := b.root()
	for _, text := range hostile {
		must(t, b.site.Record(t.Context(), 1, func(int) (core.Event, map[string]string) {
			return core.Event{
				Kind: "x.y", ActorName: text, TargetName: text, Device: core.Device{Client: "window", Host: text, System: text, Address: text},
			}, map[string]string{"text": text, text: ""}
		}))
	}
	return b, token
}

// export gives an export of the log.
func (b *bed) export(token core.Token, form core.LogForm) []byte {
	b.t.Helper()
	var out bytes.Buffer
	anchor, err := b.site.ExportLog(b.t.Context(), token, core.LogExport{Form: form, Version: "1.2.3"}, &out)
	must(b.t, err)
	head, err := b.site.Head(b.t.Context())
	must(b.t, err)
	if anchor != head {
		b.t.Fatalf("the export ends at %v, the log at %v", anchor, head)
	}
	return out.Bytes()
}

// verifyExport verifies an export.
func (b *bed) verifyExport(text []byte) (core.ExportReport, error) {
	return b.site.VerifyExport(b.t.Context(), bytes.NewReader(text))
}

// forms are the forms of exports.
var forms = []core.LogForm{core.LogLines, core.LogTable}

// An export in either form verifies, whatever is in its names, and compares with the
// store.
func TestExportOfHostileNames(t *testing.T) {
	b, token := hostileLog(t)
	for _, form := range forms {
		text := b.export(token, form)
		report, err := b.verifyExport(text)
		must(t, err)
		if !report.Whole() || report.Finding != core.AnchorHolds || report.Form != form || report.First != 1 || !report.ExportedAt.Equal(b.clock.Now()) {
			t.Fatalf("%s: %+v", form, report)
		}
		if report.Lines != int64(len(b.events(1))) {
			t.Errorf("%s: %d lines", form, report.Lines)
		}
	}
}

// No cell of a table is a formula, and no line of JSON has anything unseen.
func TestExportIsDefused(t *testing.T) {
	b, token := hostileLog(t)
	for line := range strings.Lines(string(b.export(token, core.LogLines))) {
		var object map[string]any
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if strings.ContainsAny(strings.TrimSuffix(line, "\n"), "\x00\x1b\x1f\u202e\u200b\u2028\r\t") {
			t.Errorf("%q has something unseen in it", line)
		}
	}
	rows, err := csv.NewReader(bytes.NewReader(b.export(token, core.LogTable))).ReadAll()
	must(t, err)
	for _, row := range rows {
		if len(row) != 14 {
			t.Fatalf("a row of %d cells", len(row))
		}
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r\x00", rune(cell[0])) {
				t.Errorf("the cell %q is a formula", cell)
			}
		}
	}
}

// units are the records of an export: lines of JSON, or rows, which may have line ends
// in them.
func units(t *testing.T, form core.LogForm, text []byte) [][]byte {
	t.Helper()
	if form == core.LogLines {
		return slices.Collect(func(yield func([]byte) bool) {
			for line := range bytes.Lines(text) {
				if !yield(line) {
					return
				}
			}
		})
	}
	var rows [][]byte
	quoted, begin := false, 0
	for i, c := range text {
		if c == '"' {
			quoted = !quoted
		}
		if c == '\n' && !quoted {
			rows, begin = append(rows, text[begin:i+1]), i+1
		}
	}
	return rows
}

// Every record of an export that is taken out, repeated, moved or cut off, and every
// byte of it that is changed, is noticed. So is an export that was cut and given the
// anchor of the line it ends with.
func TestExportEditedByHand(t *testing.T) {
	b := newBed(t)
	token := b.root()
	b.add(token, "ben", core.RoleMember)
	must(t, b.site.KeepLog(t.Context(), b.root(), 30, "less to keep"))
	b.daysOfWork(34)
	b.sweep()
	token = b.root()
	for _, form := range forms {
		whole := b.export(token, form)
		if report, err := b.verifyExport(whole); err != nil || !report.Whole() || report.Summaries == 0 {
			t.Fatalf("%s: %+v %v", form, report, err)
		}
		noticed := func(what string, text []byte) {
			t.Helper()
			report, err := b.verifyExport(text)
			if err == nil && report.Whole() {
				t.Errorf("%s, %s: nobody noticed: %+v", form, what, report)
			}
		}
		all := units(t, form, whole)
		for i := range all {
			noticed("taken out", bytes.Join(slices.Delete(slices.Clone(all), i, i+1), nil))
			noticed("repeated", bytes.Join(slices.Insert(slices.Clone(all), i, all[i]), nil))
			noticed("cut", bytes.Join(all[:i], nil))
			if i+1 < len(all) {
				moved := slices.Clone(all)
				moved[i], moved[i+1] = moved[i+1], moved[i]
				noticed("moved", bytes.Join(moved, nil))
			}
		}
		noticed("something behind it", append(slices.Clone(whole), all[len(all)-2]...))
		for range 300 {
			noticed("cut anywhere", whole[:rand.IntN(len(whole)-2)])
		}
		b.flipped(t, form, whole, all)
	}
}

// flipped changes single bytes of the lines, summaries and the anchor.
func (b *bed) flipped(t *testing.T, form core.LogForm, whole []byte, all [][]byte) {
	t.Helper()
	header := len(all[0])
	if form == core.LogTable {
		header += len(all[1])
	}
	for range 1500 {
		changed := slices.Clone(whole)
		at := header + rand.IntN(len(whole)-header)
		changed[at] ^= 1 << rand.IntN(7)
		if bytes.ContainsAny(whole[at:at+1], "\r\n\"'") || bytes.ContainsAny(changed[at:at+1], "\r\n\"' \t") {
			continue // what is around the values may be written in another way
		}
		report, err := b.verifyExport(changed)
		// The names of JSON's fields may be written with capitals.
		if err == nil && report.Whole() && !bytes.EqualFold(whole, changed) {
			t.Errorf("%s: byte %d from %q to %q: nobody noticed", form, at, whole[at], changed[at])
		}
	}
}

// A shortened export with the anchor of its new last line is no export.
func TestExportCutWithAnchor(t *testing.T) {
	b := newBed(t)
	token := b.root()
	b.root()
	whole := b.export(token, core.LogLines)
	all := units(t, core.LogLines, whole)
	lines := b.events(1)
	for keep := 1; keep < len(lines); keep++ {
		e := lines[keep-1]
		a := core.Anchor{Site: b.site.ID(), Line: e.Seq, At: e.At}
		copy(a.Link[:], e.MAC)
		end, err := json.Marshal(map[string]any{"anchor": a.String()})
		must(t, err)
		report, err := b.verifyExport(append(bytes.Join(all[:1+keep], nil), append(end, '\n')...))
		must(t, err)
		if report.Fault != core.FaultCut || report.BadLine != e.Seq+1 {
			t.Errorf("cut after line %d: %+v", e.Seq, report)
		}
	}
}

// An export of another site, and what is none, are refused.
func TestExportOfAnotherSite(t *testing.T) {
	b, other := newBed(t), newBed(t)
	for _, form := range forms {
		_, err := b.verifyExport(other.export(other.root(), form))
		wantCode(t, err, core.CodeRefused)
	}
	for _, text := range []string{"", "{}", "{}\n", "line,at\n", "\x00", "null\n", `{"gatehouse_log":2}` + "\n", strings.Repeat("x", 3<<20)} {
		_, err := b.verifyExport([]byte(text))
		wantCode(t, err, core.CodeInput)
	}
	_, err := b.site.ExportLog(t.Context(), b.root(), core.LogExport{Form: "xml"}, nowhere{})
	wantCode(t, err, core.CodeUsage)
}

// An export of the log tells an old copy of the store: its last line is not there.
func TestExportAgainstStore(t *testing.T) {
	b := newBed(t)
	token := b.root()
	text := b.export(token, core.LogTable)
	b.byHand("DROP TRIGGER events_stay", "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)")
	report, err := b.verifyExport(text)
	must(t, err)
	if !report.Whole() || report.Finding != core.AnchorCut {
		t.Errorf("%+v", report)
	}
}

// Whatever is read as a table, it ends, and what was written is read back as it was.
func FuzzExportCells(f *testing.F) {
	for _, text := range hostile {
		f.Add(text, text)
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		if len(one)+len(two) > 1<<19 {
			return
		}
		row, err := core.ReadCells(core.WriteCells(one, two))
		if err != nil || len(row) != 2 || row[0] != one || row[1] != two {
			t.Errorf("%q, %q became %q: %v", one, two, row, err)
		}
		_, _ = core.ReadCells([]byte(one))
	})
}

// FuzzExportRecord: what is no record is refused, and nothing stops the program.
func FuzzExportRecord(f *testing.F) {
	f.Add([]byte(`{"line":1,"at":"2026-11-21T09:00:00.000Z","kind":"x","actor":{"id":1,"name":"a"},"target":{"id":0,"name":""},"session":0,"client":"","host":"","system":"","address":"","detail":"{}","link":"00"}`))
	f.Add([]byte(`{"summary":1}`))
	f.Add([]byte(`{"anchor":"x"}`))
	f.Fuzz(func(t *testing.T, text []byte) { core.ReadExportRecord(text) })
}
