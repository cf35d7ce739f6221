package core

// Vouch lets tests put accounts into the store past the use cases.
func (s *Site) Vouch(tx Tx, id AccountID) error { return s.vouch(tx, id) }
