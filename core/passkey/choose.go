package passkey

import (
	"errors"
	"slices"
)

// Automatic is the choice of the provider that this computer prefers.
const Automatic = "auto"

// ErrNoProvider reports a choice that this computer does not have.
var ErrNoProvider = errors.New("passkey: no such provider here")

// Choose gives the provider of a name; for Automatic, or "", the first one, which this
// computer prefers. It returns ErrNoProvider, also where there is none at all.
func Choose(all []Provider, name string) (Provider, error) {
	if name == "" || name == Automatic {
		if len(all) == 0 {
			return nil, ErrNoProvider
		}
		return all[0], nil
	}
	at := slices.IndexFunc(all, func(p Provider) bool { return p.Name() == name })
	if at < 0 {
		return nil, ErrNoProvider
	}
	return all[at], nil
}
