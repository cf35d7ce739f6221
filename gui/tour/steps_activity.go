package main

// watching lets somebody try one password for many names, and looks at it on the Activity page.
func (t *tour) watching() {
	names := []string{"administrator", "backup", "guest", "operator", "scanner", "service", "warehouse"}
	last := names[len(names)-1]
	t.step("activity", func() {
		t.key("ctrl+3")
		t.waitFor(on("Last 7 days"), on("Newest first"), on(rootName), on("*signed in, above the line"))
	})
	t.step("spray", func() {
		for _, name := range names {
			t.commandSays(1, `"ok":false`, "Summer2026, for everybody\n", "signin", "--user", name, "--json")
		}
		t.waitFor(on(last), on("Unknown name"), on("Many names"))
	})
	t.step("spray-opened", func() {
		t.click(on(last))
		t.waitFor(on("Many different names were tried*"), on("Name tried"), on("Command line"))
	})
	t.step("suspicious", func() {
		t.key("Escape")
		t.waitGone(on("Name tried"))
		t.click(on("Suspicious"))
		t.waitFor(on(last), on("Many names"))
		t.waitGone(on("Signed in").next(rootName))
	})
	t.step("activity-search", func() {
		t.click(on("All"))
		t.typeInto("Search a name, a computer or an address", names[0])
		t.waitFor(on("Row 1 of 1"), on(names[0]))
		t.waitGone(on(last))
	})
}
