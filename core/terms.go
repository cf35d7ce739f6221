package core

import "fmt"

// termsOf reads what is kept of an account for its policy.
func termsOf(tx Tx, id AccountID) (Terms, error) {
	terms, err := tx.Terms(id)
	if err != nil {
		return Terms{}, fmt.Errorf("read an account's terms: %w", err)
	}
	terms.AccountID = id
	return terms, nil
}

// putTerms writes it.
func putTerms(tx Tx, terms Terms) error {
	if err := tx.PutTerms(terms); err != nil {
		return fmt.Errorf("store an account's terms: %w", err)
	}
	return nil
}
