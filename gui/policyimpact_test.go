package gui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// counter stands before the count of accounts.
type counter struct {
	policyService
	asked int
	ended int
	hold  chan struct{}
}

func (c *counter) PolicyImpact(ctx context.Context, token core.Token, id core.PolicyID, p policy.Policy, progress func(done, total int)) (core.Impact, error) {
	c.asked++
	mine := c.asked
	if c.hold == nil {
		return c.policyService.PolicyImpact(ctx, token, id, p, progress)
	}
	<-time.After(time.Second) // time of the bubble: the progress is written at intervals
	progress(120000, 1000000)
	select {
	case <-c.hold:
	case <-ctx.Done():
		c.ended++
		return core.Impact{}, ctx.Err()
	}
	return core.Impact{ImpactCounts: core.ImpactCounts{Total: mine, Unknown: mine}}, nil
}

// A count that takes long says how far it is, can be ended, and gives way to
// the next.
func TestPolicyImpactStops(t *testing.T) {
	c := &counter{}
	inPolicy(t, func(s policyService) policyService { c.policyService = s; return c }, func(h *hand, e *policyEditor) {
		h.wantText("If you save this", "12 accounts", "unknown until the next sign-in")
		before := c.asked
		c.hold = make(chan struct{})
		h.number(e, "min_length", "20")
		h.pass(impactPause + 2*time.Second)
		h.wantText("120,000 of 1,000,000 accounts looked at", "Stop")
		if got := c.asked - before; got != 1 {
			t.Errorf("two keys made %d counts", got)
		}
		h.picture("policy-counting", fyne.Size{})
		h.tap("Stop")
		h.wantText("Not counted.", "Count now")
		if c.ended != 1 {
			t.Errorf("%d counts were ended", c.ended)
		}
		h.tap("Count now")
		h.pass(time.Second)
		h.number(e, "min_length", "21")
		h.pass(impactPause + time.Second)
		if c.ended != 2 {
			t.Errorf("%d counts were ended, the one in between not", c.ended)
		}
		close(c.hold)
		h.settle()
		h.wantNoText("looked at", "Count now")
		h.wantText(trn("{{.Count}} accounts", c.asked, "Count", c.asked))
	})
}

// Who is affected is listed by name.
func TestPolicyImpactNames(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.number(e, "max_age_days", "30")
		h.number(e, "inactivity_days", "90")
		h.pass(impactPause)
		h.wantText("would have expired by the end of today", "locked tonight")
		h.golden("policy-impact", fyne.Size{})
		h.tap("Show the accounts")
		h.wantText("Who is affected", "Expired by tonight", "Locked tonight", "Unknown")
		h.golden("policy-names", fyne.Size{})
		h.tap("Locked tonight, 3")
		h.wantText("Locked tonight")
		h.key(fyne.KeyEscape)
		h.wantText("Password settings")
	})
}
