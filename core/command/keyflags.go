package command

import (
	"gatehouse/core"
	"gatehouse/core/seal"
)

// keyFlags say where the site's key is to be kept, together with --key-file.
type keyFlags struct {
	Keyring    bool `help:"Keep the site's key in this computer's keyring."`
	Passphrase bool `help:"Keep it by a passphrase, a line of standard input before the password."`
}

// choice reads the flags, and the passphrase if it is one.
func (k keyFlags) choice(c *console) (core.KeyChoice, error) {
	chosen := 0
	for _, is := range []bool{k.Keyring, k.Passphrase, c.place.KeyFile != ""} {
		if is {
			chosen++
		}
	}
	if chosen != 1 {
		return core.KeyChoice{}, wrongUse(core.FieldKeyKind, "Say where the site's key is kept, by one of --key-file FILE, --keyring and --passphrase.")
	}
	switch {
	case k.Keyring:
		return core.KeyChoice{Kind: seal.KindKeyring, Keyring: c.Keyring()}, nil
	case k.Passphrase:
		typed, repeated, err := c.in.fresh("New passphrase", core.FieldPassphrase)
		return core.KeyChoice{Kind: seal.KindPassphrase, Passphrase: typed, PassphraseRepeat: repeated}, err
	default:
		return core.KeyChoice{Kind: seal.KindKeyFile, KeyFile: c.place.KeyFile}, nil
	}
}

// keyKept says where a key is kept.
func keyKept(choice core.KeyChoice) string {
	switch choice.Kind {
	case seal.KindKeyring:
		return "in this computer's keyring"
	case seal.KindPassphrase:
		return "by the passphrase"
	default:
		return "in the key file " + choice.KeyFile
	}
}
