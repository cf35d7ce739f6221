package command

import (
	"errors"
	"fmt"
	"sync"

	"gatehouse/core"
	"gatehouse/core/passkey"
)

// ceremony has somebody make or use a passkey. While that is waited for, standard error
// says what to do.
func (c *console) ceremony(do func(by passkey.Provider, opened core.Opened) error) error {
	by, err := c.provider()
	if err != nil {
		return err
	}
	var telling sync.WaitGroup
	err = do(by, func(waits passkey.Ceremony) { c.tellToAct(waits, &telling) })
	telling.Wait()
	if c.ctx.Err() != nil && errors.Is(err, passkey.ErrCancelled) {
		// Nobody has cancelled it but whoever has stopped the command.
		return fmt.Errorf("wait for a passkey: %w", c.ctx.Err())
	}
	return err
}

// tellToAct says what to do. A link is shown in any case: whether a browser has really
// come to the page cannot be seen from here.
func (c *console) tellToAct(waits passkey.Ceremony, telling *sync.WaitGroup) {
	linked, ok := waits.(passkey.Linked)
	if !ok {
		c.complain("Follow what this computer asks. There are 3 minutes for it.")
		return
	}
	c.complain("Go on in your browser, where a page opens. There are 3 minutes for it. If none opens, open this link on this computer; it works once:")
	c.complain(linked.Link())
	telling.Go(func() {
		for range linked.NotOpened() {
			// The reason is in the log.
			c.complain("No browser could be started here, so open the link by hand.")
		}
	})
}

// byPasskey stands for a passkey where a code is given. It cannot be a code.
const byPasskey = "passkey"

// usePasskey gives a passkey as a step of a sign-in.
func (c *console) usePasskey(flow *core.SignIn) error {
	return c.ceremony(func(by passkey.Provider, opened core.Opened) error {
		_, err := flow.Passkey(c.ctx, by, opened)
		c.passkeyUsed = err == nil
		return err
	})
}

// mustAddPasskey refuses an account that can only add a passkey.
func mustAddPasskey(who string) error {
	return &refusal{
		code: core.CodeForbidden,
		text: "This account has to add a passkey first: " + name + " passkey add --as " + who,
	}
}
