package core_test

import (
	"fmt"
	"testing"

	"gatehouse/core"
)

// To unlock several accounts at once a reason is needed, and one that is not
// locked keeps all of them locked.
func TestUnlockSeveralNeedsAReason(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ids := []core.AccountID{b.add(root, "ben", core.RoleMember), b.add(root, "cara", core.RoleMember)}
	other := b.add(root, "dora", core.RoleMember)
	for _, name := range []string{"ben", "cara"} {
		for i := range 5 {
			if _, _, err := b.try(name, fmt.Sprint("wrong ", i)); err == nil {
				t.Fatal("signed in")
			}
		}
	}
	wantFields(t, b.site.UnlockAccounts(t.Context(), root, ids, " "), core.FieldReason)
	wantCode(t, b.site.UnlockAccounts(t.Context(), root, append(ids, other), "both called"), core.CodeRefused)
	if _, _, err := b.try("ben", memberPassword); core.ErrorCode(err) != core.CodeLocked {
		t.Errorf("not all or none: %v", err)
	}
	must(t, b.site.UnlockAccounts(t.Context(), root, ids, "both called"))
	b.in("ben", memberPassword)
	b.in("cara", memberPassword)
	if n := b.count(core.EventAccountUnlocked); n != 2 {
		t.Errorf("%d lines in the log", n)
	}
}
