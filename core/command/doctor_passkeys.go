package command

import (
	"strings"

	"gatehouse/core/passkey"
)

// passkeys tells by which way passkeys are reached here, and which others there are. The
// site works without one.
func (e *examination) passkeys() {
	all, err := e.providers()
	if err != nil {
		e.note("passkeys", look, e.failureOf(err).Message)
		return
	}
	if len(all) == 0 {
		e.note("passkeys", look, "There is no way to passkeys here: none can be added, and none signs in.")
		return
	}
	choice := e.place.Provider(e.Env)
	by, err := ChooseProvider(all, choice)
	if err != nil {
		e.note("passkeys", look, e.failureOf(err).Message)
		return
	}
	text := "Passkeys are reached by: " + by.Name() + ", " + either(choice == passkey.Automatic, "which this computer prefers", "which was chosen") + "."
	kinds := by.Kinds()
	if len(kinds) == 0 {
		e.note("passkeys", look, text+" It reaches none here.")
		return
	}
	text += " It reaches " + joinKinds(kinds) + "."
	var others []string
	for _, one := range providerNames(all) {
		if one != by.Name() {
			others = append(others, one)
		}
	}
	if len(others) > 0 {
		text += " Others, by --passkey-provider: " + strings.Join(others, ", ") + "."
	}
	e.note("passkeys", fine, text)
}
