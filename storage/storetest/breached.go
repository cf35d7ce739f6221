package storetest

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"
	"time"

	"gatehouse/core"
)

// testBreached keeps which list is in use: the newest record, which never changes
// but for its fault.
func testBreached(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	wanted := func(r core.BreachedRecord) {
		t.Helper()
		view(t, s, func(tx core.Tx) error {
			found, err := tx.BreachedList()
			if err != nil {
				return err
			}
			if !reflect.DeepEqual(found, r) {
				return fmt.Errorf("%+v is in use, want %+v", found, r)
			}
			return nil
		})
	}
	wanted(core.BreachedRecord{})
	list := core.BreachedRecord{
		Number: 2, ID: string(bytes.Repeat([]byte("a"), 64)), File: "breached-a.list", Source: "hashes “1”", SourceAt: noon,
		MadeAt: noon.Add(time.Hour), Entries: 1 << 40, FalseOneIn: 65536, Bytes: 1 << 41, Since: noon.Add(2 * time.Hour), By: a.ID, ByName: "ada",
		MAC: bytes.Repeat([]byte{7}, 32),
	}
	none := core.BreachedRecord{Number: 3, Since: noon, By: a.ID, ByName: "ada", MAC: bytes.Repeat([]byte{8}, 32)}
	update(t, s, func(tx core.Tx) error { return tx.InsertBreachedList(list) })
	wanted(list)
	fault := func(number core.ListNumber, since time.Time, news bool) {
		t.Helper()
		update(t, s, func(tx core.Tx) error {
			got, err := tx.SetBreachedFault(number, since)
			if err != nil {
				return err
			}
			return same("news", got, news)
		})
	}
	fault(2, time.Time{}, false)
	fault(2, noon, true)
	fault(2, noon.Add(time.Hour), false)
	list.FaultAt = noon
	wanted(list)
	fault(2, time.Time{}, true)
	fault(9, noon, false)
	update(t, s, func(tx core.Tx) error { return want(tx.InsertBreachedList(list), core.ErrConflict) })
	update(t, s, func(tx core.Tx) error { return tx.InsertBreachedList(none) })
	wanted(none)
	for what, spoil := range map[string]func(*core.BreachedRecord){
		"number": func(r *core.BreachedRecord) { r.Number = core.BuiltInList }, "ID": func(r *core.BreachedRecord) { r.ID = "a" },
		"file": func(r *core.BreachedRecord) { r.File = "" }, "account": func(r *core.BreachedRecord) { r.By = 99 },
		"MAC": func(r *core.BreachedRecord) { r.MAC = nil }, "count": func(r *core.BreachedRecord) { r.Entries = -1 },
	} {
		wrong := list
		wrong.Number = 7
		spoil(&wrong)
		if s.Update(t.Context(), func(tx core.Tx) error { return tx.InsertBreachedList(wrong) }) == nil {
			t.Errorf("a record with a wrong %s was stored", what)
		}
	}
	wanted(none)
}
