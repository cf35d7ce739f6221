package core_test

import (
	"sync"
	"testing"

	"gatehouse/core"
	"gatehouse/core/password"
	"gatehouse/core/policy"
)

// A judge with another's lists keeps its own site, and no text at all has no
// strength. Preparing may run beside judging.
func TestJudgeSharesItsLists(t *testing.T) {
	first := core.NewPolicyJudge("Northfield", policy.Default())
	var preparing sync.WaitGroup
	preparing.Go(first.Prepare)
	second := core.NewPolicyJudge("Harbour", policy.Default()).Sharing(first)
	for _, test := range []struct {
		judge *core.Judge
		typed string
		named bool
	}{
		{first, "Northfield26", true},
		{first, "Harbour26", false},
		{second, "Harbour26", true},
		{second, "Okafor26", true},
		{second, "Gatehouse26", true},
	} {
		got := test.judge.New(test.typed, policy.Subject{Name: "a.okafor"})
		if named := got.Strength.Warning == password.WarnContext; named != test.named || got.Strength.Score > 1 {
			t.Errorf("%s: %+v", test.typed, got.Strength)
		}
		if span := password.SpanOf(got.Strength.CrackTimes.OfflineSlow); got.CrackTime != span {
			t.Errorf("%s: %v, want %v", test.typed, got.CrackTime, span)
		}
	}
	preparing.Wait()
	if got := first.New("", policy.Subject{}); got.Strength.Score != 0 || got.Strength.Warning != "" || got.CrackTime.Unit != password.AtOnce || got.Verdict.OK {
		t.Errorf("no text: %+v", got)
	}
}
