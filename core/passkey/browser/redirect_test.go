package browser

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"testing"
)

// The redirect file leads to the link, is the person's own, and goes with the ceremony.
func TestRedirectFile(t *testing.T) {
	s := begin(t, Config{}, saved)
	dir := t.TempDir()
	path, err := s.RedirectFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("the mode is %v", info.Mode())
	}
	if strings.Contains(path, s.launch.text()) {
		t.Error("the token stands in the file's name")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := html.UnescapeString(string(text))
	for _, part := range []string{`content="0; url=` + s.Link() + `"`, `<a href="` + s.Link() + `">`} {
		if !strings.Contains(page, part) {
			t.Errorf("the file does not contain %q: %s", part, page)
		}
	}
	if strings.Contains(page, s.finish.text()) {
		t.Error("the file has the finish token")
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after Close: %v", err)
	}
	if _, err := s.RedirectFile(dir); !errors.Is(err, ErrClosed) {
		t.Errorf("a file after Close: %v", err)
	}
}

// A folder that is not there is an error without the link in it; a file that is gone
// already is none.
func TestRedirectFileFaults(t *testing.T) {
	s := begin(t, Config{}, saved)
	_, err := s.RedirectFile(t.TempDir() + "/none")
	if !errors.Is(err, os.ErrNotExist) || strings.Contains(err.Error(), s.launch.text()) {
		t.Errorf("no folder: %v", err)
	}
	path, err := s.RedirectFile(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// Neither tokens nor the server show a secret, however they are printed.
func TestTokensHidden(t *testing.T) {
	s := begin(t, Config{}, saved)
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "server", s.Server, "token", s.launch, "in", []any{s.finish})
	held := struct{ launch, finish token }{s.launch, s.finish}
	encoded, err := json.Marshal([]any{s.launch, &held, s.finish})
	if err != nil {
		t.Fatal(err)
	}
	shown := log.String() + string(encoded)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		shown += fmt.Sprintf(verb, s.launch) + fmt.Sprintf(verb, held) + fmt.Sprintf(verb, &held) + fmt.Sprintf(verb, s.Server)
	}
	for _, secret := range []token{s.launch, s.finish} {
		if len(secret.text()) != 43 || strings.Contains(shown, secret.text()) ||
			strings.Contains(shown, fmt.Sprintf("%x", secret.text())) {
			t.Errorf("a token is short or shows: %s", shown)
		}
	}
	if s.launch.is("") || (token{}).is("") || s.launch.is(s.finish.text()) || !s.launch.is(s.launch.text()) {
		t.Error("tokens are compared wrongly")
	}
}
