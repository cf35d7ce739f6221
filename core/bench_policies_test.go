package core_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/storage"
)

// benchImpact is what the impact of a policy on a hundred thousand accounts may
// take.
const benchImpact = 300 * time.Millisecond

// BenchmarkPolicyImpact tells what a stricter policy would do to a hundred
// thousand accounts: names of those who fail, whose password expires and who are
// locked included; where nobody is in a group, and where everybody is in two.
func BenchmarkPolicyImpact(b *testing.B) {
	for name, more := range map[string][]func(core.Tx) error{"no group": {judgeCrowd}, "two groups each": {judgeCrowd, groupCrowd}} {
		b.Run(name, func(b *testing.B) {
			crowd := newCrowd(b, more...)
			draft := longer(20)
			draft.Expiration.MaxAgeDays, draft.Expiration.InactivityDays = new(90), new(90)
			for b.Loop() {
				impact, err := crowd.site.PolicyImpact(b.Context(), crowd.token, core.DefaultPolicy, draft, nil)
				must(b, err)
				if impact.Total < benchCrowd*9/10 || impact.Fail == 0 || impact.Unknown == 0 || impact.Expire == 0 {
					b.Fatalf("%+v", impact.ImpactCounts)
				}
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(time.Millisecond), "ms/op")
			b.ReportMetric(float64(benchImpact)/float64(time.Millisecond), "max-ms/op")
		})
	}
}

// groupCrowd puts everybody into two groups: a tenth into one that has another
// policy, the others into one that has the default, and all into one that has
// none.
func groupCrowd(tx core.Tx) error {
	other := core.PolicyRecord{Name: "Other", Key: "other", Rank: 1, CreatedAt: tx.Now(), MAC: make([]byte, 32)}
	if err := tx.InsertPolicy(&other); err != nil {
		return err
	}
	last, err := tx.LastAccount()
	if err != nil {
		return err
	}
	groups := []core.GroupRecord{{Name: "A", Key: "a", Policy: other.ID}, {Name: "B", Key: "b", Policy: core.DefaultPolicy}, {Name: "C", Key: "c"}}
	members := make([][]core.AccountID, len(groups))
	for id := core.AccountID(1); id <= last; id++ {
		at := min(1, int(id%10))
		members[at] = append(members[at], id)
		members[2] = append(members[2], id)
	}
	for i := range groups {
		if err := tx.InsertGroup(&groups[i]); err != nil {
			return err
		}
		if err := tx.SetMembers(groups[i].ID, members[i]); err != nil {
			return err
		}
	}
	return nil
}

// judgeCrowd gives the accounts of a crowd passwords of different ages, most of
// which were judged.
func judgeCrowd(tx core.Tx) error {
	last, err := tx.LastAccount()
	if err != nil {
		return err
	}
	for id := core.AccountID(2); id <= last; id++ {
		stored := core.PasswordRecord{AccountID: id, PHC: "$argon2id$none", SetAt: tx.Now().AddDate(0, 0, -int(id%120)), SetBy: id}
		if err := tx.PutPassword(stored); err != nil {
			return err
		}
		terms := core.Terms{AccountID: id}
		if id%4 != 0 {
			terms.Judged, terms.Complied = 1, id%2 == 0
		}
		if err := tx.PutTerms(terms); err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkSavePolicyBanned saves a policy with a million banned passwords again,
// with another least length.
func BenchmarkSavePolicyBanned(b *testing.B) {
	top := b.TempDir()
	dir, key := filepath.Join(top, "data"), filepath.Join(top, "site.key")
	cfg := core.Config{Hasher: cheap(b, 64)}
	must(b, core.Create(b.Context(), storeAt(time.Now), dir, formOf(b, key), cfg))
	store, err := storage.Open(b.Context(), dir, storage.Options{})
	must(b, err)
	site, err := core.Open(b.Context(), store, core.Unlock{}, cfg)
	must(b, err)
	b.Cleanup(func() { must(b, site.Close()) })
	token, _, err := tryOn(b.Context(), site, "ada", rootPassword)
	must(b, err)
	view, err := site.Policy(b.Context(), token, core.DefaultPolicy)
	must(b, err)
	draft := draftOf(view)
	for i := range 1_000_000 {
		draft.Policy.Complexity.Banned = append(draft.Policy.Complexity.Banned, fmt.Sprintf("banned-%07d", i))
	}
	length := 15
	for b.Loop() {
		length = 16 + (length+1)%2
		draft.Policy.Complexity.MinLength = &length
		view, err = site.SavePolicy(b.Context(), token, draft)
		must(b, err)
		draft.Base = view.Number
	}
}
