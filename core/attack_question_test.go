package core_test

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// answering starts a second program that brings so many sign-ins of ben up to the
// question. goOn lets it answer; without a stop, wait for it.
func (b *bed) answering(guesses int, stop bool) (child *exec.Cmd, out *bufio.Reader, goOn io.WriteCloser) {
	b.t.Helper()
	child = exec.CommandContext(b.t.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), childDir+"="+b.dir, childGuesses+"="+strconv.Itoa(guesses), childAnswers+"=1")
	if stop {
		child.Env = append(child.Env, childStop+"=1")
	}
	child.Stderr = os.Stderr
	pipe, err := child.StdoutPipe()
	must(b.t, err)
	goOn, err = child.StdinPipe()
	must(b.t, err)
	must(b.t, child.Start())
	out = bufio.NewReader(pipe)
	b.says(out, "half way\n")
	return child, out, goOn
}

// says wants the next line of a child.
func (b *bed) says(out *bufio.Reader, want string) {
	b.t.Helper()
	if line, err := out.ReadString('\n'); err != nil || line != want {
		b.t.Fatalf("the child says %q, %v", line, err)
	}
}

// realAsked is a bed with hashes at their real cost, whose member ben has a question.
func realAsked(t *testing.T) *bed {
	t.Helper()
	b := newBedOf(t, core.Config{})
	b.clock.now = time.Now().UTC()
	b.add(b.root(), "ben", core.RoleMember)
	b.asking()
	b.sets("ben", memberPassword)
	return b
}

// 50 parallel answers of two programs, each in a sign-in whose password was right,
// verify exactly five.
func TestParallelAnswersOfTwoPrograms(t *testing.T) {
	b := realAsked(t)
	before := b.count(core.EventSignInFailed)
	one, _, first := b.answering(25, false)
	two, _, second := b.answering(25, false)
	for _, goOn := range []io.Writer{first, second} {
		_, err := io.WriteString(goOn, "go on\n")
		must(t, err)
	}
	for _, child := range []*exec.Cmd{one, two} {
		if err := child.Wait(); err != nil {
			t.Errorf("a program: %v", err)
		}
	}
	verified, refused := b.count(core.EventSignInFailed)-before, b.count(core.EventSignInLocked)
	if verified != 5 || refused != 45 {
		t.Errorf("%d verified and %d refused, want 5 and 45", verified, refused)
	}
	report, err := b.site.VerifyLog(t.Context())
	must(t, err)
	if report.BadLine != 0 {
		t.Errorf("line %d of the log is broken", report.BadLine)
	}
}

// A program that is killed between the count of an answer and its hash leaves the
// answer counted, and so half a sign-in that nobody can go on with.
func TestKilledAnswersCount(t *testing.T) {
	b := realAsked(t)
	for n := 1; n <= 4; n++ {
		child, out, goOn := b.answering(1, true)
		_, err := io.WriteString(goOn, "go on\n")
		must(t, err)
		b.says(out, "counted\n")
		must(t, child.Process.Kill())
		if err := child.Wait(); err == nil {
			t.Fatal("the child ended by itself")
		}
		if got := b.throttle("account:2"); got.Failures != n || got.Answers != n {
			t.Fatalf("after %d answers the count is %+v", n, got)
		}
	}
	b.wrongly(b.half("ben", memberPassword), core.CodeLocked)
}

// Whoever edits the row of a question by hand, takes it away or adds one closes the
// account; what was there before questions stays good.
func TestQuestionEditedByHand(t *testing.T) {
	edits := map[string]string{
		"question":        "UPDATE security_questions SET question = 'What is 1 + 1?' WHERE account_id = 2",
		"another's hash":  "UPDATE security_questions SET phc = (SELECT phc FROM security_questions WHERE account_id = 3) WHERE account_id = 2",
		"taken away":      "DELETE FROM security_questions WHERE account_id = 2",
		"another's added": "DELETE FROM security_questions WHERE account_id = 2; INSERT INTO security_questions SELECT 2, question, phc, set_at, 2 FROM security_questions WHERE account_id = 3",
	}
	for name, edit := range edits {
		t.Run(name, func(t *testing.T) {
			b, root, ben := asked(t)
			b.add2(root, "eve", core.RoleMember)
			token, half := b.answers("ben", memberPassword), b.half("ben", memberPassword)
			b.byHand(edit)
			_, _, err := b.try("ben", memberPassword)
			wantCode(t, err, core.CodeSignIn)
			_, err = half.Answer(t.Context(), rightAnswer)
			wantCode(t, err, core.CodeSession)
			wantCode(t, b.site.Alive(t.Context(), token), core.CodeSession)
			if b.count(core.EventAccountAltered) == 0 {
				t.Error("no line in the log tells of it")
			}
			// An administrator's reset makes the account whole, and takes the question
			// away that somebody may have put there.
			reset, err := b.site.ResetPassword(t.Context(), root, ben)
			must(t, err)
			flow := b.site.StartSignIn(desk)
			step, err := flow.Password(t.Context(), "ben", reset.FirstPassword)
			must(t, err)
			if step != core.StepChangePassword {
				t.Errorf("stands at %s", step)
			}
			b.answers("eve", memberPassword)
		})
	}
}

// Rules that were altered outside the program spare nobody a question that is set.
func TestAlteredPolicyStillAsks(t *testing.T) {
	b, _, _ := asked(t)
	b.byHand("UPDATE policies SET number = number - 1 WHERE id = 1")
	token := b.answers("ben", memberPassword)
	_, err := b.site.RemoveQuestion(t.Context(), token, memberPassword)
	wantCode(t, err, core.CodeRefused)
	b.half("ben", memberPassword).Leave()
	if b.count(core.EventPolicyAltered) == 0 {
		t.Error("it is not recorded")
	}
}

// A policy that begins or ends to ask while somebody sets a question: nobody comes in
// by it who should not, and nobody is kept out.
func TestPolicyOfQuestionChangesMeanwhile(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	ctx := t.Context()
	begin := func(want core.Step) *core.SignIn {
		t.Helper()
		flow := b.site.StartSignIn(desk)
		step, err := flow.Password(ctx, "ben", memberPassword)
		must(t, err)
		if step != want {
			t.Fatalf("stands at %s, want %s", step, want)
		}
		return flow
	}
	b.asking()
	flow := begin(core.StepSetQuestion)
	b.rule(func(*policy.Policy) {})
	step, err := flow.SetQuestion(ctx, question(rightAnswer))
	wantCode(t, err, core.CodeSession)
	if step != core.StepSetQuestion {
		t.Errorf("stands at %s", step)
	}
	wantCode(t, b.site.Alive(ctx, flow.Token()), core.CodeForbidden)
	begin(core.StepDone)

	// It begins to ask between the password and the new password.
	must(t, b.site.ForceChange(ctx, root, ben))
	flow = begin(core.StepChangePassword)
	b.asking()
	step, err = flow.ChangePassword(ctx, core.OwnChange{New: secondPassword, Confirm: secondPassword})
	must(t, err)
	if step != core.StepSetQuestion {
		t.Fatalf("stands at %s", step)
	}
	wantCode(t, b.site.Alive(ctx, flow.Token()), core.CodeForbidden)
	_, err = flow.SetQuestion(ctx, question(rightAnswer))
	must(t, err)
	must(t, b.site.Alive(ctx, flow.Token()))
}

// Every use case there is, with a session that may only set a security question: it
// reaches nothing else, though its account is a root account.
func TestQuestionSessionReachesNothing(t *testing.T) {
	b := newBed(t)
	b.add(b.root(), "second", core.RoleRoot)
	b.asking()
	flow := b.site.StartSignIn(desk)
	step, err := flow.Password(t.Context(), "second", memberPassword)
	must(t, err)
	if step != core.StepSetQuestion {
		t.Fatalf("stands at %s", step)
	}
	before := b.policyState()
	calls := callsWithToken(t, b.site, b.clock.Now())
	for name, call := range calls {
		if name == "SetQuestion" || name == "SignOut" {
			continue
		}
		err := call(flow.Token())
		if e := wantCode(t, err, core.CodeForbidden); e.Error() != "Set your security question first. Everything else waits until then." {
			t.Errorf("%s says %q", name, e)
		}
	}
	if after := b.policyState(); after != before {
		t.Errorf("left\n%s\nwas\n%s", after, before)
	}
	must(t, calls["SetQuestion"](flow.Token()))
	for name, call := range calls {
		if err := call(flow.Token()); name != "SignOut" && core.ErrorCode(err) != core.CodeSession {
			t.Errorf("%s after the end: %v", name, err)
		}
	}
	b.answers("second", memberPassword)
}

// Two sign-ins that both set a question: the first one wins, and the other is over.
// So is one that was begun with a password that its owner has changed since, and one
// that waits for too long.
func TestSettingAQuestionTwice(t *testing.T) {
	b := newBed(t)
	root := b.root()
	ben := b.add(root, "ben", core.RoleMember)
	own := b.in("ben", memberPassword)
	b.asking()
	ctx := t.Context()
	begin := func(secret string) *core.SignIn {
		t.Helper()
		flow := b.site.StartSignIn(desk)
		step, err := flow.Password(ctx, "ben", secret)
		must(t, err)
		if step != core.StepSetQuestion {
			t.Fatalf("stands at %s", step)
		}
		return flow
	}
	over := func(flow *core.SignIn) {
		t.Helper()
		_, err := flow.SetQuestion(ctx, question("an intruder's"))
		wantCode(t, err, core.CodeSession)
	}
	stolen := begin(memberPassword)
	own, err := b.change(own, memberPassword, secondPassword)
	must(t, err)
	over(stolen)
	waits := begin(secondPassword)
	b.clock.advance(30 * time.Minute)
	over(waits)
	first, second := begin(secondPassword), begin(secondPassword)
	_, err = first.SetQuestion(ctx, question(rightAnswer))
	must(t, err)
	over(second)
	must(t, b.site.Alive(ctx, own)) // a session from before stays
	must(t, b.site.ResetQuestion(ctx, root, ben, "lost"))
	over(second)
	third := begin(secondPassword)
	_, err = b.site.ResetPassword(ctx, root, ben)
	must(t, err)
	over(third)
}
