package main

import "fmt"

// managing uses everything of the Accounts page.
func (t *tour) managing() {
	t.step("accounts", func() {
		t.click(on("Accounts"))
		t.waitFor(on("New account"), on("Row 1 of 1"), on(rootFull))
	})
	t.step("new-account-problem", func() {
		t.click(on("New account"))
		t.typeInto("Account name", rootName)
		t.typeInto("Full name", "Bob Bobson")
		t.click(on("Add account"))
		t.waitNote("Account name", "There is an account of this name.*")
	})
	t.step("first-password", func() {
		t.typeInto("Account name", member)
		t.click(on("Add account"))
		t.waitFor(on("First password of " + member))
		t.first = t.copied()
	})
	t.step("account-added", func() {
		t.click(on("Done"))
		t.waitGone(on("First password of " + member))
		t.waitFor(on(member), on("Rows 1 to 2 of 2"), on("Never signed in").next(member), on("Not signed in anywhere"))
		t.commandSays(0, `"next":"change_password"`, t.first+"\n", "signin", "--user", member, "--json")
	})
	t.step("search", func() {
		t.key("ctrl+k")
		t.write("bobs")
		t.waitFor(on("Row 1 of 1"), on(member))
		t.waitGone(on(rootFull))
	})
	t.step("search-nothing", func() {
		t.typeInto("Search accounts", "nobody")
		t.waitFor(on("No account fits*"))
		t.click(on("Show all accounts"))
		t.waitFor(on("Rows 1 to 2 of 2"), on(rootFull))
		entry := entryOf(t.shown, "Search accounts")
		t.check(entry >= 0 && !t.shown.Items[entry].Filled, "all accounts are listed, but the search above still has a text")
	})
	t.changingAnother()
}

// changingAnother uses what an administrator may do with another account.
func (t *tour) changingAnother() {
	t.step("edit", func() {
		t.click(on(member))
		t.click(on("Edit…"))
		t.waitFor(on("Edit " + member))
		t.typeInto("Full name", "Robert Bobson")
		t.click(on("Save"))
		t.waitGone(on("Edit " + member))
		t.waitFor(on("Robert Bobson"), on("Robert Bobson · Member"))
	})
	t.step("reset", func() {
		t.click(on("Reset password…"))
		t.click(on("Reset password"))
		t.waitFor(on("First password of " + member))
		former := t.first
		t.first = t.copied()
		t.check(t.first != former, "the password was not replaced")
		t.click(on("Done"))
		t.waitGone(on("First password of " + member))
		t.commandSays(1, `"ok":false`, former+"\n", "signin", "--user", member, "--json")
	})
	t.step("switched-off", func() {
		t.click(on("Switch off…"))
		t.click(on("Switch off"))
		t.waitFor(on("Switch on"), on("Switched off").next(member))
		t.commandSays(1, `"ok":false`, t.first+"\n", "signin", "--user", member, "--json")
	})
	t.step("switched-on", func() {
		t.click(on("Switch on"))
		t.waitFor(on("Switch off…"))
		t.waitGone(on("Switched off").next(member))
	})
}

// copied presses the Copy of a first password, and gives what is then on the clipboard.
func (t *tour) copied() string {
	t.click(on("Copy"))
	t.waitFor(on("Copied. Leaves the clipboard in*"))
	secret := t.clipboard()
	t.waitFor(on(secret))
	return secret
}

// rescuing unlocks and deletes accounts that changed outside of the window.
func (t *tour) rescuing() {
	t.step("locked-account", func() {
		for n := range 5 { // the same one again would count once
			t.commandSays(1, `"ok":false`, fmt.Sprintf("not the password at all %d\n", n), "signin", "--user", member, "--json")
		}
		t.commandSays(1, `"ok":false`, t.first+"\n", "signin", "--user", member, "--json")
		t.key("ctrl+1")
		t.waitFor(securityPage)
		t.key("ctrl+2")
		t.waitFor(on("Locked, 15 min left").next(member))
	})
	t.step("unlocked-account", func() {
		t.click(on(member))
		t.waitFor(on("Locked until*"))
		t.typeInto("Reason to unlock", "called from the gate")
		t.click(on("Unlock now"))
		t.waitGone(on("Locked*").next(member))
		t.waitGone(on("Unlock now"))
		t.commandSays(0, `"next":"change_password"`, t.first+"\n", "signin", "--user", member, "--json")
	})
	t.step("delete-problem", func() {
		t.commandSays(0, `"ok":true`, t.root+"\n", "account", "add", "--as", rootName, "--json", "--name", other)
		t.key("ctrl+1", "ctrl+2")
		t.click(on(other))
		t.click(on("Delete…"))
		t.waitFor(on("Delete the account " + other + "?"))
		t.typeInto("Name of the account", member)
		t.click(on("Delete account"))
		t.waitNote("Name of the account", "Type the name of the account*")
	})
	t.step("deleted", func() {
		t.typeInto("Name of the account", other)
		t.click(on("Delete account"))
		t.waitGone(on(other))
		t.waitFor(on("Rows 1 to 2 of 2"))
		t.commandSays(1, `"ok":false`, t.root+"\n", "account", "show", "--as", rootName, "--json", other)
	})
}
