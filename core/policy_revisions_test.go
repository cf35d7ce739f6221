package core_test

import (
	"math"
	"testing"

	"gatehouse/core"
)

// A policy with a thousand revisions is read in pages: each once, in order, with
// its change against the one before it, which may be on the next page. Who saves
// meanwhile moves nothing.
func TestRevisionsInPages(t *testing.T) {
	const all = 1_000
	b := newBed(t)
	root := b.root()
	for n := 2; n <= all; n++ {
		b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Complexity.MinLength = new(15 + n%50) })
	}
	for _, limit := range []int{1, 7, 99, 100} {
		b.readsPages(root, all, limit)
	}
	page, err := b.site.PolicyRevisions(t.Context(), root, core.RevisionQuery{Policy: core.DefaultPolicy, Before: 501, Limit: 1})
	must(t, err)
	b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Complexity.MinLength = new(70) })
	again, err := b.site.PolicyRevisions(t.Context(), root, core.RevisionQuery{Policy: core.DefaultPolicy, Before: 501, Limit: 1})
	must(t, err)
	if page.Revisions[0].Number != 500 || again.Revisions[0].Number != 500 {
		t.Errorf("before 501 stand %d and %d", page.Revisions[0].Number, again.Revisions[0].Number)
	}
	restored, err := b.site.RestorePolicy(t.Context(), root, core.DefaultPolicy, 2, "back to the beginning")
	must(t, err)
	if restored.Number != all+2 || *restored.Policy.Complexity.MinLength != 17 {
		t.Errorf("%d: %d", restored.Number, *restored.Policy.Complexity.MinLength)
	}
	list, err := b.site.Policies(t.Context(), root)
	must(t, err)
	if list[0].Number != all+2 || list[0].Reason != "back to the beginning" || list[0].By != "ada" {
		t.Errorf("%+v", list[0])
	}
}

// readsPages reads at most twelve pages of so many revisions, from the newest on.
func (b *bed) readsPages(root core.Token, all, limit int) {
	b.t.Helper()
	next, before := int64(all), int64(0)
	for pages := 0; next > 0 && pages < 12; pages++ {
		page, err := b.site.PolicyRevisions(b.t.Context(), root, core.RevisionQuery{Policy: core.DefaultPolicy, Before: before, Limit: limit})
		must(b.t, err)
		for _, r := range page.Revisions {
			if r.Number != next || r.Altered || len(r.Changes) != 1 != (next == 1) {
				b.t.Fatalf("by %d: %d instead of %d, changed %+v", limit, r.Number, next, r.Changes)
			}
			next--
		}
		before = next + 1
		if page.More != (next > 0) || len(page.Revisions) == 0 {
			b.t.Fatalf("by %d: %d are left, more: %v", limit, next, page.More)
		}
	}
	if limit >= 99 && next != 0 {
		b.t.Errorf("by %d: %d were not listed", limit, next)
	}
}

// A page that cannot be is refused.
func TestRevisionPagesThatAreNone(t *testing.T) {
	b := newBed(t)
	root := b.root()
	for _, q := range []core.RevisionQuery{{Limit: 0}, {Limit: -1}, {Limit: 101}, {Before: -1, Limit: 1}} {
		q.Policy = core.DefaultPolicy
		_, err := b.site.PolicyRevisions(t.Context(), root, q)
		wantCode(t, err, core.CodeUsage)
	}
	page, err := b.site.PolicyRevisions(t.Context(), root, core.RevisionQuery{Policy: core.DefaultPolicy, Before: 1, Limit: 1})
	must(t, err)
	if len(page.Revisions) != 0 || page.More {
		t.Errorf("before the first stand %+v", page)
	}
	for _, number := range []int64{-1, 0, 2, math.MaxInt64, math.MinInt64} {
		_, err := b.site.RestorePolicy(t.Context(), root, core.DefaultPolicy, number, "back")
		wantCode(t, err, core.CodeNotFound)
	}
}
