package command_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"testing"

	"gatehouse/core/command"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/software"
)

// linkedSoftware is the software authenticator as if it were reached by a page, with
// links that can be recognised.
type linkedSoftware struct {
	*software.Authenticator
	links *[]string
}

func (l linkedSoftware) Start(ctx context.Context, kind passkey.Kind) (passkey.Ceremony, error) {
	ceremony, err := l.Authenticator.Start(ctx, kind)
	if err != nil {
		return nil, err
	}
	link := "http://localhost:49152/passkey/" + rand.Text()
	*l.links = append(*l.links, link)
	never := make(chan error)
	close(never)
	return withLink{ceremony, link, never}, nil
}

// withLink is a ceremony with a link, for which a browser was started.
type withLink struct {
	passkey.Ceremony
	link  string
	never chan error
}

func (w withLink) Link() string            { return w.link }
func (w withLink) NotOpened() <-chan error { return w.never }

// TestNoPasskeySecretIsKept runs the commands of passkeys, right and wrong. Passwords
// are printed nowhere, and each link on standard error, once; neither is in a file of the
// data folder or in the events.
func TestNoPasskeySecretIsKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var links []string
	held := linkedSoftware{software.New(rand.Reader), &links}
	d.change = func(p *command.Program) {
		p.Passkeys = func(string, *slog.Logger) []passkey.Provider { return []passkey.Provider{held} }
	}
	s := &secrets{words: []string{canaryRoot, canaryBob, canaryWrong, "quandong", "salak", "tamarind"}}
	root, bob := canaryRoot+"\n", canaryBob+"\n"
	begun := d.must(root, "init", "--site", "Workshop", "--root", "ada", "--time-zone", "UTC", "--key-file", d.keyFile, "--json")
	recovery := s.shownOnce(t, begun, "recovery_key")
	emergency := s.shownOnce(t, begun, "emergency_code")
	first := s.shownOnce(t, d.must(root, "account", "add", "--name", "bob", "--as", "ada", "--json"), "first_password")
	d.must(first+"\n"+bob, "password", "change", "--as", "bob")
	waits := func(want int, lines string, args ...string) {
		t.Helper()
		before := len(links)
		if r := d.run(lines, args...); r.status != want || len(links) != before+1 {
			t.Errorf("%q: %d links, %+v", args, len(links)-before, r)
		}
	}
	refused := func(want int, lines string, args ...string) {
		t.Helper()
		if r := d.run(lines, args...); r.status != want {
			t.Errorf("%q: %+v", args, r)
		}
	}
	waits(0, bob, "passkey", "add", "--as", "bob")
	waits(0, "", "signin", "--passkey")
	waits(0, "", "signin", "--passkey", "--json")
	waits(1, bob, "passkey", "add", "--as", "bob", "--json") // it is there
	held.Change(func(to *software.Settings) { to.Cancel = true })
	waits(1, "", "signin", "--passkey")
	waits(1, bob, "passkey", "add", "--as", "bob")
	held.Change(func(to *software.Settings) { to.Cancel, to.Tamper = false, true })
	waits(1, "", "signin", "--passkey", "--json")
	held.Change(func(to *software.Settings) { to.Tamper, to.SaidOrigin = false, links[0] })
	waits(1, "", "signin", "--passkey")
	held.Change(func(to *software.Settings) { to.SaidOrigin = "" })
	refused(1, canaryWrong+"\n", "passkey", "add", "--as", "bob")
	refused(1, canaryWrong+"\n", "passkey", "remove", "--passkey", "Security key", "--as", "bob", "--json")
	d.must(bob, "passkey", "list", "--as", "bob")
	d.must(bob, "passkey", "rename", "--passkey", "Security key", "--name", "Blue", "--as", "bob")
	d.must(root, "account", "show", "bob", "--as", "ada", "--json")
	d.must("", "doctor")
	d.must(bob, "passkey", "remove", "--passkey", "Blue", "--as", "bob")
	waits(1, "", "signin", "--passkey")
	waits(0, bob, "passkey", "add", "--as", "bob", "--name", "Red")
	held.Change(func(to *software.Settings) { to.Counting = false })
	waits(1, "", "signin", "--passkey") // as a copied one
	d.must(root, "account", "reset-passkeys", "bob", "--reason", "a test", "--as", "ada")
	held.Change(func(to *software.Settings) { to.Counting = true })
	waits(0, root, "passkey", "add", "--as", "ada")
	d.must(recovery+"\n", "passkey", "recover", "--user", "ada")

	printed := d.stdout.String()
	for _, link := range links {
		if strings.Contains(printed, link) || strings.Count(d.stderr.String(), link) != 1 {
			t.Errorf("%s is not on standard error, once", link)
		}
	}
	for _, once := range []string{recovery, emergency, first} {
		printed = strings.ReplaceAll(printed, once, "")
	}
	if found := s.in(printed + d.stderr.String()); found != nil {
		t.Errorf("printed: %q", found)
	}
	for _, link := range links {
		s.words = append(s.words, link[strings.LastIndex(link, "/")+1:])
	}
	s.notInFiles(t, d.dir)
	s.notInEvents(t, d.dir)
}
