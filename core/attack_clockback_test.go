package core_test

import (
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// Own changes that were made before the date was put back count no more, and hide
// none that are made after it: the limit holds from the first one on.
func TestChangesCountAfterTheDateWasPutBack(t *testing.T) {
	for name, rule := range map[string]func(*policy.Change){
		"one a day": func(c *policy.Change) { c.ChangesPerDay = new(1) },
		"two a day": func(c *policy.Change) { c.ChangesPerDay = new(2) },
		"a wait":    func(c *policy.Change) { c.MinAge = &policy.Duration{Count: 1, Unit: policy.Days} },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			b.add(b.root(), "ben", core.RoleMember)
			b.rule(func(p *policy.Policy) { rule(&p.Change) })
			right := b.clock.Now()
			b.clock.advance(20 * day)
			token, changes := b.in("ben", memberPassword), 0
			was := memberPassword
			more := func() error {
				fresh, err := b.change(token, was, words(changes))
				if err == nil {
					token, was = fresh, words(changes)
					changes++
				}
				return err
			}
			for more() == nil {
			}
			allowed := changes
			b.until(right)
			must(t, b.confirm(b.root()))
			token = b.in("ben", was)
			for range allowed {
				must(t, more())
			}
			wantCode(t, more(), core.CodeRefused)
		})
	}
}
