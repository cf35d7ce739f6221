package core

import (
	"context"
	"errors"
	"fmt"
)

// clockedStore is the store of an open site: every transaction has the site's
// time. It is the only place where the machine's clock becomes that.
type clockedStore struct {
	Store
	site *Site
}

// View is that of the store.
func (c clockedStore) View(ctx context.Context, do func(Tx) error) error {
	return c.run(ctx, c.Store.View, do)
}

// Update is that of the store. It may run do more than once, and then undoes all but
// the last.
func (c clockedStore) Update(ctx context.Context, do func(Tx) error) error {
	return c.update(ctx, do)
}

// clockTries is how often a transaction is begun while the clock moves.
const clockTries = 4

// run begins a transaction with the site's time. When the clock has moved, that is
// settled first in a transaction of its own, so that it stays whatever becomes of
// this one, and a reader can do so as well.
func (c clockedStore) run(ctx context.Context, begin func(context.Context, func(Tx) error) error, do func(Tx) error) error {
	for range clockTries {
		moved := false
		err := begin(ctx, func(tx Tx) error {
			if err := c.site.tellTime(tx); err != nil {
				moved = errors.Is(err, errClockMoved)
				return err
			}
			return do(tx)
		})
		if !moved {
			return err
		}
		if err := c.Store.Update(ctx, c.site.settleClock); err != nil {
			return fmt.Errorf("settle the clock: %w", err)
		}
	}
	return &Error{Code: CodeFault, Text: say("This computer's clock keeps moving. Set it right, then try again."), Cause: errClockMoved}
}
