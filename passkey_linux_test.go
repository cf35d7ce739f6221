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

// journey is a site with a browser.
type journey struct {
	*site
	chrome *chromiumtest.Browser
	words  browser.Words
	// links are those that were printed.
	links []string
	// none is a PATH without a browser, opener one that has it.
	none, opener string
}

// goes lets a person go through the page, by the printed link where no browser starts.
func (j *journey) goes(w *waiting, byHand bool, shows string) *waiting {
	j.t.Helper()
	j.links = append(j.links, w.link)
	if byHand {
		if err := j.chrome.Open(j.t.Context(), w.link); err != nil {
			j.t.Fatal(err)
		}
	}
	j.chrome.Opened()
	j.chrome.Shows(j.words.CreateStart)
	j.chrome.Click("#begin")
	j.chrome.Shows(shows)
	return w
}

// TestPasskeyInChromium adds a passkey with the built program and a real browser, signs
// in with it, and is refused a second one on the same authenticator and one that was
// removed. The browser is led to the printed link, and opened by the program itself.
func TestPasskeyInChromium(t *testing.T) {
	chrome := chromiumtest.Start(t, chromiumtest.Config{})
	j := &journey{
		site:   &site{t: t, program: released, dir: t.TempDir()},
		chrome: chrome, words: browser.English(), none: t.TempDir(), opener: chrome.Opener(),
	}
	if out, status := j.run(rightPassword, "init", "--site", "Workshop", "--root", "ada", "--key-file", "D.key"); status != 0 {
		t.Fatal(out)
	}
	j.adds()
	j.signsIn()
	j.isRefused()
	stopped := j.waits(j.none, rightPassword, "passkey", "add", "--as", "ada")
	if err := stopped.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if status := stopped.end(); status != 4 || stopped.stdout.Len() != 0 {
		t.Errorf("Ctrl+C: status %d, %s", status, stopped.stdout.String())
	}
	j.leftNothing(append(j.links, stopped.link))
}

// adds adds the passkey.
func (j *journey) adds() {
	j.t.Helper()
	added := j.goes(j.waits(j.none, rightPassword, "passkey", "add", "--as", "ada", "--name", "Blue", "--json"), true, j.words.Saved).answer(0)
	if p, ok := added["passkey"].(map[string]any); !ok || p["name"] != "Blue" || p["kind"] != "security-key" || p["works"] != true {
		j.t.Errorf("added: %v", added)
	}
}

// signsIn signs in with it three times, once by a browser that the program opens.
func (j *journey) signsIn() {
	j.t.Helper()
	for range 2 {
		in := j.goes(j.waits(j.none, "", "signin", "--passkey", "--json"), true, j.words.SignedIn).answer(0)
		if in["next"] != "done" || in["user"] != "ada" || in["role"] != "root" {
			j.t.Errorf("signed in: %v", in)
		}
	}
	in := j.goes(j.waits(j.opener, "", "--passkey-provider", "browser", "signin", "--passkey", "--json"), false, j.words.SignedIn).answer(0)
	if in["user"] != "ada" {
		j.t.Errorf("signed in by a browser that the program opened: %v", in)
	}
}

// isRefused adds it a second time, and signs in when it is removed.
func (j *journey) isRefused() {
	j.t.Helper()
	again := j.goes(j.waits(j.opener, rightPassword, "passkey", "add", "--as", "ada", "--json"), false, j.words.AlreadyRegistered).answer(1)
	if text, ok := again["message"].(string); again["code"] != "refused" || !ok || !strings.Contains(text, "on it already") {
		j.t.Errorf("the same authenticator again: %v", again)
	}
	if out, status := j.run(rightPassword, "passkey", "remove", "--passkey", "Blue", "--as", "ada"); status != 0 {
		j.t.Fatal(out)
	}
	gone := j.goes(j.waits(j.opener, "", "signin", "--passkey", "--json"), false, j.words.NotRight).answer(1)
	if gone["code"] != "sign_in" {
		j.t.Errorf("a removed passkey: %v", gone)
	}
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
