package gui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"gatehouse/core"
	"gatehouse/core/password/breach"
	"gatehouse/core/policy"
)

// leakedWords builds a list file of passwords.
func (h *hand) leakedWords(words ...string) string {
	h.Helper()
	dir := h.TempDir()
	source, out := filepath.Join(dir, "words.txt"), filepath.Join(dir, "leaked.list")
	h.must(os.WriteFile(source, []byte(strings.Join(words, "\n")+"\n"), 0o600))
	h.must(os.Chtimes(source, h.app.now(), h.app.now()))
	_, err := breach.Build(context.Background(), source, out, breach.Options{
		Name: "Leaked passwords 2026", Format: breach.FormatWords, Now: h.app.now(),
	})
	h.must(err)
	return out
}

// toBreached brings the lists into view.
func (h *hand) toBreached(e *policyEditor) {
	h.Helper()
	h.policyRow(e, "breached").control.focus(h.app.window.Canvas())
	h.settle()
}

// chooseList chooses a list file in the editor, as somebody types its path.
func (h *hand) chooseList(path string) {
	h.Helper()
	h.tap("Choose a file…")
	h.wantText("Choose a list of leaked passwords", "It is in use at once")
	h.type1(path)
	h.tap("Use this list")
}

// The lists stand below the field, with what they have found: none of the site's, one
// in use, one that cannot be read, and again none.
func TestPolicyBreachedLook(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.toBreached(e)
		h.wantText("Built-in list of common passwords", "30,000 passwords", "No other list", "not looked up yet", "Choose a file…")
		h.wantNoText("Remove…")
		h.golden("policy-breached", fyne.Size{})
		list := h.leakedWords("one of them", "another of them", rootPassword)
		h.chooseList(list)
		h.pass(impactPause)
		h.wantText("The list is in use.", "Leaked passwords 2026", "3 passwords, of", "by a.okafor", "Remove…")
		h.toBreached(e)
		h.golden("policy-breached-in-use", fyne.Size{})
		h.leakedRoot()
		e.form.lists.reload()
		h.settle()
		h.wantText("1 account with a common or leaked password")
		h.must(h.app.site.RemoveBreached(context.Background(), h.app.session.token))
		e.form.lists.reload()
		h.settle()
		h.wantText("No other list")
	})
}

// leakedRoot signs the root account in once more, so that its password is looked up. It
// has leaked, and so the session can only change it.
func (h *hand) leakedRoot() {
	h.Helper()
	flow := h.app.site.StartSignIn(core.Device{Client: core.ClientCommand, Host: "relay-02"})
	step, err := flow.Password(h.Context(), "a.okafor", rootPassword)
	h.must(err)
	if step != core.StepChangePassword || flow.Why() != core.ReasonLeaked {
		h.Fatalf("stands at %s for %s", step, flow.Why())
	}
}

// installedList is the path of the site's list.
func (h *hand) installedList() string {
	h.Helper()
	view, err := h.app.site.Breached(h.Context(), h.app.session.token)
	h.must(err)
	info, err := h.app.site.StoreInfo(h.Context())
	h.must(err)
	return filepath.Join(info.Folder, view.File)
}

// What is no list is told in place; the list before stays, and so does what was typed in
// the policy and the path.
func TestPolicyBreachedRefuses(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.number(e, "min_length", "20")
		h.toBreached(e)
		text := filepath.Join(h.TempDir(), "notes.txt")
		h.must(os.WriteFile(text, []byte("no list\n"), 0o600))
		h.tap("Choose a file…")
		h.tap("Use this list")
		h.wantText("Choose a file.")
		h.type1(text)
		h.tap("Use this list")
		h.wantText("This is not a list file.", "What was in use before is still in use.", "1 change")
		h.toBreached(e)
		h.golden("policy-breached-refused", fyne.Size{})
		h.tap("Choose a file…")
		h.wantText("List file")
		h.key(fyne.KeyEscape)
		if e.form.lists.path != text || *e.draft.Complexity.MinLength != 20 {
			t.Error("what was typed is lost")
		}
	})
}

// unreadable stands before a site whose list was taken out of its folder.
type unreadable struct{ policyService }

func (u unreadable) Breached(ctx context.Context, token core.Token) (core.BreachedView, error) {
	view, err := u.policyService.Breached(ctx, token)
	if view.Installed {
		view.Fault = policy.Say("Its file is not in the data folder any more. Choose the list again, or remove it.")
	}
	return view, err
}

// A list that is in use and cannot be read says so, and what that means.
func TestPolicyBreachedUnreadable(t *testing.T) {
	inPolicy(t, func(p policyService) policyService { return unreadable{p} }, func(h *hand, e *policyEditor) {
		_, err := h.app.site.InstallBreached(h.Context(), h.app.session.token, h.leakedWords("one of them"), nil)
		h.must(err)
		e.form.lists.reload()
		h.toBreached(e)
		h.wantText("The list of this site cannot be used", "no new password is taken", "Leaked passwords 2026", "Remove…")
		h.golden("policy-breached-unreadable", fyne.Size{})
	})
}

// Off looks nothing up, and needs no lists.
func TestPolicyBreachedOff(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		p := e.draft
		p.Complexity.Breached = policy.BreachedOff
		e.fill(p)
		h.settle()
		h.wantNoText("Built-in list of common passwords")
		e.undo()
		h.settle()
		h.wantText("Built-in list of common passwords")
	})
}

// The site's list is removed after a question, and its file with it.
func TestPolicyBreachedRemove(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.toBreached(e)
		h.chooseList(h.leakedWords("one of them"))
		file := h.installedList()
		h.tap("Remove…")
		h.wantText("Remove the list of leaked passwords?", "Your own copy of the file stays.")
		h.golden("policy-breached-remove", fyne.Size{})
		h.key(fyne.KeyEscape)
		h.wantText("Leaked passwords 2026")
		h.tap("Remove…")
		h.tap("Remove the list")
		h.wantText("The list is removed.", "No other list")
		if _, err := os.Stat(file); !os.IsNotExist(err) {
			t.Error(err)
		}
	})
}

// stalled stands before the use of a list: it takes as long as the test lets it.
type stalled struct {
	policyService
	hold  chan struct{}
	ended int
	fault error
}

func (s *stalled) InstallBreached(ctx context.Context, _ core.Token, _ string, progress func(done, total int64)) (core.BreachedView, error) {
	<-time.After(time.Second) // time of the bubble: the progress is written at intervals
	progress(42, 100)
	select {
	case <-s.hold:
		return core.BreachedView{}, s.fault
	case <-ctx.Done():
		s.ended++
		return core.BreachedView{}, ctx.Err()
	}
}

func (s *stalled) Breached(ctx context.Context, token core.Token) (core.BreachedView, error) {
	if s.fault != nil {
		return core.BreachedView{}, s.fault
	}
	return s.policyService.Breached(ctx, token)
}

// A copy tells how far it is, can be stopped, and ends with the editor.
func TestPolicyBreachedStops(t *testing.T) {
	s := &stalled{}
	inPolicy(t, func(p policyService) policyService { s.policyService = p; return s }, func(h *hand, e *policyEditor) {
		s.hold = make(chan struct{}) // of the bubble
		h.toBreached(e)
		h.chooseList("/media/disk/leaked.list")
		h.wantText("Copying and checking the list: 0 %", "Stop")
		h.pass(2 * time.Second)
		h.wantText("Copying and checking the list: 42 %")
		h.wantNoText("Choose a file…", "Remove…")
		h.golden("policy-breached-working", fyne.Size{})
		h.tap("Stop")
		h.wantText("Stopped. What was in use before is still in use.", "Choose a file…")
		h.chooseList("")
		h.pass(2 * time.Second)
		h.key(fyne.KeyEscape)
		h.settle()
		if s.ended != 2 {
			t.Errorf("%d copies were ended", s.ended)
		}
	})
}

// A list that cannot be asked for is told in its place; the form goes on.
func TestPolicyBreachedFails(t *testing.T) {
	s := &stalled{fault: &core.Error{Code: core.CodeStoreBusy, Text: policy.Say("Another program is using the site."), Cause: errors.New("busy")}}
	inPolicy(t, func(p policyService) policyService { s.policyService = p; return s }, func(h *hand, e *policyEditor) {
		h.toBreached(e)
		h.wantText("The lists could not be read. Another program is using the site.", "Try again", "Minimum length")
		h.golden("policy-breached-failed", fyne.Size{})
		s.fault = nil
		h.tap("Try again")
		h.wantNoText("The lists could not be read.")
	})
}
