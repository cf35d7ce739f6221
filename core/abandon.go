package core

import "context"

// stepAbandoned is where a sign-in stands that was given up: no method is in turn there.
const stepAbandoned Step = "abandoned"

// Abandon gives a sign-in up for good, wherever it stands: it waits for a step that is
// under way, ends the session that came of it, and takes no other one.
func (f *SignIn) Abandon(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.endHalfway()
	token := f.token
	f.step, f.facts, f.token = stepAbandoned, facts{}, Token{}
	if token.Zero() {
		return nil
	}
	return f.site.SignOut(ctx, token)
}
