package core

import (
	"bytes"
	"crypto/hmac"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// DocumentRecord is one of the things that a site sets for itself beside its policies:
// how long it keeps what, its places, its access rules.
type DocumentRecord struct {
	Name string
	// Document is JSON.
	Document []byte
	// Revision counts the states of the document from 1.
	Revision int64
	At       time.Time
	// By wrote it, under this name then.
	By     AccountID
	ByName string
	// MAC vouches for all of the above.
	MAC []byte
}

// DocumentTx keeps the site's documents.
type DocumentTx interface {
	// Document is ErrNotFound for one that was never written.
	Document(name string) (DocumentRecord, error)
	// Documents lists those whose name begins so, by name.
	Documents(prefix string) ([]DocumentRecord, error)
	// PutDocument is ErrConflict when Revision does not follow the one that is there.
	PutDocument(DocumentRecord) error
}

// documentDomain keeps these MACs apart from other digests.
const documentDomain = "site document"

// documentMAC is what vouches for a document.
func (s *Site) documentMAC(d DocumentRecord) []byte {
	var e encoding
	e.text(d.Name)
	e.text(string(d.Document))
	for _, n := range []int64{d.Revision, unixMilli(d.At), int64(d.By)} {
		e.number(n)
	}
	e.text(d.ByName)
	sum := s.keys.digester.Digest(documentDomain, e.Bytes())
	return sum[:]
}

// errDocumentAltered is the cause of a refusal by a document that was changed outside
// the program.
var errDocumentAltered = errors.New("core: a document of the site is not as it was written")

// document reads a document into what it stands for, which stays as it is where none
// was written, and gives its record, also with errDocumentAltered.
func (s *Site) document(tx Tx, name string, into any) (DocumentRecord, error) {
	found, err := tx.Document(name)
	if isNotFound(err) {
		return DocumentRecord{Name: name}, nil
	}
	if err != nil {
		return DocumentRecord{}, fmt.Errorf("read the site's %s: %w", name, err)
	}
	return found, s.readDocument(found, into)
}

// documentSound tells whether a document is as the program wrote it.
func (s *Site) documentSound(d DocumentRecord) bool { return hmac.Equal(d.MAC, s.documentMAC(d)) }

// readDocument reads a record that was found.
func (s *Site) readDocument(found DocumentRecord, into any) error {
	if !s.documentSound(found) {
		return fmt.Errorf("%w: %s", errDocumentAltered, found.Name)
	}
	lines := json.NewDecoder(bytes.NewReader(found.Document))
	lines.DisallowUnknownFields()
	if err := lines.Decode(into); err != nil {
		return fmt.Errorf("read the site's %s: %w", found.Name, err)
	}
	if _, err := lines.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the site's %s: there is more than one document", found.Name)
	}
	return nil
}

// putDocument writes the next state of a document, with its line of the log.
func (s *Site) putDocument(tx Tx, c caller, was DocumentRecord, from any, kind EventKind, d detail) error {
	text, err := json.Marshal(from)
	if err != nil {
		return fmt.Errorf("write the site's %s: %w", was.Name, err)
	}
	next := DocumentRecord{
		Name: was.Name, Document: text, Revision: was.Revision + 1, At: tx.Now(), By: c.account.ID, ByName: c.account.Name,
	}
	next.MAC = s.documentMAC(next)
	if err := tx.PutDocument(next); err != nil {
		return fmt.Errorf("store the site's %s: %w", was.Name, err)
	}
	_, err = s.record(tx, c.did(kind, Account{}), d)
	return err
}
