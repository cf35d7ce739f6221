package core

import (
	"cmp"
	"fmt"
	"slices"
)

// makeRoom ends the windows of an account that were not used for the longest, so that
// one more is no more than the policy allows. The sessions of commands end by
// themselves, and are not counted.
func (s *Site) makeRoom(tx Tx, held ruling, account Account, d Device) error {
	most := held.SignIn.MaxSessions
	if most == nil || d.Client == ClientCommand {
		return nil
	}
	open, err := tx.Sessions(account.ID)
	if err != nil {
		return fmt.Errorf("read sessions: %w", err)
	}
	open = slices.DeleteFunc(open, func(one Session) bool { return one.Device.Client == ClientCommand || !one.open(tx.Now()) })
	slices.SortFunc(open, func(a, b Session) int {
		return cmp.Or(a.LastActiveAt.Compare(b.LastActiveAt), cmp.Compare(a.ID, b.ID))
	})
	c := caller{account: account, session: Session{Device: d}}
	for len(open) > max(0, *most-1) {
		which := SessionFilter{AccountID: account.ID, Only: open[0].ID}
		if err := s.endSessions(tx, c, account, which, EndTooMany); err != nil {
			return err
		}
		open = open[1:]
	}
	return nil
}
