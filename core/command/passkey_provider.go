package command

import (
	"strings"

	"gatehouse/core"
	"gatehouse/core/passkey"
)

// ChooseProvider gives the way to authenticators of a name, as Place.Provider tells it.
// The error names those that this computer has; it is one sentence or two for people.
func ChooseProvider(all []passkey.Provider, name string) (passkey.Provider, error) {
	chosen, err := passkey.Choose(all, name)
	switch {
	case err == nil:
		return chosen, nil
	case name == "" || name == passkey.Automatic:
		return nil, &refusal{code: core.CodeRefused, text: "Passkeys cannot be reached from here. Choose another way.", cause: err}
	}
	return nil, &refusal{
		code: core.CodeUsage, field: fieldProvider, cause: err,
		text: "This computer has no such way to passkeys. Choose one of these: " + strings.Join(append([]string{passkey.Automatic}, providerNames(all)...), ", ") + ".",
	}
}

// providerNames are the names of ways to authenticators.
func providerNames(all []passkey.Provider) []string {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = p.Name()
	}
	return names
}

// providers are the ways to authenticators of this computer.
func (c *console) providers() ([]passkey.Provider, error) {
	if c.Passkeys == nil {
		return nil, nil
	}
	dir, err := c.place.Dir(c.Env)
	if err != nil {
		return nil, err
	}
	return c.Passkeys(dir, c.log), nil
}

// provider is the one that was chosen.
func (c *console) provider() (passkey.Provider, error) {
	all, err := c.providers()
	if err != nil {
		return nil, err
	}
	return ChooseProvider(all, c.place.Provider(c.Env))
}

// checkProvider refuses a flag that names a way which is not there, whatever the command
// is. A variable of the environment is looked at where it is needed: a wrong one must
// not keep anybody from the commands that help.
func (c *console) checkProvider() error {
	if named := c.place.PasskeyProvider; named == "" || named == passkey.Automatic {
		return nil
	}
	_, err := c.provider()
	return err
}
