package main

// Passwords for the policy that the tour sets: one that it refuses, one that it
// takes.
const (
	tooPlain = "seven quiet otters"
	fitting  = "Seven quiet otters: 7 eggs"
)

// ruling changes the site's policy in the editor and sees it enforced.
func (t *tour) ruling() {
	t.step("policy", func() {
		t.click(on("Password policy"))
		t.waitFor(on("Password settings"), on("Try a password"), on("Wrong passwords in a row"), on("If you save this"))
	})
	t.step("policy-preset", func() {
		t.click(on("Preset,*"))
		t.click(on("FormFlow"))
		t.waitFor(on("Passwords have at least 8 characters.*"), on("At least 1 upper-case letter"))
	})
	t.step("policy-try", func() {
		t.typeInto("Type one to see", tooPlain)
		t.waitFor(on("Would be refused"))
		t.typeInto("Type one to see", fitting)
		t.waitFor(on("Would be accepted"))
	})
	t.step("policy-save", func() {
		t.click(on("Save changes"))
		t.waitFor(on("Why this site needs it"))
		t.typeInto("Why this site needs it", "the rules of our old system")
	})
	t.step("policy-saved", func() {
		t.key("Return")
		t.waitGone(on("Password settings"))
	})
}
