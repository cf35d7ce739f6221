package main

import (
	"encoding/base32"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"gatehouse/core/twostep"
)

// phone is an authenticator app that has scanned the QR code on the screen.
type phone struct {
	key twostep.Key
	// used is the step of the last code that was given.
	used int64
}

// securing lets the member set two-step verification up by the QR code in the window, and sign in with it.
func (t *tour) securing() {
	var p phone
	recovery := ""
	t.step("two-step-crash", func() {
		t.click(on("+ two-step verification"))
		t.typeInto("Current password", memberPassword)
		t.key("Return")
		t.waitFor(on("Can't scan QR code?"))
		t.crash() // leaves nothing behind
		t.open()
		t.waitFor(signInPage)
		t.signIn(member, memberPassword)
		t.answerQuestion()
		t.waitFor(on("After the password you type a 6-digit code from your phone"), on("Off"))
	})
	t.step("two-step-password", func() {
		t.click(on("+ two-step verification"))
		t.waitFor(on("Add two-step verification"), on("Options"))
		t.typeInto("Current password", memberPassword)
	})
	t.step("two-step-qr-code", func() {
		t.key("Return")
		t.waitFor(on("Scan the QR code with it"), on("Can't scan QR code?"), on("Nothing changes until you choose Continue"))
	})
	t.step("recovery-codes", func() {
		t.fail(p.scan(t.picture("two-step-qr-code")))
		t.write(t.code(&p))
		t.key("Return")
		t.waitFor(on("Save your recovery codes"), on("Two-step verification is on.*"))
		recovery = t.recoveryCode()
	})
	t.step("two-step-on", func() {
		t.key("Escape") // does not close them
		t.click(on("I have saved these codes"))
		t.click(on("Done"))
		t.waitFor(securityPage, on("10 of 10 left*"), on("Authenticator app"))
		t.commandSays(0, `"next":"two_step"`, memberPassword+"\n", "signin", "--user", member, "--json")
	})
	t.secondSteps(&p, recovery)
}

// secondSteps signs the member in with a code of the app, and then with a recovery code.
func (t *tour) secondSteps(p *phone, recovery string) {
	t.step("two-step-code", func() {
		t.leave()
		t.signIn(member, memberPassword)
		t.waitFor(on("Two-step verification"), on("Signing in as "+member), on("Use another way"))
		t.write("000000")
		t.key("Return")
		t.waitFor(on("This code is not right, or was used already.*"))
	})
	t.step("two-step-signed-in", func() {
		t.write(t.code(p))
		t.key("Return")
		t.answerQuestion()
	})
	t.step("two-step-recovery-code", func() {
		t.leave()
		t.signIn(member, memberPassword)
		t.click(on("Use another way"))
		t.typeInto("Recovery code", recovery)
	})
	t.step("two-step-recovered", func() {
		t.key("Return")
		t.answerQuestion()
		t.waitFor(on("9 of 10 left*"))
	})
}

// answerQuestion answers the security question that follows, and waits for the page.
func (t *tour) answerQuestion() {
	t.waitFor(on("Security question"), on("Signing in as "+member))
	t.write(answer)
	t.key("Return")
	t.waitFor(securityPage)
}

// picture is the path of the picture of a step.
func (t *tour) picture(step string) string {
	found, err := filepath.Glob(filepath.Join(t.out, "[0-9][0-9]-"+step+".png"))
	if err == nil && len(found) != 1 {
		err = fmt.Errorf("%d pictures of the step %s: %w", len(found), step, errNotThere)
	}
	t.fail(err)
	if t.err != nil {
		return ""
	}
	return found[0]
}

// scan reads the QR code in a picture of the window, as a phone does from the screen.
func (p *phone) scan(path string) error {
	if path == "" {
		return nil // it has failed already
	}
	shown, err := decode(path)
	if err != nil {
		return err
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(shown)
	if err != nil {
		return fmt.Errorf("look for a QR code: %w", err)
	}
	read, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		return fmt.Errorf("read the QR code: %w", err)
	}
	address, err := url.Parse(read.GetText())
	if err != nil {
		return fmt.Errorf("read the address in the QR code: %w", err)
	}
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(address.Query().Get("secret"))
	if err != nil {
		return fmt.Errorf("read the secret in the QR code: %w", err)
	}
	secret, err := twostep.SecretOf(raw)
	if err != nil {
		return fmt.Errorf("read the secret in the QR code: %w", err)
	}
	p.key = twostep.Key{Secret: secret, Params: twostep.Usual()}
	return nil
}

// longestStep is how long the next code may take, and a little more.
const longestStep = 40 * time.Second

// code is the one that the phone shows now. One that was given already does not work again: then it is the next one.
func (t *tour) code(p *phone) string {
	if t.err != nil {
		return ""
	}
	step := int64(0)
	t.fail(poll(t.ctx, longestStep, func() (bool, error) {
		step = p.key.Params.Step(time.Now())
		return step > p.used, nil
	}))
	p.used = step
	code, err := p.key.Code(step)
	t.fail(err)
	return code
}

// recoveryCode reads one of the codes in the window.
func (t *tour) recoveryCode() string {
	form := regexp.MustCompile(`^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$`)
	for _, item := range t.look().Items {
		if form.MatchString(item.Text) {
			return item.Text
		}
	}
	t.fail(fmt.Errorf("a recovery code: %w", errNotThere))
	return ""
}
