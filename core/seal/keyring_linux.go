package seal

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
)

// keyringReachable tells whether there is a session bus, so that the errors of
// connecting, which bear no type, are told from those of the Secret Service. The
// first look keeps the library from starting a bus where there is none: nobody
// would find its keyring again.
func keyringReachable() error {
	look, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKeyringAbsent, err)
	}
	if err := look.Close(); err != nil {
		return fmt.Errorf("%w: %w", ErrKeyringAbsent, err)
	}
	if _, err := dbus.SessionBus(); err != nil {
		return fmt.Errorf("%w: %w", ErrKeyringAbsent, err)
	}
	return nil
}

// keyringClass sorts errors that come over the session bus by their names in the
// Secret Service API and the D-Bus specification.
func keyringClass(err error) error {
	if errors.Is(err, dbus.ErrClosed) {
		return ErrKeyringAbsent
	}
	var answer dbus.Error
	if !errors.As(err, &answer) {
		// The bus is there and no error came over it: what is left in the
		// library is a collection or item that stayed locked.
		return ErrKeyringLocked
	}
	const bus = "org.freedesktop.DBus.Error."
	name, isBus := strings.CutPrefix(answer.Name, bus)
	switch {
	case answer.Name == "org.freedesktop.Secret.Error.IsLocked":
		return ErrKeyringLocked
	case answer.Name == "org.freedesktop.Secret.Error.NoSuchObject":
		return ErrKeyringAbsent // no default collection
	case isBus && (name == "NoReply" || name == "Timeout" || name == "TimedOut"):
		return ErrKeyringTimeout
	case isBus && (strings.HasPrefix(name, "Spawn.") || slices.Contains(absentNames(), name)):
		return ErrKeyringAbsent
	}
	return ErrKeyringFault
}

// absentNames are the bus's answers when nothing offers the Secret Service.
func absentNames() []string {
	return []string{
		"ServiceUnknown", "NameHasNoOwner", "NoServer", "Disconnected",
		"UnknownObject", "UnknownInterface", "UnknownMethod",
	}
}
