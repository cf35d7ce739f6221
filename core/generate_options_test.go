package core_test

import (
	"strings"
	"testing"

	"gatehouse/core"
	"gatehouse/core/password/generate"
	"gatehouse/core/policy"
)

// The options of the own generator are kept, by account, and each change of them is
// recorded.
func TestGeneratorOptionsAreKept(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	ben := b.in("ben", memberPassword)
	if kept, err := b.site.OwnGenerator(t.Context(), ben); err != nil || kept != nil {
		t.Fatalf("before: %+v, %v", kept, err)
	}
	o := generate.Usual()
	o.Kind, o.Length, o.Exclude, o.Separator = generate.Characters, 24, "\"'é", " "
	for range 2 {
		must(t, b.site.KeepGenerator(t.Context(), ben, o))
	}
	if kept, err := b.site.OwnGenerator(t.Context(), ben); err != nil || kept == nil || *kept != o {
		t.Errorf("kept %+v, %v", kept, err)
	}
	if kept, err := b.site.OwnGenerator(t.Context(), root); err != nil || kept != nil {
		t.Errorf("somebody else's: %+v, %v", kept, err)
	}
	if n := b.count(core.EventSettingChanged); n != 1 {
		t.Errorf("%d changes are recorded, want 1", n)
	}
	o.Words = 0
	err := b.site.KeepGenerator(t.Context(), ben, o)
	wantCode(t, err, core.CodeInput)
	_, err = b.site.OwnGenerator(t.Context(), core.Token{})
	wantCode(t, err, core.CodeSession)
}

// What somebody has written into the store by hand counts as nothing kept.
func TestUnreadableOptionsCountAsNone(t *testing.T) {
	b := newBed(t)
	root := b.root()
	for _, value := range []string{
		"null", "7", "{", `{"kind":"words"}`, `{"kind":"characters","words":5,"length":2000,"capitals":"one"}`,
		`{"kind":"words","words":5,"length":15,"separator":"x","capitals":"one"}`,
		`{"kind":"words","words":5,"length":15,"separator":"-","capitals":"one","more":1}`,
		`{"kind":"words","words":5,"length":15,"separator":"-","capitals":"one"} {}`,
	} {
		must(t, b.store.Update(t.Context(), func(tx core.Tx) error { return tx.PutSetting(firstID, "generator", value) }))
		if kept, err := b.site.OwnGenerator(t.Context(), root); err != nil || kept != nil {
			t.Errorf("%s: %+v, %v", value, kept, err)
		}
	}
}

// A judge for somebody else is for who may see accounts, and judges by the policy
// that holds for them, with their names.
func TestJudgeFor(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	member := b.in("ben", memberPassword)
	_, _, err := b.site.JudgeFor(t.Context(), member, firstID)
	wantCode(t, err, core.CodeForbidden)
	_, _, err = b.site.JudgeFor(t.Context(), root, 99)
	wantCode(t, err, core.CodeNotFound)
	for _, token := range []core.Token{member, root} {
		judge, who, err := b.site.JudgeFor(t.Context(), token, ben)
		must(t, err)
		typed, err := judge.Generate(who)
		if who.Name != "ben" || err != nil || strings.Contains(strings.ToLower(typed), "ben") {
			t.Errorf("for %+v: %q, %v", who, typed, err)
		}
	}
}

// What is refused again and again is told with the rule that refuses; what is
// refused now and then is drawn again.
func TestRefusedDrawsNameTheRule(t *testing.T) {
	digits := generate.Usual()
	digits.Kind, digits.Length, digits.NoLookAlikes = generate.Characters, 3, false
	digits.Upper, digits.Lower, digits.Special, digits.Exclude = false, false, false, "23456789"
	tests := map[string]struct {
		c    policy.Complexity
		rule string
	}{
		"banned":   {policy.Complexity{Banned: []string{"000", "001", "010", "011", "100", "101", "110", "111"}}, "banned"},
		"strength": {policy.Complexity{MinStrength: new(4)}, "min_strength"},
		"name":     {policy.Complexity{ForbidUsername: true, MaxRepeat: new(1)}, ""},
		"personal": {policy.Complexity{ForbidPersonal: true, ForbidUsername: true, MaxRepeat: new(1)}, "forbid_personal"},
	}
	who := policy.Subject{Name: "010", FullName: "101 101"}
	for name, tt := range tests {
		g, err := core.NewPolicyJudge("", policy.Policy{Complexity: tt.c}).Generator(digits, nil, false)
		must(t, err)
		typed, err := g.Draw(who)
		if tt.rule == "" {
			if typed != "101" || err != nil || !g.Judged() {
				t.Errorf("%s: %q, %v", name, typed, err)
			}
			continue
		}
		wantCode(t, err, core.CodeRefused)
		if problems := core.ProblemsOf(err); len(problems) != 1 || !strings.HasPrefix(problems[0].Field, strings.Split(tt.rule, "_")[0]) {
			t.Errorf("%s: %q, %+v", name, typed, problems)
		}
	}
}

// Options of one's own are followed while they go with the policy, and given up
// when that has changed.
func TestGenerateWithOwnOptions(t *testing.T) {
	o := generate.Usual()
	o.Kind, o.Length, o.Upper, o.Special, o.Digits = generate.Characters, 30, false, false, false
	who := policy.Subject{Name: "ada"}
	typed, err := core.NewPolicyJudge("", policy.Policy{}).GenerateWith(o, who)
	if err != nil || len(typed) != 30 || strings.Trim(typed, "abcdefghijklmnopqrstuvwxyz") != "" {
		t.Errorf("%q, %v", typed, err)
	}
	for name, c := range map[string]policy.Complexity{
		"shorter": {MaxLength: new(20)}, "digits": {MinDigits: new(2)}, "other characters": {ForbiddenChars: "abcdefghijklmnopqrstuvwxyz"},
	} {
		judge := core.NewPolicyJudge("", policy.Policy{Complexity: c})
		typed, err := judge.GenerateWith(o, who)
		if err != nil || !judge.New(typed, who).Verdict.OK {
			t.Errorf("%s: %q, %v", name, typed, err)
		}
	}
	if _, err := core.NewPolicyJudge("", policy.Policy{Complexity: policy.Complexity{MinLength: new(9), MaxLength: new(8)}}).GenerateWith(o, who); core.ErrorCode(err) != core.CodeRefused {
		t.Errorf("a policy without passwords: %v", err)
	}
}

// Options that are chosen while the sign-in asks for a new password are kept with it,
// or not at all, and are there the next time that it asks.
func TestGeneratorOptionsOfTheSignIn(t *testing.T) {
	b := newBed(t)
	root := b.root()
	added, err := b.site.AddAccount(t.Context(), root, core.NewAccount{Name: "ben", Role: core.RoleMember})
	must(t, err)
	flow := b.site.StartSignIn(desk)
	_, err = flow.Password(t.Context(), "ben", added.FirstPassword)
	must(t, err)
	if kept := flow.Generator(); kept != nil {
		t.Errorf("before: %+v", kept)
	}
	o := generate.Usual()
	o.Words = 25
	change := core.OwnChange{New: memberPassword, Confirm: memberPassword, Generator: &o}
	_, err = flow.ChangePassword(t.Context(), change)
	wantCode(t, err, core.CodeInput)
	o.Words = 7
	change.Confirm = "another one"
	_, err = flow.ChangePassword(t.Context(), change)
	wantFields(t, err, core.FieldConfirm)
	if n := b.count(core.EventSettingChanged); n != 0 {
		t.Errorf("%d changes are recorded of what was refused", n)
	}
	change.Confirm = memberPassword
	step, err := flow.ChangePassword(t.Context(), change)
	must(t, err)
	if kept, err := b.site.OwnGenerator(t.Context(), flow.Token()); step != core.StepDone || err != nil || kept == nil || *kept != o {
		t.Errorf("%s, kept %+v, %v", step, kept, err)
	}
	if n := b.count(core.EventSettingChanged); n != 1 {
		t.Errorf("%d changes are recorded, want 1", n)
	}
	must(t, b.site.ForceChange(t.Context(), root, added.ID))
	again := b.site.StartSignIn(desk)
	_, err = again.Password(t.Context(), "ben", memberPassword)
	must(t, err)
	if kept := again.Generator(); again.Step() != core.StepChangePassword || kept == nil || *kept != o {
		t.Errorf("%s, the next time %+v", again.Step(), kept)
	}
}
