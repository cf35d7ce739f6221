package core_test

import (
	"math"
	"strings"
	"testing"

	"gatehouse/core"
)

// A log that was emptied does not verify, neither as it is nor when the program
// has gone on with it (CVE-2023-31437).
func TestEmptiedLog(t *testing.T) {
	b := newBed(t)
	b.root()
	b.byHand("DROP TRIGGER events_stay", "PRAGMA foreign_keys = 0", "DELETE FROM events")
	for _, again := range []bool{false, true} {
		if again {
			b.root()
		}
		report, err := b.site.VerifyLog(t.Context())
		must(t, err)
		if report.BadLine != 1 {
			t.Errorf("going on: %v, first bad line %d, want 1", again, report.BadLine)
		}
	}
}

// Keys that were exchanged between rows or sites, or taken out, open
// nothing.
func TestExchangedKeys(t *testing.T) {
	other := newBed(t)
	edits := map[string]string{
		"between purposes": "UPDATE wrapped_keys SET wrapped = (SELECT wrapped FROM wrapped_keys w WHERE w.id = 5 - wrapped_keys.id) WHERE id IN (2, 3)",
		"numbers":          "UPDATE wrapped_keys SET id = id + 10",
		"purposes":         "UPDATE wrapped_keys SET purpose = 'digest', current = 0 WHERE id = 2",
		"none current":     "UPDATE wrapped_keys SET current = 0",
		"one missing":      "DELETE FROM wrapped_keys WHERE id = 3",
		"all missing":      "DELETE FROM wrapped_keys",
		"another site's":   "ATTACH DATABASE '" + other.dir + "/gatehouse.db' AS other; UPDATE wrapped_keys SET wrapped = (SELECT wrapped FROM other.wrapped_keys o WHERE o.id = wrapped_keys.id)",
		"slots exchanged":  "UPDATE key_slots SET wrapped = (SELECT wrapped FROM key_slots o WHERE o.kind <> key_slots.kind)",
		"another's slot":   "ATTACH DATABASE '" + other.dir + "/gatehouse.db' AS other; UPDATE key_slots SET wrapped = (SELECT wrapped FROM other.key_slots o WHERE o.kind = key_slots.kind)",
	}
	for name, edit := range edits {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			b.byHand(edit)
			site, err := core.Open(t.Context(), b.store, core.Unlock{}, b.cfg)
			if err == nil {
				t.Fatalf("opened %s", site.Name())
			}
			if code := core.ErrorCode(err); code != core.CodeKey && code != core.CodeStoreDamaged {
				t.Errorf("code %s: %v", code, err)
			}
		})
	}
}

// Hostile text in any field of any use case is refused in words, or taken; it is
// never a fault (ASVS 1.3.3, 2.2.2).
func TestHostileText(t *testing.T) {
	b := newBed(t)
	root := b.root()
	id := b.add(root, "ben", core.RoleMember)
	hostile := []string{
		"\x00", "a\x00b", "\xff\xfe", "\xed\xa0\x80", "\u202eada", "a\u200bb", strings.Repeat("a", 300),
		strings.Repeat("\u0301", 1000), strings.Repeat("ﷺ", 400), strings.Repeat("x", 1<<20), "'; DROP TABLE accounts; --",
		`"`, "%", "_", "%!s%n", "{{.Name}}", "../../x", "\r\nada", "ａｄａ", "AND NOT *", "NEAR(", "\n\n", "\r", "𝔞𝔡𝔞", "ß", "İ", "", " ",
		"-9223372036854775809", "\U0010FFFF", "ada\ufeff",
	}
	view, err := b.site.Account(t.Context(), root, id)
	must(t, err)
	for _, text := range hostile {
		acts := map[string]func() error{
			"sign in":   func() error { _, _, err := b.try(text, wrong()); return err },
			"password":  func() error { _, _, err := b.try("nobody", text); return err },
			"unlock":    func() error { return b.site.UnlockAccount(t.Context(), root, id, text) },
			"delete":    func() error { return b.site.DeleteAccount(t.Context(), root, id, text) },
			"named":     func() error { _, err := b.site.AccountNamed(t.Context(), root, text); return err },
			"search":    func() error { return find(b, root, core.AccountQuery{Search: text, Limit: 5}) },
			"filter":    func() error { return find(b, root, core.AccountQuery{Filter: core.AccountFilter(text), Limit: 5}) },
			"far":       func() error { return find(b, root, core.AccountQuery{Search: text, Offset: math.MaxInt, Limit: 5}) },
			"site name": func() error { return core.NewSite{Name: text, TimeZone: text}.CheckSite() },
			"add": func() error {
				_, err := b.site.AddAccount(t.Context(), root, core.NewAccount{Name: text, FullName: text, Mail: text, Role: core.Role(text)})
				return err
			},
			"edit": func() error {
				return b.site.EditAccount(t.Context(), root, id, core.AccountEdit{
					Revision: view.Revision - 1, NewAccount: core.NewAccount{Name: "ben", FullName: text, Mail: text, Role: core.RoleMember},
				})
			},
			"change": func() error {
				_, err := b.site.ChangePassword(t.Context(), root, core.OwnChange{Current: text, New: text, Confirm: text})
				return err
			},
		}
		for name, act := range acts {
			err := act()
			if e := core.ProblemsOf(err); err != nil && len(e) == 0 {
				t.Errorf("%s with %.20q: no words for %v", name, text, err)
			}
			if core.ErrorCode(err) == core.CodeFault {
				t.Errorf("%s with %.20q: %v", name, text, err)
			}
		}
	}
	must(t, b.site.CheckStore(t.Context()))
	report, err := b.site.VerifyLog(t.Context())
	must(t, err)
	if report.BadLine != 0 {
		t.Errorf("line %d of the log is broken", report.BadLine)
	}
}

// find lists accounts for its error only.
func find(b *bed, by core.Token, q core.AccountQuery) error {
	_, err := b.site.Accounts(b.t.Context(), by, q)
	return err
}
