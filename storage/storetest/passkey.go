package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/passkey"
)

// keyOf makes a passkey of an account, whose numbers are a digit repeated.
func keyOf(id core.AccountID, digit string) core.PasskeyRecord {
	return core.PasskeyRecord{
		ID: core.PasskeyID(strings.Repeat(digit, 32)), AccountID: id, Name: "Key " + digit, Kind: passkey.SecurityKey,
		Credential: passkey.Credential{
			ID: []byte("a credential " + strings.Repeat(digit, 8)), PublicKey: []byte("key " + digit), AAGUID: passkey.AAGUID{1, 2},
			Transports: []string{"nfc", "usb"}, UserPresent: true, UserVerified: true, BackupEligible: true, BackedUp: true,
			SignCount: 7, Attestation: passkey.NoAttestation,
		},
		CreatedAt: noon, UsedAt: noon.Add(time.Minute),
	}
}

// handleOf is the handle of an account.
func handleOf(digit string) []byte { return bytes.Repeat([]byte(digit), passkey.HandleSize) }

// wantPasskeys wants what an account has.
func wantPasskeys(tx core.Tx, id core.AccountID, wanted core.PasskeysRecord) error {
	found, err := tx.Credentials(id)
	if err == nil && !reflect.DeepEqual(found.Passkeys, wanted) {
		err = fmt.Errorf("passkeys are %+v, want %+v", found.Passkeys, wanted)
	}
	return err
}

func testPasskeys(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("ben"))
	old, fresh, plain := keyOf(a.ID, "b"), keyOf(a.ID, "a"), keyOf(b.ID, "c")
	fresh.CreatedAt = noon.Add(time.Hour)
	plain.Kind, plain.UsedAt, plain.Credential.Transports, plain.Credential.SignCount = passkey.AnyKind, time.Time{}, nil, 0
	plain.Credential.BackupEligible, plain.Credential.BackedUp = false, false
	update(t, s, func(tx core.Tx) error {
		return errors.Join(wantPasskeys(tx, a.ID, core.PasskeysRecord{}), wantPasskeys(tx, 99, core.PasskeysRecord{}),
			tx.InsertPasskeyHandle(a.ID, handleOf("a")), tx.InsertPasskey(fresh), tx.InsertPasskey(old), tx.InsertPasskey(plain))
	})
	update(t, s, func(tx core.Tx) error {
		_, err := tx.PasskeyOwner(handleOf("b"))
		owner, found := tx.PasskeyOwner(handleOf("a"))
		if found == nil && owner != a.ID {
			found = fmt.Errorf("the handle is that of %d", owner)
		}
		return errors.Join(found, want(err, core.ErrNotFound),
			wantPasskeys(tx, a.ID, core.PasskeysRecord{Handle: handleOf("a"), Keys: []core.PasskeyRecord{old, fresh}}),
			wantPasskeys(tx, b.ID, core.PasskeysRecord{Keys: []core.PasskeyRecord{plain}}))
	})
	update(t, s, func(tx core.Tx) error {
		return errors.Join(tx.RenamePasskey(a.ID, old.ID, "Blue"), want(tx.RenamePasskey(b.ID, old.ID, "x"), core.ErrNotFound),
			want(tx.DeletePasskey(b.ID, old.ID), core.ErrNotFound), tx.DeletePasskey(a.ID, fresh.ID),
			want(tx.DeletePasskey(a.ID, fresh.ID), core.ErrNotFound))
	})
	old.Name = "Blue"
	update(t, s, func(tx core.Tx) error {
		return wantPasskeys(tx, a.ID, core.PasskeysRecord{Handle: handleOf("a"), Keys: []core.PasskeyRecord{old}})
	})
}

// A count rises with each use, or is always nought.
func testUsedPasskeys(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	counts, never := keyOf(a.ID, "a"), keyOf(a.ID, "b")
	never.Credential.SignCount, never.CreatedAt = 0, noon.Add(time.Hour)
	used := func(count uint32, synced bool) passkey.Used {
		return passkey.Used{SignCount: count, BackedUp: synced, At: noon.Add(2 * time.Hour)}
	}
	update(t, s, func(tx core.Tx) error {
		return errors.Join(tx.InsertPasskey(counts), tx.InsertPasskey(never), tx.UsePasskey(counts.ID, used(8, false)),
			tx.UsePasskey(never.ID, used(0, true)))
	})
	update(t, s, func(tx core.Tx) error {
		for _, count := range []uint32{8, 7, 0} {
			if err := want(tx.UsePasskey(counts.ID, used(count, true)), core.ErrConflict); err != nil {
				return err
			}
		}
		return errors.Join(want(tx.UsePasskey("none", used(9, true)), core.ErrConflict), tx.UsePasskey(counts.ID, used(4294967295, true)),
			tx.MarkPasskeyCloned(never.ID, noon), want(tx.MarkPasskeyCloned(never.ID, noon), core.ErrNotFound),
			want(tx.UsePasskey(never.ID, used(0, true)), core.ErrConflict))
	})
	counts.Credential.SignCount, counts.Credential.BackedUp, counts.UsedAt = 4294967295, true, noon.Add(2*time.Hour)
	never.Credential.BackedUp, never.UsedAt, never.ClonedAt = true, noon.Add(2*time.Hour), noon
	update(t, s, func(tx core.Tx) error {
		return wantPasskeys(tx, a.ID, core.PasskeysRecord{Keys: []core.PasskeyRecord{counts, never}})
	})
}

// What cannot be is not kept.
func testWrongPasskeys(t *testing.T, s core.Store) {
	a, b := add(t, s, named("ada")), add(t, s, named("ben"))
	gone := add(t, s, named("cy"))
	update(t, s, func(tx core.Tx) error {
		gone.State = core.StateDeleted
		return errors.Join(tx.UpdateAccount(&gone), tx.InsertPasskey(keyOf(a.ID, "a")), tx.InsertPasskeyHandle(a.ID, handleOf("a")))
	})
	same := keyOf(b.ID, "b")
	same.Credential.ID = keyOf(a.ID, "a").Credential.ID
	update(t, s, func(tx core.Tx) error {
		return errors.Join(
			want(tx.InsertPasskey(same), core.ErrConflict), want(tx.InsertPasskey(keyOf(b.ID, "a")), core.ErrConflict),
			want(tx.InsertPasskey(keyOf(gone.ID, "d")), core.ErrNotFound), want(tx.InsertPasskey(keyOf(99, "d")), core.ErrNotFound),
			want(tx.InsertPasskeyHandle(a.ID, handleOf("b")), core.ErrConflict), want(tx.InsertPasskeyHandle(b.ID, handleOf("a")), core.ErrConflict),
			want(tx.InsertPasskeyHandle(gone.ID, handleOf("g")), core.ErrNotFound))
	})
	for name, spoil := range map[string]func(*core.PasskeyRecord){
		"number":      func(p *core.PasskeyRecord) { p.ID = "x" },
		"name":        func(p *core.PasskeyRecord) { p.Name = "" },
		"kind":        func(p *core.PasskeyRecord) { p.Kind = "watch" },
		"short ID":    func(p *core.PasskeyRecord) { p.Credential.ID = []byte("short") },
		"no key":      func(p *core.PasskeyRecord) { p.Credential.PublicKey = nil },
		"synced":      func(p *core.PasskeyRecord) { p.Credential.BackupEligible = false },
		"attestation": func(p *core.PasskeyRecord) { p.Credential.Attestation = "packed" },
	} {
		err := s.Update(t.Context(), func(tx core.Tx) error {
			p := keyOf(b.ID, "e")
			spoil(&p)
			return tx.InsertPasskey(p)
		})
		if err == nil {
			t.Errorf("%s was kept", name)
		}
	}
}

func testListedPasskeys(t *testing.T, s core.Store) {
	a := add(t, s, named("ada"))
	add(t, s, named("ben"))
	update(t, s, func(tx core.Tx) error {
		return errors.Join(tx.InsertPasskey(keyOf(a.ID, "a")), tx.InsertPasskey(keyOf(a.ID, "b")))
	})
	update(t, s, func(tx core.Tx) error {
		page, err := tx.Accounts(core.AccountQuery{Limit: 5})
		if err == nil && (len(page.Rows) != 2 || page.Rows[0].Passkeys != 2 || page.Rows[1].Passkeys != 0) {
			err = fmt.Errorf("the list is %+v", page.Rows)
		}
		return err
	})
}
