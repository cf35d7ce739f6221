package storetest

import (
	"strings"
	"testing"

	"gatehouse/core"
)

// Settings belong to one account and one name, and go with the account.
func testSettings(t *testing.T, s core.Store) {
	ada, ben := add(t, s, named("ada")), add(t, s, named("ben"))
	gone := named("gone")
	gone.State = core.StateDeleted
	gone = add(t, s, gone)
	holds := func(a core.Account, name, wanted string) {
		t.Helper()
		view(t, s, func(tx core.Tx) error {
			found, err := tx.Setting(a.ID, name)
			if err != nil {
				return err
			}
			return same("setting "+name+" of "+a.Name, found, wanted)
		})
	}
	holds(ada, "colour", "")
	for _, value := range []string{"red", "{\"é\": 1}", strings.Repeat("x", 4096)} {
		update(t, s, func(tx core.Tx) error { return tx.PutSetting(ada.ID, "colour", value) })
		holds(ada, "colour", value)
	}
	holds(ada, "size", "")
	holds(ben, "colour", "")
	update(t, s, func(tx core.Tx) error {
		for _, id := range []core.AccountID{gone.ID, 99} {
			if err := want(tx.PutSetting(id, "colour", "red"), core.ErrNotFound); err != nil {
				return err
			}
		}
		return nil
	})
	for what, put := range map[string]func(core.Tx) error{
		"no name":      func(tx core.Tx) error { return tx.PutSetting(ada.ID, "", "red") },
		"a long name":  func(tx core.Tx) error { return tx.PutSetting(ada.ID, strings.Repeat("n", 65), "red") },
		"no value":     func(tx core.Tx) error { return tx.PutSetting(ada.ID, "colour", "") },
		"a long value": func(tx core.Tx) error { return tx.PutSetting(ada.ID, "colour", strings.Repeat("x", 4097)) },
	} {
		if s.Update(t.Context(), put) == nil {
			t.Errorf("a setting with %s was stored", what)
		}
	}
	update(t, s, func(tx core.Tx) error {
		if err := tx.PutSetting(ben.ID, "colour", "blue"); err != nil {
			return err
		}
		ben.State = core.StateDeleted
		return tx.UpdateAccount(&ben)
	})
	holds(ben, "colour", "")
}
