package main

// keyName is what the member calls the security key.
const keyName = "Key on my key ring"

// passkeys lets the member add a passkey through the browser, and sign in with it alone.
func (t *tour) passkeys() {
	t.step("passkey-password", func() {
		t.click(on("+ Add a passkey"))
		t.typeInto("Current password", memberPassword)
	})
	t.step("passkey-chooser", func() {
		t.key("Return")
		t.waitFor(on("Choose where to save this passkey"), on("Security key"), on("iPhone, iPad, or Android device"), on("Next"))
		t.check(!t.has(on("This device")), "this device is offered, where it has no authenticator")
	})
	t.step("passkey-waiting", func() {
		t.key("Return")
		t.waitFor(on("Go on in your browser"), on("Copy link"))
	})
	t.step("passkey-saved", func() {
		t.goOnInBrowser("Add a passkey", "The passkey is saved.")
		t.waitFor(on("Passkey saved"), on("Discard it"))
		t.typeInto("Name", keyName)
	})
	t.step("passkey-listed", func() {
		t.key("Return")
		t.waitFor(securityPage, on(keyName))
	})
	t.step("passkey-signing-in", func() {
		t.leave()
		t.click(on("Sign in with a passkey"))
		t.waitFor(on("Go on in your browser"))
	})
	t.step("passkey-signed-in", func() {
		t.goOnInBrowser("Sign in with a passkey", "You are signed in.")
		t.waitFor(securityPage, on(keyName))
	})
}
