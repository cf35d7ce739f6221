package core

import (
	"context"
	"fmt"
)

// DocumentsReport tells whether what a site has set for itself is as it was written.
type DocumentsReport struct {
	// Read is how many documents there are.
	Read int
	// Altered are the names of those that were changed outside the program: nothing of
	// them holds.
	Altered []string
}

// CheckDocuments reads all documents of the site, for somebody who has the site's key and
// no account.
func (s *Site) CheckDocuments(ctx context.Context) (DocumentsReport, error) {
	var report DocumentsReport
	err := s.store.View(ctx, func(tx Tx) error {
		report = DocumentsReport{}
		all, err := tx.Documents("")
		if err != nil {
			return fmt.Errorf("list the site's documents: %w", err)
		}
		report.Read = len(all)
		for _, one := range all {
			if !s.documentSound(one) {
				report.Altered = append(report.Altered, one.Name)
			}
		}
		return nil
	})
	return report, s.plain(ctx, err)
}

// CountBlockedSources tells how many addresses and computers may not try passwords now,
// for somebody who has the site's key and no account. It counts as many as BlockedSources
// lists, and tells whether there are more.
func (s *Site) CountBlockedSources(ctx context.Context) (count int, more bool, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		found, err := tx.BlockedSources(sourcesShown + 1)
		if err != nil {
			return fmt.Errorf("list blocked sources: %w", err)
		}
		count, more = min(len(found), sourcesShown), len(found) > sourcesShown
		return nil
	})
	return count, more, s.plain(ctx, err)
}
