package command_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gatehouse/core"
	"gatehouse/storage"
)

// canaries are the secrets that TestNoSecretIsKept brings in. Each has a word
// of its own that stands nowhere else.
const (
	canaryPhrase  = "sealedwith kumquat varnish seven"
	canaryPhrase2 = "sealedwith loquat varnish eight"
	canaryWrong   = "guessed tamarind varnish nine"
	canaryRoot    = "rootof quandong varnish eleven"
	canaryRoot2   = "rootof rambutan varnish twelve"
	canaryBob     = "thirdof salak varnish thirteen"
	canaryAnswer  = "answered mangosteen varnish fourteen"
	canaryName    = "typed jabuticaba as a name"
)

// secrets collects what must be found nowhere.
type secrets struct {
	words []string
	// whole: a secret is looked for as it is, since a part of a date may be one.
	whole bool
}

// shownOnce adds a secret that a command prints on purpose, and looks that it
// went to standard output only.
func (s *secrets) shownOnce(t *testing.T, r result, field string) string {
	t.Helper()
	var answer map[string]any
	if err := json.Unmarshal([]byte(r.stdout), &answer); err != nil {
		t.Fatal(err)
	}
	word, ok := answer[field].(string)
	if !ok || word == "" {
		t.Fatalf("no %s in %s", field, r.stdout)
	}
	s.words = append(s.words, word)
	return word
}

// in tells which secrets a text has in it, letter case and the dashes of a
// recovery key aside.
func (s *secrets) in(text string) []string {
	plain := regexp.MustCompile(`[- ]`)
	text = strings.ToLower(text)
	packed := plain.ReplaceAllString(text, "")
	var found []string
	for _, word := range s.words {
		word = strings.ToLower(word)
		if strings.Contains(text, word) || !s.whole && strings.Contains(packed, plain.ReplaceAllString(word, "")) {
			found = append(found, word)
		}
	}
	return found
}

// TestNoSecretIsKept runs every command, right and wrong, with secrets that can
// be recognised, and looks for them in all that was printed, in every file of
// the data folder, and in the events.
func TestNoSecretIsKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := &secrets{words: []string{canaryPhrase, canaryPhrase2, canaryWrong, canaryRoot, canaryRoot2, canaryBob, canaryAnswer, canaryName}}
	// The words alone are looked for as well, so that no part of a secret slips
	// through.
	s.words = append(s.words, "kumquat", "loquat", "tamarind", "quandong", "rambutan", "salak", "mangosteen", "jabuticaba", "varnish")
	begun := d.must(canaryPhrase+"\n"+canaryRoot+"\n", "init", "--site", "Workshop", "--root", "ada", "--time-zone", "UTC", "--passphrase", "--json")
	recovery := s.shownOnce(t, begun, "recovery_key")
	bob := s.everyCommand(t, d)
	s.wrongWays(t, d, bob, recovery)

	printed := d.stdout.String() + d.stderr.String()
	for _, once := range []string{recovery, bob} {
		if strings.Count(printed, once) != 1 {
			t.Errorf("%q was printed %d times", once, strings.Count(printed, once))
		}
		printed = strings.ReplaceAll(printed, once, "")
	}
	if found := s.in(printed); found != nil {
		t.Errorf("printed: %q", found)
	}
	s.notInFiles(t, d.dir)
	s.notInEvents(t, d.dir)
}

// everyCommand runs every command as it is meant, and gives a first password
// that was printed.
func (s *secrets) everyCommand(t *testing.T, d *desk) string {
	t.Helper()
	root := canaryPhrase + "\n" + canaryRoot + "\n"
	d.must("", "version")
	d.must(canaryPhrase+"\n", "doctor")
	d.must(root, "signin", "--user", "ada")
	d.must(root+canaryRoot2+"\n", "password", "change", "--as", "ada")
	root = canaryPhrase + "\n" + canaryRoot2 + "\n"
	first := s.shownOnce(t, d.must(root, "account", "add", "--name", "bob", "--as", "ada", "--json"), "first_password")
	d.must(canaryPhrase+"\n"+first+"\n"+canaryBob+"\n", "password", "change", "--as", "bob")
	for n := range 5 { // the same one again would count once
		d.run(canaryPhrase+"\n"+canaryWrong+strconv.Itoa(n)+"\n", "signin", "--user", "bob")
	}
	d.must(root, "account", "unlock", "bob", "--as", "ada")
	answering(t, d, root)
	d.must("", "key", "show")
	d.must(root, "key", "rotate", "--as", "ada")
	d.must(root+canaryPhrase2+"\n", "key", "change-passphrase", "--as", "ada")
	d.must(canaryPhrase2+"\n"+canaryRoot2+"\n"+canaryPhrase+"\n", "key", "change-passphrase", "--as", "ada", "--json")
	for _, args := range [][]string{
		{"list"}, {"show", "bob"}, {"edit", "bob", "--full-name", "Bob"}, {"disable", "bob"}, {"enable", "bob"},
	} {
		d.must(root, append(append([]string{"account"}, args...), "--as", "ada")...)
	}
	for _, args := range [][]string{
		{"group", "add", "--name", "Plant", "--member", "bob"},
		{"group", "list"},
		{"group", "show", "plant"},
		{"group", "edit", "plant", "--remove", "bob"},
		{"group", "delete", "plant"},
		{"expiry", "calendar"},
		{"expiry", "move", "bob", "--to", "2027-03-01"},
		{"expiry", "stagger", "--day", "2027-03-01", "--over", "2"},
		{"policy", "rename", "--policy", "Site policy", "--name", "House"},
	} {
		d.must(root, append(args, "--as", "ada")...)
	}
	return first
}

// answering sets a security question, and answers it rightly and wrongly.
func answering(t *testing.T, d *desk, root string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "asking.json")
	if err := os.WriteFile(file, []byte(`{"complexity":{"min_length":15,"require_security_question":true}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	d.must(root, "policy", "set", file, "--new", "Asking", "--rank", "5", "--reason", "a test", "--as", "ada")
	d.must(root, "policy", "assign", "--user", "bob", "--policy", "Asking", "--as", "ada")
	bob := canaryPhrase + "\n" + canaryBob + "\n"
	d.must(bob+canaryAnswer+"\n", "question", "set", "--question", "Which one?", "--as", "bob")
	d.must(bob+strings.ToUpper(canaryAnswer)+"\n", "signin", "--user", "bob")
	if r := d.run(bob+canaryAnswer+" and more\n", "signin", "--user", "bob"); r.status != 1 {
		t.Errorf("a wrong answer: %+v", r)
	}
	if r := d.run(bob+canaryAnswer+"\n"+canaryAnswer+"\u200b\n", "question", "set", "--question", canaryAnswer, "--as", "bob"); r.status != 1 {
		t.Errorf("an answer in place of the question: %+v", r)
	}
	d.must(root, "account", "reset-question", "bob", "--reason", "a test", "--as", "ada")
	d.must(root, "policy", "assign", "--user", "bob", "--as", "ada")
}

// wrongWays brings secrets to where they do not belong.
func (s *secrets) wrongWays(t *testing.T, d *desk, bob, recovery string) {
	t.Helper()
	refused := func(want int, lines string, args ...string) {
		t.Helper()
		if r := d.run(lines, args...); r.status != want {
			t.Errorf("%q: %+v", args, r)
		}
	}
	root := canaryPhrase + "\n" + canaryRoot2 + "\n"
	refused(4, canaryPhrase2+"\n"+canaryRoot2+"\n", "signin", "--user", "ada")
	refused(1, canaryPhrase+"\n"+canaryWrong+"\n", "signin", "--user", "ada")
	refused(1, canaryPhrase+"\n"+canaryWrong+"\n", "signin", "--user", canaryName)
	refused(1, canaryPhrase+"\n"+bob+"\n", "signin", "--user", "bob", "--json")
	refused(1, root+canaryRoot2+"\n", "password", "change", "--as", "ada")
	refused(3, canaryPhrase+"\n"+canaryBob+"\n", "account", "list", "--as", "bob")
	refused(4, canaryPhrase2+"\n", "doctor")
	refused(4, canaryWrong+"\n", "recover", "--key-file", d.keyFile)
	refused(1, recovery+"\n"+canaryPhrase2+strings.Repeat("x", 2000)+"\n", "recover", "--passphrase")
	d.must(recovery+"\n"+canaryPhrase2+"\n", "recover", "--passphrase")
	renewed := s.shownOnce(t, d.must(canaryPhrase2+"\n"+canaryRoot2+"\n", "key", "recovery", "--as", "ada", "--json"), "recovery_key")
	refused(1, canaryPhrase2+"\n"+canaryRoot2+"\n"+canaryWrong+strings.Repeat("x", 2000)+"\n", "key", "change-passphrase", "--as", "ada")
	refused(4, canaryWrong+"\n"+canaryRoot2+"\n", "key", "rotate", "--as", "ada", "--json")
	refused(4, recovery+"\n"+canaryPhrase+"\n", "recover", "--passphrase")
	last := s.shownOnce(t, d.must(canaryPhrase2+"\n"+canaryRoot2+"\n", "account", "reset", "bob", "--as", "ada", "--json"), "first_password")
	refused(3, canaryPhrase2+"\n"+last+"\n", "account", "list", "--as", "bob")
	d.must(canaryPhrase2+"\n"+canaryRoot2+"\n", "account", "delete", "bob", "--confirm", "bob", "--as", "ada")
	// Both were printed once, on purpose.
	text := strings.ReplaceAll(strings.ReplaceAll(d.stdout.String(), last, ""), renewed, "")
	d.stdout.Reset()
	d.stdout.WriteString(text)
}

// notInFiles looks into every file of the data folder: store, log, backups.
func (s *secrets) notInFiles(t *testing.T, dir string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		if found := s.in(string(content)); found != nil {
			t.Errorf("%s: %q", path, found)
		}
		return err
	})
	if err != nil || files < 2 {
		t.Errorf("%d files, %v", files, err)
	}
}

// notInEvents looks into the log of the store.
func (s *secrets) notInEvents(t *testing.T, dir string) {
	t.Helper()
	store, err := storage.Open(t.Context(), dir, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = store.View(t.Context(), func(tx core.Tx) error {
		events, err := tx.Events(1, 1000)
		if len(events) < 30 {
			t.Errorf("%d events", len(events))
		}
		for _, e := range events {
			if found := s.in(strings.Join([]string{string(e.Kind), e.ActorName, e.TargetName, e.Detail}, "\n")); found != nil {
				t.Errorf("event %d: %q", e.Seq, found)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if err := store.Close(); err != nil {
		t.Error(err)
	}
}
