package main

import (
	"strings"

	"gatehouse/gui/probe/screen"
)

// What the tour types. The passwords protect nothing: the site is gone when the tour is over.
const (
	siteName  = "Workshop"
	rootName  = "ada"
	rootFull  = "Ada Lovelace"
	firstRoot = "correct horse battery staple"
	member    = "bob"
	other     = "carl"
)

// The pages and dialogs by what stands at their head.
var (
	signInPage   = on("Sign in to Gatehouse")
	securityPage = on("Last changed *")
	lockedPage   = on("The window is locked")
)

// all is the whole tour.
func (t *tour) all() {
	t.firstRun()
	t.signingIn()
	t.changing()
	t.managing()
	t.rescuing()
	t.watching()
	t.ruling()
	t.idling()
	t.looking()
	t.ending()
	t.again()
}

// firstRun sets a site up in an empty data folder.
func (t *tour) firstRun() {
	t.step("first-run", func() {
		t.open()
		t.waitFor(on("Name the site and make the root account"), on("Step 1 of 5"), on("Time zone, Europe/London*"))
	})
	t.step("first-run-time-zone", func() {
		t.click(on("Time zone, Europe/London*"))
		t.write("kath")
		t.waitFor(on("Asia/Kathmandu*"))
	})
	t.step("first-run-time-zone-back", func() {
		t.key("Return")
		t.waitFor(on("Time zone, Asia/Kathmandu*"))
		// A letter opens the search by itself, and Escape leaves it as it was.
		t.write("lon")
		t.key("Escape")
		t.waitFor(on("Time zone, Asia/Kathmandu*"))
		t.write("lond")
		t.key("Return")
		t.waitFor(on("Time zone, Europe/London*"))
	})
	t.step("first-run-too-short", func() {
		t.typeInto("Site name", siteName)
		t.typeInto("Account name", rootName)
		t.typeInto("Full name", rootFull)
		t.typeInto("Mail address", "ada@workshop.example")
		t.typeInto("Password", "short")
		t.typeInto("Confirm password", "short")
		t.click(on("Next"))
		t.waitNote("Password", "Add*")
		t.waitFor(on("Step 1 of 5"))
	})
	t.step("first-run-filled", func() {
		t.typeInto("Password", firstRoot)
		t.typeInto("Confirm password", firstRoot)
		t.waitFor(on("Same as the new password"))
	})
	t.step("password-rules", t.passwordRules)
	t.step("key", func() {
		t.click(on("Next"))
		t.waitFor(on("Choose where the key lives"), on("Step 3 of 5"), on("This computer has no keyring that can be reached from here."))
		t.click(on("Next"))
		t.waitFor(on("Choose where the key is kept."))
	})
	t.step("key-file", func() {
		t.click(on("A key file"))
		t.until("a proposal for the key file", errNotThere, func(s screen.Screen) bool {
			entry := entryOf(s, "Key file")
			return entry >= 0 && strings.HasSuffix(s.Items[entry].Text, "gatehouse-workshop.key")
		})
	})
	t.step("recovery-key", t.recoveryKey)
	t.step("finish", func() {
		t.click(on("I have saved the key and the code"))
		t.click(on("Next"))
		t.waitFor(on("This is what will be made. Go back to change anything."), on(siteName), on("Europe/London"), on(rootName+", "+rootFull), on("NIST SP 800-63B-4"))
	})
	t.step("sign-in", func() {
		t.click(on("Make the site"))
		t.waitFor(signInPage, on(siteName+" · Europe/London"))
		t.doctor()
		t.commandSays(0, `"next":"done"`, firstRoot+"\n", "signin", "--user", rootName, "--json")
	})
}

// passwordRules looks at rules that refuse the password of the root account, and keeps those that are recommended.
func (t *tour) passwordRules() {
	t.click(on("Next"))
	t.waitFor(on("Choose the password rules"), on("Step 2 of 5"), on("Passwords do not run out."))
	t.click(on("TE"))
	t.waitFor(on("Passwords run out after 90 days."), on("The password of the root account does not meet these rules.*"))
	t.click(on("NIST SP 800-63B-4 (recommended)"))
	t.waitGone(on("The password of the root account does not meet these rules.*"))
	t.waitFor(on("Passwords do not run out."))
}

// recoveryKey copies the key that is shown, and does not get on without saying that it was saved.
func (t *tour) recoveryKey() {
	t.click(on("Next"))
	t.waitFor(on("Print the recovery key"), on("Step 4 of 5"))
	t.click(on("Copy"))
	t.waitFor(on("Copied. Leaves the clipboard in*"))
	key := strings.TrimSpace(t.clipboard())
	groups := strings.Split(key, "-")
	t.check(len(groups) > 4, "the clipboard has no recovery key")
	for _, group := range groups {
		t.waitFor(on(group))
	}
	t.click(on("Next"))
	t.waitFor(on("Save or print both, then tick this."))
	t.click(on("Clear now"))
	t.waitGone(on("Copied. Leaves the clipboard in*"))
	t.check(t.clipboard() == "", "the recovery key is still on the clipboard")
}

// signIn fills the sign-in and sends it.
func (t *tour) signIn(name, password string) {
	t.typeInto("Account name", name)
	t.typeInto("Password", password)
	t.click(on("Sign in"))
}

// signingIn is refused once.
func (t *tour) signingIn() {
	t.step("sign-in-refused", func() {
		t.signIn(rootName, "not the password at all")
		t.waitNote("Password", "The name or the password is not right.*")
	})
	t.step("security", func() {
		t.typeInto("Password", firstRoot)
		t.key("Return")
		t.waitFor(securityPage, on("Change password"), on("Rules for your account"))
	})
}
