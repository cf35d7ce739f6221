package core_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/seal"
	"gatehouse/storage"
)

// memoryKeyring is a keyring in memory that can be made to fail.
type memoryKeyring struct {
	mu    sync.Mutex
	items map[string]string
	// fail is what every call for an anchor returns, nil for none.
	fail error
	sets int
}

func newMemoryKeyring() *memoryKeyring { return &memoryKeyring{items: map[string]string{}} }

func (k *memoryKeyring) Get(_ context.Context, item string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.fail != nil && strings.HasPrefix(item, "anchor-") {
		return "", k.fail
	}
	text, ok := k.items[item]
	if !ok {
		return "", seal.ErrKeyMissing
	}
	return text, nil
}

func (k *memoryKeyring) Set(_ context.Context, item, secret string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.fail != nil && strings.HasPrefix(item, "anchor-") {
		return k.fail
	}
	k.items[item] = secret
	if strings.HasPrefix(item, "anchor-") {
		k.sets++
	}
	return nil
}

func (k *memoryKeyring) Delete(_ context.Context, item string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.items, item)
	return nil
}

// put replaces the anchor.
func (k *memoryKeyring) put(site *core.Site, text string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.items["anchor-"+site.ID()] = text
}

// ringBed is a site whose key is in a keyring. It is opened by the test.
func ringBed(t *testing.T) (*bed, *memoryKeyring) {
	t.Helper()
	ring := newMemoryKeyring()
	b := &bed{
		t: t, dir: filepath.Join(t.TempDir(), "data"), cfg: core.Config{Hasher: cheap(t, 64)},
		clock: &clock{now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)},
	}
	form := formOf(t, "")
	form.Key = core.KeyChoice{Kind: seal.KindKeyring, Keyring: ring}
	must(t, core.Create(t.Context(), storeAt(b.clock.Now), b.dir, form, b.cfg))
	return b, ring
}

// program opens the site as a program, does something and ends it.
func (b *bed) program(ring seal.Keyring, do func()) {
	b.t.Helper()
	store, err := storage.Open(b.t.Context(), b.dir, storage.Options{Clock: b.clock.Now})
	must(b.t, err)
	site, err := core.Open(b.t.Context(), store, core.Unlock{Keyring: ring}, b.cfg)
	must(b.t, err)
	b.store, b.site = store, site
	do()
	must(b.t, site.Close())
}

// copyStore copies the store of a site that nobody has open.
func (b *bed) copyStore(from, to string) {
	b.t.Helper()
	text, err := os.ReadFile(filepath.Join(b.dir, from))
	must(b.t, err)
	must(b.t, os.WriteFile(filepath.Join(b.dir, to), text, 0o600))
}

// kept is what the anchor in the keyring says.
func (b *bed) kept() core.KeptAnchor {
	b.t.Helper()
	found, err := b.site.CheckKeptAnchor(b.t.Context())
	must(b.t, err)
	return found
}

// editedStore shows single lines of the log as somebody has edited them; nil is a line
// that is not there.
type editedStore struct {
	core.Store
	edit func(core.Event) *core.Event
}

func (s editedStore) View(ctx context.Context, do func(core.Tx) error) error {
	return s.Store.View(ctx, func(tx core.Tx) error { return do(editedTx{tx, s.edit}) })
}

type editedTx struct {
	core.Tx
	edit func(core.Event) *core.Event
}

func (t editedTx) Events(from int64, limit int) ([]core.Event, error) {
	lines, err := t.Tx.Events(from, limit)
	var shown []core.Event
	for _, e := range lines {
		if kept := t.edit(e); kept != nil {
			shown = append(shown, *kept)
		}
	}
	return shown, err
}

// verifyEdited verifies a log as edited.
func verifyEdited(t *testing.T, b *bed, edit func(core.Event) *core.Event) core.LogReport {
	t.Helper()
	site, err := core.Open(t.Context(), editedStore{b.store, edit}, core.Unlock{}, b.cfg)
	must(t, err)
	report, err := site.VerifyLog(t.Context())
	must(t, err)
	return report
}
