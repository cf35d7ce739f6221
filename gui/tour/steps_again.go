package main

const memberPassword = fitting

// again starts the program a second and a third time, as another person.
func (t *tour) again() {
	t.step("second-run", func() {
		t.quit()
		t.startBrowser()
		t.open()
		t.waitFor(signInPage, on(siteName+" · Europe/London"))
	})
	t.step("first-sign-in", func() {
		// By keyboard alone: the name has it from the start.
		t.write(member)
		t.key("Return")
		t.write(t.first)
		t.key("Return")
		t.waitFor(on("Choose a new password"), on("An administrator has reset your password.*"))
	})
	t.step("policy-enforced", func() {
		t.typeInto("New password", tooPlain)
		t.typeInto("Confirm password", tooPlain)
		t.click(on("Save and go on"))
		t.waitNote("New password", "Add 1 more upper-case letter*")
	})
	t.step("member", func() {
		t.typeInto("New password", memberPassword)
		t.typeInto("Confirm password", memberPassword)
		t.click(on("Save and go on"))
		t.waitFor(securityPage, on("Security"))
		t.check(!t.has(on("Accounts")) && !t.has(on("Search accounts")), "a member sees the accounts")
		t.commandSays(0, `"next":"done"`, memberPassword+"\n", "signin", "--user", member, "--json")
		t.commandSays(3, `"ok":false`, memberPassword+"\n", "account", "list", "--as", member, "--json")
	})
	t.step("after-a-crash", func() {
		t.click(on("Change password"))
		t.typeInto("New password", "half typed")
		t.crash()
		t.open()
		t.waitFor(signInPage)
		t.signIn(member, memberPassword)
		t.waitFor(securityPage)
		t.doctor()
	})
	t.questioning()
	t.securing()
	t.passkeys()
	t.step("end", t.leave)
	t.quit()
}
