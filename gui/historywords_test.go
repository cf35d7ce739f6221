package gui

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
)

// inCore finds what a pattern's group is in core's own sources: what core can write into
// the history, also what is added later.
func inCore(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "core", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("core has no sources: %v", err)
	}
	match := regexp.MustCompile(pattern)
	var found []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range match.FindAllStringSubmatch(string(source), -1) {
			found = append(found, group[1])
		}
	}
	slices.Sort(found)
	if found = slices.Compact(found); len(found) == 0 {
		t.Fatalf("core has nothing of %s", pattern)
	}
	return found
}

// plain fails when words are missing, or are those of the log.
func plain(t *testing.T, what, words, raw string) {
	t.Helper()
	if words == "" || words == raw || strings.Contains(words, "The log calls it") || strings.Contains(words, "_") {
		t.Errorf("%s has the words %q", what, words)
	}
}

// Everything that core writes into the history has words.
func TestHistoryWordsAreWhole(t *testing.T) {
	inWindow(t, func(h *hand) {
		a := h.app
		for _, outcome := range core.Outcomes() {
			plain(t, string(outcome), outcomeWords(core.HistoryLine{Outcome: outcome, AccountID: 1}), string(outcome))
		}
		for _, end := range inCore(t, `End\w+\s+EndReason = "(\w+)"`) {
			plain(t, "the end "+end, a.reasonWords(core.HistoryLine{Outcome: core.OutcomeSignedOut, Reason: end}), end)
			plain(t, "the short end "+end, endShort(core.EndReason(end)), end)
		}
		for _, mark := range inCore(t, `Mark\w+\s+Mark = "(\w+)"`) {
			words := markWords(core.Mark(mark))
			plain(t, "the mark "+mark, words.short, mark)
			plain(t, "the mark "+mark, words.sentence, mark)
			plain(t, "what to do about the mark "+mark, words.advice, mark)
		}
		for _, reason := range inCore(t, `(?:passkey\.Err\w+|errAltered), "([^"]+)"\}`) {
			plain(t, "the reason "+reason, a.reasonWords(core.HistoryLine{Outcome: core.OutcomeWrong, Method: "passkey", Reason: reason}), reason)
		}
		for _, reason := range append(inCore(t, `reason\w+\s+= "(\w+)"`), string(core.ReasonExpired)) {
			refused := core.HistoryLine{Outcome: core.OutcomeRefused, Method: "signin", Reason: reason}
			plain(t, "the refusal "+reason, a.reasonWords(refused), reason)
			plain(t, "the short refusal "+reason, refusedHow(refused), reason)
		}
		for _, method := range inCore(t, `method\w+\s+= "([^"]+)"`) {
			plain(t, "the method "+method, methodWords(core.HistoryLine{Outcome: core.OutcomeSignedIn, Method: method}), method)
		}
		for _, purpose := range inCore(t, `(?:purpose\w+\s+= |session\.ID, )"([^"]+)"`) {
			plain(t, "a failure for "+purpose, methodWords(core.HistoryLine{Outcome: core.OutcomeWrong, Method: purpose}), purpose)
		}
	})
}

// What this version does not know is shown as it is, and nothing is lost.
func TestHistoryWordsOfLaterVersions(t *testing.T) {
	inWindow(t, func(h *hand) {
		later := core.HistoryLine{Outcome: "teleported", Method: "mind reading", Reason: "of old\u202e"}
		if got := outcomeWords(later); got != "teleported" {
			t.Errorf("the outcome is %q", got)
		}
		if got := methodWords(later); got != "mind reading" {
			t.Errorf("the method is %q", got)
		}
		if got := h.app.reasonWords(later); !strings.Contains(got, "of old") || strings.Contains(got, "\u202e") {
			t.Errorf("the reason is %q", got)
		}
		for _, outcome := range core.Outcomes()[1:] {
			later.Outcome = outcome
			if got := h.app.reasonWords(later); got == "" {
				t.Errorf("%s for an unknown reason has no words", outcome)
			}
			if got := h.app.howWords(later); got == "" {
				t.Errorf("%s by an unknown way has no words", outcome)
			}
		}
	})
}

func TestHistoryRowWords(t *testing.T) {
	inWindow(t, func(h *hand) {
		line := func(outcome core.Outcome, method, reason string, failures int) core.HistoryLine {
			return core.HistoryLine{Outcome: outcome, Method: method, Reason: reason, Failures: failures, AccountID: 1}
		}
		for _, c := range []struct {
			line      core.HistoryLine
			what, how string
		}{
			{line(core.OutcomeSignedIn, "password", "", 0), "Signed in", "Password"},
			{line(core.OutcomeSignedIn, "password and code", "", 0), "Signed in", "Password and code"},
			{line(core.OutcomeSignedIn, "password and recovery code", "", 0), "Signed in", "Recovery code"},
			{line(core.OutcomeWrong, "signin", "", 1), "Wrong password", "Password"},
			{line(core.OutcomeWrong, "code", "", 3), "Wrong code", "Code, after the password, 3 in a row"},
			{line(core.OutcomeWrong, "code for emergencies", "", 1), "Wrong password", "To renew the code for emergencies"},
			{line(core.OutcomeWrong, "passkey", "too late", 0), "Passkey not taken", "Passkey"},
			{line(core.OutcomeLocked, "", "unlocked", 100), "Locked", "After 100 wrong tries"},
			{line(core.OutcomeLocked, "", "unlocked", 1), "Locked", "After 1 wrong try"},
			{line(core.OutcomeRefused, "signin", "locked", 0), "Refused", "Was locked"},
			{line(core.OutcomeSignedOut, "", string(core.EndExpired), 0), "Signed out", "Not used, or over"},
			{line(core.OutcomeHalfWay, "password", string(core.StepTwoStep), 0), "Half way in", "Asked for a code"},
		} {
			if what, how := outcomeWords(c.line), h.app.howWords(c.line); what != c.what || how != c.how {
				t.Errorf("%+v is %q, %q, want %q, %q", c.line, what, how, c.what, c.how)
			}
		}
		closed := line(core.OutcomeLocked, "", "unlocked", 1)
		if got, want := h.app.reasonWords(closed), "Locked after 1 wrong try in a row. It stays locked until somebody unlocks it."; got != want {
			t.Errorf("a lock without an end is %q, want %q", got, want)
		}
		until := line(core.OutcomeLocked, "", h.now().Add(15*time.Minute).Format(time.RFC3339), 5)
		if got, want := h.app.reasonWords(until), "Locked after 5 wrong tries in a row. It was locked until 08:27."; got != want {
			t.Errorf("a lock is %q, want %q", got, want)
		}
		unknown := core.HistoryLine{Outcome: core.OutcomeWrong, Method: "signin"}
		if outcomeWords(unknown) != "Unknown name" || whoWords(unknown) != "Name not kept" {
			t.Errorf("an unknown name is %q of %q", outcomeWords(unknown), whoWords(unknown))
		}
	})
}
