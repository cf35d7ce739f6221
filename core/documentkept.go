package core

import (
	"crypto/hmac"
	"errors"
	"fmt"
	"sync"
)

// Documents that are asked for at each call are read once: what was read is kept with
// the MAC of what it was read from.

// keptDocuments are the documents that a program has read.
type keptDocuments struct {
	mu   sync.Mutex
	read map[string]keptDocument
}

// keptDocument is one of them.
type keptDocument struct {
	mac   string
	value any
}

// get gives what was read from a record with this MAC.
func (k *keptDocuments) get(name, mac string) (any, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	found, ok := k.read[name]
	return found.value, ok && found.mac == mac
}

// put keeps what was read.
func (k *keptDocuments) put(name, mac string, value any) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.read == nil {
		k.read = map[string]keptDocument{}
	}
	k.read[name] = keptDocument{mac: mac, value: value}
}

// readOnce reads a document, or takes what was read of it before. read is given nothing
// where the document was never written, or was altered outside the program; that is for
// the log.
func readOnce[T any](s *Site, tx Tx, name string, read func([]byte) (T, error)) (T, error) {
	var none T
	record, err := tx.Document(name)
	if err != nil && !isNotFound(err) {
		return none, fmt.Errorf("read the site's %s: %w", name, err)
	}
	if err == nil && !hmac.Equal(record.MAC, s.documentMAC(record)) {
		s.log.Error("a document of the site was changed outside the program", "document", name)
		record = DocumentRecord{}
	}
	if found, ok := s.documents.get(name, string(record.MAC)); ok {
		if value, ok := found.(T); ok {
			return value, nil
		}
	}
	value, err := read(record.Document)
	if err != nil {
		return none, fmt.Errorf("read the site's %s: %w", name, err)
	}
	s.documents.put(name, string(record.MAC), value)
	return value, nil
}

// soundDocument reads a document, of which nothing holds when it was altered outside the
// program.
func (s *Site) soundDocument(tx Tx, name string, into any) error {
	_, err := s.document(tx, name, into)
	if errors.Is(err, errDocumentAltered) {
		s.log.Error("a document of the site was changed outside the program", "document", name)
		return nil
	}
	return err
}

// replaced reads a document that is about to be replaced, also one that was altered.
func (s *Site) replaced(tx Tx, name string, into any) (DocumentRecord, error) {
	record, err := s.document(tx, name, into)
	if errors.Is(err, errDocumentAltered) {
		return record, nil
	}
	return record, err
}
