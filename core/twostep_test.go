package core_test

import (
	"encoding/base32"
	"strings"
	"testing"
	"time"

	"gatehouse/core"
	"gatehouse/core/policy"
	"gatehouse/core/twostep"
)

// unbase32 reads a secret as an app does.
func unbase32(t testing.TB, text string) []byte {
	t.Helper()
	raw, err := base32Of(text)
	must(t, err)
	return raw
}

// base32Of is the secret that a text stands for.
func base32Of(text string) ([]byte, error) {
	return base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(text)
}

// A set-up: the password is proved, and nothing is stored or counted before a right code.
func TestSetUpOfAnApp(t *testing.T) {
	b := newBed(t)
	ben := b.add(b.root(), "ben", core.RoleMember)
	token := b.in("ben", memberPassword)
	ctx := t.Context()
	_, err := b.site.Enrol(ctx, token, core.NewApp{})
	wantFields(t, err, core.FieldCurrent)
	_, err = b.site.Enrol(ctx, token, core.NewApp{Current: wrong()})
	if e := wantCode(t, err, core.CodeSignIn); e.Field != core.FieldCurrent || b.failures(ben) != 1 {
		t.Errorf("%+v, %d failures", e, b.failures(ben))
	}
	e, err := b.site.Enrol(ctx, token, core.NewApp{Current: memberPassword})
	must(t, err)
	p := phoneOf(b, e)
	if e.Account() != "ben" || e.Issuer() != "Workshop" || e.Name() != "Authenticator app" || e.Params() != twostep.Usual() {
		t.Errorf("set up for %q of %q, named %q with %+v", e.Account(), e.Issuer(), e.Name(), e.Params())
	}
	for _, typed := range []string{"", "12345", "1234567", " " + p.code(0), p.code(0) + " ", "12345６", "abcdef"} {
		_, err = e.Confirm(ctx, token, typed, false)
		wantFields(t, err, core.FieldCode)
	}
	_, err = e.Confirm(ctx, token, p.wrongCode(), false)
	if e := wantCode(t, err, core.CodeInput); e.Field != core.FieldCode || !strings.Contains(e.Error(), "not the code of this app") {
		t.Errorf("a wrong code: %v", e)
	}
	if b.twoStep(token).On() || b.failures(ben) != 0 {
		t.Error("something is stored, or counted")
	}
}

// With a right code the session goes on in a new one, others end where that was asked
// for, and the account is told.
func TestSetUpEndsWithACode(t *testing.T) {
	b := newBed(t)
	ben := b.add(b.root(), "ben", core.RoleMember)
	token, other := b.in("ben", memberPassword), b.in("ben", memberPassword)
	ctx := t.Context()
	e, err := b.site.Enrol(ctx, token, core.NewApp{Current: memberPassword})
	must(t, err)
	p := phoneOf(b, e)
	done, err := e.Confirm(ctx, token, p.code(0), true)
	must(t, err)
	if len(done.Codes) != 10 || done.Ended != 1 {
		t.Errorf("%d codes, %d devices signed out", len(done.Codes), done.Ended)
	}
	for _, over := range []core.Token{token, other} {
		wantCode(t, b.site.Alive(ctx, over), core.CodeSession)
	}
	has := b.twoStep(done.Token)
	if len(has.Apps) != 1 || has.Apps[0].Name != "Authenticator app" || has.Codes.Left != 10 || has.Codes.Few || has.Required {
		t.Errorf("has %+v", has)
	}
	if b.told(ben, core.NoticeAppAdded) != 1 {
		t.Error("the account was not told")
	}
	_, err = e.Confirm(ctx, done.Token, p.next(), false)
	if err == nil {
		t.Error("the same set-up ends twice")
	}
}

// "A wrong code tells clock drift apart from a wrong code", and accepts neither.
func TestSetUpTellsDrift(t *testing.T) {
	b := newBed(t)
	token := b.root()
	e, err := b.site.Enrol(t.Context(), token, core.NewApp{Current: rootPassword})
	must(t, err)
	p := phoneOf(b, e)
	for off, want := range map[int64]string{
		20: "about 10 minutes ahead", 2: "about 60 seconds ahead", 1: "about 30 seconds ahead",
		-2: "about 60 seconds behind", -20: "about 10 minutes behind",
		21: "not the code of this app", -21: "not the code of this app",
	} {
		_, err := e.Confirm(t.Context(), token, p.code(off), false)
		if problem := wantCode(t, err, core.CodeInput); problem.Field != core.FieldCode || !strings.Contains(problem.Error(), want) {
			t.Errorf("%d steps off: %v, want %q", off, problem, want)
		}
	}
	if b.twoStep(token).On() {
		t.Error("a code of another time was taken")
	}
	_, err = e.Confirm(t.Context(), token, p.code(-1), false)
	must(t, err)
}

// A set-up that takes ten minutes, or whose password was changed meanwhile, is over.
func TestSetUpIsOver(t *testing.T) {
	b := newBed(t)
	token := b.root()
	ctx := t.Context()
	e, err := b.site.Enrol(ctx, token, core.NewApp{Current: rootPassword})
	must(t, err)
	b.clock.advance(core.EnrolWithin - time.Millisecond)
	late, err := b.site.Enrol(ctx, token, core.NewApp{Current: rootPassword})
	must(t, err)
	b.clock.advance(time.Millisecond)
	_, err = e.Confirm(ctx, token, phoneOf(b, e).code(0), false)
	wantCode(t, err, core.CodeRefused)
	token, err = b.change(token, rootPassword, secondPassword)
	must(t, err)
	_, err = late.Confirm(ctx, token, phoneOf(b, late).code(0), false)
	wantCode(t, err, core.CodeRefused)
	gone, err := b.site.Enrol(ctx, token, core.NewApp{Current: secondPassword})
	must(t, err)
	code := phoneOf(b, gone).code(0)
	gone.Discard()
	if _, err := gone.Confirm(ctx, token, code, false); err == nil || b.twoStep(token).On() {
		t.Errorf("a set-up that was given up is taken: %v", err)
	}
}

// FAULTS 36, CVE-2025-6015, CVE-2026-82470: the present code and the one before are
// taken, each once, also after a restart and in another program; others are refused.
func TestEachCodeOnce(t *testing.T) {
	b, _, ben, p := secured(t)
	ctx := t.Context()
	refused := func(site *core.Site, code string) {
		t.Helper()
		_, err := toCodeOn(t, site, "ben", memberPassword).Code(ctx, code)
		if e := wantCode(t, err, core.CodeSignIn); e.Field != core.FieldCode {
			t.Errorf("%+v", e)
		}
	}
	refused(b.site, p.code(0)) // the set-up has used it
	b.clock.advance(10 * halfMinute)
	for _, off := range []int64{-2, 1, 2} {
		refused(b.site, p.code(off))
		b.clock.advance(time.Minute)
	}
	code := p.code(-1)
	b.withCode("ben", memberPassword, code)
	_, again := b.open(nil)
	for _, site := range []*core.Site{b.site, again} {
		refused(site, code)
	}
	if b.failures(ben) == 0 {
		t.Error("a code that was used is not counted")
	}
	b.withCode("ben", memberPassword, p.code(0))
	for _, off := range []int64{-1, 0} {
		refused(again, p.code(off)) // older than the last one that was taken, too
	}
}

// ASVS 6.5.1 and the "Passlib" class of faults: a code has one form. What is none is no
// guess and not counted.
func TestPaddedCodesAreNone(t *testing.T) {
	b, _, ben, p := secured(t)
	code := p.next()
	flow := b.toCode("ben", memberPassword)
	for _, typed := range []string{" " + code, code + " ", code[:3] + " " + code[3:], "０" + code[1:], "١٢٣٤٥٦", code + "\n", code + "0", "", "+" + code[1:]} {
		_, err := flow.Code(t.Context(), typed)
		wantFields(t, err, core.FieldCode)
	}
	for _, typed := range []string{"", "ABCD", strings.Repeat("U", 16), strings.Repeat("A", 1000)} {
		_, err := flow.RecoveryCode(t.Context(), typed)
		wantFields(t, err, core.FieldCode)
	}
	if b.failures(ben) != 0 {
		t.Errorf("%d failures", b.failures(ben))
	}
	step, err := flow.Code(t.Context(), code)
	if err != nil || step != core.StepDone {
		t.Errorf("the code itself: %s, %v", step, err)
	}
}

// One code in two programs at the same moment signs in once (ASVS 2.3.4, 15.4.2).
func TestOneCodeAtOnce(t *testing.T) {
	b, _, _, p := secured(t)
	b.rule(func(r *policy.Policy) { r.Lockout.Enabled = false })
	code := p.next()
	codes := b.atOnce(5, func(site *core.Site) error {
		flow := site.StartSignIn(desk)
		if _, err := flow.Password(t.Context(), "ben", memberPassword); err != nil {
			return err
		}
		_, err := flow.Code(t.Context(), code)
		return err
	})
	if codes[""] != 1 || codes[core.CodeSignIn] != 9 {
		t.Errorf("%v, want one sign-in and nine refusals", codes)
	}
	recovery := p.codes[0].Shown()
	codes = b.atOnce(5, func(site *core.Site) error {
		flow := site.StartSignIn(desk)
		if _, err := flow.Password(t.Context(), "ben", memberPassword); err != nil {
			return err
		}
		_, err := flow.RecoveryCode(t.Context(), recovery)
		return err
	})
	if codes[""] != 1 || codes[core.CodeSignIn] != 9 {
		t.Errorf("%v with a recovery code", codes)
	}
}

// A recovery code signs in once, however it is typed, and the account is told; three
// left are few. Another account's is nobody's (ASVS 6.6.2).
func TestRecoveryCodes(t *testing.T) {
	b, root, ben, p := secured(t)
	ctx := t.Context()
	b.add(root, "eve", core.RoleMember)
	other, _ := b.enrol(b.in("eve", memberPassword), memberPassword, core.NewApp{})
	flow := b.toCode("ben", memberPassword)
	_, err := flow.RecoveryCode(ctx, other.codes[0].Shown())
	wantCode(t, err, core.CodeSignIn)
	began := b.withCode("ben", memberPassword, p.next())
	b.clock.advance(time.Second)
	var token core.Token
	for i, code := range p.codes[:7] {
		flow := b.toCode("ben", memberPassword)
		step, err := flow.RecoveryCode(ctx, strings.ToLower(strings.ReplaceAll(code.Shown(), "-", " ")))
		must(t, err)
		if step != core.StepDone {
			t.Fatalf("code %d leads to %s", i+1, step)
		}
		token = flow.Token()
		has := b.twoStep(token)
		if !has.Codes.UsedHere || b.twoStep(began).Codes.UsedHere {
			t.Errorf("after code %d: %+v", i+1, has.Codes)
		}
		if has.Codes.Left != 9-i || has.Codes.Few != (9-i <= 3) || has.Codes.Made != 10 {
			t.Errorf("after code %d: %+v", i+1, has.Codes)
		}
		_, err = b.toCode("ben", memberPassword).RecoveryCode(ctx, code.Shown())
		wantCode(t, err, core.CodeSignIn)
	}
	if b.told(ben, core.NoticeRecoveryCodeUsed) != 7 {
		t.Error("the account was not told of each")
	}
	b.wantNewest(core.EventRecoveryCodeUsed, `{"left":"3","number":"7"}`)
	b.wantNewest(core.EventSignedIn, `{"method":"password and recovery code","scope":"full"}`)
	_, err = b.site.RenewRecoveryCodes(ctx, token, wrong())
	wantCode(t, err, core.CodeSignIn)
	done, err := b.site.RenewRecoveryCodes(ctx, token, memberPassword)
	must(t, err)
	wantCode(t, b.site.Alive(ctx, token), core.CodeSession)
	_, err = b.toCode("ben", memberPassword).RecoveryCode(ctx, p.codes[8].Shown())
	wantCode(t, err, core.CodeSignIn)
	_, err = b.toCode("ben", memberPassword).RecoveryCode(ctx, done.Codes[8].Shown())
	must(t, err)
	if has := b.twoStep(done.Token); has.Codes.Left != 9 || has.Codes.Few || b.told(ben, core.NoticeRecoveryMade) != 1 {
		t.Errorf("new codes: %+v", has.Codes)
	}
}

// Several apps: each has a name of its own, any of them signs in, and one goes without
// the others (KeePassXC #10848). With the last one the codes go, too.
func TestSeveralApps(t *testing.T) {
	b, _, ben, first := secured(t)
	ctx := t.Context()
	token := b.withCode("ben", memberPassword, first.next())
	for _, name := range []string{"phone", " Phone ", strings.Repeat("x", 61)} {
		_, err := b.site.Enrol(ctx, token, core.NewApp{Current: memberPassword, Name: name})
		wantFields(t, err, core.FieldAppName)
	}
	for _, params := range []twostep.Params{{Algorithm: "MD5", Digits: 6, Period: halfMinute}, {Algorithm: twostep.SHA1, Digits: 7, Period: halfMinute}} {
		_, err := b.site.Enrol(ctx, token, core.NewApp{Current: memberPassword, Params: params})
		wantFields(t, err, core.FieldAlgorithm)
	}
	second, token := b.enrol(token, memberPassword, core.NewApp{
		Name: "Tablet", Params: twostep.Params{Algorithm: twostep.SHA512, Digits: 8, Period: time.Minute},
	})
	if len(second.codes) != 0 || len(second.code(0)) != 8 {
		t.Errorf("%d new recovery codes, code %q", len(second.codes), second.code(0))
	}
	b.withCode("ben", memberPassword, second.next())
	b.withCode("ben", memberPassword, first.next())
	ways := b.toCode("ben", memberPassword).SecondWays()
	if len(ways) != 2 || ways[0].Way != core.WayApp || strings.Join(ways[0].Apps, ",") != "Phone,Tablet" || ways[1].Way != core.WayRecovery {
		t.Errorf("ways %+v", ways)
	}
	_, err := b.site.RemoveApp(ctx, token, first.id, wrong())
	wantCode(t, err, core.CodeSignIn)
	done, err := b.site.RemoveApp(ctx, token, first.id, memberPassword)
	must(t, err)
	token = done.Token
	_, err = b.toCode("ben", memberPassword).Code(ctx, first.next())
	wantCode(t, err, core.CodeSignIn)
	b.withCode("ben", memberPassword, second.next())
	if has := b.twoStep(token); len(has.Apps) != 1 || has.Codes.Left != 10 {
		t.Errorf("left %+v", has)
	}
	_, err = b.site.RemoveApp(ctx, token, first.id, memberPassword)
	wantCode(t, err, core.CodeNotFound)
	done, err = b.site.RemoveApp(ctx, token, second.id, memberPassword)
	must(t, err)
	if has := b.twoStep(done.Token); has.On() || has.Codes.Made != 0 || b.told(ben, core.NoticeAppRemoved) != 2 {
		t.Errorf("left %+v", has)
	}
	b.in("ben", memberPassword)
	_, err = b.site.RenewRecoveryCodes(ctx, done.Token, memberPassword)
	wantCode(t, err, core.CodeRefused)
}

// The code comes after the password and before the question, and each is asked.
func TestCodeThenQuestion(t *testing.T) {
	b, _, ben := asked(t)
	p, token := b.enrol(b.answers("ben", memberPassword), memberPassword, core.NewApp{})
	must(t, b.site.SignOut(t.Context(), token))
	flow := b.toCode("ben", memberPassword)
	if flow.Question() != "" {
		t.Error("the question is told before the code")
	}
	_, err := flow.Answer(t.Context(), rightAnswer)
	wantCode(t, err, core.CodeUsage)
	step, err := flow.Code(t.Context(), p.next())
	must(t, err)
	if step != core.StepAnswer || flow.Question() == "" || !flow.Token().Zero() || len(flow.SecondWays()) != 0 {
		t.Fatalf("stands at %s", step)
	}
	_, err = flow.Code(t.Context(), p.next())
	wantCode(t, err, core.CodeUsage)
	b.wrongly(flow, core.CodeSignIn)
	step, err = flow.Answer(t.Context(), rightAnswer)
	must(t, err)
	if step != core.StepDone || b.failures(ben) != 0 {
		t.Errorf("stands at %s with %d failures", step, b.failures(ben))
	}
	b.wantNewest(core.EventSignedIn, `{"method":"password and code and security question","scope":"full"}`)
	must(t, b.site.Alive(t.Context(), flow.Token()))
}
