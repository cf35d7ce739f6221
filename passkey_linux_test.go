package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/core/logfile"
	"gatehouse/core/passkey/browser"
	"gatehouse/core/passkey/chromiumtest"
)

// waiting is a program that waits for a passkey.
type waiting struct {
	t      *testing.T
	cmd    *exec.Cmd
	stdout bytes.Buffer
	stderr *bufio.Scanner
	// link is that of its page.
	link string
}

// waits starts a program and reads the link that it prints. path is its PATH, on which
// it looks for what opens a browser.
func (s *site) waits(path, input string, args ...string) *waiting {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), s.program, args...)
	w := &waiting{t: s.t, cmd: cmd}
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "GATEHOUSE_DATA="+filepath.Join(s.dir, "D"), "PATH="+path)
	cmd.Stdin, cmd.Stdout = strings.NewReader(input), &w.stdout
	errors, err := cmd.StderrPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	w.stderr = bufio.NewScanner(errors)
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	for w.stderr.Scan() {
		if strings.HasPrefix(w.stderr.Text(), "http://localhost:") {
			w.link = w.stderr.Text()
			return w
		}
	}
	s.t.Fatalf("%q: no link, %v, %s", args, w.end(), w.stdout.String())
	return nil
}

// end gives the exit status, with the rest of standard error read.
func (w *waiting) end() int {
	w.t.Helper()
	for w.stderr.Scan() {
		w.t.Log(w.stderr.Text())
	}
	if err := w.stderr.Err(); err != nil {
		w.t.Error(err)
	}
	_ = w.cmd.Wait() // its error is the exit status
	return w.cmd.ProcessState.ExitCode()
}

// answer is the JSON answer of a program that ends with a status.
func (w *waiting) answer(status int) map[string]any {
	w.t.Helper()
	if got := w.end(); got != status {
		w.t.Fatalf("%q: status %d, want %d: %s", w.cmd.Args, got, status, w.stdout.String())
	}
	var answer map[string]any
	if err := json.Unmarshal(w.stdout.Bytes(), &answer); err != nil {
		w.t.Fatalf("%q: %v", w.cmd.Args, err)
	}
	return answer
}

// TestPasskeyInChromium adds a passkey with the built program and a real browser, signs
// in with it, and is refused a second one on the same authenticator and one that was
// removed. The browser is led to the printed link, and opened by the program itself.
func TestPasskeyInChromium(t *testing.T) {
	const ada = rightPassword
	words := browser.English()
	chrome := chromiumtest.Start(t, chromiumtest.Config{})
	s := &site{t: t, program: released, dir: t.TempDir()}
	if out, status := s.run(ada, "init", "--site", "Workshop", "--root", "ada", "--key-file", "D.key"); status != 0 {
		t.Fatal(out)
	}
	var links []string
	none, opener := t.TempDir(), chrome.Opener()
	// goes lets a person go through the page, by the printed link where no browser starts.
	goes := func(w *waiting, byHand bool, shows string) *waiting {
		t.Helper()
		links = append(links, w.link)
		if byHand {
			if err := chrome.Open(t.Context(), w.link); err != nil {
				t.Fatal(err)
			}
		}
		chrome.Opened()
		chrome.Shows(words.CreateStart)
		chrome.Click("#begin")
		chrome.Shows(shows)
		return w
	}

	added := goes(s.waits(none, ada, "passkey", "add", "--as", "ada", "--name", "Blue", "--json"), true, words.Saved).answer(0)
	if p, ok := added["passkey"].(map[string]any); !ok || p["name"] != "Blue" || p["kind"] != "security-key" || p["works"] != true {
		t.Errorf("added: %v", added)
	}
	for range 2 {
		in := goes(s.waits(none, "", "signin", "--passkey", "--json"), true, words.SignedIn).answer(0)
		if in["next"] != "done" || in["user"] != "ada" || in["role"] != "root" {
			t.Errorf("signed in: %v", in)
		}
	}
	in := goes(s.waits(opener, "", "--passkey-provider", "browser", "signin", "--passkey", "--json"), false, words.SignedIn).answer(0)
	if in["user"] != "ada" {
		t.Errorf("signed in by a browser that the program opened: %v", in)
	}
	again := goes(s.waits(opener, ada, "passkey", "add", "--as", "ada", "--json"), false, words.AlreadyRegistered).answer(1)
	if again["code"] != "refused" || !strings.Contains(again["message"].(string), "on it already") {
		t.Errorf("the same authenticator again: %v", again)
	}
	if out, status := s.run(ada, "passkey", "remove", "--passkey", "Blue", "--as", "ada"); status != 0 {
		t.Fatal(out)
	}
	gone := goes(s.waits(opener, "", "signin", "--passkey", "--json"), false, words.NotRight).answer(1)
	if gone["code"] != "sign_in" {
		t.Errorf("a removed passkey: %v", gone)
	}
	stopped := s.waits(none, ada, "passkey", "add", "--as", "ada")
	if err := stopped.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if status := stopped.end(); status != 4 || stopped.stdout.Len() != 0 {
		t.Errorf("Ctrl+C: status %d, %s", status, stopped.stdout.String())
	}
	s.leftNothing(append(links, stopped.link))
}

// leftNothing looks for links in the log, and for what the pages have left.
func (s *site) leftNothing(links []string) {
	s.t.Helper()
	log, err := os.ReadFile(logfile.Path(filepath.Join(s.dir, "D")))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, link := range links {
		if token := link[strings.LastIndex(link, "/")+1:]; len(token) < 40 || bytes.Contains(log, []byte(token)) {
			s.t.Errorf("%s: in the log, or no token", link)
		}
	}
	left, err := os.ReadDir(filepath.Join(s.dir, "D", "passkey"))
	if err != nil || len(left) != 0 {
		s.t.Errorf("%v is left, %v", left, err)
	}
	if out, status := s.run(rightPassword, "account", "show", "ada", "--as", "ada", "--json"); status != 0 || strings.Count(out, `"client":`) != 1 {
		s.t.Errorf("more than this one is signed in: %s", out)
	}
}

// TestPasskeyProvider: what is chosen has to be there, for commands and for the window.
func TestPasskeyProvider(t *testing.T) {
	s := &site{t: t, program: released, dir: t.TempDir()}
	if out, status := s.run("", "doctor"); status != 0 || !strings.Contains(out, "Passkeys are reached by: browser, which this computer prefers. It reaches security-key, phone.") {
		t.Errorf("status %d, %s", status, out)
	}
	for _, args := range [][]string{{"--passkey-provider", "windows"}, {"--passkey-provider", "windows", "doctor"}} {
		if out, status := s.run("", args...); status != 2 || out != "" {
			t.Errorf("%q: status %d, %s", args, status, out)
		}
	}
	s.env = []string{"GATEHOUSE_PASSKEY_PROVIDER=windows"}
	if out, status := s.run(""); status != 2 || out != "" {
		t.Errorf("the window by a variable: status %d, %s", status, out)
	}
}
