package command_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gatehouse/core/command"
	"gatehouse/core/passkey"
	"gatehouse/core/passkey/browser"
)

// byPage reaches authenticators by the page of the real provider, with open in the
// place of a browser.
func byPage(t *testing.T, open func(path string)) func(string, *slog.Logger) []passkey.Provider {
	return func(dir string, log *slog.Logger) []passkey.Provider {
		p, err := browser.NewProvider(browser.ProviderConfig{
			Words: browser.English(), Dir: filepath.Join(dir, "passkey"), Log: log,
			Open: func(_ context.Context, path string) error {
				open(path)
				return nil
			},
		})
		if err != nil {
			t.Error(err)
			return nil
		}
		return []passkey.Provider{p}
	}
}

// TestStoppedWhileItWaitsForAPasskey stops commands while the page is open: they say so,
// and nothing of page, session or passkey is left.
func TestStoppedWhileItWaitsForAPasskey(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.init()
	link := regexp.MustCompile(`http://(localhost:\d+)/\S+`)
	for _, args := range [][]string{
		{"passkey", "add", "--as", "ada"},
		{"passkey", "add", "--as", "ada", "--json"},
		{"signin", "--passkey"},
	} {
		ctx, stop := context.WithCancel(t.Context())
		redirects := make(chan string, 1)
		var stdout, stderr strings.Builder
		p := program(nil, folderKeyring{})
		p.Args = append([]string{"--data", d.dir}, args...)
		p.Stdin, p.Stdout, p.Stderr = strings.NewReader(rootPassword+"\n"), &stdout, &stderr
		p.Passkeys = byPage(t, func(path string) {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Error(err)
			}
			redirects <- string(content)
			stop()
		})
		status := command.Run(ctx, p)
		stop()
		said := stdout.String() + stderr.String()
		if status != 4 || strings.Count(said, "Stopped before it was done.") != 1 {
			t.Errorf("%q: status %d, %q", args, status, said)
		}
		at := link.FindStringSubmatch(stderr.String())
		if at == nil || !strings.Contains(<-redirects, at[0]) {
			t.Fatalf("%q: no link of the page in %q", args, stderr.String())
		}
		if connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", at[1]); err == nil {
			t.Errorf("%q: the port still answers: %v", args, connection.Close())
		}
		left, err := os.ReadDir(filepath.Join(d.dir, "passkey"))
		if err != nil || len(left) != 0 {
			t.Errorf("%q: %v is left, %v", args, left, err)
		}
	}
	r := d.must(rootPassword+"\n", "account", "show", "ada", "--as", "ada", "--json")
	var shown struct {
		Devices  []any
		Passkeys int
	}
	if err := json.Unmarshal([]byte(r.stdout), &shown); err != nil || len(shown.Devices) != 1 || shown.Passkeys != 0 {
		t.Errorf("%+v, %v", shown, err)
	}
}
