package core_test

import (
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"gatehouse/core"
	"gatehouse/core/password/breach"
	"gatehouse/core/policy"
)

// commonPassword is on the built-in list, and long enough for a new site.
const commonPassword = "1234567890Qwerty"

// leakedWords builds a list file of passwords, and gives its path.
func leakedWords(t testing.TB, words ...string) string {
	t.Helper()
	dir := t.TempDir()
	source, out := filepath.Join(dir, "words.txt"), filepath.Join(dir, "out.list")
	must(t, os.WriteFile(source, []byte(strings.Join(words, "\n")+"\n"), 0o600))
	_, err := breach.Build(t.Context(), source, out, breach.Options{Name: "words", Format: breach.FormatWords})
	must(t, err)
	return out
}

// use puts a list in use.
func (b *bed) use(root core.Token, list string) core.BreachedView {
	b.t.Helper()
	view, err := b.site.InstallBreached(b.t.Context(), root, list, nil)
	must(b.t, err)
	return view
}

// leaks puts the use of the lists in force.
func (b *bed) leaks(use policy.Breached) {
	b.t.Helper()
	b.rule(func(p *policy.Policy) { p.Complexity.Breached = use })
}

// listFile is the path of the list in use.
func (b *bed) listFile() string {
	b.t.Helper()
	return filepath.Join(b.dir, b.listRecord().File)
}

// listRecord is what the store says of it.
func (b *bed) listRecord() core.BreachedRecord {
	b.t.Helper()
	var record core.BreachedRecord
	must(b.t, b.store.View(b.t.Context(), func(tx core.Tx) error {
		var err error
		record, err = tx.BreachedList()
		return err
	}))
	return record
}

// listFiles are the names of the installed lists in the data folder, and of what is
// left of others.
func (b *bed) listFiles() []string {
	b.t.Helper()
	entries, err := os.ReadDir(b.dir)
	must(b.t, err)
	var names []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "breached-") {
			names = append(names, e.Name())
		}
	}
	return names
}

// told counts the notices of a kind that an account has.
func (b *bed) told(id core.AccountID, kind core.NoticeKind) int {
	b.t.Helper()
	n := 0
	must(b.t, b.store.View(b.t.Context(), func(tx core.Tx) error {
		all, err := tx.Notices(id, 100)
		for _, notice := range all {
			if notice.Kind == kind {
				n++
			}
		}
		return err
	}))
	return n
}

// wantLeaked wants an error that says that the new password has leaked.
func wantLeaked(t testing.TB, err error) {
	t.Helper()
	wantFields(t, err, core.FieldNew)
	if text := core.ProblemsOf(err)[0].Error(); text != "This password is common or has leaked. Choose another one" {
		t.Fatal(text)
	}
}

// wantUnseen wants an error that says that a new password could not be looked up.
func wantUnseen(t testing.TB, err error, field string) {
	t.Helper()
	problems := core.ProblemsOf(err)
	at := slices.IndexFunc(problems, func(e *core.Error) bool {
		return e.Code == core.CodeRefused && e.Field == field && strings.Contains(e.Error(), "Tell an administrator")
	})
	if len(problems) != 1 || at < 0 {
		t.Fatalf("%v", err)
	}
}

// altered changes the bytes of a file in place.
func altered(t testing.TB, path string, change func([]byte) []byte) {
	t.Helper()
	content, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, change(content), 0o600))
}

// gone tells whether a file is not there.
func gone(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, os.ErrNotExist)
}

// signedHeader makes the checksum of the header of a list right again.
func signedHeader(content []byte) []byte {
	const body = 4096 - sha256.Size
	sum := sha256.Sum256(content[:body])
	copy(content[body:], sum[:])
	return content
}

// repeating is randomness that a test begins anew.
type repeating struct {
	mu     sync.Mutex
	source io.Reader
}

// again begins it anew.
func (r *repeating) again() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.source = rand.NewChaCha8([32]byte{7})
}

func (r *repeating) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.source == nil {
		r.source = rand.NewChaCha8([32]byte{1})
	}
	return r.source.Read(p)
}
