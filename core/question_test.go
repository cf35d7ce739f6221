package core_test

import (
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/password"
	"gatehouse/core/policy"
)

// Reference text 002: "When this is set to "On" a security question will be
// required. User's will be required to set their security question and answer on
// their next login and will be prompted to answer their security question following
// each subsequent login." — "When this is set to "Off" a security question will not
// be required upon login."
func TestReferenceTextSecurityQuestion(t *testing.T) {
	b := newBed(t)
	root := b.root()
	b.add(root, "ben", core.RoleMember)
	put := func(value string) {
		t.Helper()
		p, lost, err := policy.Import("data-room", []byte(`{"Minimum Length":"15","Require a Security Question":"`+value+`"}`))
		must(t, err)
		if len(lost) > 0 {
			t.Fatalf("lost %v", lost)
		}
		b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy, d.Reason = p, "the text says so" })
	}
	open := b.in("ben", memberPassword)
	put("On")
	must(t, b.site.Alive(t.Context(), open)) // who is signed in stays so
	b.sets("ben", memberPassword)            // "on their next login"
	for range 3 {
		b.answers("ben", memberPassword) // "following each subsequent login"
	}
	put("Off")
	b.in("ben", memberPassword)
	put("On")
	b.answers("ben", memberPassword) // it was kept
}

// The text's example beside it: "A strong password policy would be to set the number
// of failed attempts at 3 before a user is locked and must contact their
// administrator." Answers are attempts like passwords.
func TestReferenceTextLocksAnswers(t *testing.T) {
	b, root, ben := asked(t, untilAdmin(3))
	flow := b.half("ben", memberPassword)
	b.wrongly(flow, core.CodeSignIn)
	b.wrongly(flow, core.CodeSignIn)
	e := b.wrongly(flow, core.CodeLocked)
	if !e.Lock.UntilUnlocked || !e.Lock.Answers || e.Lock.Failures != 3 || !strings.Contains(e.Error(), "wrong tries") {
		t.Errorf("%q, %+v", e, e.Lock)
	}
	// Whoever does not know the password is told nothing of answers.
	_, _, err := b.try("ben", memberPassword)
	if e := wantCode(t, err, core.CodeLocked); e.Lock.Answers || strings.Contains(e.Error(), "answer") {
		t.Errorf("%q, %+v", e, e.Lock)
	}
	b.wantNewest(core.EventAccountLocked, `{"failures":"3","until":"unlocked"}`)
	view, err := b.site.Account(t.Context(), root, ben)
	must(t, err)
	if view.Lock == nil || !view.Lock.Answers || view.QuestionSetAt.IsZero() || !view.QuestionAsked {
		t.Errorf("an administrator sees %+v", view.Lock)
	}
	must(t, b.site.UnlockAccount(t.Context(), root, ben, "came to the desk"))
	b.answers("ben", memberPassword)
}

// Steps come in their order: proof of identity first, then what the account is asked
// to do. None can be taken twice or left out (ASVS 2.3.1).
func TestQuestionStepsInOrder(t *testing.T) {
	b, root, ben := asked(t)
	ctx := t.Context()
	reset, err := b.site.ResetPassword(ctx, root, ben)
	must(t, err)
	b.clock.advance(time.Minute)
	flow := b.site.StartSignIn(desk)
	refused := func(acts ...func() error) {
		t.Helper()
		for i, act := range acts {
			if code := core.ErrorCode(act()); code != core.CodeUsage {
				t.Errorf("act %d at %s: %q", i, flow.Step(), code)
			}
		}
	}
	typePassword := func() error { _, err := flow.Password(ctx, "ben", reset.FirstPassword); return err }
	answer := func() error { _, err := flow.Answer(ctx, rightAnswer); return err }
	change := func() error {
		_, err := flow.ChangePassword(ctx, core.OwnChange{New: secondPassword, Confirm: secondPassword})
		return err
	}
	set := func() error { _, err := flow.SetQuestion(ctx, question(rightAnswer)); return err }
	at := func(step core.Step, session bool) {
		t.Helper()
		if flow.Step() != step || flow.Token().Zero() == session {
			t.Fatalf("stands at %s with %v, want %s", flow.Step(), flow.Token(), step)
		}
	}
	refused(answer, change, set)
	if flow.Question() != "" || flow.Judge() == nil || flow.Subject() != (policy.Subject{}) {
		t.Error("something is known before the password")
	}
	must(t, typePassword())
	at(core.StepAnswer, false)
	if flow.Question() != "What was for dinner?" || flow.Subject() != (policy.Subject{}) || flow.Why() != core.ReasonNone {
		t.Errorf("asks %q, subject %+v, why %q", flow.Question(), flow.Subject(), flow.Why())
	}
	refused(typePassword, change, set)
	must(t, answer())
	at(core.StepChangePassword, true)
	limited := flow.Token()
	wantCode(t, b.site.Alive(ctx, limited), core.CodeForbidden)
	refused(typePassword, answer, set)
	must(t, b.site.ResetQuestion(ctx, root, ben, "asked for it"))
	must(t, change())
	at(core.StepSetQuestion, true)
	wantCode(t, b.site.Alive(ctx, limited), core.CodeSession)
	limited = flow.Token()
	wantCode(t, b.site.Alive(ctx, limited), core.CodeForbidden)
	if view, err := b.site.Account(ctx, root, ben); err != nil || view.LastSignInAt.Equal(b.clock.Now()) {
		t.Errorf("signed in at %v already, %v", view.LastSignInAt, err)
	}
	refused(typePassword, answer, change)
	must(t, set())
	at(core.StepDone, true)
	wantCode(t, b.site.Alive(ctx, limited), core.CodeSession)
	must(t, b.site.Alive(ctx, flow.Token()))
	refused(typePassword, answer, change, set)
}

// One answer is right however it is typed: case, white space and the form of Unicode
// do not matter; everything else does.
func TestAnswerForms(t *testing.T) {
	b, _, _ := asked(t)
	for _, typed := range []string{
		rightAnswer, "käsespätzle im föhn", "KÄSESPÄTZLE IM FÖHN", "  Käsespätzle\t im\u00a0Föhn \n",
		"Ka\u0308sespa\u0308tzle im Fo\u0308hn", "KA\u0308SESPA\u0308TZLE\u3000IM FO\u0308HN", "kÄsespätzle  im fÖhn",
	} {
		flow := b.half("ben", memberPassword)
		if step, err := flow.Answer(t.Context(), typed); err != nil || step != core.StepDone {
			t.Errorf("%q: %s, %v", typed, step, err)
		}
	}
	for _, typed := range []string{"Kasespatzle im Fohn", "Käsespätzleim Föhn", "Käsespätzle im Föhn.", "Kaesespaetzle im Foehn", "Käsespätzle"} {
		flow := b.half("ben", memberPassword)
		_, err := flow.Answer(t.Context(), typed)
		if e := wantCode(t, err, core.CodeSignIn); e.Field != core.FieldAnswer {
			t.Errorf("%q is told at %q", typed, e.Field)
		}
		b.answers("ben", memberPassword)
	}
	flow := b.half("ben", memberPassword)
	for _, none := range []string{"", "  \t\u00a0", strings.Repeat("x", 5000)} {
		_, err := flow.Answer(t.Context(), none)
		wantFields(t, err, core.FieldAnswer)
	}
	if n := b.failures(2); n != 0 {
		t.Errorf("%d of these counted as guesses", n)
	}
	must(t, func() error { _, err := flow.Answer(t.Context(), rightAnswer); return err }())
}

// What cannot be a question or an answer is said beside its field, all at once, and
// leaves everything as it was.
func TestSetQuestionProblems(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	b.asking()
	flow := b.site.StartSignIn(desk)
	_, err := flow.Password(t.Context(), "ben", memberPassword)
	must(t, err)
	const q = "What was for dinner?"
	tests := map[string]struct {
		form   core.NewQuestion
		fields []string
	}{
		"nothing":            {core.NewQuestion{}, []string{core.FieldQuestion, core.FieldAnswer}},
		"no question":        {core.NewQuestion{Question: "  ", Answer: "soup", Confirm: "soup"}, []string{core.FieldQuestion}},
		"long question":      {core.NewQuestion{Question: strings.Repeat("x", 121), Answer: "soup", Confirm: "soup"}, []string{core.FieldQuestion}},
		"hidden question":    {core.NewQuestion{Question: "a\u202eb", Answer: "soup", Confirm: "soup"}, []string{core.FieldQuestion}},
		"two characters":     {core.NewQuestion{Question: q, Answer: " ab ", Confirm: " ab "}, []string{core.FieldAnswer}},
		"two with a mark":    {core.NewQuestion{Question: q, Answer: "a\u0308b", Confirm: "a\u0308b"}, []string{core.FieldAnswer}},
		"long answer":        {core.NewQuestion{Question: q, Answer: strings.Repeat("é", 121), Confirm: strings.Repeat("é", 121)}, []string{core.FieldAnswer}},
		"huge answer":        {core.NewQuestion{Question: q, Answer: strings.Repeat("x", 5000), Confirm: "x"}, []string{core.FieldAnswer, core.FieldConfirm}},
		"hidden answer":      {core.NewQuestion{Question: q, Answer: "so\u200bup", Confirm: "so\u200bup"}, []string{core.FieldAnswer}},
		"no text":            {core.NewQuestion{Question: q, Answer: "so\xffup", Confirm: "so\xffup"}, []string{core.FieldAnswer}},
		"the question":       {core.NewQuestion{Question: q, Answer: "WHAT was  for dinner", Confirm: "what was for dinner"}, []string{core.FieldAnswer}},
		"the name":           {core.NewQuestion{Question: q, Answer: "BEN", Confirm: "BEN"}, []string{core.FieldAnswer}},
		"the password":       {core.NewQuestion{Question: q, Answer: memberPassword, Confirm: memberPassword}, []string{core.FieldAnswer}},
		"not repeated":       {core.NewQuestion{Question: q, Answer: "soup"}, []string{core.FieldConfirm}},
		"repeated otherwise": {core.NewQuestion{Question: q, Answer: "soup", Confirm: "soap"}, []string{core.FieldConfirm}},
	}
	before := b.snapshot()
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			step, err := flow.SetQuestion(t.Context(), tt.form)
			wantFields(t, err, tt.fields...)
			if step != core.StepSetQuestion {
				t.Errorf("stands at %s", step)
			}
		})
	}
	if after := b.snapshot(); after != before {
		t.Errorf("left\n%s\nwas\n%s", after, before)
	}
	step, err := flow.SetQuestion(t.Context(), core.NewQuestion{Question: q, Answer: "Soup ", Confirm: "soup"})
	must(t, err)
	if step != core.StepDone {
		t.Errorf("stands at %s", step)
	}
}

// The questions to choose from are different, can be set as they are, and are short
// enough for a narrow list.
func TestSuggestedQuestions(t *testing.T) {
	seen := map[string]bool{}
	for _, suggested := range core.SuggestedQuestions() {
		text := suggested.String()
		if seen[text] || len([]rune(text)) > 38 || !strings.HasSuffix(text, "?") {
			t.Errorf("%q is there twice, or too long", text)
		}
		seen[text] = true
	}
	if len(seen) < 5 {
		t.Errorf("there are only %d", len(seen))
	}
}

// The owner changes the question with the password asked again, whatever the policy
// says of changes of the password, and gets a new token; the others go if wanted.
func TestChangeQuestion(t *testing.T) {
	b, root, ben := asked(t, func(p *policy.Policy) { p.Change.RequireCurrent = policy.CurrentNever })
	ctx := t.Context()
	other, token := b.answers("ben", memberPassword), b.answers("ben", memberPassword)
	form := core.NewQuestion{Question: "And for lunch?", Answer: "Bread & cheese", Confirm: "bread & cheese"}
	_, err := b.site.SetQuestion(ctx, token, form)
	wantFields(t, err, core.FieldCurrent)
	form.Current = wrong()
	_, err = b.site.SetQuestion(ctx, token, form)
	if e := wantCode(t, err, core.CodeSignIn); e.Field != core.FieldCurrent || b.failures(ben) != 1 {
		t.Errorf("told at %q, %d failures", e.Field, b.failures(ben))
	}
	form.Current = memberPassword
	same := form
	same.Answer, same.Confirm = "Some QUITE different words", "Some QUITE different words"
	_, err = b.site.SetQuestion(ctx, token, same)
	wantFields(t, err, core.FieldAnswer)
	done, err := b.site.SetQuestion(ctx, token, form)
	must(t, err)
	wantCode(t, b.site.Alive(ctx, token), core.CodeSession)
	must(t, b.site.Alive(ctx, done.Token))
	must(t, b.site.Alive(ctx, other))
	b.wantNewest(core.EventQuestionChanged, `{"ended_sessions":"0"}`)
	own, err := b.site.Me(ctx, done.Token)
	must(t, err)
	if own.Notices[0].Kind != core.NoticeQuestionChanged || !own.QuestionAsked || !own.QuestionSetAt.Equal(b.clock.Now()) {
		t.Errorf("told %+v", own)
	}
	form.EndOthers = true
	done, err = b.site.SetQuestion(ctx, done.Token, form)
	must(t, err)
	if done.Ended != 1 {
		t.Errorf("%d ended", done.Ended)
	}
	wantCode(t, b.site.Alive(ctx, other), core.CodeSession)
	flow := b.half("ben", memberPassword)
	if flow.Question() != "And for lunch?" {
		t.Errorf("asks %q", flow.Question())
	}
	_, err = flow.Answer(ctx, rightAnswer)
	wantCode(t, err, core.CodeSignIn)
	_, err = flow.Answer(ctx, "BREAD  & cheese")
	must(t, err)
	must(t, b.site.Alive(ctx, root))
}

// A question stays as long as the policy asks for one. When it does not any more, it
// is kept and not asked, and its owner may take it away; then there is nothing to set.
func TestRemoveQuestion(t *testing.T) {
	b, _, ben := asked(t)
	ctx := t.Context()
	token := b.answers("ben", memberPassword)
	_, err := b.site.RemoveQuestion(ctx, token, memberPassword)
	wantCode(t, err, core.CodeRefused)
	b.rule(func(*policy.Policy) {})
	b.in("ben", memberPassword)
	_, err = b.site.RemoveQuestion(ctx, token, "")
	wantFields(t, err, core.FieldCurrent)
	_, err = b.site.RemoveQuestion(ctx, token, wrong())
	wantCode(t, err, core.CodeSignIn)
	done, err := b.site.RemoveQuestion(ctx, token, memberPassword)
	must(t, err)
	wantCode(t, b.site.Alive(ctx, token), core.CodeSession)
	b.wantNewest(core.EventQuestionRemoved, `{}`)
	own, err := b.site.Me(ctx, done.Token)
	must(t, err)
	if own.Notices[0].Kind != core.NoticeQuestionRemoved || !own.QuestionSetAt.IsZero() || b.failures(ben) != 0 {
		t.Errorf("told %+v", own)
	}
	_, err = b.site.RemoveQuestion(ctx, done.Token, memberPassword)
	wantCode(t, err, core.CodeRefused)
	form := question(rightAnswer)
	form.Current = memberPassword
	_, err = b.site.SetQuestion(ctx, done.Token, form)
	wantCode(t, err, core.CodeRefused)
	b.asking()
	b.sets("ben", memberPassword)
}

// Who is signed in when the policy begins to ask may set the question at once.
func TestSetQuestionWhileSignedIn(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "ben", core.RoleMember)
	token := b.in("ben", memberPassword)
	b.asking()
	form := question(rightAnswer)
	form.Current = memberPassword
	done, err := b.site.SetQuestion(t.Context(), token, form)
	must(t, err)
	must(t, b.site.Alive(t.Context(), done.Token))
	b.wantNewest(core.EventQuestionSet, `{"ended_sessions":"0"}`)
	b.answers("ben", memberPassword)
}

// The password alone opens a locked window; the sign-in is what asks the question.
func TestUnlockAsksNoQuestion(t *testing.T) {
	b, _, _ := asked(t)
	token := b.answers("ben", memberPassword)
	must(t, b.site.Lock(t.Context(), token))
	fresh, err := b.site.Unlock(t.Context(), token, memberPassword)
	must(t, err)
	must(t, b.site.Alive(t.Context(), fresh))
}

// An answer is kept as an argon2id hash of what only this site can compute: with the
// store's file alone nobody can try answers. The hash follows the cost of today.
func TestAnswerAtRest(t *testing.T) {
	b, _, ben := asked(t)
	record := func() core.QuestionRecord {
		t.Helper()
		var q core.QuestionRecord
		must(t, b.store.View(t.Context(), func(tx core.Tx) error {
			var err error
			q, err = tx.Question(ben)
			return err
		}))
		return q
	}
	before := record()
	phc, err := password.ParsePHC(before.PHC)
	must(t, err)
	if phc.Params.MemoryKiB != 64 || before.SetBy != ben || !before.SetAt.Equal(b.clock.Now()) {
		t.Errorf("kept as %+v", before)
	}
	for _, typed := range []string{rightAnswer, "käsespätzle im föhn"} {
		secret, err := passwordOf(typed)
		must(t, err)
		if verdict, err := b.cfg.Hasher.Verify(t.Context(), before.PHC, secret); err != nil || verdict.OK {
			t.Errorf("the answer itself is hashed: %v", err)
		}
	}
	b.cfg.Hasher = cheap(t, 128)
	_, site := b.open(nil)
	flow := halfOn(t, site, "ben", memberPassword)
	_, err = flow.Answer(t.Context(), rightAnswer)
	must(t, err)
	after := record()
	if phc, err = password.ParsePHC(after.PHC); err != nil || phc.Params.MemoryKiB != 128 {
		t.Errorf("the hash is %s, %v", after.PHC, err)
	}
	b.answers("ben", memberPassword)
}

// What a policy would do says how many would have to set a question.
func TestPolicyImpactOfQuestion(t *testing.T) {
	b, root, _ := asked(t)
	b.add2(b.sets("ada", rootPassword), "eve", core.RoleMember)
	p := policy.Default()
	impact := func() core.Impact {
		t.Helper()
		got, err := b.site.PolicyImpact(t.Context(), root, core.DefaultPolicy, p, nil)
		must(t, err)
		return got
	}
	if got := impact(); got.Question != 0 {
		t.Errorf("%+v", got.ImpactCounts)
	}
	p.Complexity.RequireSecurityQuestion = true
	if got := impact(); got.Question != 0 || got.Total != 3 {
		t.Errorf("%+v", got.ImpactCounts)
	}
	must(t, b.site.ResetQuestion(t.Context(), root, 3, "lost"))
	if got := impact(); got.Question != 1 || len(got.Names[core.ImpactQuestion]) != 1 || got.Names[core.ImpactQuestion][0].Name != "eve" {
		t.Errorf("%+v", got)
	}
}
