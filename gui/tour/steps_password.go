package main

// changing replaces the own password.
func (t *tour) changing() {
	t.step("change-password", func() {
		t.click(on("Change password"))
		t.waitFor(on("Current password"), on("New password"), on("Confirm password"), on("Sign out of all other devices"))
	})
	t.step("change-password-problems", func() {
		t.typeInto("Current password", "not the password at all")
		t.typeInto("New password", "lovelace")
		t.typeInto("Confirm password", "lovelac")
		t.click(on("Save"))
		t.waitNote("New password", "Add 7 more characters*")
		t.waitNote("Confirm password", "Not the same as the one above*")
	})
	t.step("generate-password", func() {
		t.typeInto("Current password", firstRoot)
		t.click(on("Generate password"))
		t.waitFor(on("Hide the password"), on("Same as the new password"))
	})
	t.copying()
	t.step("password-saved", func() {
		t.click(on("Save"))
		t.waitFor(on("Saved.*"), on("Change password"))
		t.commandSays(0, `"ok":true`, t.root+"\n", "signin", "--user", rootName, "--json")
		t.commandSays(1, `"ok":false`, firstRoot+"\n", "signin", "--user", rootName, "--json")
	})
	t.step("signed-in-with-it", func() {
		t.menu("Sign out")
		t.waitFor(signInPage)
		t.signIn(rootName, t.root)
		t.waitFor(securityPage, on("Change password"))
	})
	t.step("escape-closes", func() {
		t.click(on("Change password"))
		t.typeInto("New password", "will be forgotten")
		t.key("Escape")
		t.waitGone(on("Current password"))
		t.click(on("Change password"))
		t.waitFor(on("New password"))
		entry := entryOf(t.shown, "New password")
		t.check(entry >= 0 && !t.shown.Items[entry].Filled, "what was typed is still there")
		t.click(on("Cancel"))
		t.waitGone(on("Current password"))
	})
}
