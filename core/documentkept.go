package core

import (
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

// heldDocument is a document as it holds.
type heldDocument[T any] struct {
	value T
	// record is what is stored, zero where nothing was ever written.
	record DocumentRecord
	// sound: it is as it was written. Of one that is not nothing holds.
	sound bool
}

// readOnce reads a document, or takes what was read of it before. read is given nothing
// where the document was never written, or was changed outside the program.
func readOnce[T any](s *Site, tx Tx, name string, read func([]byte) (T, error)) (heldDocument[T], error) {
	record, err := tx.Document(name)
	if err != nil && !isNotFound(err) {
		return heldDocument[T]{}, fmt.Errorf("read the site's %s: %w", name, err)
	}
	held := heldDocument[T]{record: record, sound: isNotFound(err) || s.documentSound(record)}
	text, mac := record.Document, string(record.MAC)
	if !held.sound {
		text, mac = nil, "altered "+mac
	}
	if found, ok := s.documents.get(name, mac); ok {
		if value, ok := found.(T); ok {
			held.value = value
			return held, nil
		}
	}
	if !held.sound {
		s.logAltered(name)
	}
	if held.value, err = read(text); err != nil {
		return heldDocument[T]{}, fmt.Errorf("read the site's %s: %w", name, err)
	}
	s.documents.put(name, mac, held.value)
	return held, nil
}

// logAltered tells the program's log that nothing of a document holds.
func (s *Site) logAltered(name string) {
	s.log.Error("a document of the site was changed outside the program", "document", name)
}

// soundDocument reads a document, of which nothing holds when it was altered outside the
// program.
func (s *Site) soundDocument(tx Tx, name string, into any) error {
	_, err := s.document(tx, name, into)
	if errors.Is(err, errDocumentAltered) {
		s.logAltered(name)
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
