package gui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/gui/kit"
)

// row is the row of a field, which has to be shown.
func (h *hand) policyRow(e *policyEditor, name string) *policyRow {
	h.Helper()
	row := e.form.row(name)
	if row == nil || row.setting.Hidden {
		h.Fatalf("the field %s is not shown:\n%s", name, h.says())
	}
	return row
}

// number types a number into a field, in place of what it holds.
func (h *hand) number(e *policyEditor, name, text string) {
	h.Helper()
	number := h.policyRow(e, name).control.(*numberControl).number
	number.Focus(h.app.window.Canvas())
	number.SetText("")
	h.type1(text)
}

// wantProblem fails unless a field says what to do.
func (h *hand) wantProblem(e *policyEditor, name, part string) {
	h.Helper()
	got := h.policyRow(e, name).setting.Problem()
	if part == "" && got != "" || !strings.Contains(got, part) {
		h.Errorf("beside %s stands %q, not %q", name, got, part)
	}
}

// saved reads the site's default policy.
func (h *hand) saved() core.PolicyView {
	h.Helper()
	view, err := h.app.site.Policy(h.Context(), h.app.session.token, core.DefaultPolicy)
	h.must(err)
	return view
}

// The gear is for those who may change the policy, and Ctrl comma is its key.
func TestPolicyGear(t *testing.T) {
	signedIn(t, func(h *hand) {
		s := h.app.screen.(*shell)
		h.tap("Password policy")
		h.wantText("Password settings", "Banned passwords", "Revisions", "Complexity", "Sign-in")
		h.key(fyne.KeyEscape)
		h.noDialog()
		h.focusedOn("the gear", s.top.gear)
		h.shortcut(fyne.KeyComma)
		h.wantText("Password settings")
		h.key(fyne.KeyEscape)
		h.app.signOut()
		h.settle()
		h.admit("d.admin", core.RoleAdmin)
		if h.app.screen.(*shell).top.gear == nil {
			t.Error("an administrator has no gear")
		}
		h.app.signOut()
		h.settle()
		h.admit("d.member", core.RoleMember)
		h.wantNoText("Password policy")
		h.shortcut(fyne.KeyComma)
		h.noDialog()
	})
}

// What is typed is judged at once: beside the field, in the sentences, in the
// timeline and in the list of groups.
func TestPolicyTyping(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.focusedOn("the first field", h.policyRow(e, "min_length").control.(*numberControl).number.Input())
		h.number(e, "max_length", "12")
		h.wantProblem(e, "min_length", "12")
		h.wantProblem(e, "max_length", "12")
		h.wantText("1 change", "was No limit")
		h.tap("Save changes")
		h.focusedOn("the first field at fault", h.policyRow(e, "min_length").control.(*numberControl).number.Input())
		h.number(e, "max_length", "64")
		h.wantProblem(e, "min_length", "")
		h.number(e, "min_length", "x")
		h.wantProblem(e, "min_length", "Write a whole number in figures.")
		h.number(e, "min_length", "123456789")
		h.wantProblem(e, "min_length", "1024")
		h.number(e, "min_length", "9")
		h.wantProblem(e, "min_length", "")
		h.wantText("Passwords have at least 9 characters", "at most 64 characters", "SP 800-63B-4")
		h.key(fyne.KeyUp)
		h.key(fyne.KeyUp)
		h.key(fyne.KeyDown)
		if got := *e.draft.Complexity.MinLength; got != 10 {
			t.Errorf("two up and one down from 9 are %d", got)
		}
	})
}

// Rules that belong to a choice come with it.
func TestPolicyRowsFollowChoices(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		hidden := func(want bool, names ...string) {
			t.Helper()
			for _, name := range names {
				if got := e.form.row(name).setting.Hidden; got != want {
					t.Errorf("%s is hidden: %v", name, got)
				}
			}
		}
		hidden(true, "warn_days", "after_expiry", "grace_sign_ins", "fresh_seconds", "recheck_scope", "breached", "two_step")
		h.wantNoText("Recovery")
		h.number(e, "max_age_days", "90")
		hidden(false, "warn_days", "after_expiry")
		h.policyRow(e, "enabled").control.(*switchControl).toggle.Tapped(nil)
		h.settle()
		hidden(true, "first_lock_at", "durations")
		e.fill(withBreached())
		h.settle()
		hidden(false, "breached")
		h.wantProblem(e, "breached", "Leave this off.")
		e.undo()
		h.settle()
		hidden(true, "breached", "warn_days")
		hidden(false, "first_lock_at")
	})
}

// withBreached is a policy that this version cannot enforce.
func withBreached() policy.Policy {
	p := policy.Default()
	p.Complexity.Breached = policy.BreachedRefuse
	return p
}

// Every control of the form gives back what it was shown, and what is set in it
// by keyboard.
func TestPolicyControlsRoundTrip(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		for _, preset := range policy.Presets() {
			e.view.chosePreset(preset.Name)
			h.settle()
			if changes := policy.Diff(preset.Policy(), e.draft); len(changes) > 0 {
				t.Errorf("%s in the form differs: %v", preset.Name, changes)
			}
			for _, row := range e.form.rows {
				if row.unread != "" {
					t.Errorf("%s of %s cannot be read: %s", row.field.Path(), preset.Name, row.unread)
				}
			}
		}
	})
}

// set puts a text into a row of characters or durations.
func (h *hand) setText(e *policyEditor, name, text string) {
	h.Helper()
	field := h.policyRow(e, name).control.(*textControl).text
	field.Focus(h.app.window.Canvas())
	field.SetText(text)
	h.settle()
}

func TestPolicyTexts(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.setText(e, "durations", "30m;2H;1d")
		if got := e.draft.Lockout.Durations.String(); got != "30M;2H;1D" {
			t.Errorf("the schedule is %q", got)
		}
		h.setText(e, "durations", "30M;2X")
		h.wantProblem(e, "durations", "Entry 2, “2X”")
		if got := e.draft.Lockout.Durations.String(); got != "30M;2H;1D" {
			t.Errorf("what cannot be read makes the schedule %q", got)
		}
		h.tap("Save changes")
		h.focusedOn("the schedule", h.policyRow(e, "durations").control.(*textControl).text.Input())
		h.policyRow(e, "durations").control.(*textControl).check.Tapped(nil)
		h.settle()
		if !e.draft.Lockout.Durations.UntilAdmin {
			t.Error("the check does not lock until an administrator comes")
		}
		h.wantText("Until unlocked")
		h.policyRow(e, "forbidden_chars").control.(*textControl).check.Tapped(nil)
		h.setText(e, "forbidden_chars", "#")
		if got := e.draft.Complexity.ForbiddenChars; got != " #" {
			t.Errorf("forbidden is %q", got)
		}
		h.setText(e, "min_age", "1D")
		if got := e.draft.Change.MinAge; got == nil || got.String() != "1D" {
			t.Errorf("the wait is %v", got)
		}
		h.setText(e, "min_age", "")
		if got := e.draft.Change.MinAge; got != nil {
			t.Errorf("an empty wait is %v", got)
		}
	})
}

func TestPolicyKinds(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		kinds := h.policyRow(e, "min_kinds").control.(*kindsControl)
		kinds.least.SetSelected("2")
		kinds.changed()
		h.settle()
		if got := e.draft.Complexity.MinKinds; got == nil || got.K != 2 || len(got.Of) != 3 {
			t.Fatalf("the kinds are %+v", got)
		}
		kinds.checks[0].Tapped(nil)
		kinds.checks[4].Tapped(nil)
		h.settle()
		h.wantProblem(e, "min_kinds", "2")
		kinds.least.SetSelected("0")
		kinds.changed()
		h.settle()
		if e.draft.Complexity.MinKinds != nil {
			t.Error("no kinds asked for are still some")
		}
	})
}

// A preset fills the form, is named, and says when it was changed.
func TestPolicyPreset(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		if got := e.view.preset.Selected(); got != "nist" {
			t.Errorf("the preset of a new site is %q", got)
		}
		canvas := h.app.window.Canvas()
		e.view.preset.Focus(canvas)
		for e.view.preset.Selected() != "te" {
			h.key(fyne.KeyDown)
		}
		te, _ := policy.PresetNamed("te")
		if changes := policy.Diff(te, e.draft); len(changes) > 0 {
			t.Errorf("the draft differs from the preset: %v", changes)
		}
		h.number(e, "min_length", "10")
		if got := e.view.preset.AccessibilityLabel(); !strings.Contains(got, "TE, changed") {
			t.Errorf("the preset is called %q", got)
		}
		h.tap("Back to the preset")
		if got := *e.draft.Complexity.MinLength; got != 8 {
			t.Errorf("back at the preset the least length is %d", got)
		}
		h.tap("Undo all")
		h.wantNoText("Undo all")
	})
}

// A password is tried against the draft; nothing of it stays.
func TestPolicyTry(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		e.side.try.Focus(h.app.window.Canvas())
		h.type1("okafor likes a long walk")
		h.wantText("Would be refused", "Not met")
		e.side.try.SetText("a long walk by the sea")
		h.settle()
		h.wantText("Would be accepted")
		h.number(e, "min_length", "30")
		h.wantText("Would be refused", "At least 30 characters, you have 22")
		e.dialog.Close()
		if e.side.try.Text() != "" {
			t.Error("the password is still there")
		}
	})
}

// Saving shows the differences, asks why where the standard is left, and writes
// both down.
func TestPolicySave(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.tap("Save changes")
		h.wantText("Nothing has been changed.")
		h.number(e, "min_length", "12")
		h.key(fyne.KeyReturn)
		h.wantText("1 change to the policy", "15 characters", "12 characters", "Why this site needs it")
		h.golden("policy-save", fyne.Size{})
		h.key(fyne.KeyReturn)
		h.wantText("This policy leaves the standard. Write down why.")
		h.type1("Contract with the site owner")
		h.key(fyne.KeyReturn)
		h.noDialog()
		saved := h.saved()
		if *saved.Policy.Complexity.MinLength != 12 || saved.Reason != "Contract with the site owner" || saved.Number != 2 || saved.By != "a.okafor" {
			t.Errorf("saved is %+v", saved)
		}
		h.focusedOn("the gear", h.app.screen.(*shell).top.gear)
	})
}

// What somebody else saved in between is not written over: the draft stays, and
// can be compared with what is there now.
func TestPolicyConflict(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.number(e, "min_length", "20")
		theirs := h.saved()
		theirs.Policy.Change.HistoryDepth = new(5)
		_, err := h.app.site.SavePolicy(h.Context(), h.app.session.token, core.PolicyDraft{
			ID: theirs.ID, Base: theirs.Number, Name: theirs.Name, Policy: theirs.Policy,
		})
		h.must(err)
		h.tap("Save changes")
		h.tap("Save changes")
		h.wantText("This was changed from another window in between.", "Compare with what is saved now")
		h.picture("policy-conflict", fyne.Size{})
		h.tap("Compare with what is saved now")
		h.wantText("2 changes to the policy", "20 characters")
		h.tap("Save changes")
		h.noDialog()
		saved := h.saved()
		if *saved.Policy.Complexity.MinLength != 20 || saved.Number != 3 {
			t.Errorf("saved is %+v", saved)
		}
	})
}

// broken is a service that fails.
type broken struct {
	policyService
	err error
}

func (b *broken) SavePolicy(ctx context.Context, token core.Token, draft core.PolicyDraft) (core.PolicyView, error) {
	if b.err != nil {
		return core.PolicyView{}, b.err
	}
	return b.policyService.SavePolicy(ctx, token, draft)
}

func (b *broken) Policy(ctx context.Context, token core.Token, id core.PolicyID) (core.PolicyView, error) {
	if b.err != nil {
		return core.PolicyView{}, b.err
	}
	return b.policyService.Policy(ctx, token, id)
}

// A failure loses nothing that was typed.
func TestPolicySaveFails(t *testing.T) {
	b := &broken{}
	inPolicy(t, func(s policyService) policyService { b.policyService = s; return b }, func(h *hand, e *policyEditor) {
		h.number(e, "min_length", "20")
		b.err = errBroken
		h.tap("Save changes")
		h.tap("Save changes")
		h.wantText("Something unexpected happened and nothing was changed.")
		b.err = nil
		h.tap("Save changes")
		h.noDialog()
		if got := *h.saved().Policy.Complexity.MinLength; got != 20 {
			t.Errorf("saved is %d", got)
		}
	})
}

// What cannot be loaded says so, and can be tried again.
func TestPolicyLoadFails(t *testing.T) {
	b := &broken{err: errBroken}
	inPolicy(t, func(s policyService) policyService { b.policyService = s; return b }, func(h *hand, e *policyEditor) {
		h.wantText("The policy could not be read", "Try again")
		h.golden("policy-failed", fyne.Size{})
		b.err = nil
		h.tap("Try again")
		h.wantText("Minimum length")
		h.tap("Cancel")
		h.noDialog()
	})
}

// Closing asks before changes are lost, by whatever way.
func TestPolicyLeave(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.number(e, "min_length", "20")
		for _, leave := range []func(){
			func() { h.key(fyne.KeyEscape) }, func() { h.tap("Cancel") }, func() { h.tap("Close") },
		} {
			leave()
			h.wantText("Leave without saving?")
			h.key(fyne.KeyEscape)
			h.wantText("Password settings")
		}
		h.tap("Cancel")
		h.picture("policy-leave", fyne.Size{})
		h.tap("Discard changes")
		h.noDialog()
		if got := h.saved().Number; got != 1 {
			t.Errorf("the policy is at revision %d", got)
		}
	})
}

// counter stands before the count of accounts.
type counter struct {
	policyService
	asked   int
	ended   int
	hold    chan struct{}
	answers []core.Impact
}

func (c *counter) PolicyImpact(ctx context.Context, token core.Token, id core.PolicyID, p policy.Policy, progress func(done, total int)) (core.Impact, error) {
	c.asked++
	mine := c.asked
	if c.hold == nil {
		return c.policyService.PolicyImpact(ctx, token, id, p, progress)
	}
	<-time.After(time.Second) // time of the bubble: the progress is written at intervals
	progress(120000, 1000000)
	select {
	case <-c.hold:
	case <-ctx.Done():
		c.ended++
		return core.Impact{}, ctx.Err()
	}
	return core.Impact{ImpactCounts: core.ImpactCounts{Total: mine, Unknown: mine}}, nil
}

// A count that takes long says how far it is, can be ended, and gives way to
// the next.
func TestPolicyImpactStops(t *testing.T) {
	c := &counter{}
	inPolicy(t, func(s policyService) policyService { c.policyService = s; return c }, func(h *hand, e *policyEditor) {
		h.wantText("If you save this", "12 accounts", "unknown until their next sign-in")
		before := c.asked
		c.hold = make(chan struct{})
		h.number(e, "min_length", "20")
		h.pass(impactPause + 2*time.Second)
		h.wantText("120,000 of 1,000,000 accounts looked at", "Stop")
		if got := c.asked - before; got != 1 {
			t.Errorf("two keys made %d counts", got)
		}
		h.picture("policy-counting", fyne.Size{})
		h.tap("Stop")
		h.wantText("Not counted.", "Count now")
		if c.ended != 1 {
			t.Errorf("%d counts were ended", c.ended)
		}
		h.tap("Count now")
		h.pass(time.Second)
		h.number(e, "min_length", "21")
		h.pass(impactPause + time.Second)
		if c.ended != 2 {
			t.Errorf("%d counts were ended, the one in between not", c.ended)
		}
		close(c.hold)
		h.settle()
		h.wantNoText("looked at", "Count now")
		h.wantText(trn("{{.Count}} accounts", c.asked, "Count", c.asked))
	})
}

// Who is affected is listed by name.
func TestPolicyImpactNames(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.number(e, "max_age_days", "30")
		h.number(e, "inactivity_days", "90")
		h.pass(impactPause)
		h.wantText("would have expired by the end of today.", "would be locked tonight")
		h.picture("policy-impact", fyne.Size{})
		h.tap("Show the accounts")
		h.wantText("Who is affected", "Expired by tonight", "Locked tonight", "Unknown")
		h.golden("policy-names", fyne.Size{})
		h.tap("Locked tonight, 3")
		h.wantText("Locked tonight")
		h.key(fyne.KeyEscape)
		h.wantText("Password settings")
	})
}

// A long list of banned passwords is shown, not edited as a text.
func TestPolicyBanned(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		h.tap("Edit list…")
		h.focusedOn("the list", e.banned.text.Input())
		h.type1("northfield")
		h.key(fyne.KeyReturn)
		h.type1("depot 2026")
		h.wantText("2 entries")
		if got := e.draft.Complexity.Banned; !slices.Equal(got, []string{"northfield", "depot 2026"}) {
			t.Errorf("banned are %q", got)
		}
		h.golden("policy-banned", fyne.Size{})
		path := filepath.Join(t.TempDir(), "words.txt")
		var words strings.Builder
		for i := range 50000 {
			words.WriteString(numberWords(i) + "\n")
		}
		h.must(os.WriteFile(path, []byte(words.String()+"northfield\n\n"), 0o600))
		e.dropped([]fyne.URI{storage.NewFileURI(path)})
		h.settle()
		h.wantText("A list of this length is changed by files.")
		if got := len(e.draft.Complexity.Banned); got != 50002 {
			t.Errorf("there are %d", got)
		}
		h.picture("policy-banned-long", fyne.Size{})
		h.tap("Remove all")
		h.tap("Remove all")
		if got := len(e.draft.Complexity.Banned); got != 0 {
			t.Errorf("there are %d after all were removed", got)
		}
		h.wantText("One password on each line")
	})
}

// A dropped file is opened; one that is no policy says why beside its path, and
// changes nothing.
func TestPolicyDrop(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		dir := t.TempDir()
		write := func(name, text string) []fyne.URI {
			path := filepath.Join(dir, name)
			h.must(os.WriteFile(path, []byte(text), 0o600))
			return []fyne.URI{storage.NewFileURI(path)}
		}
		e.dropped(write("broken.json", `{"complexity":{"min_lenght":8}}`))
		h.settle()
		h.wantText("Open a policy file", "complexity.min_lenght", "min_length")
		h.key(fyne.KeyEscape)
		if len(policy.Diff(e.base, e.draft)) > 0 {
			t.Error("a broken file changes the draft")
		}
		e.dropped(write("policy.json", `{"complexity":{"min_length":9},"lockout":{"enabled":false}}`))
		h.settle()
		if got := e.draft.Complexity.MinLength; got == nil || *got != 9 || e.draft.Lockout.Enabled {
			t.Errorf("the draft is %+v", e.draft)
		}
		h.wantText("Own settings")
		h.tap("Cancel")
		e.dropped(write("policy.json", `{}`))
		h.settle()
		h.wantText("Leave without saving?")
	})
}

// A policy goes into a file and comes back; in another's form what it cannot
// say is named before it is written.
func TestPolicyFiles(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		e.view.chosePreset("formflow")
		h.settle()
		path := filepath.Join(t.TempDir(), "policy.json")
		e.askExport()
		h.settle()
		h.inForm("File").SetText(path)
		h.tap("Save")
		h.wantText("Password settings")
		e.undo()
		e.askImport("")
		h.settle()
		h.inForm("File").SetText(path)
		h.key(fyne.KeyReturn)
		formflow, _ := policy.PresetNamed("formflow")
		if changes := policy.Diff(formflow, e.draft); len(changes) > 0 {
			t.Errorf("the file changes %v", changes)
		}
		e.askExport()
		h.settle()
		h.inForm("File").SetText(path)
		h.tap("Save")
		h.wantText("The file could not be written there.")
		h.key(fyne.KeyEscape)
		e.undo()
		h.settle()
		e.askExport()
		h.settle()
		other := path + ".te"
		h.inForm("File").SetText(other)
		h.chooseFormat("te")
		h.tap("Save")
		h.wantText("What would differ there:", "Save anyway")
		h.inForm("File").SetText("policy.txt")
		h.picture("policy-export-loss", fyne.Size{})
		h.inForm("File").SetText(other)
		if _, err := os.Stat(other); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the file is there already: %v", err)
		}
		h.tap("Save anyway")
		if _, err := os.Stat(other); err != nil {
			t.Error(err)
		}
	})
}

// chooseFormat moves the choice of the topmost dialog's format.
func (h *hand) chooseFormat(id string) {
	h.Helper()
	for _, object := range h.visible() {
		if format, is := object.(*kit.Select); is {
			format.Focus(h.app.window.Canvas())
			for range 20 {
				if format.Selected() == id {
					return
				}
				h.key(fyne.KeyDown)
			}
		}
	}
	h.Fatalf("the format %s cannot be chosen", id)
}

// The revisions say who changed what, and a former one can be brought back.
func TestPolicyRevisions(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		for _, least := range []string{"20", "24"} {
			h.number(e, "min_length", least)
			h.tap("Save changes")
			h.type1("Longer is better: " + least)
			h.key(fyne.KeyReturn)
			h.noDialog()
			e = h.openPolicy(nil)
		}
		h.tap("Revisions")
		h.wantText("Revision 3", "Revision 2", "Revision 1", "“Longer is better: 24”", "by a.okafor", "In force")
		h.golden("policy-revisions", fyne.Size{})
		h.tap("Bring back…")
		h.wantText("Bring revision 2 back?", "24 characters", "20 characters")
		h.picture("policy-bringback", fyne.Size{})
		h.type1("Too long after all")
		h.key(fyne.KeyReturn)
		h.wantText("Password settings", "Revision 4")
		if got := *h.saved().Policy.Complexity.MinLength; got != 20 {
			t.Errorf("the least length is %d", got)
		}
	})
}

// Another policy has a name and a rank; what is wrong with them is said there.
func TestPolicyNew(t *testing.T) {
	inPolicy(t, nil, func(h *hand, e *policyEditor) {
		e.askNew()
		h.settle()
		h.focusedOn("the name", e.name.name.Input())
		h.number(e, "min_length", "20")
		h.tap("Save changes")
		h.tap("Save changes")
		h.wantText("This is still empty.")
		h.focusedOn("the name", e.name.name.Input())
		h.type1("Workshop")
		h.picture("policy-new", fyne.Size{})
		h.tap("Save changes")
		h.tap("Save changes")
		h.noDialog()
		e = h.openPolicy(nil)
		if len(e.policies) != 2 {
			t.Fatalf("there are %d policies", len(e.policies))
		}
		e.view.chosePolicy(policyChoice(e.policies[1].ID))
		h.settle()
		h.wantText("Policy “Workshop”", "This policy")
		h.picture("policy-several", fyne.Size{})
		e.askRemove()
		h.settle()
		h.tap("Remove policy")
		if len(e.policies) != 1 || !e.open.Default() {
			t.Errorf("after it was removed %d policies are left, open is %q", len(e.policies), e.open.Name)
		}
	})
}
