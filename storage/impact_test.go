package storage

import (
	"context"
	"strings"
	"testing"

	"gatehouse/core"
)

// Whatever is asked over all accounts of a policy reads them without their wide
// rows, and looks the rest up by number.
func TestImpactUsesItsIndexes(t *testing.T) {
	s := opened(t, newSite(t), Options{})
	c, err := s.writer.take(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer s.writer.give(c)
	kinds := impactKinds()
	among := " AND " + heldIn()
	const looked = "SEARCH passwords USING INTEGER PRIMARY KEY (rowid=?)|SEARCH account_terms USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN"
	const members = "SCAN policies USING INDEX policies_rank|SEARCH account_groups USING COVERING INDEX account_groups_policy (policy_id=?)|" +
		"SEARCH group_members USING PRIMARY KEY (group_id=? AND account_id>? AND account_id<?)"
	const each = "USING INDEX group_members_account FOR IN-OPERATOR|" +
		"SEARCH policies USING INTEGER PRIMARY KEY|SEARCH policies USING INDEX policies_rank|" +
		"SEARCH group_members USING COVERING INDEX group_members_account|SEARCH account_groups USING INTEGER PRIMARY KEY|" +
		"SEARCH theirs USING INTEGER PRIMARY KEY"
	for text, wanted := range map[string]string{
		"SELECT count(*) FILTER (WHERE " + kinds[core.ImpactComply] + ")" + peopled + inBounds:       "SEARCH accounts USING COVERING INDEX accounts_used (id>? AND id<?)|" + looked,
		"SELECT count(*) FILTER (WHERE " + kinds[core.ImpactLock] + ")" + peopled + inBounds + among: "SEARCH accounts USING COVERING INDEX accounts_used (id>? AND id<?)|" + looked,
		"SELECT count(*) FILTER (WHERE " + kinds[core.ImpactPasskey] + ")" + peopled + inBounds: "SEARCH accounts USING INDEX accounts_used (id>? AND id<?)|" + looked +
			"|SEARCH passkeys USING INDEX passkeys_account (account_id=?)",
		memberships:                           members,
		idle(" AND " + effective() + " = $1"): "SEARCH accounts USING COVERING INDEX accounts_used (id>?)|" + each,
		"SELECT accounts.id" + peopled + " AND " + expiring + " AND accounts.id > $6 ORDER BY accounts.id LIMIT $7": "SEARCH accounts USING COVERING INDEX accounts_used (id>?)|" + looked,
		idle(""):   "SEARCH accounts USING COVERING INDEX accounts_used (id>?)|SEARCH account_terms USING INTEGER PRIMARY KEY",
		isAssigned: "SCAN account_terms USING COVERING INDEX account_terms_policy|SEARCH account_groups USING COVERING INDEX",
	} {
		got := plans(t, c, text)
		for _, step := range strings.Split(wanted, "|") {
			if !strings.Contains(got, step) {
				t.Errorf("%s\nruns as %s, want %s", text, got, step)
			}
		}
		if strings.Contains(got, "TEMP B-TREE") {
			t.Errorf("%s\nsorts: %s", text, got)
		}
	}
}
