package seal

import "log/slog"

// hidden stands for a secret wherever it would otherwise be printed.
const hidden = "[secret]"

// concealed holds the bytes of a secret. Copies share the bytes, so that Wipe
// erases all of them.
//
// The bytes stand behind two pointers. In an unexported field fmt cannot call
// String; it prints a pointer as an address there, except that for a verb that
// does not suit pointers, as in %s, it follows one of them.
type concealed struct {
	at **[]byte
}

// conceal makes room for a secret of n bytes.
func conceal(n int) concealed {
	bytes := make([]byte, n)
	at := &bytes
	return concealed{&at}
}

// raw returns the bytes themselves, nil when there are none.
func (c concealed) raw() []byte {
	if c.at == nil {
		return nil
	}
	return **c.at
}

// usable tells a secret from one that was never made or was wiped.
func (c concealed) usable() bool { return !allZero(c.raw()) }

// Wipe overwrites the secret with zeros here and in all copies.
func (c concealed) Wipe() { clear(c.raw()) }

// String returns a fixed text in place of the secret.
func (c concealed) String() string { return hidden }

// GoString returns a fixed text in place of the secret.
func (c concealed) GoString() string { return hidden }

// MarshalJSON returns a fixed text in place of the secret.
func (c concealed) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// LogValue returns a fixed text in place of the secret.
func (c concealed) LogValue() slog.Value { return slog.StringValue(hidden) }

func allZero(b []byte) bool {
	var or byte
	for _, c := range b {
		or |= c
	}
	return or == 0
}
