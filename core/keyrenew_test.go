package core_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"gatehouse/core"
	"gatehouse/core/seal"
)

func (f faultyTx) PutKeySlot(s core.KeySlot) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.PutKeySlot(s)
}

func (f faultyTx) PutWrappedKeys(keys []core.WrappedKey) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return f.Tx.PutWrappedKeys(keys)
}

// keyRows are the keys as they lie in the store.
type keyRows struct {
	slots []core.KeySlot
	keys  []core.WrappedKey
}

// keyRows reads them.
func (b *bed) keyRows() keyRows {
	b.t.Helper()
	var rows keyRows
	must(b.t, b.store.View(b.t.Context(), func(tx core.Tx) error {
		var err error
		if rows.slots, err = tx.KeySlots(); err != nil {
			return err
		}
		rows.keys, err = tx.WrappedKeys()
		return err
	}))
	return rows
}

// renewals are the use cases that make keys anew.
func renewals(t *testing.T) map[string]func(*core.Site, core.Token, core.Unlock) error {
	t.Helper()
	return map[string]func(*core.Site, core.Token, core.Unlock) error{
		"rotate": func(s *core.Site, token core.Token, with core.Unlock) error {
			_, err := s.RotateKeys(t.Context(), token, with)
			return err
		},
		"recovery": func(s *core.Site, token core.Token, with core.Unlock) error {
			return s.RenewRecovery(t.Context(), token, with, recoveryKey(t))
		},
	}
}

// A rotation adds a data key and makes it current. The log tells who did it, and
// every way to the site is as it was.
func TestRotateKeys(t *testing.T) {
	b := newBed(t)
	root := b.root()
	before := b.keyRows()
	for want := uint32(4); want < 7; want++ {
		made, err := b.site.RotateKeys(t.Context(), root, core.Unlock{})
		must(t, err)
		if made.Number != want || made.Purpose != seal.PurposeSeal || !made.Current || !made.CreatedAt.Equal(b.clock.Now()) {
			t.Errorf("made %+v, want number %d", made, want)
		}
	}
	after := b.keyRows()
	for i, slot := range before.slots {
		if !bytes.Equal(slot.Wrapped, after.slots[i].Wrapped) {
			t.Errorf("the %s slot changed", slot.Kind)
		}
	}
	current := map[string][]uint32{}
	for _, k := range after.keys {
		if k.Current {
			current[k.Purpose] = append(current[k.Purpose], k.ID)
		}
	}
	if len(after.keys) != len(before.keys)+3 || len(current["seal"]) != 1 || current["seal"][0] != 6 || len(current["audit"]) != 1 {
		t.Errorf("%d keys, current %v", len(after.keys), current)
	}
	if n := b.count(core.EventKeysRotated); n != 3 {
		t.Errorf("%d lines of the log", n)
	}
	b.stillWorks()
}

// stillWorks opens the site anew, signs in and reads the log.
func (b *bed) stillWorks() {
	b.t.Helper()
	_, site := b.open(nil)
	_, step, err := tryOn(b.t.Context(), site, "ada", rootPassword)
	must(b.t, err)
	report, err := site.VerifyLog(b.t.Context())
	must(b.t, err)
	if step != core.StepDone || report.BadLine != 0 {
		b.t.Errorf("step %s, %+v", step, report)
	}
}

// A program that has the site open goes on after another one renewed the keys,
// and may renew them itself.
func TestRenewBesideAnOpenSite(t *testing.T) {
	for name, renew := range renewals(t) {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			root := b.root()
			_, other := b.open(nil)
			must(t, renew(other, root, core.Unlock{}))
			b.add(root, "ben", core.RoleMember)
			must(t, renew(b.site, root, core.Unlock{}))
			must(t, renew(other, root, core.Unlock{}))
			b.stillWorks()
		})
	}
}

// Only a root account renews keys, and the refusal is recorded.
func TestRenewNeedsTheRight(t *testing.T) {
	for name, renew := range renewals(t) {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			root := b.root()
			b.add(root, "ben", core.RoleAdmin)
			before := b.snapshot()
			keys := b.keyRows()
			wantCode(t, renew(b.site, b.in("ben", memberPassword), core.Unlock{}), core.CodeForbidden)
			wantCode(t, renew(b.site, core.Token{}, core.Unlock{}), core.CodeSession)
			if n := b.count(core.EventForbidden); n != 1 {
				t.Errorf("%d lines of the log", n)
			}
			if b.snapshot() == before {
				t.Error("the sign-in left no trace, so nothing was compared")
			}
			b.sameKeys(keys)
		})
	}
}

// sameKeys fails when a key of the store changed.
func (b *bed) sameKeys(before keyRows) {
	b.t.Helper()
	after := b.keyRows()
	same := len(before.keys) == len(after.keys) && len(before.slots) == len(after.slots)
	for i := 0; same && i < len(before.keys); i++ {
		same = bytes.Equal(before.keys[i].Wrapped, after.keys[i].Wrapped) && before.keys[i].Current == after.keys[i].Current
	}
	for i := 0; same && i < len(before.slots); i++ {
		same = bytes.Equal(before.slots[i].Wrapped, after.slots[i].Wrapped)
	}
	if !same {
		b.t.Error("the keys changed")
	}
}

// Without the site's own key nothing is renewed, whoever is signed in.
func TestRenewNeedsTheKey(t *testing.T) {
	for name, renew := range renewals(t) {
		t.Run(name, func(t *testing.T) {
			b, other := newBed(t), newBed(t)
			root := b.root()
			before := b.keyRows()
			wantCode(t, renew(b.site, root, core.Unlock{KeyFile: other.key}), core.CodeKey)
			wantCode(t, renew(b.site, root, core.Unlock{KeyFile: b.key + ".none"}), core.CodeKey)
			must(t, os.Rename(b.key, b.key+".moved"))
			wantCode(t, renew(b.site, root, core.Unlock{}), core.CodeKey)
			b.sameKeys(before)
			must(t, renew(b.site, root, core.Unlock{KeyFile: b.key + ".moved"}))
			must(t, os.Rename(b.key+".moved", b.key))
			b.stillWorks()
		})
	}
}

// A store whose keys are not whole is not changed, so that a backup of one key
// can still be put back.
func TestRenewLeavesDamagedKeys(t *testing.T) {
	for name, renew := range renewals(t) {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			root := b.root()
			b.byHand("UPDATE wrapped_keys SET wrapped = zeroblob(73) WHERE purpose = 'audit'")
			before := b.keyRows()
			wantCode(t, renew(b.site, root, core.Unlock{}), core.CodeStoreDamaged)
			b.sameKeys(before)
		})
	}
}

// The greatest number of a key is never passed.
func TestRotateKeysEndsWithTheNumbers(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.byHand("INSERT INTO wrapped_keys SELECT 4294967295, purpose, wrapped, 0, created_at FROM wrapped_keys WHERE purpose = 'seal'")
	before := b.keyRows()
	if _, err := b.site.RotateKeys(t.Context(), root, core.Unlock{}); err == nil {
		t.Error("a key got a number that there is not")
	}
	b.sameKeys(before)
}

// overtaken lets another program in between the look at the slot and the renewal.
type overtaken struct {
	core.Store
	other func()
}

func (o *overtaken) View(ctx context.Context, do func(core.Tx) error) error {
	err := o.Store.View(ctx, do)
	if other := o.other; other != nil {
		o.other = nil
		other()
	}
	return err
}

// Of two programs that renew at once, the one that comes second is told so and
// changes nothing.
func TestRenewOvertaken(t *testing.T) {
	for name, renew := range renewals(t) {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			root := b.root()
			late := &overtaken{}
			_, site := b.open(func(s core.Store) core.Store { late.Store = s; return late })
			var between keyRows
			late.other = func() {
				must(t, b.site.RenewRecovery(t.Context(), root, core.Unlock{}, recoveryKey(t)))
				between = b.keyRows()
			}
			wantCode(t, renew(site, root, core.Unlock{}), core.CodeConflict)
			b.sameKeys(between)
			must(t, renew(site, root, core.Unlock{}))
			b.stillWorks()
		})
	}
}

// The former recovery key ends, also for who kept it together with a former copy
// of the store: the site key that both give opens no key of the new state.
func TestRenewRecovery(t *testing.T) {
	b := newBed(t)
	root := b.root()
	former, next := recoveryKey(t), recoveryKey(t)
	must(t, b.site.RenewRecovery(t.Context(), root, core.Unlock{}, former))
	copied := b.keyRows()
	must(t, b.site.RenewRecovery(t.Context(), root, core.Unlock{}, next))
	_, err := core.Open(t.Context(), b.store, core.Unlock{RecoveryKey: former.Reveal()}, b.cfg)
	wantCode(t, err, core.CodeKey)
	site, err := core.Open(t.Context(), b.store, core.Unlock{RecoveryKey: next.Reveal()}, b.cfg)
	must(t, err)
	_, _, err = tryOn(t.Context(), site, "ada", rootPassword)
	must(t, err)
	b.stillWorks()

	for _, slot := range copied.slots {
		if slot.Kind != string(seal.KindRecovery) {
			continue
		}
		key, err := seal.OpenRecoverySlot(seal.Slot{Kind: seal.KindRecovery, Wrapped: slot.Wrapped, Params: slot.Params}, former)
		must(t, err)
		for i, k := range b.keyRows().keys {
			if _, err := seal.Unwrap(key, seal.Purpose(k.Purpose), k.ID, copied.keys[i].Wrapped); err != nil {
				t.Errorf("key %d of the copy: %v", k.ID, err)
			}
			if _, err := seal.Unwrap(key, seal.Purpose(k.Purpose), k.ID, k.Wrapped); err == nil {
				t.Errorf("key %d opens with a former site key", k.ID)
			}
		}
	}
}

// A passphrase is changed by who knows it; the site opens with the new one alone.
func TestChangePassphrase(t *testing.T) {
	store, _, recovery := made(t, core.KeyChoice{Kind: seal.KindPassphrase, Passphrase: rootPassword, PassphraseRepeat: rootPassword})
	with := core.Unlock{Passphrase: rootPassword}
	site, err := core.Open(t.Context(), store, with, quick(t))
	must(t, err)
	token, _, err := tryOn(t.Context(), site, "ada", rootPassword)
	must(t, err)
	change := func(with core.Unlock, typed, repeated string) error {
		return site.ChangePassphrase(t.Context(), token, with, typed, repeated)
	}
	wantFields(t, change(with, "", ""), core.FieldPassphrase)
	wantFields(t, change(with, "short", "short"), core.FieldPassphrase)
	wantFields(t, change(with, memberPassword, rootPassword), core.FieldPassphraseConfirm)
	wantFields(t, change(with, rootPassword, rootPassword), core.FieldPassphrase)
	wantCode(t, change(core.Unlock{}, memberPassword, memberPassword), core.CodeKey)
	wantCode(t, change(core.Unlock{Passphrase: "another one of them"}, memberPassword, memberPassword), core.CodeKey)
	must(t, change(with, memberPassword, memberPassword))
	_, err = core.Open(t.Context(), store, with, quick(t))
	wantCode(t, err, core.CodeKey)
	for _, with := range []core.Unlock{{Passphrase: memberPassword}, {RecoveryKey: recovery}} {
		_, err = core.Open(t.Context(), store, with, quick(t))
		must(t, err)
	}
	must(t, site.RenewRecovery(t.Context(), token, core.Unlock{Passphrase: memberPassword}, recoveryKey(t)))
	_, err = core.Open(t.Context(), store, core.Unlock{Passphrase: memberPassword}, quick(t))
	must(t, err)
}

// A site whose key is in a file has no passphrase to change.
func TestChangeNoPassphrase(t *testing.T) {
	b := newBed(t)
	err := b.site.ChangePassphrase(t.Context(), b.root(), core.Unlock{}, memberPassword, memberPassword)
	wantCode(t, err, core.CodeRefused)
}

// What is told of the keys is where they are and since when.
func TestReportKeys(t *testing.T) {
	b := newBed(t)
	report, err := core.ReportKeys(t.Context(), b.store)
	must(t, err)
	file, err := filepath.Abs(b.key)
	must(t, err)
	if len(report.Places) != 2 || len(report.Keys) != 3 || report.SiteName != "Workshop" {
		t.Fatalf("%+v", report)
	}
	if p := report.Places[0]; p.Kind != seal.KindKeyFile || p.Hint != file || !p.CreatedAt.Equal(b.clock.Now()) {
		t.Errorf("%+v", p)
	}
	if p := report.Places[1]; p.Kind != seal.KindRecovery || p.Hint != "" {
		t.Errorf("%+v", p)
	}
	b.byHand("DELETE FROM key_slots WHERE kind <> 'recovery'")
	_, err = core.ReportKeys(t.Context(), b.store)
	wantCode(t, err, core.CodeStoreDamaged)
}
