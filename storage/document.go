package storage

import "gatehouse/core"

// Document finds one of the site's documents.
func (t *tx) Document(name string) (core.DocumentRecord, error) {
	found, err := list(t, readDocument, selectDocuments+"WHERE name = $1", name)
	if err != nil {
		return core.DocumentRecord{}, err
	}
	if len(found) == 0 {
		return core.DocumentRecord{}, core.ErrNotFound
	}
	return found[0], nil
}

// Documents lists those whose name begins so, by name.
func (t *tx) Documents(prefix string) ([]core.DocumentRecord, error) {
	return list(t, readDocument, selectDocuments+"WHERE substr(name, 1, length($1)) = $1 ORDER BY name", prefix)
}

// PutDocument adds a document whose revision is 1, and replaces one whose revision is
// that before.
func (t *tx) PutDocument(d core.DocumentRecord) error {
	const add = `
INSERT INTO site_documents (name, document, revision, at, by_account, by_name, mac)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`
	const replace = `
UPDATE site_documents SET document = $2, revision = $3, at = $4, by_account = $5, by_name = $6, mac = $7
WHERE name = $1 AND revision = $3 - 1`
	text := replace
	if d.Revision == 1 {
		text = add
	}
	return t.one(core.ErrConflict, text, d.Name, string(d.Document), d.Revision, millis(d.At), int64(d.By), d.ByName, d.MAC)
}

const selectDocuments = `
SELECT name, document, revision, at, by_account, by_name, mac FROM site_documents `

// readDocument reads one row of selectDocuments.
func readDocument(row scanner, d *core.DocumentRecord) error {
	return row.Scan(&d.Name, &d.Document, &d.Revision, at(&d.At), ref(&d.By), &d.ByName, &d.MAC)
}
